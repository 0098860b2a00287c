"""What is drawn on a PDF page beside its text: thin lines, which separate notes and table rows, and pictures."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Any

MAX_PAGE_OBJECTS = 50_000
"""Drawn objects looked at on one page: rules are found early, maps draw without end."""

THIN = 2.5
"""Points: what is no higher is a line."""

SHORTEST = 20
"""Points: shorter lines are dots and strokes of letters."""


@dataclass(slots=True)
class Stroke:
    """A thin horizontal line drawn on the page."""

    x0: float
    x1: float
    y: float


Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Drawings:
    """Thin lines by (left, bottom, right, top), the share of the page that its largest picture covers, and the number
    of drawn paths. `silent` are pieces of text of which pdfium gives no character: a text that the file itself tells
    (ActualText) stands for several pieces, and pdfium gives it the place of one."""

    thin: list[Box] = field(default_factory=list)
    silent: list[Box] = field(default_factory=list)
    images: float = 0.0
    paths: int = 0


def drawings(page: Any, area: float, heard: Container[int]) -> Drawings:
    """What is drawn on a pypdfium2 page of so many square points; `heard` are the addresses of its text objects that
    have characters."""
    import pypdfium2.raw as raw

    found = Drawings()
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for obj in _objects(page):
        kind = raw.FPDFPageObj_GetType(obj)
        text = kind == raw.FPDF_PAGEOBJ_TEXT
        if text and ctypes.cast(obj, ctypes.c_void_p).value in heard:
            continue
        if not text and kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            continue
        if not raw.FPDFPageObj_GetBounds(obj, left, bottom, right, top):
            continue
        wide, high = right.value - left.value, top.value - bottom.value
        if text:
            if wide > 0.5 and high > 0.5:
                found.silent.append((left.value, bottom.value, right.value, top.value))
            continue
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.images = max(found.images, min(1.0, wide * high / area))
            continue
        found.paths += 1
        if min(wide, high) <= THIN:
            found.thin.append((left.value, bottom.value, right.value, top.value))
    return found


def _objects(page: Any) -> Iterator[Any]:
    """The objects of a page; those inside a form only where its matrix moves nothing (one that wraps a whole page)."""
    import pypdfium2.raw as raw

    matrix = raw.FS_MATRIX()
    stack: list[Iterator[Any]] = []

    def of_page() -> Iterator[Any]:
        for index in range(raw.FPDFPage_CountObjects(page.raw)):
            yield raw.FPDFPage_GetObject(page.raw, index)

    def of_form(form: Any) -> Iterator[Any]:
        for index in range(raw.FPDFFormObj_CountObjects(form)):
            yield raw.FPDFFormObj_GetObject(form, index)

    stack.append(of_page())
    seen = 0
    while stack and seen < MAX_PAGE_OBJECTS:
        obj = next(stack[-1], None)
        if obj is None:
            stack.pop()
            continue
        seen += 1
        if raw.FPDFPageObj_GetType(obj) == raw.FPDF_PAGEOBJ_FORM and len(stack) < 5:
            raw.FPDFPageObj_GetMatrix(obj, matrix)
            parts = (matrix.a - 1, matrix.b, matrix.c, matrix.d - 1, matrix.e, matrix.f)
            if all(abs(part) < 1e-3 for part in parts):
                stack.append(of_form(obj))
        yield obj


def level_strokes(strokes: list[Box], turn: int, origin: tuple[float, float]) -> list[Stroke]:
    """The strokes that are level when the page is turned as its text is, their pieces made whole."""
    found = []
    for left, bottom, right, top in strokes:
        x0, y0, x1, y1 = (
            (left, bottom, right, top),
            (bottom, -right, top, -left),
            (-right, -top, -left, -bottom),
            (-top, left, -bottom, right),
        )[turn]
        if y1 - y0 <= THIN and x1 - x0 > y1 - y0:
            found.append(Stroke(x0 - origin[0], x1 - origin[0], (y0 + y1) / 2 - origin[1]))
    return _joined(found)


def _joined(strokes: list[Stroke]) -> list[Stroke]:
    """Pieces of one line, as table borders are drawn cell by cell, made whole; dots are dropped."""
    heights = Counter(round(stroke.y) for stroke in strokes)
    if len(strokes) > 2000 and len(heights) > 1000:
        return []  # a drawing, not the rules of a text
    out: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda stroke: (-round(stroke.y), stroke.x0)):
        last = out[-1] if out else None
        if last and abs(last.y - stroke.y) <= 1.0 and stroke.x0 <= last.x1 + 1.5:
            last.x1 = max(last.x1, stroke.x1)
        else:
            out.append(stroke)
    return [stroke for stroke in out if stroke.x1 - stroke.x0 >= SHORTEST]
