"""Totals of what is said of each one."""

from __future__ import annotations

import pytest

from bot.apiece import total, totals
from kb.quantity import read_amounts

WHOLE = {
    "8,400 shops, and in each one the thing fires about 200 times between opening and closing": 1_680_000,
    "12 per head per day, 9 people": 108,
    "software for 340 dental practices. A practice makes something like 60 calls a day": 20_400,
    "We run 85 parking garages and get about 40 queries a day from each": 3400,
    "25 requests/user/day, 1,200 users": 30_000,
    "Each of our 18 warehouses asks the model 700 times a day": 12_600,
    "22 trams, 90 announcements a day apiece": 1980,
    "we do 60 per nurse per shift, 9 nurses": 540,
    "From each of 30 hives we took 200 labelled clips": 6000,
    "The 16 courts send us 25 filings a day each": 400,
    "a dozen ferries and each makes 300 calls a day": 3600,
    "every school sends 45 a day, and there are 320 schools": 14_400,
    "120 clinics times 35 letters a day": 4200,
    "120 messages a day per store across 75 stores": 9000,
    "35 tickets a day for every one of the 80 agents": 2800,
    "80 labelled pages for each of 25 authors": 2000,
    "8 vans and each does 30 stops a day": 240,
    "per customer we see 15 prompts a day, with 2,000 customers": 30_000,
    "7 lighthouses x 96 readings a day": 672,
    "Eleven libraries. We count 210 lookups per library per day": 2310,
    "Nine inspections in a shift, two shifts": 18,
    "Ninety launderettes, each one has the model pick a wash programme about forty times a day": 3600,
    "300 calls a day from each of our 12 sites": 3600,
    "Ninety museums, a hundred and ten questions a day in each": 9900,
    "Wir haben 40 Filialen, jede schickt 250 Anfragen am Tag": 10_000,
    "In jeder der 12 Kliniken fallen 80 Befunde am Tag an": 960,
    "Tenemos 30 tiendas y cada una hace 200 consultas al día": 6000,
    "150 appels par jour et par agence, nous avons 60 agences": 9000,
    "chacun des 14 bureaux traite 50 dossiers par jour": 700,
    "300 a shift, three shifts every day": 900,
    "5 prompts per ticket at 1,200 tickets a week": 6000,
    "我们有50家门店，每家门店每天300次调用": 15_000,
}


@pytest.mark.parametrize(("text", "value"), WHOLE.items())
def test_what_is_said_of_each_one_is_multiplied(text: str, value: float) -> None:
    """A number said of each of those that are counted beside it is the total, and its words show both numbers."""
    (whole, said), *others = [pair for pair in totals(text, read_amounts(text)) if pair[0] is not pair[1]]
    assert (whole.low, others) == (value, [])
    assert whole.text == text[whole.start : whole.end]
    assert said.text in whole.text


@pytest.mark.parametrize(
    "text",
    [
        "12 cents each, 40,000 calls a day",
        "we pay 3 euros per call, 900 calls a day",
        "score 4 out of 5 per item, 300 items",
        "300 calls each day",
        "We run 12 servers. A server handles 300 requests a second",
        "each week 77,000 lines go out",
        "6,000 images, 3 labels each",
        "2,000 tokens per request, 300 requests a day",
        "30k requests per day, ~4 requests per user",
        "two clerks sign off every one of some 30,000 decisions",
        "it re-rates 27,400 files a day and attaches a probability to each",
        "2,000 documents, 800 tokens each",
        "3 annotators per ticket, 400 tickets",
        "90 ms per call at 40 calls",
        "a team of 4, 300 requests a day",
        "we have 12 sites and 30k calls a day",
        "every one of them is checked, 300 a day",
        "40 fields each in 900 forms",
        "80,000 moderation calls a day on a pet forum and each comes with a confidence, 5 moderators",
        "40k requests a day, each by one of 30 partners",
        "8 GPUs each in 3 nodes",
        "1,200 letters a day, 9 clerks",
        "photos of 1024 x 768",
        "3 regions, 40 branches, 130 calls each per day",
    ],
)
def test_what_is_said_of_all_is_not_multiplied(text: str) -> None:
    """Prices, scores, times, what one thing has, a rate of them all and what fits two counts make no total."""
    assert not [whole for whole, said in totals(text, read_amounts(text)) if whole is not said]


def test_what_is_said_of_one_of_an_unknown_number_is_no_quantity() -> None:
    """Where nobody says how many there are, the number of one is not taken for that of all."""
    text = "each reviewer sees 200 a day"
    assert total(text, read_amounts(text)[0]) is None
