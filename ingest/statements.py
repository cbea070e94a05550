"""What the claims of an article state: figures and rules of thumb, with the citations that they carry. Pure."""

from __future__ import annotations

from bisect import bisect_right

from ingest.carried import Carrier
from ingest.rules_of_thumb import thumbs
from ingest.stated import figures
from kb.blocks import blocks
from kb.extracted import Mark, Statement, Thumb
from kb.text import Sentence, sections, sentences
from kb.types import Article, Claim, Span


def statements(article: Article, *, rules_only: bool = False) -> tuple[Statement, ...]:
    """Return each figure and each rule of thumb of the article's claims, in the order of the text.

    A rule of thumb whose condition is a figure is one statement with both. A claim that states neither has none here;
    with ``rules_only`` neither has one that states figures alone.
    """
    text = article.source.text
    parsed = blocks(text)
    told = sentences(text, article.source.language, (c.span.end for c in article.claims), parsed)
    starts = [s.start for s in told]
    carrier = Carrier(text, told, article.citations)
    rules = thumbs(text, told, sections(text, parsed))
    by_sentence: dict[int, list[Thumb]] = {}
    for rule in rules:
        by_sentence.setdefault(rule.sentence[0], []).append(rule)
    found: list[Statement] = []
    for claim in sorted(article.claims, key=lambda c: (c.span.start, c.id)):
        if rules_only and claim.span.start not in by_sentence:
            continue
        index = max(0, bisect_right(starts, claim.span.start) - 1)
        found += _of_claim(text, claim, by_sentence.get(claim.span.start, []), carrier, index, told)
    return tuple(found)


def _of_claim(
    text: str, claim: Claim, rules: list[Thumb], carrier: Carrier, index: int, told: tuple[Sentence, ...]
) -> list[Statement]:
    span = Span(source=claim.source, start=claim.span.start, end=claim.span.end)
    carried = carrier.carried(index) if told else None
    found: list[Statement] = []
    used: set[int] = set()
    for figure in figures(text[span.start : span.end], span.start):
        near = [i for i, r in enumerate(rules) if _within(figure.words, r)]
        used.update(near[:1])
        thumb = rules[near[0]] if near else None
        found.append(Statement(claim=claim.id, span=span, figure=figure, thumb=thumb, citation=carried))
    for i, rule in enumerate(rules):
        if i not in used:
            found.append(Statement(claim=claim.id, span=span, thumb=rule, citation=carried))
    return sorted(found, key=_place)


def _place(statement: Statement) -> int:
    mark = statement.figure.words if statement.figure else statement.thumb.condition if statement.thumb else None
    return mark.start if mark else statement.span.start


def _within(words: Mark, rule: Thumb) -> bool:
    return rule.condition.start <= words.start and words.end <= rule.condition.end + 1
