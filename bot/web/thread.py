"""What stands above the live card: earlier questions with their cards, the newest question, what is done. Pure."""

from __future__ import annotations

from bot.given import UNKNOWN
from bot.types import Answer
from bot.web.card import card
from bot.web.conversation import Conversation, Past
from bot.web.markup import fold, items, lines, plain
from kb.types import Catalog

LONGEST_SHOWN = 2_000
"""Characters of a question that are shown."""


def thread_html(talk: Conversation, catalog: Catalog, examples: tuple[str, ...] = ()) -> str:
    """Return the conversation up to the live card; before the first question what can be asked, with examples."""
    if talk.answer is None and not talk.asking:
        return _empty(examples)
    parts = [_past(past, catalog) for past in talk.past]
    if talk.answer is not None:
        told = "" if talk.asking else _walked(talk.answer, talk.seconds)
        newest = Past(said=talk.turns[-1], answer=talk.answer, turn=talk.answered)
        parts.append(_past(newest, catalog) if talk.asking else _said(talk.turns[-1], talk.answered) + told)
    if talk.asking:
        parts.append(_said(talk.asking, talk.answered + 1))
        parts.append('<p class="cr-working" role="status">Reading the question and walking the rules …</p>')
    return f'<div class="cr-thread">{"".join(parts)}</div>'


def refusal_html(talk: Conversation) -> str:
    """Return why the last question could not be used; empty where it could."""
    return f'<p class="cr-refused" role="alert">{plain(talk.refusal)}</p>' if talk.refusal else ""


def walk_title(answer: Answer) -> str:
    """Return one line that says what was walked: ``Heard 1 fact, walked 12 rules: 2 hold, 4 fail, 6 unknown``."""
    outcomes = [step.outcome for step in answer.path if step.outcome]
    words = (("holds", "hold"), ("fails", "fail"), ("unknown", "unknown"))
    counts = ", ".join(f"{outcomes.count(outcome)} {word}" for outcome, word in words)  # type: ignore[arg-type]
    heard = sum(fact.value != UNKNOWN for fact in answer.facts)
    return f"Heard {_counted(heard, 'fact')}, walked {_counted(len(outcomes), 'rule')}: {counts}"


def walk_html(answer: Answer) -> str:
    """Return what was done to get there, a line each; the rules themselves are in the card."""
    rows = [f"Recognised the decision: {answer.trade_off.name}"] if answer.trade_off else []
    rows += [f"Heard {step.text}" for step in answer.path if step.kind == "fact"]
    rules = sum(step.outcome is not None for step in answer.path)
    end = (
        f"{answer.recommendation.option.name} has the best support" if answer.recommendation else "nothing decides yet"
    )
    rows.append(f"Held {_counted(rules, 'rule')} against it; {end}")
    missing, flips = _counted(len(answer.missing), "fact"), _counted(len(answer.flips), "turning point")
    rows.append(f"Looked for what could change it: {missing} not stated, {flips}")
    return items((plain(row) for row in rows), "cr-walk")


def _walked(answer: Answer, seconds: float) -> str:
    if not answer.path:
        return ""
    title = f"{walk_title(answer)} · {max(1, round(1000 * seconds))} ms"
    return f'<div class="cr-did">{fold(title, walk_html(answer))}</div>'


def _past(past: Past, catalog: Catalog) -> str:
    answered = f'<div class="cr-bygone">{card(past.answer, catalog, past.turn)}</div>' if past.answer else ""
    return _said(past.said, past.turn) + answered


def _said(text: str, turn: int) -> str:
    shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]} …"
    return (
        f'<div class="cr-asked" data-key="asked-{turn}"><p class="cr-said"><span class="cr-aside">You asked: </span>'
        f"{lines(shown) or '…'}</p></div>"
    )


def _empty(examples: tuple[str, ...]) -> str:
    buttons = "".join(
        f'<button type="button" class="cr-example" data-ask="{plain(text)}">{plain(text)}</button>' for text in examples
    )
    return (
        '<div class="cr-welcome"><h2>What are you deciding?</h2>'
        "<p>Name the decision and the figures you know. You get a recommendation, the path to it, and the evidence.</p>"
        f'<div class="cr-examples">{buttons}</div></div>'
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
