"""Hand-made labels of articles kept outside the project, held against what was extracted from them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.article import read_article
from ingest.statements import statements
from kb.extracted import Carried, Figure, Statement
from kb.periods import SECONDS, TIME_UNIT
from kb.types import Article

DATA = Path(__file__).parent / "data"
SEEDS = DATA.parents[3] / "shared" / "seeds"
ARTICLES = DATA.parents[3] / "shared" / "data" / "articles"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_AROUND = 40


@dataclass(frozen=True)
class Score:
    """How many of the labels were found and right, and how many of what was extracted is."""

    right: int
    labelled: int
    extracted: int
    wrong: tuple[str, ...] = ()

    @property
    def recall(self) -> float:
        """Return the share of the labels that were found and right."""
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def precision(self) -> float:
        """Return the share of what was extracted that is right."""
        return self.right / self.extracted if self.extracted else 1.0

    def __add__(self, other: Score) -> Score:
        """Return the sum over two files."""
        return Score(
            self.right + other.right,
            self.labelled + other.labelled,
            self.extracted + other.extracted,
            (*self.wrong, *other.wrong),
        )


def labelled(name: str) -> list[dict[str, Any]]:
    """Return the labelled files of ``seeds_labels.json`` or ``articles_labels.json``."""
    files: list[dict[str, Any]] = json.loads((DATA / name).read_text(encoding="utf-8"))["files"]
    return files


class Places:
    """Where characters of a file stand in the text that was stored of it: found by the letters around them."""

    def __init__(self, raw: str, stored: str) -> None:
        """Index both texts by their letters and digits."""
        self._raw, self._raw_at = _letters(raw)
        self._stored, self._stored_at = _letters(stored)
        self._places = {place: i for i, place in enumerate(self._raw_at)}

    def of(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span in the stored text, or None where these words were not kept."""
        inside = [self._places[i] for i in range(start, end) if i in self._places]
        if not inside:
            return None
        a, b = inside[0], inside[-1] + 1
        for around in (_AROUND, 20, 10, 5, 0):
            low, high = max(0, a - around), min(len(self._raw), b + around)
            at = self._stored.find(self._raw[low:high])
            if at >= 0 and (around == 0 or self._stored.find(self._raw[low:high], at + 1) < 0 or around == _AROUND):
                return self._stored_at[at + a - low], self._stored_at[at + b - low - 1] + 1
        return None


def _letters(text: str) -> tuple[str, list[int]]:
    kept = [i for i, c in enumerate(text) if c.isalnum()]
    return "".join(text[i].lower() for i in kept), kept


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Return what two spans share, as a part of what they cover together."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, shared) / (max(a[1], b[1]) - min(a[0], b[0]))


def figures_scored(file: dict[str, Any], article: Article, raw: str, *, cited: bool) -> Score:
    """Hold the figures of one article against its labels; sentences that are mostly Chinese are left out."""
    places = Places(raw, article.source.text)
    numbers = {r.id: r.number for r in article.references}
    found = [s for s in statements(article) if s.figure and not _foreign(article, s)]
    left = list(found)
    right, wrong = 0, []
    required = [label for label in file["quantities"] if not label.get("optional")]
    for label in required:
        span = places.of(label["start"], label["end"])
        match = next((s for s in left if span and s.figure and _meet(span, s.figure)), None)
        if match is None or match.figure is None:
            wrong.append(f"missed {label}")
            continue
        left.remove(match)
        said = _number(match.citation, numbers)
        faults = differences(label, match.figure)
        if cited and said != label["cite"]:
            faults.append(f"cites {said}, not {label['cite']}")
        right += not faults
        if faults:
            wrong.append(f"{'; '.join(faults)}: {match.figure.words.text}")
    optional = [places.of(label["start"], label["end"]) for label in file["quantities"] if label.get("optional")]
    extra = [s for s in left if s.figure and not any(span and _meet(span, s.figure) for span in optional)]
    wrong += [f"extra {s.figure.words.text}: {s.figure.unit}" for s in extra if s.figure]
    return Score(right, len(required), len(found) - (len(left) - len(extra)), tuple(wrong))


def _number(citation: Carried | None, numbers: dict[str, int | None]) -> int | None:
    """Return the number of the work cited; of a marker that dangles, because the list was cut off, its own."""
    if citation is None:
        return None
    if citation.references:
        return next((numbers.get(r) for r in citation.references), None)
    digits = re.search(r"\d+", citation.marker)
    return int(digits[0]) if digits else None


