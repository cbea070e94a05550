"""What changes between two states of knowledge: the knowledge itself, and how saved questions are answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.advise import advise
from bot.advisor import Advisor, Progress
from bot.changes import AnswerChange, Comparison, compare_answers
from bot.inventory import Knowledge, compare_knowledge
from bot.saved import Saved
from bot.types import Answer
from kb.errors import InputError


def compare(
    old: Advisor, new: Advisor, questions: Sequence[Saved], progress: Progress, notes: Sequence[str] = ()
) -> Comparison:
    """Compare the knowledge of two advisors, and their answers to each question."""
    return Comparison(
        old=old.digest,
        new=new.digest,
        knowledge=compare_knowledge(
            Knowledge(old.catalog, tuple(old.generation.articles)),
            Knowledge(new.catalog, tuple(new.generation.articles)),
        ),
        asked=len(questions),
        answers=tuple(_changed(old, new, questions, progress)),
        notes=tuple(notes),
    )


def _changed(old: Advisor, new: Advisor, questions: Sequence[Saved], progress: Progress) -> Iterator[AnswerChange]:
    for done, saved in enumerate(questions, start=1):
        differences = compare_answers(answered(saved, old), answered(saved, new))
        if differences:
            yield AnswerChange(id=saved.id, turns=saved.turns, differences=differences)
        progress("asking the questions", done, len(questions))


def answered(saved: Saved, advisor: Advisor) -> Answer | str:
    """Answer a saved question; one that is refused yields the reason, which may be another after a change."""
    try:
        return advise(saved.turns, advisor, saved.facts)
    except InputError as error:
        return str(error)
