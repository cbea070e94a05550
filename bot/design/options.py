"""Which option of which decision a statement sounds like choosing: a classifier fitted on how people say it.

What choosing an option sounds like is knowledge: the options' names and texts, and ``choices/*.yaml`` of a knowledge
folder (``trade_off``, ``chosen: {option: [sentences]}``; a file with ``nothing`` holds sentences that choose nothing);
``(a|b)`` in a sentence are alternatives.
A pack without such a file is recognised by its names, texts and the reasons of its rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.design.wordings import wordings
from bot.hearing import Classifier, Shape
from bot.terms import Embed
from bot.voices import NOTHING, Row
from kb.errors import CatalogError
from kb.located import Located, nearest, read_located
from kb.types import Catalog

SHAPE = Shape(chars=(3, 5), embedding=1.0, min_df=1, inverse_regularisation=10.0)
"""As for the other classifiers of sentences; with a few hundred rows every n-gram counts."""


@dataclass(frozen=True)
class Likely:
    """An option that a statement sounds like choosing, with its probability among all options and none."""

    trade_off: str
    option: str
    probability: float


@dataclass(frozen=True)
class Options:
    """The fitted classifier; its classes are ``<trade-off>/<option>`` and NOTHING."""

    classifier: Classifier
    embed: Embed

    def likely(self, texts: Sequence[str]) -> list[tuple[Likely, ...]]:
        """Return for each text the options it may choose, likeliest first."""
        found = []
        for row in self.classifier.scores(texts, self.embed).tolist():
            ranked = sorted(zip(row, self.classifier.classes, strict=True), key=lambda item: (-item[0], item[1]))
            labelled = [(*label.partition("/")[::2], probability) for probability, label in ranked[:4] if label]
            found.append(tuple(Likely(trade_off, option, p) for trade_off, option, p in labelled))
        return found


def option_rows(catalog: Catalog, chosen: Sequence[Row]) -> list[Row]:
    """Return all that the classifier is fitted on: the options' names and texts, and what ``choices`` say."""
    return [*_named(catalog), *chosen]


def _named(catalog: Catalog) -> list[Row]:
    return [
        Row(text, f"{trade_off.id}/{option.id}", "")
        for trade_off in catalog.trade_offs
        for option in trade_off.options
        for text in (option.name, option.text, f"We choose {option.name}.", f"Decision: {option.name}")
    ]


def read_choices(folders: Iterable[Path], catalog: Catalog) -> list[Row]:
    """Return (sentence, option or NOTHING) of all ``choices/*.yaml``; raises CatalogError with file, line and key."""
    rows: list[Row] = []
    for folder in folders:
        for path in sorted((folder / "choices").glob("*.y*ml")):
            document = read_located(path, str(path))
            keys = document.mapping()
            if "nothing" in keys:
                document.fields(("nothing",))
                rows += [Row(text, NOTHING, "") for text in keys["nothing"].texts()]
            else:
                rows += _chosen(document, catalog)
    return rows


def _chosen(document: Located, catalog: Catalog) -> list[Row]:
    keys = document.fields(("trade_off", "chosen"))
    known = {t.id: t for t in catalog.trade_offs}
    name = keys["trade_off"].text()
    if name not in known:
        raise keys["trade_off"].error("names an unknown trade-off", found=repr(name), fix=nearest(name, known))
    options = {option.id for option in known[name].options}
    rows = []
    for option, texts in keys["chosen"].mapping().items():
        if option not in options:
            error: CatalogError = texts.error("names no option of it", found=repr(option), fix=nearest(option, options))
            raise error
        rows += [Row(way, f"{name}/{option}", "") for item in texts.items() for way in wordings(item, item.text(), {})]
    return rows
