"""Hold the figures of claims against the works that they cite. Pure.

A figure is found where a sentence of the work states the same number after units are brought in line, and says it of
the same thing: words of the claim stand in that sentence, or around it, where they count half. Two shared words are
asked for, one where the number itself is a rare one; what is counted ("respondents") is such a word. Never are the
digits alone enough. Words that a third of the work's passages hold count half, its bibliography not at all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.figures import Figure, alike, figures, numbers, same, stems
from kb.primary import CitedWork, Match, Primary, PrimaryStatus, WorkRead
from kb.text import Sentence, sentences
from kb.types import Article, Claim, Passage, Span

ENOUGH, ENOUGH_RARE = 2.0, 1.0
"""Shared words from which a number is said of the same thing; the second where it has four digits that matter."""
CLEARLY = 3.0
"""Shared words from which another number is reported as what the work says in its place."""
_RARE_DIGITS = 4
_COMMON = 1 / 3
_FEW_PASSAGES = 6
_LONGEST_QUOTE = 160


@dataclass(frozen=True)
class Stated:
    """A figure of a work, with the number of the sentence it stands in."""

    figure: Figure
    sentence: int


class Work:
    """A cited work, read for its figures once."""

    def __init__(self, article: Article) -> None:
        """Read every sentence of its passages; linear in the text."""
        self.id = article.source.id
        self.content_hash = article.source.content_hash
        self._text = article.source.text
        self._passages = article.passages
        self._starts = [passage.span.start for passage in article.passages]
        self._sentences: tuple[Sentence, ...] = tuple(
            s for s in sentences(self._text, article.source.language) if self._passage(s) is not None
        )
        self._common = _common_stems(article.passages)
        self._stems: dict[int, frozenset[str]] = {}
        self.stated: dict[str, list[Stated]] = {}
        for number, sentence in enumerate(self._sentences):
            for figure in numbers(self._text[sentence.start : sentence.end]):
                self.stated.setdefault(figure.kind, []).append(Stated(figure, number))

    def words(self) -> int:
        """Return how many words were read."""
        return sum(len(passage.text.split()) for passage in self._passages)

    def find(self, figure: Figure, about: frozenset[str], reference: str) -> Match | None:
        """Return where the work states the figure of the same thing, the likeliest sentence first; None if nowhere."""
        enough = ENOUGH_RARE if figure.digits >= _RARE_DIGITS else min(ENOUGH, max(1.0, float(len(about))))
        hits = [(self._shared(s, figure, about), s) for s in self.stated.get(figure.kind, ()) if same(figure, s.figure)]
        best = max(hits, key=lambda hit: (hit[0], -hit[1].sentence), default=None)
        if best is None or best[0] < enough:
            return None
        sentence = self._sentences[best[1].sentence]
        passage = self._passage(sentence)
        return Match(
            figure=figure.text,
            reference=reference,
            work=self.id,
            passage=passage.id if passage else "",
            span=Span(source=self.id, start=sentence.start, end=sentence.end),
            quote=self._text[sentence.start : sentence.end],
        )

    def instead(self, figure: Figure, about: frozenset[str]) -> str:
        """Return the sentence that clearly speaks of the same thing with another number; empty where there is none."""
        others = [s for s in self.stated.get(figure.kind, ()) if alike(figure, s.figure) and not same(figure, s.figure)]
        best = max(((self._shared(s, figure, about), -s.sentence) for s in others), default=(0.0, 0))
        if best[0] < CLEARLY:
            return ""
        sentence = self._sentences[-best[1]]
        quote = self._text[sentence.start : sentence.end]
        return quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE].rsplit(' ', 1)[0]} …"

    def _shared(self, stated: Stated, figure: Figure, about: frozenset[str]) -> float:
        number = stated.sentence
        own = self._about(number)
        telling = {word for word in about if word not in self._common or word == figure.noun}
        usual = (about - telling) & own
        around = set().union(*(self._about(n) for n in (number - 1, number + 1) if 0 <= n < len(self._sentences)))
        return len(telling & own) + (len(usual) + len((telling & around) - own)) / 2

    def _about(self, number: int) -> frozenset[str]:
        if number not in self._stems:
            sentence = self._sentences[number]
            self._stems[number] = stems(self._text[sentence.start : sentence.end])
        return self._stems[number]

    def _passage(self, sentence: Sentence) -> Passage | None:
        place = bisect_right(self._starts, sentence.start) - 1
        if place < 0 or self._passages[place].span.end < sentence.end:
            return None
        return self._passages[place]


def _common_stems(passages: Sequence[Passage]) -> frozenset[str]:
    if len(passages) < _FEW_PASSAGES:
        return frozenset()
    counts = Counter(stem for passage in passages for stem in stems(passage.text))
    return frozenset(stem for stem, count in counts.items() if count > len(passages) * _COMMON)


def check_claims(article: Article, resolved: Mapping[str, CitedWork], works: Mapping[str, Work]) -> tuple[Primary, ...]:
    """Return for each claim that cites a reference what the cited works say of its figures, by claim id.

    ``resolved`` is reference id -> what it was resolved to; ``works`` the works that were read, by source id.
    """
    return tuple(
        sorted((_check(c, resolved, works) for c in article.claims if c.references), key=lambda check: check.claim)
    )


def _check(claim: Claim, resolved: Mapping[str, CitedWork], works: Mapping[str, Work]) -> Primary:
    about, stated = stems(claim.text), figures(claim.text)
    cited = [resolved[id] for id in claim.references if id in resolved]
    readable = [(c.reference, works[c.work]) for c in cited if c.work in works]
    missing = [f"{id} ({_why(resolved.get(id))})" for id in claim.references if id not in {r for r, _ in readable}]
    read = tuple(WorkRead(work=work.id, content_hash=work.content_hash) for _, work in readable)

    def said(status: PrimaryStatus, why: str, matches: Sequence[Match] = ()) -> Primary:
        return Primary(claim=claim.id, source=claim.source, status=status, matches=tuple(matches), works=read, why=why)

    if not stated:
        return said("no figure", "the claim states no figure that could be looked for")
    matches, lost = [], []
    for figure in stated:
        hits = (work.find(figure, about, reference) for reference, work in readable)
        match = next((hit for hit in hits if hit is not None), None)
        if match is None:
            lost.append(figure)
        else:
            matches.append(match)
    if not lost:
        return said(
            "found", f"{_listed(f.text for f in stated)} in {_listed(dict.fromkeys(m.work for m in matches))}", matches
        )
    where = _not_there(lost, about, [work for _, work in readable])
    if missing:
        return said("not reachable", "; ".join([f"cannot be read: {_listed(missing)}", *where]), matches)
    return said("not found", "; ".join(where), matches)


def _not_there(lost: Sequence[Figure], about: frozenset[str], works: Sequence[Work]) -> list[str]:
    """Return in words what was looked for in vain, how much was read, and what stands there instead."""
    if not works:
        return []
    read = _listed(f"{work.id} ({work.words():,} words)" for work in works)
    said = [f"{_listed(figure.text for figure in lost)} not in {read}"]
    others = dict.fromkeys(quote for figure in lost for work in works if (quote := work.instead(figure, about)))
    return said + [f"it says instead: “{quote}”" for quote in others]


def _why(work: CitedWork | None) -> str:
    return work.why if work is not None and work.why else "not followed"


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(texts)
