"""One tree of errors whose messages name the place, what was expected, what was found and what to do."""

from __future__ import annotations


class CrossroadsError(Exception):
    """Base of every error that Crossroads raises on purpose; its text is meant for the user."""


class CatalogError(CrossroadsError):
    """The authored knowledge (YAML, Markdown) is malformed; the message names file, line and key."""

    def __init__(self, place: str, problem: str, *, found: str = "", fix: str = "") -> None:
        """Compose the message from the place (``file:line``), the problem, what was found and how to mend it."""
        parts = [f"{place}: {problem}"]
        if found:
            parts.append(f"Found: {found}.")
        if fix:
            parts.append(fix)
        super().__init__(" ".join(parts))
        self.place = place


class GraphError(CrossroadsError):
    """The graph refuses a node, an edge or a file."""


class InputError(CrossroadsError):
    """What the user handed in (a question, a fact, a path, an id) cannot be used; nothing was changed."""


class ArticleError(InputError):
    """One article cannot be ingested; the others are not concerned."""


class StoreError(CrossroadsError):
    """The ledger, the graph file or the vector store cannot be read or written."""


class UnsavedError(StoreError):
    """Changes that had not been committed yet are lost; whoever made them must not go on as if they were there."""


class LockedError(StoreError):
    """Another process writes to this data directory; the message names the holder's pid."""


class EmbedderMismatch(StoreError):
    """The stored vectors were made by another embedder; they must be rebuilt, never mixed."""


class ModelError(CrossroadsError):
    """The optional language model gave no usable reply in time; the answer is made without it."""


class AwayError(CrossroadsError):
    """Another service (the app, Slack) does not answer, or not in time; nothing was changed, and one may try again."""
