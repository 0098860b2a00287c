"""Compares what the program found in a document with its hand annotation: counts, lists of errors, aligned pairs.

All spans are compared without white space and Arabic vowel signs. Each measure counts the same way in all documents,
so that counts can be added up per language and overall.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from isonomia.mandates.model import Mandate
from isonomia.text.model import Document

MEASURES = {
    "paragraph ids": "the set of paragraph ids",
    "notes": "a note is right when its marker is and more than nine tenths of its text (bigram F1)",
    "citations": "one pair (paragraph, target) per distinct target of a paragraph, those through notes included; a "
    "treaty named only inside the name of a body is not cited, and in title marks (《》) counts neither way",
    "documents and treaties": "the same, without soft-law instruments and publications",
    "dates of citations": "triples (paragraph, target, ISO date) where the reference prints one",
    "verbs": "pairs (paragraph, verb as printed without connectives) of all operative clauses",
    "acts of all clauses": "pairs (paragraph, act) of all operative clauses, repetitions counted",
    "acts of mandates": "pairs (paragraph, act) of the clauses that ask an actor to act",
    "addressees": "pairs (paragraph, addressee id) of mandates, each id once per mandate",
    "conditions": "verbatim spans of mandates; right when one contains the other",
    "due": "pairs (paragraph, year) of all clauses that say by when",
}
"""The counted measures, in the order in which they are shown, and what each counts."""
OVERLAP = "action overlap"
"""The measure that is a mean, not a count: how much of a mandate's action has the annotated wording."""

NUMBERED_ROLES = ("preambular", "operative", "numbered")
NOTE_KEPT = 0.9
CONTAINED = 0.9
"""What an action is worth that holds the annotated one whole and is less than three times as long."""
SHORT_ACTION = 8
"""Characters up to which an annotated action is too short for holding it to say anything."""
_LEFT_OUT = re.compile("[\\s\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b\u200e\u200f]+")
_DIGITS = {code: str(digit) for base in (0x0660, 0x06F0, 0xFF10) for digit, code in enumerate(range(base, base + 10))}
_TREATY_KINDS = ("treaty", "treaty_group")


class Error(NamedTuple):
    """One thing that is missed, extra or taken for another: measure, kind, paragraph, wording."""

    measure: str
    kind: str
    paragraph: str
    what: str


@dataclass(slots=True)
class Counts:
    """How many were annotated, how many found; `hits` of the annotated, `right` of the found."""

    annotated: int = 0
    found: int = 0
    hits: int = 0
    right: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.annotated + other.annotated, self.found + other.found, self.hits + other.hits, self.right + other.right
        )

    @property
    def precision(self) -> float:
        """The share of the found that is right; 1 where nothing was found and nothing was annotated."""
        return self.right / self.found if self.found else float(not self.annotated)

    @property
    def recall(self) -> float:
        """The share of the annotated that was found; 1 where nothing was annotated."""
        return self.hits / self.annotated if self.annotated else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Score:
    """The measures of one document; scores of several add up."""

    counts: dict[str, Counts] = field(default_factory=dict)
    overlap: float = 0.0
    actions: int = 0
    errors: list[Error] = field(default_factory=list)
    acts: Counter[tuple[str, str]] = field(default_factory=Counter)
    addressees: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __add__(self, other: Score) -> Score:
        return Score(
            {name: self.counts.get(name, Counts()) + other.counts.get(name, Counts()) for name in MEASURES},
            self.overlap + other.overlap,
            self.actions + other.actions,
            self.errors + other.errors,
            self.acts + other.acts,
            self.addressees + other.addressees,
        )

    @property
    def mean_overlap(self) -> float:
        """The mean action overlap; 1 where no mandate was annotated."""
        return self.overlap / self.actions if self.actions else 1.0

    def figures(self) -> dict[str, float]:
        """F1 of each counted measure, and the action overlap."""
        return {**{name: self.counts.get(name, Counts()).f1 for name in MEASURES}, OVERLAP: self.mean_overlap}


MISSED, EXTRA = "—", "+"
"""In place of an act or addressee: nothing was found, nothing was annotated."""


def squeeze(text: str | None) -> str:
    """A text as it is compared: without white space, Arabic vowel signs and tatweel, digits as 0 to 9."""
    return _LEFT_OUT.sub("", (text or "").translate(_DIGITS))


def overlap(first: str, second: str) -> float:
    """F1 of the two bags of letter pairs; 1 for two equal strings of one letter or none."""
    if first == second:
        return 1.0
    a, b = (Counter(text[at : at + 2] for at in range(len(text) - 1)) for text in (first, second))
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


