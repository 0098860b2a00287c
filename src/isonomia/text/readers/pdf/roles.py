"""Says what the printed lines of a document are: notes, headings, title, gaps and indents; gives the reader's lines."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from isonomia.text.lines import CALL_CLOSE, CALL_OPEN, Hint, Line, call
from isonomia.text.readers.pdf.furniture import PrintedPage, mark_furniture
from isonomia.text.readers.pdf.lines import UNSURE_CLOSE, UNSURE_OPEN, Printed

LOOSE = 1.22
"""A line stands under a blank when its distance from the line above is so many times the usual one."""

SMALLER = 0.4
"""Points by which the letters of notes are smaller than the text."""

LARGER = 1.15
"""Letters that are so many times as large as the text are those of a heading."""

MAX_HEADING = 300
MAX_HEADING_LINES = 6

_CALL_FIRST = re.compile(
    f"(?:{CALL_OPEN}([^{CALL_CLOSE}]+){CALL_CLOSE}|{UNSURE_OPEN}([^{UNSURE_CLOSE}]+){UNSURE_CLOSE})\\s*"
)
_PLAIN_FIRST = re.compile(r"(\d{1,3}|[*†‡§]{1,4})[/.)]?\s+(?=\S)")
_UNSURE = re.compile(f"{UNSURE_OPEN}([^{UNSURE_CLOSE}]*){UNSURE_CLOSE}")
_POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SECTION = re.compile(r"(?:[IVXLC]{1,6}|[A-Z]|\d{1,2})[.)、]\s?\S|[一二三四五六七八九十]{1,3}、")
_SENTENCE_GOES_ON = re.compile(r"[,;，；،؛]$")

Role = Literal["", "rule", "note"]


@dataclass(slots=True)
class _Roles:
    role: dict[int, Role] = field(default_factory=dict)
    marker: dict[int, str] = field(default_factory=dict)
    drawn: dict[int, bool] = field(default_factory=dict)  # a drawn rule stands above the line
    notes: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def to_lines(pages: list[PrintedPage]) -> list[Line]:
    """The lines of the document in reading order, each with what the layout says of it."""
    mark_furniture(pages)
    shape = _Shape(pages)
    roles = _Roles()
    opened = False
    last = 0
    for page in pages:
        for column in _columns(page):
            opened, last = _notes_of(column, page, shape, roles, opened, last)
    shape.measure(pages, roles)
    hints = _headings(pages, shape, roles)
    return [line for page in pages for line in _lines_of(page, shape, roles, hints)]


def _columns(page: PrintedPage) -> list[list[Printed]]:
    found: dict[int, list[Printed]] = defaultdict(list)
    for line in page.lines:
        if not line.furniture:
            found[line.column].append(line)
    return list(found.values())


class _Shape:
    """The usual size, leading and edge of a document's text."""

    def __init__(self, pages: list[PrintedPage]) -> None:
        sizes: Counter[float] = Counter()
        for page in pages:
            for line in page.lines:
                if not line.furniture:
                    sizes[_half(line.size)] += len(line.text)
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        self.leading: dict[float, float] = {}
        self.edge: float | None = None
        self.far: float | None = None
        self.bold = False

    def measure(self, pages: list[PrintedPage], roles: _Roles) -> None:
        """Leading by size, the edges of the text and whether it is bold, from the lines that are text."""
        steps: dict[float, Counter[float]] = defaultdict(Counter)
        starts: Counter[int] = Counter()
        ends: Counter[int] = Counter()
        bold = letters = 0
        for page in pages:
            for column in _columns(page):
                for above, line in zip([None, *column], column, strict=False):
                    if abs(line.size - self.body) <= SMALLER and not roles.role.get(id(line)):
                        starts[round(_start(line))] += len(line.text)
                        ends[round(_end(line))] += len(line.text)
                        letters += len(line.text)
                        bold += len(line.text) if line.bold else 0
                    if above is None or _half(above.size) != _half(line.size):
                        continue
                    step = above.baseline - line.baseline
                    if 0.6 * line.size < step <= 3.2 * line.size:
                        steps[_half(line.size)][_half(step)] += 1
        for size, counts in steps.items():
            # the smaller of two steps that are about as usual: the other is the one between paragraphs
            most = max(counts.values())
            if most >= 3:
                self.leading[size] = min(step for step, count in counts.items() if count >= 0.5 * most)
        if starts:
            self.edge = float(starts.most_common(1)[0][0])
            self.far = float(ends.most_common(1)[0][0])
        self.bold = 2 * bold > letters

    def is_loose(self, above: Printed, line: Printed) -> bool | None:
        """Is there more blank above a line than between the lines of one paragraph? None where OCR leaves it open."""
        step = above.baseline - line.baseline
        usual = max(self.leading.get(_half(size), 1.2 * size) for size in (above.size, line.size))
        if line.ocr or above.ocr:
            return True if step > 1.9 * usual else False if step <= LOOSE * usual else None
        return step > LOOSE * usual + (0.0 if _half(line.size) in self.leading else 0.2 * line.size)

    def is_display(self, line: Printed) -> bool:
        """Does the line stand out: bold in a text that is not, or larger?"""
        if line.ocr or line.rule:
            return False
        return (line.bold and not self.bold and line.size >= self.body - SMALLER) or line.size >= LARGER * self.body


