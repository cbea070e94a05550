"""From an article and the catalog to the extracted rules: what it says of options of ours, linked, one by one. Pure.

A digest yields none: what it says is authored already.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.linking import Linker
from ingest.statements import statements
from kb.extracted import ExtractedRule, Statement, extracted_id
from kb.types import Article, Catalog, Span

LINKING = "1"
"""Version of extraction and linking; raise it when a release links the same text and catalog differently."""
LONGEST_QUOTE = 400


def linked(article: Article, linker: Linker, *, rules_only: bool = False) -> tuple[Statement, ...]:
    """Return what the claims of an article state, each with what it was linked to; or only its rules of thumb."""
    return tuple(s.model_copy(update={"link": linker.link(s)}) for s in statements(article, rules_only=rules_only))


def extracted_rules(article: Article, linker: Linker) -> tuple[ExtractedRule, ...]:
    """Return the rules of thumb and thresholds of an article whose option is one of ours, each once, in its order."""
    if article.source.text_kind == "digest":
        return ()
    found: dict[str, ExtractedRule] = {}
    for statement in linked(article, linker, rules_only=True):
        if statement.thumb is not None and statement.link.option:
            rule = _rule(article, statement)
            found.setdefault(rule.id, rule)
    return tuple(found.values())


def standpoint_of(catalog: Catalog) -> str:
    """Return what names a linking: another catalog or another version links anew."""
    return f"{LINKING}:{catalog.digest}"


def _rule(article: Article, statement: Statement) -> ExtractedRule:
    thumb, link = statement.thumb, statement.link
    if thumb is None:
        raise ValueError("a rule is made of a rule of thumb")
    text = article.source.text
    quote = _quote(text, [span for span in (thumb.stem, thumb.sentence) if span])
    figure = statement.figure
    hedges = (thumb.hedge, figure.hedge if figure else None)
    return ExtractedRule(
        id=extracted_id(article.source.id, quote, link.trade_off, link.factor, link.option),
        source=article.source.id,
        claim=statement.claim,
        span=Span(source=article.source.id, start=thumb.sentence[0], end=thumb.sentence[1]),
        trade_off=link.trade_off,
        factor=link.factor,
        when=link.when,
        condition_words=thumb.condition.text,
        favours=link.option,
        polarity=thumb.polarity,
        hedge=next((h.text for h in hedges if h), None),
        quote=quote,
    )


def _quote(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return what is quoted: the sentence, or the line above a list with the entry."""
    return " … ".join(" ".join(text[a:b].split()) for a, b in spans)[:LONGEST_QUOTE]
