"""Draws the pictures of docs/methods/hidden-populations.md from the sample lists, seed 1.

python tools/pictures.py [--check]

With --check nothing is written; the exit status is 1 where a picture is not as the estimators would draw it now.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "lists" / "uk_2013.csv"
TARGET = ROOT / "docs" / "methods" / "pictures"
SEED = 1
METHODS = ("stepwise", "bic", "decomposable", "latent-class", "independence", "chao", "sample-coverage", "mth")
REPLICATES = {"stepwise": 1000, "bic": 200}


def pictures() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The name of each picture's file, what it shows, and its specification."""
    from isonomia.estimation import CaptureHistories, Options, estimate
    from isonomia.estimation.pictures import curve, forest, upset
    from isonomia.estimation.sensitivity import assumption_curve, leave_one_out, merged_pairs, trajectory

    histories = CaptureHistories.from_csv(SAMPLE)
    yield "uk_2013_lists", "how many persons share which lists, United Kingdom 2013", upset(histories)

    found = {name: estimate(histories, name, seed=SEED, bootstrap=REPLICATES.get(name)) for name in METHODS}
    yield "uk_2013_estimates", "eight estimators with their 80 and 95 per cent limits", forest(list(found.items()))

    rows: list[dict[str, float | None]] = [
        {
            "factor": point.factor,
            "estimate": point.estimate,
            "low": point.intervals["0.95"][0],
            "high": point.intervals["0.95"][1],
        }
        for point in assumption_curve(found["stepwise"])
    ]
    title = "the hidden are so many times what the assumption says"
    yield "uk_2013_assumption", "the estimate where its assumption fails by a factor", curve(rows, "factor", title)

    none = Options(bootstrap=0, seed=SEED)
    varied = [*leave_one_out(histories, "stepwise", none), *merged_pairs(histories, "stepwise", none)[1:]]
    yield "uk_2013_variations", "the estimate without each list and with each two merged", _dots(varied)

    parts: list[dict[str, float | None]] = [
        {"share": 100 * one.observed / histories.observed, "estimate": _of_all(one, histories.observed)}
        for one in trajectory(histories, "stepwise", none)
    ]
    x_title, y_title = "per cent of the persons, in a random order", "estimate divided by the share"
    yield "uk_2013_trajectory", "the estimate from a growing share of persons", curve(parts, "share", x_title, y_title)


def _of_all(one: Any, persons: int) -> float | None:
    """A share of the persons is a population of its own, as many times smaller: its estimate divided by the share."""
    return None if one.estimate is None else float(one.estimate * persons / one.observed)


def _dots(varied: Any) -> dict[str, Any]:
    data = [{"change": one.change, "estimate": one.estimate} for one in varied if one.estimate is not None]
    unchanged = {"mark": {"type": "rule", "strokeDash": [4, 3]}, "data": {"values": data[:1]}}
    x = {"field": "estimate", "type": "quantitative", "title": "persons", "scale": {"zero": False}}
    y = {"field": "change", "type": "nominal", "sort": None, "title": None}
    return {
        "width": 460,
        "height": {"step": 17},
        "layer": [
            unchanged | {"encoding": {"x": x}},
            {
                "mark": {"type": "point", "size": 70, "opacity": 1},
                "data": {"values": data},
                "encoding": {"x": x, "y": y},
            },
        ],
    }


def main() -> int:
    """Draws, or compares what is drawn."""
    from isonomia.charts import svg

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say which pictures differ")
    options = parser.parse_args()
    TARGET.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, label, spec in pictures():
        file, drawn = TARGET / f"{name}.svg", svg(spec, label) + "\n"
        if options.check:
            stale += [file.name] if not file.exists() or file.read_text(encoding="utf-8") != drawn else []
        else:
            file.write_text(drawn, encoding="utf-8")
    for changed in stale:
        print(f"{changed} is not as it would be drawn now; run python tools/pictures.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(main())
