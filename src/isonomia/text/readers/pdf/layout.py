"""Puts the fragments of a page in reading order: rows, columns with a real gutter between them, tables.

Rows are fragments on one baseline. A gutter is a strip of the page that hardly any line crosses, with enough lines of
running text on both sides; lines that cross it (a title, a heading over both columns) cut the page into bands. What
stands in the same row far apart and is no column (a masthead, a table) is read row by row, or cell by cell where
drawn lines show the cells' borders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median

from isonomia.text.readers.pdf.chars import WIDE_GAP, Fragment, PageInk
from isonomia.text.readers.pdf.lines import PageStyle, Printed, main_style, page_is_rtl, printed
from isonomia.text.readers.pdf.strokes import Stroke

SAME_ROW = 0.25
"""In em: how far the baselines of one row may differ."""

TAB = 2.5
"""In em: a wider blank in a row parts two lines, unless a list number stands before it."""

LABEL_TAB = 7.0
"""In em: the widest blank between a list number and its text."""

MIN_COLUMN_LINES = 5
MIN_COLUMN_SHARE = 0.25
"""A column of text has at least this many lines, that are at least this share of the text's width."""

FILLED = 0.75
"""Half the text of a column stands in lines that reach this share of its width; in the cells of a table less does."""

_LABEL = re.compile(
    r"[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[ivxlcdmIVXLCDM]{1,6}|[^\W\d_]{1,3}|[\d/]{3,9}|[一二三四五六七八九十]{1,4})"
    r"[.)\]、．:\-–—]{0,2}|[-–—•*◦▪§○●]"
)
_SMALL = 8  # characters: the longest superscript

MAX_RAISED = 60
"""No line has more superscripts than this; a table of small print would cost time for nothing."""


@dataclass(slots=True)
class Segment:
    """Fragments of one row that stand together."""

    fragments: list[Fragment]
    x0: float
    x1: float
    baseline: float
    size: float


def lay_out(ink: PageInk, style: PageStyle) -> list[Printed]:
    """The lines of a page in reading order, then those that stand sideways, then slanted ones (as furniture)."""
    style.rtl = page_is_rtl(ink.fragments)
    lines = _ordered(ink.fragments, ink.strokes, style, ink.width)
    column = max((line.column for line in lines), default=0)
    for fragments in ink.aside:
        beside = _ordered(fragments, [], style, ink.height)
        for line in beside:
            line.column += column + 1
            line.furniture = len(beside) <= 2  # a stamp in the margin; more is a table set sideways
        column = max((line.column for line in beside), default=column)
        lines.extend(beside)
    for fragment in ink.slanted:
        # boxes of slanted letters overlap, so that their gaps say nothing
        stamp = Printed(fragment.text, style.page, fragment.x0, fragment.x1, fragment.baseline, fragment.size)
        stamp.furniture, stamp.column = True, column + 1
        lines.append(stamp)
    return [line for line in lines if line.text]


def _ordered(fragments: list[Fragment], strokes: list[Stroke], style: PageStyle, width: float) -> list[Printed]:
    rows = [_segments(row) for row in _rows(fragments)]
    lines: list[Printed] = []
    column = 0
    for band in _bands(rows, style.rtl):
        for part in band:
            for segment in _in_order(part, strokes if len(band) == 1 else [], style, width):
                line = printed(segment.fragments, style)
                line.column = column
                lines.append(line)
            column += 1
    return lines


# -- rows --------------------------------------------------------------------------------------------------------------


