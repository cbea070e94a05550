"""Which word of a printed reference belongs to which field: a linear-chain model over words, decoded exactly.

The weights stand in ``ingest/data/reference_labels.json``; ``tools/train_references.py`` learned them. A reference of
n words costs O(n), about a millisecond for one of usual length.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "data" / "reference_labels.json"

LABELS = (
    "author", "citation-number", "container", "date", "doi", "editor", "location", "note", "pages", "publisher",
    "title", "url", "volume",
)  # fmt: skip
"""The fields that a word can belong to. ``container`` is a journal, a proceedings or a book; ``note`` the rest."""

MOST_WORDS = 400
"""Words of one reference that are labelled; what follows is no reference any more."""

_SHAPE = str.maketrans(
    {**dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "X"), **dict.fromkeys("abcdefghijklmnopqrstuvwxyz", "x")}
    | dict.fromkeys("0123456789", "9")
)
_YEAR = re.compile(r"[(\[]?(1[5-9]|20)\d\d[a-z]?[)\]]?[.,;:]*$")
_INITIALS = re.compile(r"[(]?([A-ZÀ-Þ]\.?-?){1,4}[.,;:)]*$")
_RANGE = re.compile(r"\D{0,3}\d+\s?[-–—]+\s?\d+")
_VOLUME = re.compile(r"\d+\(\d+")
_EDGE = "\"'“”‘’«»()[]{}.,;:!?*_"
_MONTHS = frozenset(
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september "  # noqa: SIM905
    "october november december spring summer autumn fall winter januar februar märz mai juni juli oktober dezember "
    "janvier février mars avril juin juillet août septembre octobre novembre décembre".split()
)
_OPENS = '"“«‘'
_CLOSES = '"”»’'

Labelled = tuple[str, str]
"""A field's name and the words that belong to it, as printed."""


def label(text: str) -> tuple[Labelled, ...]:
    """Return the runs of words of one printed reference with their field, in order; words are joined by one blank."""
    words = text.split()[:MOST_WORDS]
    if not words:
        return ()
    runs: list[tuple[str, list[str]]] = []
    for word, name in zip(words, _model().decode(list(features(words))), strict=True):
        if runs and runs[-1][0] == name:
            runs[-1][1].append(word)
        else:
            runs.append((name, [word]))
    return tuple((name, " ".join(run)) for name, run in runs)


def features(words: Sequence[str]) -> Iterator[list[str]]:
    """Yield for each word what the model sees of it: its form, its neighbours' form, its place, the quotes around."""
    bare = [word.strip(_EDGE).lower() for word in words]
    kinds = [_kind(word, low) for word, low in zip(words, bare, strict=True)]
    marks = [word[-1] if not word[-1].isalnum() else "" for word in words]
    quoted, dated, total = False, False, len(words)
    for i, (word, low) in enumerate(zip(words, bare, strict=True)):
        quoted = quoted or word[0] in _OPENS
        before = kinds[i - 1] if i else "^"
        after = kinds[i + 1] if i + 1 < total else "$"
        ends, ended = marks[i], marks[i - 1] if i else "^"
        yield [
            "1", f"w={low}", f"k={kinds[i]}", f"s={word.translate(_SHAPE)[:8]}", f"e={ends}",
            f"b={word[0] if not word[0].isalnum() else ''}",
            f"p2={low[:2]}", f"p3={low[:3]}", f"p4={low[:4]}", f"f2={low[-2:]}", f"f3={low[-3:]}", f"f4={low[-4:]}",
            f"k-={before}", f"k+={after}", f"k-k={before}|{kinds[i]}", f"kk+={kinds[i]}|{after}",
            f"k-kk+={before}|{kinds[i]}|{after}",
            f"w-={bare[i - 1] if i else '^'}", f"w+={bare[i + 1] if i + 1 < total else '$'}",
            f"e-={ended}", f"e-k={ended}|{kinds[i]}", f"e-e={ended}|{ends}",
            f"k--={kinds[i - 2] if i > 1 else '^'}", f"k++={kinds[i + 2] if i + 2 < total else '$'}",
            f"w--={bare[i - 2] if i > 1 else '^'}", f"w++={bare[i + 2] if i + 2 < total else '$'}",
            f"at={min(i, 3) if i < 4 else 4 + 6 * i // total}", f"end={min(total - i, 4)}",
            f"q={quoted}", f"qk={quoted}|{kinds[i]}", f"d={dated}", f"dk={dated}|{kinds[i]}",
        ]  # fmt: skip
        dated = dated or kinds[i] == "year"
        quoted = quoted and not word.rstrip(".,;:)").endswith(tuple(_CLOSES))


def _kind(word: str, low: str) -> str:
    """Return what a word looks like: a year, initials, a range, an address, a number, a name, a plain word."""
    if low.startswith(("http", "www.", "doi", "10.")) and ("/" in low or low.startswith(("doi", "http"))):
        return "doi" if "doi" in low or low.startswith("10.") else "url"
    if _YEAR.match(word):
        return "year"
    if any(map(str.isdigit, word)):
        if _RANGE.match(word):
            return "range"
        return "vol" if _VOLUME.match(low) else "number" if low.isdigit() else "mixed"
    if low in _MONTHS:
        return "month"
    if _INITIALS.match(word):
        return "initials"
    if not low:
        return "mark"
    letters = word.strip(_EDGE)
    if letters.isupper():
        return "upper"
    if not letters[0].isupper():
        return "low"
    return "abbr" if word.endswith(".") and len(low) < 5 else "cap"


@dataclass(frozen=True, slots=True)
class _Model:
    """``rows`` maps a feature to its row of ``weights`` (features x labels); ``steps`` scores label after label."""

    rows: dict[str, int]
    weights: NDArray[np.float32]
    steps: NDArray[np.float32]

    def decode(self, seen: Sequence[Sequence[str]]) -> list[str]:
        """Return the best labels of a sequence of words, given the features of each (Viterbi)."""
        row = self.rows.get
        known = [[at for f in word if (at := row(f)) is not None] for word in seen]
        begins = [0, *accumulate(map(len, known[:-1]))]
        scores = np.add.reduceat(self.weights.take(list(chain.from_iterable(known)), axis=0), begins, axis=0)
        back = np.zeros(scores.shape, np.int64)
        best = scores[0]
        for place in range(1, len(scores)):
            through = best[:, None] + self.steps
            back[place] = through.argmax(axis=0)
            best = through.max(axis=0) + scores[place]
        at = int(best.argmax())
        found = [at]
        for place in range(len(scores) - 1, 0, -1):
            at = int(back[place, at])
            found.append(at)
        return [LABELS[i] for i in reversed(found)]


@lru_cache(maxsize=1)
def _model() -> _Model:
    """Return the shipped model; weights are stored in hundredths, as ``{feature: [label, weight, label, ...]}``."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    weights = np.zeros((len(stored["words"]), len(LABELS)), np.float32)
    for row, pairs in enumerate(stored["words"].values()):
        weights[row, pairs[::2]] = pairs[1::2]
    steps = np.array(stored["steps"], np.float32)
    hundredth = np.float32(0.01)
    return _Model({feature: row for row, feature in enumerate(stored["words"])}, weights * hundredth, steps * hundredth)
