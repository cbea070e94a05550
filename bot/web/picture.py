"""The walked part of the graph as an inline SVG, left to right: facts, the rules they meet, the options. Pure.

Holds, fails and unknown are told by sign, word and shape (a plain box with a heavy edge, a notched dotted one, a
rounded dashed one) and by the line that leads there; colour only repeats it. Every rule is a button that opens its
evidence, by pointer and by key; so does every line to and from it, by pointer. Colours are those of the style sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.types import Answer, FactHeard, PathStep
from bot.web.layout import LINE, PAD, WIDE, Box, Columns, Plan, Words, curve, plan
from bot.web.markup import plain
from bot.wording import required
from graph.rules import test
from kb.types import Catalog, Condition, Fact, Factor, FactorKind, Outcome, Rule

SIGNS: Mapping[str, str] = {"holds": "✓ holds", "unknown": "? unknown", "fails": "✗ fails"}
SHOWN = 3
"""Rules that fail, and rules that are unknown, drawn one by one in the short picture; the whole one draws all."""
PULL: Mapping[str, float] = {"holds": 50.0, "unknown": 1.0, "fails": 1.0}
"""How strongly a rule draws its facts and its option beside itself, so that the path taken runs level."""
MOST_WANTED = 3
"""Conditions that one box names."""


@dataclass(frozen=True)
class Canvas:
    """What the boxes of one picture are drawn from."""

    answer: Answer
    rules: Mapping[str, Rule]
    factors: Mapping[str, Factor]
    facts: Mapping[str, Fact]
    said: Mapping[str, str]
    options: Mapping[str, str]

    def conditions(self, step: PathStep) -> tuple[Condition, ...]:
        """Return what the step's rule tests; empty for a rule that the catalog does not know."""
        rule = self.rules.get(step.node.removeprefix("rule:"))
        return rule.when if rule else ()

    def tests(self, step: PathStep) -> list[tuple[Condition, Outcome]]:
        """Return the conditions that the rule's outcome rests on: the first that fails, or else all."""
        tested = [(c, test(c, self.facts.get(c.factor))) for c in self.conditions(step)]
        if step.outcome != "fails":
            return tested
        return [pair for pair in tested if pair[1] is Outcome.FAILS][:1]

    def wanted(self, condition: Condition) -> str:
        """Return a condition in words: ``cost is attributed: no``."""
        factor = self.factors.get(condition.factor)
        return required(condition, factor) if factor else condition.text


def picture(answer: Answer, catalog: Catalog, turn: int, *, whole: bool = False, columns: Columns = WIDE) -> str:
    """Return the answer's path as an SVG element; empty where no fact met a rule.

    ``whole`` draws every rule, otherwise what holds, and of the others those that matter most. A rule's box names the
    element ``turn-<turn>-step-<step>`` that it opens.
    """
    canvas = canvas_of(answer, catalog)
    steps = [step for step in answer.path if step.outcome is not None]
    if not steps or not canvas.said:
        return ""
    chosen = answer.recommendation.option.id if answer.recommendation else None
    shown = ordered(steps if whole else picked(steps, chosen), list(canvas.options), chosen)
    facts, rules = _facts(canvas, shown), {f"r{step.step}": _words(canvas, step) for step in shown}
    best = "★ recommended" if columns is WIDE else "★"
    options = {f"o-{id}": Words(best if id == chosen else "", name) for id, name in canvas.options.items()}
    joined = [(f"f-{c.factor}", f"r{s.step}", PULL[str(s.outcome)]) for s in shown for c, _ in canvas.tests(s)]
    joined += [(f"r{s.step}", f"o-{s.favours}", PULL[str(s.outcome)]) for s in shown if s.outcome != "fails"]
    drawn = plan(facts, rules, options, joined, columns)
    return _svg(canvas, shown, drawn, chosen, turn, columns.whole)


def left_out(answer: Answer) -> int:
    """Return how many rules the short picture leaves to the whole one."""
    steps = [step for step in answer.path if step.outcome is not None]
    chosen = answer.recommendation.option.id if answer.recommendation else None
    return len(steps) - len(picked(steps, chosen))


def picked(steps: Sequence[PathStep], recommended: str | None) -> list[PathStep]:
    """Return the steps of the short picture: what holds, then the first of the unknown and of the failed ones.

    Among the unknown those that argue for another option come first. One more than ``SHOWN`` is drawn rather than
    left out alone.
    """
    shown: list[PathStep] = []
    for outcome in SIGNS:
        these = [step for step in steps if step.outcome == outcome]
        if outcome == "unknown":
            these.sort(key=lambda step: step.favours == recommended)
        shown += these if outcome == "holds" or len(these) <= SHOWN + 1 else these[:SHOWN]
    return shown


