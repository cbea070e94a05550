"""The YAML front matter of an article: split off, read without trust, checked."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from kb.errors import ArticleError

_FENCE = re.compile(r"(?:---|\.\.\.)[ \t]{0,20}$")
_KEY = re.compile(r"[\w\"'.-]{1,60}[ \t]{0,4}:(?:\s|$)")
_LONGEST = 100_000
_NESTED = re.compile(r"(?:[\[{][ \t\n]{0,3}){12}")


def split(text: str) -> tuple[str, str, int]:
    """Return the YAML between the first two ``---`` lines, the text after it, and how many lines were taken off.

    Text that does not begin with a fence followed by a key has no front matter: a rule may open an article.
    """
    if not text.startswith("---"):
        return "", text, 0
    first = text.find("\n")
    if first < 0 or not _FENCE.match(text[: min(first, 40)]):
        return "", text, 0
    start, lines, key_seen = first + 1, 1, False
    while start < len(text) and start < _LONGEST:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        lines += 1
        if len(line) < 40 and _FENCE.match(line):
            return (text[first + 1 : start], text[end + 1 :], lines) if key_seen else ("", text, 0)
        if not key_seen and line.strip() and not line.startswith("#"):
            if not _KEY.match(line):
                return "", text, 0
            key_seen = True
        start = end + 1
    return "", text, 0


def read(yaml: str, place: str) -> dict[str, object]:
    """Return the front matter as a mapping; raise ArticleError with the line where it is malformed."""
    if not yaml.strip():
        return {}
    if yaml.count("[") > 2000 or _NESTED.search(yaml):
        raise ArticleError(f"{place}: the front matter is nested too deeply. Write plain keys and lists.")
    try:
        loaded = YAML(typ="safe", pure=True).load(yaml)
    except YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f":{mark.line + 2}" if mark is not None else ""
        said = getattr(problem, "problem", None) or "it is not valid YAML"
        raise ArticleError(
            f"{place}{line}: the front matter cannot be read: {said}. Correct it or remove it."
        ) from problem
    except (ValueError, RecursionError) as problem:
        raise ArticleError(
            f"{place}: the front matter cannot be read: {problem}. Correct it or remove it."
        ) from problem
    if not isinstance(loaded, Mapping):
        raise ArticleError(f"{place}: expected front matter of the form 'key: value', found {type(loaded).__name__}.")
    return {str(key): value for key, value in loaded.items()}


def text_of(meta: Mapping[str, object], *keys: str) -> str:
    """Return the first of the keys that holds a text, a number or a date, as text; empty if none does."""
    for key in keys:
        value = meta.get(key)
        if isinstance(value, bool) or value is None:
            continue
        if isinstance(value, str | int | float | datetime.date):
            return str(value).strip()
    return ""


def texts_of(meta: Mapping[str, object], key: str) -> tuple[str, ...]:
    """Return a list of texts, or a single text as a tuple of one; what is no text is left out."""
    value = meta.get(key)
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    if not isinstance(value, list):
        return ()
    found = []
    for item in value:
        if isinstance(item, Mapping):
            item = item.get("name")
        if isinstance(item, str | int) and str(item).strip():
            found.append(str(item).strip())
    return tuple(found)
