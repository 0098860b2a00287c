"""The register of mandates as one page: what is asked, of whom, under which condition, by when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from isonomia.pages import labels
from isonomia.pages.shell import direction, page

Row = dict[str, Any]

NO_SYMBOL = "-"
STRONGEST = 5
SHOWN_BARS = 8
SHOWN_DUTIES = 4
"""Bars and dated duties of a summary that stand open; the rest are one click away."""
_SLUG = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Option:
    """A value that the rows can be filtered by: its token, its words, its rows, its share of the longest bar."""

    value: str
    label: str
    count: int
    share: int = 0
    force: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a clause and what it was read as: verb, addressee, condition, due, or nothing ("")."""

    text: str
    kind: str = ""


def pieces(row: Row) -> list[Piece]:
    """The clause cut where the register's columns were read from it, so that a reader can check them.

    Joined, the pieces are the clause. Wordings that are not verbatim in it (a verb that stands in the chapeau) are left
    out; of overlapping ones the earlier stays.
    """
    text: str = row["text"]
    wanted = [("verb", row["verb"])]
    wanted += [("addressee", wording) for wording in row["addressee_texts"]]
    wanted += [("condition", wording) for wording in row["conditions"]]
    wanted += [("due", row["due"]["text"])] if row["due"] else []
    found: list[tuple[int, int, str]] = []
    for kind, wording in wanted:
        at = text.find(wording) if wording else -1
        while at >= 0 and any(at < end and start < at + len(wording) for start, end, _ in found):
            at = text.find(wording, at + 1)
        if at >= 0:
            found.append((at, at + len(wording), kind))
    out: list[Piece] = []
    place = 0
    for start, end, kind in sorted(found):
        out += [Piece(text[place:start])] if start > place else []
        out.append(Piece(text[start:end], kind))
        place = end
    return out + ([Piece(text[place:])] if place < len(text) else [])


def _addressees(row: Row) -> list[dict[str, str]]:
    """Who is asked, as labels; an actor outside the register speaks by its own wording."""
    out = []
    wordings = [*row["addressee_texts"], *[""] * len(row["addressees"])]
    for id, wording in zip(row["addressees"], wordings, strict=False):
        own = id == "other" and wording
        out.append(
            {
                "label": wording if own else labels.addressee(id, row["language"]),
                "english": labels.addressee(id),
                "wording": wording,
            }
        )
    return out


def _due_value(row: Row) -> str:
    due = row["due"]
    return "none" if due is None else str(due["year"] or "undated")


def _view(row: Row, order: int, anchor: str, alone: bool) -> dict[str, Any]:
    language = row["language"]
    return {
        "row": row,
        "order": order,
        "anchor": anchor,
        "dir": direction(language),
        "document": row["document"] or NO_SYMBOL,
        "place": labels.paragraph(row["paragraph"]),
        "clause": "" if alone else row["order"],
        "act": labels.words(row["act"]),
        "speaker": labels.addressee(row["speaker"]) if row["speaker"] else "",
        "addressees": _addressees(row),
        "topics": [{"label": labels.topic(id, language), "english": labels.topic(id)} for id in row["topics"]],
        "condition": "yes" if row["conditions"] else "no",
        "due": _due_value(row),
        "via": labels.paragraph(row["due"]["via"]) if row["due"] and row["due"]["via"] else "",
        "pieces": pieces(row),
    }


