"""Headings that stand directly over one another: a title printed twice, its translation, the line under it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.text import SectionSpan
from kb.tongues import in_language

_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}[.):]?[ \u3000]")


def folded(text: str, spans: Sequence[SectionSpan], language: str, *, dump: bool) -> tuple[SectionSpan, ...]:
    """Return the sections, a heading joined to the one directly above it where both head the same text.

    That is so for the same words again and for their translation; in a text that was saved from a page (``dump``)
    also for the unnumbered line under a numbered heading, which is then part of the title.
    """
    kept: list[SectionSpan] = []
    for span in spans:
        above = kept[-1] if kept else None
        if above is not None and 0 < above.level == span.level and not text[above.body : span.start].strip():
            title = _joined(above.title, span.title, language, dump)
            if title is not None:
                kept[-1] = replace(above, title=title, body=span.body, end=span.end)
                continue
        kept.append(span)
    first = kept[0].number if kept else 0
    return tuple(replace(span, number=first + place) for place, span in enumerate(kept))


def _joined(above: str, below: str, language: str, dump: bool) -> str | None:
    """Return the title of two headings that head the same text, or None."""
    if above.casefold() == below.casefold():
        return above
    if in_language(above, language) != in_language(below, language):
        return above if in_language(above, language) else below
    if dump and _NUMBERED.match(above) and not _NUMBERED.match(below):
        return above if below.casefold() in above.casefold() else f"{above}: {below}"
    return None
