from __future__ import annotations

import json
import re

import pytest

from bot.types import Answer
from bot.web.downloads import answer_json, answer_markdown, record, safe_name, stem
from tests.bot.desks import answer, outside, quote

HOSTILE = '![x](http://evil.example/y) <img src="http://evil.example/x">'


def test_the_json_is_the_answer() -> None:
    """The file reads back as the same record, in the shape of the endpoint."""
    made = answer_json(answer())
    assert Answer.model_validate_json(made.text) == answer()
    assert (made.name, made.kind) == ("crossroads-crossing-ferry.json", "application/json")
    assert "answer" not in json.loads(made.text)


def test_the_markdown_holds_question_facts_text_and_evidence() -> None:
    """Each with its place, so that the file can stand in a design document by itself."""
    text = answer_markdown(answer()).text
    assert text.startswith("# Ferry or bridge? About 40 cars a day.\n\n**Run a ferry** [1] [2]\n\n## Facts\n")
    assert "- cars a day: 40/day" in text
    assert "- **[2]** “Stone is dear.” (Our summary of Crossing rivers, 2024) <https://river.example/report>" in text
    assert "Leans on: Styx (1999). Ferries." in text


def test_nothing_in_the_markdown_is_fetched_by_a_viewer() -> None:
    """Images and tags of a quote, a question or a source stay words."""
    bad = quote(1, HOSTILE, url="javascript:alert(1)").model_copy(update={"prefix": HOSTILE})
    text = answer_markdown(answer(question=HOSTILE, text=HOSTILE, citations=(bad,))).text
    assert not re.search(r"(?<!\\)!\[|(?<!\\)<img", text)
    assert "javascript:" not in text


def test_an_answer_without_a_decision_is_named_by_its_question() -> None:
    """The name says what it is about."""
    assert stem(outside()) == "crossroads-ferry-or-bridge-about-40-cars-a-day"
    assert record(answer(), "# x").name == "adr-crossing-ferry.md"


@pytest.mark.parametrize(
    ("text", "name"),
    [("../../etc/passwd", "etc-passwd"), ("Größe?", "grosse"), ("批处理", "crossroads"), ("a" * 200, "a" * 60)],
)
def test_a_file_name_works_on_any_system(text: str, name: str) -> None:
    """Letters, digits and hyphens, of a bounded length, never empty."""
    assert safe_name(text.replace("ß", "ss")) == name
