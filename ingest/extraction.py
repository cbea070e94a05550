"""From an article and the catalog to the extracted rules: what it says of options of ours, linked, one by one. Pure.

A digest yields none: what it says is authored already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.linking import Linker
from ingest.statements import statements
from kb.extracted import ExtractedRule, Link, Statement, Thumb, extracted_id
from kb.record import Record
from kb.types import Article, Catalog, Span

LINKING = "2"
"""Version of extraction and linking; raise it when a release links the same text and catalog differently."""
LONGEST_QUOTE = 400


def linked(article: Article, linker: Linker) -> tuple[Statement, ...]:
    """Return what the claims of an article state, each with what it was linked to."""
    return tuple(s.model_copy(update={"link": linker.link(s)}) for s in statements(article))


class StatedRule(Record):
    """A rule of thumb as an article states it, linked to nothing yet: all that linking needs of the article."""

    statement: Statement
    thumb: Thumb
    quote: str


def stated_rules(article: Article) -> tuple[StatedRule, ...]:
    """Return the rules of thumb and thresholds of an article in its order, whatever they are about."""
    if article.source.text_kind == "digest":
        return ()
    text = article.source.text
    return tuple(
        StatedRule(statement=s, thumb=s.thumb, quote=_quote(text, [x for x in (s.thumb.stem, s.thumb.sentence) if x]))
        for s in statements(article, rules_only=True)
        if s.thumb is not None
    )


def linked_rules(stated: Iterable[StatedRule], linker: Linker) -> tuple[ExtractedRule, ...]:
    """Return those of an article's rules whose option is one of ours, each once, in order."""
    found: dict[str, ExtractedRule] = {}
    for one in stated:
        link = linker.link(one.statement)
        if link.option:
            rule = _rule(one, link)
            found.setdefault(rule.id, rule)
    return tuple(found.values())


def extracted_rules(article: Article, linker: Linker) -> tuple[ExtractedRule, ...]:
    """Return the rules of thumb and thresholds of an article whose option is one of ours, each once, in its order."""
    return linked_rules(stated_rules(article), linker)


def standpoint_of(catalog: Catalog) -> str:
    """Return what names a linking: another catalog or another version links anew."""
    return f"{LINKING}:{catalog.digest}"


def _rule(stated: StatedRule, link: Link) -> ExtractedRule:
    thumb, figure, source = stated.thumb, stated.statement.figure, stated.statement.span.source
    hedges = (thumb.hedge, figure.hedge if figure else None)
    return ExtractedRule(
        id=extracted_id(source, stated.quote, link.trade_off, link.factor, link.option),
        source=source,
        claim=stated.statement.claim,
        span=Span(source=source, start=thumb.sentence[0], end=thumb.sentence[1]),
        trade_off=link.trade_off,
        factor=link.factor,
        when=link.when,
        condition_words=thumb.condition.text,
        favours=link.option,
        polarity=thumb.polarity,
        hedge=next((h.text for h in hedges if h), None),
        quote=stated.quote,
    )


def _quote(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return what is quoted: the sentence, or the line above a list with the entry."""
    return " … ".join(" ".join(text[a:b].split()) for a, b in spans)[:LONGEST_QUOTE]
