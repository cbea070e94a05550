"""Over how many hours of a day something runs, as sentences say it."""

from __future__ import annotations

import pytest

from kb.daily_hours import hours_a_day


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("4k per hour between 8 and 18, nil otherwise", 10),
        ("150 an hour, 8:00 to 17:00", 9),
        ("from 9 to 5", 8),
        ("9 verdicts a minute, two shifts of eight hours", 16),
        ("40 an hour in two 8-hour shifts", 16),
        ("9am-5pm", 8),
        ("07:30–19:00", 11.5),
        ("9-17 Uhr", 8),
        ("de 9h à 18h", 9),
        ("ten hours a day", 10),
        ("in an 8-hour day", 8),
    ],
)
def test_hours_are_read(text: str, hours: float) -> None:
    """Times of day and counted hours give how long it runs."""
    found = hours_a_day(text)
    assert found is not None
    assert found.hours == hours


@pytest.mark.parametrize(
    "text",
    [
        "between 40 and 50 calls an hour",
        "from 3 to 5 per hour",
        "200/h, 24/7",
        "version 3.11 to 3.12",
        "24 hours a day",
    ],
)
def test_other_numbers_are_no_hours(text: str) -> None:
    """Ranges of calls, versions and whole days name no part of a day."""
    assert hours_a_day(text) is None
