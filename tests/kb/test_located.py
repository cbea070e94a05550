"""Located YAML keeps the place of each value, runs no code and bounds what it expands."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import CatalogError
from kb.located import MAX_BYTES, parse_located, read_located


def test_each_value_knows_its_line_and_key() -> None:
    """Lines count from 1 and keys lead from the top of the file."""
    top = parse_located("a:\n  - b: 1\n  - b:\n      2\n", "f.yaml")
    second = top.mapping()["a"].items()[1].mapping()["b"]
    assert (second.line, second.key, second.text()) == (3, "a[1].b", "2")


def test_words_stay_words() -> None:
    """What YAML would make a boolean or a number is the word that was written."""
    top = parse_located("a: no\nb: 1.50\nc: on\nd: 2026-05-18\n", "f.yaml")
    assert top.plain() == {"a": "no", "b": "1.50", "c": "on", "d": "2026-05-18"}


def test_a_tag_runs_no_code(tmp_path: Path) -> None:
    """A tag that would call a function in other loaders is only ignored."""
    marker = tmp_path / "ran"
    top = parse_located(f"a: !!python/object/apply:pathlib.Path.touch ['{marker}']\n", "f.yaml")
    assert top.mapping()["a"].texts() == (str(marker),)
    assert not marker.exists()


def test_aliases_cannot_grow_without_bound() -> None:
    """A small file whose aliases would expand to a billion values is refused."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(CatalogError, match="too many values"):
        parse_located("\n".join(lines), "f.yaml")


@pytest.mark.parametrize("text", ["[" * 5000, "&a [*a]", "a: &b {c: *b}"])
def test_bottomless_nesting_is_refused(text: str) -> None:
    """Deep brackets and aliases to themselves end in a clear error."""
    with pytest.raises(CatalogError, match=r"f\.yaml:1"):
        parse_located(text, "f.yaml")


def test_files_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """A wrong encoding names its line; a huge file and a missing one are errors too."""
    (tmp_path / "latin.yaml").write_bytes(b"a: b\nc: caf\xe9\n")
    (tmp_path / "huge.yaml").write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(CatalogError, match=r"latin\.yaml:2: is not UTF-8"):
        read_located(tmp_path / "latin.yaml", "latin.yaml")
    with pytest.raises(CatalogError, match="is larger than"):
        read_located(tmp_path / "huge.yaml", "huge.yaml")
    with pytest.raises(CatalogError, match="cannot be read"):
        read_located(tmp_path / "none.yaml", "none.yaml")


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    """A file saved by an editor that adds one reads like any other."""
    (tmp_path / "bom.yaml").write_bytes(b"\xef\xbb\xbfid: a\n")
    assert read_located(tmp_path / "bom.yaml", "bom.yaml").plain() == {"id": "a"}
