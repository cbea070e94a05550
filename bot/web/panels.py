"""The parts beside the chat as escaped HTML: the look-up, the knowledge. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.desk import Shelved
from bot.types import CitedQuote
from bot.web.evidence import evidence_html
from bot.web.markup import fold, items, link, plain
from bot.wording import required
from kb.types import Catalog, Condition, TradeOff


def quotes_html(quotes: tuple[CitedQuote, ...], query: str) -> str:
    """Return the passages found for a look-up, or a line that says there are none."""
    if not quotes:
        return f'<p class="cr-empty">No passage speaks of “{plain(query[:200])}”.</p>'
    return f'<div class="cr-card">{evidence_html(quotes, 0)}</div>'


def refusal_html(message: str) -> str:
    """Return an error meant for the user."""
    return f'<p class="cr-empty" role="alert">{plain(message)}</p>'


def knowledge_html(catalog: Catalog, shelf: Iterable[Shelved]) -> str:
    """Return what is known: the sources with their counts, and every decision with its options and rules."""
    sources = "".join(f"<li>{link(s.title, s.url)}<br>{_counts(s)}</li>" for s in shelf)
    decisions = "".join(_decision(t, catalog) for t in catalog.trade_offs)
    return (
        f'<div class="cr-card"><p class="cr-label">Sources</p><ul class="cr-shelf">{sources}</ul>'
        f'<p class="cr-label">Decisions</p>{decisions}</div>'
    )


def _counts(shelved: Shelved) -> str:
    counted = ((shelved.claims, "claim"), (shelved.references, "reference"))
    words = ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counted)
    return f'<span class="cr-heard">{words}</span>'


def _decision(trade_off: TradeOff, catalog: Catalog) -> str:
    names = {o.id: o.name for o in trade_off.options}
    options = items(f"<strong>{plain(o.name)}.</strong> {plain(o.text)}" for o in trade_off.options)
    rules = items(
        f'{plain(rule.because)} <span class="cr-heard">{plain(rule.force.value)} for {plain(names[rule.favours])}, '
        f"when {plain(_conditions(rule.when, catalog))}</span>"
        for rule in trade_off.rules
    )
    body = (
        f'<p class="cr-why">{plain(trade_off.question)}</p><p class="cr-label">Options</p>{options}'
        f'<p class="cr-label">Rules</p>{rules}'
    )
    return fold(trade_off.name, body, count=len(trade_off.rules))


def _conditions(when: Iterable[Condition], catalog: Catalog) -> str:
    known = {f.id: f for f in catalog.factors}
    return " and ".join(required(condition, known[condition.factor]) for condition in when)
