"""The parts beside the chat as escaped HTML: next questions, facts set by hand, the look-up, the knowledge. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.desk import Shelved
from bot.types import CitedQuote, Missing
from bot.web.card import evidence_html
from bot.web.conversation import Conversation
from bot.web.markup import fold, items, link, plain
from bot.wording import required
from kb.types import Catalog, Condition, Factor, FactorKind, TradeOff

MOST_ASKED = 3
_HINT = {
    "1/day": "such as 40k a day",
    "s": "such as 200 ms",
    "count": "such as 800",
    "%": "such as 12%",
    "percentage points": "such as 2 points",
    "weeks": "such as 6 weeks",
}

LISTEN = """
const send = (node) => {
  const field = node.closest('.cr-ask')?.querySelector('input');
  const value = node.dataset.value === undefined ? (field?.value || '').trim() : node.dataset.value;
  if (node.dataset.value === undefined && !value) { field?.focus(); return; }
  trigger('click', {factor: node.dataset.factor, value: value});
};
element.addEventListener('click', (e) => {
  const node = e.target.closest('button[data-factor]');
  if (node) send(node);
});
element.addEventListener('keydown', (e) => {
  if (e.key === 'Enter' && e.target.tagName === 'INPUT') send(e.target.closest('.cr-ask').querySelector('button'));
});
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
    body = "".join(part for part in parts if part)
    return f'<div class="cr-questions">{body}</div>' if body else ""


def _asked(missing: Missing, factor: Factor, names: dict[str, str]) -> str:
    towards = " or ".join(plain(names.get(id, id)) for id in missing.could_change_to)
    could = f" Could change it to {towards}." if towards else ""
    words = f'<p class="cr-question">{plain(missing.ask)}</p><p class="cr-heard">{plain(missing.why)}{could}</p>'
    return f'<div class="cr-ask"><div>{words}</div><div class="cr-answers">{_answers(factor)}</div></div>'


def _answers(factor: Factor) -> str:
    name = plain(factor.name)
    if factor.kind is FactorKind.QUANTITY:
        hint = plain(_HINT.get(factor.unit or "", "a number"))
        field = f'<input type="text" maxlength="80" aria-label="{name}" placeholder="{hint}" autocomplete="off">'
        return f"{field}{_button(factor, None, f'Set {name}', 'Set')}"
    values = ("yes", "no") if factor.kind is FactorKind.YES_NO else factor.values
    return "".join(_button(factor, v, f"{name}: {plain(v)}", plain(v[:1].upper() + v[1:])) for v in values)


def _button(factor: Factor, value: str | None, label: str, text: str) -> str:
    """Return a button that sends a value for a factor, or what stands in its field; label and text are HTML."""
    sent = "" if value is None else f' data-value="{plain(value)}"'
    return f'<button type="button" data-factor="{plain(factor.id)}"{sent} aria-label="{label}">{text}</button>'


def _set_by_hand(talk: Conversation, factors: dict[str, Factor]) -> str:
    rows = "".join(
        f"<li>{plain(factors[id].name)}: <strong>{plain(value)}</strong> "
        f"{_button(factors[id], '', f'Forget {plain(factors[id].name)}', '×')}</li>"
        for id, value in talk.given
        if id in factors
    )
    return f'<ul class="cr-given" aria-label="Facts set by you">{rows}</ul>' if rows else ""


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
