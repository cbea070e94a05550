"""YAML in, values out that know their file, line and key, so that every complaint can name all three.

Only mappings, sequences and words exist here: the YAML is composed, never constructed, so a tag cannot run code and
``no`` stays a word. Size, depth and the number of values are bounded, which aliases count against each time.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from yaml import CSafeLoader, MappingNode, MarkedYAMLError, Node, ScalarNode, SequenceNode, YAMLError
from yaml.composer import Composer

from kb.errors import CatalogError

MAX_BYTES = 4_000_000
MAX_VALUES = 100_000
MAX_DEPTH = 16

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"


@dataclass(frozen=True, slots=True)
class Located:
    """One YAML value: a word, a tuple of values, a mapping of values, or None where nothing is written.

    ``key`` is the way to it from the top of the file (``rules[2].evidence[0]``), ``line`` counts from 1.
    """

    value: str | tuple[Located, ...] | dict[str, Located] | None
    file: str
    line: int
    key: str

    def error(self, problem: str, *, found: str = "", fix: str = "") -> CatalogError:
        """Return (not raise) the error that names this value's file, line and key."""
        return CatalogError(
            f"{self.file}:{self.line}", f"'{self.key}' {problem}." if self.key else f"{problem}.", found=found, fix=fix
        )

    def text(self) -> str:
        """Return the word or sentence written here; raise CatalogError where it is empty or something else."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.error("must be a text", found=self._kind(), fix="Write a non-empty text in double quotes.")
        return self.value.strip()

    def items(self) -> tuple[Located, ...]:
        """Return the values of the list written here; raise CatalogError where it is no list."""
        if not isinstance(self.value, tuple):
            raise self.error("must be a list", found=self._kind(), fix="Write each entry on a line that starts with -.")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """Return the texts of the list written here."""
        return tuple(item.text() for item in self.items())

    def mapping(self) -> dict[str, Located]:
        """Return the mapping written here; raise CatalogError where it is none."""
        if not isinstance(self.value, dict):
            raise self.error("must be a mapping of keys", found=self._kind(), fix="Write 'key: value' lines.")
        return self.value

    def fields(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Located]:
        """Return the mapping written here; raise CatalogError for a key that is missing or that nothing reads."""
        found = self.mapping()
        known = [*required, *optional]
        for name, value in found.items():
            if name not in known:
                raise value.error("is an unknown key", found=name, fix=nearest(name, known))
        missing = [name for name in required if name not in found]
        if missing:
            where = f"{self.key}.{missing[0]}" if self.key else missing[0]
            raise CatalogError(
                f"{self.file}:{self.line}", f"'{where}' is missing.", found=_listed(found), fix="Add the key."
            )
        return found

    def plain(self) -> Plain:
        """Return the value without places, for a digest."""
        if isinstance(self.value, tuple):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {name: item.plain() for name, item in self.value.items()}
        return self.value

    def _kind(self) -> str:
        if self.value is None or self.value == "":
            return "nothing"
        if isinstance(self.value, str):
            return repr(self.value[:60])
        return "a list" if isinstance(self.value, tuple) else "a mapping"


def nearest(name: str, known: Collection[str]) -> str:
    """Return the advice that names the closest known name, or all of them where none is close."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"Did you mean {close[0]!r}?" if close else f"Expected one of: {_listed(known)}."


def read_located(path: Path, shown: str) -> Located:
    """Read one YAML file; ``shown`` is how messages call it. Raises CatalogError where it cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CatalogError(f"{shown}:1", f"cannot be read: {error.strerror or error}.") from error
    if len(raw) > MAX_BYTES:
        raise CatalogError(f"{shown}:1", f"is larger than {MAX_BYTES} bytes.", fix="Split it into several files.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CatalogError(f"{shown}:{line}", "is not UTF-8.", fix="Save the file as UTF-8.") from error
    return parse_located(text, shown)


def parse_located(text: str, shown: str, first_line: int = 1) -> Located:
    """Parse YAML text that starts on line ``first_line`` of the file; raise CatalogError where it is malformed."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
    except MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise CatalogError(f"{shown}:{first_line + line}", f"is not YAML: {error.problem}.") from error
    except (YAMLError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise CatalogError(f"{shown}:{first_line}", f"is not YAML: {reason}.") from error
    except RecursionError as error:
        raise CatalogError(f"{shown}:{first_line}", "is nested too deeply.", fix="Flatten the lists.") from error
    if node is None:
        raise CatalogError(f"{shown}:{first_line}", "is empty.", fix="Fill it or remove it.")
    return _Reader(shown, first_line).located(node, "", 0)


class _Loader(Composer, CSafeLoader):  # type: ignore[misc]
    """Reads in C, in a twentieth of the time, and composes in Python: nested without end, the composer written in C
    would end the process."""

    def __init__(self, text: str) -> None:
        CSafeLoader.__init__(self, text)
        Composer.__init__(self)


class _Reader:
    """Turns composed nodes into located values and counts them, so that nested aliases cannot grow without bound."""

    def __init__(self, shown: str, first_line: int) -> None:
        self.shown = shown
        self.first_line = first_line
        self.count = 0

    def located(self, node: Node, key: str, depth: int) -> Located:
        here = Located(None, self.shown, node.start_mark.line + self.first_line, key)
        self.count += 1
        if self.count > MAX_VALUES or depth > MAX_DEPTH:
            raise here.error("holds too many values or is nested too deeply", fix="Aliases are expanded: use fewer.")
        if isinstance(node, ScalarNode):
            empty = node.tag == "tag:yaml.org,2002:null"
            return Located(None if empty else str(node.value), here.file, here.line, key)
        if isinstance(node, SequenceNode):
            items = (self.located(item, f"{key}[{number}]", depth + 1) for number, item in enumerate(node.value))
            return Located(tuple(items), here.file, here.line, key)
        if isinstance(node, MappingNode):
            return Located(self._mapping(node, key, depth), here.file, here.line, key)
        raise here.error("is of a kind that is not read here", found=type(node).__name__)

    def _mapping(self, node: MappingNode, key: str, depth: int) -> dict[str, Located]:
        found: dict[str, Located] = {}
        for key_node, value_node in node.value:
            name = key_node.value if isinstance(key_node, ScalarNode) else "?"
            at = Located(None, self.shown, key_node.start_mark.line + self.first_line, f"{key}.{name}".lstrip("."))
            if name in found:
                raise at.error(
                    "is a duplicate key", found=f"the first one on line {found[name].line}", fix="Keep one of the two."
                )
            inner = self.located(value_node, at.key, depth + 1)
            # The line of the key is where a reader looks, also when the value starts on the next line.
            found[name] = Located(inner.value, inner.file, at.line, inner.key)
        return found


def _listed(names: Collection[str]) -> str:
    return ", ".join(names) if names else "nothing"
