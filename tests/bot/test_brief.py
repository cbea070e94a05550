"""An answer on one page of a terminal."""

from __future__ import annotations

import io
import re

import pytest

from bot.advise import advise
from bot.advisor import Advisor
from bot.brief import brief_lines, counter
from bot.terminal import console
from tests.bot.questions import LOOK_UP, OUTSIDE, STALE, VOLUME

OPEN = "Should we batch or go real-time?"
BUSY = "API or own GPUs? 3M requests a day, we run our own GPU clusters already and compliance is heavy."


class Page(io.StringIO):
    """A terminal to print to."""

    def isatty(self) -> bool:
        """Return True."""
        return True


def plain(question: str, advisor: Advisor) -> list[str]:
    """Return the lines of the brief answer."""
    names = {id: factor.name for id, factor in advisor.factors.items()}
    return [line.plain for line in brief_lines(advise([question], advisor), names)]


@pytest.mark.parametrize("question", [VOLUME, STALE, OPEN, BUSY, LOOK_UP, OUTSIDE])
def test_every_outcome_fits_on_a_page(advisor: Advisor, question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal of 80 columns no answer takes more than 36 lines, wrapped ones counted, on a wide one 24."""
    for columns, most in (("80", 36), ("140", 24)):
        monkeypatch.setenv("COLUMNS", columns)
        monkeypatch.setenv("NO_COLOR", "1")
        page = Page()
        screen = console(page)
        for line in brief_lines(advise([question], advisor)):
            screen.print(line)
        assert len(page.getvalue().splitlines()) <= most


def test_a_recommendation_says_how_sure_it_is_and_why(advisor: Advisor) -> None:
    """Strength with what it means, certainty with what it rests on, then what was heard, quotes, and what turns it."""
    lines = plain(VOLUME, advisor)
    assert lines[0] == "Call an API"
    assert lines[2] == "Strong recommendation: no missing fact would change it."
    assert re.match(r"\w+ certainty: .*a stated bar", lines[3])
    heads = [
        "Heard: Requests per day: 55,000/day",
        "[1] “",
        "[2] “",
        "Against it: ",
        "Would change it: ",
        "Sources disagree: ",
    ]
    found = [next(at for at, line in enumerate(lines) if line.startswith(head)) for head in heads]
    assert found == sorted(found)
    assert lines[-1].startswith("--full shows the path and all ")


def test_every_number_in_brackets_is_quoted(advisor: Advisor) -> None:
    """No mark points to a citation that is shown elsewhere only; the quotes keep the numbers of the whole answer."""
    for question in (VOLUME, STALE, OPEN, BUSY):
        lines = plain(question, advisor)
        quoted = {line.partition(" ")[0] for line in lines if re.match(r"\[\d+\] “", line)}
        said = [line for line in lines if "“" not in line]
        assert set(re.findall(r"\[\d+\]", "\n".join(said))) <= quoted
        assert 1 <= len(quoted) <= 2


def test_the_strongest_counter_argument_is_one_that_holds(advisor: Advisor) -> None:
    """Of several options that were not chosen the one that something argues for is named."""
    answer = advise([BUSY], advisor)
    against = counter(answer)
    assert against is not None
    assert answer.recommendation is not None
    held = [step.favours for step in answer.path if step.outcome == "holds"]
    assert against.option.id == next(option for option in held if option != answer.recommendation.option.id)


def test_what_is_undecided_asks_and_says_how_to_answer(advisor: Advisor) -> None:
    """Where facts are missing all that is worth telling is asked, with the option that gives it."""
    lines = plain(OPEN, advisor)
    assert lines[0].startswith("Nothing stated decides this yet")
    at = next(i for i, line in enumerate(lines) if line.startswith("Tell me: "))
    assert all("(--fact " in line for line in lines[at : at + 4])
    assert any(line.endswith("=yes|no)") for line in lines[at : at + 4])
    assert any(line.endswith("=on-demand|hourly|daily|weekly|monthly)") for line in lines[at : at + 4])


def test_what_is_outside_is_one_line(advisor: Advisor) -> None:
    """Nothing is cited and nothing more is offered."""
    assert len(plain(OUTSIDE, advisor)) == 1
