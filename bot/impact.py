"""What an article would change, found out in a scratch copy of the data directory before anything is changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot.advisor import Advisor, Progress
from bot.changes import Comparison
from bot.comparison import compare
from bot.places import SCRATCH, over
from bot.saved import Saved
from bot.scenario import resting_on, without
from ingest.folder import Found, files_under, printable, shelf_files
from ingest.generations import LEASE, current_number, open_generation
from ingest.intake import Tools, standard_tools
from ingest.pipeline import build, ensure, ingest, refuse_lost_ledger
from kb.catalog import load_catalog
from kb.embed import embedder_named, identity
from kb.errors import ArticleError, InputError
from kb.evidence import evidence_of
from kb.ledger import Ledger
from kb.ledger_file import snapshot
from kb.ledger_rows import Holding
from kb.lock import Lease
from kb.settings import Settings
from kb.types import Catalog

Questions = Callable[[Advisor], Sequence[Saved]]
"""The questions to ask, chosen once the knowledge is open."""

_MIXED = "It lies in a knowledge folder: what is published is compared with all that these folders hold now."


def impact(
    settings: Settings,
    questions: Questions,
    progress: Progress,
    *,
    article: Path | None = None,
    remove: str | None = None,
) -> Comparison:
    """Compare the knowledge as it is with the knowledge after an article is taken in, or a source is removed, or both.

    ``article`` is a file, a folder of files, or a knowledge folder with ``tradeoffs/``; a file whose id is known takes
    the place of that source. The data directory is only read, and the scratch copy is gone when this returns or is
    interrupted. Raises InputError where there is nothing to take in or to remove.
    """
    with scratch_copy(settings) as trial:
        in_place = article is not None and _on_shelf(article, settings)
        if not in_place or current_number(trial) is None:
            ensure(trial, progress=progress)
        with _opened(trial, settings, progress) as before:
            known = evidence_of(before.catalog)
            tools = _lenient(known)
            notes = [_MIXED] if in_place else []
            if remove is not None:
                trial = _without_source(trial, remove, settings.knowledge, notes)
            if article is not None and not in_place:
                trial = _with_article(trial, article, settings.knowledge, notes)
            _apply(trial, None if in_place else article, tools, progress, notes)
            with _opened(trial, settings, progress, like=before) as after:
                notes += _refusal(before.catalog, known - set(after.library.claims))
                return compare(before, after, questions(before), progress, notes)


@contextmanager
def scratch_copy(settings: Settings) -> Iterator[Settings]:
    """Yield settings of a copy of the data directory: ledger, published generation, and the same knowledge folders."""
    refuse_lost_ledger(settings)
    with tempfile.TemporaryDirectory(prefix=SCRATCH, ignore_cleanup_errors=True) as root:
        trial = settings.model_copy(
            update={"data": Path(root) / "data", "packs": settings.knowledge[1:], "chroma_url": None}
        )
        trial.generations.mkdir(parents=True)
        if settings.ledger.exists():
            snapshot(settings.ledger, trial.ledger)
        number = current_number(settings)
        published = settings.generations / str(number)
        lease = Lease.shared(published / LEASE) if number is not None else None
        if lease is not None:  # else it is built from the ledger, which only takes longer
            shutil.copytree(published, trial.generations / str(number))
            trial.current.write_text(f"{number}\n", encoding="ascii")
            lease.release()
        yield trial


def _opened(trial: Settings, settings: Settings, progress: Progress, *, like: Advisor | None = None) -> Advisor:
    opened = open_generation(trial, embedder=identity(embedder_named(trial.embedder)))
    return over(opened, trial, (settings.data / "hearing",), progress, like=like)


def _on_shelf(article: Path, settings: Settings) -> bool:
    whole = article.resolve()
    return any(isinstance(f, Found) and f.path.resolve() == whole for f in shelf_files(settings.knowledge))


def _lenient(known: Collection[str]) -> Tools:
    """Return the stages of the product, but that a rule which loses its evidence goes, where it would refuse."""

    def load(folders: Sequence[Path], claims: Collection[str]) -> Catalog:
        return without(load_catalog(folders, {*claims, *known}), {*known} - {*claims})

    return replace(standard_tools(), load_catalog=load)


def _without_source(trial: Settings, id: str, folders: Sequence[Path], notes: list[str]) -> Settings:
    """Take a source out of the ledger, and its file out of a copy of its knowledge folder where it lies in one."""
    with Ledger.open(trial.ledger) as ledger:
        held = {holding.id: holding for holding in ledger.holdings()}
        if id not in held:
            raise InputError(f"{id!r} is not a source. Known: {', '.join(sorted(held)) or 'none'}.")
        ledger.remove(id)
    if held[id].shelf != "built-in":
        return trial
    notes.append(f"{id} belongs to a knowledge folder, so it is removed by removing {held[id].file}.")
    trial, copied = _with_folder_copied(trial, held[id], folders)
    copied.unlink()
    return trial


def _with_article(trial: Settings, article: Path, folders: Sequence[Path], notes: list[str]) -> Settings:
    """Make room for an article: as another pack, or in place of the sources that have the ids of its files."""
    if (article / "tradeoffs").is_dir():
        return trial.model_copy(update={"packs": (*trial.packs, article.absolute())})
    with Ledger.open(trial.ledger) as ledger:
        held = {holding.id: holding for holding in ledger.holdings()}
    for file in files_under([article], "ingested"):
        holding = held.get(_id_of(file.path)) if isinstance(file, Found) else None
        if holding is None or not isinstance(file, Found) or holding.content_hash == file.digest:
            continue
        if holding.file != file.name:
            notes.append(f"{file.name} has the id of {holding.file} and is taken here in its place.")
        if holding.shelf == "built-in":
            trial, copied = _with_folder_copied(trial, holding, folders)
            copied.write_bytes(file.path.read_bytes())
        else:
            with Ledger.open(trial.ledger) as ledger:
                ledger.remove(holding.id)
    return trial


def _id_of(path: Path) -> str:
    """Return the id of the article in a file, or nothing where it cannot be read, which the ingest then reports."""
    try:
        return standard_tools().read_article(path).source.id
    except (ArticleError, OSError, ValueError, RecursionError):
        return ""


def _with_folder_copied(trial: Settings, holding: Holding, folders: Sequence[Path]) -> tuple[Settings, Path]:
    """Return settings in which the knowledge folder of a source is a copy, and the source's file in that copy.

    ``folders`` are the knowledge folders before any was copied.
    """
    file = Path("articles") / Path(holding.file).name
    at = next((i for i, f in enumerate(folders) if printable((f / file).absolute()) == holding.file), None)
    if at is None:
        raise InputError(
            f"{holding.file}: expected the file of {holding.id!r} in a knowledge folder, found none there."
        )
    known, copy = list(trial.knowledge), trial.data.parent / f"knowledge-{at}"
    if known[at] != copy:
        for part in ("articles", "tradeoffs"):
            if (folders[at] / part).is_dir():
                shutil.copytree(folders[at] / part, copy / part)
        for path in folders[at].glob("*.y*ml"):
            shutil.copy2(path, copy / path.name)
    known[at] = copy
    return trial.model_copy(update={"built_in": known[0], "packs": tuple(known[1:])}), copy / file


def _apply(trial: Settings, article: Path | None, tools: Tools, progress: Progress, notes: list[str]) -> None:
    """Take in what is there to take in; raises ArticleError where none of it can be."""
    if article is None or trial.packs[-1:] == (article.absolute(),):
        build(trial, tools=tools, progress=progress)
        return
    report = ingest([article], trial, tools=tools, progress=progress)
    taken = [a for a in report.articles if a.status != "rejected"]
    reasons = [f"{a.path}: {a.reason}" for a in report.rejected]
    if reasons and not taken:
        raise ArticleError(f"Nothing would be taken in. {' '.join(reasons[:5])}")
    notes += [f"It would be rejected: {reason}" for reason in reasons]
    if not report.articles and not report.published:
        raise InputError(f"{article}: expected an article or a folder of articles, found none.")


def _refusal(catalog: Catalog, gone: Collection[str]) -> list[str]:
    """Say so where the change, made for real, would be refused because knowledge rests on what it takes away."""
    if not gone:
        return []
    rests = sorted(resting_on(catalog, gone), key=lambda name: not name.startswith("rule "))
    named = ", ".join(rests[:6]) + (f" and {len(rests) - 6} more" if len(rests) > 6 else "")
    return [
        f"As it stands it would be refused: {len(gone)} claims would be gone that the knowledge rests on ({named}). "
        "It is shown with these left out."
    ]
