"""Questions as JSON Lines: one line out for each line in, whatever it holds."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence

import pytest

from bot import jsonl
from bot.jsonl import answer_each, bounded_lines, fact_text, json_bytes, read_line
from bot.types import Answer
from kb.errors import InputError

GOOD = b'{"turns": ["a", "b"]}'


def echo(turns: Sequence[str], facts: Mapping[str, str]) -> Answer:
    """Return an answer whose question is the last turn; fails on the word ``crash``."""
    if turns[-1] == "crash":
        raise ZeroDivisionError("a fault of ours")
    bare = dict.fromkeys(("alternatives", "facts", "path", "flips", "conflicts", "missing", "citations"), ())
    rest = {"trade_off": None, "recommendation": None, "text": str(dict(facts)), "knowledge": ""}
    return Answer.model_validate({"question": turns[-1], "outcome": "out_of_scope", **bare, **rest})


def run(data: bytes) -> list[dict[str, object]]:
    """Answer the lines of ``data`` and return what came out, parsed."""
    out = io.BytesIO()
    answer_each(io.BytesIO(data), out, echo)
    text = out.getvalue().decode("utf-8")
    assert len(text.splitlines()) == text.count("\n")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"   ",
        b"not json",
        b"[]",
        b"null",
        b"{}",
        b'{"turns": []}',
        b'{"turns": "a"}',
        b'{"turns": [1]}',
        b'{"turns": ["a"], "facts": []}',
        b'{"turns": ["a"], "facts": 5}',
        b'{"turns": ["a"], "facts": {"x": null}}',
        b'{"turns": ["crash"]}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"\x00" * 50,
    ],
)
def test_bad_line_gets_an_error_in_its_place(bad: bytes) -> None:
    """A line that cannot be used yields ``error`` and nothing else; its neighbours are answered, in order."""
    first, middle, last = run(b'{"turns": ["1"]}\n' + bad + b'\n{"turns": ["2"]}\n')
    assert (first["question"], last["question"]) == ("1", "2")
    assert list(middle) == ["error"]
    assert middle["error"]


def test_last_line_needs_no_newline_and_carriage_returns_are_no_matter() -> None:
    """Files from anywhere are read; no input gives no output."""
    assert [row["question"] for row in run(GOOD + b"\r\n" + GOOD)] == ["b", "b"]
    assert run(b"") == []


def test_line_that_is_too_long_is_read_past(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line over the limit is one error, however long it is, and the next line is read from its start."""
    monkeypatch.setattr(jsonl, "LONGEST_LINE", 30)
    lines = list(bounded_lines(io.BytesIO(b"x" * 30 + b"\n" + b"y" * 31 + b"\n" + b"z" * 400 + b"\nend")))
    assert lines == [b"x" * 30, None, None, b"end"]


def test_facts_may_be_texts_numbers_pairs_and_truth_values() -> None:
    """A number is in the factor's own unit, a pair is a range, true is yes; other keys of a line are notes."""
    line = b'{"turns": ["a"], "id": 7, "facts": {"a": "5k/day", "b": 0.25, "c": true, "d": [3, 6], "e": 2600.0}}'
    assert read_line(line) == (("a",), {"a": "5k/day", "b": "0.25", "c": "yes", "d": "3 to 6", "e": "2600"})
    with pytest.raises(InputError, match="x: expected"):
        fact_text("x", {"y": 1})


def test_json_never_holds_a_character_that_ends_a_line() -> None:
    """Line separators and lone surrogates are escaped, the rest stays readable UTF-8."""
    data = json_bytes({"a": "ü\u2028\x85\ud800\n"})
    assert len(data.decode("utf-8").splitlines()) == 1
    assert "ü".encode() in data
    assert json.loads(data) == {"a": "ü\u2028\x85\ud800\n"}
