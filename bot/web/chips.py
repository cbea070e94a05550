"""The facts understood as chips that can be corrected, taken back and added to, as escaped HTML. Pure.

A chip says what was heard and in which words. Taking one back sets ``unknown`` (``bot.given``): it counts as not
stated, whatever the words say, until it is restored.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.given import UNKNOWN
from bot.types import Answer, FactHeard
from bot.web.controls import button, control
from bot.web.markup import plain
from bot.wording import plain_value
from kb.types import Catalog, Factor

Problem = tuple[str, str]
"""The factor whose new value could not be used, and why; empty texts where there is no problem."""
NO_PROBLEM: Problem = ("", "")
_ORIGIN = {
    "question": "heard",
    "history": "heard earlier",
    "given": "set by you",
    "model": "read by the language model",
}


def chips_html(
    answer: Answer,
    catalog: Catalog,
    problem: Problem = NO_PROBLEM,
    *,
    editable: bool = True,
    tried: Mapping[str, str] | None = None,
) -> str:
    """Return what was understood, each fact with the words it was heard in, and a way to add one.

    Nothing where no decision was recognised. A card that is past is not ``editable``. ``tried`` are the facts that are
    only tried, by id, with what is stated of them.
    """
    if answer.trade_off is None or not answer.path:
        return ""
    factors = {factor.id: factor for factor in catalog.factors}
    said = {step.node.removeprefix("factor:"): step.text for step in answer.path if step.kind == "fact"}
    rows = "".join(
        _only_tried(fact, said.get(fact.factor), factors[fact.factor], tried[fact.factor])
        if tried and fact.factor in tried
        else _chip(fact, said.get(fact.factor), factors.get(fact.factor), problem, editable)
        for fact in answer.facts
    )
    if not rows and not editable:
        return ""
    none = "" if rows else '<li class="cr-none">No fact yet.</li>'
    add = _adder(answer, catalog, factors, problem) if editable else ""
    return f'<p class="cr-label">What I understood</p><ul class="cr-facts">{rows}{none}</ul>{add}'


def value_of(fact: FactHeard, said: str | None) -> str:
    """Return the value of a fact in words: as the path says it, or from the fact alone."""
    if said and ": " in said:
        return said.partition(": ")[2]
    return plain_value(fact.value, fact.unit)


def _chip(fact: FactHeard, said: str | None, factor: Factor | None, problem: Problem, editable: bool) -> str:
    name = factor.name if factor else fact.factor
    value = value_of(fact, said).removesuffix(" (assumed)")
    gone = fact.value == UNKNOWN and fact.origin == "given"
    head = f'<span class="cr-name">{plain(name)}</span> '
    if not editable or factor is None:
        return f"<li>{head}<strong>{plain('taken back' if gone else value)}</strong> {_whence(fact)}</li>"
    if gone:
        restore = button(fact.factor, "", f"Restore {plain(name)}", "Restore", "cr-restore")
        return f'<li class="cr-gone" data-key="chip-{plain(fact.factor)}-gone">{head}<em>taken back</em> {restore}</li>'
    return (
        f'<li class="cr-chipped" data-key="chip-{plain(fact.factor)}-{plain(value)}">{head}'
        f'<button type="button" class="cr-value" data-edit="{plain(fact.factor)}" aria-expanded="false" '
        f'aria-label="Change {plain(name)}, now {plain(value)}"><strong>{plain(value)}</strong>'
        f'<span class="cr-pen" aria-hidden="true">✎</span></button> {_whence(fact)}'
        f"{button(fact.factor, UNKNOWN, f'Take back {plain(name)}', '×', 'cr-x')}"
        f"{_editor(factor, problem)}</li>"
    )


def _only_tried(fact: FactHeard, said: str | None, factor: Factor, stated: str) -> str:
    """Return the chip of a value that is only tried: what is stated instead, and the way back to it."""
    name, value = plain(factor.name), plain(value_of(fact, said))
    return (
        f'<li class="cr-supposed" data-key="chip-{plain(factor.id)}-tried"><span class="cr-name">{name}</span> '
        f'<strong>{value}</strong> <span class="cr-heard">what if; you stated {plain(stated)}</span> '
        '<button type="button" class="cr-restore" data-act="back">Back</button></li>'
    )


def _editor(factor: Factor, problem: Problem) -> str:
    wrong = problem[1] if problem[0] == factor.id else ""
    return f'<div class="cr-editor" data-own="hidden"{"" if wrong else " hidden"}>{control(factor, wrong)}</div>'


def _whence(fact: FactHeard) -> str:
    heard = f" “{plain(fact.text)}”" if fact.text and fact.origin != "given" else ""
    whence = "only implied; say so if it is otherwise" if fact.assumed else _ORIGIN[fact.origin]
    if not fact.counted:
        whence = "perhaps, and not counted; say so if it is so" if fact.assumed else "does not bear on this decision"
    return f'<span class="cr-heard">{whence}{heard}</span>'


def _adder(answer: Answer, catalog: Catalog, factors: Mapping[str, Factor], problem: Problem) -> str:
    """Return the list of the decision's other factors with a search and a control each; the most telling come first."""
    addable = addable_factors(answer, catalog)
    if not addable:
        return ""
    rows = "".join(_addable(factors[id], problem) for id in addable)
    shown = " open" if problem[0] in addable else ""
    return (
        f'<details class="cr-adder" data-key="adder"{shown}><summary>+ Add a fact</summary><div class="cr-addlist">'
        f'<input type="search" class="cr-find" aria-label="Search the facts that can be added" '
        f'placeholder="Search {len(addable)} fact{"" if len(addable) == 1 else "s"}" autocomplete="off"><ul>{rows}</ul>'
        '<p class="cr-nofind cr-heard" data-own="hidden" hidden>No fact of this decision is called that.</p>'
        "</div></details>"
    )


def addable_factors(answer: Answer, catalog: Catalog) -> tuple[str, ...]:
    """Return the factors of the decision that no fact is known of: those worth asking first, then by name."""
    known = {fact.factor for fact in answer.facts if fact.counted or fact.value == UNKNOWN}
    trade_off = next((t for t in catalog.trade_offs if answer.trade_off and t.id == answer.trade_off.id), None)
    if trade_off is None:
        return ()
    names = {factor.id: factor.name for factor in catalog.factors}
    tested = {condition.factor for rule in trade_off.rules for condition in rule.when}
    asked = [m.factor for m in answer.missing]
    left = [id for id in trade_off.factors if id not in known and id in names and id in tested]
    return tuple(sorted(left, key=lambda id: (asked.index(id) if id in asked else len(asked), names[id])))


def _addable(factor: Factor, problem: Problem) -> str:
    wrong = problem[1] if problem[0] == factor.id else ""
    words = plain(" ".join((factor.name, factor.ask, *factor.cues[:8])).casefold())
    return (
        f'<li data-find="{words}" data-key="add-{plain(factor.id)}"><details name="cr-add"{" open" if wrong else ""}>'
        f"<summary>{plain(factor.name)}</summary>"
        f'<p class="cr-heard">{plain(factor.ask)} {plain(factor.why)}</p>{control(factor, wrong)}</details></li>'
    )
