"""Numbers as people read them."""

from __future__ import annotations

import math

import pytest

from kb.figures import number, short


@pytest.mark.parametrize(
    ("value", "worked_out", "own"),
    [
        (0, "0", "0"),
        (55_000, "55,000", "55,000"),
        (82_136, "82,136", "82,136"),
        (82_135.523614, "82,140", "82,140"),
        (11.1111111111, "11.11", "11.11"),
        (2_999.9999, "3,000", "3,000"),
        (999_999.9999, "1 million", "1 million"),
        (0.30000000000000004, "0.3", "0.3"),
        (0.0012345, "0.00123", "0.0012345"),
        (1_234_567, "1.23 million", "1,234,567"),
        (2_600_000, "2.6 million", "2.6 million"),
        (123_456_000, "123.5 million", "123,456,000"),
        (1.5e9, "1.5 billion", "1.5 billion"),
        (-5.5, "-5.5", "-5.5"),
        (math.inf, "no limit", "no limit"),
    ],
)
def test_digits_of_a_conversion_go_and_digits_that_were_written_stay(value: float, worked_out: str, own: str) -> None:
    """What was worked out has four digits at most; what somebody wrote is not made to look like another number."""
    assert number(value) == worked_out
    assert number(value, own=True) == own


@pytest.mark.parametrize("value", [1 / 3, 200 / 3, 12_342.857142857, 694.444444, 3_043_750.1, 98_765_432.1])
def test_a_number_that_was_worked_out_has_four_digits_and_is_near(value: float) -> None:
    """Rounding is all that is done to it."""
    digits = number(value).split()[0].replace(",", "").replace(".", "").strip("0")
    assert len(digits) <= 4
    assert short(value) == pytest.approx(value, rel=5e-3)
