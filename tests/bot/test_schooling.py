"""What a fit depends on, and that it gives the same twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from threadpoolctl import threadpool_info

from bot.schooling import hearing_digest, school
from kb.catalog import builtin_folder, load_catalog
from kb.embed import WordLlamaEmbedding
from kb.types import Catalog, Factor, FactorKind, TradeOff


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The built-in knowledge."""
    return load_catalog([builtin_folder()])


@pytest.fixture(scope="module")
def embedder() -> WordLlamaEmbedding:
    """The embedder that comes with the project."""
    return WordLlamaEmbedding()


def with_first(catalog: Catalog, **changed: object) -> Catalog:
    """Return the catalog with its first trade-off changed."""
    first, *others = catalog.trade_offs
    return catalog.model_copy(update={"trade_offs": (first.model_copy(update=changed), *others)})


def test_an_edited_rule_does_not_ask_for_a_new_fit(catalog: Catalog, embedder: WordLlamaEmbedding) -> None:
    """What a trade-off decides by is not what it is heard by."""
    edited = with_first(catalog, rules=catalog.trade_offs[0].rules[1:])
    assert hearing_digest(edited, embedder) == hearing_digest(catalog, embedder)


@pytest.mark.parametrize("voices", ["examples", "near_misses", "aliases", "look_ups"])
def test_another_voice_asks_for_a_new_fit(catalog: Catalog, embedder: WordLlamaEmbedding, voices: str) -> None:
    """Taking away one example, near miss, alias or look-up changes the digest."""
    edited = with_first(catalog, **{voices: getattr(catalog.trade_offs[0], voices)[1:]})
    assert hearing_digest(edited, embedder) != hearing_digest(catalog, embedder)


def test_a_text_that_is_no_unicode_has_a_digest(catalog: Catalog, embedder: WordLlamaEmbedding) -> None:
    """Half a surrogate pair in somebody's voices is not what a start fails on."""
    odd = catalog.model_copy(update={"off_topic": (*catalog.off_topic, "half of a pair \ud83d")})
    assert hearing_digest(odd, embedder) != hearing_digest(catalog, embedder)


def test_a_fit_sums_on_one_thread() -> None:
    """However many cores there are, one thread makes the sums of a fit, lest their order differ from run to run."""
    threads: set[int] = set()

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        threads.update(pool["num_threads"] for pool in threadpool_info())
        return np.zeros((len(texts), 4), dtype=np.float32)

    school(_two_subjects(), embed)
    assert threads == {1}


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
