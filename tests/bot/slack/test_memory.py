"""The conversation in a message's metadata, and the deliveries that are remembered."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.memory import MOST_BYTES, Seen, Talk, link_of, metadata, newest, talk_of
from bot.web.sharing import read_link

TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=4_000)


def message(ts: str, talk: Talk) -> dict[str, object]:
    """Return a message that carries a conversation."""
    return {"ts": ts, "metadata": metadata(talk)}


@given(st.lists(TEXTS, max_size=20), st.dictionaries(st.text(max_size=30), st.text(max_size=60), max_size=10))
def test_conversation_comes_back_whole_or_with_its_newest_turns(turns: list[str], facts: dict[str, str]) -> None:
    """What fits comes back as it was; of what does not, the oldest turns leave first and the facts stay."""
    talk = Talk(turns=tuple(turns), facts=tuple(facts.items()))
    packed = metadata(talk)
    back = talk_of({"metadata": packed})
    assert len(packed["event_payload"]["talk"].encode()) <= MOST_BYTES
    assert back is not None
    assert back.given == facts
    if back.turns and len(back.turns) > 1:
        assert turns[-len(back.turns) :] == list(back.turns)


def test_newest_card_before_a_message_counts() -> None:
    """Cards without turns, turned away, later than the message, or with metadata of another kind do not."""
    old, new = Talk(turns=("old",)), Talk(turns=("new",))
    held = [message("3.0", new), message("1.0", old), message("2.0", Talk(asked="1.0")), {"ts": "4.0"}]
    assert newest(held) == new
    assert newest([*held, message("5.0", Talk(turns=("away",), unread=True))]) == new
    assert newest(held, before="2.5") == old
    assert newest([{"ts": "1.0", "metadata": {"event_type": "other"}}]) is None
    assert talk_of({"metadata": {"event_type": "crossroads_answer", "event_payload": {"talk": "{"}}}) is None


def test_delivery_is_first_once_and_forgotten_in_order() -> None:
    """An id is first once; beyond the bound the oldest one is forgotten; no id is always first."""
    seen = Seen(most=2)
    assert [seen.first(id) for id in ("a", "a", "b", "c", "b", "a", "", "")] == [
        True, False, True, True, False, True, True, True,
    ]  # fmt: skip


def test_link_asks_the_same_in_the_browser() -> None:
    """The parts of the link are the arguments of /ask; a link that would be too long is none."""
    talk = Talk(turns=("a & b?", "c"), facts=(("x", "1 €"),))
    asked = parse_qs(urlsplit(link_of("https://c.example/", talk)).query)
    assert asked == {"q": ["c"], "turns": ['["a & b?"]'], "facts": ['{"x":"1 €"}']}
    assert link_of("https://c.example", Talk(turns=("x" * 2_000,))) == ""
    assert link_of("", talk) == ""


def test_link_is_read_by_the_app_as_it_was_meant() -> None:
    """The browser's own reader takes the link back to the same turns and facts."""
    talk = Talk(turns=("RAG?", "2 weeks & 50%"), facts=(("time_to_ship", "2 weeks"),))
    shared = read_link(urlsplit(link_of("https://c.example", talk)).query)
    assert shared is not None
    assert (shared.turns, shared.given) == (talk.turns, talk.facts)
