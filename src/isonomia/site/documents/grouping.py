"""The clauses of all language versions of a document as mandates: one each, with its wording in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from isonomia import compare_expressions
from isonomia.mandates.expressions import Disagreement
from isonomia.site.documents.clauses import Clause, address
from isonomia.site.documents.models import CorrectionKind
from isonomia.text.model import Document as Text

K = CorrectionKind
SHARED: Mapping[str, tuple[str, ...]] = {
    K.ADDRESSEES: ("addressees",), K.ACT: ("act", "force"), K.TOPICS: ("topics",), K.DUE: ("due",),
}  # fmt: skip
"""What an editor decides in one language and what it means in all."""


@dataclass(slots=True)
class Group:
    """One mandate: its clause by language. `leading` is the language whose codes the register takes."""

    clauses: dict[str, Clause] = field(default_factory=dict)

    @property
    def leading(self) -> str:
        """The first language whose version asks somebody."""
        return next((code for code, clause in self.clauses.items() if clause.asks), next(iter(self.clauses)))

    @property
    def removed(self) -> bool:
        """Whether an editor said of one of its clauses that it is none."""
        return any(clause.removed for clause in self.clauses.values())

    @property
    def asks(self) -> bool:
        """Whether somebody is asked, in any language."""
        return any(clause.asks for clause in self.clauses.values())


def group(versions: Mapping[str, tuple[Text, Sequence[Clause]]]) -> list[Group]:
    """The mandates of a document. `versions`: language to text and clauses, the leading language first.

    What an editor decided in one language then holds in the clauses of all, those that ask nobody among them.
    """
    languages = list(versions)
    lead = languages[0]
    groups = [Group({lead: clause}) for clause in versions[lead][1]]
    places = {row.id: at for at, row in enumerate(versions[lead][0].paragraphs)}
    for language in languages[1:]:
        matched = _matched(versions[lead][0], versions[language][0], language)
        of_lead = {row.clauses[lead].read_as: row for row in groups if lead in row.clauses}
        for clause in versions[language][1]:
            row = of_lead.get(matched.get(clause.read_as, "")) if clause.read_as else None
            row = row or _left_over(groups, clause, language)
            if row is None or language in row.clauses:
                groups.append(Group({language: clause}))
            else:
                row.clauses[language] = clause
    for row in groups:
        _share(row)
    kept = [row for row in groups if row.asks and not row.removed]
    kept.sort(key=lambda row: _place(row, places))
    return kept


def _matched(lead: Text, other: Text, language: str) -> dict[str, str]:
    """Ids of the other version's clauses to those of the leading one."""
    work = compare_expressions([lead, other])
    return {row[language]: row[lead.language] for row in work.matched if language in row}


def _left_over(groups: Sequence[Group], clause: Clause, language: str) -> Group | None:
    """The mandate of the same paragraph, act and addressees that has no wording in this language yet."""
    data = clause.data
    for row in groups:
        if language in row.clauses:
            continue
        other = row.clauses[row.leading].data
        same = other["paragraph"] == data["paragraph"] and other["act"] == data["act"]
        if same and set(other["addressees"]) == set(data["addressees"]) and not _both_read(row, clause):
            return row
    return None


def _both_read(row: Group, clause: Clause) -> bool:
    """Whether the program read both: it has matched then what belongs together."""
    return bool(clause.read_as) and any(other.read_as for other in row.clauses.values())


def _place(row: Group, places: Mapping[str, int]) -> tuple[int, int]:
    data = next(iter(row.clauses.values())).data
    return places.get(data["paragraph"], len(places)), data["order"]


def _share(row: Group) -> None:
    """Takes what an editor decided in one language over into the others: codes have no language."""
    if row.removed:
        for clause in row.clauses.values():
            clause.removed = True
        return
    for kind, names in SHARED.items():
        decided = [clause for clause in row.clauses.values() if kind in clause.decisions or K.ADD in clause.decisions]
        if not decided:
            continue
        last = max(decided, key=lambda clause: (clause.decisions.get(kind) or clause.decisions[K.ADD]).pk)
        for clause in row.clauses.values():
            if clause is not last:
                _take_over(clause, last, names)


def _take_over(clause: Clause, source: Clause, names: Sequence[str]) -> None:
    for name in names:
        value: Any = source.data[name]
        if name == "addressees":
            address(clause.data, value)
        elif name == "due":
            printed = (clause.data["due"] or {}).get("text", "")
            clause.data["due"] = {**value, "text": printed or value["text"]} if value else None
        else:
            clause.data[name] = value


def disagreements(texts: Sequence[Text]) -> list[Disagreement]:
    """Where the versions of a document differ, the leading one first."""
    return list(compare_expressions(texts).disagreements) if len(texts) > 1 else []
