"""Which of the languages of the voices a message is written in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ingest.language import plainly_english

TONGUES = {
    "en": "English", "de": "German", "es": "Spanish", "fr": "French", "zh": "Chinese", "it": "Italian",
    "pt": "Portuguese", "nl": "Dutch", "pl": "Polish", "ja": "Japanese", "ru": "Russian", "sv": "Swedish",
    "tr": "Turkish", "ko": "Korean", "hi": "Hindi",
}  # fmt: skip
_SCRIPTS = {"ja": "\u3040-\u30ff", "ko": "\uac00-\ud7af", "ru": "\u0400-\u04ff", "hi": "\u0900-\u097f"}
"""Languages of the voices that have a script of their own."""
SURELY = 0.9
"""Probability among these below which a message is taken for English: jargon ("LoRA vs RAG?") is no German."""
FEWEST = 12
"""Letters (or four Chinese characters) below which a message is too short to tell."""


def tongue_of(text: str) -> str:
    """Return the ISO 639-1 code of the language a message is written in; ``en`` where it cannot be told."""
    for language, script in _SCRIPTS.items():
        if len(re.findall(f"[{script}]", text)) >= FEWEST // 3:
            return language
    ideographs = sum("\u4e00" <= c <= "\u9fff" for c in text)
    letters = sum(c.isalpha() for c in text)
    if ideographs * 3 >= letters and ideographs >= FEWEST // 3:
        return "zh"
    if letters < FEWEST or plainly_english(text):
        return "en"
    language, surely = _identifier().classify(text)
    return str(language) if surely >= SURELY and language in TONGUES else "en"


@cache
def _identifier() -> Any:
    # half a second of start-up, only where needed
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*TONGUES])
    return identifier
