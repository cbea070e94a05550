"""Training rows for whose a number is, and the surroundings of a number by which that is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.marks import Mark, unmark
from bot.voices import NOTHING, Row, marked
from kb.quantity import Amount, convert, read_amounts
from kb.types import Catalog, Factor, FactorKind

CONTEXT = 60
"""Characters of context on either side of a number: our choice, about ten words; other widths were not compared."""


def role_rows(catalog: Catalog) -> Iterator[Row]:
    """Yield (a number in its context, the factor it belongs to or NOTHING); see ``context_of``."""
    beside = _units_beside(catalog)
    for factor in catalog.factors:
        if factor.kind is FactorKind.QUANTITY:
            yield from _said_roles(factor)
        else:
            for value, sayings in factor.said.items():
                for number, saying in enumerate(sayings):
                    for amount in read_amounts(saying):
                        if not any(convert(amount, unit) for unit in beside[factor.id]):
                            yield Row(context_of(saying, amount), NOTHING, f"{factor.id}/{value}/{number}")
    for number, remark in enumerate(catalog.remarks):
        for amount in read_amounts(remark):
            yield Row(context_of(remark, amount), NOTHING, f"remark/{number}")
    for trade_off in catalog.trade_offs:
        for asked in marked(trade_off):
            for amount in read_amounts(asked.plain):
                around = (m.factor for m in asked.marks if not m.value and m.start <= amount.start < m.end)
                owner = next(around, NOTHING)
                if owner or amount.start >= asked.all_told_from:
                    yield Row(context_of(asked.plain, amount), owner, asked.group)


def _units_beside(catalog: Catalog) -> dict[str, set[str]]:
    """Return for each factor the units of the quantities that the same decisions ask for: a number of such a unit in a
    saying ("a day old is fine" of users who do not mind) may well be theirs, and teaches nothing."""
    units = {factor.id: factor.unit for factor in catalog.factors}
    beside: dict[str, set[str]] = {factor.id: set() for factor in catalog.factors}
    for trade_off in catalog.trade_offs:
        for id in trade_off.factors:
            beside[id] |= {unit for other in trade_off.factors if (unit := units[other])}
    return beside


def _said_roles(factor: Factor) -> Iterator[Row]:
    for value, sayings in (("is", factor.said.get("is", ())), ("not", factor.not_said)):
        for number, saying in enumerate(sayings):
            plain, marks = unmark(saying)
            for amount in read_amounts(plain):
                owner = _owner(factor, marks, amount) if value == "is" else NOTHING
                yield Row(context_of(plain, amount), owner, f"{factor.id}/{value}/{number}")


def _owner(factor: Factor, marks: Sequence[Mark], amount: Amount) -> str:
    """Return whose a number of a saying is: the factor of the mark around it, or the saying's where none is marked."""
    if not marks:
        return factor.id
    return next((m.factor or factor.id for m in marks if m.start <= amount.start < m.end), NOTHING)


def context_of(text: str, amount: Amount) -> str:
    """Return a number's surroundings with the number masked by its dimension and period, e.g. ``we get ⟦rate:day⟧
    tickets``."""
    before = text[max(0, amount.start - CONTEXT) : amount.start]
    after = text[amount.end : amount.end + CONTEXT]
    mask = f"⟦{amount.dimension}{':' + amount.period if amount.period else ''}⟧"
    inside = re.sub(r"[\d.,]+\s?(?:k|m|b|t|bn)?\b", "", amount.text, flags=re.IGNORECASE)
    # a word of each side right beside the number weighs most, so it is said once more, bound to its side
    left, right = re.findall(r"\w+", before)[-2:], re.findall(r"\w+", inside + " " + after)[:2]
    bound = " ".join([*(f"l_{w.lower()}" for w in left), *(f"r_{w.lower()}" for w in right)])
    size = f"e{len(str(int(abs(amount.high))))}"
    return f"{before} {mask} {inside} {after} {bound} {mask} {size}"
