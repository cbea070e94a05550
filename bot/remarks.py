"""What an answer adds about itself: the language of its sources, and what else the message asked. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.citing import Citer
from bot.library import Library
from bot.prose import sentence
from bot.tongue import TONGUES
from bot.types import CitedQuote
from kb.types import TradeOff


def about_language(asked: str, cited: tuple[CitedQuote, ...], library: Library) -> str:
    """Return which language the sources are in, where none of them is in that of the question; else nothing."""
    languages = {library.sources[c.source.id].language for c in cited}
    if not languages or asked in languages:
        return ""
    named = " and ".join(sorted(TONGUES.get(language, language) for language in languages))
    first = [min(c.n for c in cited)]
    return sentence(f"You asked in {TONGUES[asked]}; the sources cited here are in {named}", first)


def also_asked(trade_offs: Iterable[TradeOff], citer: Citer) -> str:
    """Return what else the message asks, with where each of them starts while nothing is weighed."""
    rows = []
    for other in trade_offs:
        start = next(option.name for option in other.options if option.id == other.start)
        because = other.start_because[:1].lower() + other.start_because[1:]
        text = f"You also ask about {other.name[:1].lower() + other.name[1:]}; ask it by itself and I weigh what you"
        rows.append(
            sentence(f"{text} tell me. It starts from {start}: {because}", citer.claims(other.start_evidence, most=1))
        )
    return "\n".join(row for row in rows if row)
