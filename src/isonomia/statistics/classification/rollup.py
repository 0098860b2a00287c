"""Counts of a national offence list rolled up to the classification, with what is left over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from isonomia.statistics.classification.iccs import ancestors, category, iccs

EXCLUDED, NO_EQUIVALENT = "excluded", "no-equivalent"
"""What a link says where there is no code: not an offence of the classification; one that it does not know."""


@dataclass(frozen=True, slots=True)
class Link:
    """One line of a table of correspondence: the national code counts under `code` with `weight` where `condition`
    holds (a tag and its value, or empty). `code` may be EXCLUDED or NO_EQUIVALENT. The weights of a national code and
    condition add up to one."""

    national: str
    code: str
    weight: float = 1.0
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Rolled:
    """Counts by code, each including all that stands below it. `own` is what was mapped to the code itself and to
    nothing finer: the remainder that its children do not explain. `unmapped` are national codes without a link."""

    totals: Mapping[str, float]
    own: Mapping[str, float]
    excluded: float
    no_equivalent: float
    unmapped: Mapping[str, float] = field(default_factory=dict)

    def coverage(self) -> dict[int, float]:
        """The share of all counts that is mapped at each level or finer."""
        everything = sum(self.own.values()) + self.excluded + self.no_equivalent + sum(self.unmapped.values())
        known = iccs()
        return {
            level: sum(count for code, count in self.own.items() if known[code].level >= level) / everything
            if everything
            else 0.0
            for level in (1, 2, 3, 4)
        }

    def rows(self, level: int = 4) -> list[dict[str, object]]:
        """The counts down to a level as rows of a table, then what is left over: `own` is the part that nothing finer
        explains. The sections and what is left over add up to the last row, all counts."""
        known = iccs()
        out: list[dict[str, object]] = [
            {"iccs": code, "label": known[code].labels["en"], "level": known[code].level, "count": total,
             "own": self.own.get(code, 0.0)}
            for code, total in self.totals.items()
            if known[code].level <= level
        ]  # fmt: skip
        unmapped = sum(self.unmapped.values())
        names = ", ".join(sorted(self.unmapped))
        left = [
            (EXCLUDED, "no offence of the classification", self.excluded),
            (NO_EQUIVALENT, "offences that the classification does not know", self.no_equivalent),
            ("unallocated", f"codes without a line: {names}" if names else "codes without a line", unmapped),
            ("all", "all counts", sum(self.own.values()) + self.excluded + self.no_equivalent + unmapped),
        ]
        out += [{"iccs": key, "label": label, "level": "", "count": count, "own": ""} for key, label, count in left]
        return out


def roll_up(counts: Mapping[str, float] | Mapping[tuple[str, str], float], links: Sequence[Link]) -> Rolled:
    """National counts by code, or by code and condition, as counts by code of the classification.

    Raises UnknownCode for a link to none, ValueError where the weights of a code and condition do not add up to one.
    """
    by_code: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        if link.code not in (EXCLUDED, NO_EQUIVALENT):
            category(link.code)
        by_code.setdefault((link.national, link.condition), []).append(link)
    for (national, condition), group in by_code.items():
        if abs(sum(link.weight for link in group) - 1) > 1e-9:
            raise ValueError(f"the weights of {national}{f' ({condition})' if condition else ''} do not add up to one")
    own: dict[str, float] = {}
    aside = {EXCLUDED: 0.0, NO_EQUIVALENT: 0.0}
    unmapped: dict[str, float] = {}
    for key, count in counts.items():
        national, condition = key if isinstance(key, tuple) else (key, "")
        found = by_code.get((national, condition)) or by_code.get((national, ""))
        for link in found or ():
            place = aside if link.code in aside else own
            place[link.code] = place.get(link.code, 0.0) + count * link.weight
        if not found:
            unmapped[national] = unmapped.get(national, 0.0) + count
    totals: dict[str, float] = {}
    for code, count in own.items():
        for above in ancestors(code):
            totals[above] = totals.get(above, 0.0) + count
    order = {code: place for place, code in enumerate(iccs())}
    return Rolled(
        dict(sorted(totals.items(), key=lambda row: order[row[0]])),
        own,
        aside[EXCLUDED],
        aside[NO_EQUIVALENT],
        unmapped,
    )
