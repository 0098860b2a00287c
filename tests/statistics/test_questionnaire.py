"""The survey's questionnaire: made as a workbook, filled in by people, read back as the table that it asks for."""

import re

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.errors import EmptyFile, UnknownLanguage
from isonomia.statistics import read_dataset
from isonomia.statistics.areas import areas
from isonomia.statistics.checks import check
from isonomia.statistics.dataset import MISSING, NOT_A_NUMBER, NUMBER
from isonomia.statistics.errors import NotStatistics, UnknownArea, UnknownCode, UnreadableCell
from isonomia.statistics.indicators.compute import compute
from isonomia.statistics.questionnaire import modules, questionnaire
from isonomia.statistics.questionnaire.filled import beside
from isonomia.statistics.questionnaire.formulas import check_formula
from isonomia.statistics.questionnaire.questions import LANGUAGES, words

MODULES = ("homicide", "prisons", "trafficking", "firearms")


def made(path, name="prisons", years=(2022,), country="AUT", language="en"):
    path.write_bytes(questionnaire(name, years=years, country=country, language=language))
    return path


def fill(path, answers, **others):
    """Fills in the workbook as a person would: answers by question, in the order of the columns."""
    book = openpyxl.load_workbook(path)
    sheet = book["Questions"]
    rows = {str(row[0].value): row[0].row for row in sheet.iter_rows(min_row=5) if row[0].value is not None}
    for id, values in answers.items():
        for column, value in enumerate(values, 3):
            if value is not None:
                sheet.cell(rows[id], column).value = value
    for place, value in others.items():
        name, _, cell = place.partition("_")
        book[name][cell].value = value
    book.save(path)
    return path


class TestTheWorkbook:
    @pytest.mark.parametrize("name", MODULES)
    def test_every_question_says_in_six_languages_which_observation_it_is(self, name):
        one = modules()[name]
        assert set(one.titles) == set(LANGUAGES)
        said = [(q.indicator, q.dimension, q.category, q.age) for q in one.questions]
        assert len(set(said)) == len(said)
        ids = [q.id for q in one.questions]
        assert len(set(ids)) == len(ids)
        for question in one.questions:
            assert set(question.labels) == set(LANGUAGES)
            assert set(question.heading) in (set(), set(LANGUAGES))
            assert question.of in ["", *ids]

    def test_all_that_the_workbook_says_is_in_six_languages(self):
        for key, said in words().items():
            if key == "institutions":
                assert all(set(names) == set(LANGUAGES) for names in said.values())
            else:
                assert set(said) == set(LANGUAGES), key
                facts = {tuple(sorted(re.findall(r"{\w+}", str(text)))) for text in said.values()}
                assert len(facts) == 1, key
        assert {len(said) for said in words()["guide"].values()} == {6}
        assert len({len(said) for said in words()["metadata"].values()}) == 1

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_speaks_the_language_asked_and_brings_instructions_in_all(self, tmp_path, language):
        book = openpyxl.load_workbook(made(tmp_path / "q.xlsx", language=language))
        assert book["Questions"]["A1"].value == modules()["prisons"].titles[language]
        assert book["Start"]["B3"].value == areas()["AUT"].names[language]
        assert bool(book["Questions"].sheet_view.rightToLeft) == (language == "ar")
        guides = [name for name in book.sheetnames if re.search(r"\((\w\w)\)$", name)]
        assert {name[-3:-1] for name in guides} == set(LANGUAGES)
        assert guides[0].endswith(f"({language})")
        for name in guides:
            assert book[name]["A3"].value == words()["guide"][name[-3:-1]][0]

    def test_cells_take_whole_numbers_or_na_and_countries_come_from_a_list(self, tmp_path):
        book = openpyxl.load_workbook(made(tmp_path / "q.xlsx"))
        sheet = book["Questions"]
        rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
        assert rules["C6"].type == "custom"
        assert rules["C6"].formula1 == 'OR(AND(ISNUMBER(C6),C6>=0,C6=INT(C6)),C6="n/a")'
        (country,) = book["Start"].data_validations.dataValidation
        assert (country.type, str(country.sqref)) == ("list", "B3")
        listed = [cell.value for cell in book["isonomia_lists"]["A"] if cell.value]
        assert "Austria" in listed
        assert len(listed) == len(areas())

    def test_only_what_is_asked_can_be_filled_in_and_keys_are_out_of_sight(self, tmp_path):
        book = openpyxl.load_workbook(made(tmp_path / "q.xlsx"))
        sheet = book["Questions"]
        assert sheet.protection.sheet
        rows = {str(row[0].value): row[0].row for row in sheet.iter_rows(min_row=5) if row[0].value}
        assert not sheet.cell(rows["1"], 4).protection.locked
        assert sheet.cell(rows["5.3"], 4).protection.locked  # facilities have no sex
        assert book["isonomia_keys"].sheet_state == book["isonomia_lists"].sheet_state == "veryHidden"

    def test_several_years_stand_side_by_side(self, tmp_path):
        sheet = openpyxl.load_workbook(made(tmp_path / "q.xlsx", years=(2020, 2021)))["Questions"]
        assert [sheet.cell(4, column).value for column in range(3, 9)] == [
            "2020\nTotal", "2020\nMale", "2020\nFemale", "2021\nTotal", "2021\nMale", "2021\nFemale",
        ]  # fmt: skip

    def test_an_empty_one_is_the_same_each_time_it_is_made(self):
        assert questionnaire("homicide", years=[2022]) == questionnaire("homicide", years=[2022])

    def test_what_cannot_be_made_is_said(self):
        with pytest.raises(UnknownCode, match="'flows' is no module of the questionnaire; the modules are homicide"):
            questionnaire("flows", years=[2022])
        with pytest.raises(UnknownArea, match="Austria is near"):
            questionnaire("prisons", years=[2022], country="Austira")
        with pytest.raises(UnknownLanguage):
            questionnaire("prisons", years=[2022], language="de")


