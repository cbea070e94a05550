"""What each kind of finding is, for help texts: one place for the command line, SARIF and the browser. Pure."""

from __future__ import annotations

from typing import NamedTuple

from bot.design.types import Kind, Severity


class About(NamedTuple):
    """The title of a kind, what it means, what to do about it, and its usual severity."""

    title: str
    means: str
    remedy: str
    severity: Severity


KINDS: dict[Kind, About] = {
    "not-recommended": About(
        "The evidence points to another option",
        "With the facts that the document states, the rules of the evidence choose something else than it does.",
        "Choose what the evidence points to, or state the fact that makes this case different.",
        "error",
    ),
    "past-threshold": About(
        "A figure is near or past a threshold",
        "A figure that the choice rests on is near the value at which the evidence points elsewhere, or is planned to "
        "pass it.",
        "Say how sure the figure is and what happens when it moves.",
        "warning",
    ),
    "contradicted": About(
        "The evidence says otherwise",
        "The document claims something of which a cited source says the contrary, or gives another figure.",
        "Correct the sentence, or cite what it stands on.",
        "warning",
    ),
    "missing-factor": About(
        "A deciding factor is not mentioned",
        "The choice depends on something of which the document says nothing, and whose answer alone could change it.",
        "State it, with its figure where it has one.",
        "warning",
    ),
    "unsourced-figure": About(
        "A figure has no source, or its source says something else",
        "A figure that argues for or against a choice is given without a source, or is not what the named source says.",
        "Cite where it is from, correct it, or leave it out.",
        "warning",
    ),
    "suppression": About(
        "A remark that ignores findings is faulty",
        "A remark without a reason, with an unknown kind, or that ignores nothing has no effect.",
        "Write <!-- crossroads: ignore KIND because REASON --> or take it out.",
        "warning",
    ),
}
