"""The marks of an example: which of its words state what.

``{40k calls a day|requests_per_day}`` states a quantity, ``{nobody runs GPUs|has_platform_team=no}`` a value.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MARK = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")


class Mark(NamedTuple):
    """Words ``[start, end)`` of a plain text that state a factor; ``value`` is set for a yes/no or a category."""

    start: int
    end: int
    factor: str
    value: str


def unmark(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Return the text without its marks, and the marks with their positions in it."""
    plain, marks, at = "", [], 0
    for found in _MARK.finditer(text):
        plain += text[at : found.start()]
        factor, _, value = found.group(2).partition("=")
        marks.append(Mark(len(plain), len(plain) + len(found.group(1)), factor.strip(), value.strip()))
        plain += found.group(1)
        at = found.end()
    return plain + text[at:], tuple(marks)
