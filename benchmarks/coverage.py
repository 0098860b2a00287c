"""How often intervals hold the truth: populations of known size are drawn, listed and estimated, again and again.

    python benchmarks/coverage.py --simulations 5                     a short look, minutes
    python benchmarks/coverage.py --simulations 500 --bootstrap 1000 -o out/coverage.jsonl
    python benchmarks/coverage.py -o out/coverage.jsonl --only-table  the table of what has been done

28 scenarios in the spirit of Chan, Silverman, Vincent 2021: seven published tables with four degrees of dependence.
For each table the model of main effects and the first 0, 1, 2 or 4 pairs that the stepwise search takes (threshold 0.2)
is fitted; its fit is the truth: a population of the fitted size, the hidden among them, each person with the fitted
chances of every history. From it tables are drawn, and each method estimates from what they show. Where a list comes
out empty it is left out, as an analyst would. Results are appended to a file, a line for each simulation and method;
what stands there is not done again, so that a run can be broken off and taken up.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from estimating import LISTS

from isonomia.errors import IsonomiaError
from isonomia.estimation import METHODS, CaptureHistories, Estimate, selection
from isonomia.estimation.chosen import fit_model
from isonomia.estimation.estimating import Options, estimator
from isonomia.estimation.stepwise import search

DEGREES = (0, 1, 2, 4)
THRESHOLD = 0.2
DEFAULT = ("stepwise", "bic", "independence", "chao")
LEVELS = ("0.80", "0.95")


@dataclass(frozen=True)
class Scenario:
    """A population: its size and the chances of each history, (2**t,), that of the hidden first."""

    name: str
    lists: tuple[str, ...]
    size: int
    chances: np.ndarray[Any, np.dtype[np.float64]]

    def drawn(self, seed: int) -> CaptureHistories:
        """What the lists show of one population; lists that catch no one are left out."""
        counts = np.random.default_rng([seed, *self.name.encode()]).multinomial(self.size, self.chances)
        counts[0] = 0
        seen = CaptureHistories(self.lists, counts)
        empty = [name for name, total in seen.list_totals.items() if not total]
        return seen.dropped(*empty) if empty else seen


def base_tables() -> dict[str, CaptureHistories]:
    """The published tables, as they are and with lists made one as the studies did."""
    uk = CaptureHistories.from_csv(LISTS / "uk_2013.csv")
    netherlands = CaptureHistories.from_csv(LISTS / "netherlands_2010_2015.csv")
    new_orleans = CaptureHistories.from_csv(LISTS / "new_orleans_2014.csv")
    return {
        "UK 6": uk,
        "UK 5": uk.merged(["PF", "NCA"]),
        "Netherlands 6": netherlands,
        "Netherlands 5": netherlands.merged(["I", "O"]),
        "New Orleans 8": new_orleans,
        "New Orleans 5": new_orleans.merged(["B", "E", "F", "G"]),
        "Kosovo 4": CaptureHistories.from_csv(LISTS / "kosovo_1999.csv"),
    }


def scenarios() -> list[Scenario]:
    """The seven tables with four degrees of dependence each."""
    made = []
    for name, table in base_tables().items():
        path = [int(step.term[0]) for step in search(table.counts[:, None].astype(float), THRESHOLD).path]
        for degree in DEGREES:
            chosen = fit_model(table, path[:degree])
            means = chosen.means.copy()
            means[0] = chosen.hidden
            pairs = f"{degree} pair{'' if degree == 1 else 's'}"
            made.append(Scenario(f"{name}, {pairs}", table.lists, round(float(means.sum())), means / means.sum()))
    return made


def estimated(method: str, table: CaptureHistories, options: Options) -> Estimate | None:
    """The estimate, or None where the method refuses the table."""
    function = estimator(method) if method in METHODS else getattr(selection, method)
    try:
        found: Estimate = function(table.checked(), options)
    except IsonomiaError:
        return None
    return found


def simulated(job: tuple[Scenario, int, tuple[str, ...], int]) -> list[dict[str, Any]]:
    """One population of a scenario, estimated by some methods."""
    scenario, number, methods, bootstrap = job
    table = scenario.drawn(number)
    rows = []
    for method in methods:
        began = time.perf_counter()
        found = estimated(method, table, Options(bootstrap=bootstrap, seed=number, processes=1))
        row: dict[str, Any] = {
            "scenario": scenario.name, "method": method, "simulation": number, "bootstrap": bootstrap,
            "truth": scenario.size, "observed": table.observed, "seconds": round(time.perf_counter() - began, 3),
        }  # fmt: skip
        if found is not None:
            row |= {"estimate": found.estimate, "intervals": found.intervals, "reportable": found.reportable}
        rows.append(row)
    return rows


def covers(row: dict[str, Any], level: str) -> bool | None:
    """Whether an interval holds the truth; an upper limit that does not exist does. None where there is no interval."""
    limits = row.get("intervals", {}).get(level)
    if limits is None:
        return None
    return bool(limits[0] <= row["truth"] and (limits[1] is None or row["truth"] <= limits[1]))


def width(row: dict[str, Any], level: str) -> float | None:
    """The width of an interval for one person of the truth; None where it has no end or there is none."""
    limits = row.get("intervals", {}).get(level)
    return None if limits is None or limits[1] is None else (limits[1] - limits[0]) / row["truth"]


def table_of(rows: Iterable[dict[str, Any]]) -> str:
    """A Markdown table: for each scenario and method how often the intervals held the truth, and how wide they were."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["scenario"], row["method"]].append(row)
        groups["all", row["method"]].append(row)
    head = ["scenario", "method", "runs", "truth", "median estimate", "holds at 80 %", "holds at 95 %"]
    head += ["width at 95 %", "without estimate"]
    lines = ["| " + " | ".join(head) + " |", "|---|---|" + "---:|" * (len(head) - 2)]
    for (scenario, method), group in sorted(groups.items(), key=lambda pair: (pair[0][0] == "all", *pair[0])):
        estimates = [row["estimate"] / row["truth"] for row in group if row.get("estimate") is not None]
        truth = "" if scenario == "all" else f"{group[0]['truth']:,}"
        cells = [scenario, method, str(len(group)), truth]
        cells.append(f"{statistics.median(estimates):.2f} x truth" if estimates else "")
        for level in LEVELS:
            held = [found for row in group if (found := covers(row, level)) is not None]
            cells.append(f"{100 * sum(held) / len(held):.1f} %" if held else "")
        widths = [found for row in group if (found := width(row, "0.95")) is not None]
        cells.append(f"{statistics.median(widths):.2f} x truth" if widths else "")
        cells.append(str(len(group) - len(estimates)))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def read(file: Path | None) -> list[dict[str, Any]]:
    """What a run has written; a last line that was broken off is struck."""
    if file is None or not file.exists():
        return []
    whole, _, rest = file.read_text(encoding="utf-8").rpartition("\n")
    if rest:
        file.write_text(f"{whole}\n" if whole else "", encoding="utf-8")
    return [json.loads(line) for line in whole.split("\n") if line]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what has not been done yet, and prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--simulations", type=int, default=3, help="populations for each scenario (3)")
    parser.add_argument("--bootstrap", type=int, default=200, help="replicates of each bootstrap (200)")
    parser.add_argument("--methods", default=",".join(DEFAULT), help="methods, with commas between")
    parser.add_argument("--scenario", help="only those whose name holds this, e.g. 'UK 5'")
    parser.add_argument("--processes", type=int, default=multiprocessing.cpu_count(), help="worker processes")
    parser.add_argument("--only-table", action="store_true", help="run nothing, print what the file holds")
    parser.add_argument("-o", "--output", type=Path, help="append results to this file and go on from there")
    options = parser.parse_args(arguments)
    done = read(options.output)
    if not options.only_table:
        known = {(row["scenario"], row["method"], row["simulation"], row["bootstrap"]) for row in done}
        chosen = [row for row in scenarios() if options.scenario is None or options.scenario in row.name]
        methods = tuple(options.methods.split(","))
        todo = []
        for number in range(options.simulations):
            for scenario in chosen:
                key = (number, options.bootstrap)
                left = tuple(method for method in methods if (scenario.name, method, *key) not in known)
                if left:
                    todo.append((scenario, number, left, options.bootstrap))
        done += run(todo, options.output, options.processes)
    print(table_of(done))
    return 0


def run(
    jobs: list[tuple[Scenario, int, tuple[str, ...], int]], file: Path | None, workers: int
) -> list[dict[str, Any]]:
    """Does the jobs, writing each as it is done."""
    if not jobs:
        return []
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    with multiprocessing.Pool(min(workers, len(jobs))) as pool:
        for at, found in enumerate(pool.imap_unordered(simulated, jobs), 1):
            rows += found
            if file is not None:
                with file.open("a", encoding="utf-8") as out:
                    out.writelines(json.dumps(row, allow_nan=False) + "\n" for row in found)
            print(f"\r{at} of {len(jobs)} populations", end="", file=sys.stderr)
    print(file=sys.stderr)
    return rows


if __name__ == "__main__":
    sys.exit(main())
