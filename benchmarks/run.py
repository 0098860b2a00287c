"""Measures speed: ratios in one run, with targets and verdicts. Nothing here fails because of time.

python benchmarks/run.py [--json] [--only PART] [--quick]
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
from collections.abc import Sequence

from measuring import Row

PARTS = (
    "citing", "one_resolution", "starting", "folder", "lineage", "near_duplicates", "estimating",
    "estimating_bayes", "checking", "aggregating", "protecting", "searching", "site", "site_million", "site_import",
)  # fmt: skip
MODULES = {"site": "site_lists"}
"""Parts that cannot be called as their module is."""


def number(value: float | None) -> str:
    """A figure with three figures that count, or thousands in groups."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def table(rows: Sequence[Row]) -> str:
    """The rows as plain text: what, median, least and greatest, unit, target, verdict, and what was measured."""
    head = ("", "median", "min", "max", "unit", "target", "verdict")
    cells = [head]
    for row in rows:
        sign = "" if row.target is None else ("≥ " if row.better == "more" else "≤ ") + number(row.target)
        cells.append((row.name, number(row.value), number(row.low), number(row.high), row.unit, sign, row.verdict))
    widths = [max(len(line[at]) for line in cells) for at in range(len(head))]
    lines = []
    for at, line in enumerate(cells):
        padded = [text.ljust(widths[i]) if i in (0, 4, 6) else text.rjust(widths[i]) for i, text in enumerate(line)]
        lines.append("  ".join(padded).rstrip())
        if at and rows[at - 1].detail:
            told = "; ".join(f"{name} {value}" for name, value in rows[at - 1].detail.items())
            lines.append(f"      {told}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the parts and prints the table or JSON; always exit status 0 when all could be run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--only", choices=PARTS, action="append", help="run this part; may be given again")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    options = parser.parse_args(arguments)
    rows: list[Row] = []
    for part in options.only or PARTS:
        print(f"measuring {part} ...", file=sys.stderr)
        module = importlib.import_module(MODULES.get(part, part))
        rows += module.measure(rounds=2) if options.quick else module.measure()
    machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    if options.json:
        print(json.dumps({"machine": machine, "rows": [row.to_dict() for row in rows]}, ensure_ascii=False, indent=1))
    else:
        print(", ".join(f"{name} {value}" for name, value in machine.items()))
        print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
