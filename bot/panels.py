"""The parts beside the chat as escaped HTML: the next questions, what was set by hand, the look-up, the knowledge. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.card import evidence_html
from bot.conversation import Conversation
from bot.markup import fold, items, link, plain
from bot.types import CitedQuote, Missing
from bot.wording import required
from kb.types import Catalog, Condition, Factor, FactorKind, TradeOff

MOST_ASKED = 3
_HINT = {"1/day": "such as 40k a day", "s": "such as 200 ms", "count": "such as 800", "%": "such as 12%", "percentage points": "such as 2 points", "weeks": "such as 6 weeks"}

LISTEN = """
const send = (node) => {
  const field = node.closest('.cr-ask')?.querySelector('input');
  const value = node.dataset.value === undefined ? (field?.value || '').trim() : node.dataset.value;
  if (node.dataset.value === undefined && !value) { field?.focus(); return; }
  trigger('click', {factor: node.dataset.factor, value: value});
};
element.addEventListener('click', (e) => { const n = e.target.closest('[data-factor]'); if (n && n.tagName === 'BUTTON') send(n); });
element.addEventListener('keydown', (e) => { if (e.key === 'Enter' && e.target.tagName === 'INPUT') send(e.target.closest('.cr-ask').querySelector('button')); });
"""
"""What the questions' panel does in the browser: a click or Enter tells the server which fact gets which value."""


def questions_html(talk: Conversation, catalog: Catalog) -> str:
    """Return the next questions as buttons and fields, and the facts set by hand with a way to take them back."""
    answer, factors = talk.answer, {f.id: f for f in catalog.factors}
    asked = [m for m in answer.missing if m.factor in factors][:MOST_ASKED] if answer else []
    names = {o.id: o.name for t in catalog.trade_offs for o in t.options}
    parts = [_set_by_hand(talk, factors)]
    if asked:
        title = "Answer one to firm this up" if answer and answer.recommendation else "Answer one to decide this"
        parts.append(f'<p class="cr-label">{title}</p>' + "".join(_asked(m, factors[m.factor], names) for m in asked))
    elif answer and answer.recommendation:
        parts.append('<p class="cr-settled">◆ Nothing you have not told me would change this.</p>')
    body = "".join(part for part in parts if part)
    return f'<div class="cr-questions">{body}</div>' if body else ""


def _asked(missing: Missing, factor: Factor, names: dict[str, str]) -> str:
    towards = " or ".join(plain(names.get(id, id)) for id in missing.could_change_to)
    could = f' <span class="cr-could">Could change it to {towards}.</span>' if towards else ""
    return f'<div class="cr-ask"><div><p class="cr-question">{plain(missing.ask)}</p><p class="cr-heard">{plain(missing.why)}{could}</p></div><div class="cr-answers">{_answers(factor)}</div></div>'


def _answers(factor: Factor) -> str:
    if factor.kind is FactorKind.QUANTITY:
        hint = _HINT.get(factor.unit or "", "a number")
        return (
            f'<input type="text" maxlength="80" aria-label="{plain(factor.name)}" placeholder="{plain(hint)}" autocomplete="off">'
            f'<button type="button" data-factor="{plain(factor.id)}" aria-label="Set {plain(factor.name)}">Set</button>'
        )
    values = ("yes", "no") if factor.kind is FactorKind.YES_NO else factor.values
    return "".join(
        f'<button type="button" data-factor="{plain(factor.id)}" data-value="{plain(v)}" aria-label="{plain(factor.name)}: {plain(v)}">{plain(v[:1].upper() + v[1:])}</button>'
        for v in values
    )


def _set_by_hand(talk: Conversation, factors: dict[str, Factor]) -> str:
    rows = "".join(
        f'<li>{plain(factors[id].name)}: <strong>{plain(value)}</strong> <button type="button" data-factor="{plain(id)}" data-value="" aria-label="Forget {plain(factors[id].name)}">×</button></li>'
        for id, value in talk.given
        if id in factors
    )
    return f'<ul class="cr-given" aria-label="Facts set by you">{rows}</ul>' if rows else ""


def quotes_html(quotes: tuple[CitedQuote, ...], query: str) -> str:
    """Return the passages found for a look-up, or a line that says there are none."""
    if not query.strip():
        return ""
    return f'<div class="cr-card">{evidence_html(quotes, 0)}</div>' if quotes else f'<p class="cr-empty">No passage speaks of “{plain(query[:200])}”.</p>'


def refusal_html(message: str) -> str:
    """Return an error meant for the user."""
    return f'<p class="cr-empty" role="alert">{plain(message)}</p>'


def knowledge_html(catalog: Catalog, shelf: Iterable[tuple[str, str, str | None, int, int]]) -> str:
    """Return what is known: the sources with their counts, and every decision with its options and rules."""
    sources = "".join(
        f'<li>{link(title, url)}<span class="cr-heard">{claims} claim{"" if claims == 1 else "s"}, {references} reference{"" if references == 1 else "s"}</span></li>'
        for _, title, url, claims, references in shelf
    )
    decisions = "".join(_decision(t, catalog) for t in catalog.trade_offs)
    return f'<div class="cr-card"><p class="cr-label">Sources</p><ul class="cr-shelf">{sources}</ul><p class="cr-label">Decisions</p>{decisions}</div>'


def _decision(trade_off: TradeOff, catalog: Catalog) -> str:
    names = {o.id: o.name for o in trade_off.options}
    options = items(f"<strong>{plain(o.name)}.</strong> {plain(o.text)}" for o in trade_off.options)
    rules = items(
        f'{plain(rule.because)} <span class="cr-heard">{plain(rule.force.value)} for {plain(names[rule.favours])}, when {plain(_conditions(rule.when, catalog))}</span>'
        for rule in trade_off.rules
    )
    body = f'<p class="cr-why">{plain(trade_off.question)}</p><p class="cr-label">Options</p>{options}<p class="cr-label">Rules</p>{rules}'
    return fold(trade_off.name, body, count=len(trade_off.rules))


def _conditions(when: Iterable[Condition], catalog: Catalog) -> str:
    known = {f.id: f for f in catalog.factors}
    return " and ".join(required(condition, known[condition.factor]) for condition in when)