def ordered(steps: Sequence[PathStep], options: Sequence[str], chosen: str | None) -> list[PathStep]:
    """Return the steps by the option they argue for, the chosen one first, so that few lines cross; what fails last."""
    weight = {id: sum(step.favours == id and step.outcome == "holds" for step in steps) for id in options}
    place = {id: at for at, id in enumerate(sorted(options, key=lambda id: (id != chosen, -weight[id])))}
    outcomes = list(SIGNS)
    return sorted(
        steps, key=lambda s: (s.outcome == "fails", place.get(s.favours or "", 99), outcomes.index(str(s.outcome)))
    )


def as_fact(heard: FactHeard, factor: Factor) -> Fact:
    """Return the fact that the answer shows as the walk knows it."""
    value = heard.value
    if factor.kind is FactorKind.YES_NO:
        return Fact(factor=factor.id, choice="yes" if value is True or value == "yes" else "no")
    if factor.kind is FactorKind.CATEGORY or isinstance(value, str):
        return Fact(factor=factor.id, choice=str(value))
    low, high = value if isinstance(value, tuple) else (float(value), float(value))
    return Fact(factor=factor.id, low=low, high=high)


def canvas_of(answer: Answer, catalog: Catalog) -> Canvas:
    """Return what the picture of an answer is drawn from."""
    factors = {factor.id: factor for factor in catalog.factors}
    return Canvas(
        answer=answer,
        rules={rule.id: rule for trade_off in catalog.trade_offs for rule in trade_off.rules},
        factors=factors,
        facts={f.factor: as_fact(f, factors[f.factor]) for f in answer.facts if f.counted and f.factor in factors},
        said={step.node.removeprefix("factor:"): step.text for step in answer.path if step.kind == "fact"},
        options=_options(answer, catalog),
    )


def _options(answer: Answer, catalog: Catalog) -> dict[str, str]:
    """Return id -> name of the options, in the author's order where the catalog knows the trade-off."""
    known = {t.id: t for t in catalog.trade_offs}.get(answer.trade_off.id if answer.trade_off else "")
    names = {option.id: option.name for option in known.options} if known else {}
    if answer.recommendation:
        names.setdefault(answer.recommendation.option.id, answer.recommendation.option.name)
    for alternative in answer.alternatives:
        names.setdefault(alternative.option.id, alternative.option.name)
    return names


def _facts(canvas: Canvas, steps: Sequence[PathStep]) -> dict[str, Words]:
    """Return the left column: what was stated, then what the drawn rules wait for."""
    stated = {f"f-{id}": Words("", _capital(text)) for id, text in canvas.said.items()}
    waiting = {
        f"f-{c.factor}": Words("? not stated", canvas.factors[c.factor].name)
        for step in steps
        for c, outcome in canvas.tests(step)
        if outcome is Outcome.UNKNOWN and c.factor not in canvas.said and c.factor in canvas.factors
    }
    return stated | waiting


def _words(canvas: Canvas, step: PathStep) -> Words:
    """Return what a rule's box says: its outcome and force, why, and what it tests."""
    rule = canvas.rules.get(step.node.removeprefix("rule:"))
    tested = [canvas.wanted(c) for c, _ in canvas.tests(step)]
    more = f" and {len(tested) - MOST_WANTED} more" if len(tested) > MOST_WANTED else ""
    when = f"if {' and '.join(tested[:MOST_WANTED])}{more}" if tested else ""
    if step.outcome == "fails" and when:
        when = f"would need {when.removeprefix('if ')}"
    force = f" · {step.force}" if step.force else ""
    return Words(f"{SIGNS[str(step.outcome)]}{force}", rule.because if rule else step.text, when)


def _svg(canvas: Canvas, steps: Sequence[PathStep], drawn: Plan, chosen: str | None, turn: int, width: float) -> str:
    boxes = {box.id: box for box in (*drawn.left, *drawn.centre, *drawn.right)}
    lines = "".join(_lines(canvas, steps, boxes))
    facts = "".join(_fact(box, canvas) for box in drawn.left)
    rules = "".join(_rule(boxes[f"r{step.step}"], step, canvas, turn) for step in steps)
    options = "".join(_option(box, box.id == f"o-{chosen}") for box in drawn.right)
    return (
        f'<svg class="cr-path" viewBox="0 0 {width:.0f} {drawn.height:.0f}" width="{width:.0f}" '
        f'height="{drawn.height:.0f}" '
        f'role="group" aria-label="{plain(_told(canvas, steps, chosen))}">'
        f'<g aria-hidden="true">{lines}</g>{facts}{rules}{options}</svg>'
    )


