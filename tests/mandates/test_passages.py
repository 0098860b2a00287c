"""What of a paragraph is compared: its words without what moves from session to session."""

from __future__ import annotations

import pytest

from isonomia.mandates.passages import passages


def words(document, place: int = 0, role: str = "operative") -> frozenset[str]:
    return passages(document, role)[place].words


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (
            "en",
            "Welcomes the outcome of the meeting held on 3 May 2019 at the seventy-fourth session;",
            "Welcomes the outcome of the meeting held on 12 June 2020 at the seventy-fifth session;",
        ),
        ("zh", "欢迎2019年5月3日举行的第七十四届会议的成果；", "欢迎2020年6月12日举行的第七十五届会议的成果；"),
        ("ru", "приветствует итоги совещания 3 мая 2019 года;", "приветствует итоги совещания 12 июня 2020 года;"),
        ("fr", "Se félicite des conclusions du 3 mai 2019 ;", "Se félicite des conclusions du 12 juin 2020 ;"),
        ("es", "Acoge con beneplácito las conclusiones de 3 de mayo de 2019;",
         "Acoge con beneplácito las conclusiones de 12 de junio de 2020;"),
        ("ar", "ترحب بنتائج الاجتماع المعقود في 3 أيار/مايو 2019؛",
         "ترحب بنتائج الاجتماع المعقود في 12 حزيران/يونيه 2020؛"),
    ],
)  # fmt: skip
def test_dates_numbers_and_sessions_leave_no_trace(language, one, other, make_document):
    assert words(make_document(language, [one])) == words(make_document(language, [other]))


def test_the_performative_verb_leaves_no_trace(make_document):
    asked = "{} the Secretary-General to report on the use of the fund;"
    requests, invites = (make_document("en", [asked.format(verb)]) for verb in ("Requests", "Invites"))
    assert words(requests) == words(invites)


def test_the_names_of_one_actor_are_one(make_document):
    text = "Requests the {} to assist States;"
    full, short = (words(make_document("en", [text.format(name)]))
                   for name in ("United Nations Office on Drugs and Crime", "UNODC"))  # fmt: skip
    assert "names:unodc" in full & short


def test_instruments_are_told_from_resolutions(make_document):
    text = "Recalls its resolution 69/196 of 18 December 2014 and the United Nations Convention against Corruption;"
    found = words(make_document("en", [text]))
    assert {"cites:UNCAC", "refers:A/RES/69/196"} <= found


def test_endings_and_arabic_particles_do_not_count(make_document):
    assert words(make_document("ru", ["осуждает вербовку детей;"])) & {"вербов"}
    found = words(make_document("ar", ["تدين التجنيد وبالتجنيد؛"]))
    assert "تجنيد" in found
    assert not {"التجنيد", "وبالتج"} & found


def test_items_stand_with_their_paragraph(make_document):
    items = [("1", "Requests the Secretary-General:"), ("1.a", "To report on prisons;"), ("1.b", "To convene a panel;")]
    (passage,) = passages(make_document("en", items))
    assert passage.id == "op1"
    assert {mandate.paragraph for mandate in passage.mandates} >= {"op1.a", "op1.b"}
    assert {"prison", "panel"} <= passage.words
