"""Answers on a terminal: plain where it is none, nothing that a terminal would obey."""

from __future__ import annotations

import io
import re

import pytest

from bot.advise import advise
from bot.advisor import Advisor
from bot.citing import Citer
from bot.terminal import answer_lines, citation_lines, console, heard_lines, visible
from bot.types import FactHeard
from tests.bot.questions import LOOK_UP, OUTSIDE, VOLUME
from tests.bot.shelf import library


def names(advisor: Advisor) -> dict[str, str]:
    """Return the names of all factors, by id."""
    return {id: factor.name for id, factor in advisor.factors.items()}


class Terminal(io.StringIO):
    """A text stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Return True."""
        return True


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ü 中 🤖\n\tx", "plain ü 中 🤖\n\tx"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\x07b\x08c\rd\x9be", r"a\x07b\x08c\rd\x9be"),
        ("\u202eevil\u2066", r"\u202eevil\u2066"),
        ("\ud800", r"\ud800"),
    ],
)
def test_control_characters_are_made_visible(text: str, shown: str) -> None:
    """Escapes, bells, C1 controls, bidi overrides and surrogates are spelt out; other text stays."""
    assert visible(text) == shown


def test_quote_from_an_article_cannot_command_the_terminal() -> None:
    """A control character in a quoted source arrives as its spelling."""
    citer = Citer(library())
    citer.claim("notes#bar")
    forged = citer.cited()[0].model_copy(update={"quote": "\x1b]0;owned\x07 [bold]x[/bold]"})
    shown = "\n".join(line.plain for line in citation_lines([forged]))
    assert "\x1b" not in shown
    assert r"\x1b]0;owned\x07 [bold]x[/bold]" in shown


def test_colour_is_for_terminals_and_not_where_no_color_is_set(
    advisor: Advisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal gets colours, one with NO_COLOR none, a pipe neither colours nor broken lines."""
    answer = advise([VOLUME], advisor)
    monkeypatch.setenv("TERM", "xterm-256color")

    def printed(out: io.StringIO) -> str:
        screen = console(out)
        for line in answer_lines(answer):
            screen.print(line)
        return out.getvalue()

    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;32m" in printed(Terminal())
    plain = printed(io.StringIO())
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) > 120
    monkeypatch.setenv("NO_COLOR", "1")
    assert "32m" not in printed(Terminal())


def test_a_fact_taken_back_says_so(advisor: Advisor) -> None:
    """It is no value that was heard."""
    answer = advise([VOLUME], advisor, {"requests_per_day": "unknown"})
    lines = [line.plain for line in answer_lines(answer, names(advisor))]
    assert "  - Requests per day: taken back, counts as not stated" in lines


@pytest.mark.parametrize(
    ("question", "first", "last"), [(OUTSIDE, "This is outside", ";"), (LOOK_UP, "Evidence, without a verdict", "http")]
)
def test_other_outcomes_say_what_they_are(advisor: Advisor, question: str, first: str, last: str) -> None:
    """Out of scope is one line; evidence is its quotes with references and no verdict."""
    lines = [line.plain for line in answer_lines(advise([question], advisor))]
    assert lines[0].startswith(first)
    assert "Why" not in lines
    assert last in "\n".join(lines)


def test_a_conflict_says_under_its_sides_what_weighed_more(advisor: Advisor) -> None:
    """The sentence comes last in its list, after every position."""
    answer = advise([VOLUME], advisor)
    lines = [line.plain for line in answer_lines(answer)]
    at = next(i for i, line in enumerate(lines) if line.startswith("Sources "))
    (conflict, *_) = answer.conflicts
    assert lines[at + 1 + len(conflict.positions)] == f"  - {conflict.weight}"


def test_lists_show_names_and_numbers_as_they_are_read(advisor: Advisor) -> None:
    """What was heard and where the path leads are named, not given as ids, and no figure has a conversion's digits."""
    turns = ["API or our own GPUs? We make 2.5M requests a month, and every ninth answer may be wrong."]
    lines = [line.plain for line in answer_lines(advise(turns, advisor), names(advisor))]
    heard = lines[lines.index("Heard") + 1]
    assert heard == "  - Requests per day: 2.5 million/month  “2.5M requests a month”"
    path = "\n".join(lines[lines.index("Path") : lines.index("References")])
    assert "-> Call an API (strong, " in path
    assert "call-api" not in path
    assert not re.search(r"\d\.\d{3}", "\n".join(lines[: lines.index("References")]))


def test_a_fact_that_did_not_walk_is_named_and_short(advisor: Advisor) -> None:
    """A fact beside the path has no step to be named by; its name comes with it and its figure is rounded."""
    answer = advise([VOLUME], advisor)
    beside = FactHeard(
        factor="noise_share", value=11.1111111111, unit="%", text="every ninth", origin="question", span=None
    )
    odd = answer.model_copy(update={"facts": (beside, beside.model_copy(update={"factor": "not_known"}))})
    assert heard_lines(odd, {"noise_share": "Wrong labels"}) == [
        "Wrong labels: 11.11%  “every ninth”",
        "Not known: 11.11%  “every ninth”",
    ]
