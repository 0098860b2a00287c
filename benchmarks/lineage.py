"""Comparing two resolutions: ours against a greedy alignment of the same paragraphs by their characters.

The greedy alignment measures the similarity of all pairs of paragraphs (with difflib or with rapidfuzz) and takes pairs
one to one, the most similar first, as public tools do. It is given the threshold at which its pairs are best, which
nobody knows beforehand. Ours is timed twice: the alignment alone (from prepared paragraphs to pairs, which is what the
greedy one does) and the whole call `compare(old, new)` on documents that have been read but never compared: mandates,
what is blanked, alignment and relations.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial

from grown import two_sessions
from measuring import ROOT, SAMPLES, Row, spread, timed, varied

import isonomia
from isonomia.mandates.alignment import align
from isonomia.mandates.likeness import Likeness
from isonomia.mandates.lineage import compare
from isonomia.mandates.passages import Passage, passages
from isonomia.text.model import Document

AGAINST = {"difflib": 20.0, "rapidfuzz": 1.0}
"""How many times faster than these ours must be."""
LARGE, LARGE_SECONDS = 318, 0.5
REAL = ("A_RES_68_193.zh.txt", "A_RES_76_187.zh.txt")
ANNOTATED = ROOT / "tests" / "annotations" / "lineage_68_193_76_187.jsonl"

Pairs = set[tuple[str, str]]
Scored = list[tuple[float, int, int]]


@dataclass(frozen=True, slots=True)
class Case:
    """Two resolutions that can be read anew any number of times (each time other texts), and their right pairs."""

    name: str
    read: Callable[[int], tuple[Document, Document]]
    right: frozenset[tuple[str, str]]


def real() -> Case:
    """The two real resolutions with the heirs that a reader wrote down."""
    rows = [json.loads(line) for line in ANNOTATED.read_text(encoding="utf-8").splitlines()]
    right = frozenset((row["old"], row["new"]) for row in rows if row.get("old") and row.get("new"))

    def read(at: int) -> tuple[Document, Document]:
        old, new = (isonomia.read(varied(SAMPLES / name, at)) for name in REAL)
        return old, new

    return Case("68/193 with 76/187, Chinese", read, right)


def grown(language: str, count: int, *, seed: int, dropped: int = 0, merged: int = 0, added: int = 0) -> Case:
    """A grown resolution and its successor; each reading moves the year of the date, so that the texts are new."""
    two = two_sessions(language, count, seed=seed, dropped=dropped, merged=merged, added=added)
    names = {"en": "English", "zh": "Chinese"}

    def read(at: int) -> tuple[Document, Document]:
        old, new = (isonomia.read(text.replace("1991", str(1991 - at)).encode()) for text in (two.old, two.new))
        return old, new

    return Case(f"{count} x {count - dropped - merged + added} grown, {names[language]}", read, two.pairs)


# -- the greedy alignment ------------------------------------------------------------------------------------------


def difflib_ratios(old: Sequence[str], new: Sequence[str]) -> Scored:
    """All pairs by difflib, which remembers what it found out about the second text."""
    matcher: SequenceMatcher[str] = SequenceMatcher(None)
    rows: Scored = []
    for j, text in enumerate(new):
        matcher.set_seq2(text)
        for i, other in enumerate(old):
            matcher.set_seq1(other)
            rows.append((matcher.ratio(), i, j))
    return rows


def rapidfuzz_ratios(old: Sequence[str], new: Sequence[str]) -> Scored:
    """All pairs by rapidfuzz."""
    from rapidfuzz import fuzz

    ratio = fuzz.ratio
    return [(ratio(text, other) / 100, i, j) for i, text in enumerate(old) for j, other in enumerate(new)]


RATIOS = {"difflib": difflib_ratios, "rapidfuzz": rapidfuzz_ratios}


def greedy(ratios: Callable[[Sequence[str], Sequence[str]], Scored], old: Sequence[str], new: Sequence[str]) -> Scored:
    """The pairs, one to one, the most similar first, however little similar."""
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs: Scored = []
    for score, i, j in sorted(ratios(old, new), reverse=True):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            pairs.append((score, i, j))
    return pairs


def f1(found: Iterable[tuple[str, str]], right: frozenset[tuple[str, str]]) -> float:
    """Twice the right pairs found, over all found and all right ones."""
    pairs = set(found)
    return 2 * len(pairs & right) / (len(pairs) + len(right))


def best_f1(pairs: Scored, old: Sequence[str], new: Sequence[str], right: frozenset[tuple[str, str]]) -> float:
    """The F1 at the threshold where it is highest; `pairs` sorted, the ids of the paragraphs beside them."""
    named = [(old[i], new[j]) for _, i, j in pairs]
    return max(f1(named[:count], right) for count in range(1, len(named) + 1))


# -- measuring -----------------------------------------------------------------------------------------------------


def aligned(old: Sequence[Passage], new: Sequence[Passage]) -> list[tuple[int, int]]:
    """Our alignment alone."""
    return align(old, new, Likeness([row.words for row in old], [row.words for row in new]))


def against(case: Case, *, rounds: int) -> list[Row]:
    """Both of ours against both of theirs, taking turns, a round of warming first."""
    seconds: dict[str, list[float]] = {name: [] for name in ("whole call", "alignment", *RATIOS)}
    for at in range(rounds + 1):
        old, new = case.read(at)
        times = {"whole call": timed(partial(compare, old, new))}
        before, after = passages(old), passages(new)
        times["alignment"] = timed(partial(aligned, before, after))
        texts = [[row.text for row in rows] for rows in (before, after)]
        for name, ratios in RATIOS.items():
            times[name] = timed(partial(greedy, ratios, *texts))
        if at:
            for name, value in times.items():
                seconds[name].append(value)
    quality = pairs_f1(case)
    ours = quality.pop("isonomia")
    detail = {"paragraphs": f"{len(before)} x {len(after)}", "rounds": rounds}
    rows: list[Row] = []
    for what in ("alignment", "whole call"):
        for name, target in AGAINST.items():
            ratios_now = [theirs / mine for mine, theirs in zip(seconds[what], seconds[name], strict=True)]
            row = spread(f"{case.name}: {what} against {name}", ratios_now, "times", target=target)
            rows.append(row)
    rows[0].detail |= detail
    others = {name: round(value, 3) for name, value in quality.items()}
    rows.append(Row("  pairs F1, against theirs", ours, "", max(quality.values()), detail=others))
    return rows + [spread(f"  {name}", values, "s") for name, values in seconds.items()]


def pairs_f1(case: Case) -> dict[str, float]:
    """The F1 of our pairs and of theirs at their best threshold."""
    old, new = case.read(0)
    found = {"isonomia": f1(((pair.old, pair.new) for pair in compare(old, new).pairs), case.right)}
    before, after = passages(old), passages(new)
    ids = [[row.id for row in rows] for rows in (before, after)]
    texts = [[row.text for row in rows] for rows in (before, after)]
    for name, ratios in RATIOS.items():
        found[name] = best_f1(greedy(ratios, *texts), *ids, case.right)
    return found


def large(language: str, *, rounds: int, count: int = LARGE) -> Row:
    """The whole call on two resolutions of so many paragraphs in another order, with what share of pairs is right."""
    case = grown(language, count, seed=11)
    seconds: list[float] = []
    for at in range(rounds + 1):
        seconds.append(timed(partial(compare, *case.read(at))))
    found = {(pair.old, pair.new) for pair in compare(*case.read(0)).pairs}
    detail = {
        "right of the pairs found": round(len(found & case.right) / len(found), 3),
        "right pairs that were found": round(len(found & case.right) / len(case.right), 3),
        "rounds": rounds,
    }
    return spread(f"{case.name}, whole call", seconds[1:], "s", target=LARGE_SECONDS, better="less", detail=detail)


def measure(*, rounds: int = 9) -> list[Row]:
    """The real pair, an English one of about its size, and two large ones."""
    rows = against(real(), rounds=rounds)
    rows += against(grown("en", 68, seed=7, dropped=8, merged=2, added=8), rounds=rounds)
    return rows + [large(language, rounds=rounds) for language in ("en", "zh")]
