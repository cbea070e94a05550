"""What factors may imply about each other, as it is written and read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.catalog import load_catalog
from kb.errors import CatalogError
from kb.types import Factor
from tests.kb.packs import MAIN, line_of, write_pack

MAIN_FILE = "tradeoffs/db.yaml"
WHY = '    why: "Somebody has to run it."\n'


def _pack(folder: Path, line: str) -> Path:
    return write_pack(folder, {MAIN_FILE: MAIN.replace(WHY, f"{WHY}    implied_by: {line}\n")})


def test_an_implication_is_read_with_its_condition(tmp_path: Path) -> None:
    """A value and a condition on another factor, of any kind, become what may be assumed."""
    catalog = load_catalog([_pack(tmp_path, '{yes: ["writes_per_day > 10 million/day"]}')])
    factor: Factor = catalog.factor("has_dba")
    assert [(i.value, i.when.factor, i.when.low) for i in factor.implied_by] == [("yes", "writes_per_day", 10_000_000)]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{perhaps: ["shape is tables"]}', "perhaps"),
        ('{yes: ["shape is round"]}', "round"),
        ('{yes: ["unheard_of is yes"]}', "unheard_of"),
        ('{yes: ["has_dba is no"]}', "imply itself"),
    ],
)
def test_a_wrong_implication_is_refused_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    """A value, a factor or a condition that does not exist is an error that names the file and the line."""
    pack = _pack(tmp_path, line)
    with pytest.raises(CatalogError) as caught:
        load_catalog([pack])
    assert told in str(caught.value)
    assert f"{MAIN_FILE}:{line_of(MAIN, WHY.strip()) + 1}" in str(caught.value)


def test_a_quantity_may_be_heard_in_the_numbers_of_another(tmp_path: Path) -> None:
    """A count that people mean by the same numbers is named; one in another unit is refused with its line."""
    unit = '    unit: "1/day"\n'
    other = "  - id: reads_per_day\n    name: reads\n    kind: quantity\n" + unit
    other += '    ask: "How many reads?"\n    why: "They count too."\n    heard_as: [writes_per_day]\n'
    pack = write_pack(tmp_path / "a", {MAIN_FILE: MAIN.replace("  - id: has_dba\n", f"{other}  - id: has_dba\n")})
    assert load_catalog([pack]).factor("reads_per_day").heard_as == ("writes_per_day",)
    wrong = MAIN.replace("  - id: has_dba\n", f"{other.replace('1/day', 's')}  - id: has_dba\n")
    with pytest.raises(CatalogError) as caught:
        load_catalog([write_pack(tmp_path / "b", {MAIN_FILE: wrong})])
    assert "another unit" in str(caught.value)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("has_dba is yes", ""),
        ("has_dba is perhaps", "perhaps"),
        ("writes_per_day > 5/day", "no quantity"),
        ("unheard_of is yes", "unheard_of"),
    ],
)
def test_what_says_that_an_amount_is_too_much_is_read(tmp_path: Path, line: str, told: str) -> None:
    """It is a fact that has values; anything else is refused with its line."""
    unit = '    unit: "1/day"\n'
    pack = write_pack(tmp_path, {MAIN_FILE: MAIN.replace(unit, f'{unit}    exceeded_when: "{line}"\n')})
    if not told:
        when = load_catalog([pack]).factor("writes_per_day").exceeded_when
        assert when is not None
        assert (when.factor, when.values) == ("has_dba", ("yes",))
        return
    with pytest.raises(CatalogError) as caught:
        load_catalog([pack])
    assert told in str(caught.value)
    assert f"{MAIN_FILE}:{line_of(MAIN, unit.strip()) + 1}" in str(caught.value)


def test_only_an_amount_can_be_too_much(tmp_path: Path) -> None:
    """A factor that is no quantity has no figure that could be."""
    pack = write_pack(tmp_path, {MAIN_FILE: MAIN.replace(WHY, f'{WHY}    exceeded_when: "shape is tables"\n')})
    with pytest.raises(CatalogError, match="belongs to a quantity"):
        load_catalog([pack])
