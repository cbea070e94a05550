"""What a document claims beside what the evidence says: contradictions, figures without a source or with a wrong one.
Pure but for the advisor that is passed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bot.advisor import Advisor
from bot.citing import Citer
from bot.clauses import clauses
from bot.design import voice
from bot.design.comparisons import Assertion, assertions
from bot.design.document import Document, Statement
from bot.design.figures import Pair, attributed, own, paired, sourced
from bot.design.held import HELD, Evidence, Held, content_words, options_named
from bot.design.options import Options
from bot.design.types import Finding, Severity
from bot.lexicon import terms
from bot.wording import clipped
from kb.quantity import read_amounts
from kb.types import Claim, ClaimKind

ALIKE = 0.9
"""Meaning (cosine) and words in common (share of their rarity), together, from which a claim speaks of the same."""
NAMED = 0.3
"""The same where the sentence names the claim's source."""
SUBJECT = 0.6
"""Probability from which the subject of an assertion is an option."""
CLOSEST = 6
"""Claims that a sentence is held against."""
FEWEST = 3
"""Words that a clause must have to be held against a claim by itself."""
SHOWN = 170
"""Characters of a claim shown in a finding."""

_NO_CLAIMS = re.compile(
    r"\b(?:glossary|references|further reading|history|changelog|open (?:questions?|issues?|points?)|unresolved"
    r"|appendix|non-?goals?|out of scope|timeline|schedule|rollout|test plan|monitoring)\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:cuts?|reduc\w+|lowers?|raises?|improv\w+|saves?|cheaper|faster|better|slower|increas\w+|decreas\w+|drops?"
    r"|halv\w+|doubl\w+|outperform\w*|beats?|accura\w+|fewer|less|more"
    r"|of (?:the )?(?:cost|companies|teams|projects))\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\b(?:\d+(?:\.\d+)?|two|three|four|five|six|eight|ten|twenty|a hundred)(?: times|-?fold|x)\b"
    r"|\b(?:twice|half) (?:as|the)\b",
    re.IGNORECASE,
)
_OWN_MARKS = re.compile(r"\s*\[\d{1,3}(?:[,;–-] ?\d{1,3})*\]")
FIRM = frozenset({ClaimKind.SURVEY, ClaimKind.EXPERIMENT, ClaimKind.THRESHOLD})


def claims_in(document: Document) -> tuple[Statement, ...]:
    """Return the statements that may claim something of the world."""
    return tuple(
        s for s in document.statements
        if not s.quoted and not s.cells and len(s.text) > 20 and not s.text.rstrip().endswith("?")
        and not voice.exemplary(s.text) and not any(_NO_CLAIMS.search(title) for title in s.place.titles[1:])
    )  # fmt: skip


def claim_findings(
    document: Document, advisor: Advisor, options: Options, held: Evidence, citer: Citer
) -> list[Finding]:
    """Return what the evidence holds of each sentence, at most one finding a sentence."""
    statements = claims_in(document)
    if not statements or not held.claims:
        return []
    vectors = np.asarray(advisor.embed([s.text for s in statements]), dtype=np.float32)
    found = []
    for statement, nearness in zip(statements, vectors @ held.vectors.T, strict=True):
        close = _closest(statement.text, nearness, held, advisor)
        finding = _on_parts(statement, close, held, advisor, options, citer) or _on_assertions(
            statement, close, held, options, citer
        )
        if finding:
            found.append(finding)
    return found


def _on_parts(
    statement: Statement,
    close: list[tuple[float, Claim]],
    held: Evidence,
    advisor: Advisor,
    options: Options,
    citer: Citer,
) -> Finding | None:
    """Return what is found about the figures of a sentence, or of one of its clauses, which says less besides."""
    if not read_amounts(statement.text):
        return None
    whole = _on_figures(statement, close, held, advisor, options, citer)
    if whole or sourced(statement.raw) or own(statement.text):
        return whole
    for clause in clauses(statement.text):
        if clause.depth and read_amounts(clause.text) and len(content_words(clause.text)) >= FEWEST:
            nearness = held.vectors @ np.asarray(advisor.embed([clause.text]), dtype=np.float32)[0]
            part = replace(statement, text=clause.text)
            finding = _on_figures(part, _closest(clause.text, nearness, held, advisor), held, advisor, options, citer)
            if finding:
                return finding
    return None


def _closest(text: str, nearness: NDArray[np.float32], held: Evidence, advisor: Advisor) -> list[tuple[float, Claim]]:
    """Return the claims nearest in meaning and words, best first."""
    said = content_words(text)
    scores = [float(n) + advisor.lexicon.overlap(said, words) for n, words in zip(nearness, held.terms, strict=True)]
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], held.claims[i].id))
    named = [i for i in order[CLOSEST:] if attributed(text, held.claims[i], advisor.library)]
    order = [*order[:CLOSEST], *named]
    return [(scores[i], held.claims[i]) for i in order]


def _on_figures(
    statement: Statement,
    close: list[tuple[float, Claim]],
    held: Evidence,
    advisor: Advisor,
    options: Options,
    citer: Citer,
) -> Finding | None:
    found: list[tuple[Pair, Claim, str]] = []
    for score, claim in close:
        name = attributed(statement.text, claim, advisor.library)
        if score < (NAMED if name else ALIKE) or (own(statement.text) and not name):
            continue
        if pair := paired(statement.text, claim, advisor.lexicon):
            found.append((pair, claim, name))
    if not found:
        return _bare_figure(statement, options)
    pair, claim, name = next((one for one in found if one[0].match == "same"), found[0])
    return _figure_finding(statement, claim, pair, name, held, citer)


