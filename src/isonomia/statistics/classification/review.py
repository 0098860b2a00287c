"""The queue of proposals for an expert's review, what is least certain and counts most first; decisions stay in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence

from isonomia.statistics.classification.learning import Coded
from isonomia.statistics.classification.propose import DECIDED, Proposal

COLUMNS = (
    "code", "label", "count", "iccs", "confidence", "reason", "alternatives", "at_stake", "decision", "author", "date",
)  # fmt: skip
"""`at_stake` is how many of the line's counts are expected to be wrongly coded (of 1, where there are no counts); the
expert fills in decision (a code, several divided by semicolons, or excluded), author and date."""


def at_stake(proposal: Proposal) -> float:
    """How many of the counts of a line are expected to be wrongly coded."""
    if proposal.standing == DECIDED:
        return 0.0
    count = 1.0 if proposal.offence.count is None else proposal.offence.count
    return (1 - proposal.confidence) * count


def queued(proposals: Sequence[Proposal], decisions: Sequence[Coded]) -> list[dict[str, object]]:
    """The lines of the queue, most at stake first; what is decided stands at the end as it was decided."""
    by_code = {one.national: one for one in decisions}
    out = []
    for proposal in sorted(proposals, key=lambda one: (one.standing == DECIDED, -at_stake(one))):
        expert = by_code.get(proposal.offence.code) if proposal.standing == DECIDED else None
        signed = expert is not None and bool(expert.author and expert.date)
        count = proposal.offence.count
        row = proposal.to_dict() | {
            "count": "" if count is None else f"{count:g}",
            "at_stake": round(at_stake(proposal), 3),
            "decision": "; ".join(expert.codes) if expert and signed else "",
            "author": expert.author if expert and signed else "",
            "date": expert.date if expert and signed else "",
        }
        out.append({name: row[name] for name in COLUMNS})
    return out


def as_csv(
    rows: Sequence[Mapping[str, object]], columns: Sequence[str], cell: Callable[[object], object] = str
) -> bytes:
    """Rows as a CSV table in UTF-8; `cell` writes each cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[cell(row[name]) for name in columns] for row in rows])
    return out.getvalue().encode("utf-8")
