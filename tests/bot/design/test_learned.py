"""What the review learns is kept in the data directory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.advisor import Advisor
from bot.design.learned import FOLDER, learned

SAID = ["We will call a hosted API.", "Batch scoring costs more than scoring in real time."]


def test_what_is_read_is_what_was_fitted(advisor: Advisor, tmp_path: Path) -> None:
    """The weights of a file give the same probabilities and verdicts; a broken file is fitted anew."""
    here = replace(advisor, settings=advisor.settings.model_copy(update={"data": tmp_path / "a"}))
    options, polarity = learned(here)
    (stored,) = (tmp_path / "a" / FOLDER).glob("*.safetensors")
    there = tmp_path / "b" / FOLDER
    there.mkdir(parents=True)
    (there / stored.name).write_bytes(stored.read_bytes())
    again, verdicts = learned(replace(here, settings=here.settings.model_copy(update={"data": tmp_path / "b"})))
    assert np.array_equal(options.classifier.scores(SAID, options.embed), again.classifier.scores(SAID, again.embed))
    assert polarity.verdicts(SAID) == verdicts.verdicts(SAID)
    broken = tmp_path / "c" / FOLDER
    broken.mkdir(parents=True)
    (broken / stored.name).write_bytes(stored.read_bytes()[:5000])
    anew, _ = learned(replace(here, settings=here.settings.model_copy(update={"data": tmp_path / "c"})))
    assert anew.likely(SAID)[0][0].option == options.likely(SAID)[0][0].option
    assert (broken / stored.name).stat().st_size == stored.stat().st_size
