"""Score the answers over question sets: figures overall and by category, which decisions are confused, what went wrong.

``python -m bot.evaluate --gate`` fails below the pinned floors, ``--pin`` pins what is measured. Held-out sets yield
figures only, never an item. The gate measures the built-in knowledge alone, in a data directory of its own, and asks a
fourth of the questions unless ``--whole`` says all.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from bot.advise import advise
from bot.advisor import Advisor, Progress, open_advisor
from bot.cases import digest_of, read_cases
from bot.commands import progress
from bot.gate import Pinned, breaches, floors_text, pinned, raised, read_floors, unlike
from bot.jsonl import json_bytes
from bot.listen import listen
from bot.score import Case, Figures, Score, figures, score
from bot.terminal import visible
from bot.types import Answer
from bot.understand import understand
from graph.files import write_atomically
from kb.errors import CrossroadsError, InputError
from kb.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SETS = ROOT / "tests" / "eval"
PINS = SETS / "floors.json"
KNOWLEDGE = ROOT / "build" / "knowledge"
"""Data directory of the gate and of the tests, in the checkout; made when missing."""
HELD_OUT = frozenset({"heldout", "heldout2", "check", "last2"})
"""Names of sets of which no item is ever shown."""
GATED = HELD_OUT | {"last4", "hostile", "tongues", "numbers", "outside2", "changes2", "turns8", "mix12", "phone"}
"""Names of the sets that the gate asks unless it is told to ask all: the held-out ones, and the newest of each kind."""
OUTSIDE = ("tune1", "tune2", "check")
"""Sets beside the project, used where they are present."""
PROCESSES = 4
"""Processes that score at most; each holds the knowledge once, 1.1 GB at most."""


@dataclass(frozen=True)
class Result:
    """One question set, scored; ``failed`` is empty for a held-out one."""

    name: str
    digest: str
    overall: Figures
    categories: Mapping[str, Figures]
    confused: Mapping[tuple[str, str], int]
    failed: tuple[str, ...]


def run(
    files: Sequence[Path],
    data: Path | None,
    *,
    gate: bool = False,
    whole: bool = False,
    pin: bool = False,
    lower: bool = False,
    as_json: bool = False,
) -> int:
    """Score the files, or the project's own sets, and print; returns 1 where the gate is breached, else 0.

    The gate asks those of ``GATED``, unless it is to ask the ``whole``.
    Raises InputError where there is nothing to score, or where pinning would lower a floor without ``lower``.
    """
    there, skipped = (tuple(files), ()) if files else default_sets(os.environ)
    part = gate and not (files or whole or pin)
    chosen = tuple(path for path in there if not part or path.stem in GATED)
    settings = gate_settings(data) if gate or pin else Settings.from_environment(data=data)
    with progress() as tell, open_advisor(settings, progress=tell) as advisor:
        results = evaluate_all(chosen, advisor, tell)
    pins = read_floors(PINS.read_text(encoding="utf-8"), PINS.name) if PINS.is_file() else {}
    if pin:
        update = {r.name: raised(r.name, pins, pinned(r.digest, r.overall), lower=lower) for r in results}
        write_atomically(PINS, floors_text({**pins, **update}).encode())
        pins = {**pins, **update}
    unasked = {path.stem: digest_of(path) for path in there if path not in chosen}
    wrong = held_against(results, pins, skipped, unasked, complete=not files) if gate else ()
    shown = (
        json_bytes(as_values(results, skipped, wrong), indent=2).decode()
        if as_json
        else _lines(results, skipped, wrong)
    )
    print(shown)
    return 1 if wrong else 0


def gate_settings(data: Path | None = None) -> Settings:
    """Return settings that measure the built-in knowledge alone, whatever the environment says."""
    return Settings(data=data or KNOWLEDGE, lock_wait=300)


def default_sets(environ: Mapping[str, str]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Return the sets to score and a line for each that is absent; raises InputError outside a checkout."""
    own = sorted(path for path in SETS.glob("*") if path.suffix in {".jsonl", ".yaml", ".yml"})
    if not own:
        raise InputError(f"{SETS}: expected question sets, found none. Name the files to score.")
    folder = Path(environ.get("CROSSROADS_QUESTIONS") or ROOT.parent / "shared" / "questions")
    outside = [folder / f"{name}.jsonl" for name in OUTSIDE]
    absent = tuple(
        f"{path.stem}: skipped, there is no {path.name} in {folder.name}/" for path in outside if not path.is_file()
    )
    return (*own, *(path for path in outside if path.is_file())), absent


