from __future__ import annotations

from pathlib import Path

import pytest

from ingest.generations import current_number, read_catalog
from ingest.pending import Pending
from ingest.pipeline import ingest, remove
from ingest.reviewing import decide, review_items
from kb.errors import InputError
from kb.settings import Settings
from kb.types import Rule, TradeOff
from tests.bot.tea import tea_settings

OFFICE = """# Notes of our office

Choose coffee if you drink more than 8 cups a day. Tea is the better choice when everybody is awake.
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A knowledge base of tea and coffee into which an article with two rules of thumb was ingested."""
    settings = tea_settings(tmp_path)
    (tmp_path / "office.md").write_text(OFFICE, encoding="utf-8")
    ingest([tmp_path / "office.md"], settings)
    return settings


def item(settings: Settings, part: str) -> Pending:
    """Return the item whose sentence holds these words."""
    return next(i for i in review_items(settings) if any(part in q.text for q in i.quotes) and i.kind == "rule")


def tea(settings: Settings) -> TradeOff:
    """Return the published decision."""
    return read_catalog(settings.generations / str(current_number(settings))).trade_off("tea-vs-coffee")


def extracted(settings: Settings) -> list[Rule]:
    """Return the published rules beside those of the pack."""
    return [rule for rule in tea(settings).rules if "extracted-" in rule.id]


def test_until_someone_decides_a_rule_is_weak_and_marked(settings: Settings) -> None:
    """It is there as what it is."""
    (rule,) = extracted(settings)
    assert (rule.favours, rule.force.value, rule.status) == ("coffee", "weak", "extracted")


def test_an_accepted_rule_is_authored_with_the_force_that_was_chosen(settings: Settings) -> None:
    """``--force strong`` makes it strong."""
    assert decide(settings, item(settings, "8 cups").id, "accept", force="strong")
    (rule,) = extracted(settings)
    assert (rule.force.value, rule.status, rule.note) == ("strong", "authored", None)


def test_a_rejected_rule_is_left_out_and_stays_out(settings: Settings, tmp_path: Path) -> None:
    """Also when its article was gone and comes back; the conflict that it made goes with it."""
    assert tea(settings).disagreements
    decide(settings, item(settings, "8 cups").id, "reject")
    assert extracted(settings) == []
    assert tea(settings).disagreements == ()
    remove("office", settings)
    ingest([tmp_path / "office.md"], settings)
    assert extracted(settings) == []


def test_an_edit_replaces_condition_force_and_reason(settings: Settings) -> None:
    """As YAML; a condition alone is enough as well."""
    id = item(settings, "8 cups").id
    decide(settings, id, "edit", edited='when: "cups > 12/day"\nforce: decisive\nbecause: "We saw it."')
    (rule,) = extracted(settings)
    assert (rule.when[0].low, rule.force.value, rule.because, rule.status) == (12, "decisive", "We saw it.", "authored")
    decide(settings, id, "edit", edited="cups > 14/day")
    assert [rule.when[0].low for rule in extracted(settings)] == [14]


def test_a_condition_in_words_needs_an_edit(settings: Settings) -> None:
    """What no factor carries cannot be accepted; with a condition of ours it becomes a rule."""
    id = item(settings, "awake").id
    with pytest.raises(InputError, match="Edit it"):
        decide(settings, id, "accept")
    decide(settings, id, "edit", edited="sleepy is no")
    assert ("sleepy is no", "tea") in {(rule.when[0].text, rule.favours) for rule in extracted(settings)}


@pytest.mark.parametrize(
    ("edited", "told"),
    [
        ("mugs > 4", "unknown factor 'mugs'"),
        ("cups > 4 kg/day or so", "condition"),
        ("force: mighty", "expected one of decisive, strong, weak"),
        ("favours: milk", "favours names no option"),
        ("  ", "an edit needs a text"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_and_nothing_changes(settings: Settings, edited: str, told: str) -> None:
    """The message says what is expected."""
    before = current_number(settings)
    with pytest.raises(InputError, match=told):
        decide(settings, item(settings, "8 cups").id, "edit", edited=edited)
    assert current_number(settings) == before
    assert item(settings, "8 cups").decision is None


def test_a_conflict_can_be_rejected_as_none(settings: Settings) -> None:
    """Both rules stay, the disagreement goes."""
    (conflict,) = [i for i in review_items(settings) if i.kind == "conflict"]
    assert {quote.source for quote in conflict.quotes} == {"health", "office"}
    decide(settings, conflict.id, "reject", reason="different cups")
    assert tea(settings).disagreements == ()
    assert len(extracted(settings)) == 1