def _told(canvas: Canvas, steps: Sequence[PathStep], chosen: str | None) -> str:
    """Return the picture in one sentence, for who does not see it."""
    counts = ", ".join(f"{sum(s.outcome == outcome for s in steps)} {outcome}" for outcome in SIGNS)
    end = f"leading to {canvas.options[chosen]}" if chosen in canvas.options and chosen else "deciding nothing yet"
    facts = f"{len(canvas.said)} stated fact{'' if len(canvas.said) == 1 else 's'}"
    return f"The path from {facts} over {len(steps)} rules ({counts}), {end}. Rules are buttons."


def _lines(canvas: Canvas, steps: Sequence[PathStep], boxes: Mapping[str, Box]) -> Iterator[str]:
    for step in steps:
        rule = boxes[f"r{step.step}"]
        for condition, outcome in canvas.tests(step):
            fact = boxes.get(f"f-{condition.factor}")
            if fact:
                yield _line(fact, rule, f"cr-{outcome.value}", step)
        option = boxes.get(f"o-{step.favours}")
        if option and step.outcome != "fails":
            yield _line(rule, option, f"cr-{step.outcome} cr-argues cr-{step.force}", step)


def _line(start: Box, end: Box, name: str, step: PathStep) -> str:
    """Return a line between two boxes, with a wide one below it that is easy to hit, and its head."""
    x1, x2, y = start.x + start.width, end.x, end.middle
    way = curve((x1, start.middle), (x2 - 6, y))
    cross = f"M{x2 - 11:.1f} {y - 4:.1f}l8 8m0 -8l-8 8"
    arrow = f"M{x2 - 8:.1f} {y - 4:.1f}L{x2 - 1:.1f} {y:.1f}L{x2 - 8:.1f} {y + 4:.1f}"
    head = cross if "cr-fails" in name else arrow
    return (
        f'<g class="cr-line {name}" data-opens="{step.step}"><path class="cr-hit" d="{way}"/>'
        f'<path class="cr-way" d="{way}"/><path class="cr-tip" d="{head}"/></g>'
    )


def _fact(box: Box, canvas: Canvas) -> str:
    stated = box.id.removeprefix("f-") in canvas.said
    shape = f'<rect x="{box.x}" y="{box.y:.1f}" width="{box.width}" height="{box.height:.1f}" rx="17"/>'
    return f'<g class="cr-node cr-{"fact" if stated else "unknown"}">{shape}{_text(box)}</g>'


def _rule(box: Box, step: PathStep, canvas: Canvas, turn: int) -> str:
    towards = canvas.options.get(step.favours or "", "")
    label = f"Rule {step.step}, {' '.join((*box.head, *box.text))} For {towards}. Open its evidence."
    return (
        f'<g class="cr-node cr-rule cr-{step.outcome}" role="button" tabindex="0" data-opens="{step.step}" '
        f'aria-controls="turn-{turn}-step-{step.step}" aria-expanded="false" aria-label="{plain(label)}">'
        f"{_shape(box, str(step.outcome))}{_text(box)}</g>"
    )


def _shape(box: Box, outcome: str) -> str:
    """Return the outline of a rule: square where it holds, rounded where it is unknown, notched where it fails."""
    if outcome != "fails":
        round_ = 3 if outcome == "holds" else 14
        return f'<rect x="{box.x}" y="{box.y:.1f}" width="{box.width}" height="{box.height:.1f}" rx="{round_}"/>'
    right, bottom, cut = box.x + box.width, box.y + box.height, 13
    return (
        f'<path d="M{box.x} {box.y:.1f}H{right - cut}L{right} {box.y + cut:.1f}V{bottom:.1f}H{box.x}Z'
        f'M{right - cut} {box.y:.1f}V{box.y + cut:.1f}H{right}"/>'
    )


def _option(box: Box, chosen: bool) -> str:
    if not chosen:
        shape = f'<rect x="{box.x}" y="{box.y:.1f}" width="{box.width}" height="{box.height:.1f}" rx="3"/>'
        return f'<g class="cr-node cr-option">{shape}{_text(box)}</g>'
    left, right, top, bottom = box.x, box.x + box.width, box.y, box.y + box.height
    shape = (
        f'<path d="M{left + 10} {top:.1f}H{right - 10}L{right} {box.middle:.1f}L{right - 10} {bottom:.1f}'
        f'H{left + 10}L{left} {box.middle:.1f}Z"/>'
    )
    return f'<g class="cr-node cr-chosen">{shape}{_text(box, inset=8)}</g>'


def _text(box: Box, inset: float = 0.0) -> str:
    """Return the lines of a box as text elements, each line where it belongs."""
    rows = [(line, "cr-sign") for line in box.head] + [(line, "") for line in box.text]
    rows += [(line, "cr-foot") for line in box.foot]
    return "".join(
        f'<text x="{box.x + PAD + 2 + inset:.1f}" y="{box.y + PAD + LINE * at + 12.5:.1f}"'
        f"{f' class={chr(34)}{name}{chr(34)}' if name else ''}>{plain(line)}</text>"
        for at, (line, name) in enumerate(rows)
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
