"""What a fact is set with, fit to its kind: buttons for a yes/no or a category, a field for a quantity. Pure.

A button names its factor and the value that it sets (``data-factor``, ``data-set``); one without ``data-set`` sends
what stands in the field beside it. ``card.js`` listens to both.
"""

from __future__ import annotations

from bot.types import Missing
from bot.web.markup import fold, plain
from kb.types import Factor, FactorKind

HINTS = {
    "1/day": "such as 40k a day",
    "s": "such as 200 ms",
    "count": "such as 800",
    "%": "such as 12%",
    "percentage points": "such as 2 points",
    "weeks": "such as 6 weeks",
}


def control(factor: Factor, problem: str = "") -> str:
    """Return the control of a factor; ``problem`` says why what was set before could not be used."""
    return f'<div class="cr-answers">{_inputs(factor)}</div>{problem_html(problem)}'


def problem_html(problem: str) -> str:
    """Return why something could not be used, said at once to a screen reader; nothing where there is no problem."""
    return f'<p class="cr-problem" role="alert">{plain(problem)}</p>' if problem else ""


def _inputs(factor: Factor) -> str:
    name = plain(factor.name)
    if factor.kind is FactorKind.QUANTITY:
        hint = plain(HINTS.get(factor.unit or "", "a number"))
        field = f'<input type="text" maxlength="80" aria-label="{name}" placeholder="{hint}" autocomplete="off">'
        return f"{field}{button(factor.id, None, f'Set {name}', 'Set')}"
    values = ("yes", "no") if factor.kind is FactorKind.YES_NO else factor.values
    return "".join(button(factor.id, v, f"{name}: {plain(v)}", plain(v[:1].upper() + v[1:])) for v in values)


def button(factor: str, value: str | None, label: str, text: str, name: str = "") -> str:
    """Return a button that sets a value, or what stands in its field; ``label`` and ``text`` are HTML."""
    sent = "" if value is None else f' data-set="{plain(value)}"'
    cls = f' class="{name}"' if name else ""
    return f'<button type="button"{cls} data-factor="{plain(factor)}"{sent} aria-label="{label}">{text}</button>'


def questions_html(
    missing: tuple[Missing, ...],
    factors: dict[str, Factor],
    options: dict[str, str],
    *,
    decided: bool,
    problem: tuple[str, str],
) -> str:
    """Return the next question with its answers, and the others behind a fold; nothing where none is left.

    ``options`` are names by id; ``problem`` names the factor whose answer could not be used, and says why.
    """
    rows = [_asked(m, factors[m.factor], options, problem) for m in missing if m.factor in factors]
    if not rows:
        return ""
    title = "Answer this to firm it up" if decided else "Answer this to decide it"
    more = fold("Other questions that could change it", "".join(rows[1:]), count=len(rows) - 1) if rows[1:] else ""
    return f'<div class="cr-next"><p class="cr-label">{title}</p>{rows[0]}{more}</div>'


def _asked(missing: Missing, factor: Factor, options: dict[str, str], problem: tuple[str, str]) -> str:
    towards = " or ".join(plain(options.get(id, id)) for id in missing.could_change_to)
    could = f" Could change it to {towards}." if towards else ""
    words = f'<p class="cr-question">{plain(missing.ask)}</p><p class="cr-heard">{plain(missing.why)}{could}</p>'
    wrong = problem[1] if problem[0] == factor.id else ""
    return (
        f'<div class="cr-ask" data-key="ask-{plain(factor.id)}"><div>{words}</div>'
        f'<div class="cr-control">{control(factor, wrong)}</div></div>'
    )
