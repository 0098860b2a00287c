"""Bars as small SVG made on the server: each beside its number in a table, which says the same without pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 200, 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart. `kind` is a class that gives the bar its colour."""

    label: str
    value: int
    url: str = ""
    kind: str = ""
    svg: str = ""


def bars(rows: Iterable[tuple[str, int, str, str]]) -> list[Bar]:
    """Rows of (label, value, address, kind) with their bars, the longest filling its cell."""
    rows = list(rows)
    most = max((value for _label, value, _url, _kind in rows), default=0)
    return [Bar(label, value, url, kind, _bar(value, most, kind)) for label, value, url, kind in rows]


def _bar(value: int, most: int, kind: str) -> SafeString:
    width = round(WIDTH * value / most, 1) if most else 0
    return SafeString(
        f'<svg class="drawn-bar {escape(kind)}" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none"'
        f' aria-hidden="true" focusable="false"><rect width="{width}" height="{HEIGHT}" rx="1"/></svg>'
    )


def strip(parts: Sequence[tuple[int, str]]) -> SafeString:
    """Values beside each other as shares of one strip: (value, kind). What stands beside it says them in numbers."""
    total = sum(value for value, _kind in parts)
    out = []
    at = 0.0
    for value, kind in parts:
        width = WIDTH * value / total if total else 0
        if width:
            out.append(f'<rect class="{escape(kind)}" x="{at:.2f}" width="{width:.2f}" height="{HEIGHT}"/>')
        at += width
    return SafeString(
        f'<svg class="drawn-strip" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true"'
        f' focusable="false">{"".join(out)}</svg>'
    )