def _views(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows as the template shows them, each with an anchor of its own."""
    in_paragraph = Counter((row["document"], row["language"], row["paragraph"]) for row in rows)
    taken: set[str] = set()
    out = []
    for order, row in enumerate(rows):
        place = f"{row['document'] or 'document'}-{row['language']}-{row['paragraph']}.{row['order']}"
        anchor = stem = _SLUG.sub("_", place)
        again = 2
        while anchor in taken:
            anchor, again = f"{stem}-{again}", again + 1
        taken.add(anchor)
        alone = in_paragraph[row["document"], row["language"], row["paragraph"]] == 1 and row["order"] == 1
        out.append(_view(row, order, anchor, alone))
    return out


def _options(values: Iterable[tuple[str, str]], *, by_count: bool = True) -> list[Option]:
    """Counts (value, label) pairs; the most frequent first, or in the order of the values."""
    counts = Counter(values)
    longest = max(counts.values(), default=1)
    keyed = sorted(counts.items(), key=lambda item: (-item[1] if by_count else 0, item[0][1], item[0][0]))
    return [Option(value, label, count, round(100 * count / longest)) for (value, label), count in keyed]


def _acts(rows: Sequence[Row]) -> list[Option]:
    """The acts, the strongest first."""
    forces = {row["act"]: row["force"] for row in rows}
    options = _options((row["act"], labels.words(row["act"])) for row in rows)
    return [
        Option(option.value, option.label, option.count, option.share, forces[option.value])
        for option in sorted(options, key=lambda option: (-forces[option.value], -option.count, option.label))
    ]


def _due_options(rows: Sequence[Row]) -> list[Option]:
    """The years that something is owed in; then what has words but no year, and what has no time at all."""
    words = {"none": "no time named", "undated": "year not known"}
    options = _options(((value, words.get(value, value)) for value in map(_due_value, rows)), by_count=False)
    return sorted(options, key=lambda option: (option.value in words, option.value == "none", option.value))


def _owing(views: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The clauses that name a year, the earliest first."""
    dated = [view for view in views if view["row"]["due"] and view["row"]["due"]["year"]]
    return sorted(dated, key=lambda view: (view["row"]["due"]["year"], view["row"]["due"]["date"] or "", view["order"]))


def _several(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """Documents that are here in more than one language: each version is listed and counted."""
    versions = {(str(row["document"]), row["language"]) for row in rows if row["document"]}
    counts = Counter(document for document, _ in versions)
    return sorted((document, count) for document, count in counts.items() if count > 1)


def register_page(rows: Sequence[Row]) -> str:
    """The register of mandates (rows as `Mandate.to_dict()` gives them, of any number of documents) as one HTML page.

    The page is whole: no request leaves it. Without script it is a plain table; with it the rows can be filtered and
    sorted, the counts follow, and the address keeps the view (`#addressee=unodc&due=2022`).
    """
    views = _views(rows)
    due = _due_options(rows)
    dated = [option for option in due if option.value.isdigit()]
    longest = max((option.count for option in dated), default=1)
    documents = Counter((row["document"] or NO_SYMBOL, row["document"] or "without symbol") for row in rows)
    return page(
        "register.html.j2",
        styles=("page.css", "register.css"),
        script="register.js",
        views=views,
        total=len(rows),
        asking=sum(bool(row["addressees"]) for row in rows),
        limited=sum(bool(row["conditions"]) for row in rows),
        owed=sum(row["due"] is not None for row in rows),
        versions=len({(row["document"], row["language"]) for row in rows}),
        documents=[Option(value, label, count) for (value, label), count in documents.items()],
        addressees=_options((id, labels.addressee(id)) for row in rows for id in dict.fromkeys(row["addressees"])),
        acts=_acts(rows),
        topics=_options((id, labels.topic(id)) for row in rows for id in dict.fromkeys(row["topics"])),
        languages=_options((row["language"], labels.language(row["language"])) for row in rows),
        conditions=_options(
            (value, {"yes": "has a condition", "no": "has none"}[value])
            for value in ("yes" if row["conditions"] else "no" for row in rows)
        ),
        due=due,
        dated=[Option(o.value, o.label, o.count, round(100 * o.count / longest)) for o in dated],
        owing=_owing(views),
        several=_several(rows),
        shown=SHOWN_BARS,
        shown_owing=SHOWN_DUTIES,
        strongest=STRONGEST,
    )
