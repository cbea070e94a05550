"""What the review learns is kept in the data directory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.advisor import Advisor
from bot.design.learned import FOLDER, learned

SAID = ["We will call a hosted API.", "Batch scoring costs more than scoring in real time."]


def at(advisor: Advisor, data: Path) -> Advisor:
    """Return the advisor as one that keeps what it learns in this data directory."""
    return replace(advisor, settings=advisor.settings.model_copy(update={"data": data}))


def test_what_is_read_is_what_was_fitted(advisor: Advisor, tmp_path: Path) -> None:
    """A file's weights give the probabilities and verdicts of a fit; a broken file is fitted anew, to the same ones."""
    options, polarity = learned(advisor)
    stored = max((advisor.settings.data / FOLDER).glob("*.safetensors"), key=lambda path: path.stat().st_mtime)
    whole = stored.read_bytes()
    for data, kept in ((tmp_path / "whole", whole), (tmp_path / "broken", whole[:5000])):
        (data / FOLDER).mkdir(parents=True)
        file = data / FOLDER / stored.name
        file.write_bytes(kept)
        again, verdicts = learned(at(advisor, data))
        assert np.array_equal(
            options.classifier.scores(SAID, options.embed), again.classifier.scores(SAID, again.embed)
        )
        assert polarity.verdicts(SAID) == verdicts.verdicts(SAID)
        assert file.read_bytes() == whole
