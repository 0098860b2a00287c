"""The same figure of several documents, set side by side in the order of their dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from isonomia.mandates.figures import Figure, extract_figures
from isonomia.mandates.quantities.subjects import MASS, measures
from isonomia.registers import instruments
from isonomia.text.model import Document


@dataclass(frozen=True, slots=True)
class Point:
    """One document's figure in a series; `document` is its symbol, or its file's name where it prints none."""

    document: str
    date: str | None
    session: int | None
    paragraph: str | None
    value: int | float | None
    value_high: int | float | None
    unit: str
    qualifier: str | None
    as_of: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """A figure of the register of subjects as several documents give it, the oldest document first.

    `subject` is a treaty, a commodity or null; `unit` what the points are counted in (`mass` where documents print
    t, kg or g: each point has its own unit as well).
    """

    measure: str
    subject: str | None
    unit: str
    label: str
    points: tuple[Point, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: plain dicts and lists."""
        plain = asdict(self)
        plain["points"] = list(plain["points"])
        return plain


def figure_series(
    documents: Sequence[Document], *, figures: Sequence[Sequence[Figure]] | None = None, language: str = "en"
) -> list[Series]:
    """The figures that at least two of the documents give: parties to a treaty, seizures, people trained ...

    `figures` are those of each document where they were extracted before; `language` is that of the labels. Documents
    may be in different languages: treaties, commodities and units are named by ids.
    """
    known = {measure.id: measure for measure in measures()}
    each = figures if figures is not None else [extract_figures(document) for document in documents]
    rows: dict[tuple[str, str | None, str], list[tuple[int, Figure]]] = {}
    for index, found in enumerate(each):
        for figure in found:
            if figure.measure is None:
                continue
            named = known[figure.measure].subject in ("treaty", "commodity")
            unit = "mass" if figure.unit in MASS else figure.unit
            rows.setdefault((figure.measure, figure.subject if named else None, unit), []).append((index, figure))
    order = {
        index: place for place, index in enumerate(sorted(range(len(documents)), key=lambda i: _age(documents, i)))
    }
    out: list[Series] = []
    for (measure, subject, unit), points in rows.items():
        if len({index for index, _ in points}) < 2:
            continue
        points.sort(key=lambda row: order[row[0]])
        label = _label(known[measure].label[language], subject or unit, language)
        out.append(Series(measure, subject, unit, label, tuple(_point(documents[i], figure) for i, figure in points)))
    return out


def _age(documents: Sequence[Document], index: int) -> tuple[float, int]:
    """By session where the document has one, as reports print no date of adoption; else by year; else as given."""
    document = documents[index]
    if document.session is not None and document.organ in (None, "unga"):
        return document.session + 1945.5, index
    year = int(document.date[:4]) + int(document.date[5:7] or 1) / 12 if document.date else float(index)
    return year, index


def _point(document: Document, figure: Figure) -> Point:
    name = document.symbol or (document.source.name if document.source else "unknown")
    return Point(
        name, document.date, document.session, figure.paragraph, figure.value, figure.value_high, figure.unit,
        figure.qualifier, figure.as_of, figure.text,
    )  # fmt: skip


def _label(template: str, subject: str, language: str) -> str:
    row = instruments().get(subject)
    return template.format(subject=row.label.get(language, subject) if row else subject.replace("_", " "))
