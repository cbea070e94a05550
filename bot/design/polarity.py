"""Which claim of the evidence a sentence speaks of, and whether it denies it: two ridge regressions, fitted in closed
form on the authored stances. Pure but for the classifier of options that is passed in.

What a sentence says of a thing has a sign. Negations and words such as "cheap", "rarely" or "fragile" turn it, and so
does standing behind "than": "a job costs less than a service" and "a service costs more than a job" give job and
service the same signs, whatever the order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.clauses import clauses
from bot.design.options import Options
from bot.design.stances import Stance
from bot.fits import Arrays, packed, unpacked
from bot.lexicon import terms

Matrix = NDArray[np.float32]
TOPIC_RIDGE, SIDE_RIDGE = 0.3, 0.3
"""Regularisation; the kernel of a sentence with itself is about 2."""
MEANING = 0.7
"""Weight of the embedding in what a sentence is about."""
SIDES, SPOKEN = 1.2, 0.2
"""Weight of the signed words, and of the words alone, in whether it denies."""
SPEAKS_OF, WEIGHT = 0.3, 3
"""Probability from which a part of a sentence names an option, and how many words that weighs."""

SHARED, PLAIN = 0.3, 0.9
"""Share of the sentences about a claim from which it is about a pole, on which a sentence that denies it must judge
too; how surely a sentence must speak of a claim that need not."""


@dataclass(frozen=True)
class Verdict:
    """A claim that a sentence may speak of: ``about`` is 0 to about 1, ``denies`` -1 (agrees) to 1 (denies)."""

    claim: str
    about: float
    denies: float


@dataclass(frozen=True)
class Polarity:
    """The fitted regressions; column c of the weights belongs to ``claims[c]``, and so does row c of ``axes``: on which
    of the poles (cost, time, ...) the authored sentences about it judge, as shares of them."""

    claims: tuple[str, ...]
    words: TfidfVectorizer
    marks: TfidfVectorizer
    topic: Matrix
    meant: Matrix
    side: Matrix
    axes: Matrix
    options: Options

    @classmethod
    def fit(cls, stances: Sequence[Stance], nothing: Sequence[str], options: Options) -> Polarity:
        """Fit on sentences with their side, and on sentences that speak of no claim."""
        texts = [s.text for s in stances] + list(nothing)
        claims = tuple(sorted({s.claim for s in stances if s.claim}))
        column = {claim: c for c, claim in enumerate(claims)}
        words, marks = _vectorizer(_spoken), _vectorizer(list)
        words.fit(texts)
        marks.fit(_marked(texts, options))
        about, sided = np.zeros((2, len(texts), len(claims)), np.float32)
        for row, stance in enumerate(stances):
            if stance.claim:
                about[row, column[stance.claim]] = 1.0
                sided[row, column[stance.claim]] = stance.side
        spoken, meaning, said = _features(texts, words, marks, options)
        topic = _ridge((spoken @ spoken.T).toarray() + meaning @ meaning.T, about, TOPIC_RIDGE)
        side = said.T @ _ridge((said @ said.T).toarray(), sided, SIDE_RIDGE)
        axes = np.zeros((len(claims), len(_POLES)), np.float32)
        for claim, c in column.items():
            axes[c] = np.mean([_judged(s.text) for s in stances if s.claim == claim], axis=0)
        return cls(claims, words, marks, spoken.T @ topic, meaning.T @ topic, side, axes, options)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return all that was fitted, but for the options, as plain arrays."""
        return {
            "claims": packed(self.claims),
            "topic": self.topic, "meant": self.meant, "side": self.side, "axes": self.axes,
            "spoken/terms": _terms(self.words), "spoken/idf": self.words.idf_,
            "marked/terms": _terms(self.marks), "marked/idf": self.marks.idf_,
        }  # fmt: skip

    @classmethod
    def of(cls, arrays: Arrays, options: Options) -> Polarity:
        """Return what ``arrays`` gave; raises ValueError or KeyError where it is something else."""
        claims = tuple(unpacked(arrays["claims"]))
        words, marks = _read(arrays, "spoken", _spoken), _read(arrays, "marked", list)
        names = ("topic", "meant", "side", "axes")
        topic, meant, side, axes = (np.asarray(arrays[name], np.float32) for name in names)
        if (topic.shape[0], side.shape[0]) != (len(words.vocabulary_), len(words.vocabulary_) + len(marks.vocabulary_)):
            raise ValueError(f"{topic.shape} and {side.shape} weights for {len(words.vocabulary_)} words")
        return cls(claims, words, marks, topic, meant, side, axes, options)

    def verdicts(self, texts: Sequence[str], most: int = 3) -> list[tuple[Verdict, ...]]:
        """Return for each text the claims that it may speak of, likeliest first."""
        if not texts or not self.claims:
            return [() for _ in texts]
        spoken, meaning, said = _features(texts, self.words, self.marks, self.options)
        about, denies = np.asarray(spoken @ self.topic + meaning @ self.meant), np.asarray(said @ self.side)
        judged = np.array([_judged(text) for text in texts], np.float32)
        axes = np.asarray(self.axes >= SHARED, np.float32)
        off = (judged @ axes.T == 0.0) & (axes.sum(axis=1) > 0.0)
        denies = np.where(off & (about < PLAIN), np.minimum(denies, 0.0), denies)
        order = np.argsort(-about, axis=1, kind="stable")[:, :most]
        return [
            tuple(Verdict(self.claims[c], float(about[row, c]), float(denies[row, c])) for c in columns)
            for row, columns in enumerate(order.tolist())
        ]


