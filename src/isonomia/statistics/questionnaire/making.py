"""The questionnaire as a workbook: a first sheet, the questions, what is asked about them, instructions."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import Any

from isonomia.errors import MissingDependency, UnknownLanguage
from isonomia.statistics.areas import Area, area, areas
from isonomia.statistics.questionnaire.formulas import answer_formula, check_formula
from isonomia.statistics.questionnaire.questions import (
    LANGUAGES,
    SEXES,
    UNIT,
    VERSION,
    Module,
    Question,
    module,
    words,
)

START, QUESTIONS, METADATA = "Start", "Questions", "Metadata"
KEYS, LISTS = "isonomia_keys", "isonomia_lists"
SIGN = "isonomia questionnaire"
"""What the first cell of the hidden sheet of keys says."""
COUNTRY_CELL = (2, 1)
PERSON_ROWS = {"person": 4, "institution": 5, "email": 6}
HEADER_ROW = 3
FIRST_COLUMN = 2
"""The columns before it are the number of the question and its label."""
NOT_PERSONS = "na"
"""What published files say for sex and age of things."""
MOST_ANSWER = 255
"""Messages of a validation may be so long."""


def questionnaire(name: str, *, years: Sequence[int], country: str | None = None, language: str = "en") -> bytes:
    """The bytes of the workbook (XLSX) of a module, to be filled in for some years.

    Raises UnknownCode (the module), UnknownArea, UnknownLanguage, MissingDependency without XlsxWriter.
    """
    chosen = module(name)
    where = area(country) if country else None
    if language not in LANGUAGES:
        raise UnknownLanguage(f"{language!r} is none of {', '.join(LANGUAGES)}")
    try:
        import xlsxwriter
    except ImportError:
        raise MissingDependency("writing workbooks needs XlsxWriter; pip install isonomia[statistics]") from None
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        made = datetime.datetime(max(years) + 1, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
        book.set_properties({"title": chosen.titles[language], "created": made, "keywords": f"{SIGN} {VERSION}"})
        _Book(book, chosen, sorted(years), where, language).write()
    return out.getvalue()


class _Book:
    """The sheets, one after another; `cells` remembers where each answer stands."""

    def __init__(self, book: Any, chosen: Module, years: Sequence[int], where: Area | None, language: str) -> None:
        self.book, self.module, self.years, self.where, self.language = book, chosen, years, where, language
        self.columns = [(year, sex) for year in years for sex in SEXES]
        self.source = FIRST_COLUMN + len(self.columns)
        self.cells: dict[tuple[str, int, str], tuple[int, int]] = {}
        self.rows: dict[str, int] = {}
        form = book.add_format
        self.title = form({"bold": True, "font_size": 14})
        self.head = form({"bold": True, "text_wrap": True, "bg_color": "#d9e2ec", "border": 1, "valign": "top"})
        self.heading = form({"bold": True, "font_color": "#1f4e79", "top": 1})
        self.shut = form({"bg_color": "#e4e4e4", "border": 1})
        self.open = form({"locked": False, "border": 1, "num_format": "#,##0"})
        self.text = form({"locked": False, "border": 1, "text_wrap": True})
        self.check = form({"font_color": "#b00020", "text_wrap": True})
        self.wrong = form({"bg_color": "#f8d7da"})
        self.wrapped = form({"text_wrap": True, "valign": "top"})

    def write(self) -> None:
        """All sheets."""
        start, questions, metadata = (self._sheet(name) for name in (START, QUESTIONS, METADATA))
        guides = [self.language, *(one for one in LANGUAGES if one != self.language)]
        for one in guides:
            self._guide(one)
        lists = self._hidden(LISTS)
        countries = sorted(one.names[self.language] for one in areas().values())
        for row, name in enumerate(countries):
            lists.write_string(row, 0, name)
        institutions = [f"{letters} – {names[self.language]}" for letters, names in words()["institutions"].items()]
        for row, name in enumerate(institutions):
            lists.write_string(row, 1, name)
        self._questions(questions, len(institutions))
        self._start(start, len(countries))
        self._metadata(metadata)
        self._keys(self._hidden(KEYS))
        start.activate()

    def _sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        if self.language == "ar":
            sheet.right_to_left()
        return sheet

    def _hidden(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.very_hidden()
        sheet.protect()
        return sheet

    def _word(self, key: str, **facts: str) -> str:
        return str(words()[key][self.language]).format(**facts)

    def _start(self, sheet: Any, countries: int) -> None:
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 50)
        sheet.write_string(0, 0, self._word("title", module=self.module.titles[self.language]), self.title)
        sheet.write_string(COUNTRY_CELL[0], 0, self._word("country"), self.heading)
        sheet.write_string(*COUNTRY_CELL, self.where.names[self.language] if self.where else "", self.text)
        sheet.data_validation(
            *COUNTRY_CELL, *COUNTRY_CELL,
            {"validate": "list", "source": f"={LISTS}!$A$1:$A${countries}", "error_title": self._word("country"),
             "error_message": self._word("choose"), "input_message": self._word("choose")},
        )  # fmt: skip
        sheet.write_string(3, 0, self._word("years"), self.heading)
        sheet.write_string(3, 1, ", ".join(map(str, self.years)), self.shut)
        for key, row in PERSON_ROWS.items():
            sheet.write_string(row, 0, self._word(key), self.heading)
            sheet.write_blank(row, 1, None, self.text)
        sheet.write_string(8, 0, self._word("to_look_at"), self.heading)
        last = max(self.rows.values()) + 1
        letter = _letters(self.source + 2)
        told = f"{QUESTIONS}!{letter}{HEADER_ROW + 2}:{letter}{last}"
        sheet.write_formula(8, 1, f"=SUMPRODUCT(--(LEN({told})>0))", self.shut, 0)
        sheet.protect("", {"format_columns": True})

    def _questions(self, sheet: Any, institutions: int) -> None:
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, 52)
        sheet.set_column(FIRST_COLUMN, self.source - 1, 12)
        sheet.set_column(self.source, self.source, 24)
        sheet.set_column(self.source + 1, self.source + 2, 42)
        sheet.write_string(0, 0, self.module.titles[self.language], self.title)
        sheet.write_string(1, 0, self._word("only_numbers"))
        heads = ["", self._word("question"), *(f"{year}\n{self._word(sex)}" for year, sex in self.columns)]
        heads += [self._word("source"), self._word("note"), self._word("check")]
        for column, text in enumerate(heads):
            sheet.write_string(HEADER_ROW, column, text, self.head)
        self._place()
        for one in self.module.questions:
            self._question(sheet, one, institutions)
        last = max(self.rows.values())
        sheet.conditional_format(
            HEADER_ROW + 1, FIRST_COLUMN, last, self.source - 1,
            {"type": "formula", "criteria": f'=${_letters(self.source + 2)}{HEADER_ROW + 2}<>""', "format": self.wrong},
        )  # fmt: skip
        sheet.freeze_panes(HEADER_ROW + 1, FIRST_COLUMN)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW)
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def _place(self) -> None:
        """Where each question and each of its answers stands: formulas look both up and down."""
        row = HEADER_ROW + 1
        for one in self.module.questions:
            row += bool(one.heading)
            self.rows[one.id] = row
            for column, (year, sex) in enumerate(self.columns, FIRST_COLUMN):
                if sex in one.sexes:
                    self.cells[one.id, year, sex] = (row, column)
            row += 1

    def _question(self, sheet: Any, one: Question, institutions: int) -> None:
        row = self.rows[one.id]
        if one.heading:
            sheet.write_string(row - 1, 1, one.heading[self.language], self.heading)
        label = self.book.add_format({"indent": one.depth, "bold": not one.of, "text_wrap": True})
        sheet.write_string(row, 0, one.id)
        sheet.write_string(row, 1, one.labels[self.language], label)
        for column, (year, sex) in enumerate(self.columns, FIRST_COLUMN):
            asked = (one.id, year, sex) in self.cells
            sheet.write_blank(row, column, None, self.open if asked else self.shut)
            if asked:
                sheet.data_validation(
                    row, column, row, column,
                    {"validate": "custom", "value": answer_formula(row, column), "error_title": one.id,
                     "error_message": self._word("only_numbers")[:MOST_ANSWER]},
                )  # fmt: skip
        sheet.write_blank(row, self.source, None, self.text)
        sheet.data_validation(
            row, self.source, row, self.source,
            {"validate": "list", "source": f"={LISTS}!$B$1:$B${institutions}", "error_type": "information",
             "error_title": self._word("source"), "error_message": self._word("choose")},
        )  # fmt: skip
        sheet.write_blank(row, self.source + 1, None, self.text)
        formula = check_formula(one, self.module, self.cells, self.years, self.language)
        if formula:
            sheet.write_formula(row, self.source + 2, formula, self.check, "")

    def _metadata(self, sheet: Any) -> None:
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, 1, 80)
        for row, text in enumerate(words()["metadata"][self.language]):
            sheet.write_string(row, 0, text, self.wrapped)
            sheet.write_blank(row, 1, None, self.text)
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def _guide(self, language: str) -> None:
        sheet = self.book.add_worksheet(f"{words()['instructions'][language]} ({language})"[:31])
        if language == "ar":
            sheet.right_to_left()
        sheet.set_column(0, 0, 110)
        sheet.write_string(0, 0, self.module.titles[language], self.title)
        for row, text in enumerate(words()["guide"][language], 2):
            sheet.write_string(row, 0, text, self.wrapped)

    def _keys(self, sheet: Any) -> None:
        """Which observation each cell is, so that a filled-in workbook says it in whatever language it is."""
        sheet.write_row(0, 0, [SIGN, VERSION, self.module.name, self.language])
        sheet.write_row(1, 0, ["question", "row", "column", "source column", *KEY_COLUMNS])
        by_id: Mapping[str, Question] = {one.id: one for one in self.module.questions}
        for at, ((id, year, sex), (row, column)) in enumerate(self.cells.items(), 2):
            one = by_id[id]
            persons = NOT_PERSONS if one.age == NOT_PERSONS else SEXES[sex]
            said = [one.indicator, one.dimension, one.category, persons, one.age, UNIT, year]
            sheet.write_row(at, 0, [id, row, column, self.source, *said])


KEY_COLUMNS = ("indicator", "dimension", "category", "sex", "age", "unit", "year")


def _letters(column: int) -> str:
    from isonomia.statistics.merged import cell_name

    return cell_name(0, column)[:-1]
