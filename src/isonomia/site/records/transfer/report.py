"""What an import found and did."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from isonomia.site.characters import kept

MOST_FAULTS = 1000


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong, and where: a row of the file, and its column (empty: the whole row)."""

    place: str
    column: str
    message: str


@dataclass(slots=True)
class Report:
    """Counts of rows, the first thousand faults, and whether anything was written."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    faulty: int = 0
    faults: list[RowFault] = field(default_factory=list)
    more_faults: int = 0
    problem: str = ""
    """Why the file as a whole was not taken."""
    passing: bool = False
    """Whether that was no fault of the file: it may be taken another time."""
    remarks: list[str] = field(default_factory=list)
    """What was left out though nothing is wrong with it."""
    written: bool = False

    @property
    def right(self) -> bool:
        """Whether nothing is wrong with the file."""
        return not self.problem and not self.faulty

    def add(self, fault: RowFault) -> None:
        """Keeps a fault; beyond a thousand they are counted only."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(RowFault(kept(fault.place), kept(fault.column)[:200], kept(fault.message)))
        else:
            self.more_faults += 1

    def plain(self) -> dict[str, Any]:
        """The report as JSON has it."""
        return asdict(self)

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Report:
        """The report that was kept as JSON."""
        faults = [RowFault(**row) for row in plain.get("faults", ())]
        return cls(**{**plain, "faults": faults})
