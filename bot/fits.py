"""What was fitted, kept in the data directory as plain arrays (safetensors, no pickle), and read where it is whole."""

from __future__ import annotations

import json
import logging
import mmap
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save
from scipy.sparse import csr_matrix

from graph.files import write_atomically

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

CONVERGED, SEED = 1e-5, 0
"""The relative change of the weights at which a fit ends before its passes do, and where its order begins; by hand."""

LEAST_STEPS = 20_000
"""Rows that a fit goes to at least, each as often as it takes: of a small pack every row is needed; by hand."""

_DTYPES = {"F64": np.float64, "F32": np.float32, "I64": np.int64, "I32": np.int32, "U8": np.uint8}
_SUM = "crc32"
_FORMER = "*.npz"
"""Files as they were kept until 2026-11, each half a gigabyte."""

_LOG = logging.getLogger(__name__)

Arrays = Mapping[str, NDArray[np.generic]]
Fit = TypeVar("Fit")


def packed(value: object) -> NDArray[np.uint8]:
    """Return a plain JSON value as an array of bytes."""
    return np.frombuffer(json.dumps(value).encode(), dtype=np.uint8)


def unpacked(array: NDArray[np.generic]) -> Any:
    """Return what ``packed`` was given; raises ValueError for anything else."""
    return json.loads(bytes(array).decode())


def packed_lines(lines: Sequence[str]) -> NDArray[np.uint8]:
    """Return lines as an array of bytes, which is read ten times as fast as a JSON list; raises ValueError for one that
    holds a line break."""
    text = "".join(f"{line}\n" for line in lines)
    if text.count("\n") != len(lines):
        raise ValueError("a line holds a line break")
    return np.frombuffer(text.encode(), dtype=np.uint8)


def unpacked_lines(array: NDArray[np.generic]) -> list[str]:
    """Return what ``packed_lines`` was given; raises ValueError for anything else."""
    return bytes(array).decode().split("\n")[:-1]


class Softmax(NamedTuple):
    """What a linear softmax has learnt: weights, classes x features, and one bias a class."""

    classes: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


def softmax(features: csr_matrix, labels: Sequence[str], *, inverse_regularisation: float, passes: int) -> Softmax:
    """Fit a softmax by so many passes of SAGA (Defazio et al., 2014) over the rows, in a seeded order.

    SAGA goes from row to row in compiled code and calls no BLAS, so that the same rows give the same weights to the
    last bit, whatever the number of threads and whichever kernels a processor has: by L-BFGS, two machines had weights
    that differed by up to 1.35. Ten passes over 76,000 clauses take a quarter of its time and half of its memory, and
    tell the clauses kept out of the fit apart better (73.7% right, 72.5%); that it ends before it converges is meant,
    and scikit-learn's warning of it is left to the caller, since fits run in threads and warnings are the process's.
    """
    from sklearn.linear_model import LogisticRegression  # two seconds of start-up, and only a fit needs it

    passes = max(passes, LEAST_STEPS // features.shape[0])
    model = LogisticRegression(
        C=inverse_regularisation, solver="saga", max_iter=passes, tol=CONVERGED, random_state=SEED
    )
    model.fit(features, labels)
    return Softmax(tuple(str(label) for label in model.classes_), *_weights_of(model))


def _weights_of(model: LogisticRegression) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return weights and bias of every class; two classes are stored by scikit-learn as one row.

    Columns lie together, as a sparse row of features reads them; else scipy copies all weights for every text.
    """
    coef, bias = np.asarray(model.coef_, np.float32), np.asarray(model.intercept_, np.float32)
    if len(model.classes_) == 2:
        coef, bias = np.vstack([np.zeros_like(coef), coef]), np.concatenate([np.zeros_like(bias), bias])
    return np.asfortranarray(coef), bias


def read_fit(path: Path, read: Callable[[Arrays], Fit]) -> Fit | None:
    """Return what ``read`` makes of a file's arrays, None where there is no file; a broken one is told and is none.

    The arrays are read-only views of the file as the system caches it: processes share it, and 570 MB are at hand in
    the time that it takes to check them. ``read`` raises ValueError or KeyError for arrays of something else.
    """
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return read(_arrays(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
    except (ValueError, KeyError, TypeError, OSError) as error:  # a damaged header may name anything
        _LOG.warning("%s cannot be read (%s); it is fitted anew", path.name, error)
        return None


def keep_fit(path: Path, arrays: Arrays, most: int) -> None:
    """Write arrays as a file, whole or not at all, and leave only the newest ``most`` files of its folder.

    Raises OSError where the folder cannot be written.
    """
    whole = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, save(whole, {_SUM: str(_sum(whole))}))
    kept = sorted(path.parent.glob(f"*{path.suffix}"), key=lambda p: p.stat().st_mtime)
    for old in (*kept[:-most], *path.parent.glob(_FORMER)):
        old.unlink(missing_ok=True)


def _arrays(mapped: mmap.mmap) -> Arrays:
    """Return the arrays of a safetensors file: the header's length in eight bytes, the header, the values."""
    start = 8 + int.from_bytes(mapped[:8], "little")
    header: dict[str, Any] = json.loads(mapped[8:start])
    told = header.pop("__metadata__")[_SUM]
    arrays = {
        name: np.ndarray(about["shape"], _DTYPES[about["dtype"]], mapped, start + about["data_offsets"][0])
        for name, about in header.items()
        if start + about["data_offsets"][1] <= len(mapped)
    }
    if told != str(_sum(arrays)):
        raise ValueError("its sum differs")
    return arrays


def _sum(arrays: Arrays) -> int:
    total = 0
    for name in sorted(arrays):
        total = zlib.crc32(arrays[name].data, zlib.crc32(name.encode(), total))
    return total
