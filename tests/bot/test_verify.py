"""The last check: nothing leaves that does not stand on a stored passage."""

from __future__ import annotations

from bot.citing import Citer
from bot.types import Answer
from bot.verify import stands, verify
from tests.bot.shelf import library


def answered(text: str, outcome: str = "recommendation") -> Answer:
    """Return an answer that cites both claims of the notes as [1] and [2]."""
    citer = Citer(library())
    citer.claims(("notes#bar", "notes#regret"))
    bare = dict.fromkeys(("alternatives", "facts", "path", "flips", "conflicts", "missing"), ())
    return Answer.model_validate(
        {
            **bare,
            "question": "?",
            "outcome": outcome,
            "trade_off": None,
            "recommendation": None,
            "citations": citer.cited(),
            "text": text,
            "knowledge": "",
        }
    )


def test_sound_answer_passes_unchanged() -> None:
    """What cites what is stored stays as it is."""
    answer = answered("**Why**\n- One. [1]\n- Two. [2]")
    assert verify(answer, library()) == answer


def test_altered_quote_is_dropped_with_the_lines_that_lean_on_it() -> None:
    """One changed letter of a quote costs the citation and its line; the other line stays."""
    answer = answered("**Why**\n- One. [1]\n- Two. [2]\n- Both. [1] [2]")
    forged = answer.citations[0].model_copy(update={"quote": answer.citations[0].quote.replace("100k", "900k")})
    checked = verify(answer.model_copy(update={"citations": (forged, answer.citations[1])}), library())
    assert [c.n for c in checked.citations] == [2]
    assert checked.text == "**Why**\n- Two. [2]"


def test_sentence_without_a_citation_does_not_appear() -> None:
    """A line that cites nothing or a number that is not there goes, and so does a heading with nothing under it."""
    checked = verify(answered("Free words.\n\n**Why**\n- One. [1]\n- Ghost. [7]\n\n**More**\n- Nothing"), library())
    assert checked.text == "**Why**\n- One. [1]"


def test_out_of_scope_keeps_its_text_and_loses_every_citation() -> None:
    """An answer that declines must not cite."""
    checked = verify(answered("Outside.", "out_of_scope"), library())
    assert (checked.text, checked.citations) == ("Outside.", ())


def test_quote_of_a_source_that_is_gone_does_not_stand() -> None:
    """A citation of an unknown source is no citation."""
    citation = answered("").citations[0]
    assert stands(citation, library())
    gone = citation.model_copy(update={"source": citation.source.model_copy(update={"id": "gone"})})
    assert not stands(gone, library())
