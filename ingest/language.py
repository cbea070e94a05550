"""Which language an article is written in, where it does not say so itself."""

from __future__ import annotations

import re

_LETTERS = re.compile(r"[^\W\d_]")
_FEWEST_LETTERS = 200
_SAMPLE = 3000
_LATIN_WORD = re.compile(r"[A-Za-z]{2,30}")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_WRITTEN = frozenset(
    "ar bg ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sv"  # noqa: SIM905
    " th tr uk vi zh".split()
)
"""Languages that articles of this field are written in; a guess outside them is noise, such as a dump of names."""
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z0-9]{2,8}){0,3}$")


def guess_language(text: str) -> str:
    """Return the ISO 639-1 code of the text's language; ``en`` where there is too little text to tell.

    Below 200 letters the statistics invent languages ("RAG vs LoRA" reads as Nigerian Pidgin).
    """
    sample = text[:_SAMPLE]
    if len(_LETTERS.findall(sample)) < _FEWEST_LETTERS:
        return "en"
    from py3langid import classify  # type: ignore[import-untyped] # half a second of start-up, only where needed

    language = str(classify(sample)[0])
    if language in ("zh", "ja") and len(_LATIN_WORD.findall(text)) * 2 > len(_IDEOGRAPH.findall(text)):
        return "en"  # each English paragraph followed by its translation
    return language if language in _WRITTEN else "en"


def language_tag(declared: str | None) -> str | None:
    """Return the language of a tag such as ``en`` or ``en-US``; None where it is no tag."""
    match = _TAG.match((declared or "").strip().lower())
    return match[1] if match else None
