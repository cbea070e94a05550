"""The card is packed while a value is tried."""

from __future__ import annotations

from bot.advisor import Advisor
from bot.desk import AdvisorDesk
from bot.web.ask_tab import tried
from bot.web.conversation import Conversation, ask, live_card, suppose
from bot.web.packing import PACKED, packed, unpacked
from tests.bot.questions import VOLUME


def test_what_was_packed_comes_out_as_it_was() -> None:
    """Any text, an empty one and one that was never packed included."""
    for text in ("", "<p>plain</p>", "ü 中 🤖 " * 500):
        assert unpacked(packed(text)) == text
        assert unpacked(text) == text
    assert packed("") == ""


def test_a_value_that_is_tried_sends_a_fraction_of_the_card(advisor: Advisor) -> None:
    """The whole card arrives in less than a quarter of its size; a browser that cannot unpack gets it as it is."""
    desk = AdvisorDesk(advisor)
    *_, talk = ask(Conversation(), VOLUME, desk)
    now = suppose(talk, "requests_per_day", "3000000/day", desk)
    card = live_card(now, desk)
    sent, kept = tried(now, desk, packs=True)
    assert sent.startswith(PACKED)
    assert len(sent) < len(card.encode()) / 4
    assert (unpacked(sent), kept) == (card, now)
    assert tried(now, desk, packs=False)[0] == card
