"""What the commands do: one function each, output to a given stream, the exit status returned."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from rich.progress import Progress as Bar
from rich.progress import TaskID
from rich.text import Text

from bot.advise import advise
from bot.advisor import Progress, open_advisor
from bot.bibliography import exported, works_of
from bot.brief import brief_lines
from bot.cited_works import primary_lines
from bot.claim_rows import claim_rows, stated_lines
from bot.jsonl import answer_each, json_bytes
from bot.messages import checked
from bot.saved import Recording, save_recording
from bot.schooling import schooled
from bot.shelf import article_of, claim_lines, reference_lines, shelved, table_lines
from bot.sources import Part, published_linker, sources_data
from bot.terminal import answer_lines, console, visible
from bot.verify import stands
from graph.suspects import suspicious_links
from ingest.doctor import doctor, doctor_lines
from ingest.follow import ingest_and_follow
from ingest.generations import current_number, read_catalog
from ingest.pipeline import build, ensure, ingest, remove
from ingest.report import IngestReport, report_lines
from kb.embed import WordLlama
from kb.errors import InputError
from kb.ledger import Ledger
from kb.settings import Settings


def ask(
    turns: Sequence[str],
    facts: Sequence[str],
    settings: Settings,
    *,
    form: Literal["brief", "full", "json"] = "brief",
    save: Path | None = None,
) -> None:
    """Answer the last turn on standard output; ``facts`` are ``factor=value``, ``save`` keeps it for a replay."""
    turns, given = checked(turns), facts_of(facts)  # before anything is opened or built
    with progress() as tell, open_advisor(settings, progress=tell) as advisor:
        answer, names = advise(turns, advisor, given), {id: factor.name for id, factor in advisor.factors.items()}
    if save is not None:
        save_recording(save, Recording(turns=turns, facts=given, answer=answer, stood_on=advisor.standing))
    for factor in sorted(given.keys() - {fact.factor for fact in answer.facts}):
        print(f"--fact {factor}: not used; it does not bear on what was asked.", file=sys.stderr)
    if form == "json":
        _write(json_bytes(answer.model_dump(mode="json"), indent=2) + b"\n")
    else:
        _print((answer_lines if form == "full" else brief_lines)(answer, names))


def ask_lines(settings: Settings) -> None:
    """Answer the JSON Lines on standard input, one line each on standard output."""
    with progress() as tell:
        advisor = open_advisor(settings, progress=tell)
    with advisor:
        answer_each(sys.stdin.buffer, sys.stdout.buffer, lambda turns, facts: advise(turns, advisor, facts))


def facts_of(facts: Sequence[str]) -> dict[str, str]:
    """Return ``factor=value`` pairs as a mapping, the last of a factor winning; raises InputError for another form."""
    given = {}
    for fact in facts:
        factor, equals, value = fact.partition("=")
        if not equals or not factor.strip() or not value.strip():
            raise InputError(f"--fact: expected factor=value such as requests_per_day=250000/day, found {fact!r}.")
        given[factor.strip()] = value.strip()
    return given


def list_sources(settings: Settings, *, as_json: bool) -> None:
    """Print every source with its counts."""
    with _reading(settings) as ledger:
        rows = () if as_json else shelved(ledger)
    if as_json:
        _write(json_bytes(sources_data(settings), indent=2) + b"\n")
    else:
        _print(Text(visible(line)) for line in table_lines(rows))


def show_source(id: str, show: Part, settings: Settings, *, as_json: bool) -> None:
    """Print one source's stored text, references or claims, or its row of the list."""
    with _reading(settings) as ledger:
        article, rows, checks = article_of(id, ledger), shelved(ledger), ledger.primary_checks()
    if as_json:
        _write(json_bytes(sources_data(settings, id, show), indent=2) + b"\n")
    elif show == "text":
        # spans point into this text, so what is piped on is exactly it; a terminal is not sent its control characters
        text = article.source.text
        _write((visible(text) + "\n" if sys.stdout.isatty() else text).encode("utf-8"))
    elif show == "summary":
        _print(Text(visible(line)) for line in table_lines([row for row in rows if row.id == id]))
    elif show == "references":
        _print(Text(visible(line)) for line in reference_lines(article))
    else:
        said = primary_lines(article.claims, checks)
        for claimed in claim_rows(article, published_linker(settings)):
            told = (said.get(claimed["id"], ""), stated_lines(claimed))
            said[claimed["id"]] = "\n".join(text for text in told if text)
        lines = claim_lines(article)
        beside = (text for line in lines for text in (line, *said.get(line.partition(" ")[0], "").split("\n")) if text)
        _print(Text(visible(line)) for line in beside)


