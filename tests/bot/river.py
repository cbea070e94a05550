"""The one article of the small world of ``desks``, and its graph to look around in."""

from __future__ import annotations

from hashlib import sha256

from bot.atlas import Atlas
from bot.library import Library
from graph.build import build_graph
from kb.types import Article, Catalog, Claim, ClaimKind, Passage, Reference, Section, Source, Span

TEXT = "A ferry carries forty cars [3].\nStone is dear."
FEW, DEAR = TEXT.split("\n")


def span(words: str) -> Span:
    """Return where words stand in the article."""
    start = TEXT.index(words)
    return Span(source="river", start=start, end=start + len(words))


ARTICLE = Article(
    source=Source(
        id="river",
        title="Crossing rivers",
        authors=("A. Pontifex",),
        year=2024,
        url="https://river.example/report",
        text_kind="digest",
        text=TEXT,
        content_hash=sha256(TEXT.encode()).hexdigest(),
    ),
    sections=(Section(id="river/s01-crossing", source="river", title="Crossing", level=2, number=1, span=span(TEXT)),),
    passages=(
        Passage(
            id="river/p001-00000000",
            source="river",
            section="river/s01-crossing",
            text=TEXT,
            span=span(TEXT),
            text_hash=sha256(TEXT.encode()).hexdigest(),
        ),
    ),
    claims=(
        Claim(
            id="river#few",
            source="river",
            anchor="few",
            text=FEW,
            span=span(FEW),
            kind=ClaimKind.CASE,
            references=("styx-1999",),
            passage="river/p001-00000000",
        ),
        Claim(
            id="river#dear", source="river", anchor="dear", text=DEAR, span=span(DEAR), passage="river/p001-00000000"
        ),
    ),
    references=(
        Reference(
            id="styx-1999",
            source="river",
            number=3,
            authors=("Charon Styx",),
            year=1999,
            title="Ferries",
            url="https://styx.example/f",
            text="Styx (1999). Ferries.",
        ),
    ),
)


def atlas(catalog: Catalog) -> Atlas:
    """Return the knowledge of the small world to look around in."""
    return Atlas(g=build_graph([ARTICLE], catalog), catalog=catalog, library=Library.of([ARTICLE]))
