"""Fit what is learned from the voices, or take it from the data directory when it was fitted on the same knowledge
before."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.fits import keep_fit, read_fit
from bot.hearing import FORMAT, Classifier, Hearing, Shape
from bot.roles import role_rows
from bot.terms import Embed
from bot.values import Values
from bot.voices import (
    Row,
    about_rows,
    asks_rows,
    contrast_rows,
    evidence_rows,
    intent_rows,
    stated_rows,
    topic_rows,
)
from kb.embed import WordLlama
from kb.types import Catalog

KEPT = 3
"""Files of a fit, this one's and of former knowledge, that a data directory keeps."""
AT_ONCE = 2
"""Classifiers that are fitted at once: in 105 instead of 169 s on two cores, with 3.2 instead of 2.7 GB."""
TOPIC = Shape(chars=(1, 4), embedding=0.5, lean=0.35, near_max_df=1200)
INTENT = Shape(chars=(3, 5), embedding=0.5, inverse_regularisation=30.0, lean=0.5, near_max_df=1200)
ASKS = Shape(chars=(3, 5), embedding=0.5, inverse_regularisation=100.0, passes=10)
ABOUT = Shape(chars=(3, 5), embedding=0.5, lean=0.35, near_max_df=1200)
STATED = Shape(chars=(3, 5), embedding=1.0, negated=1.0, min_df=5, passes=5, lean=0.7, near_max_df=40_000)
ROLES = Shape(chars=(3, 5), embedding=0.5, passes=10, lean=0.5, near_max_df=10_000)
EVIDENCE = Shape(chars=(3, 5), embedding=0.5, inverse_regularisation=100.0, passes=10)
"""Shapes compared on the tuning questions: n-grams from 3 and a modest embedding did best; see docs/hearing.md.

The regularisation and the passes of each were compared on a fifth of its voices kept out of the fit; the leans, of 0.2
to 1, on 1,979 questions that had not been learnt from. Half of the passes do, since more is told: 1,285 instead of
1,281 of 1,400 such questions right, in three quarters of the time. What stands in more than ``near_max_df`` texts makes
none near: 4,788 of 5,061 open questions are right with it as without, 790 instead of 781 of 871 outside ones are heard,
and a question takes 60 instead of 100 ms. Which decision is asked is heard best by n-grams from 1 to 4: 3,538 instead
of 3,530 of 3,700 first messages, those in Chinese and Japanese above all. Where the clauses of facts are near by a
twentieth of them, one fact more of a hundred is lost, so theirs is a fifth.
"""


def hearing_digest(catalog: Catalog, embedder: WordLlama) -> str:
    """Return the digest of all that a fit depends on: voices, features, embedder.

    What only decides is left out, so that an edited rule leaves the fit as it is.
    """
    heard_by = tuple(t.model_copy(update={"options": (), "rules": (), "disagreements": ()}) for t in catalog.trade_offs)
    voices = catalog.model_copy(update={"digest": "", "principles": (), "trade_offs": heard_by})
    parts = (
        str(FORMAT),
        json.dumps(voices.model_dump(mode="json")),
        embedder.digest,
        *map(repr, (TOPIC, INTENT, ASKS, ABOUT, STATED, ROLES, EVIDENCE)),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def school(catalog: Catalog, embed: Embed) -> Hearing:
    """Fit all classifiers on the catalog's voices; the same voices give the same weights, see ``bot.fits.softmax``."""
    from sklearn.exceptions import ConvergenceWarning  # two seconds of start-up, and only a fit needs it

    facts = list(stated_rows(catalog))
    taught: dict[str, tuple[Iterable[Row], Shape]] = {  # the longest first, so that none is waited for at the end
        "stated": (facts, STATED),
        "evidence": (evidence_rows(catalog), EVIDENCE),
        "roles": (role_rows(catalog), ROLES),
        "topic": (topic_rows(catalog), TOPIC),
        "intent": (intent_rows(catalog), INTENT),
        "asks": (asks_rows(catalog), ASKS),
        "about": (about_rows(catalog), ABOUT),
    }
    with warnings.catch_warnings(), ThreadPoolExecutor(AT_ONCE) as pool:
        warnings.simplefilter("ignore", ConvergenceWarning)
        values = pool.submit(Values.fit, [*facts, *contrast_rows(catalog)], embed)
        fits = {name: pool.submit(Classifier.fit, rows, embed, shape) for name, (rows, shape) in taught.items()}
        return Hearing(values=values.result(), **{name: fit.result() for name, fit in fits.items()}).sharing()


def same_voices(a: Catalog, b: Catalog) -> bool:
    """Say whether two catalogs are recognised by the same words, so that what is fitted on one serves the other."""
    rows = (topic_rows, intent_rows, asks_rows, about_rows, stated_rows, contrast_rows, role_rows, evidence_rows)
    return all(list(of(a)) == list(of(b)) for of in rows)


def stored(catalog: Catalog, embedder: WordLlama, folder: Path) -> Hearing | None:
    """Return the hearing for this catalog where ``folder`` holds it whole, else None; writes nothing."""
    return read_fit(_place(catalog, embedder, folder), Hearing.of)


def schooled(catalog: Catalog, embedder: WordLlama, folder: Path) -> Hearing:
    """Return the hearing for this catalog: from ``folder`` when it is there and whole, else fitted and kept there."""
    found = stored(catalog, embedder, folder)
    if found is not None:
        return found
    hearing = school(catalog, embedder.vectors)
    keep_fit(_place(catalog, embedder, folder), hearing.arrays(), KEPT)
    return hearing


def _place(catalog: Catalog, embedder: WordLlama, folder: Path) -> Path:
    return folder / f"{hearing_digest(catalog, embedder)[:24]}.safetensors"
