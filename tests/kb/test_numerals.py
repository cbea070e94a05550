"""Numbers in words and digits, in five languages."""

import pytest

from kb.numerals import digits_value, read_number

WHOLE = {
    # digits
    "35": 35, "1,250": 1250, "1.250": 1250, "1'250'000": 1_250_000, "1 800 000": 1_800_000, "600.000": 600_000,
    "1,234.5": 1234.5, "1.234,5": 1234.5, "15,5": 15.5, "0.125": 0.125, ".5": 0.5, "2½": 2.5, "1e6": 1e6,
    "40k": 40_000, "4.6M": 4_600_000, "7B": 7e9, "2,5 Mio.": 2_500_000, "3 mil millones": 3e9, "1.2万": 12_000,
    "2 and a half million": 2_500_000, "3 Mrd": 3e9, "120万": 1_200_000,
    # English
    "zero": 0, "twelve": 12, "twenty-two thousand": 22_000, "two hundred and fifty": 250, "a hundred": 100,
    "a good thousand": 1000, "two dozen": 24, "half a dozen": 6, "half a million": 500_000, "a couple of hundred": 200,
    "a quarter of a million": 250_000, "a million and a half": 1_500_000, "two and a half million": 2_500_000,
    "three hundred sixty-five": 365, "hundred thousand": 100_000, "two million three hundred thousand": 2_300_000,
    "two and a quarter thousand million": 2.25e9, "half a thousand million": 5e8, "one and a half trillion": 1.5e12,
    "two and three quarter million": 2_750_000, "one point five million": 1_500_000, "three point two five": 3.25,
    "a dozen and a half": 18, "a lakh": 100_000, "two and a half lakh": 250_000, "1.2 lakh crore": 1.2e12,
    "1,50,000": 150_000, "12,34,567": 1_234_567, "2 1/2 million": 2_500_000, "¾ million": 750_000,
    "1¾ million": 1_750_000,
    # German
    "zweiundzwanzig": 22, "dreitausend": 3000, "zweihundertfünfzigtausend": 250_000, "dreißig": 30, "anderthalb": 1.5,
    "zweieinhalb": 2.5, "drei Millionen": 3e6, "hundert": 100, "siebzehn": 17, "tausendeinhundert": 1100,
    # French
    "quatorze": 14, "onze": 11, "vingt et un": 21, "soixante et onze": 71, "soixante-quinze": 75, "quatre-vingts": 80,
    "quatre-vingt-dix": 90, "quatre-vingt-dix-sept": 97, "deux cents": 200, "cent vingt": 120, "cent mille": 100_000,
    "une douzaine": 12,
    "deux virgule cinq millions": 2_500_000,
    # Spanish
    "dos mil quinientos millones": 2.5e9, "tres mil doscientos millones": 3.2e9,
    "diecisiete": 17, "veintitrés": 23, "treinta y dos": 32, "noventa y nueve": 99, "doscientas cincuenta": 250,
    "mil doscientos": 1200, "cien mil": 100_000,
    # Chinese
    "四万": 40_000, "一百二十": 120, "三千五百": 3500, "两亿五千万": 2.5e8, "半": 0.5,
}  # fmt: skip

RANGES = {
    "a few": (2, 5), "a few thousand": (2000, 5000), "several": (3, 7), "tens of thousands": (20_000, 90_000),
    "hundreds of thousands": (200_000, 900_000), "dozens": (24, 108), "ein paar tausend": (2000, 5000),
    "unos cientos de miles": (200_000, 500_000), "几百": (200, 900), "十几": (11, 19), "两三": (2, 3),
    "两三百": (200, 300),
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), WHOLE.items())
def test_a_number_is_read_whole(text: str, value: float) -> None:
    """A number in words or digits is read to its last word."""
    number = read_number(text, 0)
    assert number is not None
    assert (number.low, number.high, number.end) == (pytest.approx(value), pytest.approx(value), len(text))


@pytest.mark.parametrize(("text", "values"), RANGES.items())
def test_a_loose_number_is_a_range(text: str, values: tuple[float, float]) -> None:
    """Vague words become a range."""
    number = read_number(text, 0)
    assert number is not None
    assert (number.low, number.high) == (pytest.approx(values[0]), pytest.approx(values[1]))


@pytest.mark.parametrize(
    "text", ["a model", "grand", "unas 2.400", "第三", "dollar", "", "万", "null", "cero", "9" * 40]
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    """Articles, ordinals, "about", a lone scale and a number of forty digits are no number."""
    assert read_number(text, 0) is None or read_number(text, 0).end < 1  # type: ignore[union-attr]


@pytest.mark.parametrize(("text", "at"), [("H100", 1), ("v2", 1), ("GPT4", 3), ("a_7", 2)])
def test_digits_inside_a_name_are_no_number(text: str, at: int) -> None:
    """A letter or an underscore right before digits makes them part of a name."""
    assert read_number(text, at) is None


@pytest.mark.parametrize(("text", "read"), [("five cents", 5), ("a thousand miles", 1000), ("nineteen ninety", 19)])
def test_a_number_ends_where_the_next_word_does_not_go_on(text: str, read: float) -> None:
    """Cents and miles multiply nothing in English, and two numbers side by side stay two."""
    number = read_number(text, 0)
    assert number is not None
    assert number.low == read


def test_a_group_of_three_digits_is_thousands_unless_it_starts_with_zero() -> None:
    """``1.250`` is 1250 since people write thousands so, while ``0.125`` can only be a fraction."""
    assert (digits_value("1.250"), digits_value("0.125")) == (1250.0, 0.125)
