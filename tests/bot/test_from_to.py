"""What went from one value to another: what was, what is, and what is only planned."""

from __future__ import annotations

import pytest

from bot.from_to import in_its_unit, is_change, went
from kb.quantity import read_amounts


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("We grew from 20k to 150k requests a day", True),
        ("traffic has gone from 100k/day to 400k/day since spring", True),
        ("pasamos de 20 mil a 150 mil peticiones al día", True),
        ("on est passés de 20 000 à 150 000 requêtes par jour", True),
        ("we will go from 20k to 150k requests a day", False),
        ("if we went from 20k to 150k requests a day", False),
        ("it varies from 20k to 150k requests a day", False),
        ("we handle 20k to 150k requests a day", False),
        ("It went well. We handle from 20k to 150k requests a day", False),
        ("we went from 5-10 thousand", False),
        ("we went from 5-10 thousand calls a day", False),
        ("Should we self-host now that traffic went from 20k to 150k requests a day?", True),
        ("Thanks to marketing we went from 20k to 150k requests a day", True),
        ("We grew from 20k to 150k requests a day and expect to double again next year.", True),
        ("In May we grew from 20k to 150k requests a day", True),
        ("the plant grew from 20k to 150k parts a day", True),
        ("Latency must be cut from 200 to 300 ms", False),
        ("we'll have grown from 20k to 150k requests a day by June", False),
        ("set up for anything from 5 to 50 requests per second", False),
        ("scaled for traffic from 5k to 50k", False),
        ("Requests come from 200 to 300 clients", False),
        ("Clips are cut to lengths from 10 to 30 seconds", False),
        ("We've got anywhere from 20k to 50k requests a day", False),
        ("las quejas crecieron de 20 a 150 al día", True),
    ],
)
def test_a_number_with_two_ends_is_a_change_where_something_went(text: str, change: bool) -> None:
    """A verb of change before "from" makes one; plans and ranges are none."""
    (amount,) = read_amounts(text)
    assert is_change(text, amount) is change


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("label noise fell from 18% to 3%", 1),
        ("volume dropped from 5,000 to 300 a day", 1),
        ("from 200 labelled examples we got to 1,800", 0),
        ("we went from 200 labelled examples to about 1,800", 1),
        ("Wir sind von 20.000 auf 150.000 Anfragen gestiegen", 1),
        ("Das geht von 20.000 an, und 150 Leute", 0),
        ("请求从每天2万涨到15万", 1),
        ("150k calls a day, up from 20k", -1),
        ("3% wrong, which is down from 18%", -1),
        ("20k calls, 150k users", 0),
        ("feeds 3 -> 11.", 1),
        ("20k calls a day -> 150k calls a day", 1),
        ("10k docs a day -> 300 manual reviews a day", 0),
        ("The team was 12 people, now we have 40k labelled tickets", 0),
        ("We were asked to answer within 200 ms. Right now it takes 2 s.", 0),
        ("we had 90 labelled answers and now it's 240.", 1),
        ("the share was lowered from 18% to 3%", 1),
        ("el error bajó del 18% al 3%", 1),
        ("le bruit est descendu de 18% à 3%", 1),
        ("von 20.000 auf jetzt 150.000 Anfragen", 1),
        ("标签错误率从18%降低到3%", 1),
        ("150k calls a day — up from 20k", -1),
        ("We expect 150k calls a day by June, up from 20k", 0),
        ("Noise must be cut from 18% to 3%", 0),
        ("We are trying to get it reduced from 18% to 3%", 0),
        ("Wir wollen von 18% auf 3% kommen", 0),
        ("Nächstes Jahr steigen wir von 20.000 auf 150.000 Anfragen", 0),
        ("it could fall from 5,000 to 300 a day", 0),
    ],
)
def test_of_two_numbers_one_is_where_it_went(text: str, way: int) -> None:
    """The second where words go from the first to it, the first where it is up or down from the second."""
    first, second = read_amounts(text)
    assert went(text, first, second) == way


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It was 400 ms, telephony cut it to 150 and over that it moves on", [0.4, 0.15]),
        ("the answer that had 30 seconds now has 3.", [30.0, 3.0]),
        ("label errors were brought down from 4 percent to 1.5.", [4.0, 1.5]),
        ("gain: was 3.8pp, retest says 2.1.", [3.8, 2.1]),
        ("it was 2 hours 30 minutes, now 20.", [9000.0, 20.0]),
        ("It was 400 ms, and we are 150 people", [0.4, 150.0]),
        ("It will be cut from 400 ms to 150.", [0.4, 150.0]),
        ("It was 400 ms. Our team has grown to 5 people", [0.4, 5.0]),
    ],
)
def test_what_something_went_to_is_in_the_unit_of_what_it_was(text: str, values: list[float]) -> None:
    """A bare number that takes the place of one with a unit has that unit; what has a noun of its own counts that."""
    assert [amount.low for amount in in_its_unit(text, read_amounts(text))] == pytest.approx(values)
