"""What was fitted, kept as arrays and read back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.fits import Arrays, keep_fit, packed_lines, read_fit, unpacked_lines

KEPT: Arrays = {"weights": np.arange(6, dtype=np.float32)}


def _weights(arrays: Arrays) -> float:
    return float(arrays["weights"].astype(np.float64).sum())


def test_what_was_kept_is_read_back_and_a_missing_file_is_none(tmp_path: Path) -> None:
    """The arrays are those that were kept; where there is no file, nothing is read."""
    keep_fit(tmp_path / "a.safetensors", KEPT, most=1)
    assert read_fit(tmp_path / "a.safetensors", _weights) == 15.0
    assert read_fit(tmp_path / "b.safetensors", _weights) is None


@pytest.mark.parametrize("left", [0, 5, 100])
def test_a_file_cut_short_is_fitted_anew(tmp_path: Path, left: int, caplog: pytest.LogCaptureFixture) -> None:
    """An empty file, its first bytes, or half of it: none is read, and the log says so."""
    path = tmp_path / "a.safetensors"
    keep_fit(path, KEPT, most=1)
    path.write_bytes(path.read_bytes()[:left])
    assert read_fit(path, _weights) is None
    assert "a.safetensors cannot be read" in caplog.text


@pytest.mark.parametrize(
    ("told", "damaged"), [(b'"shape":[6]', b'"shape":[9]'), (b"F32", b"F64"), (b"__metadata__", b"__metadatb__")]
)
def test_a_damaged_header_is_fitted_anew(
    tmp_path: Path, told: bytes, damaged: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """A header that names other arrays than there are is told and none is read, whatever it makes of them."""
    path = tmp_path / "a.safetensors"
    keep_fit(path, KEPT, most=1)
    content = path.read_bytes()
    assert told in content
    path.write_bytes(content.replace(told, damaged))
    assert read_fit(path, _weights) is None
    assert "a.safetensors cannot be read" in caplog.text


@pytest.mark.parametrize("lines", [[], [""], ["a", "", "b c"], ["每天", "¬"]])
def test_lines_are_packed_and_unpacked(lines: list[str]) -> None:
    """Lines come back as they were, also none and empty ones; one with a break in it is refused."""
    assert unpacked_lines(packed_lines(lines)) == lines
    with pytest.raises(ValueError, match="line break"):
        packed_lines([*lines, "a\nb"])
