"""The article in a page that was saved as plain text, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.article import read_article
from ingest.clean import article_blocks
from ingest.disclosures import disclosures
from ingest.dump import article_lines, counter
from ingest.truncated import cut_short
from kb.blocks import blocks

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "articles"
MENU = ["Beispielseite.de", "• Start", "• Themen", "• Kontakt", "Kein Ergebnis", "Alle Ergebnisse"]
BODY = [
    "Stapelverarbeitung kostet weniger als Echtzeit, weil nachts niemand wach sein muss, um einen Dienst zu betreuen.",
    "",
    "Warum das so ist",
    "",
    "Die Vorhersagen werden nach Plan gerechnet und aus einer Tabelle gelesen, so dass nichts sofort antwortet.",
    "• Stapel, wenn Stunden genügen.",
    "• Echtzeit, wenn es auf Sekunden ankommt.",
]
DUMP = [
    *MENU,
    *MENU,
    "",
    "Stapelverarbeitung oder Echtzeit, wenn Sekunden kosten",
    "von Anna Beispiel",
    "2026-05-19",
    "0",
    "399",
    "SHARES",
    "2.3k",
    "VIEWS",
    "",
    *BODY,
    "",
    "Schlagworte: Stapel",
    "Beliebt",
    "• Ganz andere Sachen",
    "405 shares",
    "Share 162 Tweet 101",
    "• Noch etwas anderes",
    "404 shares",
    "Share 161 Tweet 101",
    *MENU,
    "© 2024 beispielseite.de. Alle Rechte vorbehalten.",
]


def test_menus_counters_and_footer_go(tmp_path: Path) -> None:
    """Of a dumped page in any language the article stays, with its headings; title, author and date are fields."""
    path = tmp_path / "dump.txt"
    path.write_text("\n".join(DUMP), encoding="utf-8")
    article = read_article(path)
    text = article.source.text
    assert [line for line in text.split("\n") if line] == [
        f"## {line}" if line == BODY[2] else line for line in BODY if line
    ]
    assert article.source.title == "Stapelverarbeitung oder Echtzeit, wenn Sekunden kosten"
    assert (article.source.authors, article.source.published) == (("Anna Beispiel",), "2026-05-19")
    assert any("menus, counters, footer" in finding.text for finding in article.findings)


def test_notes_are_left_alone() -> None:
    """Notes of short lines, a table of numbers and text that is marked up are no dumps."""
    assert article_lines(["Shopping", "milk", "eggs", "milk", "eggs", "flour", BODY[0], "milk", "eggs"]) is None
    assert article_lines([*(f"{n}" for n in range(40)), BODY[0], BODY[4]]) is None
    assert article_lines(["# Title", *DUMP]) is None
    assert article_lines([]) is None


def test_counters() -> None:
    """A number with a word or two is a counter; a sentence with a number is none."""
    assert all(map(counter, ("0", "2.3k", "(14)", "405 shares", "1,024 Views")))
    assert not any(map(counter, ("In 2024 we had 3 teams.", "GPT-4 costs more", "three")))


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the raw articles are not beside the checkout")
def test_no_navigation_of_the_seeds_remains() -> None:
    """No menu, counter or subscribe box of the dumped raw article is in any passage; the other ones stay whole."""
    dump, *others = sorted(SEEDS.glob("*.txt"))
    article = read_article(dump)
    for furniture in (
        "View All Result",
        "Privacy Policy",
        "SHARES",
        "Tweet 1",
        "Cancel reply",
        "About Us",
        "All rights reserved",
    ):
        assert not any(furniture in passage.text for passage in article.passages), furniture
    assert (len(article.references), article.source.published) == (11, "2026-05-19")
    assert all(article_lines(path.read_text(encoding="utf-8").split("\n")) is None for path in others)


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the public articles are not beside the checkout")
def test_no_real_article_is_cut() -> None:
    """Real articles, marked up or stripped of their marks, are never taken for a dumped page."""
    for path in sorted(ARTICLES.glob("*.md")):
        lines = path.read_text(encoding="utf-8").split("\n")
        assert article_lines(lines) is None, path.name
        assert article_lines([line.lstrip("#*->| ").replace("`", "") for line in lines]) is None, path.name


def test_a_million_characters_in_a_line() -> None:
    """Lines that are hard for patterns, a million characters long, are read in a moment."""
    for line in ("1," * 500_000, "a. " * 333_000, "© " * 500_000, "http://" * 142_000, "[1] " * 250_000):
        assert article_lines([*MENU, line, *MENU]) is None or line


def test_page_furniture_in_markdown() -> None:
    """The title, links to the site's other pages and a share box go; links to other sites and in sentences stay."""
    text = "\n\n".join(
        [
            "# The whole title of it",
            "A sentence with [a link to another page of ours](/x) in its middle says what it says, and more than that, "
            "for it is prose and goes on for as long as a paragraph does.",
            "SEE MORE: [Another story of this site that nobody asked for](https://www.a.example/y)",
            "- [A paper on another site](https://b.example/z)",
            "```\n# The whole title of it\n```",
            "The end.",
            "## Related",
            "Follow us on Facebook and Twitter",
        ]
    )
    kept = article_blocks(text, "The whole title of it | Site", "https://a.example/1").split("\n\n")
    assert [block[:14] for block in kept] == ["A sentence wit", "- [A paper on ", "```\n# The whol", "The end."]


def test_disclosures() -> None:
    """Machine-written, machine-translated and paid texts say so in words that are found; talk about models is not."""
    for text in (
        "This text was generated using a large language model.",
        "This is a sponsored post.",
        "We may earn a commission from links.",
        "本文由 AI 生成。",
        "Dieser Text wurde von KI erstellt.",
    ):
        assert disclosures(f"Before it.\n{text}\nAfter it.") == (text,)
    assert disclosures("Teams generate text with models. Prices are in the post about sponsors.") == ()


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("All is said. It ends here.", ""),
        ("All is said.\n\n- one\n- two", ""),
        ("It began well. Then they took the wrong one…", "cut short"),
        ("It began well and went on like this for some time until the writer took the", "middle of a sentence"),
        ("It began well.\n\nSubscribe to continue reading this article", "goes on elsewhere"),
        ("Es begann gut.\n\nWeiterlesen", "goes on elsewhere"),
    ],
)
def test_truncated(text: str, cut: str) -> None:
    """An article that stops in the middle, or behind an invitation to read on, is marked; a whole one is not."""
    found = cut_short(text, blocks(text), len(text))
    assert (cut in found) if cut else not found