def _ridge(kernel: Matrix, targets: Matrix, ridge: float) -> Matrix:
    """Return the weight of each row in a ridge regression, of which there are fewer than features."""
    kernel[np.diag_indices_from(kernel)] += ridge
    solved = solve(kernel, targets, assume_a="pos", overwrite_a=True, check_finite=False)
    return np.asarray(solved, dtype=np.float32)


def _terms(vectorizer: TfidfVectorizer) -> NDArray[np.generic]:
    """Return the terms of a fitted vectorizer as one array of bytes: JSON in UTF-8."""
    return packed(sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__))


def _read(arrays: Arrays, part: str, analyzer: Callable[[Any], list[str]]) -> TfidfVectorizer:
    told = _vectorizer(analyzer)
    told.vocabulary = told.vocabulary_ = {term: column for column, term in enumerate(unpacked(arrays[f"{part}/terms"]))}
    told.idf_ = arrays[f"{part}/idf"]
    return told


def _vectorizer(analyzer: Callable[[Any], list[str]]) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, dtype=np.float32)


def _features(
    texts: Sequence[str], words: TfidfVectorizer, marks: TfidfVectorizer, options: Options
) -> tuple[csr_matrix, Matrix, csr_matrix]:
    """Return the words of each text, its meaning, and the features of what it says."""
    spoken, marked = words.transform(texts), marks.transform(_marked(texts, options))
    meaning = np.asarray(options.embed(texts), np.float32) * np.float32(MEANING)
    return spoken, meaning, csr_matrix(hstack([spoken * SPOKEN, marked * SIDES], dtype=np.float32))


def _spoken(text: str) -> list[str]:
    """Return the content words of a text and its pairs of words."""
    said = terms(text)
    return [*said, *(f"{a} {b}" for a, b in pairwise(said))]


def _marked(texts: Sequence[str], options: Options) -> list[list[str]]:
    """Return of each text its content words and options with the sign of what is said of them, and its word pairs."""
    segments = [[segment for clause in _parts(text) for segment in _sided(clause)] for text in texts]
    named = _named(sorted({words for group in segments for words, _ in group if words.strip()}), options)
    found = []
    for text, group in zip(texts, segments, strict=True):
        plain = _WORDS.findall(text.lower())
        marks = [f"{a}_{b}" for a, b in pairwise(plain)]
        for words, sign in group:
            marks += _signed(words, sign)
            marks += [f"{'+' if sign > 0 else '-'}@{named[words]}"] * WEIGHT if named.get(words) else []
        found.append(marks)
    return found


