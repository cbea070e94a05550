"""Facts set by hand (``--fact requests_per_day=250000/day``, the chips of the app), read strictly. Pure.

The value ``unknown`` takes a fact back: it counts as not stated, whatever the words of the conversation say.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from kb.amounts import bound_in
from kb.errors import InputError
from kb.quantity import convert, read_amounts
from kb.types import Fact, Factor, FactorKind

UNKNOWN = "unknown"
"""The value that takes a fact back."""
_YES = {"yes", "y", "true", "1", "on", "ja", "sí", "si", "oui", "是"}
_NO = {"no", "n", "false", "0", "off", "nein", "non", "否"}

_WORDS = re.compile(r"(?:[^\W\d_]|[\s~≈.,]|\bp\d\d\b)*")
"""What may stand beside the number; a minus, a comparison or a second number would change what it means."""


def given_facts(given: Mapping[str, str], factors: Mapping[str, Factor]) -> dict[str, Fact]:
    """Return the facts that are set; raises InputError naming the factor, what was expected and what was found."""
    return {
        id: given_fact(id, text, factors) for id, text in given.items() if not takes_back(text) or id not in factors
    }


def taken_back(given: Mapping[str, str]) -> frozenset[str]:
    """Return the factors whose fact is taken back by hand."""
    return frozenset(id for id, text in given.items() if takes_back(text))


def takes_back(text: str) -> bool:
    """Say whether a value set by hand takes the fact back."""
    return text.strip().casefold() == UNKNOWN


def given_fact(id: str, text: str, factors: Mapping[str, Factor]) -> Fact:
    """Return one fact as set by hand; see ``given_facts``."""
    factor = factors.get(id)
    if factor is None:
        near = difflib.get_close_matches(id, factors, n=3) or sorted(factors)[:6]
        raise InputError(f"There is no factor {id!r}. Did you mean {', '.join(near)}?")
    said = text.strip()
    if factor.kind is FactorKind.QUANTITY:
        return _quantity(factor, said)
    value = said.lower()
    if factor.kind is FactorKind.YES_NO:
        value = "yes" if value in _YES else "no" if value in _NO else value
    values = ("yes", "no") if factor.kind is FactorKind.YES_NO else factor.values
    if value not in values:
        raise InputError(f"{id}: expected {' or '.join(values)}, found {text!r}.")
    return Fact(factor=id, choice=value, text=said, origin="given")


def _quantity(factor: Factor, said: str) -> Fact:
    unit = str(factor.unit)
    amounts = read_amounts(said)
    if len(amounts) == 1 and _WORDS.fullmatch(said[: amounts[0].start] + " " + said[amounts[0].end :]):
        amount = amounts[0]
        values = convert(amount, unit)
        if values is None and amount.dimension == "count" and not amount.unit:
            values = (amount.low, amount.high)  # a bare number is in the factor's own unit
        if values is not None and values[0] >= 0:
            unit_said = amount.period if amount.dimension == "rate" else amount.unit or None
            fact = Fact(factor=factor.id, low=values[0], high=values[1], text=said, origin="given", unit_said=unit_said)
            return fact.model_copy(update={"bound": bound_in(amount, unit)})
    example = {
        "1/day": "250000/day",
        "s": "300 ms",
        "%": "15%",
        "percentage points": "2 points",
        "weeks": "3 weeks",
    }.get(unit, "1200")
    raise InputError(f"{factor.id}: expected a quantity in {unit} such as {example}, found {said!r}.")
