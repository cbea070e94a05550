"""What waits for review as escaped HTML, with a button for each verdict. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.web.markup import block, fold, items, link, plain
from ingest.pending import Pending, Quoted
from kb.reviews import LARGEST_EDIT

MOST_QUOTES = 4
MOST_ITEMS = 60
"""Items of one kind that a page shows; the command line lists all."""
LISTEN = """
element.addEventListener('click', (e) => {
  const node = e.target.closest('button[data-verdict]');
  if (!node || node.disabled) return;
  element.querySelectorAll('button[data-verdict]').forEach((other) => { other.disabled = true; });
  node.textContent = 'Saving …';
  const text = node.dataset.verdict === 'edit' ? node.closest('.cr-item').querySelector('textarea').value : '';
  trigger('click', {item: node.dataset.item, verdict: node.dataset.verdict, text: text});
});
"""
"""What the panel does in the browser: a click tells the server which item gets which verdict, with an edit's text."""
_TITLES = {
    "rule": "Rules that articles state",
    "draft": "Draft decisions",
    "copy": "Texts recognised as copies",
    "conflict": "Sources that differ",
}
_ACCEPT = {"rule": "Accept", "draft": "Accept as a decision", "copy": "It is", "conflict": "They differ"}
_REJECT = {"rule": "Reject", "draft": "Reject", "copy": "It is not", "conflict": "They do not"}

_EDIT = {
    "rule": (
        "Edit it",
        "A condition, such as <code>requests_per_day &gt; 1 million/day</code>; or a line for each change: "
        "<code>when:</code>, <code>favours:</code>, <code>force:</code> (decisive, strong, weak).",
        3,
    ),
    "draft": ("Edit the file that accepting writes", "What it says is checked before anything is written.", 18),
}
"""For what can be edited: the title of the fold, what to write, and how many lines are seen."""


def review_html(found: Sequence[Pending], *, may_decide: bool, note: str = "") -> str:
    """Return the items that wait for a verdict by kind; ``note`` says what became of the last one.

    Without ``may_decide`` there are no buttons, and a line says how to decide.
    """
    waiting = [item for item in found if item.decision is None]
    said = f'<p class="cr-note" role="status">{plain(note)}</p>' if note else ""
    if not waiting:
        nothing = '<p class="cr-label">Pending</p><p class="cr-empty">Nothing waits for a person.</p>'
        return f'<div class="cr-card cr-review">{said}{nothing}</div>'
    how = "" if may_decide else '<p class="cr-heard">Decide with <code>crossroads review-knowledge</code>.</p>'
    kinds = "".join(_kind(kind, [item for item in waiting if item.kind == kind], may_decide) for kind in _TITLES)
    count = f'<span class="cr-count">{len(waiting)}</span>'
    return f'<div class="cr-card cr-review">{said}<p class="cr-label">Pending {count}</p>{how}{kinds}</div>'


def _kind(kind: str, found: Sequence[Pending], may_decide: bool) -> str:
    """Return a fold of the items of one kind; nothing where there are none."""
    shown = "".join(_item(item, may_decide) for item in found[:MOST_ITEMS])
    more = len(found) - MOST_ITEMS
    rest = f'<p class="cr-heard">{more} more: crossroads review-knowledge lists them.</p>' if more > 0 else ""
    return fold(_TITLES[kind], shown + rest, count=len(found)) if found else ""


def _item(item: Pending, may_decide: bool) -> str:
    quotes = "".join(_quote(quote) for quote in item.quotes[:MOST_QUOTES])
    more = len(item.quotes) - MOST_QUOTES
    rest = f'<p class="cr-heard">and {more} more sentence{"" if more == 1 else "s"}</p>' if more > 0 else ""
    text = _edit(item) if may_decide else _file(item)
    buttons = _buttons(item) if may_decide else ""
    return (
        f'<section class="cr-item"><div class="cr-itemhead"><p class="cr-why">{plain(item.says)}</p>{buttons}</div>'
        f'{_details(item.details)}{quotes}{rest}{text}<span class="cr-heard">{plain(item.id)}</span></section>'
    )


def _file(item: Pending) -> str:
    """Return the file of a draft to read."""
    shown = f'<pre class="cr-file">{block(item.proposed)}</pre>'
    return fold("The file that accepting writes", shown) if item.kind == "draft" and item.proposed else ""


def _edit(item: Pending) -> str:
    """Return the text of a draft or a rule to change, with the button that takes it so; nothing to change in others."""
    if item.kind not in _EDIT:
        return ""
    title, help, rows = _EDIT[item.kind]
    box = (
        f'<textarea class="cr-file" rows="{rows}" maxlength="{LARGEST_EDIT}" spellcheck="false" '
        f'aria-label="{title}: {plain(item.says)}">{block(item.proposed)}</textarea>'
    )
    button = f'<div class="cr-answers">{_button(item, "edit", "Accept as edited")}</div>'
    return fold(title, f'<p class="cr-heard">{help}</p>{box}{button}')


def _details(details: Iterable[str]) -> str:
    return items((plain(detail) for detail in details), "cr-list cr-details")


def _quote(quote: Quoted) -> str:
    """Return the words between their neighbours, and the source that they stand in."""
    before = f'<span class="cr-around">{plain(quote.before)}</span> ' if quote.before else ""
    after = f' <span class="cr-around">{plain(quote.after)}</span>' if quote.after else ""
    return (
        f'<blockquote class="cr-quote">{before}<mark>{plain(quote.text)}</mark>{after}'
        f"<cite>{link(quote.cited, quote.url)}</cite></blockquote>"
    )


def _buttons(item: Pending) -> str:
    choices = [("accept", _ACCEPT[item.kind]), ("reject", _REJECT[item.kind])]
    if item.kind == "rule" and not item.proposed:  # its condition is words only: it has to be edited
        choices = choices[1:]
    return f'<div class="cr-answers">{"".join(_button(item, *choice) for choice in choices)}</div>'


def _button(item: Pending, verdict: str, text: str) -> str:
    named = f'aria-label="{text}: {plain(item.says)}"'
    return f'<button type="button" data-item="{plain(item.id)}" data-verdict="{verdict}" {named}>{text}</button>'
