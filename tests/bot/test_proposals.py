"""What a language model proposes is checked against the user's words."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clauses import clauses
from bot.listen import UNHEARD, Listening, Turn
from bot.proposals import (
    MOST_FACTS,
    PERHAPS,
    UNSURE_FROM,
    UNSURE_TO,
    Checked,
    Proposal,
    Proposed,
    candidates,
    check_facts,
    proposal_schema,
    read_again,
    read_proposal,
    takes,
)
from bot.spelling import Speller
from bot.types import Question
from bot.voices import NOTHING
from kb.quantity import read_amounts
from kb.types import Fact
from tests.bot.desks import CATALOG, FACTORS

KNOWN = {factor.id: factor for factor in FACTORS}
LABELS = ("bank=mud", "bank=rock", "ice=no", "ice=yes", NOTHING)
ROLES = ("cars", NOTHING)
FAINT = {"ice=yes": 0.1, "bank=mud": 0.1, NOTHING: 0.8}
"""A hearing that finds ice and mud in any words, too faintly to state them by itself."""


def listening(
    *messages: str, stated: Mapping[str, float] = FAINT, roles: tuple[float, float] = (0.3, 0.7)
) -> Listening:
    """Return turns as heard by classifiers that give every clause and every number the same probabilities."""
    turns = []
    for message in messages:
        pieces = clauses(message)
        amounts = tuple(a for a in read_amounts(message) if a.dimension not in UNHEARD)
        row = [stated.get(label, 0.0) for label in LABELS]
        scores = np.tile(np.array(row, np.float32), (len(pieces), 1))
        given_to = np.tile(np.array(roles, np.float32), (len(amounts), 1))
        turns.append(Turn(message, Speller([]).mend(message), pieces, scores, amounts, given_to))
    return Listening(tuple(turns), LABELS, ROLES)


def check(
    factor: str, value: str, quote: str, heard: Listening, known: Mapping[str, Fact] | None = None
) -> tuple[Fact | None, str]:
    """Return the one fact proposed, or why it was dropped."""
    proposal = Proposal(facts=(Proposed(factor=factor, value=value, quote=quote),))
    checked = check_facts(proposal, heard, KNOWN, known or {})
    return checked.facts.get(factor), next(iter(checked.dropped), "")


FROZEN = "The river carries some 40 cars a day, and it freezes over in most winters."


def test_words_that_state_a_fact_make_it_one_of_the_model() -> None:
    """A number and a yes that stand in the turn are used, in the user's words and with their place and origin."""
    heard = listening("Ferry or bridge?", FROZEN)
    cars, _ = check("cars", "40/day", "some 40 cars a day", heard)
    ice, _ = check("ice", "yes", "it freezes over in most winters", heard)
    assert cars is not None
    assert (cars.low, cars.high, cars.turn, cars.origin) == (40.0, 40.0, 1, "model")
    assert ice is not None
    assert (ice.choice, ice.origin) == ("yes", "model")
    for fact in (cars, ice):
        assert fact.span is not None
        assert FROZEN[slice(*fact.span)] == fact.text


@pytest.mark.parametrize(
    ("factor", "value", "quote", "reason"),
    [
        ("boats", "3", "some 40 cars a day", "not of this trade-off"),
        ("cars", "many", "some 40 cars a day", "no value of its factor"),
        ("cars", "-40", "some 40 cars a day", "no value of its factor"),
        ("bank", "sand", "it freezes over", "no value of its factor"),
        ("cars", "40/day", "some 40 lorries a day", "not in the words"),
        ("ice", "yes", "It freezes over", "not in the words"),
        ("ice", "yes", "", "not in the words"),
        ("ice", "yes", "reezes over", "not in the words"),
        ("ice", "yes", "and", "not in the words"),
        ("cars", "4/day", "some 4", "not in the words"),
        ("cars", "400/day", "some 40 cars a day", "the words say another value"),
        ("cars", "40/day", "it freezes over", "not one number in the words"),
        ("ice", "no", "it freezes over", "the words are of something else"),
        ("bank", "rock", "it freezes over", "the words are of something else"),
    ],
)
def test_what_the_words_do_not_say_is_dropped_with_its_reason(factor: str, value: str, quote: str, reason: str) -> None:
    """Nothing is used that is not said, cut out of a word or number, of another value, or of no factor here."""
    assert check(factor, value, quote, listening(FROZEN)) == (None, reason)