class Text(str):
    """A text in a cell: to a spreadsheet, greater than every number."""

    __slots__ = ()

    def __gt__(self, other):
        return True


def result(formula, cells):
    """What a spreadsheet shows for one of our formulas; `cells` are the filled ones by name."""

    def cell(name):
        value = cells.get(name)
        return Text(value) if isinstance(value, str) else value

    def number(value):
        return isinstance(value, int | float)

    functions = {
        "cell": cell, "IF": lambda test, yes, no: yes if test else no, "OR": lambda *tests: any(tests),
        "AND": lambda *tests: all(tests), "ISNUMBER": number, "COUNT": lambda *values: sum(map(number, values)),
        "SUM": lambda *values: sum(value for value in values if number(value)),
    }  # fmt: skip
    parts = re.split(r'("(?:[^"]|"")*")', formula.removeprefix("="))
    for at in range(0, len(parts), 2):
        named = re.sub(r"\b([A-Z]{1,2}\d+)\b", r'cell("\1")', parts[at])
        # an empty cell counts as zero in a comparison
        named = re.sub(r'(cell\("\w+"\))>(cell\("\w+"\))', r"(\1 or 0)>(\2 or 0)", named)
        parts[at] = re.sub(r"(?<![!<>])=", "==", named.replace("<>", "!=").replace("&", "+"))
    return eval("".join(parts), functions)


PLACED = {
    (id, 2022, sex): (5 + row, 2 + column)
    for row, id in enumerate(("1", "1.1", "1.2"))
    for column, sex in enumerate("TMF")
}
"""Three questions in rows 6 to 8, columns C to E."""


class TestTheChecksInside:
    def told(self, id, cells, language="en"):
        prisons = modules()["prisons"]
        (one,) = [question for question in prisons.questions if question.id == id]
        return result(check_formula(one, prisons, PLACED, [2022], language), cells)

    def test_what_agrees_is_silent_and_empty_cells_are_not_zero(self):
        assert self.told("1", {"C6": 10, "D6": 9, "E6": 1}) == ""
        assert self.told("1", {"C6": 10, "D6": 4}) == ""
        assert self.told("1.2", {"C6": 10, "C7": 9}) == ""
        assert self.told("1.2", {"C6": 10, "C7": 9, "C8": "n/a"}) == ""

    def test_sexes_that_are_not_the_total_are_named_in_the_language(self):
        assert self.told("1", {"C6": 10, "D6": 9, "E6": 3}) == "male and female together are not the total. "
        assert self.told("1", {"C6": 10, "D6": 9, "E6": 3}, "zh") == "男女合计与总数不符. "

    def test_a_part_over_its_total_and_parts_that_do_not_add_up(self):
        assert self.told("1.1", {"C6": 10, "C7": 11}) == "more than 1. "
        assert self.told("1.2", {"C6": 10, "C7": 8, "C8": 1}) == "1.1–1.2 together are not 1. "
        assert self.told("1.2", {"C6": 10, "C7": 8, "C8": 2}) == ""

    @given(st.lists(st.one_of(st.none(), st.just("n/a"), st.integers(0, 20)), min_size=3, max_size=3))
    def test_the_sexes_are_compared_only_where_all_three_are_numbers(self, answers):
        cells = {name: value for name, value in zip(("C6", "D6", "E6"), answers, strict=True) if value is not None}
        numbers = all(isinstance(value, int) for value in answers)
        wrong = numbers and answers[1] + answers[2] != answers[0]
        assert bool(self.told("1", cells)) == wrong

    @pytest.mark.parametrize("name", MODULES)
    def test_each_formula_is_one_that_a_spreadsheet_can_hold(self, tmp_path, name):
        sheet = openpyxl.load_workbook(made(tmp_path / "q.xlsx", name, years=range(2013, 2023)))["Questions"]
        formulas = [row[-1].value for row in sheet.iter_rows(min_row=5) if row[-1].value]
        assert len(formulas) > 5
        assert max(map(len, formulas)) < 8192
        assert all(result(formula, {}) == "" for formula in formulas)