def _foreign(article: Article, statement: Statement) -> bool:
    sentence = article.source.text[statement.span.start : statement.span.end]
    return (
        len(_HAN.findall(sentence)) > len(sentence) / 5
        and bool(statement.figure)
        and not re.search(r"[A-Za-z]{3}", article.source.text[statement.span.start : statement.span.start + 12])
    )


def _meet(span: tuple[int, int], figure: Figure) -> bool:
    return min(span[1], figure.words.end) > max(span[0], figure.words.start)


def differences(label: dict[str, Any], figure: Figure) -> list[str]:
    """Return what of value, unit, period and comparator is not as labelled."""
    faults = []
    low, high, unit = _base(figure.low, figure.high, figure.unit)
    wanted_low, wanted_high, wanted = _base(label["low"], label["high"], label["unit"])
    if abs(low - wanted_low) > 1e-6 * abs(wanted_low) or abs(high - wanted_high) > 1e-6 * abs(wanted_high):
        faults.append(f"is {low:g} to {high:g}, not {wanted_low:g} to {wanted_high:g}")
    if wanted and unit.lower() not in wanted.lower().split("|"):
        faults.append(f"unit {unit!r}, not {wanted!r}")
    if figure.period != label["period"]:
        faults.append(f"period {figure.period}, not {label['period']}")
    if figure.comparator != label["comparator"]:
        faults.append(f"comparator {figure.comparator}, not {label['comparator']}")
    return faults


def _base(low: float, high: float, unit: str) -> tuple[float, float, str]:
    time = TIME_UNIT.fullmatch(unit)
    if time is None or not unit:
        return low, high, unit
    seconds = SECONDS[str(time.lastgroup)]
    return low * seconds, high * seconds, "s"


def thumbs_scored(file: dict[str, Any], article: Article, raw: str) -> tuple[Score, Score, int, int]:
    """Hold the rules of thumb of one article against its labels.

    Returns the score with the option and the polarity right, that of the conditions alone, and of the labels found how
    many carry a hedge as labelled.
    """
    places = Places(raw, article.source.text)
    found = [s for s in statements(article) if s.thumb]
    left = list(found)
    right = met = hedged = 0
    wrong = []
    required = [label for label in file["rules"] if not label.get("optional")]
    for label in required:
        span = places.of(label["start"], label["end"])
        match = next((s for s in left if span and s.thumb and _same_condition(span, s)), None)
        if match is None or match.thumb is None:
            wrong.append(f"missed {label['start']}")
            continue
        left.remove(match)
        met += 1
        options = [places.of(*option) for option in label["option"]]
        mark = (match.thumb.option.start, match.thumb.option.end)
        named = any(o and min(o[1], mark[1]) > max(o[0], mark[0]) for o in options) or any(
            o and _says(article.source.text[o[0] : o[1]], match.thumb.about) for o in options
        )
        good = named and match.thumb.polarity == label["polarity"]
        right += good
        hedged += (match.thumb.hedge.text.lower() if match.thumb.hedge else None) == label["hedge"]
        if not good:
            wrong.append(f"option or polarity at {label['start']}: {match.thumb.option.text!r} {match.thumb.polarity}")
    optional = [places.of(label["start"], label["end"]) for label in file["rules"] if label.get("optional")]
    extra = [s for s in left if not any(span and _same_condition(span, s, 0.2) for span in optional)]
    wrong += [f"extra {s.thumb.option.text!r} <- {s.thumb.condition.text!r}" for s in extra if s.thumb]
    extracted = len(found) - (len(left) - len(extra))
    return Score(right, len(required), extracted, tuple(wrong)), Score(met, len(required), extracted), hedged, met


def _same_condition(span: tuple[int, int], statement: Statement, least: float = 0.5) -> bool:
    if statement.thumb is None:
        return False
    condition = statement.thumb.condition
    return overlap(span, (condition.start, condition.end)) >= least


def _says(option: str, about: Sequence[str]) -> bool:
    words = set(re.findall(r"[a-z]{3,}", option.lower()))
    return any(words and words <= set(re.findall(r"[a-z]{3,}", text.lower())) for text in about)


def read(folder: Path, file: dict[str, Any]) -> tuple[Article, str]:
    """Return a labelled file's article and its raw text."""
    path = folder / str(file["file"])
    return read_article(path), path.read_text(encoding="utf-8")
