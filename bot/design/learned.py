"""What the review learns from authored sentences: fitted once for a knowledge, then taken from the data directory.

The weights are stored as plain arrays (no pickle) under the digest of all that they were fitted on, beside the hearing.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from bot.advisor import Advisor
from bot.design.options import SHAPE, Options, option_rows, read_choices
from bot.design.polarity import Polarity
from bot.design.stances import Stance, read_stances
from bot.fits import Arrays, keep_fit, read_fit
from bot.hearing import FORMAT, Classifier
from bot.terms import Embed
from bot.voices import Row
from kb.types import Catalog

_LOG = logging.getLogger(__name__)

FOLDER, KEPT = "review", 2
"""Where in the data directory the weights are, and how many files of former knowledge stay."""
FEATURES = 3
"""Raised whenever the features of ``polarity``, or the arrays that are stored, change their meaning."""
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
    path = rows.place / f"{_digest(chosen, stances, nothing, rows.embed)}.safetensors"
    if found := read_fit(path, lambda arrays: _read(arrays, rows.embed)):
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


def _read(arrays: Arrays, embed: Embed) -> tuple[Options, Polarity]:
    options = Options(Classifier.of("options", arrays), embed)
    return options, Polarity.of(arrays, options)


def _keep(path: Path, options: Options, polarity: Polarity) -> None:
    """Store the weights; where the data directory cannot be written, they are fitted again next time."""
    try:
        keep_fit(path, {**options.classifier.arrays("options"), **polarity.arrays()}, KEPT)
    except OSError as error:
        _LOG.warning("%s cannot be written (%s); it is fitted anew the next time", path, error)