def score(annotation: dict[str, Any], document: Document, clauses: Sequence[Mandate]) -> Score:
    """Scores one document; `clauses` are all its operative clauses (`extract_mandates(document, all=True)`)."""
    out = Score()
    _paragraphs(out, annotation, document)
    _notes(out, annotation, document)
    _citations(out, annotation, document)
    wanted: list[dict[str, Any]] = annotation["clauses"]
    asked = [row for row in wanted if row["addressees"]]
    asking = [clause for clause in clauses if clause.addressees]
    _bags(
        out, "verbs",
        [(row["paragraph"], squeeze(row["verb"])) for row in wanted],
        [(clause.paragraph, squeeze(clause.verb)) for clause in clauses],
    )  # fmt: skip
    for name, rows, found in (("acts of all clauses", wanted, clauses), ("acts of mandates", asked, asking)):
        _bags(out, name, [(r["paragraph"], r["act"]) for r in rows], [(c.paragraph, c.act) for c in found])
    _bags(
        out, "addressees",
        [(row["paragraph"], id) for row in asked for id in sorted(set(row["addressees"]))],
        [(clause.paragraph, id) for clause in asking for id in sorted(set(clause.addressees))],
    )  # fmt: skip
    _conditions(out, asked, asking)
    _bags(
        out, "due",
        [(row["paragraph"], str(row["due"]["year"])) for row in wanted if row.get("due")],
        [(clause.paragraph, str(clause.due.year)) for clause in clauses if clause.due],
    )  # fmt: skip
    _actions(out, asked, asking)
    _confusions(out, wanted, clauses)
    return out


def _bags(out: Score, measure: str, annotated: Iterable[tuple[str, ...]], found: Iterable[tuple[str, ...]]) -> None:
    """Scores two bags of tuples whose first member is the paragraph; what differs goes to the errors."""
    wanted, got = Counter(annotated), Counter(found)
    hits = sum((wanted & got).values())
    out.counts[measure] = Counts(sum(wanted.values()), sum(got.values()), hits, hits)
    for kind, rest in (("missed", wanted - got), ("extra", got - wanted)):
        rows = sorted(rest.elements(), key=_in_order)
        out.errors += [Error(measure, kind, row[0], " ".join(row[1:])) for row in rows]


def _in_order(row: tuple[str, ...]) -> list[tuple[int, str]]:
    """op2 before op10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for text in row for part in re.split(r"(\d+)", text)]


def _paragraphs(out: Score, annotation: dict[str, Any], document: Document) -> None:
    found = [(paragraph.id,) for paragraph in document.paragraphs if paragraph.role in NUMBERED_ROLES]
    _bags(out, "paragraph ids", [(id,) for id in annotation["paragraphs"]], found)


def _notes(out: Score, annotation: dict[str, Any], document: Document) -> None:
    wanted: dict[str, str] = {marker: squeeze(text) for marker, text in annotation.get("notes", {}).items()}
    got = {note.marker: squeeze(note.text) for note in document.notes}
    same = {m for m, text in wanted.items() if m in got and overlap(text, got[m]) > NOTE_KEPT}
    _bags(
        out, "notes",
        [(m, "" if m in same else text[:60]) for m, text in wanted.items()],
        [(m, "" if m in same else text[:60]) for m, text in got.items()],
    )  # fmt: skip


def _is_document_or_treaty(target: str) -> bool:
    from isonomia.registers import instruments

    instrument = instruments().get(target)
    return instrument.kind in _TREATY_KINDS if instrument else "/" in target or target.startswith("UNTS-")


def _citations(out: Score, annotation: dict[str, Any], document: Document) -> None:
    wanted = {(paragraph, target): date for paragraph, target, date in annotation["citations"]}
    numbered = {paragraph.id for paragraph in document.paragraphs if paragraph.role in NUMBERED_ROLES}
    in_names = {(paragraph, target) for paragraph, target, _ in annotation.get("body_name_citations", ())}
    got: dict[tuple[str, str], str | None] = {}
    for citation in document.citations:
        if citation.target and citation.paragraph in numbered:
            pair = (citation.paragraph or "", citation.target)
            marked = document.text[: citation.span[0]].endswith("《")
            if not (marked and pair in in_names and pair not in wanted):
                got[pair] = got.get(pair) or citation.date
    _bags(out, "citations", list(wanted), list(got))
    _bags(
        out, "documents and treaties",
        [pair for pair in wanted if _is_document_or_treaty(pair[1])],
        [pair for pair in got if _is_document_or_treaty(pair[1])],
    )  # fmt: skip
    _bags(
        out, "dates of citations",
        [(*pair, date) for pair, date in wanted.items() if date],
        [(*pair, date) for pair, date in got.items() if date and pair in wanted],
    )  # fmt: skip


def _conditions(out: Score, asked: list[dict[str, Any]], asking: list[Mandate]) -> None:
    wanted = [(row["paragraph"], squeeze(text), text) for row in asked for text in row["conditions"]]
    got = [(clause.paragraph, squeeze(text), text) for clause in asking for text in clause.conditions]
    missed = _unheld(wanted, got)
    extra = _unheld(got, wanted)
    out.counts["conditions"] = Counts(len(wanted), len(got), len(wanted) - len(missed), len(got) - len(extra))
    out.errors += [Error("conditions", "missed", paragraph, text) for paragraph, _, text in missed]
    out.errors += [Error("conditions", "extra", paragraph, text) for paragraph, _, text in extra]


def _unheld(rows: list[tuple[str, str, str]], others: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The rows that no other row of the same paragraph contains or is contained in."""
    return [row for row in rows if not any(row[0] == o[0] and (row[1] in o[1] or o[1] in row[1]) for o in others)]


