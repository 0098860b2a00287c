"""Measures how well documents are read: runs on every annotated document of the project, writes docs/accuracy.md.

python tools/accuracy.py [--check] [--errors] [--set-floor] [--jobs N]
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linking import Links, measure_links
from scoring import EXTRA, MEASURES, MISSED, OVERLAP, Score, score

ROOT = Path(__file__).resolve().parent.parent
ANNOTATIONS = ROOT / "tests" / "annotations"
PAGE = ROOT / "docs" / "accuracy.md"
FLOOR = ROOT / "tools" / "accuracy_floor.toml"
FIRST = ROOT / "tools" / "accuracy_first.toml"
KNOWN = ROOT / "tools" / "accuracy_known.toml"
ROLES = ROOT.parent / "shared" / "data" / "documents" / "fr_ArgMining_type_gold_363p.csv"
FIGURES = (*MEASURES, OVERLAP)
SHOWN = 12
"""Errors of one kind and measure that the page shows of one document; `--errors` prints all."""
WORDING = 70
"""Characters of an error's wording that the page shows."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One annotated document and its score."""

    name: str
    language: str
    symbol: str
    kind: str
    score: Score


def measure_one(path: Path) -> Measured:
    """Reads the document of one annotation and scores it."""
    import isonomia

    annotation: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    document = isonomia.read(ROOT / annotation["file"])
    found = score(annotation, document, isonomia.extract_mandates(document, all=True))
    return Measured(path.stem, annotation["language"], annotation["symbol"], annotation["kind"], found)


def measure(paths: Sequence[Path] | None = None, *, jobs: int = 1) -> list[Measured]:
    """Scores annotated documents (all that the project carries where none are named), in the order of their names."""
    paths = (
        sorted(path for path in ANNOTATIONS.glob("*.json") if not path.name.startswith("figures_"))
        if paths is None
        else list(paths)
    )
    if jobs == 1:
        return [measure_one(path) for path in paths]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(measure_one, paths))


def by_language(measured: Sequence[Measured]) -> dict[str, Score]:
    """The scores of each language added up, in the order of the codes."""
    out: dict[str, Score] = {}
    for row in sorted(measured, key=lambda row: (row.language, row.name)):
        out[row.language] = out.get(row.language, Score()) + row.score
    return out


# -- floors --------------------------------------------------------------------------------------------------------


