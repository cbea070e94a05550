"""Orders of magnitude, and zeros too many or too few: "two orders of magnitude more", "I dropped a zero". Pure.

Words of English, German, Spanish, French and Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.shares_left import CUT, said

_MAGNITUDE = re.compile(
    r"\b(?P<count>an|one|two|three|couple of|eine|zwei|un|dos|deux|1|2|3)\s(?:full\s)?"
    r"(?:orders?\sof\smagnitude|größenordnung(?:en)?|órden(?:es)? de magnitud|ordres? de grandeur)"
    r"|(?P<zh>一|两)?个?数量级",
    re.IGNORECASE,
)
_MAGNITUDES = {"two": 2, "zwei": 2, "dos": 2, "deux": 2, "couple of": 2, "2": 2, "两": 2, "three": 3, "3": 3}
_COUNT = r"(?:(?P<n>one|two|three|an?|eine|zwei|un|dos|deux|1|2|3)\s)"
_ZEROS = re.compile(
    rf"\b{_COUNT}?(?:zeros?|noughts?|null(?:en)?|ceros?|zéros?)\s(?:are |is |was |were )?"
    r"(?:(?P<many>too (?:many|much)|extra|zu ?viel|de más|de trop)|(?P<few>too few|missing|short|zu ?wenig|fehlt"
    r"|de menos|manquant))"
    rf"|\b(?:forgot|dropp?ed|lost|missed|left (?:out|off)|missing|vergessen|olvidé"
    rf"|oublié)\s{_COUNT.replace('<n>', '<m>')}(?:zeros?|noughts?|ceros?|zéros?|null)\b",
    re.IGNORECASE,
)
"""A slip of the pen: "one zero too many", "I dropped a zero"."""


def magnitudes(text: str) -> Iterator[tuple[float, int, int, bool]]:
    """Yield what multiplies by tens what was stated before, with its place, and whether it is a slip of the pen."""
    for order in _MAGNITUDE.finditer(text):
        times = 10.0 ** _MAGNITUDES.get((order.group("count") or order.group("zh") or "").lower(), 1)
        yield 1.0 / times if said(CUT, text, *order.span()) else times, *order.span(), False
    for slip in _ZEROS.finditer(text):
        times = 10.0 ** _MAGNITUDES.get((slip.group("n") or slip.group("m") or "").lower(), 1)
        yield 1.0 / times if slip.group("many") else times, *slip.span(), True
