"""Units of time and the periods of rates."""

import pytest

from kb.periods import PERIOD_AFTER, PERIOD_BEFORE, SECONDS, TIME_UNIT, per_day, period_named, period_of

NAMED = {
    "day": "day", "d": "day", "night": "day", "Tag": "day", "día": "day", "jour": "day", "天": "day", "h": "hour",
    "Stunde": "hour", "week": "week", "mes": "month", "mois": "month", "月": "month", "year": "year", "s": "second",
    "MONTH": "month",
}  # fmt: skip
AFTER = {
    "a day": "day", "per day": "day", "/d": "day", "daily": "day", "a night": "day", "on a school day": "day",
    "on an average day": "day", "on weekdays": "day", "an hour": "hour", "im Monat": "month", "par jour": "day",
    "al día": "day", "每天": "day", "rps": "second", "qps": "second", "a MONTH": "month", "/month": "month",
    "for the seven days": "week", "jährlich": "year", "in one year": "year",
}  # fmt: skip


@pytest.mark.parametrize(("text", "name"), NAMED.items())
def test_a_period_is_named_in_five_languages(text: str, name: str) -> None:
    """Words and abbreviations of a period are known, whatever their case."""
    assert period_named(text) == name


@pytest.mark.parametrize("text", ["", "dayy", "label", "percent"])
def test_other_words_name_no_period(text: str) -> None:
    """A word that is no unit of time names no period."""
    assert period_named(text) is None


@pytest.mark.parametrize(("text", "name"), AFTER.items())
def test_the_period_behind_a_number_is_found(text: str, name: str) -> None:
    """The words that make a number a rate are read whole."""
    found = PERIOD_AFTER.search(text)
    assert found is not None
    assert (period_of(found), found.end()) == (name, len(text))


@pytest.mark.parametrize(
    ("text", "name"), [("every day we get", "day"), ("每月", "month"), ("日请求量", "day"), ("last week", "week")]
)
def test_the_period_before_a_number_is_found(text: str, name: str) -> None:
    """A period may be said before its number."""
    found = PERIOD_BEFORE.search(text)
    assert found is not None
    assert found.lastgroup == name


def test_a_unit_of_time_tells_which_it_is() -> None:
    """The group that matched is the unit; a hyphen may follow before "old" only; "an" before a vowel is an article."""
    assert [TIME_UNIT.match(t).lastgroup for t in ("ms", "Wochen", "day-old", "ans")] == [
        "millisecond",
        "week",
        "day",
        "year",
    ]  # type: ignore[union-attr]
    assert [TIME_UNIT.match(t) for t in ("day-a-week", "an hour", "labels")] == [None, None, None]


def test_a_rate_per_day_is_exact_and_months_agree_with_years() -> None:
    """Twelve months are a year, and a rate per hour is 24 times that per day."""
    assert per_day(2.0, "hour") == 48.0
    assert per_day(12.0, "year") == pytest.approx(per_day(1.0, "month"))
    assert SECONDS["year"] == 12 * SECONDS["month"]
    with pytest.raises(KeyError):
        per_day(1.0, "decade")