def _half(value: float) -> float:
    return round(value * 2) / 2


def _start(line: Printed) -> float:
    return -line.x1 if line.rtl else line.x0


def _end(line: Printed) -> float:
    return -line.x0 if line.rtl else line.x1


# -- notes -------------------------------------------------------------------------------------------------------------


def _notes_of(
    column: list[Printed], page: PrintedPage, shape: _Shape, roles: _Roles, opened: bool, last: int
) -> tuple[bool, int]:
    """Finds the notes at the foot of a column. Gives whether the document's last note may go on, and its number."""
    start, rule = _foot(column, page, shape, opened)
    for line in column:
        if line.rule:
            roles.role[id(line)] = "rule"
    if start is None:
        return opened, last
    if rule:
        roles.drawn[id(column[start])] = True
    raised = any(_CALL_FIRST.match(line.text) for line in column[start:])
    margin: float | None = None
    for line in column[start:]:
        if line.rule:
            continue
        roles.role[id(line)] = "note"
        found = _CALL_FIRST.match(line.text)
        marker = (found.group(1) or found.group(2)) if found else None
        if marker is None and not raised:
            plain = _PLAIN_FIRST.match(line.text)
            if plain and (
                not plain.group(1).isdigit() or int(plain.group(1)) == last + 1 or (last == 0 and not opened)
            ):
                beside = margin is None or abs(_start(line) - margin) <= 4
                found, marker = (plain, plain.group(1)) if beside else (None, None)
                margin = _start(line) if margin is None and marker else margin
        if marker is None or found is None:
            continue
        roles.marker[id(line)] = marker
        roles.notes[page.number].add(marker)
        line.text = line.text[found.end() :]
        last = int(marker) if marker.isdigit() else last
    return True, last


def _foot(column: list[Printed], page: PrintedPage, shape: _Shape, opened: bool) -> tuple[int | None, bool]:
    """(place of the first line of the notes, whether a drawn rule stands above it)."""
    if not column or column[0].ocr:
        return None, False
    for at in range(len(column) - 1, -1, -1):
        if column[at].rule and at + 1 < len(column):
            if _are_notes(column[at + 1 :], shape, opened, ruled=True):
                return at + 1, False
            break
    left = min(line.x0 for line in column)
    right = max(line.x1 for line in column)
    for stroke in sorted(page.strokes, key=lambda stroke: stroke.y):
        start = next((at for at, line in enumerate(column) if line.baseline < stroke.y), None)
        if not start or not all(line.baseline < stroke.y for line in column[start:]):
            continue
        if not 25 <= stroke.x1 - stroke.x0 <= 0.6 * (right - left):
            continue
        # a rule begins where the text or its notes do
        edges = (
            (right, max(line.x1 for line in column[start:]))
            if column[0].rtl
            else (left, min(line.x0 for line in column[start:]))
        )
        near = min(abs((stroke.x1 if column[0].rtl else stroke.x0) - edge) for edge in edges)
        close = stroke.y - column[start].baseline <= 4 * column[start].size
        if near <= 40 and close and _are_notes(column[start:], shape, opened, ruled=True):
            return start, True
    start = len(column)
    while start and column[start - 1].size <= shape.body - SMALLER and not column[start - 1].rule:
        start -= 1
    # small lines in the upper part of a page are a table or a quotation; those of a column are its foot
    while start < len(column) and not _CALL_FIRST.match(column[start].text):
        start += 1
    if 0 < start < len(column) and _are_notes(column[start:], shape, opened, ruled=False):
        return start, False
    return None, False


def _are_notes(lines: list[Printed], shape: _Shape, opened: bool, *, ruled: bool) -> bool:
    lines = [line for line in lines if not line.rule]
    if not lines:
        return False
    small = sum(line.size <= shape.body - SMALLER for line in lines) >= 0.6 * len(lines)
    first = lines[0].text
    marked = bool(_CALL_FIRST.match(first))
    if not ruled:
        return small and marked
    return marked or (small and (opened or bool(_PLAIN_FIRST.match(first)))) or bool(re.match(r"[*†‡]", first))


# -- headings ----------------------------------------------------------------------------------------------------------


def _headings(pages: list[PrintedPage], shape: _Shape, roles: _Roles) -> dict[int, tuple[Hint, int]]:
    """Title and headings by the id of their lines, with the headings' level where their sizes tell."""
    hints: dict[int, tuple[Hint, int]] = {}
    groups = _display_groups(pages, shape, roles)
    begun = _body_begins(pages, shape, roles)
    if begun is None:
        return hints
    front = [group for group in groups if _before(group[0], begun)]
    masthead = _masthead(pages[0])
    low = [group for group in front if group[0].page > 1 or group[0].baseline < masthead]
    title = next((group for group in reversed(low) if not _SECTION.match(group[0].text)), None)
    if title and title[0].size >= shape.body + 1.0:
        hints.update({id(line): ("title", 0) for line in title})
    after = [group for group in groups if not _before(group[0], begun)]
    if title:
        after = [group for group in low if _before(title[-1], group[0])] + after
    sizes = sorted({_half(group[0].size) for group in after}, reverse=True)
    for group in after:
        level = 1 + sizes.index(_half(group[0].size)) if len(sizes) > 1 else 0
        hints.update({id(line): ("heading", level) for line in group if id(line) not in hints})
    return hints


