"""The single numbers of a text, whatever they count: no ranges, no loose words, no units."""

from __future__ import annotations

import re

from kb.numerals import Number, read_number

_WORD_STARTS = re.compile(r"(?<![\w.,])[^\W_]")


def plain_numbers(text: str) -> list[Number]:
    """Return the numbers of a text that have one value, in order: 7 and 500 of "7 of 500"; "a few" has several."""
    found = [read_number(text, place.start()) for place in _WORD_STARTS.finditer(text)]
    return [number for number in found if number and number.low == number.high]
