"""Question sets as JSON Lines and as YAML."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cases import digest_of, read_cases
from kb.errors import CatalogError, InputError
from tests.bot.shelf import factors

GOOD = """\
- ask: "10k requests a day: servers?"
  expect:
    outcome: recommendation
    trade_off: own-or-rent
    option: [rent, lease]
    facts: {load: "10k/day", team: no, rows: "500 to 1000", pace: daily}
    cites: ada-2025
- ask: ["Hello", "and which wine?"]
  expect: {outcome: [out_of_scope, evidence_only]}
"""


def test_yaml_case_is_read_as_a_person_would_write_it(tmp_path: Path) -> None:
    """One word or a list both serve, facts are converted to canonical units, ids come from the file and the place."""
    (tmp_path / "mine.yaml").write_text(GOOD)
    first, second = read_cases(tmp_path / "mine.yaml", factors())
    assert (first.id, second.id) == ("mine-1", "mine-2")
    assert first.turns == ("10k requests a day: servers?",)
    assert (first.outcome, first.accept_options, first.must_cite) == (
        ("recommendation",),
        ("rent", "lease"),
        ("ada-2025",),
    )
    assert first.facts == {"load": 10_000, "team": False, "rows": (500, 1000), "pace": "daily"}
    assert second.turns == ("Hello", "and which wine?")
    assert second.trade_off is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- ask: hi\n", "must have 'ask' and 'expect'"),
        ("- ask: hi\n  expect: {option: a}\n", "must have 'outcome'"),
        ("- ask: hi\n  expect: {outcome: a, optoin: b}\n", "not known"),
        ("- ask: hi\n  expect: {outcome: a, facts: {lod: 5}}\n", "not known"),
        ("- ask: hi\n  expect: {outcome: a, facts: {load: lots}}\n", "expected a quantity"),
        ("- just words\n", "mapping"),
        ("ask: hi\n", "list"),
    ],
)
def test_malformed_yaml_names_file_and_line(tmp_path: Path, text: str, told: str) -> None:
    """Each fault of a case is a CatalogError at its line."""
    (tmp_path / "mine.yaml").write_text(text)
    with pytest.raises(CatalogError, match=rf"mine\.yaml:\d+: .*{told}"):
        read_cases(tmp_path / "mine.yaml", factors())


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"turns": ["a"]}', "'outcome'"),
        ("[]", "one JSON object"),
        ("{", "one JSON object"),
        ('{"id": "a-1", "turns": [1], "outcome": ["x"]}', "turns"),
    ],
)
def test_malformed_json_line_names_file_and_line(tmp_path: Path, line: str, told: str) -> None:
    """The fault is told with the number of its line."""
    (tmp_path / "a.jsonl").write_text('{"turns": ["a"], "outcome": ["x"]}\n' + line + "\n")
    with pytest.raises(InputError, match=rf"a\.jsonl:2: .*{told}"):
        read_cases(tmp_path / "a.jsonl", factors())


def test_ids_stand_once(tmp_path: Path) -> None:
    """Two cases of one id are refused, and so is a file that is not there."""
    line = json.dumps({"id": "same", "turns": ["a"], "outcome": ["x"]})
    (tmp_path / "a.jsonl").write_text(f"{line}\n\n{line}\n")
    with pytest.raises(InputError, match="same stand there more than once"):
        read_cases(tmp_path / "a.jsonl", factors())
    with pytest.raises(InputError, match="found none"):
        read_cases(tmp_path / "b.jsonl", factors())


def test_digest_changes_with_one_byte(tmp_path: Path) -> None:
    """The digest is over the bytes of the file."""
    (tmp_path / "a").write_bytes(b"a")
    first = digest_of(tmp_path / "a")
    (tmp_path / "a").write_bytes(b"b")
    assert first != digest_of(tmp_path / "a")
    assert len(first) == 64
