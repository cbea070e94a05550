"""The example packs: data of other fields that is taken in, understood and decided with no change of code."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.advisor import open_advisor
from bot.evaluate import evaluate
from kb.catalog import builtin_folder, load_catalog
from kb.settings import Settings
from tests.tree import ROOT

PACKS = tuple(sorted(path.parent for path in (ROOT / "examples").glob("*/cases.yaml")))
FLOOR = 0.85
"""Share of all-correct cases of each pack below which something was broken."""


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_each_pack_loads_beside_the_built_in_knowledge(pack: Path) -> None:
    """A pack adds one decision, with what it is recognised by, and clashes with no name of the built-in ones."""
    alone, joined = load_catalog([builtin_folder()]), load_catalog([builtin_folder(), pack])
    assert len(joined.trade_offs) == len(alone.trade_offs) + 1
    added = joined.trade_off(pack.name)
    assert (len(added.examples), len(added.near_misses), len(added.look_ups)) >= (70, 45, 20)


@pytest.fixture
def some_built_in(tmp_path: Path) -> Path:
    """The built-in knowledge with one file of voices of each decision, a ninth of all, which is learnt in a minute
    instead of eight: a pack must be told from all eight decisions all the same."""
    folder = tmp_path / "built-in"
    shutil.copytree(builtin_folder(), folder)
    for path in folder.glob("tradeoffs/*.voices.yaml"):
        if not path.name.endswith(".asked.voices.yaml"):
            path.unlink()
    return folder


@pytest.mark.slow
@pytest.mark.fits
@pytest.mark.timeout(1800)
def test_packs_pass_their_own_cases(tmp_path: Path, some_built_in: Path) -> None:
    """With all packs loaded at once, each passes its own cases to the floor, and declines nothing that it covers."""
    assert len(PACKS) == 2
    with open_advisor(Settings(data=tmp_path / "data", packs=PACKS, built_in=some_built_in)) as advisor:
        results = {pack.name: evaluate(pack / "cases.yaml", advisor) for pack in PACKS}
    below = {name: r.failed for name, r in results.items() if r.overall.all_correct < FLOOR}
    assert below == {}
    assert {name: r.overall.wrongly_declined for name, r in results.items() if r.overall.wrongly_declined > 0.05} == {}
