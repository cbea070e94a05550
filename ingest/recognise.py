"""Whether two articles are one: copies, revisions, spun derivatives, translations, and digests of an original. Pure.

What decides is how many sentences of the shorter text have their like in the longer one, in the same order. Between
different articles of one field that is at most a fifth, between an article and the least alike of its revisions, its
spun copy or its digest two fifths (bench/copies.py measures it on labelled pairs).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from ingest.alike import Pair, best_pairs, figures, in_order
from kb.copies import Copy, CopyKind
from kb.text import sentences
from kb.types import Article
from kb.works import canonical_url, words_of

ALIKE = 0.3
"""Cosine from which two sentences count as alike."""
IN_ORDER = 0.3
ANY_ORDER = 0.5
"""Shares of the shorter text that has its like: in the same order, or, for a digest, which may regroup, in any."""
NAMED_ALIKE = 0.12
"""Share in the same order that is enough where title or address are the same."""
FEWEST = 4
"""Sentences that have to be alike: fewer are a quotation."""
_FIGURES = 8
_FIGURES_IN_ORDER = 0.6
_SAME_WORDS = 0.9
_MOSTLY = 0.5
_LONGEST_SEQUENCE = 400
_TERMS = (
    "machine learning", "deep learning", "fine-tuning", "fine-tune", "fine-tuned", "prompt engineering", "real-time",
    "open-source", "open source", "use case", "use cases", "edge case", "edge cases", "best practices", "data quality",
    "training data", "language model", "language models", "neural networks", "neural nets", "cloud computing",
    "customer support", "long-term", "state-of-the-art", "end-to-end", "trade-off", "trade-offs", "decision point",
    "text generation", "content moderation", "technical debt", "experimental evaluation", "user experience",
    "quality assurance", "knowledge base", "feature store", "feature stores", "big data", "dirty data",
    "large language model", "artificial intelligence", "natural language", "random forest", "decision tree",
)  # fmt: skip
"""Fixed expressions that a spinner takes apart word by word ("machine studying")."""


@dataclass(frozen=True)
class Told:
    """The sentences of an article in its own language; of a digest the claims."""

    article: Article
    spans: tuple[tuple[int, int], ...]

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences, in order."""
        text = self.article.source.text
        return tuple(text[start:end] for start, end in self.spans)

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """The figures of five and more in their order."""
        found = (f for sentence in self.sentences for f in figures(sentence))
        return tuple(f for f in found if float(f.rstrip("%x")) >= 5)

    @property
    def digest(self) -> bool:
        """Whether it is our summary."""
        return self.article.source.text_kind == "digest"


def told(article: Article) -> Told:
    """Return what an article tells, sentence by sentence."""
    if article.source.text_kind == "digest" and article.claims:
        return Told(article, tuple(sorted((c.span.start, c.span.end) for c in article.claims)))
    found: list[tuple[int, int]] = []
    for passage in article.passages:
        if not passage.language:
            for sentence in sentences(passage.text, article.source.language):
                found.append((passage.span.start + sentence.start, passage.span.start + sentence.end))
    return Told(article, tuple(found))


def resemblance(one: Told, other: Told) -> Copy | None:
    """Return what one of two articles is of the other; None where they are different articles.

    The preferred text is ``of``: the original of a digest, the clean wording of a spun copy, the later revision, the
    longer of two copies, the original language.
    """
    if (one.digest and other.digest) or not (one.spans and other.spans):
        return None
    if one.article.source.language != other.article.source.language:
        return _translation(one, other)
    small, large = (one, other) if len(one.spans) <= len(other.spans) else (other, one)
    pairs = best_pairs(small.sentences, large.sentences, ALIKE)
    ordered = in_order(pairs)
    share = len(ordered) / len(small.spans)
    if len(pairs) < FEWEST or not _same(one, other, share, len(pairs) / len(small.spans)):
        return None
    why = f"{len(ordered)} of {len(small.spans)} sentences have their like in the same order"
    common = sum((Counter(one.figures) & Counter(other.figures)).values())
    if common >= 3:
        why += f", {common} of {min(len(one.figures), len(other.figures))} figures are the same"
    if one.digest or other.digest:
        digest, original = (one, other) if one.digest else (other, one)
        found = f"{len(pairs)} of {len(small.spans)} statements are found in it"
        return _copy(digest, original, "digest-of", len(pairs) / len(small.spans), found)
    return _of_originals(small, large, ordered, share, why)


def _same(one: Told, other: Told, share: float, any_order: float) -> bool:
    if share >= IN_ORDER or ((one.digest or other.digest) and any_order >= ANY_ORDER):
        return True
    return share >= NAMED_ALIKE and named_alike(one.article, other.article)


