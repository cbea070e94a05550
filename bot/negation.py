"""Which words of a text a negation reaches, in five languages: "we never measured it" denies "measured". Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(r"[\w']+|[一-鿿]|[.;:!?()]")
_NEGATION = re.compile(
    r"^(?:no|not|never|nobody|none|nothing|without|neither|nor|cannot|hardly|barely|scarcely|seldom|rarely|lack|lacks|lacking|zero"
    r"|kein\w*|nicht|nie|niemand|ohne|nunca|sin|nadie|ningun\w*|pas|jamais|aucune?|personne|sans|rien|不|没|无)$"
    r"|n't$|^(?:do|ca|wo|is|are|was|does|did|has|have|should|would|could)nt$",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:anything but|far from|nowhere near|by no means|the opposite of|alles andere als|todo menos|tout sauf)\b",
    re.IGNORECASE,
)
"""Several words that deny together; none of them does alone."""
_OBJECT = re.compile(
    r"^(?:nothing|none|nobody|nowhere|zero|nichts|niemanden?|keine[rnms]?|nada|nadie|ningun\w*|rien|personne)$",
    re.IGNORECASE,
)
"""Negations that also stand behind what they deny: "users would notice nothing"."""
REACH = 4
"""Words after a negation that it is taken to reach; the usual window of sentiment analysis (Das and Chen 2001)."""
MARK = "¬"


class Word(NamedTuple):
    """A word of a text, whether a negation reaches it, and whether it is a negation itself (its ``text`` is empty)."""

    text: str
    denied: bool

    @property
    def marked(self) -> str:
        """The word as it counts: ``¬word`` where it is denied, ``¬`` for the negation."""
        return MARK * self.denied + self.text


def heard_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order, in lower case, each with whether it is denied.

    A negation reaches the words behind it, up to the end of the sentence, and the one before where that is done to
    nothing: "users notice nothing".
    """
    words: list[Word] = []
    left, before = 0, False
    for word in _TOKEN.findall(_DENIES.sub(" not ", text.lower())):
        if word in ".;:!?()":
            left, before = 0, False
            continue
        if _NEGATION.search(word):
            if before and not left and _OBJECT.search(word):
                words[-1] = words[-1]._replace(denied=True)
            left = REACH
            words.append(Word("", denied=True))
        else:
            words.append(Word(word, denied=left > 0))
            left = max(0, left - 1)
        before = word[0].isalnum()
    return tuple(words)


def negated(text: str) -> tuple[str, ...]:
    """Return each negation of a text as ``¬`` and each word that it reaches as ``¬word``, in order."""
    return tuple(word.marked for word in heard_words(text) if word.denied)


def negation_marked(text: str) -> str:
    """Return the text with each word that a negation reaches said once more, marked: "not reversible ¬ ¬reversible"."""
    return f"{text.lower()} {' '.join(negated(text))}"
