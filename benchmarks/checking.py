"""A published workbook read and checked, as a whole process, against the same with pandas and openpyxl in the same run.

The workbook is the prisons file of the portal, 65,797 observations, where the shared material is there; else one of
the same layout and size that is written for the purpose. The peer reads it as pandas does and counts eight kinds of
defect, each in its own vectorised way; ours judges thirteen, and says where each stands and what would be right.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from measuring import ROOT, Row, in_turns, spread

REAL = ROOT.parent / "shared" / "data" / "statistics" / "unodc_cts_prisons_and_prisoners_2023.xlsx"
ROWS = 65_797
COMMAND = Path(sys.executable).parent / "isonomia"
PEER = Path(__file__).with_name("checking_peer.py")
HEAD = (
    "Iso3_code", "Country", "Region", "Subregion", "Indicator", "Dimension", "Category", "Sex", "Age", "Year",
    "Unit of measurement", "VALUE", "Source",
)  # fmt: skip


def written(path: Path, rows: int = ROWS) -> Path:
    """A workbook in the layout of the portal with so many observations: persons held by category and sex, and rates."""
    import xlsxwriter

    from isonomia.statistics.areas import areas

    chance = random.Random(7)
    names = sorted((code, area.names["en"]) for code, area in areas().items())[:190]
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("data_cts_prisons")
    sheet.write_row(0, 0, ["Persons held in prison"])
    sheet.write_row(2, 0, HEAD)
    done = 0
    while done < rows:
        code, name = names[done // 6 % len(names)]
        year, held = 2000 + done // 6 // len(names) % 23, chance.randint(40, 200_000)
        men = round(held * 0.93)
        people = 5_000_000 + 1000 * (done // 6 % len(names))
        category = f"Category {done // 6 // len(names) // 23}"
        head = (code, name, "World", "World", "Persons held", "by category", category)
        for sex, count in (("Total", held), ("Male", men), ("Female", held - men)):
            for unit, value in (("Counts", count), ("Rate per 100,000 population", count / people * 1e5)):
                if done < rows:
                    sheet.write_row(done + 3, 0, (*head, sex, "Total", year, unit, value, "CTS"))
                    done += 1
    book.close()
    return path


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):  # 1: there are errors in the file
        raise RuntimeError(done.stderr)


def measure(*, rounds: int = 5) -> list[Row]:
    """Seconds of a whole process, ours and the peer's in turns."""
    with tempfile.TemporaryDirectory(prefix="isonomia-bench-") as folder:
        file = REAL if REAL.exists() else written(Path(folder) / "prisons.xlsx")
        tasks = {
            "ours": partial(_run, str(COMMAND), "check", str(file)),
            "theirs": partial(_run, sys.executable, str(PEER), str(file)),
        }
        seconds = in_turns(tasks, rounds=rounds)
    ratios = [theirs / ours for ours, theirs in zip(seconds["ours"], seconds["theirs"], strict=True)]
    rows = [
        spread("65,797 observations read and checked", seconds["ours"], "s", target=2, better="less"),
        spread("  against pandas and openpyxl", ratios, "times", target=5),
    ]
    rows[0].detail["workbook"] = "as published" if file == REAL else "made for the purpose"
    rows[1].detail["pandas and openpyxl, s"] = round(sorted(seconds["theirs"])[len(ratios) // 2], 1)
    return rows


if __name__ == "__main__":
    from run import table

    print(table(measure(rounds=2)))
