"""What the ledger holds, indexed for the questions that each file asks; kept in step by the writer alone."""

from __future__ import annotations

from collections.abc import Iterable

from kb.ledger_rows import Holding


class Held:
    """Holdings by id, by the hash of their bytes, and by the file that they came from."""

    def __init__(self, holdings: Iterable[Holding], reader: str) -> None:
        """Index the holdings; those of another ``reader`` are not found by their hash, so they are read again."""
        self._reader = reader
        self.by_id: dict[str, Holding] = {}
        self._by_hash: dict[str, str] = {}
        self._by_file: dict[str, set[str]] = {}
        for holding in holdings:
            self.put(holding)

    def put(self, holding: Holding) -> None:
        """Note a holding, in place of the one of the same id."""
        self.drop(holding.id)
        self.by_id[holding.id] = holding
        self._by_file.setdefault(holding.file, set()).add(holding.id)
        if holding.reader == self._reader:
            self._by_hash[holding.content_hash] = holding.id

    def drop(self, id: str) -> None:
        """Forget a holding; harmless when it is not there."""
        old = self.by_id.pop(id, None)
        if old is None:
            return
        self._by_file[old.file].discard(id)
        if self._by_hash.get(old.content_hash) == id:
            del self._by_hash[old.content_hash]

    def same_bytes(self, digest: str) -> Holding | None:
        """Return the holding that was read from these bytes."""
        id = self._by_hash.get(digest)
        return self.by_id[id] if id is not None else None

    def others_of(self, file: str, id: str) -> tuple[Holding, ...]:
        """Return the holdings that came from a file under another id than this one."""
        return tuple(self.by_id[other] for other in sorted(self._by_file.get(file, ())) if other != id)
