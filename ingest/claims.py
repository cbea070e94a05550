"""Claims: the sentences an author marked, or, where none is marked, those that state something one can hold it to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence

from ingest.anchors import Anchor
from ingest.thresholds import thresholds
from kb.errors import ArticleError
from kb.ids import claim_id, slug, text_hash
from kb.text import Sentence, plain
from kb.types import Citation, Claim, ClaimKind, Passage, Span, Threshold

_FEWEST_WORDS = 5
_COMPARES = re.compile(
    r"\b(?:(?:more|less|fewer|better|worse|higher|lower|larger|smaller|faster|slower|cheaper|greater)\b.{0,60}\bthan"
    r"|outperform\w*|instead of|rather than|at least|at most|as soon as|only (?:when|if)|no more than"
    r"|(?:use|choose|prefer|pick|go with|consider)\b.{1,80}\b(?:when|if|over)"
    r"|(?:when|if)\b.{1,80}\b(?:use|choose|prefer|pick)"
    r"|trade-?offs?|rule of thumb|worth it)\b",
    re.IGNORECASE,
)
_COMPARING = (
    "than", "outperform", "instead", "at least", "at most", "as soon", "only", "trade", "rule of thumb", "worth it",
)  # fmt: skip
_CHOOSING = ("use", "choose", "prefer", "pick", "go with", "consider")
_SURVEY = re.compile(r"\b(?:survey\w*|respondents?|polled|stakeholders said)\b", re.IGNORECASE)
_EXPERIMENT = re.compile(
    r"\b(?:experiments?|benchmark\w*|we (?:measured|tested|found)|outperform\w*|ablation|study|studies|researchers?)\b",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"\b(?:clients?|case stud(?:y|ies)|one (?:team|company)|saved|our (?:team|company))\b", re.IGNORECASE
)
_DEFINITION = re.compile(r"\b(?:is defined as|refers to|is called|stands for|means that)\b", re.IGNORECASE)
_PRINCIPLE = re.compile(r"\b(?:always|never|must|should|rule of thumb|make sure|do not|don['’]t)\b", re.IGNORECASE)


def authored_claims(
    source: str,
    place: str,
    text: str,
    anchors: Sequence[Anchor],
    sentences: Sequence[Sentence],
    passages: Sequence[Passage],
    citations: Sequence[Citation],
) -> tuple[Claim, ...]:
    """Return one claim an anchor: the sentence before it; raise ArticleError where no sentence stands before it."""
    starts = [s.start for s in sentences]
    found: list[Claim] = []
    for anchor in anchors:
        index = bisect_right(starts, anchor.at - 1) - 1
        if index < 0 or text[sentences[index].end : anchor.at].strip():
            raise ArticleError(f"{place}:{anchor.line}: expected a sentence before the anchor '{anchor.name}'.")
        sentence = sentences[index]
        kind = anchor.kind or ClaimKind.OPINION
        found.append(_claim(source, anchor.name, text, sentence, kind, passages, citations))
    return tuple(found)


def found_claims(
    source: str,
    text: str,
    sentences: Sequence[Sentence],
    passages: Sequence[Passage],
    citations: Sequence[Citation],
    also: Collection[int] = (),
) -> tuple[Claim, ...]:
    """Return the sentences that state a quantity, carry a citation or compare, with anchors from their content.

    ``also`` are the starts of others that are claims: entries of a list under "use X when:", say.
    """
    seen: set[str] = set()
    found: list[Claim] = []
    for sentence in sentences:
        words = text[sentence.start : sentence.end]
        wanted = sentence.start in also
        if not wanted and (words.rstrip("*_ ").endswith(("?", ":")) or len(words.split()) < _FEWEST_WORDS):
            continue
        amounts = thresholds(words)
        cited = _cited(citations, sentence)
        if not (wanted or amounts or cited or _compares(words)):
            continue
        anchor = f"{slug(plain(words), 32)}-{text_hash(words)[:6]}"
        if anchor in seen:
            continue
        seen.add(anchor)
        found.append(_claim(source, anchor, text, sentence, guess_kind(words, amounts), passages, citations, amounts))
    return tuple(found)


def guess_kind(sentence: str, amounts: Sequence[Threshold]) -> ClaimKind:
    """Guess what a claim rests on from its words; opinion where nothing tells."""
    if _SURVEY.search(sentence):
        return ClaimKind.SURVEY
    if any(a.comparator not in ("=", "~") for a in amounts) and _compares(sentence):
        return ClaimKind.THRESHOLD
    if amounts and _EXPERIMENT.search(sentence):
        return ClaimKind.EXPERIMENT
    if amounts and _CASE.search(sentence):
        return ClaimKind.CASE
    if any(a.comparator in ("<", "<=", ">", ">=") for a in amounts):
        return ClaimKind.THRESHOLD
    if _DEFINITION.search(sentence):
        return ClaimKind.DEFINITION
    return ClaimKind.PRINCIPLE if _PRINCIPLE.search(sentence) else ClaimKind.OPINION


def _compares(sentence: str) -> bool:
    """Say whether a sentence compares; whether it holds the letters of a comparison is sooner seen."""
    low = sentence.lower()
    for part in _COMPARING:
        if part in low:
            return _COMPARES.search(sentence) is not None
    if "when" in low or "if" in low or "over" in low:
        for verb in _CHOOSING:
            if verb in low:
                return _COMPARES.search(sentence) is not None
    return False


def _claim(
    source: str,
    anchor: str,
    text: str,
    sentence: Sentence,
    kind: ClaimKind,
    passages: Sequence[Passage],
    citations: Sequence[Citation],
    amounts: tuple[Threshold, ...] | None = None,
) -> Claim:
    words = text[sentence.start : sentence.end]
    references = dict.fromkeys(r for c in _cited(citations, sentence) for r in c.references)
    return Claim(
        id=claim_id(source, anchor),
        source=source,
        anchor=anchor,
        text=words,
        span=Span(source=source, start=sentence.start, end=sentence.end),
        kind=kind,
        references=tuple(references),
        thresholds=thresholds(words) if amounts is None else amounts,
        passage=_passage(passages, sentence),
    )


def _cited(citations: Sequence[Citation], sentence: Sentence) -> list[Citation]:
    """Return the citations within a sentence; ``citations`` are in order."""
    index = bisect_right(citations, sentence.start - 1, key=lambda c: c.span.start)
    found = []
    while index < len(citations) and citations[index].span.start < sentence.end:
        found.append(citations[index])
        index += 1
    return found


def _passage(passages: Sequence[Passage], sentence: Sentence) -> str:
    index = bisect_right(passages, sentence.start, key=lambda p: p.span.start) - 1
    return passages[index].id if index >= 0 and passages[index].span.end >= sentence.end else ""
