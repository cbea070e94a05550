"""What a fit depends on, and that it gives the same twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.schooling import hearing_digest, school
from kb.catalog import builtin_folder, load_catalog
from kb.embed import WordLlama
from kb.types import Catalog, Factor, FactorKind, TradeOff
from tests.tree import ROOT


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The built-in knowledge."""
    return load_catalog([builtin_folder()])


@pytest.fixture(scope="module")
def embedder() -> WordLlama:
    """The embedder that comes with the project."""
    return WordLlama()


def with_first(catalog: Catalog, **changed: object) -> Catalog:
    """Return the catalog with its first trade-off changed."""
    first, *others = catalog.trade_offs
    return catalog.model_copy(update={"trade_offs": (first.model_copy(update=changed), *others)})


def test_an_edited_rule_does_not_ask_for_a_new_fit(catalog: Catalog, embedder: WordLlama) -> None:
    """What a trade-off decides by is not what it is heard by."""
    edited = with_first(catalog, rules=catalog.trade_offs[0].rules[1:])
    assert hearing_digest(edited, embedder) == hearing_digest(catalog, embedder)


@pytest.mark.parametrize("voices", ["examples", "partly_marked", "near_misses", "aliases", "look_ups"])
def test_another_voice_asks_for_a_new_fit(catalog: Catalog, embedder: WordLlama, voices: str) -> None:
    """Taking away one example, partly marked question, near miss, alias or look-up changes the digest."""
    edited = with_first(catalog, **{voices: getattr(catalog.trade_offs[0], voices)[1:]})
    assert hearing_digest(edited, embedder) != hearing_digest(catalog, embedder)


def test_a_text_that_is_no_unicode_has_a_digest(catalog: Catalog, embedder: WordLlama) -> None:
    """Half a surrogate pair in somebody's voices is not what a start fails on."""
    odd = catalog.model_copy(update={"off_topic": (*catalog.off_topic, "half of a pair \ud83d")})
    assert hearing_digest(odd, embedder) != hearing_digest(catalog, embedder)


FIT = """
import hashlib, numpy, scipy.sparse
from bot.fits import softmax
numbers = numpy.random.default_rng(7)
rows = scipy.sparse.csr_matrix(numbers.random((600, 300), dtype=numpy.float32))
labels = [str(n) for n in numbers.integers(0, 5, 600)]
learnt = softmax(rows, labels, inverse_regularisation=10.0, passes=3)
print(hashlib.sha256(learnt.weights.tobytes() + learnt.bias.tobytes()).hexdigest())
"""


def test_a_fit_is_the_same_whatever_the_processor() -> None:
    """With the kernels of another processor, and on more threads, the weights are the same to the last bit."""
    machines = ({"OPENBLAS_CORETYPE": "Prescott", "OMP_NUM_THREADS": "1"}, {"OMP_NUM_THREADS": "4"})
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("OPENBLAS_", "OMP_"))}
    weights = {
        subprocess.run(
            [sys.executable, "-c", FIT], cwd=ROOT, env=plain | machine, capture_output=True, text=True, check=True
        ).stdout
        for machine in machines
    }
    assert len(weights) == 1
    assert weights != {""}


def test_two_fits_of_the_same_voices_are_equal() -> None:
    """Nothing that is learnt depends on when it was."""

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.ones((len(texts), 4), dtype=np.float32) / 2.0

    first, second = (school(_two_subjects(), embed).arrays() for _ in range(2))
    assert all(np.array_equal(first[name], second[name]) for name in first)


def _two_subjects() -> Catalog:
    """Return two trade-offs that can be told apart by a word, and a factor."""
    subjects = {"tea": "loose or bagged tea?", "bread": "rye or wheat bread?"}
    factor = Factor(
        id="hurry",
        name="Hurry",
        kind=FactorKind.YES_NO,
        ask="Is there a hurry?",
        why="It decides.",
        said={"yes": ("we are in a hurry",), "no": ("time is ours",)},
    )
    return Catalog(
        trade_offs=tuple(
            TradeOff(
                id=id,
                name=id,
                question=question,
                options=(),
                start="",
                start_because="",
                start_evidence=(),
                factors=("hurry",),
                rules=(),
                examples=(f"which {id} do we take?", f"{id}: what now?"),
                near_misses=(f"what does {id} cost?",),
            )
            for id, question in subjects.items()
        ),
        factors=(factor,),
        off_topic=("who won the match?",),
    )
