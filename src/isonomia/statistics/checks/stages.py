"""More persons at a later stage of the criminal justice system than at the one before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from isonomia.statistics.checks.duplicates import repeated
from isonomia.statistics.checks.finding import WARNING, Finding
from isonomia.statistics.dataset import BELOW, DIMENSIONS, Dataset

STAGES = (
    re.compile(
        r"\b(?:brought into|in) (?:initial )?formal contact\b(?: with the police)?|\barrested(?:/suspected)?\b"
        r"|\bsuspected\b", re.I
    ),
    re.compile(r"\bprosecuted\b", re.I),
    re.compile(r"\bconvicted\b", re.I),
)  # fmt: skip
"""How indicators name the stages, from the first to the last."""


def stage_exceeds_earlier(data: Dataset) -> Iterator[Finding]:
    """One finding for each count that is above that of the nearest earlier stage of the same persons and year.

    A warning: cases may take years from one stage to the next.
    """
    if not data.has("indicator"):
        return
    stage = {code: found for code, label in enumerate(data["indicator"].labels) if (found := _stage(label)) is not None}
    if len({number for number, _ in stage.values()}) < 2:
        return
    names = [name for name in DIMENSIONS if data.has(name) and name not in ("indicator", "source")]
    usable = ~repeated(data) & ~np.isnan(data.value) & (data.year > 0)
    rows = np.flatnonzero(usable & np.isin(data["indicator"].codes, list(stage)))
    key = data.keys(*names)
    groups: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for row in rows.tolist():
        number, subject = stage[int(data["indicator"].codes[row])]
        groups[int(key[row]), subject].append((number, row))
    for persons in groups.values():
        for (earlier, first), (later, second) in pairwise(sorted(persons)):
            if later > earlier and _least(data, second) > _most(data, first):
                yield Finding(
                    "stage-exceeds-earlier", WARNING, (first, second),
                    {
                        "later": data["indicator"][second], "many": data.printed(second),
                        "earlier": data["indicator"][first], "few": data.printed(first),
                    },
                    ("indicator",),
                )  # fmt: skip


def _stage(label: str) -> tuple[int, str] | None:
    """The number of the stage and what the label says besides it."""
    for number, pattern in enumerate(STAGES):
        if pattern.search(label):
            return number, re.sub(r"\W+", " ", pattern.sub(" ", label)).strip().casefold()
    return None


def _least(data: Dataset, row: int) -> float:
    return 0.0 if data.status[row] == BELOW else float(data.value[row])


def _most(data: Dataset, row: int) -> float:
    return float(data.value[row]) - 1 if data.status[row] == BELOW else float(data.value[row])