class TestReadingBack:
    def test_answers_are_the_observations_of_published_tables(self, tmp_path):
        path = fill(made(tmp_path / "q.xlsx"), {"1": (100, 90, 10), "2.1": (40,), "2.2": (60,), "4.2": (3,)})
        data = read_dataset(path)
        assert (data.kind, len(data)) == ("un-cts", 6)
        assert data.series(0) == {
            "iso3": "AUT", "country": "Austria", "indicator": "Persons held", "dimension": "Total", "category": "Total",
            "sex": "Total", "age": "Total", "unit": "Counts", "year": 2022,
        }  # fmt: skip
        assert data.value.tolist() == [100, 90, 10, 40, 60, 3]
        assert [data.place(row) for row in (0, 1, 3)] == ["Questions!6", "Questions!6", "Questions!10"]
        assert data["category"][5] == "Rape"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_language_of_the_workbook_does_not_matter(self, tmp_path, language):
        path = fill(made(tmp_path / "q.xlsx", "homicide", language=language), {"1": (54,), "2.1": (20,)})
        data = read_dataset(path)
        assert (data["country"][0], data["indicator"][0]) == ("Austria", "Victims of intentional homicide")
        assert data["category"][1] == "Intimate partner or family member"

    def test_blank_is_not_available_and_never_zero(self, tmp_path):
        path = fill(made(tmp_path / "q.xlsx"), {"1": (0, "n/a", None), "5.3": ("  ",), "3.1": ("many",)})
        data = read_dataset(path)
        assert data.status.tolist() == [NUMBER, MISSING, NOT_A_NUMBER]
        assert data.value[0] == 0
        assert "Number of facilities" not in data["category"].labels

    def test_each_year_has_its_own_observations(self, tmp_path):
        path = fill(made(tmp_path / "q.xlsx", years=(2020, 2021)), {"1": (100, None, None, 120)})
        data = read_dataset(path)
        assert list(zip(data.year.tolist(), data.value.tolist(), strict=True)) == [(2020, 100), (2021, 120)]

    def test_the_source_of_a_row_is_its_letters(self, tmp_path):
        path = made(tmp_path / "q.xlsx", language="fr")
        book = openpyxl.load_workbook(path)
        listed = [cell.value for cell in book["isonomia_lists"]["B"] if cell.value]
        fill(path, {"1": (100, None, None, next(one for one in listed if one.startswith("MoJ"))), "5.3": (7,)})
        data = read_dataset(path)
        assert [data["source"][row] for row in (0, 1)] == ["CTS/MoJ", "CTS"]

    def test_the_checks_judge_it_and_name_the_row_of_the_question(self, tmp_path):
        path = fill(made(tmp_path / "q.xlsx"), {"1": (100, 90, 30), "2.1": (140,)})
        data = read_dataset(path)
        found = [finding.to_dict(data) for finding in check(data) if finding.severity == "error"]
        assert {one["rule"] for one in found} == {"part-exceeds-total", "parts-differ-from-total"}
        assert {place for one in found for place in one["places"]} == {"Questions!6", "Questions!10"}

    def test_indicators_are_computed_from_it(self, tmp_path):
        path = fill(made(tmp_path / "q.xlsx"), {"1": (200,), "2.1": (50,)})
        (value,) = compute("16.3.2", read_dataset(path), area="country")
        assert (value.area, value.year, value.value) == ("AUT", 2022, 25)

    def test_arms_have_neither_sex_nor_age_and_their_indicator_is_computed(self, tmp_path):
        path = fill(made(tmp_path / "q.xlsx", "firearms"), {"1": (200,), "1.1.1": (30,), "2": (50,), "2.4": (20,)})
        data = read_dataset(path)
        assert (data.kind, data["sex"][0], data["age"][0]) == ("iafq", "na", "na")
        (value,) = compute("16.4.2", data, area="country")
        assert (value.numerator, value.denominator, value.value) == (50, 250, 20)

    def test_what_stands_beside_the_numbers_is_read_too(self, tmp_path):
        path = fill(made(tmp_path / "q.xlsx"), {"1": (200, None, None, None, "from 2022 with remand centres")},
                    Start_B5="A. Muster", Metadata_B1="31 December")  # fmt: skip
        told = beside(path)
        assert (told["module"], told["country"], told["person"]) == ("prisons", "AUT", "A. Muster")
        assert told["notes"] == {"1": "from 2022 with remand centres"}
        assert next(iter(told["metadata"].values())) == "31 December"

    def test_a_row_put_in_between_moves_the_answers_with_it(self, tmp_path):
        path = fill(made(tmp_path / "q.xlsx"), {"1": (100,), "2.2": (60,)})
        book = openpyxl.load_workbook(path)
        book["Questions"].insert_rows(8, 2)
        book.save(path)
        data = read_dataset(path)
        assert data.value.tolist() == [100, 60]
        assert [data.place(row) for row in (0, 1)] == ["Questions!6", "Questions!15"]

    @settings(max_examples=8, deadline=None)
    @given(
        st.dictionaries(st.sampled_from(["1", "1.1", "2.1", "3.1", "5.2", "6.2.1"]), st.integers(0, 10**9), min_size=1)
    )
    def test_every_number_comes_back(self, tmp_path_factory, answers):
        path = made(tmp_path_factory.mktemp("q") / "q.xlsx")
        data = read_dataset(fill(path, {id: (value,) for id, value in answers.items()}))
        ids = [question.id for question in modules()["prisons"].questions]
        assert data.value.tolist() == [answers[id] for id in sorted(answers, key=ids.index)]


