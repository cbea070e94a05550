"""The reasoning path as a value; Markdown, Mermaid, rows and JSON are views of it (``graph.views``)."""

from __future__ import annotations

from typing import Literal

from kb.types import Condition, Fact, Force, Outcome, Record


class Test(Record):
    """One condition of a rule, held against the facts."""

    __test__ = False  # not a pytest class

    condition: Condition
    outcome: Outcome
    fact: Fact | None = None


class Step(Record):
    """One rule as the walk met it: its tests, whether it holds, what it argues for and with which force.

    ``corroborated_by`` are claims of other sources that say the same; they argue no second time.
    """

    rule: str
    tests: tuple[Test, ...]
    outcome: Outcome
    favours: str
    force: Force
    because: str
    evidence: tuple[str, ...]
    status: Literal["authored", "extracted"] = "authored"
    corroborated_by: tuple[str, ...] = ()


class Support(Record):
    """What argues for one option: how many rules of each force hold, in the order in which they are compared."""

    option: str
    decisive: int = 0
    strong: int = 0
    weak: int = 0


class ReasoningPath(Record):
    """The steps of one walk and what follows from them.

    ``recommended`` is the option with the best support, or the trade-off's starting option when nothing argues
    (``argued`` is then false).
    """

    trade_off: str
    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    supports: tuple[Support, ...]
    recommended: str
    argued: bool


class Flip(Record):
    """The value of one factor, in its canonical unit, just across which the recommendation changes.

    ``inclusive`` says whether the change happens at the value itself or only beyond it.
    """

    factor: str
    at: float
    unit: str
    direction: Literal["up", "down"]
    towards: str
    rules: tuple[str, ...]
    inclusive: bool


class NextQuestion(Record):
    """An unknown factor worth asking about: its value of information and the options its answers could lead to."""

    factor: str
    value: float
    could_change_to: tuple[str, ...]


class Sensitivity(Record):
    """How firmly the path decides: robust, what would flip it, what to ask next (most valuable first).

    ``exact`` is false where the completions were too many to walk them all and a seeded sample stood for them.
    """

    robust: bool
    flips: tuple[Flip, ...]
    questions: tuple[NextQuestion, ...]
    exact: bool = True


class Conflict(Record):
    """A disagreement of the sources after unit normalisation; indices point into the disagreement's positions."""

    disagreement: str
    about: str
    relation: Literal["agree", "disagree", "not comparable"]
    why: str
    positions: tuple[int, ...]
