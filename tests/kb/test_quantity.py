"""Quantities in text: what is read, in which unit, where it stands, and what must not be read."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.authored import parse_amount, parse_threshold
from kb.quantity import Amount, convert, read_amounts
from tests.hostile import AMOUNTS, GUARD

DAY, HOUR, WEEK = 86400.0, 3600.0, 604800.0

# text -> value (or low, high) per day
RATES = {
    "About sixty complaints from parishes come in each week": 60 / 7,
    "seven hundred thousand calls a month no scratch that a week": 1e5, "mabye 9k calls a dya": 9000, "abt 60 a dy": 60,
    "Between a hundred and fifty and two hundred thousand calls go out daily.": (150_000, 200_000),
    "between five hundred and six hundred and fifty a day": (500, 650),
    "4.1 million model calls last quarter": 4.1e6 * 4 / 365.25,
    "250k requests a day, er no, sorry, a month": 250e3 * 12 / 365.25,
    "knapp 40.000 am Tag": 40_000,
    "20 am Tag": 20,
    "2k5 calls per day": 2500,
    "110 million completions in Q2": 110e6 * 4 / 365.25,
    "low six figures. Per month, before anyone gets excited": (1e5 * 12 / 365.25, 3e5 * 12 / 365.25),
    "3.2MM requests/month": 3.2e6 * 12 / 365.25,
    "12万次每天": 120_000,
    "200 times between opening and closing": 200,
    "low six figures of requests a day": (100_000, 300_000),
    "seven-figure call volume per day": (1_000_000, 10_000_000),
    "35 rps": 35 * DAY, "4.6M calls/month": 4.6e6 * 12 / 365.25, "roughly 70k per day": 70_000, "250k/d": 250_000,
    "between 40 and 60 thousand requests/day": (40_000, 60_000), "300k a MONTH": 3.6e6 / 365.25,
    "9.1 million listings for the seven days": 1.3e6, "1 800 000 sentences per day": 1.8e6,
    "2,5 Mio. Aufrufe im Monat": 3e7 / 365.25, "450 000 appels par jour": 450_000, "每天大概收到1.2万条提问": 12_000,
    "50k an hour": 1.2e6, "twice a day": 2, "once a week": 1 / 7, "zweimal täglich": 2, "deux fois par jour": 2,
    "a good thousand tickets come in a day": 1000, "ninety experiments a night": 90, "300 in a day": 300,
    "a million and a half requests a day": 1.5e6, "tens of thousands a day": (20_000, 90_000),
    "一天四万单": 40_000, "日请求量120万": 1.2e6, "45k calls on a school day": 45_000,
    "400,000 requests on weekdays": 400_000,
    "unas 2.400 reclamaciones al día": 2400, "dreitausend Anfragen pro Tag": 3000, "100万次/天": 1e6,
    "quatre-vingt-dix appels par jour": 90, "mil peticiones al día": 1000, "every day we see 300 tickets": 300,
    "10k/day to 20k/day": (10_000, 20_000), "ten to fifteen tickets per week": (10 / 7, 15 / 7),
}  # fmt: skip
# text -> seconds
DURATIONS = {
    "they gave us 4 more weeks": 28 * DAY, "en menos de 2 segs": 2, "in 400 milis, no excuses": 0.4,
    "two full days": 2 * DAY,
    "needs an answer in under 1/4 s": 0.25,
    "within 3/10 of a second": 0.3,
    "can lag a day": 86400,
    "p95 below 120 ms": 0.12, "quarter-hour old": 900, "two-day-old": 2 * DAY, "ten-day-old": 10 * DAY,
    "an hour old": HOUR,
    "the map can be a week out of date": 7 * DAY,
    "week-old churn scores are fine": 7 * DAY,
    "guests who have a minute of patience": 60.0,
    "half an hour-ish is fine": HOUR / 2,
    "it must tell the tubes apart in 50 miliseconds": 0.05,
    "an hour": HOUR, "up to a minute": 60, "one third of a second": 1 / 3, "in about ten days": 10 * DAY,
    "anderthalb Tage": 1.5 * DAY, "eine Viertelstunde": 900, "vieille de deux jours": 2 * DAY, "half an hour": 1800,
    "three quarters of an hour": 2700, "an hour and a half": 5400, "one year and a half": 1.5 * 365.25 * DAY,
    "media hora": 1800, "une demi-heure": 1800, "un quart d'heure": 900, "un cuarto de hora": 900, "half-second": 0.5,
    "eine halbe Stunde": 1800, "under a second": 1, "a fortnight": 14 * DAY, "next week": WEEK,
    "三个月": 365.25 * DAY / 4,
    "20-30 ms": (0.02, 0.03), "5 min to 10 min": (300, 600), "two or three weeks": (2 * WEEK, 3 * WEEK),
    "两三天": (2 * DAY, 3 * DAY),
}  # fmt: skip
# text -> percent
RATIOS = {
    "every 6th transcript is gibberish": 100 / 6,
    "label noise of 0.08": 8,
    "every eighth label": 12.5, "1 in 30": 100 / 30, "百分之三百四十": 340, "15,5 %": 15.5, "6 mistakes in 2,000": 0.3,
    "a good third": 100 / 3, "a good quarter": 25, "Half the boxes": 50, "five per thousand": 0.5,
    "half a percent": 0.5,
    "between a tenth and an eighth": (10, 12.5), "a percent or two": (1, 2), "rund ein Drittel": 100 / 3,
    "ein Drittel der Bilder": 100 / 3, "un cinquième": 20, "près d'un quart": 25, "三成": 30, "三成半": 35,
    "每十条里有三条": 30, "8%到10%": (8, 10), "8% to 10%": (8, 10), "2000条里有6条": 0.3, "一百个里面对86个": 86,
    "一半的图片": 50,
    "88 leaks of every 100": 88, "4 étiquettes fausses sur 1 000": 0.4, "911 out of a thousand days": 91.1,
    "every tenth one": 10, "every other label": 50, "jede achte": 12.5, "uno de cada diez": 10, "une fois sur dix": 10,
    "drei von zehn": 30, "one of every six": 100 / 6, "97 times in a hundred": 97, "two thirds": 200 / 3,
    "2 Promille": 0.2,
    "between 5 and 8 per cent": (5, 8), "entre un 3 y un 4 %": (3, 4),
    "2 from 1000": 0.2, "91 from 100 nights": 91, "五分之一": 20, "about a third": 100 / 3, "3/4": 75,
    "one card out of twelve": 100 / 12, "千分之八": 0.8, "一成二": 12, "八成五": 85, "万分之五": 0.05,
    "uma em cada dez etiquetas": 10, "tien procent": 10,
}  # fmt: skip
MORE_RATES = {
    "anderhalf miljoen calls per dag": 1.5e6, "una quarantina di casi al giorno": 40, "170 chiamate all'ora": 4080,
    "duecento documenti al giorno": 200, "um milhão de chamadas por mês": 1e6 / 30.4375, "três mil por hora": 72_000,
    "drieduizend per week": 3000 / 7, "dwa tysiące dziennie": 2000, "сто запросов в час": 2400,
    "Ayda 50 bin istek, değil mi": 50_000 / 30.4375, "saatte 200 istek": 4800, "월 90만 건씩": 900_000 / 30.4375,
    "하루 5천 건": 5000, "1日に3000件": 3000, "1日3万リクエスト": 30_000, "毎時200件": 4800, "1週間に200件": 200 / 7,
    "9,000 notices in 24 hours": 9000, "700 requests/24h": 700, "20k over a 24-hour day": 20_000,
    "6,000 claims between dawn and midnight": 6000,
}  # fmt: skip
# text -> percentage points
POINTS = {
    "dos puntos y medio mejor": 2.5,
    "accuracy climbs a point and a half": 1.5,
    "+0.4 F1": 0.4,
    "0.5 pct pts": 0.5,
    "+.02 AUC": 2,
    "a single basis point": 0.01, "about a point": 1, "3,2 Punkte": 3.2, "zwei Zehntel Punkte": 0.2,
    "Zweieinhalb Punkte": 2.5,
    "onze points": 11, "六个点": 6, "two tenths of a point": 0.2, "12 bps": 0.12, "half a percentage point": 0.5,
    "0.9 pp": 0.9, "11ポイント上がります": 11, "2,4 p.p. accuracy": 2.4, "3 pontos percentuais": 3,
}  # fmt: skip
COUNTS = {
    "it scores in the low 80s": (80, 83),
    "a few thousand tickets": (2000, 5000), "4-5k": (4000, 5000), "600.000 pages": 600_000, "quatorze tables": 14,
    "unos 3 mil millones": 3e9, "Diecisiete": 17, "zweiundzwanzig Tabellen": 22, "two dozen or so": 24,
    "1.2 million-odd": 1.2e6,
    "a thousand and change": 1000, "tens of thousands of labels": (20_000, 90_000), "2000 labels": 2000,
    "a 7B model": 7e9,
    "tre fonti": 3, "eine Dreiviertelmillion Fotos": 750_000, "12 bin pickers": 12, "five bin lorries": 5,
    "üç bin görüntü": 3000, "trzy źródła": 3,
    "one engineer": 1, "zero labels": 0, "from 2000 labels": 2000, "几百条": (200, 900),
}  # fmt: skip
NOTHING = [
    "which one is better", "the right one", "one of them", "un modelo", "ein Modell", "einer", "una", "p95",
    "on H100", "v2",
    "a third option", "a second model", "a point to make", "each other", "each second", "to the cent", "desde cero",
    "第三",
    "what a month", "Which half is right?", "", " ", "9" * 500, "1e400", "we tried it twice", "v3.11.4",
    "the day after", "leave that for a second", "wait a minute.", "hold on for a sec, please",
]  # fmt: skip
NO_QUANTITY = [
    "guardia las veinticuatro horas", "24 heures sur 24", "24 Stunden am Tag", "24 hours a day",
    "24/7", "24x7", "GPT-4", "Llama 3", "at 14:30", "at 3 am", "eight o'clock", "2024-05-06", "12.05.2024",
    "in 2023", "2024年",
    "since 1998", "the 2nd", "the 1990s", "5x faster", "3D", "version 2.5", "10.0.0.5", "7 Uhr",
    "one 3090, shared", "Our single 4080.", "one 4090 after hours",
]  # fmt: skip


# hostile text -> how many amounts it states
AMOUNTS_IN = {
    **dict.fromkeys(AMOUNTS, 0),
    **{"groups": 5000, "commas": 1, "ones": 24_999, "in": 20_000, "hyphens": 25_000, "dots": 1, "and": 7000},
    "percent": 8500,
}


def only(text: str) -> Amount:
    """Return the one amount of a text."""
    amounts = read_amounts(text)
    assert len(amounts) == 1, amounts
    return amounts[0]


def ends(value: float | tuple[float, float]) -> tuple[float, float]:
    """Return a value of a table as a range."""
    return value if isinstance(value, tuple) else (value, value)


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        (unit, text, value)
        for unit, table in (
            ("1/day", {**RATES, **MORE_RATES}), ("s", DURATIONS), ("%", RATIOS), ("percentage points", POINTS),
            ("count", COUNTS)
        )
        for text, value in table.items()
    ],
)  # fmt: skip
def test_a_text_states_one_quantity(unit: str, text: str, value: float | tuple[float, float]) -> None:
    """The text holds exactly one amount, which converts to the unit with the value."""
    assert convert(only(text), unit) == pytest.approx(ends(value))


@pytest.mark.parametrize("text", NOTHING)
def test_no_number_is_read_where_there_is_none(text: str) -> None:
    """Articles, ordinals, names and absurd numbers yield no amount at all."""
    assert read_amounts(text) == ()


@pytest.mark.parametrize("text", NO_QUANTITY)
def test_clocks_dates_versions_and_names_are_never_counts(text: str) -> None:
    """A number that measures nothing is marked as a date or as other, so that no factor takes it."""
    assert {amount.dimension for amount in read_amounts(text)} <= {"date", "other"}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("70qps peak, 25 avg", [70, 25]),
        ("81.4% earlier, 82.6% now", [81.4, 82.6]),
        ("Llama 3 70B on 8 GPUs", [0, 7e10, 8]),
        ("Il faut une réponse en 250 ms", [0.25]),
        ("93 de 100 frente a 85 y Carmen", [93, 85]),
        ("one engineer, 3 models", [1, 3]),
        ("make the 300 a 450", [300, 450]),
        ("9 countries hit the ranker two million times a month", [9, 2_000_000]),
        ("23 squads, that means seventy go/no-gos daily", [23, 70]),
        ("14 crossings must answer inside a quarter of a second", [14, 0.25]),
        ("for 700 farms a risk number a month old counts as fresh", [700, 2629800]),
    ],
)
def test_each_amount_is_read_in_order(text: str, values: list[float]) -> None:
    """Several amounts of a text are read apart."""
    assert [amount.low for amount in read_amounts(text)] == pytest.approx(values)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("under 50 ms", "<"),
        ("at least 3 people", ">="),
        ("up to a minute", "<="),
        ("más de 20 filas", ">"),
        ("~5k", "~"),
    ],
)
def test_the_comparator_is_what_stands_before(text: str, sign: str) -> None:
    """A comparator is read from the words right before the number."""
    assert only(text).comparator == sign


def test_convert_refuses_another_dimension() -> None:
    """A count is no rate, and a duration becomes weeks."""
    assert convert(only("300 labels"), "1/day") is None
    assert convert(only("14 days"), "weeks") == (2.0, 2.0)


def test_parse_amount_reads_authored_amounts() -> None:
    """Authored amounts convert; a bare number is in the unit already."""
    assert parse_amount("100 thousand/day", "1/day") == 100_000
    assert (parse_amount("5 minutes", "s"), parse_amount("10 %", "%"), parse_amount("500", "1/day")) == (300, 10, 500)
    assert parse_amount("2000", "count") == 2000


@pytest.mark.parametrize(
    ("text", "unit"), [("many", "count"), ("5 to 6 days", "s"), ("5 minutes", "%"), ("1 day, 2 days", "s")]
)
def test_parse_amount_says_what_is_wrong(text: str, unit: str) -> None:
    """What is not one quantity of the unit's dimension raises ValueError with the text in it."""
    with pytest.raises(ValueError, match=text):
        parse_amount(text, unit)


