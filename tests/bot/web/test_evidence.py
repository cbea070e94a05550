"""Citations as HTML: context, whose words, where to open them, how to copy them."""

from __future__ import annotations

import html
import re

from bot.citation_forms import forms
from bot.web.evidence import evidence_html
from tests.bot.desks import quote


def test_the_quote_is_marked_in_its_context() -> None:
    """What stands around it is there, and not marked."""
    text = evidence_html((quote(1, "A ferry."),), 1)
    assert "<mark>A ferry.</mark>" in text
    assert re.search(r'cr-around">… it</span> <mark>', text)


def test_only_an_original_is_opened_at_the_sentence() -> None:
    """Our summary's words do not stand in the article, so that its link leads to the article as a whole."""
    digest = quote(1, "A ferry.")
    original = digest.model_copy(update={"kind": "original", "link": "https://river.example/report#:~:text=A%20ferry."})
    assert "Open the article" in evidence_html((digest,), 1)
    assert "at this sentence" not in evidence_html((digest,), 1)
    shown = evidence_html((original,), 1)
    assert 'href="https://river.example/report#:~:text=A%20ferry."' in shown
    assert "Open the original at this sentence" in shown


def test_a_citation_is_copied_as_markdown_bibtex_and_csl_json() -> None:
    """Each button carries the very text, which nothing draws."""
    cited = quote(1, "Cars < 40 & “more” [3].")
    found = re.findall(
        r'aria-label="Copy citation 1 as ([^"]+)">[^<]+<template><pre>(.*?)</pre></template>',
        evidence_html((cited,), 1),
        re.S,
    )
    texts = {name: html.unescape(text).split() for name, text in found}
    wanted = {"Markdown": "markdown", "BibTeX": "bibtex", "CSL-JSON": "csl-json"}
    assert texts == {name: forms(cited)[form].split() for name, form in wanted.items()}


def test_a_source_without_an_address_has_no_link() -> None:
    """Nothing leads nowhere."""
    assert "cr-open" not in evidence_html((quote(1, "A ferry.", url=None),), 1)
