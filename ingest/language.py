"""Which language an article is written in, where it does not say so itself."""

from __future__ import annotations

import re

_LETTERS = re.compile(r"[^\W\d_]+")
_FEWEST_LETTERS = 200
_SAMPLE = 3000
_LATIN_WORD = re.compile(r"[A-Za-z]{2,30}")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_WRITTEN = frozenset(
    "ar bg ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sv"  # noqa: SIM905
    " th tr uk vi zh".split()
)
"""Languages that articles of this field are written in; a guess outside them is noise, such as a dump of names."""
_ENGLISH = frozenset("the of and to is that for with are this be by which you your from can have".split())  # noqa: SIM905
_PLAINLY = 0.12
"""Share of a sample's words, nearly all in Latin letters, that are of these where it is English and nothing else."""
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z0-9]{2,8}){0,3}$")


def guess_language(text: str) -> str:
    """Return the ISO 639-1 code of the text's language; ``en`` where there is too little text to tell.

    Below 200 letters the statistics invent languages ("RAG vs LoRA" reads as Nigerian Pidgin).
    """
    sample = text[:_SAMPLE]
    letters = sum(map(len, _LETTERS.findall(sample)))
    if letters < _FEWEST_LETTERS:
        return "en"
    if plainly_english(sample):
        return "en"  # the classifier takes 3 ms a text, a sixth of the whole reading
    from py3langid import classify  # type: ignore[import-untyped] # half a second of start-up, only where needed

    language = str(classify(sample)[0])
    if language in ("zh", "ja") and len(_LATIN_WORD.findall(text)) * 2 > len(_IDEOGRAPH.findall(text)):
        return "en"  # each English paragraph followed by its translation
    return language if language in _WRITTEN else "en"


def plainly_english(text: str) -> bool:
    """Say whether a text needs no classifier: nearly all Latin letters, and enough of the commonest English words."""
    words = _LATIN_WORD.findall(text.lower())
    letters, common = sum(map(len, _LETTERS.findall(text))), sum(map(_ENGLISH.__contains__, words))
    return sum(map(len, words)) > 0.9 * letters and common >= _PLAINLY * max(1, len(words))


def language_tag(declared: str | None) -> str | None:
    """Return the language of a tag such as ``en`` or ``en-US``; None where it is no tag."""
    match = _TAG.match((declared or "").strip().lower())
    return match[1] if match else None
