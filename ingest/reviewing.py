"""Verdicts on what was found: listed, decided, applied. A decision is data in the ledger and outlives its article.

An accepted draft becomes a file of the user's own knowledge folder (``<data>/packs``), with its article; everything
else is applied when the generation is built. The same verdict again changes nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from graph.files import write_atomically
from ingest.generations import current_number, read_catalog
from ingest.own_article import own_article
from ingest.pending import Pending, pending
from ingest.pipeline import build, refuse_lost_ledger
from ingest.run import Progress
from kb.catalog import load_catalog
from kb.conditions import parse_condition
from kb.errors import InputError
from kb.extracted import ExtractedRule
from kb.judged import changes_of
from kb.ledger import Ledger
from kb.located import nearest, parse_located
from kb.lock import writer_lock
from kb.reviews import LARGEST_EDIT, ReviewDecision, Verdict, by_item
from kb.settings import Settings
from kb.types import Catalog

OWN = "packs"
"""The folder below the data directory that accepted drafts are written to."""
_MARK = "# reviewed: "


def review_items(settings: Settings) -> tuple[Pending, ...]:
    """Return every item of the ledger with its decision, where there is one; reads only."""
    with Ledger.open(settings.ledger, create=False) as ledger:
        return _items(settings, ledger)


def _items(settings: Settings, ledger: Ledger) -> tuple[Pending, ...]:
    catalog = load_catalog(settings.knowledge, ledger.claim_ids())
    number = current_number(settings)
    published = read_catalog(settings.generations / str(number)) if number is not None else None
    return pending(ledger.articles(), catalog, by_item(ledger.decisions()), _extracted(ledger), published)


def _extracted(ledger: Ledger) -> tuple[ExtractedRule, ...]:
    """Return the rules that were extracted; none from a ledger that keeps none."""
    kept = getattr(ledger, "extracted_rules", None)
    return tuple(kept()) if kept is not None else ()


def what_follows(id: str, verdict: Verdict) -> str:
    """Return in a sentence when answers follow a verdict on the item with this id, which begins with its kind."""
    if id.startswith("draft-") and verdict == "reject":
        return "It is not proposed again."
    if id.startswith("draft-"):
        return "Run crossroads ingest: it learns how people ask for the decision, which takes some minutes."
    return "Answers follow it; an app that is running does so within seconds."


def undecided(items: Sequence[Pending]) -> tuple[Pending, ...]:
    """Return the items that wait for a verdict."""
    return tuple(item for item in items if item.decision is None)


def item_of(id: str, items: Sequence[Pending]) -> Pending:
    """Return the item with this id; raises InputError naming what there is."""
    found = next((item for item in items if item.id == id), None)
    if found is None:
        ids = [item.id for item in items]
        known = nearest(id, ids) if len(ids) > 20 else f"Known: {', '.join(ids) or 'none'}."
        raise InputError(f"There is no item {id!r} to review. {known} `crossroads review-knowledge` lists them.")
    return found


def decide(
    settings: Settings,
    id: str,
    verdict: Verdict,
    *,
    edited: str | None = None,
    by: str = "",
    reason: str = "",
    force: str | None = None,
    progress: Progress | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> bool:
    """Decide one item and build what follows from it; return whether that is new.

    ``edited`` is a condition or YAML (``kb.judged``) for a rule, YAML for a draft; ``force`` is that of an accepted
    rule. Raises InputError for an unknown item or an edit that cannot be, CatalogError for a draft that the catalog
    cannot load; then nothing was changed.
    """
    with writer_lock(settings.lock, wait=settings.lock_wait):
        refuse_lost_ledger(settings)
        with Ledger.open(settings.ledger, create=False) as ledger:
            item = item_of(id, _known(settings, ledger, id))
            text = _checked(item, verdict, edited, force, load_catalog(settings.knowledge, ledger.claim_ids()))
            at = now().isoformat(timespec="seconds")
            decision = ReviewDecision(item=id, verdict=verdict, edited=text, by=by, at=at, reason=reason)
            if decision.same_as(item.decision):
                return False
            if item.kind == "draft":
                _file_draft(settings, ledger, item, text if verdict == "edit" else item.proposed, verdict)
            ledger.decide(decision)
    build(settings, progress=progress)
    return True


def _known(settings: Settings, ledger: Ledger, id: str) -> tuple[Pending, ...]:
    """Return the items there are, and the one of an earlier decision whose draft is a decision of ours by now."""
    items = _items(settings, ledger)
    if any(item.id == id for item in items):
        return items
    gone = by_item(ledger.decisions()).get(id)
    if gone is None:
        return items
    kind = id.partition("-")[0]
    mark = _own_file(settings, id)
    return (
        *items,
        Pending.model_validate(
            {
                "id": id,
                "kind": kind,
                "title": mark.stem if mark else id,
                "says": "Decided before.",
                "proposed": mark.read_text(encoding="utf-8") if mark else "",
                "decision": gone,
            }
        ),
    )


def _checked(item: Pending, verdict: Verdict, edited: str | None, force: str | None, catalog: Catalog) -> str | None:
    """Return the text to keep with a verdict; raises InputError or CatalogError where it cannot be used."""
    if len(edited or "") > LARGEST_EDIT:
        raise InputError(f"{item.id}: the text is longer than {LARGEST_EDIT:,} characters.")
    if verdict == "edit" and not (edited or "").strip():
        raise InputError(f"{item.id}: an edit needs a text: a condition, or a file.")
    if item.kind in ("copy", "conflict"):
        if verdict == "edit":
            raise InputError(f"{item.id}: a {item.kind} can be accepted or rejected, there is nothing to edit.")
        return None
    if item.kind == "draft":
        return edited if verdict == "edit" else None
    if verdict == "accept" and force is not None:
        edited = f"force: {force}"
    changes = changes_of(edited or "") if verdict != "reject" else {}
    decisions = [t for t in catalog.trade_offs if t.name == item.title]
    if "when" in changes:
        own = {id for t in decisions for id in t.factors}
        try:
            parse_condition(changes["when"], {f.id: f for f in catalog.factors if f.id in own})
        except ValueError as error:
            raise InputError(f"{item.id}: the condition {str(error).rstrip('.')}.") from error
    options = {option.id for t in decisions for option in t.options}
    if "favours" in changes and changes["favours"] not in options:
        raise InputError(f"{item.id}: favours names no option. {nearest(changes['favours'], sorted(options))}")
    if verdict == "accept" and not item.proposed:
        raise InputError(
            f"{item.id}: its condition is words that no factor of ours carries. "
            "Edit it: name a condition such as 'requests_per_day > 1 million/day'."
        )
    return edited if verdict != "reject" and changes else None


def _file_draft(settings: Settings, ledger: Ledger, item: Pending, yaml: str | None, verdict: Verdict) -> None:
    """Write the file of a draft and its article to the user's own folder, or take the file out again."""
    own, former = settings.data / OWN, _own_file(settings, item.id)
    if verdict == "reject":
        if former is not None:
            former.unlink()
        return
    text = _MARK + item.id + "\n" + "\n".join(
        line for line in (yaml or "").splitlines() if not line.startswith(_MARK)
    )  # fmt: skip
    name = parse_located(text, item.id).mapping().get("id")
    trade_off = name.text() if name is not None else item.id
    target = own / "tradeoffs" / f"{trade_off}.yaml"
    _load_with(settings, ledger, text, former)
    article = own_article(ledger, item.quotes[0].source) if item.quotes else None
    target.parent.mkdir(parents=True, exist_ok=True)
    if article is not None:
        (own / "articles").mkdir(parents=True, exist_ok=True)
        write_atomically(own / "articles" / article.name, article.content)
    write_atomically(target, (text.rstrip() + "\n").encode())
    if former is not None and former != target:
        former.unlink()


def _load_with(settings: Settings, ledger: Ledger, yaml: str, former: Path | None) -> None:
    """Raise CatalogError unless the knowledge loads with this file in the place of its former state."""
    own = settings.data / OWN
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / OWN
        shutil.copytree(own, folder) if own.is_dir() else folder.mkdir()
        (folder / "tradeoffs").mkdir(exist_ok=True)
        if former is not None:
            (folder / "tradeoffs" / former.name).unlink()
        (folder / "tradeoffs" / "draft.yaml").write_text(yaml, encoding="utf-8")
        load_catalog([*(known for known in settings.knowledge if known != own), folder], ledger.claim_ids())


def _own_file(settings: Settings, id: str) -> Path | None:
    """Return the file that an earlier verdict on this draft wrote."""
    for path in sorted((settings.data / OWN / "tradeoffs").glob("*.yaml")):
        with open(path, encoding="utf-8", errors="replace") as file:
            if file.readline().strip() == _MARK + id:
                return path
    return None
