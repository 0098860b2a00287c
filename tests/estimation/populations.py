"""Populations made by a known law, to see whether the estimators find their size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from isonomia.estimation import CaptureHistories

LISTS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "lists"


def shared(name: str) -> Path:
    """A table that is only for tests; the test is skipped where it is absent."""
    file = LISTS / name
    if not file.exists():
        pytest.skip(f"{name} is not beside the project")
    return file


def seen(chances: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Which persons which lists saw, (persons, lists), those seen by none struck out; chances alike."""
    on = rng.random(chances.shape) < chances
    return on[on.any(axis=1)]


def counted(on: np.ndarray, lists: Sequence[str] = ()) -> CaptureHistories:
    """Capture histories of persons (persons, lists)."""
    cells = on.astype(int) @ (1 << np.arange(on.shape[1]))
    names = tuple(lists) or tuple("ABCDEFGH"[: on.shape[1]])
    return CaptureHistories(names, np.bincount(cells, minlength=1 << on.shape[1]))


def with_covariates(on: np.ndarray, covariates: dict[str, np.ndarray]) -> CaptureHistories:
    """The same with a value of each covariate for each person, those seen by none left out."""
    kept = on.any(axis=1)
    frame = {name: on[kept, j].astype(int).tolist() for j, name in enumerate("ABCDEFGH"[: on.shape[1]])}
    frame |= {name: [str(value) for value in np.asarray(values)[kept]] for name, values in covariates.items()}
    return CaptureHistories.from_frame(frame, lists=list("ABCDEFGH"[: on.shape[1]]), covariates=list(covariates))
