"""What a mandate was in the sessions before and became in those after, from the comparisons that are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from isonomia.site.documents.fates import FATES
from isonomia.site.documents.links import address
from isonomia.site.documents.models import Document, Pairing
from isonomia.site.documents.naming import paragraph_name


@dataclass(frozen=True, slots=True)
class Stage:
    """A mandate in one session: its paragraphs there. `relation` is what it became on the way from the session before
    (`compare`: that one's symbol and its own), `pieces` the words of a paragraph with what differs from this mandate's
    own marked."""

    symbol: str
    url: str
    here: bool
    paragraphs: list[tuple[str, str]]
    relation: str = ""
    similarity: float = 0.0
    compare: tuple[str, str] | None = None
    anchor: str = ""
    pieces: list[tuple[str, list[list[str]]]] | None = None

    @property
    def fate(self) -> str:
        """What it became, in the words of the page."""
        return str(FATES.get(self.relation, self.relation))


@dataclass(frozen=True, slots=True)
class Life:
    """The sessions in which a mandate stands, in order. `began`: it is absent from the session before (its symbol);
    `ended`: from the session after."""

    stages: list[Stage]
    began: str = ""
    ended: str = ""


def life_of(document: Document, paragraph: str, symbols: Mapping[int, str]) -> Life | None:
    """The life of a paragraph, in three queries. `symbols`: those of the documents that the reader may see, by number.
    None where the document is compared with none of them."""
    edges = Pairing.objects.filter(kind=Pairing.COMPARE, related=True, options="").values_list(
        "pk", "first__document", "second__document"
    )
    edges = edges.filter(first__document__organ=document.organ, second__document__organ=document.organ)
    seen = [(pk, old, new) for pk, old, new in edges if old in symbols and new in symbols]
    before = _walk(document.pk, {new: (pk, old) for pk, old, new in seen})
    after = _walk(document.pk, {old: (pk, new) for pk, old, new in seen})
    if not before and not after:
        return None
    near = {row[0] for row in (before[:1] + after[:1])}
    rows = Pairing.objects.filter(pk__in=[pk for pk, _other in (*before, *after)])
    held = {row.pk: row for row in rows.defer("data")}
    data = dict(rows.filter(pk__in=near).values_list("pk", "data"))
    here = Stage(document.symbol, address(document.symbol), True, [(_top(paragraph), paragraph_name(_top(paragraph)))])
    past, began = _follow(document, paragraph, before, held, data, symbols, backward=True)
    future, ended = _follow(document, paragraph, after, held, data, symbols, backward=False)
    return Life([*_from_the_first([here, *past]), *future], began, ended)


def _from_the_first(back: list[Stage]) -> list[Stage]:
    """Stages found on the way back, from the first on: what is known of the way between two is said of the later."""
    later = [
        replace(stage, relation=older.relation, similarity=older.similarity, compare=older.compare, anchor=older.anchor)
        for stage, older in pairwise(back)
    ]
    first = replace(back[-1], relation="", compare=None, anchor="")
    return [first, *reversed(later)]


def _walk(start: int, steps: Mapping[int, tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairings from a document on in one direction, with the document at the other end; no document twice."""
    out: list[tuple[int, int]] = []
    seen = {start}
    while start in steps and steps[start][1] not in seen:
        out.append(steps[start])
        start = steps[start][1]
        seen.add(start)
    return out


def _follow(
    document: Document, paragraph: str, steps: Iterable[tuple[int, int]], held: Mapping[int, Pairing],
    data: Mapping[int, Any], symbols: Mapping[int, str], *, backward: bool,
) -> tuple[list[Stage], str]:  # fmt: skip
    """The stages in one direction, and the first document that has the mandate no more."""
    ours, theirs = ("new", "old") if backward else ("old", "new")
    ids = {_top(paragraph)}
    out: list[Stage] = []
    last = document.symbol
    for pk, other in steps:
        symbol = symbols[other]
        pairs = [
            dict(zip(("old", "new", "relation", "similarity"), row, strict=True)) for row in held[pk].brief["pairs"]
        ]
        found = [row for row in pairs if row[ours] in ids]
        if not found:
            return out, symbol
        ids = {row[theirs] for row in found}
        main = max(found, key=lambda row: row["similarity"])
        compare = (symbol, last) if backward else (last, symbol)
        names = [(id, paragraph_name(id)) for id in sorted(ids, key=_number)]
        anchor = f"{theirs}-{names[0][0]}"
        pieces = _pieces(data[pk], theirs, ids) if pk in data else None
        out.append(
            Stage(symbol, address(symbol), False, names, main["relation"], main["similarity"], compare, anchor, pieces)
        )
        last = symbol
    return out, ""


def _top(paragraph: str) -> str:
    """The paragraph that an item belongs to: op3 of op3.a, annex1.op3 of annex1.op3.b."""
    parts = paragraph.split(".")
    at = next((at for at, part in enumerate(parts) if part[:1].isalpha() and part.startswith(("op", "pp", "p"))), 0)
    return ".".join(parts[: at + 1])


def _number(id: str) -> tuple[int, str]:
    digits = "".join(char for char in id if char.isdigit())
    return int(digits or 0), id


def _pieces(data: Mapping[str, Any], side: str, ids: set[str]) -> list[tuple[str, list[list[str]]]]:
    return [(id, pieces) for row in data["rows"] for id, pieces in row[side] if id in ids]
