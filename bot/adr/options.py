"""Each option of a decision with what argues for it, what does not, and what is open, as MADR lists them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.escaping import inline
from bot.types import Answer, PathStep
from kb.types import Option, Rule, TradeOff

Marks = Callable[[Iterable[int]], str]
_SIDES = {"holds": "Good", "unknown": "Neutral", "fails": "Bad"}


def options_text(answer: Answer, trade_off: TradeOff, marks: Marks) -> str:
    """Return the section: a heading an option, the chosen one first; ``marks`` gives citation marks."""
    chosen = answer.recommendation.option.id if answer.recommendation else trade_off.start
    first = sorted(trade_off.options, key=lambda option: option.id != chosen)
    return "\n\n".join(_option(option, answer, trade_off, marks) for option in first)


def _option(option: Option, answer: Answer, trade_off: TradeOff, marks: Marks) -> str:
    rules = {f"rule:{rule.id}": rule for rule in trade_off.rules}
    steps = [s for s in answer.path if s.favours == option.id and s.outcome]
    ordered = sorted(steps, key=lambda s: list(_SIDES).index(str(s.outcome)))
    rows = [f"* {argument(step, rules.get(step.node))}{marks(step.citations)}" for step in ordered]
    parts = [f"### {inline(option.name)}", inline(option.text), "\n".join(rows)]
    return "\n\n".join(part for part in parts if part)


def argument(step: PathStep, rule: Rule | None) -> str:
    """Return a rule as an argument: good where it holds, neutral where a fact is missing, bad where it fails."""
    condition, because = parted(step, rule)
    side = _SIDES[str(step.outcome)]
    if step.outcome == "holds":
        return f"{side}, because {condition}: {because} ({step.force} argument)"
    if step.outcome == "unknown":
        return (
            f"{side}, because it is not known whether {condition}; if so: {because} (would be a {step.force} argument)"
        )
    return f"{side}, because it is not so that {condition}; if it were: {because} (would be a {step.force} argument)"


def parted(step: PathStep, rule: Rule | None) -> tuple[str, str]:
    """Return the conditions of a rule's step, and why it argues; both as Markdown, to stand within a sentence."""
    text = step.text.removeprefix("If ")
    because = rule.because if rule and rule.because in text else text.rpartition(": ")[2]
    condition = text[: text.rindex(because)].removesuffix(": ") if because else text
    return inline(condition), inline(within(because).rstrip("."))


def within(text: str) -> str:
    """Return a sentence so that it can follow a comma or a colon: its first letter small, unless its word is a name."""
    word = text.split(" ", 1)[0]
    return text if any(c.isupper() for c in word[1:]) or word == "I" else text[:1].lower() + text[1:]
