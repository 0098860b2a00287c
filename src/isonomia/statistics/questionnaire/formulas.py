"""The checks inside the workbook, as formulas that say in words what does not agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from isonomia.statistics.merged import cell_name
from isonomia.statistics.questionnaire.questions import Module, Question, words

Cells = Mapping[tuple[str, int, str], tuple[int, int]]
"""Where the answer to a question stands: row and column by its id, year and sex."""


def check_formula(one: Question, module: Module, cells: Cells, years: Sequence[int], language: str) -> str:
    """A formula that is empty where all agrees, else names what does not."""
    told = []
    by_sex = [_sexes_differ(one, cells, year) for year in years if one.sexes == "TMF"]
    if by_sex:
        told.append((by_sex, words()["sexes_differ"][language]))
    if one.of:
        exceeded = [
            _greater(cells[one.id, year, sex], cells[one.of, year, sex])
            for year in years for sex in one.sexes if (one.of, year, sex) in cells
        ]  # fmt: skip
        told.append((exceeded, words()["part_exceeds"][language].format(whole=one.of)))
    for (whole, _), parts in module.parts().items():
        if parts[-1] is one:
            sums = [
                _sum_differs([cells[part.id, year, sex] for part in parts], cells[whole, year, sex])
                for year in years for sex in "TMF"
                if (whole, year, sex) in cells and all((part.id, year, sex) in cells for part in parts)
            ]  # fmt: skip
            named = f"{parts[0].id}–{parts[-1].id}"
            told.append((sums, words()["parts_differ"][language].format(parts=named, whole=whole)))
    pieces = [f'IF(OR({",".join(conditions)}),"{_quoted(text)}. ","")' for conditions, text in told if conditions]
    return "=" + "&".join(pieces) if pieces else ""


def answer_formula(row: int, column: int) -> str:
    """What a cell may hold: a whole number from 0, or n/a."""
    cell = cell_name(row, column)
    return f'=OR(AND(ISNUMBER({cell}),{cell}>=0,{cell}=INT({cell})),{cell}="n/a")'


def _sexes_differ(one: Question, cells: Cells, year: int) -> str:
    total, male, female = (cell_name(*cells[one.id, year, sex]) for sex in "TMF")
    # SUM, as a plus sign fails on a cell that holds n/a
    return f"AND(COUNT({total},{male},{female})=3,SUM({male},{female})<>{total})"


def _greater(part: tuple[int, int], whole: tuple[int, int]) -> str:
    return f"AND(ISNUMBER({cell_name(*part)}),ISNUMBER({cell_name(*whole)}),{cell_name(*part)}>{cell_name(*whole)})"


def _sum_differs(parts: Sequence[tuple[int, int]], whole: tuple[int, int]) -> str:
    """Only where every part is filled in: an empty cell is not zero."""
    listed = ",".join(cell_name(*part) for part in parts)
    return f"AND(ISNUMBER({cell_name(*whole)}),COUNT({listed})={len(parts)},SUM({listed})<>{cell_name(*whole)})"


def _quoted(text: str) -> str:
    return text.replace('"', '""')
