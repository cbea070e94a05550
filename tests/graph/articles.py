"""Two short articles and a catalog that rests on them, small enough to draw by hand."""

from __future__ import annotations

from kb.types import (
    Article,
    Catalog,
    Citation,
    Claim,
    ClaimKind,
    Disagreement,
    Option,
    Passage,
    Position,
    Principle,
    Reference,
    Section,
    Source,
    Span,
    Threshold,
    TradeOff,
)
from tests.graph.cases import AUDIT, LOAD, TEAM, rule

TEXT = "Below 100 a day rent [1]. Above 400 a day own."


def article(id: str, *, reference: str = "study-2025") -> Article:
    """Return an article with one section, two passages, two claims and one reference."""
    passages = tuple(
        Passage(
            id=f"{id}/p{place:03d}-00000000",
            source=id,
            section=f"{id}/s01-volume",
            text=TEXT[start:end],
            span=Span(source=id, start=start, end=end),
            text_hash="0" * 64,
        )
        for place, (start, end) in enumerate([(0, 25), (26, 46)])
    )
    return Article(
        source=Source(id=id, title="Volume", text=TEXT, content_hash="0" * 64),
        sections=(Section(id=f"{id}/s01-volume", source=id, title="V", level=2, number=1, span=passages[0].span),),
        passages=passages,
        claims=(
            _claim(id, "rent", passages[0], ClaimKind.THRESHOLD, references=(reference,)),
            _claim(id, "own", passages[1], ClaimKind.SURVEY),
        ),
        references=(Reference(id=reference, source=id, number=1, title="A study", year=2025),),
        citations=(Citation(source=id, marker="[1]", span=Span(source=id, start=21, end=24), references=(reference,)),),
    )


def _claim(source: str, anchor: str, passage: Passage, kind: ClaimKind, *, references: tuple[str, ...] = ()) -> Claim:
    return Claim(
        id=f"{source}#{anchor}",
        source=source,
        anchor=anchor,
        text=passage.text,
        span=passage.span,
        kind=kind,
        references=references,
        thresholds=(Threshold(comparator="<", low=100, high=100, unit="requests", period="day"),),
        passage=passage.id,
    )


def trade_off(**changes: object) -> TradeOff:
    """Return the trade-off ``d`` between renting and owning, resting on the articles ``one`` and ``two``."""
    rules = (
        rule("small", ["load < 100"], "api").model_copy(update={"evidence": ("one#rent", "two#rent")}),
        rule("big", ["load > 400", "team is yes"], "own", "decisive").model_copy(update={"evidence": ("one#own",)}),
    )
    made = TradeOff(
        id="d",
        name="Rent or own",
        question="Rent or own?",
        options=(
            Option(id="own", name="Own it", text="Own.", evidence=("one#own",)),
            Option(id="api", name="Rent it", text="Rent."),
        ),
        start="api",
        start_because="It is cheap to try.",
        start_evidence=("one#rent",),
        factors=("load", "team"),
        rules=rules,
        disagreements=(
            Disagreement(
                id="bar",
                about="the volume",
                factors=("load",),
                positions=(Position(evidence="one#rent", text="100"), Position(evidence="two#own", text="400")),
            ),
        ),
    )
    return made.model_copy(update=changes)


def catalog(*trade_offs: TradeOff) -> Catalog:
    """Return a catalog of these trade-offs (by default of ``d``), three factors and one principle."""
    return Catalog(
        trade_offs=trade_offs or (trade_off(),),
        factors=(LOAD, TEAM, AUDIT),
        principles=(Principle(id="costs", name="Costs move", text="Costs land elsewhere.", evidence=("two#own",)),),
        digest="abc",
    )