def evaluate_all(paths: Sequence[Path], advisor: Advisor, tell: Progress) -> list[Result]:
    """Evaluate sets, the longest first, in a process for each core; raises InputError before any is begun."""
    cases = {path: len(read_cases(path, advisor.factors)) for path in paths}
    count = min(PROCESSES, os.cpu_count() or 1, len(cases))
    if count < 2:
        return [evaluate(path, advisor) for path in paths]
    done = 0
    with ProcessPoolExecutor(count, get_context("spawn"), _open, (advisor.settings,)) as pool:
        begun = {path: pool.submit(_evaluated, path) for path in sorted(cases, key=cases.__getitem__, reverse=True)}
        for path, result in begun.items():
            tell("Asking the questions", done, sum(cases.values()))
            result.result()
            done += cases[path]
        return [begun[path].result() for path in paths]


_OPENED: list[Advisor] = []
"""The advisor of a process that scores."""


def _open(settings: Settings) -> None:
    _OPENED.append(open_advisor(settings))


def _evaluated(path: Path) -> Result:
    return evaluate(path, _OPENED[0])


def evaluate(path: Path, advisor: Advisor) -> Result:
    """Ask every question of a set and score the answers."""
    cases = read_cases(path, advisor.factors)
    answers = [_answer(case, advisor) for case in cases]
    scores = [
        score(case, a) if isinstance(a, Answer) else refused(case, a) for case, a in zip(cases, answers, strict=True)
    ]
    by_category: dict[str, list[tuple[Case, Score]]] = {}
    for pair in zip(cases, scores, strict=True):
        by_category.setdefault(pair[0].category or "other", []).append(pair)
    failures = [(case, s) for case, s in zip(cases, scores, strict=True) if not s.all_correct]
    return Result(
        name=path.stem,
        digest=digest_of(path),
        overall=figures(cases, scores),
        categories={name: figures(*zip(*pairs, strict=True)) for name, pairs in sorted(by_category.items())},
        confused=_confused(cases, answers),
        failed=() if path.stem in HELD_OUT else tuple(explained(case, s, advisor) for case, s in failures),
    )


def _answer(case: Case, advisor: Advisor) -> Answer | CrossroadsError:
    try:
        return advise(case.turns, advisor)
    except InputError as error:
        return error


def refused(case: Case, error: CrossroadsError) -> Score:
    """Return the score of a question that was refused: nothing of it is right."""
    return Score(
        case=case.id, category=case.category, outcome=False, trade_off=False, option=False, citation=False,
        found=0, wrong=0, missed=len(case.facts), said=f"error: {error}",
    )  # fmt: skip


def _confused(cases: Sequence[Case], answers: Sequence[Answer | CrossroadsError]) -> Mapping[tuple[str, str], int]:
    """Count, over the decisions asked, which trade-off was meant and which was heard, where they differ."""
    found: Counter[tuple[str, str]] = Counter()
    for case, answer in zip(cases, answers, strict=True):
        if case.trade_off and isinstance(answer, Answer) and answer.outcome != "evidence_only":
            heard = answer.trade_off.id if answer.trade_off else "none"
            found[(case.trade_off, heard)] += heard != case.trade_off and "out_of_scope" not in case.outcome
    return {pair: number for pair, number in found.most_common() if number}


