"""What one can do with an answer as escaped HTML: copy its link, keep it as a file, judge it."""

from __future__ import annotations

import json

from bot.types import Answer
from bot.web.conversation import Conversation
from bot.web.feedback import MOST_REASON
from bot.web.markup import plain
from bot.web.sharing import link_of

FORMS = {"json": "JSON", "markdown": "Markdown", "adr": "Decision record"}
"""The files that an answer can be kept as."""
_STRENGTH = {"strong": "strongly", "moderate": "moderately", "weak": "weakly"}


def tools_html(talk: Conversation, *, may_judge: bool) -> str:
    """Return the bar under an answer; nothing where there is none. ``may_judge`` adds the question for feedback.

    The link and the files are of what the card shows, values that are tried included. ``data-entry`` is what the
    browser remembers, which is only what was stated; ``data-said`` is read out when the answer arrives.
    """
    answer = talk.answer
    if answer is None:
        return ""
    buttons = _link_button(talk) + '<span class="crt-word">Keep as</span>'
    buttons += "".join(
        f'<button type="button" data-form="{form}" aria-label="Download as {name}">{name}</button>'
        for form, name in FORMS.items()
        if form != "adr" or answer.trade_off is not None
    )
    judged = _judging() if may_judge else ""
    return (
        f'<div class="crt-bar" data-entry="{_entry(talk, answer)}" '
        f'data-said="{plain(spoken(answer))}">'
        f'<div class="crt-row" role="group" aria-label="Share or keep this answer">{buttons}</div>{judged}'
        '<p class="crt-status" role="status"></p></div>'
    )


def facts_shown(talk: Conversation) -> tuple[tuple[str, str], ...]:
    """Return the facts behind the card: those set by hand, and the values that are tried on it."""
    return tuple({**dict(talk.given), **dict(talk.supposed)}.items())


def spoken(answer: Answer) -> str:
    """Return what a screen reader says when an answer arrives."""
    if answer.recommendation:
        r = answer.recommendation
        return f"Answer: {r.option.name}, recommended {_STRENGTH[r.strength]}, with {r.certainty} certainty."
    if answer.outcome == "needs_facts":
        return f"Not decided yet. {answer.missing[0].ask if answer.missing else ''}"
    if answer.outcome == "evidence_only":
        return f"Evidence found: {len(answer.citations)} passages."
    return "This is outside what Crossroads has evidence for."


def verdict_line(answer: Answer) -> str:
    """Return an answer in a few words, for a list."""
    if answer.recommendation:
        return answer.recommendation.option.name
    return {"needs_facts": "Not decided yet", "evidence_only": "Evidence"}.get(answer.outcome, "Outside the knowledge")


def _link_button(talk: Conversation) -> str:
    link = link_of(talk.turns, facts_shown(talk))
    if link:
        return f'<button type="button" data-link="{_attribute(link)}">Copy link</button>'
    return (
        '<button type="button" data-note="This conversation is too long for a link: many programs would cut it off. '
        'Keep it as a file instead.">Copy link</button>'
    )


def _entry(talk: Conversation, answer: Answer) -> str:
    """Return what the browser remembers of an answer, as JSON in an attribute."""
    entry = {"turns": talk.turns, "facts": dict(talk.given), "verdict": verdict_line(answer)}
    return _attribute(json.dumps(entry, ensure_ascii=True, separators=(",", ":")))


def _attribute(text: str) -> str:
    """Escape a text for an attribute to the letter, which ``plain`` would not: blanks and images in it stay."""
    kept = {"&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;", "'": "&#x27;", "`": "&#96;", "$": "&#36;"}
    return "".join(kept.get(character, character) for character in text)


def _judging() -> str:
    return (
        '<div class="crt-row" role="group" aria-label="Feedback"><span class="crt-word">Was this useful?</span>'
        '<button type="button" data-judge="useful" aria-expanded="false">Useful</button>'
        '<button type="button" data-judge="not useful" aria-expanded="false">Not useful</button></div>'
        '<div class="crt-form" hidden><label>Why? <span class="cr-heard">if you like</span>'
        f'<textarea rows="2" maxlength="{MOST_REASON}"></textarea></label>'
        '<label class="crt-tick"><input type="checkbox"> Keep my question and facts with it</label>'
        '<div class="crt-row"><button type="button" class="crt-send">Send feedback</button>'
        '<span class="cr-heard">Stays on the machine that runs Crossroads, without name or address.</span></div></div>'
    )
