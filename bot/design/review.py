"""The spine of a design review: a document in, findings with their evidence out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from bot.advisor import Advisor
from bot.citing import Citer
from bot.design.advice import advice_findings
from bot.design.choices import Choice, choices_of
from bot.design.claims import claim_findings, claims_in
from bot.design.document import Document, read_document
from bot.design.held import evidence_of
from bot.design.judge import Case, case_of, missing_factor, not_recommended, past_threshold
from bot.design.options import Options, fitted
from bot.design.stated import PERHAPS, Heeded, facts_for, heeded, mentioned, planned_for, told
from bot.design.suppress import suppressions, unused
from bot.design.types import Finding, Review
from bot.hearing import Embed
from bot.listen import listen
from kb.types import Catalog


def review(text: str, advisor: Advisor, name: str = "") -> Review:
    """Review one design document; ``name`` is what messages call it.

    Raises InputError for what is no readable document, CatalogError for ``choices`` that cannot be used.
    """
    document = read_document(text, name)
    citer = Citer(advisor.library, text[:2000])
    remarks, faults = suppressions(document, [t.id for t in advisor.catalog.trade_offs])
    found = _findings(document, advisor, citer)
    kept = [f for f in found if not any(remark.covers(f) for remark in remarks)]
    return _numbered([*kept, *faults, *unused(remarks, found)], citer, advisor.digest)


def _findings(document: Document, advisor: Advisor, citer: Citer) -> list[Finding]:
    options = options_of(advisor)
    choices = choices_of(document, options)
    statements = heeded(document)
    listening = listen([s.text for s in statements], advisor.hearing, advisor.embed, advisor.speller)
    cases = _cases(choices, Heeded(statements, listening), advisor)
    found: list[Finding] = []
    for case in cases:
        wrong = not_recommended(case, citer)
        if wrong:
            found.append(wrong)
            continue
        found += past_threshold(case, citer)
        silent = frozenset(
            id for id, factor in case.verdict.factors.items()
            if id not in case.verdict.facts and not mentioned(document, Heeded(statements, listening), factor)
        )  # fmt: skip
        if missing := missing_factor(case, silent, citer):
            found.append(missing)
    return [*found, *_claimed(document, advisor, options, citer)]


def _claimed(document: Document, advisor: Advisor, options: Options, citer: Citer) -> list[Finding]:
    """Return what the evidence holds of single sentences; of one sentence, what it says beside what it advises."""
    held = evidence_of(advisor, options)
    found = claim_findings(document, advisor, options, held, citer)
    lines = {(f.line, f.line_end) for f in found}
    advised = advice_findings(claims_in(document), advisor, options, citer)
    return [*found, *(f for f in advised if (f.line, f.line_end) not in lines)]


def _cases(choices: Sequence[Choice], heard: Heeded, advisor: Advisor) -> list[Case]:
    cases = []
    for choice in choices:
        factors = {id: advisor.factors[id] for id in advisor.trade_off(choice.trade_off).factors}
        said = told(heard, factors)
        sure, perhaps = facts_for(choice, choices, said), facts_for(choice, choices, said, PERHAPS)
        cases.append(case_of(choice, sure, perhaps, planned_for(choice, choices, said), advisor))
    return cases


def _numbered(findings: Sequence[Finding], citer: Citer, knowledge: str) -> Review:
    """Return the findings by line, with the citations numbered as the citer gave them."""
    ordered = sorted(findings, key=lambda f: (f.line, f.line_end, f.kind, f.trade_off or "", f.text))
    return Review(findings=tuple(ordered), citations=citer.cited(), knowledge=knowledge)


@dataclass(frozen=True)
class _Lesson:
    """What the options are fitted on; equal where catalog and folders are."""

    digest: str
    folders: tuple[Path, ...]
    catalog: Catalog = field(compare=False)
    embed: Embed = field(compare=False)


def options_of(advisor: Advisor) -> Options:
    """Return the classifier of options for an advisor's knowledge, fitted once a process."""
    return _fitted(_Lesson(advisor.catalog.digest, advisor.settings.knowledge, advisor.catalog, advisor.embed))


@lru_cache(maxsize=2)
def _fitted(lesson: _Lesson) -> Options:
    return fitted(lesson.catalog, lesson.folders, lesson.embed)