def test_our_own_hearing_outvotes_the_model() -> None:
    """Words in which we hear a no, or a number that we give to nobody, cannot be made a yes or a fact."""
    no = listening(FROZEN, stated={"ice=yes": 0.1, "ice=no": 0.12, NOTHING: 0.7}, roles=(0.01, 0.99))
    assert check("ice", "yes", "it freezes over", no)[1] == "the words say another value"
    assert check("cars", "40/day", "some 40 cars a day", no)[1] == "the words are of something else"


def test_what_was_heard_stands() -> None:
    """A factor that we heard keeps its value, and a number that is one factor's does not become another's."""
    ice = Fact(factor="ice", choice="no", text="never freezes")
    assert check("ice", "yes", "it freezes over", listening(FROZEN), {"ice": ice})[1] == "contradicts what was heard"
    same = ice.model_copy(update={"choice": "yes"})
    assert check("ice", "yes", "it freezes over", listening(FROZEN), {"ice": same})[1] == "heard already"
    trucks = Fact(factor="trucks", low=40, high=40, text="40 cars a day", span=(23, 36))
    assert (
        check("cars", "40/day", "some 40 cars a day", listening(FROZEN), {"trucks": trucks})[1]
        == "the number is another factor's"
    )


@pytest.mark.parametrize(
    ("messages", "factor", "value", "quote"),
    [
        (("It is not 40 cars a day.",), "cars", "40/day", "40 cars a day"),
        (("Forget the 40 cars a day.",), "cars", "40/day", "40 cars a day"),
        (("Forget that it freezes over.",), "ice", "yes", "it freezes over"),
        (("Here it freezes over.", "Forget that."), "ice", "yes", "it freezes over"),
        (("We see 40 cars a day.", "Ignore the 40 cars a day I gave."), "cars", "40/day", "We see 40 cars a day"),
    ],
)
def test_what_was_denied_or_taken_back_is_not_used(
    messages: tuple[str, ...], factor: str, value: str, quote: str
) -> None:
    """Words that stand verbatim in a turn state nothing where the user denies them, then or later."""
    assert check(factor, value, quote, listening(*messages))[0] is None


def test_a_reading_is_used_only_where_ours_is_unsure() -> None:
    """The proposed trade-off comes first between the named bounds and where we find it possible; never elsewhere."""

    def question(first: float, second: float) -> Question:
        pair = (("ferry", first), ("tunnel", second))
        return Question(turns=("?",), intent="other", trade_offs=pair, confidence=first + second)

    wavers = question(UNSURE_TO - 0.3, PERHAPS)
    assert read_again(wavers, Proposal(trade_off="tunnel")).trade_offs[0] == ("tunnel", PERHAPS)
    assert read_again(wavers, Proposal(trade_off="tunnel")).intent == "decide"
    for held, named in (
        (question(UNSURE_TO + 0.01, 0.3), "tunnel"),
        (question(UNSURE_FROM - 0.01, PERHAPS), "tunnel"),
        (question(0.4, PERHAPS - 0.01), "tunnel"),
        (wavers, "airship"),
        (wavers, None),
    ):
        assert not takes(held, Proposal(trade_off=named))
        assert read_again(held, Proposal(trade_off=named)) is held
    assert candidates(question(0.1, 0.05)) == ()
    assert candidates(question(0.9, 0.08)) == ("ferry",)
    assert candidates(wavers) == ("ferry", "tunnel")


