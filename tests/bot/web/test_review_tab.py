from __future__ import annotations

import json
import re

import pytest

from bot.design.types import Review
from bot.web.downloads import Download
from bot.web.example_design import EXAMPLE
from bot.web.findings_panel import LONG, reviewed_html
from bot.web.review_tab import Looked, file_of, kept, named, reviewed, taken
from kb.errors import InputError
from tests.bot.desks import CATALOG, FixedDesk
from tests.bot.desks import reviewed as findings

DOCUMENT = "# Crossing\n\nWe build a bridge,\nof stone.\n\nForty cars a day.\n\n\nThe end.\n"
HOSTILE = '<img src=x onerror="hacked()"> ![a](http://evil.example) ${b} `c`'
LOOKED = Looked(name="crossing.md", text=DOCUMENT, review=findings())


def test_a_finding_stands_below_the_last_line_that_it_is_about() -> None:
    """Lines keep their numbers and their order; the finding is between its line and the next."""
    page = reviewed_html(DOCUMENT, findings(), named(CATALOG))
    parts = re.findall(r'class="crf-number">(\d+)<|id="(finding-\d+)"', page)
    order = [number or finding for number, finding in parts]
    assert order == ["1", "2", "3", "4", "finding-0", "5", "6", "7", "8", "9", "finding-1"]


def test_severity_is_told_in_words_and_by_a_sign() -> None:
    """Not by colour alone."""
    page = reviewed_html(DOCUMENT, findings(), named(CATALOG))
    assert re.findall(
        r'class="crf-title" title="[^"]+"><span class="crf-sign"><span aria-hidden="true">(.)</span> (\w+)', page
    ) == [
        ("✖", "Error"),
        ("●", "Note"),
    ]
    assert "Lines 3 to 4 · Ferry or bridge · Build a bridge" in page


def test_a_citation_of_a_finding_leads_to_its_quote() -> None:
    """Every mark has a place in the evidence."""
    page = reviewed_html(DOCUMENT, findings(), named(CATALOG))
    for anchor in re.findall(r'class="cr-mark" href="#([^"]+)"', page):
        assert f'id="{anchor}"' in page


def test_a_document_is_never_markup() -> None:
    """Whatever it says, and whatever a finding repeats of it, is text."""
    bad = findings().findings[0].model_copy(update={"text": HOSTILE})
    page = reviewed_html(HOSTILE, findings().model_copy(update={"findings": (bad,)}), {})
    assert "<img" not in page
    assert "evil.example" not in page
    assert "${" not in page


def test_a_long_document_folds_what_has_no_finding() -> None:
    """Every line is still there, most of them in folds."""
    page = reviewed_html("\n".join(["word"] * (LONG + 40)), findings(), {})
    assert len(re.findall("crf-line", page)) == LONG + 40
    assert f"{LONG + 40 - 12} lines without a finding" in page


def test_a_document_without_findings_says_so() -> None:
    """The good news is news too."""
    page, looked = reviewed("A ferry.", "", FixedDesk())
    assert "Nothing to object to" in page
    assert looked is not None


@pytest.mark.parametrize("text", ["", "   ", None, 3])
def test_what_is_no_document_is_refused_with_the_reason(text: object) -> None:
    """Nothing is kept of it."""
    page, looked = reviewed(text, "", FixedDesk())
    assert 'role="alert"' in page
    assert looked is None


def test_findings_are_kept_as_json() -> None:
    """The file is the record, named after the document."""
    made = file_of("json", LOOKED)
    assert made.name == "review-crossing.json"
    assert Review.model_validate_json(made.text) == findings()


def test_findings_are_kept_as_sarif_for_code_hosts() -> None:
    """Each finding has its rule, its level and its lines."""
    made = file_of("sarif", LOOKED)
    (run,) = json.loads(made.text)["runs"]
    assert made.name == "review-crossing.sarif"
    assert [result["ruleId"] for result in run["results"]] == ["not-recommended", "missing-factor"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 3


def test_findings_are_kept_as_markdown() -> None:
    """For a pull request or a ticket."""
    made = file_of("markdown", LOOKED)
    assert made.name == "review-crossing.md"
    assert "40 cars a day a ferry will do" in made.text


@pytest.mark.parametrize(("form", "looked"), [("json", None), ("exe", LOOKED)])
def test_what_cannot_be_kept_says_why(form: str, looked: Looked | None) -> None:
    """No file, a reason."""
    with pytest.raises(InputError):
        file_of(form, looked)
    assert Download.model_validate_json(kept({"form": form}, looked)).name == ""


@pytest.mark.parametrize("data", [{}, {"text": 1, "name": None}])
def test_a_forged_file_is_an_empty_one(data: dict[str, object]) -> None:
    """Whatever a browser sends, two texts come out."""
    assert taken(data) == ("", "")


def test_the_example_is_a_design_document_of_ordinary_length() -> None:
    """It fits on a screen and chooses something."""
    assert 10 < len(EXAMPLE.splitlines()) < 40
    assert "We will" in EXAMPLE
