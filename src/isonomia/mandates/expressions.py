"""The language versions of one work side by side: which mandate is which, and where the versions disagree.

A document is a work (its symbol) in an expression (its language). Clauses of the same paragraph are matched by act and
addressee, in order; what is left over, and what differs, is a disagreement that a person should look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from isonomia.errors import IsonomiaError
from isonomia.mandates.extract import extract_mandates
from isonomia.mandates.model import Mandate
from isonomia.text.model import Document

ASKING = ("operative", "numbered")
"""The roles of paragraphs that have clauses: of a resolution, and of a report that recommends."""


class NotOneWork(IsonomiaError):
    """Documents that were to be compared as language versions have different symbols, none, or one language."""

    code = "not-one-work"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where versions differ. `kind`: paragraph (missing in a version), clauses (their number), force, act (of the same
    force), addressees. `values` maps a language to what it has there."""

    paragraph: str
    kind: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Work:
    """A work with its expressions: `matched` is one row per clause, mapping languages to mandate ids."""

    symbol: str
    languages: tuple[str, ...]
    matched: tuple[dict[str, str], ...]
    disagreements: tuple[Disagreement, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return asdict(self)


def works(documents: Iterable[Document]) -> dict[str, list[Document]]:
    """The documents grouped by symbol, one per language; those without symbol stand for themselves and are left out."""
    groups: dict[str, list[Document]] = {}
    for document in documents:
        if document.symbol and all(other.language != document.language for other in groups.get(document.symbol, [])):
            groups.setdefault(document.symbol, []).append(document)
    return groups


def compare_expressions(documents: Sequence[Document]) -> Work:
    """Sets the language versions of one work side by side.

    The first document is the one that the others are held against. Raises NotOneWork unless all have one symbol and
    each its own language.
    """
    symbols = {document.symbol for document in documents}
    if len(documents) < 2 or len(symbols) != 1 or None in symbols:
        named = ", ".join(sorted(str(symbol) for symbol in symbols)) or "none"
        raise NotOneWork(f"the documents have the symbols {named}; give versions of one document (assign --symbol)")
    languages = tuple(document.language for document in documents)
    if len(set(languages)) < len(languages):
        raise NotOneWork(f"the documents are in {', '.join(languages)}; give each language once")
    clauses = [_by_paragraph(extract_mandates(document, all=True)) for document in documents]
    first, matched, found = documents[0], [], []
    for other, theirs in zip(documents[1:], clauses[1:], strict=True):
        pair = (first.language, other.language)
        found += _paragraphs(first, other)
        for paragraph in (row.id for row in first.paragraphs if row.role in ASKING):
            ours_here, theirs_here = clauses[0].get(paragraph, []), theirs.get(paragraph, [])
            pairs = _match(ours_here, theirs_here)
            matched += [{pair[0]: a.id, pair[1]: b.id} for a, b in pairs]
            if len(ours_here) != len(theirs_here):
                values = {pair[0]: [row.verb for row in ours_here], pair[1]: [row.verb for row in theirs_here]}
                found.append(Disagreement(paragraph, "clauses", values))
            found += [row for a, b in pairs for row in _differences(a, b)]
    return Work(str(first.symbol), languages, tuple(matched), tuple(found))


def _by_paragraph(mandates: list[Mandate]) -> dict[str, list[Mandate]]:
    out: dict[str, list[Mandate]] = {}
    for mandate in mandates:
        out.setdefault(mandate.paragraph, []).append(mandate)
    return out


def _paragraphs(first: Document, other: Document) -> list[Disagreement]:
    """Preambular and operative paragraphs that only one of two versions has."""
    ours = [row.id for row in first.paragraphs if row.role in ("preambular", "operative")]
    theirs = [row.id for row in other.paragraphs if row.role in ("preambular", "operative")]
    out: list[Disagreement] = []
    for id in [*ours, *(id for id in theirs if id not in ours)]:
        if (id in ours) != (id in theirs):
            out.append(Disagreement(id, "paragraph", {first.language: id in ours, other.language: id in theirs}))
    return out


def _likeness(a: Mandate, b: Mandate) -> float:
    score = 2.0 * (a.act == b.act) + (a.force == b.force) + 2.0 * (set(a.addressees) == set(b.addressees))
    return score + bool(set(a.citations) & set(b.citations)) + 0.5 * bool(set(a.topics) & set(b.topics)) + 0.1


def _match(ours: list[Mandate], theirs: list[Mandate]) -> list[tuple[Mandate, Mandate]]:
    """The pairs of clauses, in order in both versions, that are most alike together."""
    best: dict[tuple[int, int], tuple[float, list[tuple[int, int]]]] = {}
    for i in range(len(ours), -1, -1):
        for j in range(len(theirs), -1, -1):
            if i == len(ours) or j == len(theirs):
                best[i, j] = (0.0, [])
                continue
            score, pairs = best[i + 1, j + 1]
            both = (score + _likeness(ours[i], theirs[j]), [(i, j), *pairs])
            best[i, j] = max(both, best[i + 1, j], best[i, j + 1], key=lambda row: row[0])
    return [(ours[i], theirs[j]) for i, j in best[0, 0][1]]


def _differences(a: Mandate, b: Mandate) -> list[Disagreement]:
    out: list[Disagreement] = []
    if a.act != b.act:
        kind = "force" if a.force != b.force else "act"
        out.append(Disagreement(a.paragraph, kind, {a.language: [a.verb, a.act], b.language: [b.verb, b.act]}))
    if set(a.addressees) != set(b.addressees):
        values = {a.language: list(a.addressees), b.language: list(b.addressees)}
        out.append(Disagreement(a.paragraph, "addressees", values))
    return out