def floors(path: Path = FLOOR) -> dict[str, dict[str, float]]:
    """The stored floors, by language and measure; none where they were never set."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def floor_text(languages: dict[str, Score], stored: dict[str, dict[str, float]]) -> str:
    """The floors as a file: what is measured now, cut (not rounded) to three places, no lower than what is stored."""
    lines = [
        "# No figure may fall below these (F1 by language). `tools/accuracy.py --set-floor` raises them, lowers none:",
        "# whoever has a reason to do that changes the line by hand and says the reason in the commit.",
    ]
    for language, total in languages.items():
        old = stored.get(language, {})
        lines += ["", f"[{language}]"]
        for name, value in total.figures().items():
            lines.append(f'"{name}" = {max(old.get(name, 0), int(value * 1000 + 1e-9) / 1000):.3f}')
    return "\n".join(lines) + "\n"


def fallen(languages: dict[str, Score], stored: dict[str, dict[str, float]]) -> list[str]:
    """One line for each figure that is below its floor, and for each language that is no longer measured."""
    out: list[str] = []
    for language, rows in stored.items():
        if language not in languages:
            out.append(f"{language}: no annotated document is left; its floor is in {FLOOR.name}")
            continue
        figures = languages[language].figures()
        out += [
            f"{language}: {name} fell to {figures[name]:.4f}, floor {floor:.3f}"
            for name, floor in rows.items()
            if figures[name] + 1e-9 < floor
        ]
    return out


# -- the page ------------------------------------------------------------------------------------------------------


def _cell(text: str) -> str:
    text = " ".join(text.split()).replace("|", "\\|")
    return text if len(text) <= WORDING else text[: WORDING - 1] + "…"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, words: int = 1) -> list[str]:
    """A Markdown table; the first `words` columns hold words, the others numbers."""
    marks = ["---" if at < words else "---:" for at in range(len(head))]
    return [f"| {' | '.join(row)} |" for row in (head, marks, *rows)]


def _totals(languages: dict[str, Score]) -> list[str]:
    overall = sum(languages.values(), Score())
    columns = {**languages, "all": overall}
    rows = []
    for name in MEASURES:
        rows.append([name, *(_f1(total, name) for total in columns.values())])
    rows.append([OVERLAP, *(f"{total.mean_overlap:.3f}" for total in columns.values())])
    lines = _table(["measure", *columns], rows)
    lines += ["", "Precision, recall and numbers over all languages:", ""]
    counts = [(name, overall.counts[name]) for name in MEASURES if name in overall.counts]
    lines += _table(
        ["measure", "precision", "recall", "F1", "annotated", "found"],
        [
            [name, f"{c.precision:.3f}", f"{c.recall:.3f}", f"{c.f1:.3f}", f"{c.annotated}", f"{c.found}"]
            for name, c in counts
        ],
    )
    return lines


def _f1(total: Score, name: str) -> str:
    counts = total.counts.get(name)
    return f"{counts.f1:.3f}" if counts and (counts.annotated or counts.found) else ""


def _documents(measured: Sequence[Measured]) -> list[str]:
    columns = [name for name in FIGURES if name not in ("documents and treaties", "verbs")]
    rows = []
    for row in measured:
        cells = [_f1(row.score, name) for name in columns[:-1]] + [f"{row.score.mean_overlap:.3f}"]
        rows.append([row.name, row.kind, row.language, *cells])
    return _table(["document", "kind", "language", *columns], rows, words=3)


def _errors(measured: Sequence[Measured]) -> list[str]:
    lines: list[str] = []
    for row in measured:
        kinds: dict[tuple[str, str], list[str]] = {}
        for error in row.score.errors:
            if error.measure != "documents and treaties":  # a part of the citations, told there
                told = f"{error.paragraph} {_cell(error.what)}".strip()
                kinds.setdefault((error.measure, error.kind), []).append(told)
        if not kinds:
            continue
        lines += ["", f"### {row.name}", ""]
        for (name, kind), items in kinds.items():
            more = f"; and {len(items) - SHOWN} more" if len(items) > SHOWN else ""
            lines.append(f"- {name}, {kind} ({len(items)}): {'; '.join(items[:SHOWN])}{more}")
    return lines


def confusion(pairs: Counter[tuple[str, str]], what: str) -> list[str]:
    """The confusion table in its long form: a row per annotated value, and what its errors were taken for."""
    values = sorted({annotated for annotated, _ in pairs if annotated != EXTRA})
    rows = []
    for value in values:
        mine = {found: count for (annotated, found), count in pairs.items() if annotated == value}
        wrong = sorted((-count, found) for found, count in mine.items() if found not in (value, MISSED))
        taken = ", ".join(f"{found} ×{-count}" for count, found in wrong)
        rows.append([value, taken, f"{sum(mine.values())}", f"{mine.get(value, 0)}", f"{mine.get(MISSED, 0)}"])
    lines = _table([what, "taken for", "annotated", "right", "missed"], rows, words=2)
    extra = sorted((-count, found) for (annotated, found), count in pairs.items() if annotated == EXTRA)
    if extra:
        lines += ["", "Found where nothing was annotated: " + ", ".join(f"{found} ×{-n}" for n, found in extra) + "."]
    return lines


def first_figures(path: Path = FIRST) -> list[str]:
    """The table of the figures that documents had when they were read for the first time."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["first"]
    columns = list(rows[0]["figures"])
    cells = [[row["document"], *(f"{row['figures'][name]:.3f}" for name in columns)] for row in rows]
    means = [sum(row["figures"][name] for row in rows) / len(rows) for name in columns]
    return _table(["document", *columns], [*cells, ["mean", *(f"{mean:.3f}" for mean in means)]])