def export_references(ids: Sequence[str], form: str, settings: Settings) -> tuple[str, ...]:
    """Print what sources cite, each work once (``bot.bibliography``); return a line for each suspicious address."""
    with _reading(settings) as ledger:
        everything = ledger.articles()
        chosen = [article_of(id, ledger) for id in dict.fromkeys(ids)] or everything
    _write(exported(works_of(chosen), form).encode("utf-8", "backslashreplace"))
    shown = {article.source.id for article in chosen}
    return tuple(
        visible(f"{finding.source}: {finding.text}")
        for finding in suspicious_links(everything)
        if finding.source in shown
    )


def take_in(
    places: Sequence[Path | str],
    settings: Settings,
    *,
    glob: str | None = None,
    verbose: bool = False,
    follow_references: bool = False,
) -> int:
    """Ingest files, folders and URLs, or with none bring the built-in knowledge up to date; also learn to hear it.

    ``follow_references`` then reads the works that they cite; a place may then be the id of a source too.
    Returns 0, or 1 where some of the files were rejected, or 2 where all that were named were.
    """
    with progress() as tell:
        if follow_references:
            report = ingest_and_follow(places, settings, glob=glob, progress=tell)
        else:
            report = ingest(places, settings, glob=glob, progress=tell) if places else build(settings, progress=tell)
        number = current_number(settings)
        if number is not None:
            tell("learning to listen", 0, 1)
            schooled(read_catalog(settings.generations / str(number)), WordLlama(), settings.data / "hearing")
            tell("learning to listen", 1, 1)
    _print(Text(visible(line)) for line in report_lines(report, verbose=verbose))
    return status_of(report)


def status_of(report: IngestReport) -> int:
    """Return the exit status of an ingest: 0, 1 where a file was rejected, 2 where nothing at all was taken."""
    if not report.rejected:
        return 0
    return 2 if len(report.rejected) == len(report.articles) else 1


def take_out(source: str, settings: Settings) -> None:
    """Remove a source that was ingested."""
    with progress() as tell:
        report = remove(source, settings, progress=tell)
    _print(Text(visible(line)) for line in report_lines(report))


def examine(settings: Settings, *, deep: bool, repair: bool) -> int:
    """Compare ledger, graph and vectors and repair; returns 0 (clean), 1 (faults were found and repaired) or 2.

    ``deep`` also answers a question of every trade-off and holds every quote against the stored text.
    """
    with progress() as tell:
        report = doctor(settings, repair=repair, progress=tell)
    _print(Text(visible(line)) for line in doctor_lines(report))
    if not report.clean:
        return 2
    wrong = unfounded(settings) if deep else ()
    _print(Text(visible(line)) for line in wrong)
    if deep and not wrong:
        _print([Text("Deep: a question of every trade-off was answered, and every quote stands in its source.")])
    return 2 if wrong else 1 if report.found else 0


def unfounded(settings: Settings) -> tuple[str, ...]:
    """Ask what each trade-off asks and return the quotes that are not, byte for byte, in their source."""
    with open_advisor(settings) as advisor:
        answers = [advise([t.question], advisor) for t in advisor.catalog.trade_offs]
        return tuple(
            f"{c.source.id} {c.start}-{c.end}: the quote is not what is stored there."
            for answer in answers
            for c in answer.citations
            if not stands(c, advisor.library)
        )


def serve_app(settings: Settings) -> None:
    """Open the knowledge and serve the app until interrupted."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when Gradio is imported
    from bot.web.access import credentials_of

    credentials_of(settings)  # refused, where it has to be, before anything is opened
    from bot.web.server import serve  # Gradio takes seconds to import, and only this command needs it

    with progress() as tell:
        advisor = open_advisor(settings, progress=tell)
    with advisor:
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        print(f"Crossroads is at http://{shown}:{settings.port} (Ctrl-C ends it)", flush=True)
        serve(advisor, settings)


@contextmanager
def progress() -> Iterator[Progress]:
    """Yield a progress callback that draws bars on standard error where that is a terminal, and is silent elsewhere."""
    with Bar(console=console(sys.stderr), transient=True, disable=not sys.stderr.isatty()) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(doing: str, done: int, total: int) -> None:
            if doing not in tasks:
                tasks[doing] = bar.add_task(visible(doing), total=total)
            bar.update(tasks[doing], completed=done, total=total)

        yield tell


@contextmanager
def _reading(settings: Settings) -> Iterator[Ledger]:
    with progress() as tell:
        ensure(settings, progress=tell)
    with Ledger.open(settings.ledger, create=False) as ledger:
        yield ledger


def _print(lines: Iterable[Text]) -> None:
    out = console()
    for line in lines:
        out.print(line)


def _write(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
