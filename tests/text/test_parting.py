"""Where front matter, body and closing lines part."""

from __future__ import annotations

import pytest

from isonomia.text.blocks import Cutter
from isonomia.text.grammar import grammar
from isonomia.text.lines import Line
from isonomia.text.parting import body_start, closing, front_lines, opening


def lines(text: str) -> list[Line]:
    """Printed lines with the gaps that blank lines leave."""
    rows = text.split("\n")
    return [Line(row, gap=at == 0 or not rows[at - 1]) for at, row in enumerate(rows) if row]


def test_the_formula_opens_a_resolution_but_not_behind_running_text() -> None:
    assert opening(lines("United Nations\nThe General Assembly,\nRecalling its resolution 1/1,"), grammar("en")) == 1
    prose = "The peoples of the world have always known that seeds must be protected from all harm.\n"
    assert opening(lines(prose * 6 + "The General Assembly,"), grammar("en")) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Report of the Secretary-General\nI. Introduction\n1. The report covers 2044."),
        ("fr", "Rapport du Secrétaire général\nI. Introduction\n1. Le rapport porte sur 2044."),
        ("es", "Informe del Secretario General\nI. Introducción\n1. El informe abarca 2044."),
        ("ru", "Доклад Генерального секретаря\nI. Введение\n1. Доклад охватывает 2044 год."),
        ("ar", "تقرير الأمين العام\nأولا - مقدمة\n1 - يغطي التقرير عام 2044."),
        ("ar", "تقرير الأمين العام\nأولاً - مقدمة\n1 - يغطي التقرير عام 2044."),
        ("zh", "秘书长的报告\n一. 导言\n1. 本报告涵盖2044年。"),
    ],
)
def test_a_report_without_summary_begins_with_its_first_heading(language: str, text: str) -> None:
    assert body_start(lines(text), grammar(language)) == 1


def test_a_report_with_a_summary_begins_with_it_and_one_without_headings_with_its_first_number() -> None:
    assert body_start(lines("A/99/131\nSummary\nThe report covers 2044.\nI. Introduction"), grammar("en")) == 1
    assert (
        body_start(lines("A/99/131\nReport of the Secretary-General\n1. The report covers 2044."), grammar("en")) == 2
    )


def test_front_lines_tell_which_of_them_stand_apart() -> None:
    text = (
        "Agenda item 107\nCrime prevention\n\nWork of the Office on\nseeds and on grain\n\nReport\n\n1. It covers 2044."
    )
    rows = lines(text)
    assert front_lines(rows, 5, grammar("en")) == ([row.text for row in rows[:5]], {0, 2, 4})


def test_where_no_blank_lines_are_nothing_is_known() -> None:
    rows = [Line(text, gap=False) for text in ("Agenda item 107", "Work of the Office", "Report", "1. It", "covers it")]
    assert front_lines(rows, 3, grammar("en")) == (["Agenda item 107", "Work of the Office", "Report"], None)


def test_blocks_of_a_format_that_knows_them_stand_apart() -> None:
    rows = [Line(text, complete=True) for text in ("Agenda item 107", "Work of the Office", "1. It covers 2044.")]
    assert front_lines(rows, 2, grammar("en"))[1] == {0, 1}


def test_closing_lines_are_dates_and_meetings_behind_the_last_number() -> None:
    cutter = Cutter(
        grammar("en"),
        lines("The General Assembly,\n\n1. Urges States to act.\n\n54th plenary meeting\n16 December 2021"),
        resolution=True,
    )
    blocks = cutter.cut()
    assert [block.text for block in blocks[closing(blocks, cutter) :]] == ["54th plenary meeting", "16 December 2021"]
