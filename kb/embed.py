"""Text to vectors: the default embedder, which works offline from a wheel, and any LlamaIndex embedding by name.

LlamaIndex takes two seconds to import, so that only what hands it something does: see ``kb.llama``.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from kb.errors import InputError, StoreError
from kb.vectors import Embedder

WORDLLAMA = "wordllama"
_WEIGHTS = "weights/l2_supercat_256.safetensors"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"


class WordLlama:
    """Static token vectors, averaged and normalised: 256 dimensions, about 1 ms a passage, no network, no key.

    The two files are read from the installed ``wordllama`` wheel; the library itself is never imported, because it
    looks for its tokenizer on the network and sets up logging. A text without tokens gives the zero vector.
    """

    model_name = "wordllama-l2-supercat-256"

    def __init__(self) -> None:
        """Read the weights and the tokenizer; raises StoreError when the wheel is not installed."""
        self._table, self._tokenizer, self._digest = _wordllama_files()

    @property
    def digest(self) -> str:
        """SHA-256 of the weights file, in hex."""
        return self._digest

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts into an array of shape (len(texts), 256), each row of unit length or zero."""
        rows = np.zeros((len(texts), self._table.shape[1]), np.float32)
        # "fast" leaves out where each token stood in the text
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        for row, encoding in zip(rows, encodings, strict=True):
            if encoding.ids:
                row[:] = self._table.take(encoding.ids, axis=0, mode="clip").mean(0)
        return unit_rows(rows)

    def get_query_embedding(self, query: str) -> list[float]:
        """Return the vector of a question."""
        return self.get_text_embedding_batch([query])[0]

    def get_text_embedding_batch(self, texts: list[str], show_progress: bool = False) -> list[list[float]]:
        """Return the vectors of texts, in order."""
        rows: list[list[float]] = self.vectors(texts).tolist()
        return rows


@cache
def _wordllama_files() -> tuple[NDArray[np.float32], Tokenizer, str]:
    spec = importlib.util.find_spec(WORDLLAMA)  # finds the wheel without importing it
    if spec is None or not spec.submodule_search_locations:
        raise StoreError("The default embedder needs the package wordllama. Run make install, or set another embedder.")
    root = Path(spec.submodule_search_locations[0])
    try:
        # in single precision, 32 MB: no processor adds halves, and converting each row took thrice as long
        table = load_file(root / _WEIGHTS)["embedding.weight"].astype(np.float32)
        tokenizer = Tokenizer.from_file(str(root / _TOKENIZER))
        digest = hashlib.sha256((root / _WEIGHTS).read_bytes()).hexdigest()
    except (OSError, KeyError) as error:
        raise StoreError(
            f"{root}: the embedder's files {_WEIGHTS} and {_TOKENIZER} are missing or damaged ({error}). "
            "Reinstall wordllama==0.2.2.post0."
        ) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return table, tokenizer, digest


def embedder_named(name: str) -> Embedder:
    """Return the embedder called ``wordllama``, or an instance of ``module:Class``, any LlamaIndex embedding.

    Raises InputError when there is no such class or it is not an embedding.
    """
    if name == WORDLLAMA:
        return WordLlama()
    from llama_index.core.embeddings import BaseEmbedding

    module, _, attribute = name.partition(":")
    if not attribute:
        raise InputError(f"embedder: expected {WORDLLAMA!r} or 'module:Class'. Found: {name!r}.")
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise InputError(
            f"embedder {name!r} cannot be imported ({error}). Install its package or mend the name."
        ) from error
    if not (isinstance(found, type) and issubclass(found, BaseEmbedding)):
        raise InputError(f"embedder {name!r} is not a LlamaIndex BaseEmbedding.")
    try:
        return found()
    except (TypeError, ValueError) as error:  # pydantic's ValidationError is a ValueError
        raise InputError(
            f"embedder {name!r} cannot be made without arguments ({error}). Name a class of yours that sets them."
        ) from error


def identity(embedder: Embedder) -> str:
    """Return what makes two embedders' vectors comparable: name, weights (or class) and dimension.

    Vectors of different identities are never stored or searched together.
    """
    if isinstance(embedder, WordLlama):
        return f"{embedder.model_name}/sha256:{embedder.digest[:16]}/256"
    kind = type(embedder)
    dimension, name = len(embedder.get_query_embedding("crossroads")), getattr(embedder, "model_name", "")
    return f"{kind.__module__}:{kind.__qualname__}/{name}/{dimension}"


def unit_rows(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale every row to length 1; a zero row stays zero. Raises StoreError on NaN or infinity."""
    if not np.isfinite(rows).all():
        raise StoreError("The embedder returned NaN or infinity; nothing was stored. Check its input and its model.")
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), dtype=np.float32)
