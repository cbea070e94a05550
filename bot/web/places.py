"""The small parts of the knowledge pages, as escaped HTML: a button that leads to a place, a node in a list. Pure."""

from __future__ import annotations

from bot.atlas import NAMES, Spot
from bot.web.markup import plain

LISTEN = """
const look = (place) => { element.dataset.moved = 'yes'; trigger('look', {place: place}); };
element.addEventListener('click', (e) => {
  const node = e.target.closest('[data-place]');
  if (node && element.contains(node)) look(node.dataset.place);
});
watch('value', () => {
  if (element.dataset.moved !== 'yes') return;
  element.dataset.moved = '';
  element.querySelector('[data-head]')?.focus({preventScroll: true});
  element.scrollIntoView({block: 'start'});
});
"""
"""What the pages do in the browser: a click leads to a place, whose heading then has the focus and is read out."""


def button(place: str, inside: str, name: str, hint: str = "") -> str:
    """Return a button that leads to a place; ``inside`` is HTML, ``hint`` what is told when one points at it."""
    told = f' title="{plain(hint)}"' if hint else ""
    return f'<button type="button" class="{name}" data-place="{plain(place)}"{told}>{inside}</button>'


def heading(inside: str, level: int, *, hidden: bool = False) -> str:
    """Return a heading that can take the focus when its page opens; ``inside`` is HTML."""
    name = "crk-head crt-hidden" if hidden else "crk-head"
    return f'<h{level} class="{name}" tabindex="-1" data-head>{inside}</h{level}>'


def crumbs(here: str, *ways: tuple[str, str]) -> str:
    """Return the way back to the overview; ``ways`` are places with their names in between."""
    steps = [("", "All knowledge"), *ways]
    led = "".join(f"<li>{button(place, plain(name), 'crk-crumb')}</li>" for place, name in steps)
    shown = here if len(here) <= 60 else f"{here[:59].rsplit(' ', 1)[0]} …"
    end = f'<li aria-current="page">{plain(shown)}</li>'
    return f'<nav class="crk-crumbs" aria-label="Where you are"><ol>{led}{end}</ol></nav>'


def spot_html(spot: Spot, *, note: str = "", name_kind: bool = True) -> str:
    """Return a node as a button with what is said of it; ``note`` is what stands on the edge that leads to it."""
    kind = f'<span class="crk-kind crk-{spot.kind.value}">{plain(NAMES[spot.kind][0])}</span> ' if name_kind else ""
    on = f'<span class="crk-note">{plain(note)}</span> ' if note else ""
    about = f'<span class="cr-heard">{plain(spot.about)}</span>' if spot.about else ""
    return f"{on}{button(spot.id, kind + plain(spot.title), 'crk-node')}{about}"