def _before(one: Printed, other: Printed) -> bool:
    return (one.page, -one.baseline) < (other.page, -other.baseline)


def _text_lines(pages: Iterable[PrintedPage], roles: _Roles) -> Iterable[Printed]:
    for page in pages:
        for line in page.lines:
            if not line.furniture and not roles.role.get(id(line)):
                yield line


def _display_groups(pages: list[PrintedPage], shape: _Shape, roles: _Roles) -> list[list[Printed]]:
    """Neighbouring lines that stand out alike; not whole paragraphs, nor a sentence that goes on."""
    groups: list[list[Printed]] = []
    previous: Printed | None = None
    for line in _text_lines(pages, roles):
        if not shape.is_display(line):
            previous = None
            continue
        alike = (
            previous is not None
            and previous.page == line.page
            and previous.column == line.column
            and abs(previous.size - line.size) <= SMALLER
            and previous.bold == line.bold
            and not shape.is_loose(previous, line)
            and not _SECTION.match(line.text)
        )
        if alike:
            groups[-1].append(line)
        else:
            groups.append([line])
        previous = line
    return [
        group
        for group in groups
        if len(group) <= MAX_HEADING_LINES
        and sum(len(line.text) for line in group) <= MAX_HEADING
        and any(char.isalpha() for char in group[0].text)
        and not _SENTENCE_GOES_ON.search(group[-1].text)
    ]


def _body_begins(pages: list[PrintedPage], shape: _Shape, roles: _Roles) -> Printed | None:
    """The first line of running text: of the usual size, as long as the text is wide."""
    if shape.edge is None or shape.far is None:
        return None
    width = abs(shape.far - shape.edge)
    for line in _text_lines(pages, roles):
        plain = abs(line.size - shape.body) <= SMALLER and not shape.is_display(line)
        if plain and not line.ocr and _end(line) >= shape.far - 0.04 * width and line.x1 - line.x0 >= 0.8 * width:
            return line
    return None


def _masthead(page: PrintedPage) -> float:
    """The height under which the text of the first page begins: the lowest line drawn across its upper half."""
    heights = [
        stroke.y
        for stroke in page.strokes
        if stroke.x1 - stroke.x0 >= 0.6 * page.width and stroke.y > 0.45 * page.height
    ]
    return min(heights, default=page.height)


# -- lines -------------------------------------------------------------------------------------------------------------


def _lines_of(page: PrintedPage, shape: _Shape, roles: _Roles, hints: dict[int, tuple[Hint, int]]) -> Iterable[Line]:
    edges = {column[0].column: _edge(column, shape, roles) for column in _columns(page)}
    previous: Printed | None = None
    notes = roles.notes[page.number]
    for line in page.lines:
        text = _settled(line.text, notes)
        role = roles.role.get(id(line), "")
        if line.furniture:
            yield Line(text, page=page.number, hint="furniture")
            continue
        if roles.drawn.get(id(line)):
            yield Line("", page=page.number, hint="rule")
        if role == "rule":
            yield Line(text, page=page.number, hint="rule")
            previous = None
            continue
        if role == "note":
            yield Line(text, page=page.number, hint="note", marker=roles.marker.get(id(line)))
            previous = None
            continue
        hint, level = hints.get(id(line), ("", 0))
        gap = None
        if previous is not None and previous.baseline > line.baseline + 1:
            under = line.x0 < previous.x1 and previous.x0 < line.x1
            if under or previous.column == line.column:
                gap = shape.is_loose(previous, line)
        indent = round(_start(line) - edges[line.column], 1)
        yield Line(text, page=page.number, gap=gap, indent=indent, hint=hint, level=level)
        previous = line


def _edge(column: list[Printed], shape: _Shape, roles: _Roles) -> float:
    """Where the lines of a column start: its own edge where enough lines show it, else the document's."""
    if column[0].ocr and len(column) > 1:
        return min(_start(line) for line in column)  # boxes of letters found in a picture share no exact edge
    starts = Counter(
        round(_start(line))
        for line in column
        if not roles.role.get(id(line)) and abs(line.size - shape.body) <= SMALLER
    )
    if starts:
        start, count = starts.most_common(1)[0]
        if count >= 3 and count >= 0.3 * sum(starts.values()):
            return float(start)
    return shape.edge if shape.edge is not None else min(_start(line) for line in column)


def _settled(text: str, notes: set[str]) -> str:
    """Text in which the superscripts that may be calls are, or are not."""

    def known(match: re.Match[str]) -> str:
        found = match.group(1)
        if found in notes:
            return call(found)
        return found.translate(_POWERS)

    return _UNSURE.sub(known, text) if UNSURE_OPEN in text else text