def known_failures(path: Path = KNOWN) -> list[str]:
    """One line for each failure that is kept by hand in accuracy_known.toml."""
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("known", []) if path.exists() else []
    return [f"- **{row['area']}** ({', '.join(row['languages'])}): {' '.join(row['what'].split())}" for row in rows]


HEAD = """# Accuracy

Written by `make accuracy`; do not edit. What is known to fail is kept by hand in `tools/accuracy_known.toml`.

## How it is measured

Every document with a hand annotation (`tests/annotations/*.json`) is read and its clauses are extracted; nothing of the
annotation is shown to the program. Documents dated after 2040 are specimens in the form of United Nations documents,
written for this project, with invented symbols; the others are real. Specimens and rules come from the same house and
errors on these documents were looked at while the rules were written, so that the figures are an upper bound: on other
documents expect less. What to expect is what "Seen for the first time" says.

All figures are F1 (the harmonic mean of precision and recall) over what the documents of a language hold together.
White space and Arabic vowel signs do not count. Not marked: topics, the spans of clauses, headings.
"""


LINKED = """Heirs (`isonomia compare`), evidence (`isonomia trace`) and figures (`isonomia figures`) against annotations
made by reading (`tests/annotations`, `tests/annotations/evidence` with its README). A pair of paragraphs, a pair of a
mandate and a paragraph that shows work on it, a quantity: each counts once. *First right* is the mean of 1 / (place of
the first annotated paragraph), over the mandates that have one. The thresholds were chosen on the pairs of the official
documents (68/193, 76/187 and the 2018 report), so that their figures are of development; the specimens (97/503, 98/141
and 98/504) were written apart, in words that share as little as possible, and no weight was chosen on them.
"""


def linked(rows: Sequence[Links]) -> list[str]:
    """The tables of what is linked between documents, and the errors by kind."""
    cells = [
        [
            row.name, f"{row.precision:.3f}", f"{row.recall:.3f}", f"{row.f1:.3f}",
            "" if row.reciprocal_rank is None else f"{row.reciprocal_rank:.3f}", f"{row.annotated}", f"{row.found}",
        ]
        for row in rows
    ]  # fmt: skip
    lines = [LINKED, *_table(["", "precision", "recall", "F1", "first right", "annotated", "found"], cells)]
    lines += ["", "Errors by kind:", ""]
    for row in rows:
        for kind, items in row.errors.items():
            more = f"; and {len(items) - SHOWN} more" if len(items) > SHOWN else ""
            lines.append(f"- {row.name}, {kind} ({len(items)}): {'; '.join(map(_cell, items[:SHOWN]))}{more}")
    return lines


def page(measured: Sequence[Measured], links: Sequence[Links]) -> str:
    """docs/accuracy.md as a text; the same measures give the same text."""
    languages = by_language(measured)
    overall = sum(languages.values(), Score())
    lines = [HEAD]
    lines += [f"- {name}: {what}." for name, what in MEASURES.items()]
    lines.append(
        f"- {OVERLAP}: per annotated mandate the best F1 of letter pairs with an action found in its paragraph, "
        "0.9 where that holds the annotated one whole in less than three times its length; the mean."
    )
    lines += ["", "## By language", "", *_totals(languages)]
    lines += ["", "## By document", "", *_documents(measured)]
    intro = "Written and annotated apart from the rules, measured once before any error in them was looked at:"
    lines += ["", "## Seen for the first time", "", intro, "", *first_figures()]
    intro = "Clauses are paired in order inside their paragraph."
    lines += ["", "## Acts: annotated and extracted", "", intro, "", *confusion(overall.acts, "act")]
    lines += ["", "## Addressees: annotated and extracted", "", *confusion(overall.addressees, "addressee")]
    lines += ["", "## Errors", "", f"At most {SHOWN} of a kind, shortened; `tools/accuracy.py --errors` prints all."]
    lines += _errors(measured)
    lines += ["", "## Between documents", "", *linked(links)]
    lines += ["", "## Known to fail", "", *known_failures()]
    return "\n".join(lines).rstrip() + "\n"


