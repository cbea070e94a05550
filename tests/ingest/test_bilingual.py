"""Articles in two languages: whose sentences are whose, what translates what, and what is only a quotation."""

from __future__ import annotations

from ingest.article import parse_article
from ingest.page import RawPage
from kb.ids import text_hash
from kb.tongues import tongue
from kb.types import Article

PAIRS = (
    (
        "The old crane lifts 27 containers an hour. It needs a driver.",
        "旧起重机每小时吊起 27 个集装箱。它需要一名司机。",
    ),
    (
        "An automatic crane lifts 38 containers an hour and never sleeps.",
        "自动起重机每小时吊起 38 个集装箱,而且从不休息。",
    ),
    ("Rust is the commonest fault of all cranes in salt wind.", "在盐风中,生锈是所有起重机最常见的故障。"),
    ("Keep one driver for every 6 automatic cranes at the least.", "每 6 台自动起重机至少保留一名司机。"),
)
GERMAN = (
    "Der alte Kran hebt 27 Container in der Stunde und er braucht einen Fahrer für den Betrieb.",
    "Ein automatischer Kran hebt 38 Container in der Stunde, und er schläft nicht in der Nacht.",
    "Rost ist der häufigste Fehler, den die Kräne in dem Wind mit Salz auf der See haben.",
    "Für je 6 automatische Kräne ist mindestens ein Fahrer zu halten, und das ist nicht zu viel.",
)


def article(text: str, format: str = "markdown") -> Article:
    """Read a text."""
    raw = {"origin": "cranes.md", "name": "cranes", "format": format, "text": text, "content_hash": text_hash(text)}
    return parse_article(RawPage.model_validate(raw))


def test_each_paragraph_with_its_translation_behind_it() -> None:
    """Passages have one language each; the second one's name what they translate, and make no claims."""
    found = article("# Cranes\n\n" + "\n\n".join(f"{one} {two}" for one, two in PAIRS))
    named = {p.id: p for p in found.passages}
    chinese = [p for p in found.passages if p.language == "zh"]
    assert found.source.language == "en"
    assert [named[p.translates].text for p in chinese] == [one for one, _ in PAIRS]
    assert [p.text for p in chinese] == [two for _, two in PAIRS]
    assert not {c.passage for c in found.claims} & {p.id for p in chinese}
    assert found.claims


def test_same_script_is_told_apart_by_its_commonest_words() -> None:
    """An English paragraph followed by its German translation is bilingual as well."""
    found = article("\n\n".join(f"{one}\n\n{two}" for (one, _), two in zip(PAIRS, GERMAN, strict=True)))
    german = [p.text for p in found.passages if p.language == "de"]
    assert german == list(GERMAN)
    assert all(p.translates for p in found.passages if p.language)


def test_article_with_its_whole_translation_below() -> None:
    """Passages of a translation that follows as a whole are dealt out over those of the article."""
    english = "\n\n".join(one for one, _ in PAIRS * 2)
    found = article(english + "\n\n" + "\n\n".join(two for _, two in PAIRS * 2))
    assert {p.language for p in found.passages} == {"", "zh"}
    assert all(p.translates for p in found.passages if p.language)


def test_quotation_in_another_language_translates_nothing() -> None:
    """One foreign sentence in an article keeps its language and is no translation."""
    found = article("\n\n".join([one for one, _ in PAIRS] + ["他说:起重机的问题永远是司机,而不是机器本身。"]))
    assert [(p.language, p.translates) for p in found.passages if p.language] == [("zh", "")]


def test_headings_of_both_languages_are_one_section() -> None:
    """A heading and its translation head one section, under the first one's title."""
    text = "\n\n".join(
        f"## {n}. Cranes {n}\n\n## {n}. 起重机 {n}\n\n{one} {two}" for n, (one, two) in enumerate(PAIRS, 1)
    )
    assert [s.title for s in article(text).sections] == [f"{n}. Cranes {n}" for n in range(1, 5)]


def test_names_in_latin_letters_do_not_change_a_sentence() -> None:
    """A Chinese sentence that names an API stays Chinese, an English one with one ideograph English."""
    assert tongue("调用 GPT-4o Mini 这样的 API 通常是正确的选择", "en") == "zh"
    assert tongue("The sign 起 stands for rising in every port of the coast.", "en") == "en"