def _parts(text: str) -> list[str]:
    pieces = clauses(text)
    return [c.text for c in pieces if c.depth] or [c.text for c in pieces]


def _sided(words: str) -> list[tuple[str, int]]:
    """Return what stands before and after what compares, each with the sign of what is said of it."""
    pivot = _PIVOT.search(words)
    if not pivot:
        return [(words, _sign(words))]
    left, right = words[: pivot.start()], words[pivot.end() :]
    sign = _sign(left) * _sign(right)
    return [(left, sign), (right, -sign)]


def _sign(words: str) -> int:
    return -1 if len(_TURNS.findall(words)) % 2 else 1


def _judged(text: str) -> list[bool]:
    return [pattern.search(text) is not None for _, pattern in _POLES]


def judges(text: str) -> bool:
    """Say whether a text compares, denies or values something, rather than only say what is."""
    return bool(_PIVOT.search(text) or _TURNS.search(text) or any(_judged(text)))


def _named(segments: Sequence[str], options: Options) -> dict[str, str]:
    """Return the option that each segment speaks of, where it speaks of one."""
    ranked = zip(segments, options.likely(segments), strict=True)
    return {s: f"{r[0].trade_off}/{r[0].option}" for s, r in ranked if r and r[0].probability >= SPEAKS_OF}


def _signed(words: str, sign: int) -> list[str]:
    mark = "+" if sign > 0 else "-"
    poles = [pole for pole, pattern in _POLES if pattern.search(words)]
    return [f"{mark}{token}" for token in (*terms(_TURNS.sub(" ", words)), *poles)]


_WORDS = re.compile(r"[\w'-]+")
_PIVOT = re.compile(
    r"\b(?:than|compared (?:with|to)|next to|beside|as (?:well |much |good |far |often |quickly )?as|in place of"
    r"|(?<=better |rather )than|beats?|beat|outperforms?|outscores?|outweighs?|instead of|rather than|over)\b",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"\b(?:not|no|none|never|nobody|(?<!from )nothing|neither|nor|cannot|without|hardly|barely|rarely|seldom"
    r"|scarcely|little|few"
    r"|less|fewer|least|lower|lowers?|smaller|minor|negligible|(?<!from )zero|free of|n't|\w+n't|superfluous"
    r"|unnecessary|useless"
    r"|unfit|wrong|worse|inferior|bad(?:ly)?|cheap(?:er)?|inexpensive|economical|slow(?:er|s)?|hard(?:er)?|difficult"
    r"|complicated|complex to|fragile|brittle|unstable|unreliable|inconsistent|stale|longer|delays?|hurts?|harms?"
    r"|stops?"
    r"|loses?|lost|fails?|waste[ds]?|mistake|rare|rarer|irrelevant|forgets?|leaves? out|excludes?|ignores?|late|later"
    r"|after|last|swamp|breaks?|mild|shrinks?|closes?|cuts?|reduces?|shortens?|saves?|drops?)\b|\b\w+n't\b",
    re.IGNORECASE,
)
_POLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (axis, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for axis, words in (
        ("COST", r"cheap\w*|dear\w*|expensive\w*|costs?|costl\w+|money|price\w*|pays?|inexpensive|economical|budget"),
        ("TIME", r"fast\w*|slow\w*|quick\w*|sooner|earl\w+|later?|longer|delays?|time|weeks|months"),
        ("EASE", r"eas\w+|simpl\w+|hard\w*|difficult|complicated|work|trouble"),
        ("FIRM", r"robust|stable|reliab\w+|consisten\w+|fragile|brittle|unstable|unreliab\w+|inconsisten\w+|steady"),
        ("GOOD", r"better|worse|best|good|beats?|outperforms?|superior|inferior|helps?|improves?|harms?|hurts?"),
        ("NEED", r"needs?|requires?|takes?|asks? for|calls? for|gets? by|demands?|necessary|must|has to"),
        ("MOST", r"most|majority|bulk|nearly all|almost all|larger part|small part|minor|fraction|negligible"),
        ("OFTEN", r"often|always|usually|frequently|rarely|seldom|never|hardly ever|frequent|rare"),
    )
)
