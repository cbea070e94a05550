"""The spine of a design review: a document in, findings with their evidence out."""

from __future__ import annotations

from collections.abc import Sequence

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
from bot.design.learned import learned
from bot.design.options import Options
from bot.design.polarity import Polarity
from bot.design.rows import spoken, year_of
from bot.design.stated import PERHAPS, Heeded, Told, facts_for, heeded, mentioned, planned_for, told
from bot.design.suppress import suppressions, unused
from bot.design.types import Finding, Review
from bot.listen import listen


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
    options, polarity = learned(advisor)
    choices = choices_of(document, options)
    claimed = _claimed(document, choices, advisor, (options, polarity), citer)
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
    document: Document,
    choices: Sequence[Choice],
    advisor: Advisor,
    taught: tuple[Options, Polarity],
    citer: Citer,
) -> list[Finding]:
    """Return what the evidence holds of single sentences; of one sentence, what it says beside what it advises."""
    options, polarity = taught
    held = evidence_of(advisor, options)
    found = claim_findings(document, advisor, options, held, citer)
    lines = {(f.line, f.line_end) for f in found}
    statements = claims_in(document)
    for others in (
        advice_findings(statements, advisor, options, citer),
        denial_findings(statements, choices, polarity, held, citer),
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
