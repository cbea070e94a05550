"""Which language a sentence is in: by its script, or, within Latin script, by its commonest words. Pure."""

from __future__ import annotations

import re
from collections import Counter

IDEOGRAPH = "\u3400-\u9fff"
_KANA = re.compile("[\u3040-\u30ff]")
_SCRIPTS = (
    ("zh", re.compile(f"[{IDEOGRAPH}\u3040-\u30ff]"), 2.0),
    ("ko", re.compile("[\uac00-\ud7af]"), 2.0),
    ("ru", re.compile("[\u0400-\u04ff]"), 1.0),
    ("el", re.compile("[\u0370-\u03ff]"), 1.0),
    ("he", re.compile("[\u0590-\u05ff]"), 1.0),
    ("ar", re.compile("[\u0600-\u06ff]"), 1.0),
    ("hi", re.compile("[\u0900-\u097f]"), 1.0),
    ("th", re.compile("[\u0e00-\u0e7f]"), 1.0),
)
"""A language for each script, and how many Latin letters one of its characters stands for."""
ANY_SCRIPT = re.compile(f"[{IDEOGRAPH}\u0370-\u06ff\u0900-\u097f\u0e00-\u0e7f\u3040-\u30ff\uac00-\ud7af]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = {
    "en": "the of and to is that it for with as are this be was",
    "de": "der die das und ist nicht mit ein eine zu auf für von den",
    "fr": "le la les et est des une pour dans que qui sur pas du",
    "es": "el los las y es una para que con del por se como no",
    "it": "il che di è per un una con non del della sono gli",
    "pt": "o os as e é um uma para que com não do da em",
    "nl": "de het een en van is dat niet met voor op zijn te",
}
_WORDS = {
    word: tuple(lang for lang, said in _COMMON.items() if word in said.split())
    for word in " ".join(_COMMON.values()).split()
}
_SHARE = 0.4
"""Share of a sentence's letters from which its script is that of the sentence and not of a name in it."""


def in_language(text: str, language: str) -> bool:
    """Say whether a line, such as a heading, is written in this language as far as its script tells."""
    return tongue(text, language) == language


def suspected(text: str) -> set[str]:
    """Return the languages of Latin script whose commonest words make up a twentieth of a sample's words."""
    sample = [w for start in (0, len(text) // 2) for w in _WORD.findall(text[start : start + 4000].casefold())]
    said, counts = Counter(sample), Counter[str]()
    for word in _WORDS.keys() & said.keys():
        for lang in _WORDS[word]:
            counts[lang] += said[word]
    return {lang for lang, count in counts.items() if count >= 0.05 * len(sample)}


def tongue(sentence: str, language: str) -> str:
    """Return the language of a sentence; ``language``, its article's, where nothing clearly says another."""
    latin = len(_LATIN.findall(sentence))
    for name, script, weight in _SCRIPTS:
        size = weight * len(script.findall(sentence)) if not sentence.isascii() else 0.0
        if size > _SHARE * (size + latin):
            return "ja" if name == "zh" and (_KANA.search(sentence) or language == "ja") else name
    if language not in _COMMON:
        guessed = _of_words(sentence, "en", 0)
        return guessed if latin else language
    return _of_words(sentence, language, 2)


def _of_words(sentence: str, language: str, more: int) -> str:
    """Return the Latin-script language whose commonest words a sentence has clearly more of than its article's."""
    words = _WORD.findall(sentence.casefold())
    counts = Counter(lang for word in words for lang in _WORDS.get(word, ()))
    if not counts:
        return language
    best, count = max(counts.items(), key=lambda item: (item[1], item[0] == language))
    clearly = count >= 2 * counts[language] + more and count >= 0.15 * len(words)
    return best if clearly else language
