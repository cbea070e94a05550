"""Several texts of one article: recognised, joined under one source, quoted from the right one, taken out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.article import parse_article, read_article
from ingest.doctor import doctor
from ingest.intake import standard_tools
from ingest.joining import joined
from ingest.page import RawPage
from ingest.pipeline import build, ingest, remove, stale
from ingest.recognise import resemblance, told
from ingest.report import report_lines
from ingest.reviewing import decide, review_items
from kb.embed import WordLlama
from kb.ids import text_hash
from kb.ledger import Ledger
from kb.settings import BUILT_IN, Settings
from kb.types import Article

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the five raw articles are not on this machine")
embed = WordLlama().vectors

ORIGINAL = """# Harbour cranes and who should run them

A survey of 212 harbours found that 64% rent their cranes [1].

Renting a crane pays below 900 containers a week, since a rented crane needs no crew of its own [2].
Above 4,000 containers a week the rent eats the margin, and a crane of one's own is cheaper [2].

The crew makes up 55 to 60% of the price of a crane, which most budgets forget [1].
Rust is the commonest fault of cranes that stand in salt wind, and paint is the cheapest cure [3].
An automatic crane lifts 38 containers an hour where a driver lifts 27 [3].

Harbours that automate without a driver in reach pay for it in storms.
Keep one driver for every 6 automatic cranes, whatever the vendor says.

## References

[1] Harbour Board. Cranes of the north. 2021.
[2] A. Lind. Rent or own. 2022.
[3] B. Moe. Rust and rope. 2020.
"""
SPUN = """# Port hoists and who ought to operate them

A poll of 212 ports discovered that 64% lease their hoists [1].

Leasing a hoist pays under 900 containers every week, since a leased hoist requires no team of its own [2].
Over 4,000 containers every week the lease consumes the margin, and a hoist of one's personal is inexpensive [2].

The team makes up 55 to 60% of the value of a hoist, which most budgets neglect [1].
Rust is the most typical fault of hoists that stand in salt wind, and paint is the most affordable remedy [3].
An automated hoist lifts 38 containers an hour the place a driver lifts 27 [3].

Ports that automate with out a driver in attain pay for it in storms.
Maintain one driver for each 6 automated hoists, no matter the seller says.
"""
DIGEST = """---
id: cranes
title: "Harbour cranes and who should run them"
url: "https://harbour.example/cranes"
kind: survey-article
text_kind: digest
references: []
---

## Rent or own