def explained(case: Case, scored: Score, advisor: Advisor) -> str:
    """Return what was asked, what was expected, what was answered, and what the question was understood as."""
    wrong = [name for name in ("outcome", "trade_off", "option", "citation") if not getattr(scored, name)]
    lines = [f"{case.id} ({case.category}): wrong {', '.join(wrong)}", *(f"    | {turn}" for turn in case.turns)]
    expected = f"{'/'.join(case.outcome)} {case.trade_off} {'/'.join(case.accept_options)} {case.facts}"
    lines += [f"    expected {expected} citing {'/'.join(case.must_cite) or 'nothing'}", f"    answered {scored.said}"]
    if not scored.said.startswith("error"):
        heard = understand(
            listen(case.turns, advisor.hearing, advisor.embed, advisor.speller),
            advisor.catalog,
            advisor.hearing,
            advisor.embed,
        )
        likely = ", ".join(f"{id} {probability:.2f}" for id, probability in heard.trade_offs[:3])
        lines.append(
            f"    heard {heard.intent}; {likely}; in scope {heard.confidence:.2f}; evidence {heard.asks_evidence:.2f}"
        )
    return "\n".join(lines)


def held_against(
    results: Sequence[Result],
    pins: Mapping[str, Pinned],
    skipped: Sequence[str],
    unasked: Mapping[str, str],
    *,
    complete: bool,
) -> tuple[str, ...]:
    """Return every breach of the pins; where no set was named, one that is gone is a breach, and one of the ``unasked``
    that has another digest than what was pinned."""
    wrong = [line for r in results for line in breaches(r.name, pins, r.digest, r.overall)]
    wrong += [line for name, digest in unasked.items() for line in unlike(name, pins, digest)]
    here = {r.name for r in results} | {line.partition(":")[0] for line in skipped} | set(unasked)
    gone = sorted(set(pins) - here) if complete else []
    return (*wrong, *(f"{name}: it is pinned, but the file is gone." for name in gone))


def as_values(results: Sequence[Result], skipped: Sequence[str], wrong: Sequence[str]) -> dict[str, object]:
    """Return the results as plain JSON values."""
    sets = {
        r.name: {
            "sha256": r.digest,
            "overall": r.overall.model_dump(),
            "categories": {name: f.model_dump() for name, f in r.categories.items()},
            "confused": [{"meant": meant, "heard": heard, "cases": n} for (meant, heard), n in r.confused.items()],
            "failed": list(r.failed),
        }
        for r in results
    }
    return {"sets": sets, "skipped": list(skipped), "breaches": list(wrong)}


def _lines(results: Sequence[Result], skipped: Sequence[str], wrong: Sequence[str]) -> str:
    lines: list[str] = []
    for result in results:
        lines += [visible(text) for text in result.failed]
    names = [key for key in Figures.model_fields if key != "cases"]
    lines.append(f"{'':<26}{'cases':>6} " + " ".join(f"{name:>16}" for name in names))
    for result in results:
        rows = {result.name: result.overall, **{f"  {name}": f for name, f in result.categories.items()}}
        for name, row in rows.items():
            lines.append(f"{name:<26}{row.cases:>6} " + " ".join(f"{getattr(row, key):>16.1%}" for key in names))
        lines += [f"    meant {meant}, heard {heard}: {n}" for (meant, heard), n in result.confused.items()]
    return "\n".join([*lines, *skipped, *wrong])


def main() -> int:
    """Read the options and run; an error made for the user is one line and status 2."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluate", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="question sets; none for the project's own")
    parser.add_argument("--gate", action="store_true", help="fail below the pinned floors")
    parser.add_argument("--whole", action="store_true", help="let the gate ask all questions")
    parser.add_argument("--pin", action="store_true", help="pin what is measured as the new floors and digests")
    parser.add_argument("--lower", action="store_true", help="let --pin lower a floor")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", type=Path)
    o = parser.parse_args()
    try:
        return run(o.files, o.data, gate=o.gate, whole=o.whole, pin=o.pin, lower=o.lower, as_json=o.json)
    except CrossroadsError as error:
        print(f"crossroads: {visible(str(error))}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
