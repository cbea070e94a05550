"""Each option of a decision with what argues for it, what does not, and what is open, as MADR lists them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bot.escaping import inline
from bot.types import Answer, PathStep
from kb.types import Factor, Option, Rule, TradeOff

Marks = Callable[[Iterable[int]], str]
_SIDES = {"holds": "Good", "unknown": "Neutral", "fails": "Bad"}
_VERBS = {"holds": (" is", " is"), "unknown": (" being", " being"), "fails": (" to be", "")}
"""How the conditions of such an argument are said: of what is chosen (yes, no, a category), and of what is measured."""
_LEGEND = (
    "Good: an argument that holds. Neutral: one that depends on something not known. Bad: one that does not hold here. "
    "The numbers are those of the evidence below."
)


def options_text(answer: Answer, trade_off: TradeOff, factors: Sequence[Factor], marks: Marks) -> str:
    """Return the section: a heading an option, the chosen one first; ``marks`` gives citation marks."""
    chosen = answer.recommendation.option.id if answer.recommendation else trade_off.start
    first = sorted(trade_off.options, key=lambda option: option.id != chosen)
    return "\n\n".join([_LEGEND, *(_option(option, answer, trade_off, factors, marks) for option in first)])


def _option(option: Option, answer: Answer, trade_off: TradeOff, factors: Sequence[Factor], marks: Marks) -> str:
    rules = {f"rule:{rule.id}": rule for rule in trade_off.rules}
    steps = [s for s in answer.path if s.favours == option.id and s.outcome]
    ordered = sorted(steps, key=lambda s: list(_SIDES).index(str(s.outcome)))
    rows = [f"* {argument(step, rules.get(step.node), factors)}{marks(step.citations)}" for step in ordered]
    parts = [f"### {inline(option.name)}", inline(option.text), "\n".join(rows)]
    return "\n\n".join(part for part in parts if part)


def argument(step: PathStep, rule: Rule | None, factors: Sequence[Factor]) -> str:
    """Return a rule as an argument: good where it holds, neutral where a fact is missing, bad where it fails."""
    outcome, because = str(step.outcome), reason(step, rule)
    condition = _condition(step, rule, factors, *_VERBS[outcome])
    side, force = _SIDES[outcome], f"{step.force} argument"
    if outcome == "holds":
        return f"{side}, because {because} ({force}, since {condition})"
    if outcome == "unknown":
        return f"{side}, because it depends on {condition}: {because} ({force})"
    return f"{side}, because it would take {condition}: {because} ({force})"


def _condition(step: PathStep, rule: Rule | None, factors: Sequence[Factor], chosen: str, measured: str) -> str:
    """Return the conditions of a rule as clauses with these verbs: ``‘runs all day’ being yes``, not its ``: yes``."""
    text = step.text.removeprefix("If ")
    because = _because(step, rule)
    condition = text[: text.rindex(because)].removesuffix(": ") if because else text
    names = {factor.id: within(factor.name) for factor in factors}
    for test in rule.when if rule else ():
        name = names.get(test.factor, test.factor)
        if test.comparator == "is":
            values = " or ".join(test.values)
            condition = condition.replace(f"{name}: {values}", f"‘{name}’{chosen} {values}", 1)
        else:
            condition = condition.replace(f"{name} is ", f"{name}{measured} ", 1)
    return inline(condition)


def reason(step: PathStep, rule: Rule | None) -> str:
    """Return why a rule argues, as Markdown to stand within a sentence."""
    return inline(within(_because(step, rule)).rstrip("."))


def _because(step: PathStep, rule: Rule | None) -> str:
    return rule.because if rule and rule.because in step.text else step.text.rpartition(": ")[2]


def within(text: str) -> str:
    """Return a sentence so that it can follow a comma or a colon: its first letter small, unless its word is a name."""
    word = text.split(" ", 1)[0]
    return text if any(c.isupper() for c in word[1:]) or word == "I" else text[:1].lower() + text[1:]