class TestBadInput:
    def test_a_wrong_country_is_refused_with_the_cell_and_the_nearest(self, tmp_path):
        path = fill(made(tmp_path / "q.xlsx", country=None), {"1": (5,)}, Start_B3="Austira")
        with pytest.raises(UnknownArea, match=r"q\.xlsx, Start!B3: 'Austira' is no country or area; Austria is near"):
            read_dataset(path)

    def test_no_country_is_refused_with_the_cell(self, tmp_path):
        path = fill(made(tmp_path / "q.xlsx", country=None), {"1": (5,)})
        with pytest.raises(UnreadableCell, match=r"q\.xlsx, Start!B3: no country is chosen; choose one"):
            read_dataset(path)

    def test_nothing_filled_in(self, tmp_path):
        with pytest.raises(EmptyFile, match="no question is answered; fill in the white cells"):
            read_dataset(made(tmp_path / "q.xlsx"))

    def test_a_question_that_was_deleted_is_named(self, tmp_path):
        path = fill(made(tmp_path / "q.xlsx"), {"1": (5,)})
        book = openpyxl.load_workbook(path)
        book["Questions"].delete_rows(7)
        book.save(path)
        with pytest.raises(UnreadableCell, match=r"q\.xlsx, Questions!A7: question 1\.1 is not there"):
            read_dataset(path)

    def test_another_version_and_damaged_keys_are_refused(self, tmp_path):
        path = fill(made(tmp_path / "q.xlsx"), {"1": (5,)})
        book = openpyxl.load_workbook(path)
        book["isonomia_keys"]["B1"].value = 99
        book.save(path)
        with pytest.raises(NotStatistics, match="made with version 99 of the layout, this program reads 1"):
            read_dataset(path)
        book["isonomia_keys"]["A1"].value = "something"
        book.save(path)
        with pytest.raises(NotStatistics, match="the hidden sheet of keys is damaged"):
            read_dataset(path)

    def test_notes_of_another_workbook_are_none(self, tmp_path):
        from published import row, workbook

        with pytest.raises(NotStatistics, match="this is no questionnaire"):
            beside(workbook(tmp_path / "cts.xlsx", [row(5)]))