# -- the command ---------------------------------------------------------------------------------------------------


def roles_line(path: Path = ROLES) -> str | None:
    """Macro-F1 of `paragraph_roles` on the French benchmark of resolutions, where its file is at hand.

    Some of its paragraphs have neither role (headings, formulas): once they count as wrong, once they are left out.
    """
    if not path.exists():
        return None
    import isonomia

    texts: dict[str, list[dict[str, str]]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            texts.setdefault(row["text_id"], []).append(row)
    pairs: Counter[tuple[str, str]] = Counter()
    for rows in texts.values():
        found = isonomia.paragraph_roles([row["para"] for row in rows], language="fr")
        pairs.update(zip((row["type"] for row in rows), found, strict=True))
    roles = ("preambular", "operative")
    ruled = Counter({pair: count for pair, count in pairs.items() if pair[0] in roles})
    with_role = f"{macro_f1(ruled, roles):.3f} of {ruled.total()} paragraphs with a role"
    return f"paragraph roles ({path.name}): macro-F1 {with_role}, {macro_f1(pairs, roles):.3f} of all {pairs.total()}"


def macro_f1(pairs: Counter[tuple[str, str]], values: Sequence[str]) -> float:
    """The mean of the F1 of some values, from counts of (annotated, found)."""
    out = 0.0
    for value in values:
        wanted = sum(count for (annotated, _), count in pairs.items() if annotated == value)
        got = sum(count for (_, found), count in pairs.items() if found == value)
        out += 2 * pairs[value, value] / max(1, wanted + got)
    return out / len(values)


def show(measured: Sequence[Measured]) -> str:
    """The table for the terminal: documents, languages, all."""
    names = {"paragraph ids": "ids", "documents and treaties": "treaties", "dates of citations": "dates",
             "acts of all clauses": "acts", "acts of mandates": "m.acts", "addressees": "addr", "conditions": "cond",
             OVERLAP: "action"}  # fmt: skip
    lines = [f"{'':26s}" + "".join(f"{names.get(name, name)[:9]:>10s}" for name in FIGURES)]
    languages = by_language(measured)
    rows = [(f"{row.name}", row.score) for row in measured] + [("", Score())]
    rows += [*languages.items(), ("all", sum(languages.values(), Score()))]
    for name, total in rows:
        cells = "".join(f"{value:10.3f}" for value in total.figures().values()) if name else ""
        lines.append(f"{name[:26]:26s}{cells}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints the table and writes the page; exit status 1 where a figure is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when docs/accuracy.md is not current")
    parser.add_argument("--errors", action="store_true", help="print every error")
    parser.add_argument("--set-floor", action="store_true", help="raise the floor to the present figures")
    parser.add_argument("--jobs", type=int, default=2, help="processes (2)")
    options = parser.parse_args(arguments)
    measured = measure(jobs=options.jobs)
    languages = by_language(measured)
    links = measure_links()
    text = page(measured, links)
    if options.errors:
        for row in measured:
            for error in row.score.errors:
                print(row.name, error.measure, error.kind, error.paragraph, error.what, sep="\t")
    print(show(measured))
    for link in links:
        rank = link.reciprocal_rank
        first = "" if rank is None else f", first right {rank:.3f}"
        print(f"{link.name}: P {link.precision:.3f} R {link.recall:.3f} F1 {link.f1:.3f}{first}")
    if line := roles_line():
        print(line)
    if options.set_floor:
        FLOOR.write_text(floor_text(languages, floors()), encoding="utf-8")
    status = 0
    for line in fallen(languages, floors()):
        print(line, file=sys.stderr)
        status = 1
    if options.check:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            print(f"{PAGE.relative_to(ROOT)} is not current; run `make accuracy`", file=sys.stderr)
            status = 1
    else:
        PAGE.write_text(text, encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
