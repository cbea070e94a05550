"""What was found and waits for a person: rules, drafts, copies, conflicts, each with its sentence in context. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from ingest.drafts import drafts
from kb.extracted import ExtractedRule
from kb.judged import conflict_id
from kb.reviews import ReviewDecision, item_id
from kb.text import sentences
from kb.types import Article, Catalog, Record, Source, Span

Kind = Literal["rule", "draft", "copy", "conflict"]
LONGEST_AROUND = 300
"""Characters of a neighbouring sentence that are shown."""


_COPIES = {
    "digest-of": "a summary of", "copy": "a copy of", "spun": "a reworded copy of", "translation": "a translation of",
    "revision": "another state of",
}  # fmt: skip


class Quoted(Record):
    """The words that an item stands on, at ``[start, end)`` of a source, between the sentences beside them.

    ``cited`` names the source; ``url`` is where it can be read, where that is known.
    """

    source: str
    start: int
    end: int
    before: str
    text: str
    after: str
    cited: str
    url: str | None = None


class Pending(Record):
    """One item to review. ``says`` is it in one sentence, ``details`` are lines about it.

    ``proposed`` is the text that accepting takes and that an edit replaces: a condition, or the YAML of a draft.
    ``decision`` is the verdict of a person, where there is one.
    """

    id: str
    kind: Kind
    title: str
    says: str
    details: tuple[str, ...] = ()
    quotes: tuple[Quoted, ...] = ()
    proposed: str = ""
    decision: ReviewDecision | None = None


def pending(
    articles: Sequence[Article],
    catalog: Catalog,
    decisions: Mapping[str, ReviewDecision],
    extracted: Iterable[ExtractedRule] = (),
    published: Catalog | None = None,
) -> tuple[Pending, ...]:
    """Return every item, decided or not: rules, then drafts, copies and conflicts, each kind by source.

    ``catalog`` is what people wrote, ``published`` what answers are made from: with what extraction added to it.
    """
    texts = {article.source.id: _Text(article.source) for article in articles}
    authored = {(t.id, claim) for t in catalog.trade_offs for rule in t.rules for claim in rule.evidence}
    rules = [r for r in extracted if r.source in texts and (r.trade_off, r.claim) not in authored]
    found = [_rule(rule, catalog, texts) for rule in rules]
    found += [item for article in articles for item in _drafts(article, catalog, texts)]
    found += [item for article in articles for item in _copies(article)]
    found += _conflicts(published or catalog, catalog, articles, texts)
    return tuple(item.model_copy(update={"decision": decisions.get(item.id)}) for item in found)


class _Text:
    """A source and its sentences, cut once and only when something of it is shown."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._cut: tuple[tuple[int, int], ...] | None = None

    def quoted(self, span: Span) -> Quoted:
        """Return the words of a span between the sentences beside it."""
        if self._cut is None:
            self._cut = tuple((s.start, s.end) for s in sentences(self.source.text, self.source.language))
        before = next((s for s in reversed(self._cut) if s[1] <= span.start), None)
        after = next((s for s in self._cut if s[0] >= span.end), None)
        text = self.source.text
        return Quoted(
            source=self.source.id,
            start=span.start,
            end=span.end,
            before=text[before[0] : before[1]][-LONGEST_AROUND:] if before else "",
            text=text[span.start : span.end],
            after=text[after[0] : after[1]][:LONGEST_AROUND] if after else "",
            cited=cited(self.source),
            url=self.source.url,
        )


def cited(source: Source) -> str:
    """Return a source as it is cited: authors, year, title."""
    authors = ", ".join(source.authors[:3]) + (" et al." if len(source.authors) > 3 else "")
    year = f" ({source.year})" if source.year else ""
    return f"{authors}{year}: {source.title}" if authors else f"{source.title}{year}"


def _rule(rule: ExtractedRule, catalog: Catalog, texts: Mapping[str, _Text]) -> Pending:
    trade_off = next((t for t in catalog.trade_offs if t.id == rule.trade_off), None)
    option = (
        next((o.name for o in trade_off.options if o.id == rule.favours), rule.favours) if trade_off else rule.favours
    )
    condition = rule.when or rule.condition_words
    towards = "speaks for" if rule.polarity == "for" else "speaks against"
    details = [f"decision: {rule.trade_off}", f"option: {rule.favours} ({rule.polarity})"]
    details.append(f"condition: {rule.when}" if rule.when else f"condition, in words only: {rule.condition_words}")
    if rule.hedge:
        details.append(f"hedged: {rule.hedge}")
    return Pending(
        id=rule.id,
        kind="rule",
        title=trade_off.name if trade_off else rule.trade_off,
        says=f"Where {condition}, it {towards} {option}.",
        details=tuple(details),
        quotes=(texts[rule.source].quoted(rule.span),),
        proposed=rule.when,
    )


def _drafts(article: Article, catalog: Catalog, texts: Mapping[str, _Text]) -> list[Pending]:
    return [
        Pending(
            id=draft.id,
            kind="draft",
            title=draft.name,
            says=f"A new decision: {draft.name}. {len(draft.quotes)} sentences say when which one fits.",
            details=(f"options: {', '.join(draft.options)}", f"would be: {draft.trade_off}"),
            quotes=tuple(texts[article.source.id].quoted(span) for span in draft.quotes),
            proposed=draft.yaml,
        )
        for draft in drafts(article, catalog)
    ]


def _copies(article: Article) -> list[Pending]:
    """Return what was recognised of the texts that make up one source; that two texts are the same is no judgement."""
    found = []
    texts: set[str] = set()
    for part in article.source.parts:
        copy, text = part.copy_of, article.source.text[part.start : part.end]
        again = text in texts
        texts.add(text)
        if copy is None or again:
            continue
        found.append(
            Pending(
                id=item_id("copy", copy.source, copy.of, copy.kind),
                kind="copy",
                title=part.title or copy.source,
                says=f"{copy.source} was recognised as {_COPIES[copy.kind]} {copy.of}.",
                details=(f"shared: {copy.share:.0%}", copy.why),
            )
        )
    return found


def _conflicts(
    published: Catalog, catalog: Catalog, articles: Sequence[Article], texts: Mapping[str, _Text]
) -> list[Pending]:
    """Return where what was extracted goes against what was authored; what was authored alone is not asked about."""
    claims = {claim.id: claim for article in articles for claim in article.claims}
    known = {d.id for t in catalog.trade_offs for d in t.disagreements}
    found = []
    for trade_off in published.trade_offs:
        for disagreement in (d for d in trade_off.disagreements if d.id not in known):
            said = [claims[p.evidence] for p in disagreement.positions if p.evidence in claims]
            found.append(
                Pending(
                    id=conflict_id(trade_off, disagreement),
                    kind="conflict",
                    title=trade_off.name,
                    says=f"Sources differ on {disagreement.about}.",
                    details=tuple(f"one side: {p.text} ({p.evidence})" for p in disagreement.positions),
                    quotes=tuple(texts[claim.source].quoted(claim.span) for claim in said if claim.source in texts),
                )
            )
    return found
