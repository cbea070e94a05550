"""Where a language model is configured: when it is asked, what of its proposal is used, and how that is shown.

With no model every function here returns what it was given, so that nothing changes.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from bot.advisor import Advisor
from bot.assumed import counting
from bot.listen import Listening
from bot.proposals import (
    Proposal,
    Proposed,
    candidates,
    check_facts,
    proposal_schema,
    read_again,
    read_proposal,
    takes,
)
from bot.types import Answer, PathStep, Question
from graph.schema import Node, node_id
from kb.errors import ModelError
from kb.types import Fact, Factor

READING = "reading"
"""Kind of the step of a path that says that a model named the trade-off."""

_LOG = logging.getLogger(__name__)


def consulted(question: Question, advisor: Advisor) -> tuple[Question, Proposal]:
    """Return the question as read with the model's help, and its proposal; empty where it was not or in vain asked.

    Waits for the model's deadline at most. The proposal keeps its trade-off only where that was used.
    """
    trade_offs = [advisor.trade_off(id) for id in candidates(question)]
    if advisor.model is None or not trade_offs:
        return question, Proposal()
    try:
        raw = advisor.model.propose(question.turns, proposal_schema(trade_offs, advisor.factors))
    except ModelError as error:
        _LOG.warning("%s The answer is made without it.", error)
        return question, Proposal()
    proposal = read_proposal(raw)
    if takes(question, proposal):
        return read_again(question, proposal), proposal
    return question, proposal.model_copy(update={"trade_off": None})


def with_proposed(
    heard: dict[str, Fact], proposal: Proposal, listening: Listening, factors: Mapping[str, Factor]
) -> dict[str, Fact]:
    """Return the facts heard, and those proposed beside them, or for what is only perhaps so, that the user's words
    bear out."""
    checked = check_facts(proposal, listening, factors, counting(heard))
    if proposal.facts or checked.dropped:
        _LOG.info("language model: %d facts used, dropped: %s", len(checked.facts), checked.dropped or "none")
    return {**heard, **checked.facts}


def proposal_in(answer: Answer) -> Proposal:
    """Return what was used of a model's proposal in an answer; an empty one where nothing was."""
    facts = tuple(
        Proposed(factor=f.factor, value=str(f.value), quote=f.text) for f in answer.facts if f.origin == "model"
    )
    named = answer.trade_off and any(step.kind == READING for step in answer.path)
    return Proposal(trade_off=answer.trade_off.id if named and answer.trade_off else None, facts=facts)


def shown(answer: Answer, proposal: Proposal) -> Answer:
    """Return the answer with a first step that says so where a model named the trade-off."""
    if proposal.trade_off is None or answer.trade_off is None:
        return answer
    step = PathStep(
        step=1,
        kind=READING,
        node=node_id(Node.TRADE_OFF, proposal.trade_off),
        text=f"Read by the language model, since the words left it open: {answer.trade_off.name}",
        outcome=None,
        favours=None,
        force=None,
        citations=(),
    )
    later = (s.model_copy(update={"step": s.step + 1}) for s in answer.path)
    return answer.model_copy(update={"path": (step, *later)})
