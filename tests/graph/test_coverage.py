"""Where rules on a quantity say nothing or pull apart, and what some state of the facts can bring about."""

from __future__ import annotations

import pytest

from graph.coverage import amount_text, gaps, overlaps, reach
from graph.rules import Decision
from graph.sensitivity import reachable
from kb.conditions import parse_condition
from kb.types import Factor, FactorKind, Force, Option, Rule

FACTORS = {
    "visits": Factor(id="visits", name="Visits", kind=FactorKind.QUANTITY, unit="1/day", ask="?", why="."),
    "people": Factor(id="people", name="People", kind=FactorKind.QUANTITY, unit="count", ask="?", why="."),
    "share": Factor(id="share", name="Share", kind=FactorKind.QUANTITY, unit="%", ask="?", why="."),
    "night": Factor(id="night", name="Night", kind=FactorKind.YES_NO, ask="?", why="."),
}


def decision(*rules: tuple[str, str, Force], options: str = "shop stall") -> Decision:
    """Rules as (conditions with ``;`` between them, option, force), named r1, r2, ...; the first option starts."""
    return Decision(
        id="d",
        name="D",
        options=tuple(Option(id=id, name=id, text=".") for id in options.split()),
        start=options.split()[0],
        rules=tuple(
            Rule(
                id=f"d/r{number}",
                trade_off="d",
                when=tuple(parse_condition(text, FACTORS) for text in when.split(";")),
                favours=option,
                force=force,
                because=".",
                evidence=(),
            )
            for number, (when, option, force) in enumerate(rules, start=1)
        ),
    )


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("visits < 100/day", "visits > 4 thousand/month", [("between 100/day and 4 thousand/month", True)]),
        ("visits < 100/day", "visits > 100/day", [("exactly 100/day", True)]),
        ("visits <= 100/day", "visits > 100/day", []),
        ("visits < 100/day", "visits < 50/day", [("from 100/day on", False)]),
        ("visits > 100/day", "visits > 50/day", [("up to 50/day", False)]),
        ("people <= 3", "people >= 4", []),
        ("people <= 3", "people >= 6", [("between 3 and 6", True)]),
        ("share between 10 and 20 %", "share > 20 %", [("below 10%", False)]),
        ("share < 10 %", "share <= 100 %", []),
    ],
)
def test_gaps_are_stretches_that_no_rule_speaks_of(first: str, second: str, found: list[tuple[str, bool]]) -> None:
    """Inner or at an end, in the author's own figures; a count has no gap between neighbouring whole numbers."""
    regions = gaps(decision((first, "shop", Force.WEAK), (second, "stall", Force.WEAK)), FACTORS)
    assert [(region.text, region.inner) for region in regions] == found


@pytest.mark.parametrize(
    ("first", "second", "text", "alone", "refined"),
    [
        ("visits > 50/day", "visits < 100/day", "between 50/day and 100/day", True, False),
        ("visits >= 50/day", "visits <= 50/day", "exactly 50/day", True, False),
        ("visits > 50/day", "visits > 90/day;night is yes", "above 90/day", False, True),
        ("visits > 50/day;people < 3", "visits > 90/day;night is yes", "above 90/day", False, False),
    ],
)
def test_overlaps_are_rules_for_different_options_that_can_hold_at_once(
    first: str, second: str, text: str, alone: bool, refined: bool
) -> None:
    """With the stretch in which both hold, and whether anything else is tested."""
    (found,) = overlaps(decision((first, "shop", Force.WEAK), (second, "stall", Force.WEAK)), FACTORS)
    assert (found.region.text, found.alone, found.refined) == (text, alone, refined)


def test_rules_that_never_meet_do_not_overlap() -> None:
    """Not where their stretches are apart, where another condition parts them, or where they favour the same option."""
    apart = decision(("visits < 50/day", "shop", Force.WEAK), ("visits > 50/day", "stall", Force.WEAK))
    parted = decision(
        ("visits > 50/day;night is yes", "shop", Force.WEAK), ("visits > 90/day;night is no", "stall", Force.WEAK)
    )
    agreed = decision(("visits > 50/day", "shop", Force.WEAK), ("visits > 90/day", "shop", Force.WEAK))
    assert [overlaps(d, FACTORS) for d in (apart, parted, agreed)] == [(), (), ()]


def test_what_can_be_reached_and_what_decides() -> None:
    """An option that is always outweighed is never reached; a factor that only outweighs it decides nothing."""
    found = reach(
        decision(
            ("visits > 50/day", "stall", Force.STRONG),
            ("night is yes", "shop", Force.WEAK),
            ("visits > 50/day;people > 3", "kiosk", Force.WEAK),
            options="shop stall kiosk",
        ),
        FACTORS,
    )
    assert found.options == {"shop", "stall"}
    assert found.deciding == {"visits"}
    assert found.exact


def test_a_factor_may_decide_only_while_another_is_unknown() -> None:
    """Whoever knows the night always gets the shop; for those who do not, the visits decide."""
    rules = decision(
        ("visits > 50/day", "stall", Force.WEAK),
        ("night is yes", "shop", Force.WEAK),
        ("night is no", "shop", Force.WEAK),
    )
    assert reachable(rules, FACTORS) == {"shop"}
    assert reach(rules, FACTORS).options == {"shop", "stall"}
    assert reach(rules, FACTORS).deciding == {"visits", "night"}


def test_amounts_carry_their_unit() -> None:
    """A rate, a share, a count and a time."""
    shown = [amount_text(1e5, "1/day"), amount_text(5, "%"), amount_text(500, "count"), amount_text(300, "s")]
    assert shown == ["100,000/day", "5%", "500", "300 s"]
