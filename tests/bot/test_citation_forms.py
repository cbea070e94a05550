"""A quote as it is pasted elsewhere: every form says which work the sentence leans on, and where it is cited."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from citeproc.source.json import CiteProcJSON
from rich.markdown import Markdown
from typer.testing import CliRunner

from bot.advisor import Advisor
from bot.citation_forms import FORMS, entries, form_of, forms, read_back
from bot.cli import main
from bot.looked_up import cite
from bot.types import CitedQuote, CitedReference, CitedSource
from kb.settings import Settings
from tests.bot.desks import quote

HOSTILE = "{ % \\ } & #_^~ $x$ <b> [1] @misc{x,\n"


@pytest.fixture(scope="module")
def overrun(advisor: Advisor) -> CitedQuote:
    """The quote of the budgets that were overrun by 340%, which leans on Tian Pan."""
    return cite("340%", advisor)[0]


def hostile() -> CitedQuote:
    """Return a quote in which everything tries to break out of its form."""
    return quote(1, HOSTILE).model_copy(
        update={
            "source": CitedSource(
                id="a b@{c}", title=HOSTILE, authors=(HOSTILE,), year=2020, url="https://x.example/}{"
            ),
            "references": (
                CitedReference(id="r@1", number=1, text=f"X (2020). {HOSTILE}. Y.", url="javascript:alert(1)"),
            ),
        }
    )


def test_every_form_is_given_for_one_quote(overrun: CitedQuote) -> None:
    """The browser's copy buttons have them all, and each names the work and its source."""
    made = forms(overrun)
    assert tuple(made) == FORMS
    for form in FORMS:
        assert "Decision Most Teams Get Wrong" in made[form]
        assert "Six Choices" in made[form]


def test_apa_names_the_work_and_where_it_is_cited(overrun: CitedQuote) -> None:
    """Surname first, year in parentheses, one full stop after each part."""
    assert forms(overrun)["apa"] == (
        "Pan, T. (2026). The Build-vs-Buy LLM Infrastructure Decision Most Teams Get Wrong. TianPan.co blog, "
        "15 April 2026. https://tianpan.co/blog/2026-04-15-build-vs-buy-llm-infrastructure "
        "Cited in Nóbrega, S. (2026). Six Choices Every AI Engineer Has to Make (and Nobody Teaches). "
        "https://towardsdatascience.com/six-choices-every-ai-engineer-has-to-make-and-nobody-teaches/\n"
    )


def test_bibtex_is_read_back_by_a_parser(overrun: CitedQuote) -> None:
    """Two entries with their fields, the work first."""
    library = parse_string(forms(overrun)["bibtex"])
    assert [e.key for e in library.entries] == ["tianpan-2026", "six-choices"]
    assert not library.failed_blocks
    work = library.entries_dict["tianpan-2026"].fields_dict
    assert work["author"].value == "Pan, Tian"
    assert work["year"].value == "2026"
    assert "overran their LLM cost budgets by 340\\%" in work["note"].value


def test_csl_json_is_what_a_citation_processor_takes(overrun: CitedQuote) -> None:
    """Ids, types, names and dates have the shapes of CSL, and citeproc reads them."""
    items = json.loads(forms(overrun)["csl-json"])
    assert [item["id"] for item in items] == ["tianpan-2026", "six-choices"]
    assert items[0]["author"] == [{"family": "Pan", "given": "Tian"}]
    assert items[0]["issued"] == {"date-parts": [[2026]]}
    assert items[1]["type"] == "webpage"
    assert set(CiteProcJSON(items)) == {"tianpan-2026", "six-choices"}


def test_markdown_is_a_quote_with_a_footnote(overrun: CitedQuote) -> None:
    """The mark in the text and the note have one label, and the source's own [3] is no link."""
    quoted, note = forms(overrun)["markdown"].split("\n\n")
    assert quoted.startswith("> On average,")
    assert quoted.endswith("another study found \\[3\\].[^tianpan-2026]")
    assert note.startswith("[^tianpan-2026]: Tian Pan (2026).")


