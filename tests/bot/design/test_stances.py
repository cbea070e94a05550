"""Authored ways to deny and to affirm claims: how they are read, varied and swapped, and what is learned from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.design.learned import learned
from bot.design.stances import AGREES, DENIES, read_stances
from kb.errors import CatalogError

CLAIMS = ("loom#cheaper",)


def written(tmp_path: Path, body: str) -> Path:
    """Return a knowledge folder with one file of stances."""
    (tmp_path / "stances").mkdir()
    (tmp_path / "stances" / "loom.yaml").write_text(body, encoding="utf-8")
    return tmp_path


def test_alternatives_and_words_are_filled_in(tmp_path: Path) -> None:
    """Each wording uses one of the alternatives and one of the words; none has a mark left."""
    folder = written(
        tmp_path,
        'source: loom\nwords: {old: ["the hand loom", "the old loom"]}\n'
        'claims: {cheaper: {denies: ["<old> is (cheap|dear)."], agrees: ["It varies."]}}\n',
    )
    texts = {s.text for s in read_stances([folder], CLAIMS) if s.side == DENIES}
    assert texts >= {"The hand loom is cheap."}
    assert not any(mark in text for text in texts for mark in "(|)<>")


def test_a_comparison_swapped_says_the_contrary(tmp_path: Path) -> None:
    """What denies a claim affirms it once its two sides have changed places."""
    folder = written(
        tmp_path,
        'source: loom\nwords: {old: ["the hand loom"], new: ["the power loom"]}\n'
        'claims: {cheaper: {denies: ["<new> costs more than <old>."], agrees: ["It varies."]}}\n',
    )
    assert ("The hand loom costs more than the power loom.", "loom#cheaper", AGREES) in read_stances([folder], CLAIMS)


@pytest.mark.parametrize(
    "broken", ["claims: {dearer: {denies: [a], agrees: [b]}}", "claims: {cheaper: {denies: [<x>], agrees: [b]}}"]
)
def test_a_faulty_file_is_named_with_its_line(broken: str, tmp_path: Path) -> None:
    """An unknown claim and an unknown word are errors that say where."""
    with pytest.raises(CatalogError, match=r"loom\.yaml:3"):
        read_stances([written(tmp_path, f"source: loom\nwords: {{}}\n{broken}\n")], CLAIMS)


def test_a_source_that_is_not_known_is_passed_over(tmp_path: Path) -> None:
    """Stances on an article that was never ingested do no harm."""
    folder = written(tmp_path, "source: other\nwords: {}\nclaims: {a: {denies: [b], agrees: [c]}}\n")
    assert read_stances([folder], CLAIMS) == ()


@pytest.mark.parametrize(
    ("denies", "agrees"),
    [
        ("A nightly job costs more than a live endpoint.", "A live endpoint costs more than a nightly job."),
        ("Depending on code is dearer than depending on data.", "Depending on data is dearer than depending on code."),
        ("Adding mislabelled pictures improves a model.", "Adding mislabelled pictures does not improve a model."),
        ("Staff can read every case however many come.", "Staff cannot read every case when many come."),
    ],
)
def test_a_sentence_and_its_contrary_are_told_apart(denies: str, agrees: str, advisor: Advisor) -> None:
    """With nearly the same words, the one denies the claim that the other agrees with."""
    (first, *_), (second, *_) = learned(advisor)[1].verdicts([denies, agrees])
    assert first.claim.partition("#")[0] == second.claim.partition("#")[0] == "six-choices"
    assert first.denies > second.denies
