"""Figures and rules of thumb extracted from articles, against hand-made labels: precision and recall.

``python -m bench.claims``. The labels (characters and values, no sentence) are in ``tests/ingest/data``, the articles
beside the checkout: ``../shared/seeds`` and ``../shared/data/articles``. Half of the articles were kept aside: nothing
was chosen on them, and of their scores only the totals were looked at. A rule counts where its condition covers at
least half of what the label and it cover together, and its option and polarity are right. Ends with status 1 where the
figures of the five files fall under nine in ten, found or right.
"""

from __future__ import annotations

import sys

from tests.ingest.labels import ARTICLES, SEEDS, Score, figures_scored, labelled, read, thumbs_scored

NEEDED = 0.9


def main() -> int:
    """Print a line for each measure; say why nothing is measured where the articles are absent."""
    if not SEEDS.is_dir() or not ARTICLES.is_dir():
        print("skipped: the articles are not there (they are kept beside the checkout)")
        return 0
    seeds = Score(0, 0, 0)
    for file in labelled("seeds_labels.json"):
        article, raw = read(SEEDS, file)
        seeds += figures_scored(file, article, raw, cited=True)
    _show("figures of the five files, with citation", seeds)
    for half, name in (("tune", "half that was tuned on"), ("held", "half kept aside")):
        rules, conditions, figures = Score(0, 0, 0), Score(0, 0, 0), Score(0, 0, 0)
        hedged = found = 0
        for file in (f for f in labelled("articles_labels.json") if f["half"] == half):
            article, raw = read(ARTICLES, file)
            one, condition, with_hedge, met = thumbs_scored(file, article, raw)
            rules, conditions, hedged, found = rules + one, conditions + condition, hedged + with_hedge, found + met
            figures += figures_scored(file, article, raw, cited=False)
        _show(f"rules of thumb, {name}", rules)
        _show("  their conditions alone", conditions)
        print(f"{'  hedges as labelled':44} {hedged} of {found}")
        _show(f"figures, {name}", figures)
    return 0 if min(seeds.recall, seeds.precision) >= NEEDED else 1


def _show(name: str, score: Score) -> None:
    print(
        f"{name:44} precision {score.precision:.3f}  recall {score.recall:.3f}"
        f"  ({score.right} right of {score.labelled} labelled, {score.extracted} extracted)"
    )


if __name__ == "__main__":
    sys.exit(main())
