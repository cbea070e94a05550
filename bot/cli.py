"""The command line: each command reads its options and calls one function of ``bot.commands`` or ``bot.evaluate``.

Those are imported when a command runs, so that ``--help`` does not wait for the stores to load.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from bot.cli_adr import add_adr_commands
from bot.cli_change import add_change_commands
from bot.cli_design import add_design_command
from bot.cli_feedback import add_feedback_command
from bot.cli_lint import add_lint_command
from bot.cli_references import add_reference_command
from bot.cli_review import add_review_command
from bot.cli_slack import add_slack_command
from kb.errors import CrossroadsError, InputError, LockedError
from kb.settings import Settings

if TYPE_CHECKING:
    from bot.sources import Part

USAGE, BUSY = 2, 75
"""Exit status of input or a store that cannot be used, and of data that another process writes to (EX_TEMPFAIL)."""


class _Edge(TyperGroup):
    """The outer edge: an error made for the user is shown as its message and becomes the exit status."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what the output's encoding lacks is escaped, so that no answer fails on a quotation mark."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except CrossroadsError as error:
            from bot.terminal import visible

            typer.echo(f"crossroads: {visible(str(error))}", err=True)
            raise typer.Exit(BUSY if isinstance(error, LockedError) else USAGE) from error


main = typer.Typer(
    cls=_Edge,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Answers engineering trade-off questions from cited evidence and shows how it got there.",
)

Data = Annotated[Path | None, typer.Option("--data", help="Directory that holds everything written at run time.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _settings(data: Path | None, **options: object) -> Settings:
    return Settings.from_environment(None, data=data, **options)


@main.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What to decide, with the facts that you know.")] = None,
    fact: Annotated[
        list[str] | None, typer.Option("--fact", help="factor=value, such as requests_per_day=250000/day.")
    ] = None,
    turn: Annotated[
        list[str] | None, typer.Option("--turn", help="An earlier message of the conversation, oldest first.")
    ] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Answer lines {"turns": ["...", ...]} of standard input.')
    ] = False,
    save: Annotated[
        Path | None, typer.Option("--save", help="Also write the answer with its turns and facts, for replay.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Print the path and all evidence, not one page.")] = False,
    json: Json = False,
    data: Data = None,
) -> None:
    """Answer a question: the recommendation, how sure it is, what argues against it and what would change it."""
    from bot import commands

    if json and full:
        raise InputError("ask: expected --json or --full, found both. JSON always has all of it.")
    if jsonl and (question or fact or turn or save):
        raise InputError(
            '--jsonl reads questions and facts from standard input: {"turns": [...], "facts": {...}}. Drop the rest.'
        )
    if jsonl:
        return commands.ask_lines(_settings(data))
    commands.ask(
        [*(turn or []), question or ""],
        fact or [],
        _settings(data),
        form="json" if json else "full" if full else "brief",
        save=save,
    )


@main.command()
def cite(
    query: Annotated[str, typer.Argument(help="A statement, a figure such as 340%, or a topic.")],
    form: Annotated[
        Literal["text", "apa", "bibtex", "csl-json", "markdown"],
        typer.Option("--format", help="How to print them; markdown has footnotes."),
    ] = "text",
    json: Json = False,
    data: Data = None,
) -> None:
    """Find the passages that speak of a statement or a figure, with their references."""
    from bot import cite_commands

    if json and form != "text":
        raise InputError(f"cite: expected --json or --format {form}, found both.")
    cite_commands.show_citations(query, _settings(data), form="json" if json else form)


@main.command()
def sources(
    source: Annotated[str | None, typer.Argument(help="The id of a source; without one all are listed.")] = None,
    text: Annotated[bool, typer.Option("--text", help="The stored text, which spans point into.")] = False,
    references: Annotated[bool, typer.Option("--references", help="Its bibliography.")] = False,
    claims: Annotated[bool, typer.Option("--claims", help="Its claims with their spans.")] = False,
    json: Json = False,
    data: Data = None,
) -> None:
    """List the sources with their counts, or show one of them."""
    from bot import commands

    if text + references + claims > 1 or ((text or references or claims) and source is None):
        raise InputError("sources: expected one source with at most one of --text, --references and --claims.")
    if source is None:
        return commands.list_sources(_settings(data), as_json=json)
    show: Part = "text" if text else "references" if references else "claims" if claims else "summary"
    commands.show_source(source, show, _settings(data), as_json=json)


@main.command()
def ingest(
    places: Annotated[
        list[str] | None, typer.Argument(help="Files, folders and URLs; none for the built-in knowledge.")
    ] = None,
    glob: Annotated[
        str | None, typer.Option("--glob", help="Which files of the folders, such as '*.md' or 'notes/**'.")
    ] = None,
    follow_references: Annotated[
        bool,
        typer.Option(
            "--follow-references",
            help="Also read the works that these places, or sources by their id, cite; look for their figures there.",
        ),
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Also list what is unchanged, and every finding.")
    ] = False,
    data: Data = None,
) -> None:
    """Ingest articles beside the built-in knowledge. Ends with 1 where a file was rejected, with 2 where all were."""
    from bot import commands

    if follow_references and not places:
        raise InputError("--follow-references: expected a source, by its id, or a file, folder or URL to ingest first.")
    settings = _settings(data)
    raise typer.Exit(
        commands.take_in(places or [], settings, glob=glob, verbose=verbose, follow_references=follow_references)
    )


@main.command()
def remove(source: Annotated[str, typer.Argument(help="The id of a source.")], data: Data = None) -> None:
    """Remove an ingested source from ledger, vectors and graph."""
    from bot import commands

    commands.take_out(source, _settings(data))


@main.command()
def doctor(
    deep: Annotated[
        bool, typer.Option("--deep", help="Also ask a question of every trade-off and check every quote.")
    ] = False,
    repair: Annotated[bool, typer.Option("--repair/--no-repair", help="Build anew what disagrees.")] = True,
    data: Data = None,
) -> None:
    """Compare ledger, graph and vectors passage by passage. Ends with 0 (clean), 1 (repaired) or 2 (faults remain)."""
    from bot import commands

    raise typer.Exit(commands.examine(_settings(data), deep=deep, repair=repair))


@main.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    no_auth: Annotated[
        bool, typer.Option("--no-auth", help="Open to all who reach it, where something in front asks who is there.")
    ] = False,
    data: Data = None,
) -> None:
    """Serve the app in the browser, its API and its MCP server."""
    from bot import commands

    commands.serve_app(_settings(data, host=host, port=port, no_auth=no_auth or None))


@main.command("eval")
def evaluate(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Question sets, .jsonl or .yaml; none for the project's own.")
    ] = None,
    gate: Annotated[bool, typer.Option("--gate", help="Fail below the pinned floors.")] = False,
    whole: Annotated[bool, typer.Option("--whole", help="Let the gate ask all questions, not a fourth.")] = False,
    pin: Annotated[bool, typer.Option("--pin", help="Pin what is measured as the new floors.")] = False,
    lower: Annotated[bool, typer.Option("--lower", help="Let --pin lower a floor.")] = False,
    json: Json = False,
    data: Data = None,
) -> None:
    """Score the answers over question sets whose right answers are known."""
    from bot.evaluate import run

    raise typer.Exit(run(files or [], data, gate=gate, whole=whole, pin=pin, lower=lower, as_json=json))


add_adr_commands(main)
add_change_commands(main)
add_design_command(main)
add_feedback_command(main)
add_lint_command(main)
add_reference_command(main)
add_review_command(main)
add_slack_command(main)

if __name__ == "__main__":
    sys.exit(main())