def test_parse_threshold_keeps_comparator_period_and_hedge() -> None:
    """A threshold keeps what its source said about it."""
    below, about = parse_threshold("< 100 thousand requests"), parse_threshold("about 500 thousand/month")
    assert (below.comparator, below.low, below.unit, below.period) == ("<", 100_000, "requests", None)
    assert (about.comparator, about.hedge, about.low, about.period) == ("~", "about", 500_000, "month")
    assert parse_threshold("between 500 and 1000 examples").comparator == "between"
    with pytest.raises(ValueError, match="no quantity"):
        parse_threshold("soon")


PIECES = st.sampled_from(
    [
        *("a", "an", "one", "half", "1", "12", "2,000", "1.5", "k", "M", "%", "/", "per", "day", "in", "of", "every"),
        *("eighth", "third", "and", "to", "-", "between", "三", "成", "万", "里", "有", "每", "天", "une", "de", "sur"),
        *("million", "twice", "$", "ms", "hour", ":", ".", ",", "old", "24/7", "e9", "½", "zwanzig", "quatre", "vingt"),
        *("couple", "good", "point", "or", "two", "second", "2023", "at", "least", "+", "mil", "sub", "h", "min", "x"),
    ]
)
WORDS = st.lists(PIECES, max_size=14)


@settings(max_examples=1000, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=14).map("".join)
    )
)
def test_any_text_is_read_without_harm(text: str) -> None:
    """Whatever the text: no exception, spans that slice it, in order and apart, and finite values."""
    last = 0
    for amount in read_amounts(text):
        assert text[amount.start : amount.end] == amount.text != ""
        assert amount.start >= last
        assert math.isfinite(amount.low)
        assert 0 <= amount.low <= amount.high < 1e18
        last = amount.end


@pytest.mark.timeout(GUARD)
@pytest.mark.parametrize(("name", "amounts"), AMOUNTS_IN.items())
def test_hostile_text_is_read(name: str, amounts: int) -> None:
    """What repeats without end is read to its end, and states as many amounts as it does."""
    assert len(read_amounts(AMOUNTS[name])) == amounts


@pytest.mark.parametrize(
    "text",
    [
        "18 cases a quarter.",
        "18 patents per quarter",
        "18 cases quarterly",
        "18 Fälle pro Quartal",
        "18 cas par trimestre",
    ],
)
def test_a_quarter_is_a_period_behind_a_count(text: str) -> None:
    """A rate may be said by the quarter."""
    assert [(a.low, a.period) for a in read_amounts(text)] == [(18.0, "quarter")]


@pytest.mark.parametrize(
    "text", ["of 400 labels a quarter are wrong", "only 200, over a quarter.", "600 rows, a quarter of them old"]
)
def test_a_quarter_that_is_a_share_is_no_period(text: str) -> None:
    """A fourth part of what is counted is no rate."""
    assert all(a.period is None for a in read_amounts(text))
