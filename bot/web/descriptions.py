"""What the endpoints say of themselves: to programs in the API's description, to assistants as tool descriptions.

An argument's description is one line, however long: Gradio reads no further.
"""

# ruff: noqa: E501 - see above

from __future__ import annotations

INSTRUCTIONS = """\
Crossroads decides engineering trade-offs from cited evidence. It walks decision rules with the facts that it is given; no language model decides.

Use `ask` for "should we X or Y?" about: calling an API or running an own model, fine-tuning or prompting or retrieval, batch or real-time, automation or human oversight, a small or a large model, adapting a pretrained model or training from scratch, simple or complex models, more data or better data; and whatever else `sources` shows that it has read.
Pass on what the user said of the case, in the user's words, and no fact that the user did not state. If the outcome is "needs_facts", or "missing" lists what could change the recommendation, put those questions to the user and call again with the answers in `facts`.
Cite: name the source and its reference behind every figure and every claim that you repeat (the `citations`), and say how certain it is. Do not add figures of your own to an answer. If the outcome is "out_of_scope", say that Crossroads has no evidence on this rather than guess in its name.
"""

_CONVERSATION = """\
    turns: The earlier messages of the user in this conversation, oldest first (at most 19), so that facts stated before still count. The newest statement wins.
    facts: Facts that the user stated, factor id to value: {"requests_per_day": "250000/day", "ops_24_7": false}. A bare number is in the factor's own unit. Take the ids from "missing" or "facts" of an earlier answer. The value "unknown" takes back a fact that the words state. Never fill in what the user did not say: an unknown fact is handled, an invented one misleads."""

DESCRIPTIONS = {
    "ask": f"""\
Decide an engineering trade-off from cited evidence and return the answer with its reasoning path.

Use it when someone weighs options ("batch or real-time?", "should we move off the API to our own GPUs?") or asks for the
evidence on such a choice. It holds the stated facts against decision rules, recommends an option, and shows every rule,
quote and turning point.

"outcome" is one of: "recommendation" (say the option, its strength, its certainty, and cite); "needs_facts" (nothing decides
yet: ask the user what "missing" lists, then call again with the answers in facts); "evidence_only" (no decision was asked
for: repeat what the quotes say, cited); "out_of_scope" (no evidence on this: say so, do not answer in its name).

"strength" says how clearly the facts decide, "certainty" how good the evidence is; "robust" false means that an unknown fact
could still change it: then ask for the first of "missing". "flips" are the values at which the advice changes. "conflicts"
are sources that disagree: tell both sides. Numbers in "citations" of each statement point to the list "citations".

Args:
    question: What to decide, in the user's own words, with the facts of the case (at most 4,000 characters).
{_CONVERSATION}
""",
    "cite": """\
Find the passages that speak of a statement or a figure, each quoted word for word with the references behind it.

Use it to look up where a number or a claim comes from, or to check one before repeating it. An empty list means that the
sources say nothing of it: say so, do not invent a source. A quote of kind "digest" is from a summary of the source.
A "note" says what else to know, such as "The source says 340%, not 140%.": then do not repeat the query's figure.

Args:
    query: A statement, a figure or a topic, such as "staff share of self-hosting cost" or "340%".
""",
    "review": """\
Review a design document: find the decisions, facts and figures that it states, and what the evidence says against them.

Use it when someone asks to check a design, a proposal or a decision record (Markdown or plain text). Each finding has its lines,
its kind ("not-recommended", "past-threshold", "contradicted", "missing-factor", "unsourced-figure"), a severity and citations. No finding means that
nothing known speaks against it, not that it is right.

Args:
    text: The whole document, unchanged, so that the line numbers are right.
""",
    "adr": f"""\
Write the architecture decision record (MADR, in Markdown) of a decision, with its drivers, options, evidence and turning points.

Use it when a decision is made or close to it and someone wants it written down. Keep the citations and the section on when
to revisit it. Ask first with `ask`: a record of a question that still needs facts says so.

Args:
    question: What is decided, in the user's own words, with the facts of the case.
{_CONVERSATION}
""",
    "sources": """\
List the sources that answers are made from, or show one of them.

Use it to tell what Crossroads has read, or to check a quote: a citation's start and end point into the text of its source.

Args:
    source: The id of a source, as citations name it; without one all are listed.
    show: What of that source: "summary" (its row of the list), "claims" (what it states, with spans), "references" (its bibliography) or "text" (the stored text).
""",
}
"""Endpoint -> what it says of itself, as a docstring that Gradio parses."""