def test_a_summary_is_never_passed_off_as_the_words_of_the_source(overrun: CitedQuote) -> None:
    """Text, footnote and note say that the words are a summary; of an original they do not."""
    for form in ("text", "bibtex", "csl-json", "markdown"):
        assert "summar" in forms(overrun)[form]
        assert "summar" not in form_of((overrun.model_copy(update={"kind": "original"}),), form)


def test_fields_read_back_from_an_answer_are_those_of_the_library(advisor: Advisor) -> None:
    """Of every reference that answers print, authors, year and title come back as they are recorded."""
    library = advisor.library
    quotes = [
        q for query in ("340%", "376", "35x", "100k", "low confidence", "dirty data") for q in cite(query, advisor)
    ]
    printed = {r.id: r for q in quotes for r in q.references}
    assert len(printed) >= 5
    for id, reference in printed.items():
        back, known = read_back(reference), library.references[id]
        assert (back.title, back.year, back.authors[0]) == (known.title, known.year, known.authors[0])


def test_recorded_works_are_used_where_they_are_at_hand(overrun: CitedQuote, advisor: Advisor) -> None:
    """The kind of a work, which an answer does not print, is then known."""
    (work, _) = entries((overrun,), advisor.library.references)
    assert (work.kind, work.venue) == ("blog", "TianPan.co blog, 15 April 2026")


def test_works_of_several_quotes_are_listed_once(advisor: Advisor) -> None:
    """Two quotes that lean on one survey give one entry for it and one for the source."""
    both = cite("376", advisor)
    assert [work.id for work in entries(both)] == ["omdia-2025", "six-choices"]
    assert form_of(both, "markdown").count("[^omdia-2025]:") == 1


def test_a_reference_in_another_form_stays_one_text() -> None:
    """What cannot be told apart is kept whole instead of being guessed."""
    back = read_back(CitedReference(id="x", number=None, text="Smith et al., Ferries, 1999", url=None))
    assert (back.title, back.text) == ("", "Smith et al., Ferries, 1999")


@pytest.mark.parametrize("form", FORMS)
def test_no_quote_gives_nothing(form: str) -> None:
    """An empty list in CSL-JSON, an empty text elsewhere."""
    assert form_of((), form) == ("[]\n" if form == "csl-json" else "")


def test_hostile_words_stay_within_their_field() -> None:
    """Braces, percent signs and line ends of a source break neither BibTeX, nor JSON, nor Markdown."""
    made = forms(hostile())
    library = parse_string(made["bibtex"])
    assert len(library.entries) == 2
    assert not library.failed_blocks
    assert [item["title"] for item in json.loads(made["csl-json"])][1] == HOSTILE
    kinds = [token.type for token in Markdown(made["markdown"]).parsed if token.nesting > 0]
    assert kinds == ["blockquote_open", "paragraph_open", "paragraph_open"]
    assert "javascript:" not in made["markdown"]


@pytest.mark.parametrize(("form", "expected"), [("apa", "Pan, T. (2026)."), ("bibtex", "@misc{tianpan-2026,")])
def test_the_command_prints_a_form(form: str, expected: str, settings: Settings) -> None:
    """``cite --format`` writes the form and nothing beside it."""
    result = CliRunner().invoke(main, ["cite", "340%", "--format", form, "--data", str(settings.data)])
    assert result.exit_code == 0
    assert result.stdout.startswith(expected)


def test_the_command_says_that_nothing_bears_beside_an_empty_list(settings: Settings) -> None:
    """A program gets valid JSON, a person the sentence."""
    result = CliRunner().invoke(main, ["cite", "999%", "--format", "csl-json", "--data", str(settings.data)])
    assert json.loads(result.stdout) == []
    assert "Nothing in the knowledge" in result.stderr


@pytest.mark.parametrize("options", [["--format", "ris"], ["--json", "--format", "apa"]])
def test_the_command_refuses_a_form_that_it_has_not(options: list[str], tmp_path: Path) -> None:
    """It ends with 2 before anything is opened."""
    result = CliRunner().invoke(main, ["cite", "340%", *options, "--data", str(tmp_path / "none")])
    assert result.exit_code == 2
    assert not (tmp_path / "none").exists()
