"""A tiny reader of articles and a tiny knowledge folder, so that a test shows all that it stands on."""

from __future__ import annotations

from pathlib import Path

from graph.build import build_graph
from ingest.intake import Tools
from kb.catalog import load_catalog
from kb.errors import ArticleError
from kb.ids import passage_id, section_id, text_hash
from kb.settings import Settings
from kb.types import Article, Citation, Claim, Passage, Reference, Section, Source, Span


def article_of(id: str, text: str) -> Article:
    """One section; a passage and a claim for each line; ``[1]`` cites the one reference."""
    section = Section(
        id=section_id(id, 1, "All"), source=id, title="All", level=2, number=1, span=_span(id, 0, len(text))
    )
    passages, claims, citations = [], [], []
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        span = _span(id, start, start + len(line))
        name = passage_id(id, number, line)
        passages.append(
            Passage(id=name, source=id, section=section.id, text=line, span=span, text_hash=text_hash(line))
        )
        claims.append(Claim(id=f"{id}#c{number}", source=id, anchor=f"c{number}", text=line, span=span, passage=name))
        if "[1]" in line:
            citations.append(Citation(source=id, marker="[1]", span=span, references=(f"{id}-ref",)))
        start += len(line) + 1
    return Article(
        source=Source(id=id, title=id, text=text, content_hash=text_hash(text)),
        sections=(section,),
        passages=tuple(passages),
        claims=tuple(claims),
        references=(Reference(id=f"{id}-ref", source=id, number=1, title="A study"),),
        citations=tuple(citations),
    )


def read_small(path: Path) -> Article:
    """Front matter of ``id: name`` alone, every further line is a passage; anything else is an ArticleError."""
    try:
        head, _, text = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n")
    except UnicodeDecodeError as error:
        raise ArticleError(f"{path}: is not UTF-8.") from error
    if not head.startswith("id: ") or not text.strip():
        raise ArticleError(f"{path}: has no text.")
    return article_of(head.removeprefix("id: ").strip(), text.removeprefix("---\n").strip("\n"))


TOOLS = Tools(read_article=read_small, load_catalog=load_catalog, build_graph=build_graph)

RULES = """
id: tea-vs-coffee
name: "Tea or coffee"
question: "Tea or coffee?"
options:
  - {id: tea, name: "Tea", text: "Drink tea.", evidence: ["drinks#c1"]}
  - {id: coffee, name: "Coffee", text: "Drink coffee.", evidence: ["drinks#c2"]}
start: tea
start_because: "Tea is gentle."
start_evidence: ["drinks#c1"]
factors:
  - {id: sleepy, name: "Sleepy", kind: yes/no, ask: "Are you sleepy?", why: "Coffee wakes."}
rules:
  - id: sleepy-coffee
    when: ["sleepy is yes"]
    favours: coffee
    force: strong
    because: "Coffee wakes."
    evidence: ["drinks#c2"]
"""


def settings_in(folder: Path, **values: object) -> Settings:
    """Settings with a knowledge folder of one trade-off and one article, and an empty data directory."""
    known = folder / "knowledge"
    if not known.exists():
        (known / "tradeoffs").mkdir(parents=True)
        (known / "articles").mkdir()
        (known / "tradeoffs" / "tea-vs-coffee.yaml").write_text(RULES, encoding="utf-8")
        write(known / "articles" / "drinks.md", "drinks", "Tea is gentle on the stomach.", "Coffee wakes you up [1].")
    return Settings.model_validate({"data": folder / "data", "built_in": known, "lock_wait": 0.2, **values})


def write(path: Path, id: str, *lines: str) -> Path:
    """Write an article that ``read_small`` reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["---", f"id: {id}", "---", *lines]) + "\n", encoding="utf-8")
    return path


def _span(id: str, start: int, end: int) -> Span:
    return Span(source=id, start=start, end=end)
