"""Which language an article is written in, where it does not say so itself."""

from __future__ import annotations

import re

_LETTERS = re.compile(r"[^\W\d_]")
_FEWEST_LETTERS = 200
_SAMPLE = 3000
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z0-9]{2,8}){0,3}$")


def guess_language(text: str) -> str:
    """Return the ISO 639-1 code of the text's language; ``en`` where there is too little text to tell.

    Below 200 letters the statistics invent languages ("RAG vs LoRA" reads as Nigerian Pidgin).
    """
    sample = text[:_SAMPLE]
    if len(_LETTERS.findall(sample)) < _FEWEST_LETTERS:
        return "en"
    from py3langid import classify  # type: ignore[import-untyped] # half a second of start-up, which an article that names its language is spared

    return str(classify(sample)[0])


def language_tag(declared: str | None) -> str | None:
    """Return the language of a tag such as ``en`` or ``en-US``; None where it is no tag."""
    match = _TAG.match((declared or "").strip().lower())
    return match[1] if match else None
