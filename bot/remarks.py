"""What an answer adds about itself: that it stands, the language of its sources, what else was asked. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.citing import Citer
from bot.library import Library
from bot.prose import sentence
from bot.tongue import TONGUES
from bot.types import CitedQuote, Question, Recommendation
from kb.types import TradeOff


def about_language(asked: str, cited: tuple[CitedQuote, ...], library: Library) -> str:
    """Return which language the sources are in, where none of them is in that of the question; else nothing."""
    languages = {library.sources[c.source.id].language for c in cited}
    if not languages or asked in languages:
        return ""
    named = " and ".join(sorted(TONGUES.get(language, language) for language in languages))
    first = [min(c.n for c in cited)]
    return sentence(f"You asked in {TONGUES[asked]}; the sources cited here are in {named}", first)


def answer_stands(question: Question, recommendation: Recommendation | None) -> str:
    """Return that the answer stands, to who speaks of it and adds no fact: "how sure are you?", "shorter, please"."""
    last = len(question.turns) - 1
    if not question.of_answer or recommendation is None or any(fact.turn == last for fact in question.facts):
        return ""
    text = (
        "That adds no fact, so the advice stands; why, how sure, what speaks against it and what would change it follow"
    )
    return sentence(text, recommendation.citations)


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
