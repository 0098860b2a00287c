"""The clauses of one language version: as the program reads them, then as editors corrected them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from isonomia import Due, Mandate, extract_mandates
from isonomia.mandates.model import FORCE
from isonomia.site.documents.anchors import Anchor, bare, first_words
from isonomia.site.documents.models import Correction, CorrectionKind
from isonomia.text.model import REPORTS, Paragraph, Span
from isonomia.text.model import Document as Text


@dataclass(slots=True)
class Clause:
    """A clause as `isonomia.Mandate.to_dict` has it. `read_as` is the id that the program gave it (none for one that an
    editor added); `decisions`: which of its values an editor decided, and by which correction; `removed`: an editor
    says that it is none."""

    data: dict[str, Any]
    read_as: str = ""
    decisions: dict[str, Correction] = field(default_factory=dict)
    removed: bool = False

    @property
    def mandate(self) -> Mandate:
        """The same as the library has it, to compare and to trace."""
        due = Due(**self.data["due"]) if self.data["due"] else None
        listed = {name: tuple(value) for name, value in self.data.items() if isinstance(value, list)}
        return Mandate(**{**self.data, **listed, "due": due})

    @property
    def asks(self) -> bool:
        """Whether it asks somebody to act."""
        return bool(self.data["addressees"])


def read_clauses(text: Text) -> list[Clause]:
    """All operative clauses of a text, whether they ask somebody or not: a correction may name whom they ask."""
    found = extract_mandates(text, all=True)
    return [Clause(_listed(row.to_dict()), row.id) for row in found]


def _listed(value: Any) -> Any:
    """The same with lists for tuples, as JSON gives it back."""
    if isinstance(value, dict):
        return {name: _listed(inner) for name, inner in value.items()}
    return [_listed(inner) for inner in value] if isinstance(value, list | tuple) else value


def corrected(text: Text, corrections: Iterable[Correction]) -> tuple[list[Clause], dict[int, bool]]:
    """The clauses of a text with corrections applied in the order in which they were made, and for each correction
    whether the clause that it means was found."""
    clauses = read_clauses(text)
    found: dict[int, bool] = {}
    for correction in corrections:
        if correction.kind == CorrectionKind.ADD:
            found[correction.pk] = _add(text, clauses, correction)
            continue
        clause = anchored(clauses, correction)
        found[correction.pk] = clause is not None
        if clause is not None:
            decide(clause, correction)
    _number(text, clauses)
    return clauses, found


def anchored(clauses: Sequence[Clause], correction: Correction) -> Clause | None:
    """The clause that a correction means."""
    anchor = Anchor(correction.language, correction.paragraph, bare(correction.verb), first_words(correction.opening))
    return next((clause for clause in clauses if anchor.holds(clause.data)), None)


def decide(clause: Clause, correction: Correction) -> None:
    """Applies what an editor decided about a clause."""
    data, values = clause.data, correction.values
    match correction.kind:
        case CorrectionKind.REMOVE:
            clause.removed = True
        case CorrectionKind.ADDRESSEES:
            address(data, values["addressees"])
        case CorrectionKind.ACT:
            data["act"], data["force"] = values["act"], FORCE[values["act"]]
        case CorrectionKind.CONDITIONS:
            data["conditions"] = list(values["conditions"])
        case CorrectionKind.DUE:
            data["due"] = dict(values["due"]) if values["due"] else None
        case CorrectionKind.TOPICS:
            data["topics"] = list(values["topics"])
    clause.decisions[correction.kind] = correction


def address(data: dict[str, Any], addressees: Sequence[str]) -> None:
    """Gives a clause other addressees; words stay with the addressee whose they are, or at their place."""
    before, words = data["addressees"], data["addressee_texts"]
    known = dict(zip(before, words, strict=False))
    alike = len(before) == len(addressees)
    data["addressee_texts"] = [known.get(id, words[at] if alike else "") for at, id in enumerate(addressees)]
    data["addressees"] = list(addressees)


# -- a clause that was missed --------------------------------------------------------------------------------------


def find_words(text: Text, paragraph: Paragraph, words: str) -> Span | None:
    """Where words stand in a paragraph, whatever their spaces; a span of the document's text."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return None
    start, end = paragraph.span
    # a line of Chinese has no spaces, but its source may have broken it anywhere
    found = re.compile(r"\s*".join(parts)).search(text.text, start, end)
    return found.span() if found else None


def _add(text: Text, clauses: list[Clause], correction: Correction) -> bool:
    """Adds a missed clause at its words; where the program has learnt to read it, its values are decided."""
    paragraph = next((row for row in text.paragraphs if row.id == correction.paragraph), None)
    span = find_words(text, paragraph, correction.opening) if paragraph else None
    if span is None:
        return False
    values = correction.values
    clause = anchored(clauses, correction)
    if clause is None:
        clause = Clause(_added(text, correction, span))
        clauses.append(clause)
    data = clause.data
    data |= {
        "act": values["act"], "force": FORCE[values["act"]], "conditions": list(values.get("conditions", [])),
        "due": values.get("due"), "topics": list(values.get("topics", [])),
    }  # fmt: skip
    address(data, values["addressees"])
    clause.removed = False  # what is decided last holds
    clause.decisions[correction.kind] = correction
    return True


def _added(text: Text, correction: Correction, span: Span) -> dict[str, Any]:
    words = text.text[span[0] : span[1]]
    after = words.partition(correction.verb)[2].strip() or words
    cited = [
        row.target
        for row in text.citations
        if row.paragraph == correction.paragraph and row.target and span[0] <= row.span[0] < span[1]
    ]
    return {
        "id": "", "document": text.symbol, "language": text.language,
        "speaker": "secretary_general" if text.kind in REPORTS else text.organ,
        "paragraph": correction.paragraph, "order": 0, "verb": correction.verb, "act": "other", "force": 0,
        "intensity": 0, "addressees": [], "addressee_texts": [], "action": after, "conditions": [], "due": None,
        "citations": list(dict.fromkeys(cited)), "topics": [], "text": words, "span": list(span),
    }  # fmt: skip


def _number(text: Text, clauses: list[Clause]) -> None:
    """Orders the clauses as they stand, and counts those that there are in each paragraph."""
    places = {row.id: at for at, row in enumerate(text.paragraphs)}
    clauses.sort(key=lambda clause: (places.get(clause.data["paragraph"], len(places)), clause.data["span"][0]))
    counted: dict[str, int] = {}
    for clause in clauses:
        if clause.removed:
            continue
        paragraph = clause.data["paragraph"]
        counted[paragraph] = counted.get(paragraph, 0) + 1
        clause.data["order"] = counted[paragraph]
        clause.data["id"] = f"{text.symbol}#{paragraph}.{counted[paragraph]}"
