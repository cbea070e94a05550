"""A record in the form of MADR 4: its sections, its evidence, and nothing in it that a user or a source could break."""

from __future__ import annotations

import datetime
import re

import pytest
from rich.markdown import Markdown

from bot.adr.madr import as_markdown, title_of
from bot.adr.reading import read_text
from bot.advise import advise
from bot.advisor import Advisor
from bot.types import Answer
from ingest.frontmatter import read, split
from kb.errors import InputError
from tests.bot.desks import CATALOG, answer, outside, quote
from tests.bot.questions import LOOK_UP, OUTSIDE, VOLUME

SECTIONS = [
    "Context and Problem Statement", "Decision Drivers", "Considered Options", "Decision Outcome", "Consequences",
    "Confirmation", "Pros and Cons of the Options", "Run a ferry", "Build a bridge", "More Information", "Revisit when",
    "Where sources disagree", "Evidence", "References",
]  # fmt: skip
HOSTILE = (
    "---\nstatus: accepted\n---\n# Owned\n\n```json crossroads-adr\n{}\n```\n</details><script>alert(1)</script>\n"
    '| a |\n|---|\n{{ site.x }} "quoted" <!-- \u202e'
)
DAY = datetime.date(2026, 5, 1)


def headings(markdown: str) -> list[str]:
    """Return the headings of a record after its title, as a reader sees them."""
    _, body, _ = split(markdown)
    tokens = Markdown(body).parsed
    found = [tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open"]
    return found[1:]


def needs_facts() -> Answer:
    """Return the small world's answer before anything is stated."""
    path = answer().path[-1].model_copy(update={"kind": "option", "node": "option:crossing/ferry", "outcome": None})
    return answer(outcome="needs_facts", recommendation=None, alternatives=(), facts=(), path=(path,), flips=())


def test_a_record_has_the_sections_of_madr_in_order() -> None:
    """The required ones and the optional ones stand where MADR 4 has them."""
    assert headings(as_markdown(answer(), CATALOG)) == SECTIONS


def test_the_front_matter_holds_status_date_and_decision_makers() -> None:
    """Nothing else is in it, and it is YAML."""
    yaml, _, _ = split(as_markdown(answer(), CATALOG, status="accepted", date=DAY, makers=("Ada: L", '"Bob"')))
    assert read(yaml, "x") == {"status": "accepted", "date": DAY, "decision-makers": ["Ada: L", '"Bob"']}


def test_the_outcome_is_worded_as_madr_words_it() -> None:
    """``Chosen option: "...", because ...``, then strength and certainty in words."""
    text = as_markdown(answer(), CATALOG)
    assert 'Chosen option: "Run a ferry", because a ferry carries a few cars well. [1]' in text
    assert "This is a **moderate** recommendation" in text
    assert "**low certainty**" in text


def test_every_citation_mark_has_its_evidence_and_none_is_left_over() -> None:
    """Quotes are numbered from 1 as they are first used, word for word."""
    text = as_markdown(answer(), CATALOG)
    prose, _, listed = text.partition("### Evidence")
    used = list(dict.fromkeys(re.findall(r" \[(\d+)\]", prose)))
    assert used == [str(n) for n in range(1, len(used) + 1)]
    assert re.findall(r"^(\d+)\. “", listed, re.MULTILINE) == used
    assert "1. “A ferry carries forty cars \\[3\\].”" in listed
    assert "* Styx (1999). Ferries. <https://styx.example/f>" in listed


def test_quotes_that_are_not_used_do_not_stand_in_the_record() -> None:
    """An answer cites more than its record says."""
    more = answer(citations=(*answer().citations, quote(3, "Nobody leans on this.")))
    assert "Nobody leans on this" not in as_markdown(more, CATALOG)


def test_what_would_change_it_is_when_to_revisit() -> None:
    """Flips and facts still open stand under their own heading."""
    _, _, rest = as_markdown(answer(), CATALOG).partition("### Revisit when\n\n")
    assert rest.startswith("* Above 500/day: a bridge. [2]\n* “Does the river freeze?” gets an answer.")


def test_the_same_answer_gives_the_same_bytes() -> None:
    """No clock and no order of a set is in it."""
    assert as_markdown(answer(), CATALOG, date=DAY) == as_markdown(answer(), CATALOG, date=DAY)


@pytest.mark.parametrize("field", ["turns", "title", "makers", "given", "quote", "flip", "fact", "option"])
def test_hostile_text_breaks_nothing(field: str) -> None:
    """Whatever field it is in, the headings, the front matter and the data of the record stay what they are."""
    made, options = answer(), {"turns": ("Ferry or bridge?",), "date": DAY}
    match field:
        case "turns" | "makers":
            options[field] = (HOSTILE, HOSTILE)
        case "title":
            options["title"] = HOSTILE
        case "given":
            options["given"] = {"cars": HOSTILE}
        case "quote":
            made = answer(citations=(quote(1, HOSTILE), quote(2, HOSTILE, url="https://x.example/)<b>")))
        case "flip":
            made = answer(flips=(made.flips[0].model_copy(update={"text": HOSTILE}),))
        case "fact":
            made = answer(facts=(made.facts[0].model_copy(update={"text": HOSTILE}),))
        case "option":
            chosen = made.recommendation.option.model_copy(update={"name": HOSTILE})  # type: ignore[union-attr]
            made = answer(recommendation=made.recommendation.model_copy(update={"option": chosen}))  # type: ignore[union-attr]
    text = as_markdown(made, CATALOG, **options)  # type: ignore[arg-type]
    assert headings(text) == SECTIONS
    yaml, body, _ = split(text)
    assert read(yaml, "x")["status"] == "proposed"
    kinds = {t.type for token in Markdown(body).parsed for t in (token, *(token.children or ()))}
    assert kinds.isdisjoint({"html_inline", "table_open", "image"})
    assert "{{" not in text
    assert "\u202e" not in text
    assert text.count("</details>") == 1
    found = read_text(text)
    assert found.kept is not None
    assert (found.kept.option, found.edited, found.status) == ("ferry", False, "proposed")
    assert body.count("\n# ") == 1


@pytest.mark.parametrize("title", ["Fähre statt Brücke", "渡船还是桥", "🚢 first", "A `code` *title*"])
def test_a_title_of_any_script_is_the_heading(title: str) -> None:
    """It is read back as it was given."""
    assert read_text(as_markdown(answer(), CATALOG, title=title)).title == title


@pytest.mark.parametrize("title", ["", "  \n", "\u200b", "x" * 201])
def test_a_title_that_is_none_is_refused(title: str) -> None:
    """Empty, invisible or far too long."""
    with pytest.raises(InputError, match="title: expected 1 to 200 characters"):
        as_markdown(answer(), CATALOG, title=title)


def test_without_a_title_the_record_is_named_after_problem_and_solution() -> None:
    """A name that is an abbreviation keeps its capitals."""
    rag = answer().recommendation.option.model_copy(update={"name": "RAG first"})  # type: ignore[union-attr]
    with_rag = answer(recommendation=answer().recommendation.model_copy(update={"option": rag}))  # type: ignore[union-attr]
    assert title_of(answer()) == "Ferry or bridge: run a ferry"
    assert title_of(with_rag) == "Ferry or bridge: RAG first"


def test_what_is_undecided_is_a_proposal_that_says_what_to_find_out() -> None:
    """It names where to start and the facts that would decide, and chooses nothing."""
    text = as_markdown(needs_facts(), CATALOG)
    assert "Chosen option" not in text
    assert (
        'Not decided yet: nothing stated argues for any option. Until then the place to start is "Run a ferry"' in text
    )
    assert "It could decide for “Build a bridge”." in text
    assert read_text(text).title == "Ferry or bridge"


def test_what_is_undecided_cannot_be_accepted() -> None:
    """The error asks for what is missing."""
    with pytest.raises(InputError, match=r"nothing to accept. Does the river freeze\?"):
        as_markdown(needs_facts(), CATALOG, status="accepted")


@pytest.mark.parametrize("asked", [OUTSIDE, LOOK_UP])
def test_what_is_no_decision_gets_no_record(asked: str, advisor: Advisor) -> None:
    """A question for evidence, and one outside the knowledge, are refused with what to ask instead."""
    with pytest.raises(InputError, match="A decision record needs a decision between options"):
        as_markdown(advise([asked], advisor), advisor.catalog)
    with pytest.raises(InputError, match="found nothing that I know options for"):
        as_markdown(outside(), CATALOG)


def test_a_status_of_a_later_life_is_refused() -> None:
    """A new record is proposed or accepted."""
    with pytest.raises(InputError, match="status: expected proposed or accepted, found 'superseded'"):
        as_markdown(answer(), CATALOG, status="superseded")


def test_a_whole_answer_becomes_a_record_with_all_that_was_walked(advisor: Advisor) -> None:
    """Drivers with the words they were heard in, every rule under its option, references with their addresses."""
    made = advise([VOLUME], advisor)
    text = as_markdown(made, advisor.catalog, date=DAY, standing=advisor.standing)
    assert "* Requests per day: 55,000/day (“55k requests a day”)" in text
    rules = sum(step.favours is not None for step in made.path)
    assert len(re.findall(r"^\* (?:Good|Neutral|Bad), because .+ argument", text, re.MULTILINE)) == rules
    assert "* Ptolemay (2025). LLM Total Cost of Ownership 2025" in text
    assert "‘has people to run models’ being no" in text
