"""What a passage chooses: forms of decision records, RFCs and memos, and all that only sounds like a choice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.advisor import Advisor
from bot.design.choices import choices_of
from bot.design.document import read_document
from bot.design.learned import learned
from bot.design.options import read_choices
from kb.catalog import builtin_folder
from kb.errors import CatalogError
from tests.bot.design.scoring import listed

ROWS = listed(Path(__file__).parent / "choices.yaml")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["text"])[:60])
def test_choices_are_told_from_what_only_sounds_like_one(row: dict[str, Any], advisor: Advisor) -> None:
    """Announced, passive, labelled and tabled choices are found; questions, rejections, quotes and others' are not."""
    found = choices_of(read_document(row["text"]), learned(advisor)[0])
    assert [choice.option for choice in found] == list(row["chooses"])


def test_every_built_in_option_is_heard(advisor: Advisor) -> None:
    """The knowledge says for each option what choosing it sounds like."""
    rows = read_choices([builtin_folder()], advisor.catalog)
    labels = {f"{t.id}/{option.id}" for t in advisor.catalog.trade_offs for option in t.options}
    assert labels <= {row.label for row in rows}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("trade_off: build-vs-by\nchosen: {}\n", "unknown trade-off"),
        ("trade_off: build-vs-buy\nchosen:\n  call-ape: [x]\n", "no option"),
        ("trade_off: build-vs-buy\nchosen: {}\nextra: 1\n", "extra"),
    ],
)
def test_a_faulty_file_of_choices_names_file_and_line(text: str, words: str, tmp_path: Path, advisor: Advisor) -> None:
    """Nothing of it is loaded, and the message says what to mend."""
    (tmp_path / "choices").mkdir()
    (tmp_path / "choices" / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError, match=r"x\.yaml:\d+") as refused:
        read_choices([tmp_path], advisor.catalog)
    assert words in str(refused.value)
