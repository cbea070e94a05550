"""What a document advises in general ("below 400 examples, training is the better choice"), walked like a question.

Pure but for the advisor that is passed in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.advise import decide
from bot.advisor import Advisor
from bot.citing import Citer
from bot.design.document import Statement
from bot.design.figures import own
from bot.design.options import Options
from bot.design.types import Finding
from bot.listen import Turn, listen
from bot.numbers import counted
from bot.wording import clipped
from graph.walk import rank
from kb.types import Fact, Force, Outcome

OPTION = 0.2
"""Probability from which a piece of advice is for an option."""
OWNED = 0.6
"""Probability from which its figure is that of a factor."""

_ADVISES = re.compile(
    r"\b(?:(?:is|are) (?:\w+ )?(?:right|best|better|preferable|enough|worth|advisable|sensible|cheaper|the way)"
    r"|(?:right|better|best|sensible|natural) (?:choice|option|approach|way)|pays? (?:off|for itself|back)?"
    r"|makes? sense|worthwhile|suffices?|wins?|should be (?:preferred|used|chosen)"
    r"|becomes? (?:cheaper|better|worth\w*))\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:not|never|no|hardly|rarely|stops?|ceases?|only (?:when|if|above|below))\b|n't\b", re.IGNORECASE
)
_PERSONAL = re.compile(r"\b(?:we|our|us|i|my|here)\b", re.IGNORECASE)
_ABOVE = re.compile(r"\b(?:above|over|beyond|more than|from|at least|exceed\w*|upwards?)\b[^.,;]{0,20}$", re.IGNORECASE)
_BELOW = re.compile(r"\b(?:below|under|fewer than|less than|up to|at most|until)\b[^.,;]{0,20}$", re.IGNORECASE)
ACROSS = 0.02
"""How far beyond its figure a piece of advice is tried, as a share of it."""


def advice_findings(statements: Sequence[Statement], advisor: Advisor, options: Options, citer: Citer) -> list[Finding]:
    """Return the findings that general advice goes against the rules, with its own figures as facts."""
    general = [s for s in statements if _ADVISES.search(s.text) and not _DENIES.search(s.text)]
    general = [s for s in general if not _PERSONAL.search(s.text) and not own(s.text)]
    if not general:
        return []
    texts = [s.text for s in general]
    listening = listen(texts, advisor.hearing, advisor.embed, advisor.speller)
    found = []
    for statement, turn, ranked in zip(general, listening.turns, options.likely(texts), strict=True):
        if not turn.amounts or not ranked or ranked[0].probability < OPTION:
            continue
        finding = _judged(statement, turn, listening.roles, (ranked[0].trade_off, ranked[0].option), advisor, citer)
        if finding:
            found.append(finding)
    return found


def _judged(
    statement: Statement, turn: Turn, roles: Sequence[str], named: tuple[str, str], advisor: Advisor, citer: Citer
) -> Finding | None:
    trade_off, option = named
    factors = {id: advisor.factors[id] for id in advisor.trade_off(trade_off).factors}
    heard = [h for h in counted(turn, roles, factors, {}) if h.surely >= OWNED]
    if not heard:
        return None
    facts = {h.fact.factor: _across(h.fact, turn) for h in heard}
    verdict = decide(trade_off, facts, advisor)
    ranks = {support.option: rank(support) for support in verdict.path.supports}
    if ranks[verdict.path.recommended] <= ranks[option]:
        return None
    steps = [s for s in verdict.path.steps if s.outcome is Outcome.HOLDS and s.favours == verdict.path.recommended]
    if not steps or steps[0].force is Force.WEAK:
        return None
    numbers = citer.claims(steps[0].evidence[:1])
    marks = "".join(f"[{n}]" for n in numbers)
    text = (
        f"The evidence advises “{verdict.option(verdict.path.recommended).name}” there: "
        f"{clipped(steps[0].because, 200)} {marks}. Correct the sentence, or cite what it stands on."
    )
    return Finding(
        line=statement.line, line_end=statement.line_end, kind="contradicted", severity="warning",
        trade_off=trade_off, option=option, text=" ".join(text.replace(". [", " [").split()), citations=numbers,
    )  # fmt: skip


def _across(fact: Fact, turn: Turn) -> Fact:
    """Return the fact just on that side of its figure of which the advice speaks."""
    if fact.low is None or fact.high is None or not turn.amounts:
        return fact
    before = turn.text[: turn.amounts[0].start]
    scale = 1 + ACROSS if _ABOVE.search(before) else 1 - ACROSS if _BELOW.search(before) else 1.0
    return fact.model_copy(update={"low": fact.low * scale, "high": fact.high * scale, "bound": None})
