"""Measures what is linked between documents (heirs, evidence, figures) against hand annotation."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ANNOTATIONS = ROOT / "tests" / "annotations"
EVIDENCE = ANNOTATIONS / "evidence"
SAMPLES = ROOT / "samples" / "documents"
HEIRS = ANNOTATIONS / "lineage_68_193_76_187.jsonl"
FIGURES = ANNOTATIONS / "figures_A_73_131.zh.jsonl"
RESOLUTION, REPORT = "A_RES_68_193.zh.txt", "A_73_131.zh.txt"
NEXT = "A_RES_76_187.zh.txt"
ASKED, TOLD, TAKEN = "A_RES_97_503", "A_98_141", "A_RES_98_504.en.txt"
TRACED: tuple[tuple[str, str, str], ...] = (
    (RESOLUTION, REPORT, "A_RES_68_193_A_73_131.zh.jsonl"),
    (NEXT, REPORT, "A_RES_76_187_A_73_131.zh.jsonl"),
    (REPORT, NEXT, "A_73_131_A_RES_76_187.zh.jsonl"),
    *(
        (f"{ASKED}.{asked}.txt", f"{TOLD}.{told}.txt", "A_RES_97_503_A_98_141.jsonl")
        for asked in ("es", "fr", "ru")
        for told in ("ar", "en", "zh")
    ),
    *((f"{TOLD}.{told}.txt", TAKEN, "A_98_141_A_RES_98_504.jsonl") for told in ("ar", "en", "zh")),
)
"""The documents that are traced: who asks, who answers, and the annotation of the pair."""


@dataclass(slots=True)
class Links:
    """Links annotated and found: how many are right, and what is wrong by kind."""

    name: str
    right: int = 0
    annotated: int = 0
    found: int = 0
    ranks: list[float] = field(default_factory=list)
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        """The share of the found links that are annotated."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the annotated links that were found."""
        return self.right / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.found + self.annotated
        return 2 * self.right / both if both else 0.0

    @property
    def reciprocal_rank(self) -> float | None:
        """The mean of 1 / (place of the first right one), 0 where none is ranked; None where nothing is ranked."""
        return sum(self.ranks) / len(self.ranks) if self.ranks else None

    def wrong(self, kind: str, what: str) -> None:
        """Keeps an error."""
        self.errors.setdefault(kind, []).append(what)

    def count(self, annotated: Iterable[Any], found: Iterable[Any]) -> tuple[Counter[Any], Counter[Any]]:
        """Counts two bags of links; gives what was missed and what is too much."""
        wanted, got = Counter(annotated), Counter(found)
        self.right += (wanted & got).total()
        self.annotated += wanted.total()
        self.found += got.total()
        return wanted - got, got - wanted


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def heirs() -> tuple[Links, Links]:
    """Pairs of paragraphs of two resolutions, and the relations of the pairs that both have."""
    import isonomia

    found = isonomia.compare(isonomia.read(SAMPLES / RESOLUTION), isonomia.read(SAMPLES / NEXT))
    wanted = {(row["old"], row["new"]): row["relation"] for row in _rows(HEIRS) if row["new"]}
    got = {(pair.old, pair.new): pair.relation for pair in found.pairs}
    pairs, relations = Links("heirs: pairs"), Links("heirs: relation of the right pairs")
    missed, extra = pairs.count(list(wanted), list(got))
    for old, new in missed:
        pairs.wrong("missed", f"{old} → {new} ({wanted[old, new]})")
    for old, new in extra:
        pairs.wrong("not annotated", f"{old} → {new}")
    both = [pair for pair in wanted if pair in got]
    relations.count([(pair, wanted[pair]) for pair in both], [(pair, got[pair]) for pair in both])
    for pair in both:
        if wanted[pair] != got[pair]:
            relations.wrong(f"{wanted[pair]} called {got[pair]}", f"{pair[0]} → {pair[1]}")
    return pairs, relations


def evidence(asking: str, answering: str, annotation: str) -> Links:
    """What a document shows of what another asked, against the annotation of the pair."""
    import isonomia

    wanted: dict[str, list[str]] = {}
    for row in _rows(EVIDENCE / annotation):
        wanted.setdefault(row["paragraph"], []).extend(row["evidence"])
    documents = isonomia.read(SAMPLES / asking), isonomia.read(SAMPLES / answering)
    ranked = {
        row.paragraph: [found.paragraph for found in row.evidence]
        for row in isonomia.trace(*documents, all=True).mandates
    }
    chosen = {row.paragraph: [found.paragraph for found in row.evidence] for row in isonomia.trace(*documents).mandates}
    links = Links(f"{Path(asking).stem} in {Path(answering).stem}")
    for paragraph, right in wanted.items():
        got = chosen.get(paragraph, [])
        missed, extra = links.count(right, got)
        if right:
            places = [place for place, found in enumerate(ranked.get(paragraph, ()), 1) if found in right]
            links.ranks.append(1 / places[0] if places else 0.0)
            if not got:
                links.wrong("nothing shown", f"{paragraph} ({', '.join(right)})")
            elif missed:
                links.wrong("missed", f"{paragraph} ({', '.join(missed)})")
        if extra:
            links.wrong(
                "not annotated" if right else "shown for what nothing answers", f"{paragraph} ({', '.join(extra)})"
            )
    for paragraph in chosen.keys() - wanted.keys():
        links.wrong("no ask by the annotation", paragraph)
    return links


def figures() -> Iterator[Links]:
    """The quantities of the second part of the report: value and unit, then what is counted and the qualifier."""
    import isonomia

    head, *rows = _rows(FIGURES)
    inside = set(head["paragraphs"])
    found = [row for row in isonomia.extract_figures(isonomia.read(SAMPLES / REPORT)) if row.paragraph in inside]
    minor = {(row["paragraph"], row["value"]) for row in rows if row["minor"]}
    rows = [row for row in rows if not row["minor"]]
    got = [row.to_dict() for row in found if (row.paragraph, row.value) not in minor]
    for name, keys in (
        ("figures: value", ("value",)),
        ("figures: value and unit", ("value", "unit")),
        ("figures: value and qualifier", ("value", "qualifier")),
        ("figures: value and date", ("value", "as_of")),
    ):
        links = Links(name)
        missed, extra = links.count(_keyed(rows, keys), _keyed(got, keys))
        for kind, bag in (("missed", missed), ("not annotated", extra)):
            for row in bag:
                links.wrong(kind, " ".join(map(str, row)))
        yield links


def _keyed(rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> list[tuple[Any, ...]]:
    return [(row["paragraph"], *(row[key] for key in keys)) for row in rows]


def measure_links() -> list[Links]:
    """All of it, in the order of the page."""
    return [*heirs(), *(evidence(*row) for row in TRACED), *figures()]
