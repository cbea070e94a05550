"""A small world to test the surfaces in: one decision, answers to judge by eye, a desk that gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import Any

from bot.adr.madr import as_markdown
from bot.atlas import Atlas
from bot.charts import Chart, charts
from bot.design.types import Finding, Review
from bot.sources import Part
from bot.types import (
    Alternative,
    Answer,
    CitedQuote,
    CitedReference,
    CitedSource,
    ConflictShown,
    FactHeard,
    FlipHeard,
    Missing,
    Named,
    PathStep,
    PositionShown,
    Recommendation,
)
from bot.web.picture import as_fact
from graph.rules import Decision
from kb.errors import InputError
from kb.types import Catalog, Condition, Factor, FactorKind, Force, Option, Rule, TradeOff
from tests.bot import river

FERRY, BRIDGE = Named(id="ferry", name="Run a ferry"), Named(id="bridge", name="Build a bridge")
FACTORS = (
    Factor(
        id="cars", name="Cars a day", kind=FactorKind.QUANTITY, unit="1/day", ask="How many cars a day?", why="It pays."
    ),
    Factor(id="ice", name="Ice in winter", kind=FactorKind.YES_NO, ask="Does the river freeze?", why="Ferries stop."),
    Factor(id="bank", name="Bank", kind=FactorKind.CATEGORY, values=("rock", "mud"), ask="Which bank?", why="Piers."),
)


def rule(id: str, when: tuple[Condition, ...], favours: str, because: str) -> Rule:
    """Return a strong rule of the one decision."""
    return Rule(
        id=f"crossing/{id}",
        trade_off="crossing",
        when=when,
        favours=favours,
        force=Force.STRONG,
        because=because,
        evidence=("river#few",),
    )


FEW = Condition(factor="cars", comparator="<", low=500, text="cars < 500/day")
MANY = Condition(factor="cars", comparator=">", low=500, text="cars > 500/day")
FROZEN = Condition(factor="ice", comparator="is", values=("yes",), text="ice is yes")
RULES = (
    rule("few", (FEW,), "ferry", "A ferry carries a few cars well."),
    rule("many", (MANY,), "bridge", "A bridge carries many."),
    rule("ice", (FROZEN,), "bridge", "A ferry stands still in ice."),
)
CATALOG = Catalog(
    trade_offs=(
        TradeOff(
            id="crossing",
            name="Ferry or bridge",
            question="How do we cross the river?",
            options=(
                Option(id="ferry", name="Run a ferry", text="A boat that goes to and fro."),
                Option(id="bridge", name="Build a bridge", text="Stone over water."),
            ),
            start="ferry",
            start_because="Begin small.",
            start_evidence=("river#few",),
            factors=("cars", "ice", "bank"),
            rules=RULES,
        ),
    ),
    factors=FACTORS,
    digest="c" * 64,
)


def quote(n: int, text: str, *, url: str | None = "https://river.example/report") -> CitedQuote:
    """Return a citation of one sentence."""
    return CitedQuote(
        n=n,
        quote=text,
        prefix="before it ",
        suffix=" after it",
        passage="river/p001-00000000",
        start=10,
        end=10 + len(text),
        kind="digest",
        source=CitedSource(id="river", title="Crossing rivers", authors=("A. Pontifex",), year=2024, url=url),
        references=(
            CitedReference(id="styx-1999", number=3, text="Styx (1999). Ferries.", url="https://styx.example/f"),
        ),
        link=url or "",
    )


def step(n: int, id: str, outcome: str | None, favours: str | None) -> PathStep:
    """Return the step of one rule of the small world."""
    text = f"If something: {next(r.because for r in RULES if r.id == f'crossing/{id}')}"
    return PathStep.model_validate(
        {"step": n, "kind": "rule", "node": f"rule:crossing/{id}", "text": text, "outcome": outcome}
        | {"favours": favours, "force": "strong", "citations": (1,)}
    )


def missing(factor: str, ask: str, why: str, *towards: str, **kind: object) -> Missing:
    """Return a fact of the small world that was not stated."""
    asked = {"factor": factor, "ask": ask, "why": why, "could_change_to": towards}
    return Missing.model_validate(asked | kind)


def answer(**changes: object) -> Answer:
    """Return the recommendation of the ferry for forty cars a day, with some fields changed."""
    whole = Answer(
        question="Ferry or bridge? About 40 cars a day.",
        outcome="recommendation",
        trade_off=Named(id="crossing", name="Ferry or bridge"),
        recommendation=Recommendation(
            option=FERRY,
            strength="moderate",
            certainty="low",
            robust=False,
            summary="Run a ferry: 40/day",
            citations=(1, 2),
        ),
        alternatives=(Alternative(option=BRIDGE, why_not="Too few cars for stone.", citations=(2,)),),
        facts=(
            FactHeard(factor="cars", value=40.0, unit="1/day", text="40 cars a day", origin="question", span=(23, 36)),
        ),
        path=(
            step(1, "few", None, None).model_copy(
                update={"kind": "fact", "node": "factor:cars", "text": "cars a day: 40/day"}
            ),
            step(2, "few", "holds", "ferry"),
            step(3, "ice", "unknown", "bridge"),
            step(4, "many", "fails", "bridge"),
        ),
        flips=(
            FlipHeard(
                factor="cars", at=500, unit="1/day", towards=BRIDGE, text="Above 500/day: a bridge.", citations=(2,)
            ),
        ),
        conflicts=(
            ConflictShown(
                about="How many is many",
                relation="disagree",
                positions=(
                    PositionShown(text="Five hundred.", citations=(1,)),
                    PositionShown(text="Five thousand.", citations=(2,)),
                ),
            ),
        ),
        missing=(
            missing("ice", "Does the river freeze?", "Ferries stop.", "bridge", kind="yes/no"),
            missing("cars", "How many cars a day?", "It pays.", kind="quantity", unit="1/day"),
            missing("bank", "Which bank?", "Piers.", kind="category", values=("rock", "mud")),
        ),
        citations=(quote(1, "A ferry carries forty cars [3]."), quote(2, "Stone is dear.")),
        text="**Run a ferry** [1] [2]",
        knowledge="k" * 64,
    )
    return whole.model_copy(update=changes)


def outside() -> Answer:
    """Return the answer to a question that the small world knows nothing of."""
    return answer(
        outcome="out_of_scope",
        trade_off=None,
        recommendation=None,
        **dict.fromkeys(("alternatives", "facts", "path", "flips", "conflicts", "missing", "citations"), ()),
        text="This is outside what I have evidence for.",
    )


def reviewed() -> Review:
    """Return a review of a document that builds a bridge for forty cars a day and says nothing of ice."""
    about = {"trade_off": "crossing", "option": "bridge", "line": 3, "line_end": 4}
    return Review(
        findings=(
            Finding(
                **about,
                kind="not-recommended",
                severity="error",
                text="The document builds a bridge, but for 40 cars a day a ferry will do [1].",
                citations=(1,),
            ),
            Finding(
                **about | {"line": 9, "line_end": 9},
                kind="missing-factor",
                severity="info",
                text="The document does not say whether the river freezes [2].",
                citations=(2,),
            ),
        ),
        citations=(quote(1, "A ferry carries forty cars [3]."), quote(2, "Stone is dear.")),
        knowledge="k" * 64,
    )


class FixedDesk:
    """A desk that answers every question the same way, and remembers what it was asked with."""

    def __init__(self, given: Answer | None = None) -> None:
        """Keep the answer to give."""
        self.fixed = given or answer()
        self.asked: list[tuple[tuple[str, ...], dict[str, str]]] = []

    def held(self) -> AbstractContextManager[None]:
        """Do nothing: the small world stays as it is."""
        return nullcontext()

    @property
    def catalog(self) -> Catalog:
        """The small world."""
        return CATALOG

    @cached_property
    def atlas(self) -> Atlas:
        """The small world and its one article."""
        return river.atlas(CATALOG)

    def advise(self, turns: Sequence[str], given: Mapping[str, str]) -> Answer:
        """Return the answer; ``cars`` set to anything but a number is refused."""
        self.asked.append((tuple(turns), dict(given)))
        if not given.get("cars", "1")[:1].isdigit():
            raise InputError("cars: expected a number, found words. Write such as 40 a day.")
        return outside() if "soup" in turns[-1] else self.fixed

    def cite(self, query: str) -> tuple[CitedQuote, ...]:
        """Return one quote, or none for soup."""
        return () if "soup" in query else (quote(1, "A ferry carries forty cars [3]."),)

    def charts(self, turns: Sequence[str], given: Mapping[str, str]) -> tuple[Chart, ...]:
        """Return the charts of the small world for the facts that the answer heard."""
        if not self.fixed.path or "soup" in turns[-1]:
            return ()
        by_id = {factor.id: factor for factor in FACTORS}
        facts = {f.factor: as_fact(f, by_id[f.factor]) for f in self.fixed.facts if f.counted and f.factor in by_id}
        return charts(Decision.of(CATALOG.trade_offs[0]), facts, by_id, lambda claims: (1,) * bool(claims))

    def adr(self, turns: Sequence[str], given: Mapping[str, str]) -> str:
        """Return the record of the answer, which carries no date."""
        return as_markdown(self.advise(turns, given), CATALOG, turns=turns, given=given)

    def review(self, text: str) -> Review:
        """Return the review of the bridge, or one without findings where the document speaks of no bridge."""
        if not text.strip():
            raise InputError("document: expected a design document, found nothing. Paste its text.")
        return reviewed() if "bridge" in text else reviewed().model_copy(update={"findings": (), "citations": ()})

    def sources(self, source: str | None, show: Part) -> Any:
        """Return the row of the one source, or a part of it."""
        row = {"id": "river", "title": "Crossing rivers", "claims": 1, "references": 3}
        if source not in (None, "river"):
            raise InputError(f"There is no source {source!r}. Known: river.")
        return [row] if source is None else row if show == "summary" else {"id": "river", show: []}