def _rows(fragments: list[Fragment]) -> list[list[Fragment]]:
    """Fragments on one baseline, from the top; superscripts and subscripts with the line that they stand at."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda fragment: -fragment.baseline):
        if rows:
            first = rows[-1][0]
            if first.baseline - fragment.baseline <= SAME_ROW * min(first.size, fragment.size):
                rows[-1].append(fragment)
                continue
        rows.append([fragment])
    return _with_raised(rows)


def _with_raised(rows: list[list[Fragment]]) -> list[list[Fragment]]:
    largest = [max(fragment.size for fragment in row) for row in rows]
    for at, row in enumerate(rows):
        for near in (at + 1, at - 1, at + 2):
            if not 0 <= near < len(rows) or not rows[near]:
                continue
            limit = 0.85 * largest[near]
            small = [fragment for fragment in row if fragment.size <= limit and len(fragment.text) <= _SMALL]
            for fragment in sorted(small, key=lambda fragment: fragment.x0)[:MAX_RAISED]:
                if _stands_at(fragment, rows[near]):
                    rows[near].append(fragment)
                    row.remove(fragment)
    return [row for row in rows if row]


def _stands_at(fragment: Fragment, row: list[Fragment]) -> bool:
    """Is a small fragment a super- or subscript of the row?"""
    hosts = [host for host in row if fragment.size <= 0.85 * host.size]
    if not any(-0.4 <= (fragment.baseline - host.baseline) / host.size <= 0.65 for host in hosts):
        return False
    raised = fragment.baseline > min(host.baseline for host in hosts)
    # beside a larger letter, or a superscript that stands there already
    beside = [(host, host.size) for host in hosts]
    for other in row:
        if abs(other.baseline - fragment.baseline) < 0.5 and other.size < 1.1 * fragment.size:
            beside.append((other, 1.5 * other.size))
    for other, em in beside:
        if -0.35 * em <= fragment.x0 - other.x1 <= 0.45 * em:
            return True
        if raised and -0.2 * em <= other.x0 - fragment.x1 <= 1.5 * em:
            return True
        if other.x0 <= fragment.x0 and fragment.x1 <= other.x1:
            return True
    return False


def _segments(row: list[Fragment]) -> list[Segment]:
    """A row cut at every blank that may be a gutter."""
    row.sort(key=lambda fragment: fragment.x0)
    groups: list[list[Fragment]] = []
    end = 0.0
    for fragment in row:
        if groups and fragment.x0 - end <= min(WIDE_GAP * max(fragment.size, groups[-1][-1].size), 14.0):
            groups[-1].append(fragment)
            end = max(end, fragment.x1)
        else:
            groups.append([fragment])
            end = fragment.x1
    return [_segment(group) for group in groups]


def _segment(fragments: list[Fragment]) -> Segment:
    size, baseline = main_style(fragments)
    return Segment(fragments, min(f.x0 for f in fragments), max(f.x1 for f in fragments), baseline, size)


# -- columns -----------------------------------------------------------------------------------------------------------

Rows = list[list[Segment]]


def _bands(rows: Rows, rtl: bool) -> list[list[Rows]]:
    """The page as bands from the top, each of one part or of two columns in reading order."""
    gutter = _gutter(rows)
    if gutter is None:
        return [[rows]]
    bands: list[list[Rows]] = []
    band: Rows = []
    columned = False

    def close() -> None:
        if not band:
            return
        if columned:
            left = [kept for row in band if (kept := [s for s in row if s.x1 <= gutter])]
            right = [kept for row in band if (kept := [s for s in row if s.x1 > gutter])]
            parts = [right, left] if rtl else [left, right]
            bands.append([part for part in parts if part])
        else:
            bands.append([list(band)])
        band.clear()

    for row in rows:
        crosses = any(segment.x0 < gutter < segment.x1 for segment in row)
        if crosses == columned:
            close()
            columned = not crosses
        band.append(row)
    close()
    # one or two lines that happen to stand beside the gutter are no columns
    return [band if len(band) < 2 or min(len(part) for part in band) >= 2 else [_again(band)] for band in bands]


def _again(band: list[Rows]) -> Rows:
    """The rows of a band that was cut into columns for nothing."""
    rows: dict[float, list[Segment]] = {}
    for part in band:
        for row in part:
            near = next((y for y in rows if abs(y - row[0].baseline) <= SAME_ROW * row[0].size), row[0].baseline)
            rows.setdefault(near, []).extend(row)
    return [sorted(rows[y], key=lambda segment: segment.x0) for y in sorted(rows, reverse=True)]


def _gutter(rows: Rows) -> float | None:
    """Where the strip between two columns of running text lies; None on a page of one column."""
    segments = [segment for row in rows for segment in row]
    if len(segments) < 2 * MIN_COLUMN_LINES:
        return None
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    width = right - left
    edges = sorted(segment.x0 for segment in segments if left + 0.3 * width < segment.x0 < right - 0.2 * width)
    best: tuple[int, float] | None = None
    for edge in {round(edge) for edge in edges}:
        if sum(abs(other - edge) <= 3 for other in edges) < 3:
            continue
        place = edge - 2.5
        lefts = [s for s in segments if s.x1 <= place]
        rights = [s for s in segments if s.x0 >= place]
        crossing = len(segments) - len(lefts) - len(rights)
        if min(len(lefts), len(rights)) < MIN_COLUMN_LINES or crossing > 0.5 * min(len(lefts), len(rights)):
            continue
        if not _runs(lefts, width) or not _runs(rights, width):
            continue
        # the middle of the strip, so that a line that hangs over the edge by a hair does not cross it
        place = (place + max(s.x1 for s in lefts)) / 2
        if best is None or crossing < best[0]:
            best = crossing, place
    return best[1] if best else None


def _runs(segments: list[Segment], width: float) -> bool:
    """Is this running text: lines that mostly fill one column?"""
    start = median(segment.x0 for segment in segments)
    # several pieces of one row are one line with wide word spaces
    lines: dict[int, list[Segment]] = {}
    for segment in segments:
        lines.setdefault(round(segment.baseline), []).append(segment)
    reach = sorted(max(s.x1 for s in line) - min(s.x0 for s in line) for line in lines.values())
    column = reach[int(0.9 * (len(reach) - 1))]
    if column < MIN_COLUMN_SHARE * width or len(lines) < MIN_COLUMN_LINES:
        return False
    if sum(abs(segment.x0 - start) < 0.6 * column for segment in segments) < 0.6 * len(segments):
        return False
    return sum(length for length in reach if length >= FILLED * column) >= 0.5 * sum(reach)


# -- rows of one part --------------------------------------------------------------------------------------------------


def _in_order(rows: Rows, strokes: list[Stroke], style: PageStyle, width: float) -> list[Segment]:
    """The lines of one part in reading order."""
    joined = [_tabs_joined(row, style) for row in rows]
    out: list[Segment] = []
    for group in _boxed(joined, strokes, width):
        out.extend(_cells(group, style.rtl))
    return out


def _tabs_joined(row: list[Segment], style: PageStyle) -> list[Segment]:
    """Joins the pieces of a row that are one line: wide word spaces, a list number and its text."""
    if style.rtl:
        row = row[::-1]
    out: list[Segment] = []
    for segment in row:
        if out:
            last = out[-1]
            gap = last.x0 - segment.x1 if style.rtl else segment.x0 - last.x1
            em = min(segment.size, last.size)
            label = len(out) == 1 and _is_label(last) and len(segment.fragments[0].text) > 1
            if gap <= em * (LABEL_TAB if label else TAB) and _same_kind(last, segment):
                out[-1] = _segment([*last.fragments, *segment.fragments])
                continue
        out.append(segment)
    return out


def _same_kind(one: Segment, two: Segment) -> bool:
    return max(one.size, two.size) <= 1.35 * min(one.size, two.size) or abs(one.x0 - two.x1) < one.size


def _is_label(segment: Segment) -> bool:
    text = "".join(fragment.text for fragment in segment.fragments)
    return len(text) <= 10 and bool(_LABEL.fullmatch(text.replace(" ", "")))


def _boxed(rows: Rows, strokes: list[Stroke], width: float) -> list[Rows]:
    """Groups of rows between drawn lines; rows between no two lines are groups of their own."""
    marks = sorted((stroke.y for stroke in strokes if stroke.x1 - stroke.x0 >= 0.5 * width), reverse=True)
    if len(marks) < 2:
        return [[row] for row in rows]
    groups: list[Rows] = []
    above = -1
    for row in rows:
        y = row[0].baseline
        place = sum(mark > y for mark in marks)
        inside = 0 < place < len(marks)
        if groups and inside and place == above:
            groups[-1].append(row)
        else:
            groups.append([row])
        above = place if inside else -1
    return groups


def _cells(rows: Rows, rtl: bool) -> list[Segment]:
    """Reads a group of rows cell by cell where its columns are clear, else row by row."""
    flat = [segment for row in rows for segment in row]
    if len(rows) < 2 or len(flat) == len(rows):
        return flat
    columns: list[list[Segment]] = []
    edge = 0.0
    for segment in sorted(flat, key=lambda segment: segment.x0):
        if columns and segment.x0 < edge + 2:
            columns[-1].append(segment)
            edge = max(edge, segment.x1)
        else:
            columns.append([segment])
            edge = segment.x1
    if len(columns) < 2:
        return flat
    if rtl:
        columns.reverse()
    return [segment for column in columns for segment in sorted(column, key=lambda segment: -segment.baseline)]