def _figure_finding(
    statement: Statement, claim: Claim, pair: Pair, name: str, held: Evidence, citer: Citer
) -> Finding | None:
    trade_off = held.trade_offs.get(claim.id)
    known = sourced(statement.raw)
    if pair.match == "same" and (known or name):
        return None
    numbers = citer.claims((claim.id,))
    says = f"“{quoted(claim)}” {marked(numbers)}"
    if pair.match == "same":
        text = f"{pair.said.text} has no source here. The evidence has it: {says}. Cite it."
        return finding(statement, "unsourced-figure", "info", trade_off, text, numbers)
    if name:
        text = f"{name} is named as the source of {pair.said.text}, but says {pair.held.text}: {says}. Correct it."
        return finding(statement, "unsourced-figure", "error", trade_off, text, numbers)
    if pair.match == "close" and not known:
        text = f"{pair.said.text} has no source here, and the evidence says {pair.held.text}: {says}. Cite one."
        return finding(statement, "unsourced-figure", "warning", trade_off, text, numbers)
    severity: Severity = "error" if claim.kind in FIRM and not known else "warning"
    text = f"The document says {pair.said.text}; the evidence says {pair.held.text}: {says}. Correct it, or cite why."
    return finding(statement, "contradicted", severity, trade_off, text, numbers)


def _bare_figure(statement: Statement, options: Options) -> Finding | None:
    """Return the finding that a figure which argues for or against an option has no source."""
    text = statement.text
    if sourced(statement.raw) or own(text) or voice.told(text) or not _CHANGES.search(text):
        return None
    found = [(a.start, a.text) for a in read_amounts(text) if a.dimension in {"ratio", "points"}]
    found += [(m.start(), m.group()) for m in _TIMES.finditer(text)]
    if not found:
        return None
    start, figure = min(found)
    subject = re.split(rf"\b(?:is|are|was|will|can)\b|{_CHANGES.pattern}", text[:start], flags=re.IGNORECASE)[0]
    named = options_named([subject.strip()], options, SUBJECT)[0]
    if not named:
        return None
    trade_off, _, _ = named.partition("/")
    words = f"“{figure}” speaks for a choice here and has no source. Say where it is from, or leave it out."
    return finding(statement, "unsourced-figure", "warning", trade_off, words, ())


def _on_assertions(
    statement: Statement, close: list[tuple[float, Claim]], held: Evidence, options: Options, citer: Citer
) -> Finding | None:
    said = assertions(statement.text)
    subjects = options_named([one.subject for one in said], options, SUBJECT)
    others = options_named([one.other for one in said], options, HELD)
    near = {claim.id: score for score, claim in close}
    for one, option, other in zip(said, subjects, others, strict=True):
        verdicts = [(_against(one, option, other, h, near), h) for h in held.held]
        if any(v == "agrees" for v, _ in verdicts):
            continue
        against = [h for v, h in verdicts if v == "contradicts"]
        if against:
            best = max(against, key=lambda h: (near.get(h.claim.id, 0.0), h.claim.id))
            return _assertion_finding(statement, best, option or best.option, held, citer)
    return None


def _against(one: Assertion, option: str, other: str, held: Held, near: Mapping[str, float]) -> str:
    """Return ``contradicts``, ``agrees`` or "" for an assertion beside what a claim asserts."""
    theirs = held.assertion
    if one.axis != theirs.axis or (one.axis == "amount" and not one.of & theirs.of):
        return ""
    if option and held.option:
        if option == held.option:
            return "agrees" if one.sign == theirs.sign else "contradicts"
        swapped = option == held.other or other == held.option
        swapped = swapped or (option == held.rival and one.compares and theirs.compares and not one.other)
        if swapped and option.partition("/")[0] == held.option.partition("/")[0]:
            return "contradicts" if one.sign == theirs.sign else "agrees"
        return ""
    if near.get(held.claim.id, 0.0) < ALIKE or not (one.other and theirs.other):
        return ""
    straight = _shared(one.subject, theirs.subject) + _shared(one.other, theirs.other)
    crossed = _shared(one.subject, theirs.other) + _shared(one.other, theirs.subject)
    if straight == crossed:
        return ""
    return "agrees" if (straight > crossed) == (one.sign == theirs.sign) else "contradicts"


def _shared(a: str, b: str) -> int:
    return len(set(terms(a)) & set(terms(b)))


def _assertion_finding(statement: Statement, best: Held, option: str, held: Evidence, citer: Citer) -> Finding:
    numbers = citer.claims((best.claim.id,))
    trade_off = option.partition("/")[0] or held.trade_offs.get(best.claim.id)
    severity: Severity = "error" if best.claim.kind in FIRM else "warning"
    text = (
        f"The evidence says otherwise: “{quoted(best.claim)}” {marked(numbers)}. "
        "Correct the sentence, or cite what it stands on."
    )
    return finding(statement, "contradicted", severity, trade_off, text, numbers, option.partition("/")[2] or None)


def finding(
    at: Statement,
    kind: str,
    severity: Severity,
    trade_off: str | None,
    text: str,
    numbers: tuple[int, ...],
    option: str | None = None,
) -> Finding:
    """Return a finding at a statement."""
    return Finding.model_validate(
        {"line": at.line, "line_end": at.line_end, "kind": kind, "severity": severity, "trade_off": trade_off}
        | {"option": option, "text": " ".join(text.split()), "citations": numbers}
    )


def quoted(claim: Claim) -> str:
    """Return a claim in short, without the marks of its own source, which would be taken for ours."""
    return clipped(_OWN_MARKS.sub("", claim.text), SHOWN).rstrip(".")


def marked(numbers: tuple[int, ...]) -> str:
    """Return numbers of citations as ``[1][2]``."""
    return "".join(f"[{n}]" for n in numbers)