Of 212 harbours in a survey, 64% rent their cranes. {#rented kind=survey}
Below 900 containers a week it pays to rent a crane, which needs no crew. {#rent-below kind=threshold}
Above 4,000 containers a week the rent consumes the margin and owning a crane is cheaper. {#own-above kind=threshold}
The crew is 55 to 60% of what a crane costs. {#crew-share}
An automatic crane lifts 38 containers an hour and a driver 27. {#automatic kind=experiment}
Our own remark on whales stands nowhere else. {#remark}
"""
OTHER = """# Sheep dogs at work

A good dog gathers 300 sheep in 20 minutes, says a survey of 45 farms.
Whistles carry further than words, and every shepherd has his own.
Puppies start at 8 months on ducks, since ducks stay together.
Feeding costs about 2 pounds a day, and the vet is the larger bill.
The best dogs are bought at trials in Wales, where 60 of them run each day.
"""


def article(text: str, name: str) -> Article:
    """Read a text as a file of that name."""
    return parse_article(
        RawPage(origin=f"{name}.md", name=name, format="markdown", text=text, content_hash=text_hash(text))
    )


def settings_in(folder: Path) -> Settings:
    """A knowledge folder with the digest and no decision, and an empty data directory."""
    known = folder / "knowledge"
    (known / "tradeoffs").mkdir(parents=True)
    (known / "articles").mkdir()
    (known / "articles" / "cranes.md").write_text(DIGEST, encoding="utf-8")
    return Settings(data=folder / "data", built_in=known, lock_wait=0.2)


def source(settings: Settings, id: str = "cranes") -> Article:
    """Return a source of the ledger."""
    with Ledger.open(settings.ledger) as ledger:
        return ledger.article(id)


def ids(settings: Settings) -> list[str]:
    """Return the ids of all sources."""
    with Ledger.open(settings.ledger) as ledger:
        return [holding.id for holding in ledger.holdings()]


def quotes(whole: Article) -> dict[str, str]:
    """Return claim -> the words of the original that it is quoted from."""
    text = whole.source.text
    return {c.anchor: text[c.quoted.start : c.quoted.end] for c in whole.claims if c.quoted is not None}


def test_spun_copy_is_told_from_the_clean_text() -> None:
    """A text whose words were swapped is recognised, by what survives that, as the copy of the clean one."""
    tie = resemblance(told(article(SPUN, "hoists")), told(article(ORIGINAL, "original")))
    assert tie is not None
    assert (tie.kind, tie.source, tie.of) == ("spun", "hoists", "original")
    assert "sentences have their like in the same order" in tie.why


def test_different_articles_are_not_one() -> None:
    """Articles on other things share nothing, whatever figures both may have."""
    assert resemblance(told(article(OTHER, "dogs")), told(article(ORIGINAL, "original"))) is None


def test_joined_source_counts_a_copy_once_and_keeps_every_text() -> None:
    """The copy adds no passage and no claim that the clean text has, both texts stay byte for byte."""
    clean, spun = article(ORIGINAL, "original"), article(SPUN, "hoists")
    whole = joined([spun, clean], embed)
    assert whole == joined([clean, spun], embed)
    assert [(p.id, p.copy_of.kind if p.copy_of else None) for p in whole.source.parts] == [
        ("original", None),
        ("hoists", "spun"),
    ]
    assert [whole.source.text[p.start : p.end] for p in whole.source.parts] == [clean.source.text, spun.source.text]
    assert len(whole.passages) == len(clean.passages)
    assert len(whole.claims) == len(clean.claims)


def test_citations_of_a_text_without_a_list_point_into_the_list_of_another() -> None:
    """``[2]`` of a copy that lost its bibliography is number 2 of the text that has one."""
    without = ORIGINAL.split("## References")[0].replace("Keep one driver", "Beware of gulls [2]. Keep one driver")
    whole = joined([article(without, "cut"), article(ORIGINAL, "original")], embed)
    assert {r.number for r in whole.references} == {1, 2, 3}
    assert all(citation.references for citation in whole.citations)


def test_original_joins_its_digest_and_is_quoted(tmp_path: Path) -> None:
    """The digest keeps its id and claims, each quoted word for word from the original where a sentence says it."""
    settings = settings_in(tmp_path)
    file = tmp_path / "saved page.md"
    file.write_text(ORIGINAL, encoding="utf-8")
    report = ingest([file], settings, tools=standard_tools())
    assert [r.source for r in report.articles if r.path == str(file)] == ["cranes"]
    assert "is the original of the digest cranes" in "\n".join(report_lines(report))
    whole = source(settings)
    assert ids(settings) == ["cranes"]
    found = quotes(whole)
    assert found["crew-share"].startswith("The crew makes up 55 to 60%")
    assert all(words in ORIGINAL for words in found.values())
    assert "remark" not in found
    assert len(found) == 5


def test_ingesting_the_original_again_changes_nothing(tmp_path: Path) -> None:
    """The same bytes are unchanged, no generation is built, and the doctor finds all in agreement."""
    settings = settings_in(tmp_path)
    file = tmp_path / "page.md"
    file.write_text(ORIGINAL, encoding="utf-8")
    first = ingest([file], settings)
    again = ingest([file], settings)
    assert (again.generation, again.published) == (first.generation, False)
    assert [(r.status, r.source) for r in again.articles] == [("unchanged", "cranes")]
    assert stale(settings) is None
    assert doctor(settings, isolate=False).clean


def test_removing_the_original_returns_to_the_digest(tmp_path: Path) -> None:
    """After the removal the source is what it was before the original came."""
    settings = settings_in(tmp_path)
    build(settings)
    before = source(settings)
    file = tmp_path / "page.md"
    file.write_text(ORIGINAL, encoding="utf-8")
    ingest([file], settings)
    assert source(settings) != before
    remove("cranes", settings)
    assert source(settings) == before
    assert doctor(settings, isolate=False).clean


def test_order_of_arrival_does_not_matter(tmp_path: Path) -> None:
    """Spun copy first or clean text first: the same source comes of it."""
    first, found = settings_in(tmp_path), []
    for name, texts in (("one", (SPUN, ORIGINAL)), ("two", (ORIGINAL, SPUN))):
        settings = first.model_copy(update={"data": tmp_path / name})
        for text in texts:
            file = tmp_path / ("hoists.md" if text is SPUN else "cranes-page.md")
            file.write_text(text, encoding="utf-8")
            ingest([file], settings)
        found.append(source(settings))
    assert found[0] == found[1]
    assert quotes(found[0])["rented"].startswith("A survey of 212 harbours")


def test_changed_original_replaces_its_text_and_a_different_one_leaves(tmp_path: Path) -> None:
    """The file's new words are quoted; when another article takes its place, the digest stands alone again."""
    settings = settings_in(tmp_path)
    file = tmp_path / "page.md"
    file.write_text(ORIGINAL, encoding="utf-8")
    ingest([file], settings)
    file.write_text(ORIGINAL.replace("most budgets forget", "all budgets forget"), encoding="utf-8")
    ingest([file], settings)
    assert "all budgets forget" in quotes(source(settings))["crew-share"]
    file.write_text(OTHER, encoding="utf-8")
    ingest([file], settings)
    assert quotes(source(settings)) == {}
    assert len(ids(settings)) == 2


def test_original_may_carry_the_id_of_its_digest(tmp_path: Path) -> None:
    """A file that is named as the digest joins it when it is its original, and is refused when it is not."""
    settings = settings_in(tmp_path)
    file = tmp_path / "cranes.md"
    file.write_text(ORIGINAL, encoding="utf-8")
    assert ingest([file], settings).articles[-1].source == "cranes"
    assert quotes(source(settings))
    front = '---\nid: cranes\ntitle: "Dogs"\n---\n\n'
    other = tmp_path / "else" / "cranes.md"
    other.parent.mkdir()
    other.write_text(front + OTHER, encoding="utf-8")
    assert "Give one of them another id" in ingest([other], settings).articles[-1].reason


def test_a_rejected_copy_is_a_source_of_its_own(tmp_path: Path) -> None:
    """Two texts that a person said are no copies part at once, and stay apart when they are ingested again, changed."""
    settings = settings_in(tmp_path)
    clean, spun = tmp_path / "yard.md", tmp_path / "hoists.md"
    clean.write_text(ORIGINAL, encoding="utf-8")
    spun.write_text(SPUN, encoding="utf-8")
    ingest([clean, spun], settings)
    assert ids(settings) == ["cranes"]
    item = next(i for i in review_items(settings) if i.kind == "copy" and i.says.startswith("hoists "))
    assert decide(settings, item.id, "reject")
    assert ids(settings) == ["cranes", "hoists"]
    assert {p.id for p in source(settings).source.parts} == {"cranes", "yard"}
    own = source(settings, "hoists")
    assert (own.source.text, own.source.parts, own.claims) == (SPUN, (), article(SPUN, "hoists").claims)
    again = ingest([clean, spun], settings)
    assert (again.published, ids(settings)) == (False, ["cranes", "hoists"])
    for file in (spun, clean):
        file.write_text(file.read_text(encoding="utf-8") + "\nThe gulls are always with it.\n", encoding="utf-8")
        ingest([clean, spun], settings)
        assert ids(settings) == ["cranes", "hoists"]
    remove("hoists", settings)
    ingest([spun], settings)
    assert ids(settings) == ["cranes", "hoists"]
    assert {p.id for p in source(settings).source.parts} == {"cranes", "yard"}
    assert doctor(settings, isolate=False).clean


def test_a_rejected_original_leaves_the_digest_alone(tmp_path: Path) -> None:
    """The digest stands by itself again, the texts that are copies of each other stay together."""
    settings = settings_in(tmp_path)
    clean, spun = tmp_path / "yard.md", tmp_path / "hoists.md"
    clean.write_text(ORIGINAL, encoding="utf-8")
    spun.write_text(SPUN, encoding="utf-8")
    ingest([clean, spun], settings)
    item = next(i for i in review_items(settings) if i.kind == "copy" and i.says.startswith("cranes "))
    decide(settings, item.id, "reject")
    assert ids(settings) == ["cranes", "yard"]
    assert {p.id for p in source(settings, "yard").source.parts} == {"yard", "hoists"}
    assert source(settings).source.parts == ()


def test_files_without_sketches_get_theirs(tmp_path: Path) -> None:
    """What an older release held without a sketch is still found to be the digest of a new file."""
    settings = settings_in(tmp_path)
    build(settings)
    with Ledger.open(settings.ledger) as ledger:
        ledger._db.execute("DELETE FROM sketches")
    file = tmp_path / "page.md"
    file.write_text(ORIGINAL, encoding="utf-8")
    ingest([file], settings)
    assert ids(settings) == ["cranes"]


@needs_seeds
def test_seeds_join_their_digests(tmp_path: Path) -> None:
    """Each of the five raw files ends under the id of our digest of it; nine in ten claims are quoted from them."""
    settings = Settings(data=tmp_path / "data", built_in=_articles_only(tmp_path), lock_wait=0.2)
    report = ingest([SEEDS], settings)
    assert [r.source for r in report.articles if r.path.endswith(".txt")] == [
        "six-choices", "six-choices", "podcast-insights", "fine-tuning-framework", "custom-ai-guide",
    ]  # fmt: skip
    raw = [read_article(p).source.text for p in sorted(SEEDS.glob("*.txt"))]
    for id in ids(settings):
        whole = source(settings, id)
        found = quotes(whole)
        own = [c for c in whole.claims if c.span.start < whole.source.parts[0].end]
        assert len(found) >= 0.85 * len(own)
        assert all(any(words in text for text in raw) for words in found.values())
    clean = [c.quoted.spun for c in source(settings, "six-choices").claims if c.anchor == "api-below-100k" and c.quoted]
    assert clean == [False]


@needs_seeds
def test_seeds_alone_are_four_articles(tmp_path: Path) -> None:
    """Without our digests the spun page and the clean text make one article of six sections, without a menu."""
    empty = tmp_path / "none"
    (empty / "tradeoffs").mkdir(parents=True)
    (empty / "articles").mkdir()
    settings = Settings(data=tmp_path / "data", built_in=empty, lock_wait=0.2)
    report = ingest([SEEDS], settings)
    assert len({r.source for r in report.articles}) == 4
    six = source(settings, report.articles[0].source)
    assert [p.copy_of.kind if p.copy_of else "" for p in six.source.parts] == ["", "spun"]
    assert sorted(r.number for r in six.references if r.number) == list(range(1, 12))
    assert [s.title[0] for s in six.sections if s.title[:1].isdigit()] == list("123456")
    assert all(citation.references for citation in six.citations)
    furniture = ("View All Result", "Share on Facebook", "Leave a Reply", "Privacy Policy", "All rights reserved")
    assert not [p.id for p in six.passages if any(words in p.text for words in furniture)]
    pairs = {p.id: p for p in six.passages}
    chinese = [p for p in six.passages if p.language == "zh"]
    assert len(chinese) >= 15
    assert all(p.translates in pairs and not pairs[p.translates].language for p in chinese)
    assert not [c for c in six.claims if c.passage in {p.id for p in chinese}]


def _articles_only(folder: Path) -> Path:
    """Our digests without the decisions, whose reading takes long and is not what is tested."""
    known = folder / "digests"
    (known / "tradeoffs").mkdir(parents=True)
    (known / "articles").mkdir()
    for path in (BUILT_IN / "articles").glob("*.md"):
        (known / "articles" / path.name).write_bytes(path.read_bytes())
    return known
