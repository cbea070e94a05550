"""What the review learns from authored sentences: fitted once for a knowledge, then taken from the data directory.

The weights are stored as plain arrays (no pickle) under the digest of all that they were fitted on, beside the hearing.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone

from bot.advisor import Advisor
from bot.design.options import SHAPE, Options, option_rows, read_choices
from bot.design.polarity import Arrays, Polarity, taught, terms_of
from bot.design.stances import Stance, read_stances
from bot.hearing import FORMAT, Classifier, Embed
from bot.voices import Row
from graph.files import write_atomically
from kb.types import Catalog

_LOG = logging.getLogger(__name__)

FOLDER, KEPT = "review", 2
"""Where in the data directory the weights are, and how many files of former knowledge stay."""
FEATURES = 2
"""Raised whenever the features of ``polarity`` change their meaning."""
SAID = 6
"""Sentences taken of each value of a factor."""
_UNMARKED = str.maketrans("", "", "{|}")
_PROBE = ("we call a hosted model", "batch scoring costs more", "seldom")


def learned(advisor: Advisor) -> tuple[Options, Polarity]:
    """Return the classifier of options, and what hears the claims that a sentence denies, for an advisor's knowledge.

    Raises CatalogError where a file of ``choices`` or ``stances`` cannot be used.
    """
    folders, claims = advisor.settings.knowledge, frozenset(advisor.library.claims)
    place = advisor.settings.data / FOLDER
    return _learned(_Rows(advisor.catalog, folders, claims, advisor.embed, place))


class _Rows:
    """All sentences that are learned from; equal where catalog, claims and folders are."""

    def __init__(
        self, catalog: Catalog, folders: tuple[Path, ...], claims: frozenset[str], embed: Embed, place: Path
    ) -> None:
        self.catalog, self.folders, self.claims, self.embed, self.place = catalog, folders, claims, embed, place
        self._key = (catalog.digest, folders, claims, place)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rows) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def read(self) -> tuple[list[Row], tuple[Stance, ...], list[str]]:
        """Return what chooses an option, what takes sides, and what speaks of no claim."""
        chosen = read_choices(self.folders, self.catalog)
        nothing = [row.text for row in chosen] + facts_said(self.catalog)
        return option_rows(self.catalog, chosen), read_stances(self.folders, self.claims), nothing


@lru_cache(maxsize=2)
def _learned(rows: _Rows) -> tuple[Options, Polarity]:
    chosen, stances, nothing = rows.read()
    path = rows.place / f"{_digest(chosen, stances, nothing, rows.embed)}.npz"
    if found := _stored(path, rows.embed):
        return found
    options = Options(Classifier.fit(chosen, rows.embed, SHAPE), rows.embed)
    polarity = Polarity.fit(stances, nothing, options)
    _keep(path, options, polarity)
    return options, polarity


def facts_said(catalog: Catalog) -> list[str]:
    """Return some of the sentences by which people state facts of their own, which claim nothing of the world."""
    return [
        text.translate(_UNMARKED)
        for factor in catalog.factors
        for sayings in (*factor.said.values(), factor.not_said)
        for text in sayings[:: max(1, len(sayings) // SAID)][:SAID]
    ]


def _digest(chosen: Sequence[Row], stances: Sequence[Stance], nothing: Sequence[str], embed: Embed) -> str:
    said = json.dumps([FORMAT, FEATURES, repr(SHAPE), [tuple(r) for r in chosen], [tuple(s) for s in stances], nothing])
    probe = np.round(np.asarray(embed(_PROBE), np.float32), 3) + np.float32(0)
    return hashlib.sha256(said.encode() + probe.tobytes()).hexdigest()[:24]


def _stored(path: Path, embed: Embed) -> tuple[Options, Polarity] | None:
    if not path.is_file():
        return None
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            options = _options(arrays, embed)
            return options, Polarity.of(arrays, options)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        _LOG.warning("%s cannot be read (%s); it is fitted anew", path.name, error)
        return None


def _keep(path: Path, options: Options, polarity: Polarity) -> None:
    """Store the weights; where the data directory cannot be written, they are fitted again next time."""
    model = options.classifier
    arrays: dict[str, NDArray[np.generic]] = {
        "classes": np.array(model.classes), "weights": model.weights, "bias": model.bias, **polarity.arrays()
    }  # fmt: skip
    for part, vectorizer in (("chars", model.chars), ("words", model.words)):
        arrays[f"{part}/idf"] = vectorizer.idf_
        arrays[f"{part}/terms"] = terms_of(vectorizer)
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, buffer.getvalue())
        for old in sorted(path.parent.glob("*.npz"), key=lambda p: p.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        _LOG.warning("%s cannot be written (%s); it is fitted anew the next time", path, error)


def _options(arrays: Arrays, embed: Embed) -> Options:
    blank = Classifier.fit((), embed, SHAPE)
    chars, words = (
        taught(clone(vectorizer), arrays[f"{part}/terms"], arrays[f"{part}/idf"])
        for part, vectorizer in (("chars", blank.chars), ("words", blank.words))
    )
    classes = tuple(str(name) for name in arrays["classes"].tolist())
    weights, bias = np.asarray(arrays["weights"], np.float32), np.asarray(arrays["bias"], np.float32)
    if weights.shape[0] != len(classes):
        raise ValueError(f"{len(classes)} classes, {weights.shape[0]} rows of weights")
    return Options(Classifier(SHAPE, classes, chars, words, weights, bias), embed)
