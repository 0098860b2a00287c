"""Hidden populations, the Bayesian estimators: graphs averaged over, and latent classes to a thousand effective draws.

The decomposable rows are whole processes, start and imports included, on tables of five lists. The latent-class rows
are the seconds that a thousand effective draws take, warm-up included, in a running interpreter: the effective draws
are those of the bulk after Vehtari et al. (2021), which R's package does not tell. What is recorded of R was run with
dga 2.0.1 and LCMCR 0.4.14 on a machine of two cores; the effective draws of LCMCR's sampler are those of the same
sweeps written anew in C++ (8 chains of 400,000), of which it had one in 40,000 sweeps on the table of the United
Kingdom, one in 21,000 on that of the Netherlands and one in 990 on that of Kosovo.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import ROOT, Row, in_turns, spread, timed

if TYPE_CHECKING:
    from isonomia.estimation import CaptureHistories, Estimate

LISTS = ROOT / "samples" / "lists"
DECOMPOSABLE = """
import sys
from isonomia.estimation import CaptureHistories, estimate
found = estimate(CaptureHistories.from_csv(sys.argv[1]), method="decomposable", seed=1)
assert round(found.estimate) == int(sys.argv[2]), found.estimate
"""
SWEEPS, SWEEP_SECONDS = 110_000, 2.5


@dataclass(frozen=True)
class Latent:
    """A table, the estimate and how far from it a seed may lead, and R's sweeps for one effective draw."""

    name: str
    histories: CaptureHistories
    estimate: float
    within: float
    sweeps: float


def united_kingdom() -> CaptureHistories:
    """The table of five lists."""
    from isonomia.estimation import CaptureHistories

    return CaptureHistories.from_csv(LISTS / "uk_2013.csv").merged(["PF", "NCA"], "PFNCA")


def measure_decomposable(*, rounds: int = 5) -> list[Row]:
    """Seconds of a whole process: 822 graphs on five lists, and 18,154 on six, which R's package does not have."""
    five = united_kingdom()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "uk_5.csv"
        lines = [",".join([*five.lists, "count"])]
        lines += [",".join(map(str, [*history, count])) for history, count in five.rows()]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        runs = {
            "decomposable graphs, UK, 5 lists": partial(_process, file, 22_990),
            "decomposable graphs, UK, 6 lists": partial(_process, LISTS / "uk_2013.csv", 12_315),
        }
        seconds = in_turns(runs, rounds=rounds)
    one, other = seconds.values()
    rows = [spread(next(iter(runs)), one, "s", target=1.5, better="less"), spread(list(runs)[1], other, "s")]
    rows[0].detail |= {"R and C++, s": 4.7, "ours is faster, times": round(4.7 / rows[0].value, 1)}
    rows[1].detail |= {"R": "has no graphs on six lists"}
    return rows


def measure_latent(*, rounds: int = 3) -> list[Row]:
    """Seconds to a thousand effective draws of the posterior of latent classes, with another seed in every round."""
    from isonomia.estimation import CaptureHistories

    tasks = (
        Latent("UK, 5 lists", united_kingdom(), 22_300, 0.05, 40_000),
        Latent("Kosovo, 4 lists", CaptureHistories.from_csv(LISTS / "kosovo_1999.csv"), 10_430, 0.03, 990),
    )
    rows = []
    for task in tasks:
        seconds, worth = [], []
        for seed in range(1, rounds + 1):
            found: list[Estimate] = []
            taken = timed(partial(_latent, task, seed, found))
            effective = found[0].diagnostics["ess_bulk"]
            worth.append(round(effective))
            seconds.append(taken * 1000 / effective)
        row = spread(f"latent classes, 1,000 effective draws, {task.name}", seconds, "s")
        theirs = SWEEP_SECONDS * 1000 * task.sweeps / SWEEPS
        row.detail = {
            "effective draws of each run": worth, "R, s": round(theirs), "faster, times": round(theirs / row.value),
            "R was": f"{SWEEPS:,} sweeps in {SWEEP_SECONDS} s, worth {SWEEPS / task.sweeps:.0f} effective draws",
        }  # fmt: skip
        rows.append(row)
    return rows


def _process(file: Path, expected: int) -> None:
    subprocess.run([sys.executable, "-c", DECOMPOSABLE, str(file), str(expected)], check=True)


def _latent(task: Latent, seed: int, found: list[Estimate]) -> None:
    from isonomia.estimation import estimate

    result = estimate(task.histories, method="latent-class", seed=seed)
    if result.estimate is None or abs(result.estimate / task.estimate - 1) > task.within:
        raise ValueError(f"{task.name}: {result.estimate} where {task.estimate:,} is the posterior median")
    found.append(result)


def measure(*, rounds: int = 4) -> list[Row]:
    """Both parts."""
    return [*measure_decomposable(rounds=rounds), *measure_latent(rounds=rounds)]


if __name__ == "__main__":
    from run import table

    print(table(measure(rounds=2)))