def _actions(out: Score, asked: list[dict[str, Any]], asking: list[Mandate]) -> None:
    """The best overlap that a mandate of the same paragraph has with each annotated action."""
    by_paragraph: dict[str, list[str]] = defaultdict(list)
    for clause in asking:
        by_paragraph[clause.paragraph].append(squeeze(clause.action))
    for row in asked:
        wanted = squeeze(row["action"])
        best = 0.0
        for got in by_paragraph[row["paragraph"]]:
            held = len(wanted) > SHORT_ACTION and wanted in got and len(got) < 3 * len(wanted)
            best = max(best, overlap(wanted, got), CONTAINED if held else 0.0)
        out.overlap += best
        out.actions += 1
        if best < CONTAINED:
            out.errors.append(Error(OVERLAP, f"below {CONTAINED}", row["paragraph"], f"{best:.2f} {row['action']}"))


def align(first: Sequence[str], second: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Pairs two lists in order with the fewest changes; None for no partner. A swap costs less than two gaps."""
    rows, columns = len(first) + 1, len(second) + 1
    cost = [[float(i + j) for j in range(columns)] for i in range(rows)]
    differs: Callable[[int, int], float] = lambda i, j: 0.0 if first[i] == second[j] else 1.5  # noqa: E731
    for i in range(1, rows):
        for j in range(1, columns):
            cost[i][j] = min(cost[i - 1][j - 1] + differs(i - 1, j - 1), cost[i - 1][j] + 1, cost[i][j - 1] + 1)
    out: list[tuple[int | None, int | None]] = []
    i, j = len(first), len(second)
    while i or j:
        if i and j and cost[i][j] == cost[i - 1][j - 1] + differs(i - 1, j - 1):
            i, j = i - 1, j - 1
            out.append((i, j))
        elif i and cost[i][j] == cost[i - 1][j] + 1:
            i -= 1
            out.append((i, None))
        else:
            j -= 1
            out.append((None, j))
    return out[::-1]


def _confusions(out: Score, wanted: list[dict[str, Any]], clauses: Sequence[Mandate]) -> None:
    """What was taken for what: clauses are paired in order inside their paragraph, then compared."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    found: dict[str, list[Mandate]] = defaultdict(list)
    for row in wanted:
        rows[row["paragraph"]].append(row)
    for clause in clauses:
        found[clause.paragraph].append(clause)
    for paragraph in dict.fromkeys([*rows, *found]):
        here, there = rows[paragraph], found[paragraph]
        for a, b in align([row["act"] for row in here], [clause.act for clause in there]):
            out.acts[here[a]["act"] if a is not None else EXTRA, there[b].act if b is not None else MISSED] += 1
            asked = list(dict.fromkeys(here[a]["addressees"])) if a is not None else []
            asking = list(dict.fromkeys(there[b].addressees)) if b is not None else []
            for id in asked:
                if id in asking:
                    out.addressees[id, id] += 1
            left = [id for id in asked if id not in asking]
            over = [id for id in asking if id not in asked]
            for at in range(max(len(left), len(over))):
                pair = (left[at] if at < len(left) else EXTRA, over[at] if at < len(over) else MISSED)
                out.addressees[pair] += 1
