"""A fact as a document words it: its own words where they name no figure, since the range is only our reading. Pure."""

from __future__ import annotations

import re

from bot.wording import stated
from kb.quantity import convert, read_amounts
from kb.types import Fact, Factor, FactorKind

_DIGIT = re.compile(r"\d")


def as_worded(fact: Fact, factor: Factor) -> str:
    """Return a fact in words: ``labelled examples: “a few hundred”``, ``requests per day: 55,000/day``."""
    words = vague_words(fact, factor)
    return f"{factor.name[:1].lower()}{factor.name[1:]}: “{words}”" if words else stated(fact, factor)


def vague_words(fact: Fact, factor: Factor) -> str:
    """Return the words that a range was read from where they name no ends of it, else ""."""
    if factor.kind is not FactorKind.QUANTITY or fact.low == fact.high:
        return ""
    for amount in read_amounts(fact.text):
        loose = not _DIGIT.search(amount.text) and not _ENDS.search(amount.text)
        if loose and convert(amount, str(factor.unit)) == (fact.low, fact.high):
            return amount.text
    return ""


_ENDS = re.compile(r"\b(?:to|and|or|till|until)\b|[-–]", re.IGNORECASE)
"""What stands between the ends of a range that is told as one: "two to five hours"."""
