"""Merged cells of a worksheet: what they mean where a table has them, and where they cannot be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from isonomia.statistics.errors import NotStatistics, UnreadableCell

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell, each as row and column counted from 0."""


def unmerged(
    rows: Sequence[Sequence[object]], ranges: Sequence[Range], header: int, names: Mapping[int, str], place: str
) -> list[Sequence[object]]:
    """The rows with the label of a merged cell in each row that it spans.

    `header` is the number of the header's row, `names` say what its columns hold. What is merged above the header is a
    title and stays. Raises NotStatistics (a header over several columns: they would have no names of their own) and
    UnreadableCell (one value for several observations: whose it is cannot be known).
    """
    out = list(rows)
    for (top, left), (bottom, right) in ranges:
        if bottom < header or top >= len(out):
            continue
        spot = f"{place}!{cell_name(top, left)}:{cell_name(bottom, right)}"
        said = out[top][left] if left < len(out[top]) else ""
        if top <= header <= bottom and right > left:
            raise NotStatistics(
                f"the header {said!r} is merged over {right - left + 1} columns; unmerge it and head each column"
                " with a name of its own",
                place=spot,
            )
        if top <= header:
            continue
        spans = [names[j] for j in range(left, right + 1) if j in names]
        if "value" in spans or "year" in spans or len(spans) > 1:
            raise UnreadableCell(
                f"{said!r} is merged over several cells of {', '.join(spans)}; unmerge it and fill in each cell",
                place=spot,
            )
        for number in range(top + 1, min(bottom + 1, len(out))):
            # a row that holds nothing besides stays empty: it is no observation
            if any(cell not in ("", None) for cell in out[number]):
                cells = list(out[number]) + [""] * (left + 1 - len(out[number]))
                cells[left] = said
                out[number] = cells
    return out


def filled_down(rows: Sequence[Sequence[object]], ranges: Sequence[Range], head: int) -> list[Sequence[object]]:
    """The rows with what is merged over some of the first `head` rows, in one column, in each of them: a header of two
    rows, where names of columns span both and years stand in the second."""
    out = list(rows)
    for (top, left), (bottom, right) in ranges:
        if left == right and bottom < min(head, len(out)) and left < len(out[top]):
            for number in range(top + 1, bottom + 1):
                cells = list(out[number]) + [""] * (left + 1 - len(out[number]))
                cells[left] = out[top][left]
                out[number] = cells
    return out


def cell_name(row: int, column: int) -> str:
    """The name of a cell as a spreadsheet shows it: B3 for row 2, column 1, both counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
