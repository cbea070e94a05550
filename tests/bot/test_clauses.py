"""A message cut into the clauses that may state one fact each."""

from __future__ import annotations

import pytest

from bot.clauses import SHORTEST, asking, clauses, only_headings, sentence_rows


def test_sentence_comes_whole_and_then_in_its_pieces() -> None:
    """A sentence with joints is depth 0, its pieces are depth 1 and cover it."""
    text = "We have no platform team, but customers want answers at once. Fine?"
    found = clauses(text)
    assert [c.text for c in found if c.depth == 0] == [
        "We have no platform team, but customers want answers at once.",
        "Fine?",
    ]
    assert [c.text for c in found if c.depth == 1] == [
        "We have no platform team",
        "but customers want answers at once.",
    ]


def test_each_piece_knows_its_sentence() -> None:
    """A sentence is its own, and its pieces, which follow it, are the sentence's."""
    found = clauses("Fine? We have no platform team, but customers want answers at once. Nobody knows, or do they?")
    whole = [found[row] for row in sentence_rows(found)]
    assert all(
        one.depth == 0 and one.start <= c.start and c.end <= one.end for one, c in zip(whole, found, strict=True)
    )
    assert sentence_rows(()) == ()


@pytest.mark.parametrize(
    "text",
    [
        "It costs 1,500 a day, which nobody here has ever looked at; why?",
        "Wir haben niemanden dafür, aber viele Anfragen und wenig Zeit.",
        "团队没有运维人员，用API还是自建？每天大约3万次调用。",
        "",
        "no joints at all",
        " \n\t ",
    ],
)
def test_every_clause_lies_at_its_place_in_the_message(text: str) -> None:
    """Start and end of each clause point at its words in the message, in order of start."""
    found = clauses(text)
    assert all(c.text.strip(" ,;:") in text[c.start : c.end] for c in found)
    assert [c.start for c in found] == sorted(c.start for c in found)


def test_number_with_a_comma_is_not_cut() -> None:
    """The comma of 12,500 joins nothing."""
    assert not any(c.text.endswith("12") for c in clauses("We answer about 12,500 questions of our customers"))


def test_short_pieces_stay_with_their_neighbour() -> None:
    """No piece, with the joint behind it, is shorter than what can state something by itself."""
    assert all(
        c.end - c.start + len(", ") >= SHORTEST
        for c in clauses("yes, no, well, we have nobody for it, ok, fine")
        if c.depth
    )


@pytest.mark.parametrize(
    "text",
    [
        "                    we have no platform team. API or own?",
        "# we have no platform team",
        "```\nwe have no platform team\n```",
        "we have no platform team\n===\nAPI or own?",
        "- 40k calls a day\n- we have no platform team",
    ],
)
def test_what_is_indented_fenced_or_headed_is_said_as_well(text: str) -> None:
    """A message is no Markdown page: blanks before it, or a fence around it, make it no code."""
    assert any(c.text.strip("`# \n.") == "we have no platform team" for c in clauses(text))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("GPU people? We have none. API or own?", ["GPU people? We have none.", "We have none.", "API or own?"]),
        ("Undo? One click.", ["Undo? One click.", "One click."]),
        ("We grew, and the GPU people? None.", ["We grew, and the GPU people? None.", "None."]),
        ("API or own GPUs? Nobody runs any.", ["API or own GPUs?", "Nobody runs any."]),
        ("Is it regulated? No idea.", ["Is it regulated?", "No idea."]),
        ("Owner? Who knows?", ["Owner?", "Who knows?"]),
    ],
)
def test_what_is_asked_only_to_be_answered_is_one_clause(text: str, whole: list[str]) -> None:
    """A few words with a question mark are taken up with the sentence behind them; a question asked stands alone."""
    assert [c.text for c in clauses(text) if c.depth == 0] == whole


def test_so_within_a_phrase_joins_nothing() -> None:
    """ "So gut wie nichts" and "so much" are no joints, "so" before a clause is one."""
    assert len(clauses("Eine falsche Zuordnung kostet so gut wie nichts")) == 1
    assert len(clauses("a wrong one does not cost so much")) == 1
    assert len(clauses("nobody is on call so it stays down till eight")) > 1


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("4,000 labels, a fifth wrong. Film more, or sort again? We have a week.", "Film more, or sort again?"),
        ("Batch? 300 ms at most. And if it doubles?", "Batch? And if it doubles?"),
        ("We pay per call. Tell me which.", "Tell me which."),
        ("", ""),
    ],
)
def test_what_asks_is_told_from_what_states(text: str, asks: str) -> None:
    """The sentences with a question mark ask, or the last one where none has a mark."""
    assert asking(text) == asks


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Volume? 20k calls a day.", True),
        ("Undo? One click. Regulated? No.", True),
        ("Volume? 20k calls a day. API or own?", False),
        ("Which one? 20k calls a day.", False),
        ("20k calls a day.", False),
        ("and hosting? 20k calls a day.", False),
        ("Owner?", False),
    ],
)
def test_questions_that_are_answered_at_once_ask_nothing(text: str, only: bool) -> None:
    """A turn whose every question is a heading of its own answer states."""
    assert only_headings(text) is only