def named_alike(one: Article, other: Article) -> bool:
    """Say whether two articles carry one canonical address, or one title of five words or more."""
    a, b = one.source, other.source
    if a.url and b.url and canonical_url(a.url) == canonical_url(b.url):
        return True
    title = words_of(a.title)
    return len(title) >= 5 and title == words_of(b.title)


def _of_originals(small: Told, large: Told, pairs: Sequence[Pair], share: float, why: str) -> Copy:
    likeness = [_words_alike(small.sentences[p.one], large.sentences[p.other]) for p in pairs]
    same = sum(value >= _SAME_WORDS for value in likeness) / len(likeness)
    retitled = words_of(small.article.source.title) != words_of(large.article.source.title)
    if retitled and same < _MOSTLY and median(likeness) >= ALIKE and share >= _MOSTLY and len(pairs) >= 2 * FEWEST:
        clean, spun = _cleaner(small, large, pairs)
        changed = sum(value < _SAME_WORDS for value in likeness)
        return _copy(spun, clean, "spun", share, f"{why}, and words were swapped in {changed} of them")
    whole = share >= 0.9 and len(large.spans) <= 1.15 * len(small.spans)
    later, earlier = _later(small, large)
    if whole and same >= _SAME_WORDS:
        return _copy(earlier, later, "copy", share, why)
    return _copy(earlier, later, "revision", share, why)


def _cleaner(one: Told, other: Told, pairs: Sequence[Pair]) -> tuple[Told, Told]:
    """Return the clean and the spun of two texts: fixed expressions taken apart, titles that belie their addresses,
    the later date, the longer sentences tell the spun one; earlier signs outweigh later ones."""
    mine, yours = " ".join(one.sentences[p.one] for p in pairs), " ".join(other.sentences[p.other] for p in pairs)
    signs = (
        _terms(yours) - _terms(mine),
        _suspicious(one.article) - _suspicious(other.article),
        ((one.article.source.published or "") > (other.article.source.published or ""))
        - ((one.article.source.published or "") < (other.article.source.published or "")),
        len(mine) - len(yours),
        (one.article.source.id > other.article.source.id) * 2 - 1,
    )
    worse = next(sign for sign in signs if sign)
    return (other, one) if worse > 0 else (one, other)


def _terms(text: str) -> int:
    said = text.casefold()
    return sum(said.count(term) for term in _TERMS)


def _suspicious(article: Article) -> int:
    return sum(finding.kind == "suspicious link" for finding in article.findings)


def _later(small: Told, large: Told) -> tuple[Told, Told]:
    """Return the text to prefer of two states of an article and the other: the later, else the longer one."""
    dates = small.article.source.published, large.article.source.published
    if dates[0] and dates[1] and dates[0] != dates[1]:
        return (small, large) if dates[0] > dates[1] else (large, small)
    if len(small.spans) == len(large.spans) and small.article.source.id < large.article.source.id:
        return small, large
    return large, small


def _translation(one: Told, other: Told) -> Copy | None:
    """Compare texts of two languages by their figures, which a translation keeps in order."""
    a, b = one.figures[:_LONGEST_SEQUENCE], other.figures[:_LONGEST_SEQUENCE]
    shorter = min(len(a), len(b))
    if len(set(a) & set(b)) < _FIGURES:
        return None
    common = _common(a, b)
    if common < max(_FIGURES, _FIGURES_IN_ORDER * shorter):
        return None
    if one.digest or other.digest:
        digest, original = (one, other) if one.digest else (other, one)
        return _copy(
            digest, original, "digest-of", common / shorter, f"{common} of {shorter} figures in the same order"
        )
    dates = [t.article.source.published or "" for t in (one, other)]
    first, second = (one, other) if dates[0] < dates[1] else (other, one)
    if dates[0] == dates[1]:
        first, second = sorted((one, other), key=lambda t: (t.article.source.language != "en", t.article.source.id))
    tongue = second.article.source.language
    return _copy(second, first, "translation", common / shorter, f"{common} of {shorter} figures in order, in {tongue}")


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the length of the longest common subsequence."""
    before = [0] * (len(other) + 1)
    for value in one:
        now = [0]
        for place, theirs in enumerate(other):
            now.append(before[place] + 1 if value == theirs else max(before[place + 1], now[-1]))
        before = now
    return before[-1]


def _words_alike(one: str, other: str) -> float:
    a, b = set(words_of(one)), set(words_of(other))
    return len(a & b) / (len(a | b) or 1)


def _copy(source: Told, of: Told, kind: CopyKind, share: float, why: str) -> Copy:
    return Copy(source=source.article.source.id, of=of.article.source.id, kind=kind, share=round(share, 3), why=why)
