"""Facts of a recorded answer, as the walk takes them again. Pure."""

from __future__ import annotations

import re
from typing import get_args

from bot.given import given_fact
from bot.types import Answer, FactHeard
from bot.wording import stated
from kb.errors import InputError
from kb.periods import SECONDS
from kb.quantity import read_amounts
from kb.types import Bound, Fact, Factor, FactorKind


def recorded_fact(heard: FactHeard, factors: dict[str, Factor], answer: Answer) -> Fact:
    """Return a fact of an answer as the walk takes it; raises InputError where its factor takes no such value now."""
    if heard.origin == "given" and not heard.assumed:
        return given_fact(heard.factor, heard.text, factors)
    factor, value = factors[heard.factor], heard.value
    place = {"text": heard.text, "origin": heard.origin, "span": heard.span, "assumed": heard.assumed}
    if factor.kind is FactorKind.QUANTITY and not isinstance(value, bool | str):
        low, high = value if isinstance(value, tuple) else (value, value)
        fact = Fact.model_validate({"factor": factor.id, "low": low, "high": high, **place})
        bounded = (fact.model_copy(update={"bound": bound}) for bound in (None, *get_args(Bound)))
        found = (f.model_copy(update={"unit_said": _unit_said(f, factor, answer)}) for f in bounded)
        return next((f for f in found if _worded(f, factor, answer)), fact)
    choice = {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else value
    if factor.kind is FactorKind.QUANTITY or choice not in (factor.values or ("yes", "no")):
        raise InputError(f"{factor.id}: expected a {factor.kind.value}, found {value!r}.")
    return Fact.model_validate({"factor": factor.id, "choice": choice, **place})


def _worded(fact: Fact, factor: Factor, answer: Answer) -> bool:
    """Say whether the answer's path words the fact as it would be worded now."""
    return any(step.node == f"factor:{factor.id}" and step.text == stated(fact, factor) for step in answer.path)


def _unit_said(fact: Fact, factor: Factor, answer: Answer) -> str | None:
    """Return the unit that the user spoke in: the one in which the answer's path words the fact as it does."""
    worded = next((step.text for step in answer.path if step.node == f"factor:{factor.id}"), "")
    flips = [re.sub(r"^1/", "", flip.unit) for flip in answer.flips if flip.factor == factor.id]
    words = [a.period if a.dimension == "rate" else a.unit for a in read_amounts(fact.text)]
    candidates = [*flips, *(word or None for word in words), None, *SECONDS]
    return next((u for u in candidates if stated(fact.model_copy(update={"unit_said": u}), factor) == worded), None)