def test_schema_names_the_trade_offs_and_their_factors_only() -> None:
    """A model is told what it may name: the trade-offs in question, or none, and their factors with their values."""
    schema = proposal_schema(CATALOG.trade_offs, KNOWN)
    assert schema["properties"]["trade_off"]["enum"] == ["crossing", None]
    factor = schema["properties"]["facts"]["items"]["properties"]["factor"]
    assert factor["enum"] == ["cars", "ice", "bank"]
    assert "rock or mud" in factor["description"]
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize(
    "raw",
    ["", "The answer is a ferry.", "[]", "null", "[" * 100_000, '{"facts": 3}', '{"facts": {}}', "9" * 9_000, "\x00"],
)
def test_a_reply_that_is_no_proposal_is_an_empty_one(raw: str) -> None:
    """Prose, other JSON, nesting without end and giant numbers yield nothing and raise nothing."""
    assert read_proposal(raw) == Proposal(malformed=1)


def test_entries_are_read_one_by_one() -> None:
    """A bad entry does not spoil the others, a fence is taken off, and no more than the most are read."""
    good = {"factor": "ice", "value": True, "quote": "it freezes"}
    raw = "```json\n" + json.dumps({"trade_off": 7, "facts": [{"factor": "ice"}, 1, good]}) + "\n```"
    assert read_proposal(raw) == Proposal(
        facts=(Proposed(factor="ice", value="True", quote="it freezes"),), malformed=2
    )
    many = read_proposal(json.dumps({"trade_off": "crossing", "facts": [good] * (MOST_FACTS + 5)}))
    assert (len(many.facts), many.malformed, many.trade_off) == (MOST_FACTS, 5, "crossing")


SAID = """we see 40 400 4,000 1.5 cars a day it freezes not forget no rock mud the bank per hour about 5k-10k
, . ? 每天"""
WORDS = st.sampled_from(SAID.split())
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join) | st.text(max_size=30)
PROPOSED = st.builds(
    Proposed,
    factor=st.sampled_from([*KNOWN, "boats"]),
    value=st.sampled_from(["yes", "no", "rock", "mud", "40/day", "400/day", "4000/day", "5/day"]) | TEXTS,
    quote=TEXTS,
)


@given(st.lists(TEXTS, min_size=1, max_size=3), st.lists(PROPOSED, max_size=8), st.data())
def test_no_proposal_adds_a_fact_whose_words_are_not_in_the_turns(
    messages: list[str], facts: list[Proposed], data: st.DataObject
) -> None:
    """Whatever is proposed, also with quotes cut from the turns, each fact used stands in a turn and in its quote."""
    for _ in range(3):
        text = data.draw(st.sampled_from(messages))
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        facts.append(data.draw(PROPOSED).model_copy(update={"quote": text[start:end]}))
    heard = listening(*messages, stated=dict.fromkeys(LABELS, 0.2), roles=(0.9, 0.1))
    checked = check_facts(Proposal(facts=tuple(facts)), heard, KNOWN, {})
    assert len(checked.facts) + sum(checked.dropped.values()) == len(facts)
    for id, fact in checked.facts.items():
        assert fact.origin == "model"
        assert fact.span is not None
        assert fact.text
        assert messages[fact.turn][slice(*fact.span)] == fact.text
        assert any(p.factor == id and fact.text in p.quote for p in facts)
        if KNOWN[id].unit:
            said = [a for a in read_amounts(messages[fact.turn]) if a.start >= fact.span[0] and a.end <= fact.span[1]]
            assert len(said) == 1


@given(
    st.text(max_size=200)
    | st.recursive(st.none() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)).map(json.dumps)
)
def test_reading_and_checking_raise_nothing(raw: str) -> None:
    """Any reply at all, JSON or not, ends as facts used and entries counted."""
    assert isinstance(check_facts(read_proposal(raw), listening(FROZEN), KNOWN, {}), Checked)
