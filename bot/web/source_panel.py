"""One source whole, as escaped HTML: what it states, section by section, and what it cites for it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.atlas import Atlas, Sight
from bot.citing import reference_text
from bot.web.markup import fold, items, link, plain
from bot.web.places import button, heading
from graph.query import linked
from graph.schema import Node, Relation, node_id, record_id
from kb.types import Claim, Reference, Source

MOST_CLAIMS = 400
"""Claims of one source that its page shows; the search finds the others."""


def source_html(atlas: Atlas, sight: Sight) -> str:
    """Return the page of a source: head, claims by section, bibliography."""
    id = record_id(sight.spot.id)
    source = atlas.library.sources.get(id)
    claims = [claim for claim in atlas.library.claims.values() if claim.source == id]
    works = _bibliography(atlas, sight.spot.id)
    numbers = {work.id: f"[{work.number or place}]" for place, work in enumerate(works, start=1)}
    listed = items((_work(work, numbers[work.id], claims) for work in works), "crk-rows")
    bibliography = f'<h3>What it cites <span class="cr-count">{len(works)}</span></h3>{listed}' if works else ""
    return (
        f"{heading(plain(sight.spot.title), 2)}{_about(source, sight)}"
        f'<h3>What it states <span class="cr-count">{len(claims):,}</span></h3>'
        f"{_sections(atlas, sight.spot.id, claims[:MOST_CLAIMS], numbers)}{bibliography}"
    )


def _about(source: Source | None, sight: Sight) -> str:
    by = plain(sight.spot.about)
    if source is None:
        return f'<p class="cr-heard">{by}</p>'
    whose = "Shown is our own summary of it." if source.text_kind == "digest" else "Shown word for word."
    original = f'<p class="cr-source">{link("Open the original", source.url)}</p>' if source.url else ""
    told = "".join(f'<p class="cr-heard">{plain(text)}</p>' for text in source.disclosures)
    return f'<p class="cr-heard">{f"{by} · " if by else ""}{plain(source.kind)} · {whose}</p>{original}{told}'


def _sections(atlas: Atlas, node: str, claims: Sequence[Claim], numbers: Mapping[str, str]) -> str:
    """Return a fold for each section that states something, the claims in it as buttons."""
    passages = atlas.library.passages
    homes = {claim.id: passages[claim.passage].section if claim.passage in passages else "" for claim in claims}
    order = {
        record_id(end): str(atlas.g.nodes[end]["title"])
        for _, end, data in sorted(
            atlas.g.out_edges(node, data=True), key=lambda edge: str(edge[2].get("order")).zfill(9)
        )
        if data["relation"] == Relation.HAS_SECTION
    }
    folds = []
    for section, title in {**order, "": "Elsewhere in it"}.items():
        inside = sorted((c for c in claims if homes[c.id] == section), key=lambda c: c.span.start)
        folds.append(fold(title, items((_claim(c, numbers) for c in inside), "crk-rows"), count=len(inside)))
    return "".join(folds)


def _claim(claim: Claim, numbers: Mapping[str, str]) -> str:
    cited = " ".join(
        button(node_id(Node.REFERENCE, id), plain(numbers[id]), "crk-cite") for id in claim.references if id in numbers
    )
    way = button(node_id(Node.CLAIM, claim.id), plain(claim.text), "crk-node")
    cites = f" · cites {cited}" if cited else ""
    return f'{way}<span class="cr-heard">{plain(claim.kind.value)}{cites}</span>'


def _bibliography(atlas: Atlas, node: str) -> list[Reference]:
    """Return the works that a source lists, as it numbers them."""
    known = atlas.library.references
    found = [(record_id(end), data.get("number")) for end, data in linked(atlas.g, node, Relation.LISTS)]
    return [known[id].model_copy(update={"number": number}) for id, number in found if id in known]


def _work(work: Reference, number: str, claims: Sequence[Claim]) -> str:
    cited = Counter(id for claim in claims for id in set(claim.references))[work.id]
    shown = f'<span class="crk-number">{plain(number)}</span> {plain(reference_text(work))}'
    way = button(node_id(Node.REFERENCE, work.id), shown, "crk-node")
    by = f"behind {cited} claim{'' if cited == 1 else 's'} here" if cited else "no claim here leans on it"
    address = f" · {link('open', work.url)}" if work.url else ""
    return f'{way}<span class="cr-heard">{by}{address}</span>'
