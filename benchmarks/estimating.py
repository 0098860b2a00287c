"""Hidden populations: `isonomia estimate` as a person starts it, against R.

Each row is a whole process, start and imports included, on the published tables; the estimate is checked. Where R and
the package MultipleSystemsEstimation or SparseMSE are installed, the same is run there, once, and the ratio printed;
otherwise the seconds that R took are those recorded on a machine of two cores (elapsed, package versions as named).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from measuring import ROOT, Row, in_turns, spread

COMMAND = Path(sys.executable).parent / "isonomia"
LISTS = ROOT / "samples" / "lists"
RECORDED = "recorded with MultipleSystemsEstimation 1.2.0 in R, two cores"


@dataclass(frozen=True)
class Task:
    """What is estimated, what must come out, how long it may take, and how long R took (None: not recorded)."""

    name: str
    table: str
    options: tuple[str, ...]
    estimate: float
    target: float | None
    r_seconds: float | None
    r_call: str = ""


STEPWISE = 'estimate_population(x, method = "stepwise", nboot = 1000)'
BIC = 'estimate_population(x, method = "bic", maxorder = {order}, nboot = {boot})'
TASKS = (
    Task("stepwise, 1,000 BCa, UK, 5 lists", "uk_5", ("--method", "stepwise"), 11_313, 3, 78, STEPWISE),
    Task("stepwise, 1,000 BCa, UK, 6 lists", "uk_6", ("--method", "stepwise"), 11_418, 8, 188, STEPWISE),
    Task("stepwise, 1,000 BCa, Kosovo, 4 lists", "kosovo", ("--method", "stepwise"), 14_342, None, 34, STEPWISE),
    Task(
        "BIC, all 6,893 models, UK, 5 lists", "uk_5", ("--method", "bic", "--bootstrap", "0"), 25_311, 3, 15,
        BIC.format(order=3, boot=0),
    ),
    Task(
        "BIC, 1,000 BCa, Kosovo, 4 lists", "kosovo", ("--method", "bic"), 10_357, 4, 23.5,
        BIC.format(order=3, boot=1000),
    ),
    Task("BIC, 1,000 BCa, UK, 5 lists", "uk_5", ("--method", "bic"), 25_311, None, None),
    Task("BIC, 32,768 models, 1,000 BCa, UK, 6 lists", "uk_6", ("--method", "bic"), 12_350, 30, None),
)  # fmt: skip
R_SCRIPT = """
arguments <- commandArgs(TRUE)
if (!requireNamespace("MultipleSystemsEstimation", quietly = TRUE)) quit(status = 3)
library(MultipleSystemsEstimation)
x <- as.matrix(read.csv(arguments[1]))
started <- proc.time()[["elapsed"]]
invisible(eval(parse(text = arguments[2])))
cat(proc.time()[["elapsed"]] - started)
"""


def tables(folder: Path) -> dict[str, Path]:
    """The tables as files: those of the samples, and that of the United Kingdom with two lists made one."""
    from isonomia.estimation import CaptureHistories

    six = CaptureHistories.from_csv(LISTS / "uk_2013.csv")
    merged = six.merged(["PF", "NCA"], "PFNCA")
    lines = [",".join([*merged.lists, "count"])]
    lines += [",".join(map(str, [*history, count])) for history, count in merged.rows()]
    (folder / "uk_5.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {"uk_5": folder / "uk_5.csv", "uk_6": LISTS / "uk_2013.csv", "kosovo": LISTS / "kosovo_1999.csv"}


def ours(task: Task, table: Path) -> None:
    """One run of the command; a wrong estimate is an error."""
    command = [str(COMMAND), "estimate", str(table), *task.options, "--seed", "1", "--format", "json"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    told = json.loads(done.stdout)
    if round(told["estimate"]) != task.estimate:
        raise ValueError(f"{task.name}: {told['estimate']} where {task.estimate} was published")


def theirs(task: Task, table: Path) -> float | None:
    """Seconds of the same in R, started and loaded before the clock runs; None where R or the package is missing."""
    program = shutil.which("Rscript")
    if program is None or not task.r_call:
        return None
    done = subprocess.run(
        [program, "--vanilla", "-e", R_SCRIPT, str(table), task.r_call], capture_output=True, text=True, check=False
    )
    return float(done.stdout) if done.returncode == 0 else None


def measure(*, rounds: int = 5) -> list[Row]:
    """Seconds of each task, with what R takes."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        files = tables(Path(name))
        seconds = in_turns({task.name: partial(ours, task, files[task.table]) for task in TASKS}, rounds=rounds)
        for task in TASKS:
            row = spread(task.name, seconds[task.name], "s", target=task.target, better="less")
            measured = theirs(task, files[task.table])
            r_seconds = task.r_seconds if measured is None else measured
            if r_seconds is not None:
                row.detail["R, s"] = r_seconds
                row.detail["ours is faster, times"] = round(r_seconds / row.value)
                row.detail["R was"] = RECORDED if measured is None else "run beside ours"
            rows.append(row)
    return rows


if __name__ == "__main__":
    began = time.perf_counter()
    for row in measure(rounds=1):
        print(row.name, f"{row.value:.2f} s", row.verdict, row.detail)
    print(f"in all {time.perf_counter() - began:.0f} s")
