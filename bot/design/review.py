"""The spine of a design review: a document in, findings with their evidence out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from bot.advisor import Advisor
from bot.citing import Citer
from bot.design import voice
from bot.design.advice import advice_findings
from bot.design.bearing import bearing_findings
from bot.design.choices import Choice, choices_of
from bot.design.claims import claim_findings, claims_in
from bot.design.denials import denial_findings
from bot.design.document import Document, read_document
from bot.design.held import evidence_of
from bot.design.judge import Case, case_of, missing_factor, not_recommended, past_threshold
from bot.design.options import Options, fitted, read_choices
from bot.design.polarity import Polarity
from bot.design.rows import spoken, year_of
from bot.design.stances import read_stances
from bot.design.stated import PERHAPS, Heeded, Told, facts_for, heeded, mentioned, planned_for, told
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
    claimed = _claimed(document, choices, advisor, options, citer)
    statements = heeded(document)
    heard = Heeded(statements, listen([spoken(s) for s in statements], advisor.hearing, advisor.embed, advisor.speller))
    denied = {f.line for f in claimed if f.kind == "contradicted"}
    said = told(heard, advisor.factors, year_of(document))
    said = tuple(one for one in said if one.statement.line not in denied or voice.personal(one.statement.text))
    found = [f for case in _cases(choices, said, advisor) for f in _judged(case, document, heard, citer)]
    lines = {f.line for f in claimed}
    bare = bearing_findings(claims_in(document), choices, said, options)
    return [*found, *claimed, *(f for f in bare if f.line not in lines)]


def _judged(case: Case, document: Document, heard: Heeded, citer: Citer) -> list[Finding]:
    """Return what is found about one choice."""
    wrong = not_recommended(case, citer)
    if wrong:
        return [wrong]
    silent = frozenset(
        id for id, factor in case.verdict.factors.items()
        if id not in case.verdict.facts and not mentioned(document, heard, factor)
    )  # fmt: skip
    missing = missing_factor(case, silent, citer)
    return [*past_threshold(case, citer), *((missing,) if missing else ())]


def _claimed(
    document: Document, choices: Sequence[Choice], advisor: Advisor, options: Options, citer: Citer
) -> list[Finding]:
    """Return what the evidence holds of single sentences; of one sentence, what it says beside what it advises."""
    held = evidence_of(advisor, options)
    found = claim_findings(document, advisor, options, held, citer)
    lines = {(f.line, f.line_end) for f in found}
    statements, decided = claims_in(document), {choice.trade_off for choice in choices}
    for others in (
        advice_findings(statements, advisor, options, citer),
        denial_findings(statements, decided, polarity_of(advisor), held, citer),
    ):
        found += [f for f in others if (f.line, f.line_end) not in lines]
        lines |= {(f.line, f.line_end) for f in found}
    return found


def _cases(choices: Sequence[Choice], said: Sequence[Told], advisor: Advisor) -> list[Case]:
    cases = []
    for choice in choices:
        factors = advisor.trade_off(choice.trade_off).factors
        own = [one for one in said if one.fact.factor in factors]
        sure, perhaps = facts_for(choice, choices, own), facts_for(choice, choices, own, PERHAPS)
        cases.append(case_of(choice, sure, perhaps, planned_for(choice, choices, own), advisor))
    return cases


def _numbered(findings: Sequence[Finding], citer: Citer, knowledge: str) -> Review:
    """Return the findings by line, with the citations numbered as the citer gave them."""
    ordered = sorted(findings, key=lambda f: (f.line, f.line_end, f.kind, f.trade_off or "", f.text))
    return Review(findings=tuple(ordered), citations=citer.cited(), knowledge=knowledge)


SAID = 6
"""Sentences taken of each value of a factor."""
_UNMARKED = str.maketrans("", "", "{|}")


@dataclass(frozen=True)
class _Lesson:
    """What is fitted on; equal where catalog, claims and folders are."""

    digest: str
    folders: tuple[Path, ...]
    claims: frozenset[str]
    catalog: Catalog = field(compare=False)
    embed: Embed = field(compare=False)


def options_of(advisor: Advisor) -> Options:
    """Return the classifier of options for an advisor's knowledge, fitted once a process."""
    return _fitted(_lesson(advisor))[0]


def polarity_of(advisor: Advisor) -> Polarity:
    """Return what hears the claims that a sentence denies, fitted once a process."""
    return _fitted(_lesson(advisor))[1]


def _lesson(advisor: Advisor) -> _Lesson:
    folders, claims = advisor.settings.knowledge, frozenset(advisor.library.claims)
    return _Lesson(advisor.catalog.digest, folders, claims, advisor.catalog, advisor.embed)


@lru_cache(maxsize=2)
def _fitted(lesson: _Lesson) -> tuple[Options, Polarity]:
    options = fitted(lesson.catalog, lesson.folders, lesson.embed)
    nothing = [row.text for row in read_choices(lesson.folders, lesson.catalog)] + facts_said(lesson.catalog)
    return options, Polarity.fit(read_stances(lesson.folders, lesson.claims), nothing, options)


def facts_said(catalog: Catalog) -> list[str]:
    """Return some of the sentences by which people state facts of their own, which claim nothing of the world."""
    return [
        text.translate(_UNMARKED)
        for factor in catalog.factors
        for sayings in (*factor.said.values(), factor.not_said)
        for text in sayings[:: max(1, len(sayings) // SAID)][:SAID]
    ]
