"""Sentences that deny what a claim of the evidence says, in whatever words. Pure but for what is passed in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.citing import Citer
from bot.clauses import clauses
from bot.design import voice
from bot.design.choices import Choice
from bot.design.claims import FIRM, finding, marked, quoted
from bot.design.document import Statement
from bot.design.figures import own
from bot.design.held import Evidence, content_words
from bot.design.polarity import PLAIN, Polarity, Verdict, judges
from bot.design.types import Finding, Severity
from kb.quantity import read_amounts
from kb.types import Claim

ABOUT, DENIES, TOGETHER = 0.5, 0.3, 1.15
"""How surely a sentence must speak of a claim, deny it, and both together: who denies plainly may be less plain."""
HERE = 0.2
"""How much less surely it must speak of a claim about what the document itself decides."""
FEWEST = 4
"""Content words that a sentence, or a clause of one, must have to claim anything."""

_DECIDES = re.compile(
    r"\b(?:we|i) (?:shall|will|have (?:decided|chosen|agreed)|decided|chose|agreed|opt(?:ed)? for)\b"
    r"|^\W*(?:agreed|decision|decided|chosen|resolved)\b[^:]{0,20}:|\b(?:announces|we ask for)\b",
    re.IGNORECASE,
)
_POINTED = re.compile(
    r"\b(?:at|with|for|given) (?:that|this|such a|today'?s|the present) (?:volume|rate|scale|load|price)\b", re.I
)
_PARTS = re.compile(r"(?<=[:;])\s+")
_MAYBE = re.compile(r"\b(?:may|might|could|potential\w*|possibl[ey]|perhaps|maybe|risks?)\b", re.IGNORECASE)
_IMPERATIVE = re.compile(
    r"^\W*(?:try|leverage|use|build|ensure|consider|avoid|keep|make|choose|start|add|reduce|run|train|check|monitor"
    r"|provide|define|create|implement|limit|track|allow|set|do|don'?t|never|always|let|apply|prefer|measure|test|review|deploy)\s",
    re.IGNORECASE,
)
_CORRELATIVE = re.compile(
    r"\bthe (?:more|less|fewer|\w{3,}er)\b[^.;]*,? the (?:more|less|fewer|worse|\w{3,}er)\b", re.IGNORECASE
)
_FACTUAL = frozenset({"rate", "money"})
_REASON = re.compile(r"\W*(?:because|since|as|for|given that)\b", re.IGNORECASE)


def denial_findings(
    statements: Sequence[Statement], choices: Sequence[Choice], polarity: Polarity, held: Evidence, citer: Citer
) -> list[Finding]:
    """Return the findings that a sentence denies a claim, at most one a sentence.

    Of the trade-offs of its choices a document speaks by all odds; a sentence that chooses claims only what it judges.
    """
    decided = {choice.trade_off for choice in choices}
    chosen = {line for choice in choices for line in choice.statements}
    pieces = [(s, text) for s in statements for text in _pieces(s) if judges(text) or s.line not in chosen]
    by_id = {claim.id: claim for claim in held.claims}
    found: dict[Statement, Verdict] = {}
    for (statement, text), verdicts in zip(pieces, polarity.verdicts([text for _, text in pieces]), strict=True):
        for verdict in verdicts[:2]:
            here = HERE if held.trade_offs.get(verdict.claim) in decided else 0.0
            plain = verdict.about >= PLAIN or judges(text)
            if (
                plain
                and _denied(verdict, here)
                and (statement not in found or _weight(found[statement]) < _weight(verdict))
            ):
                found[statement] = verdict
    return [_finding(s, by_id[v.claim], held, citer) for s, v in found.items() if v.claim in by_id]


def _pieces(statement: Statement) -> list[str]:
    """Return the sentence and its clauses, where they say enough to claim something of the world."""
    if _MAYBE.search(statement.text):
        return []
    texts = [statement.text, *(c.text for c in clauses(statement.text) if c.depth)]
    texts += [part for part in _PARTS.split(statement.text)[:4] if part != statement.text]
    if _DECIDES.search(statement.text):
        texts = [text for text in texts[1:] if _REASON.match(text)]
    return [text for text in texts if len(content_words(text)) >= FEWEST and not _tells(text)]


def _tells(text: str) -> bool:
    """Say whether a text tells of those who write or of what they have, asks for something or speaks of what may be:
    none of that claims anything of the world."""
    if not voice.says(text) or _IMPERATIVE.match(text) or _CORRELATIVE.search(text):
        return True
    return own(text) or _counts(text) or voice.personal(text) or _POINTED.search(text) is not None


def _counts(text: str) -> bool:
    """Say whether a text gives figures of a volume or a price, which are facts and no claims."""
    return any(amount.dimension in _FACTUAL for amount in read_amounts(text))


def _denied(verdict: Verdict, here: float) -> bool:
    sure = verdict.about >= ABOUT - here and verdict.denies >= DENIES - here / 2
    return sure and _weight(verdict) >= TOGETHER - 2 * here


def _weight(verdict: Verdict) -> float:
    return verdict.about + verdict.denies


def _finding(statement: Statement, claim: Claim, held: Evidence, citer: Citer) -> Finding:
    numbers = citer.claims((claim.id,))
    text = (
        f"The evidence says otherwise: “{quoted(claim)}” {marked(numbers)}. "
        "Correct the sentence, or cite what it stands on."
    )
    severity: Severity = "error" if claim.kind in FIRM else "warning"
    return finding(statement, "contradicted", severity, held.trade_offs.get(claim.id), text, numbers)
