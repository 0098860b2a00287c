"""The front matter: kind, organ, session, date, symbol, title and agenda item, in six languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.text.front import Front, read_front, session_opening
from isonomia.text.grammar import grammar
from isonomia.text.model import KINDS, LANGUAGES, Document
from isonomia.text.read import read
from isonomia.text.symbols import SYMBOL

SAMPLES = Path(__file__).parents[2] / "samples" / "documents"


def document(text: str, language: str) -> Document:
    return read(text.encode(), language=language, name="text.txt")


def facts(doc: Document) -> dict[str, Any]:
    names = ("kind", "symbol", "organ", "session", "date", "title", "agenda_item")
    return {name: getattr(doc, name) for name in names}


# language, text, facts: what is not named must be None
CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "resolution of the General Assembly": (
        "en",
        "United Nations A/RES/99/777\nGeneral Assembly Distr.: General\n8 January 2045\nNinety-ninth session\nAgenda item 109\n"
        "Crime prevention and criminal justice\nResolution adopted by the General Assembly on 18 December 2044\n"
        "[on the report of the Third Committee (A/99/463, para. 26)]\n99/777. Preventing the trafficking of seeds\n"
        "The General Assembly,\nRecalling its resolution 46/152,\n1. Urges States to act.\n",
        {
            "kind": "resolution", "symbol": "A/RES/99/777", "organ": "unga", "session": 99, "date": "2044-12-18",
            "title": "Preventing the trafficking of seeds", "agenda_item": "109",
        },
    ),
    "resolution that prints no symbol but its number": (
        "zh",
        "第七十六届会议\n议程项目108\n预防犯罪和刑事司法\n2021年12月16日大会决议\n[根据第三委员会的报告(A/76/463,第26段)通过]\n"
        "76/187. 加强方案\n大会，\n重申其决议，\n1. 请秘书长提交报告。\n2021年12月16日\n第54次全体会议\n",
        {
            "kind": "resolution", "symbol": "A/RES/76/187", "organ": "unga", "session": 76, "date": "2021-12-16",
            "title": "加强方案", "agenda_item": "108",
        },
    ),
    "resolution of the Economic and Social Council": (
        "en",
        "Economic and Social Council\nE/RES/2045/77\nResolution adopted by the Economic and Social Council on 24 July 2045\n"
        "2045/77. Preventing trafficking\nThe Economic and Social Council,\nRecalling its resolution 663 C (XXIV),\n1. Urges States to act.\n",
        {
            "kind": "resolution", "symbol": "E/RES/2045/77", "organ": "ecosoc", "date": "2045-07-24",
            "title": "Preventing trafficking",
        },
    ),
    "resolution of the Security Council": (
        "en",
        "Resolution 242 (1967)\nof 22 November 1967\nThe Security Council,\nExpressing its continuing concern,\n"
        "1. Affirms that principle;\n2. Requests the Secretary-General to report.\nAdopted unanimously at the 1382nd meeting.\n",
        {
            "kind": "resolution", "symbol": "S/RES/242(1967)", "organ": "unsc", "date": "1967-11-22",
            "title": "Resolution 242 (1967)",
        },
    ),
    "resolution of the Human Rights Council": (
        "en",
        "Human Rights Council\nFiftieth session\nResolution adopted by the Human Rights Council on 7 July 2022\n"
        "50/13. Access to medicines\nThe Human Rights Council,\nRecalling the Charter,\n1. Urges States to act.\n",
        {
            "kind": "resolution", "symbol": "A/HRC/RES/50/13", "organ": "hrc", "session": 50, "date": "2022-07-07",
            "title": "Access to medicines",
        },
    ),
    "resolution of a conference of parties under its bare number": (
        "en",
        "Resolution 10/4\n\nStrengthening international cooperation\n\nThe Conference of the Parties to the United Nations "
        "Convention against Transnational Organized Crime,\n\nRecalling its resolution 9/1,\n\n1. Urges States to act.\n",
        {
            "kind": "resolution", "symbol": "CTOC/COP/RES/10/4", "organ": "untoc_cop",
            "title": "Strengthening international cooperation",
        },
    ),
    "the same in French": (
        "fr",
        "Résolution 8/1\n\nRenforcement de la coopération\n\nLa Conférence des États parties à la Convention des Nations "
        "Unies contre la corruption,\n\nRappelant sa résolution 7/1,\n\n1. Prie les États d’agir.\n",
        {
            "kind": "resolution", "symbol": "CAC/COSP/RES/8/1", "organ": "uncac_cosp",
            "title": "Renforcement de la coopération",
        },
    ),
    "the same in Chinese": (
        "zh",
        "第8/1号决议\n加强资产追回\n联合国反腐败公约缔约国会议，\n回顾其决议，\n1. 请秘书处提交报告。\n",
        {"kind": "resolution", "symbol": "CAC/COSP/RES/8/1", "organ": "uncac_cosp", "title": "加强资产追回"},
    ),
    "resolution of a commission": (
        "en",
        "CCPCJ resolution 27/5\nInternational cooperation\nThe Commission on Crime Prevention and Criminal Justice,\n"
        "Recalling its resolution 26/1,\n1. Urges States to act.\n",
        {
            "kind": "resolution", "symbol": "CCPCJ/RES/27/5", "organ": "ccpcj", "title": "International cooperation",
        },
    ),
    "decision of the General Assembly": (
        "en",
        "Decision adopted by the General Assembly\n55/488. Terminology\nAt its 111th plenary meeting, on 7 September 2001, "
        "the General Assembly decided that the terms are neutral.\n",
        {"kind": "decision", "symbol": "A/DEC/55/488", "organ": "unga", "session": 55, "title": "Terminology"},
    ),
    "decision of a conference, with its preamble": (
        "en",
        "Decision 8/1\nExtension of the first phase\nThe Conference of the States Parties to the United Nations Convention "
        "against Corruption,\nRecalling its resolution 7/1,\n1. Decides to extend the phase.\n",
        {
            "kind": "decision", "symbol": "CAC/COSP/DEC/8/1", "organ": "uncac_cosp", "title": "Extension of the first phase",
        },
    ),
    "draft resolution": (
        "en",
        "United Nations A/C.3/99/L.61\nGeneral Assembly Distr.: Limited\n31 October 2044\nOriginal: English\nNinety-ninth session\n"
        "Third Committee\nAgenda item 109\nCrime prevention and criminal justice\nAustria and Morocco: draft resolution\n"
        "Education for crime prevention\nThe General Assembly,\nRecalling its resolution 46/152,\n1. Urges States to act.\n",
        {
            "kind": "draft_resolution", "symbol": "A/C.3/99/L.61", "organ": "unga", "session": 99, "date": "2044-10-31",
            "title": "Education for crime prevention", "agenda_item": "109",
        },
    ),
    "draft resolution in French": (
        "fr",
        "Nations Unies A/C.3/99/L.61\nAssemblée générale Distr. limitée\n31 octobre 2044\nFrançais\nOriginal : anglais\n"
        "Quatre-vingt-dix-neuvième session\nTroisième Commission\nPoint 109 de l’ordre du jour\nPrévention du crime et justice pénale\n"
        "Autriche et Maroc : projet de résolution\nL’éducation au service de la prévention du crime\nL’Assemblée générale,\n"
        "Rappelant sa résolution 46/152,\n1. Prie les États d’agir.\n",
        {
            "kind": "draft_resolution", "symbol": "A/C.3/99/L.61", "organ": "unga", "session": 99, "date": "2044-10-31",
            "title": "L’éducation au service de la prévention du crime", "agenda_item": "109",
        },
    ),
    "report": (
        "en",
        "A/99/131\nNinety-ninth session\nAgenda item 107\nCrime prevention and criminal justice\nWork of the Office on seeds\n"
        "Report of the Secretary-General\nI. Introduction\n1. The report covers 2044.\n",
        {
            "kind": "report", "symbol": "A/99/131", "organ": "unga", "session": 99, "title": "Work of the Office on seeds",
            "agenda_item": "107",
        },
    ),
    "report without an agenda item": (
        "en",
        "United Nations A/99/131\nGeneral Assembly\nWork of the Office on seeds\nReport of the Secretary-General\nSummary\n"
        "The report gives an overview.\nI. Introduction\n1. The report covers 2044.\n",
        {"kind": "report", "symbol": "A/99/131", "organ": "unga", "session": 99, "title": "Work of the Office on seeds"},
    ),
    "report that has nothing above its own line": (
        "en",
        "General Assembly\nReport of the Secretary-General\n1. The report covers 2044. It is short.\n",
        {"kind": "report", "title": "Report of the Secretary-General"},
    ),
    "report in Spanish": (
        "es",
        "Naciones Unidas A/100/131\nAsamblea General Distr. general\n14 de junio de 2045\nCentésimo período de sesiones\n"
        "Tema 112 de la lista preliminar\nPrevención del delito y justicia penal\nFortalecimiento de la cooperación\n"
        "Informe del Secretario General\nResumen\nEl presente informe ofrece un panorama.\nI. Introducción\n1. El informe abarca 2044.\n",
        {
            "kind": "report", "symbol": "A/100/131", "organ": "unga", "session": 100, "date": "2045-06-14",
            "title": "Fortalecimiento de la cooperación", "agenda_item": "112",
        },
    ),
    "report in Arabic": (
        "ar",
        "الأمم المتحدة A/98/131\nالجمعية العامة\nالدورة الثامنة والتسعون\nالبند 109 من جدول الأعمال\nمنع الجريمة والعدالة الجنائية\n"
        "تنفيذ ولايات البرنامج\nتقرير الأمين العام\nموجز\nيقدم هذا التقرير لمحة عامة.\nأولا - مقدمة\n1 - يغطي التقرير عام 2043.\n",
        {
            "kind": "report", "symbol": "A/98/131", "organ": "unga", "session": 98, "title": "تنفيذ ولايات البرنامج",
            "agenda_item": "109",
        },
    ),
    "letter": (
        "en",
        "A/99/222\n\nLetter dated 3 May 2044 from the Permanent Representative of Austria to the United Nations addressed to the "
        "Secretary-General\n\nI have the honour to transmit herewith the outcome of the meeting held in Vienna.\n",
        {
            "kind": "letter", "symbol": "A/99/222", "organ": "unga", "session": 99, "date": "2044-05-03",
            "title": "Letter dated 3 May 2044 from the Permanent Representative of Austria to the United Nations addressed to "
            "the Secretary-General",
        },
    ),
    "letter in Russian": (
        "ru",
        "Организация Объединенных Наций A/99/222\nГенеральная Ассамблея\nДевяносто девятая сессия\nПункт 109 повестки дня\n"
        "Письмо Постоянного представителя Австрии от 3 мая 2044 года на имя Генерального секретаря\n\n"
        "Имею честь настоящим препроводить итоги совещания, состоявшегося в Вене.\n",
        {
            "kind": "letter", "symbol": "A/99/222", "organ": "unga", "session": 99, "date": "2044-05-03",
            "title": "Письмо Постоянного представителя Австрии от 3 мая 2044 года на имя Генерального секретаря",
            "agenda_item": "109",
        },
    ),
    "treaty": (
        "en",
        "Convention against Seeds\n\nThe States Parties to this Convention,\n\nRecalling the Charter,\n\nHave agreed as follows:\n\n"
        "Article 1\n\n1. For the purposes of this Convention, seeds are seeds.\n",
        {"kind": "treaty", "title": "Convention against Seeds"},
    ),
    "treaty in Chinese": (
        "zh",
        "联合国打击种子贩运公约\n\n本公约缔约国，\n\n回顾《宪章》，\n\n1. 本公约中的种子是指种子。\n",
        {"kind": "treaty", "title": "联合国打击种子贩运公约"},
    ),
    "anything else": (
        "en",
        "Note to file\n\nSeeds are sold everywhere in the world, and prices rise.\n",
        {"kind": "other"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_front_matter_tells(case: str) -> None:
    language, text, expected = CASES[case]
    nothing = dict.fromkeys(("symbol", "organ", "session", "date", "title", "agenda_item"))
    assert facts(document(text, language)) == {**nothing, **expected}


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("A_RES_99_501.*")), ids=lambda path: path.name)
def test_the_same_resolution_in_six_languages_and_three_formats_has_the_same_facts(path: Path) -> None:
    told = facts(read(path))
    assert told.pop("title")
    assert told == {
        "kind": "resolution", "symbol": "A/RES/99/501", "organ": "unga", "session": 99, "date": "2044-12-18",
        "agenda_item": "109",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("masthead", "symbol"),
    [
        ("United Nations                    A/RES/73/3", "A/RES/73/3"),
        ("A/C.3/78/L.60/Rev.1*", "A/C.3/78/L.60/Rev.1"),
        ("S/RES/1373 (2001)", "S/RES/1373(2001)"),
        ("United Nations E/CN.15/2044/L5", "E/CN.15/2044/L.5"),
        ("E/CN.7/2044/13-E/CN.15/2044/15", "E/CN.7/2044/13"),
        ("[on the report of the Third Committee (A/99/463)]", None),
        ("Report A/99/463, para. 26", None),
    ],
)
def test_the_symbol_in_the_masthead(masthead: str, symbol: str | None) -> None:
    assert read_front([masthead], [], None, grammar("en"), numbered=False).symbol == symbol


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("Agenda item 109", "109"),
        ("Agenda item 19 (c)", "19 (c)"),
        ("Provisional agenda item 107", "107"),
        ("[Agenda item 3 of another list]", None),
        ("Item of interest", None),
    ],
)
def test_the_agenda_item(line: str, item: str | None) -> None:
    assert read_front([line], [], None, grammar("en"), numbered=False).agenda_item == item


AGENDA = [
    ("en", "Item 107 of the preliminary list", "107"),
    ("en", "Item 107 of the preliminary list*", "107"),
    ("en", "Item 107 of the provisional agenda**", "107"),
    ("en", "Item 19 (c) of the provisional agenda*", "19 (c)"),
    ("en", "Items 18 and 105 (a) of the preliminary list*", "18"),
    ("fr", "Point 107 de la liste préliminaire*", "107"),
    ("fr", "Point 107 de l’ordre du jour provisoire*", "107"),
    ("fr", "Points 18 et 105 a) de l’ordre du jour", "18"),
    ("es", "Tema 107 de la lista preliminar*", "107"),
    ("es", "Tema 107 del programa provisional*", "107"),
    ("ru", "Пункт 107 первоначального перечня*", "107"),
    ("ru", "Пункт 107 предварительной повестки дня*", "107"),
    ("ar", "البند 107 من القائمة الأولية*", "107"),
    ("ar", "البند 107 من جدول الأعمال المؤقت*", "107"),
    ("ar", "البندان 18 و 105 (أ) من جدول الأعمال", "18"),
    ("zh", "暂定项目表*项目107", "107"),
    ("zh", "暂定项目表项目 107", "107"),
    ("zh", "临时议程*项目19(c)", "19(c)"),
    ("zh", "议程项目109", "109"),
]


@pytest.mark.parametrize(("language", "line", "item"), AGENDA)
def test_an_item_of_an_agenda_or_of_a_list_that_is_not_yet_one(language: str, line: str, item: str) -> None:
    assert read_front([line], [], None, grammar(language), numbered=False).agenda_item == item


MASTHEADS = {
    "en": (
        "United Nations                      A/98/141\nGeneral Assembly                    Distr.: General\n"
        "                                    28 July 2043\n                                    Original: English\n\n"
        "Ninety-eighth session\nItem 107 of the preliminary list*\nCrime prevention and criminal justice",
        ["Work of the United Nations Office on Drugs and Crime,", "with particular reference to seeds and to", "their trade"],
        "Report of the Secretary-General\n\nSummary\n\nThe report covers 2042. It is short.\n\nI. Introduction\n\n"
        "1. The Office trained officers. It was a good year.\n\n2. The work goes on, and\nit is paid for by gifts.\n",
    ),
    "fr": (
        "Nations Unies                       A/98/141\nAssemblée générale                  Distr. générale\n"
        "                                    28 juillet 2043\n                                    Français\n"
        "                                    Original : anglais\n\nQuatre-vingt-dix-huitième session\n"
        "Point 107 de la liste préliminaire*\nPrévention du crime et justice pénale",
        ["Travaux de l’Office des Nations Unies contre la drogue", "et le crime, en particulier sur les semences", "et leur commerce"],
        "Rapport du Secrétaire général\n\nRésumé\n\nLe rapport porte sur 2042. Il est court.\n\nI. Introduction\n\n"
        "1. L’Office a formé des agents. L’année a été bonne.\n\n2. Les travaux continuent et\nreposent sur des dons.\n",
    ),
    "es": (
        "Naciones Unidas                     A/98/141\nAsamblea General                    Distr. general\n"
        "                                    28 de julio de 2043\n                                    Español\n"
        "                                    Original: inglés\n\nNonagésimo octavo período de sesiones\n"
        "Tema 107 de la lista preliminar*\nPrevención del delito y justicia penal",
        ["Labor de la Oficina de las Naciones Unidas contra", "la Droga y el Delito, en particular sobre semillas", "y su comercio"],
        "Informe del Secretario General\n\nResumen\n\nEl informe abarca 2042. Es breve.\n\nI. Introducción\n\n"
        "1. La Oficina formó a funcionarios. Fue un buen año.\n\n2. La labor prosigue y\nse financia con donaciones.\n",
    ),
    "ru": (
        "Организация Объединенных Наций      A/98/141\nГенеральная Ассамблея               Distr.: General\n"
        "                                    28 July 2043\n                                    Russian\n"
        "                                    Original: English\n\nДевяносто восьмая сессия\n"
        "Пункт 107 первоначального перечня*\nПредупреждение преступности и уголовное правосудие",
        ["Работа Управления Организации Объединенных Наций", "по наркотикам и преступности, в частности в области", "торговли семенами"],
        "Доклад Генерального секретаря\n\nРезюме\n\nДоклад охватывает 2042 год. Он краток.\n\nI. Введение\n\n"
        "1. Управление подготовило сотрудников. Год был хорошим.\n\n2. Работа продолжается и\nоплачивается взносами.\n",
    ),
    "ar": (
        "الأمم المتحدة                       A/98/141\nالجمعية العامة                      Distr.: General\n"
        "                                    28 July 2043\n                                    Arabic\n"
        "                                    Original: English\n\nالدورة الثامنة والتسعون\n"
        "البند 107 من القائمة الأولية*\nمنع الجريمة والعدالة الجنائية",
        ["أعمال مكتب الأمم المتحدة المعني بالمخدرات", "والجريمة، مع الإشارة بوجه خاص إلى البذور", "وتجارتها"],
        "تقرير الأمين العام\n\nموجز\n\nيغطي التقرير عام 2042. وهو قصير.\n\nأولا - مقدمة\n\n"
        "1 - درب المكتب موظفين. وكانت سنة جيدة.\n\n2 - ويستمر العمل،\nوتموله التبرعات.\n",
    ),
    "zh": (
        "联合国                              A/98/141\n大会                                Distr.: General\n"
        "                                    28 July 2043\n                                    Chinese\n"
        "                                    Original: English\n\n第九十八届会议\n暂定项目表*项目107\n预防犯罪和刑事司法",
        ["联合国毒品和犯罪问题办公室的工作，", "特别是关于种子及其", "贸易的工作"],
        "秘书长的报告\n\n摘要\n\n本报告涵盖2042年。报告不长。\n\n一. 导言\n\n1. 办公室培训了官员。这是很好的一年。\n\n"
        "2. 工作仍在继续，\n由捐款供资。\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", MASTHEADS)
def test_a_report_tells_all_its_facts_from_a_masthead_in_two_columns(language: str) -> None:
    head, title, body = MASTHEADS[language]
    told = facts(document(head + "\n\n" + "\n".join(title) + "\n\n" + body, language))
    join = "" if language == "zh" else " "
    assert told == {
        "kind": "report", "symbol": "A/98/141", "organ": "unga", "session": 98, "date": "2043-07-28",
        "title": join.join(title), "agenda_item": "107",
    }  # fmt: skip


@pytest.mark.parametrize("language", MASTHEADS)
def test_a_wrapped_title_is_kept_whole_without_an_agenda_item_too(language: str) -> None:
    head, title, body = MASTHEADS[language]
    head = "\n".join(head.split("\n")[:-2])
    told = document(head + "\n\n" + "\n".join(title) + "\n\n" + body, language)
    assert (told.title, told.agenda_item) == (("" if language == "zh" else " ").join(title), None)


def test_what_stands_under_the_agenda_item_alone_is_its_own_title() -> None:
    text = (
        "ECE/TRADE/99/19\n\nItem 8 of the provisional agenda\nAdvisory group on seeds\n\n"
        "Report of the Advisory Group on Seeds on its first meeting\n\n1. The group met.\n\n2. It ended.\n\n3. All left.\n"
    )
    assert document(text, "en").title == "Report of the Advisory Group on Seeds on its first meeting"


def test_the_wrapped_title_of_a_draft_is_kept_whole() -> None:
    text = (
        "A/C.3/99/L.61\n\nAgenda item 109\nCrime prevention\n\nAustria and Morocco: draft resolution\n\nEducation for\n"
        "crime prevention\n\nThe General Assembly,\n\nRecalling its resolution 46/152,\n\n1. Urges States\nto act.\n"
    )
    assert document(text, "en").title == "Education for crime prevention"


def test_a_line_in_lower_case_goes_on_with_a_title_where_no_blank_lines_are() -> None:
    text = (
        "United Nations A/99/131\nGeneral Assembly\nWork of the Office on\nseeds and grain\nReport of the Secretary-General\n"
        "1. The report covers 2044. It is short.\n"
    )
    assert document(text, "en").title == "Work of the Office on seeds and grain"


def test_the_date_of_adoption_goes_before_the_date_of_the_masthead() -> None:
    lines = ["8 January 2045", "Resolution adopted by the General Assembly on 18 December 2044"]
    assert read_front(lines, [], None, grammar("en"), numbered=False).date == "2044-12-18"
    assert read_front(lines[:1], [], None, grammar("en"), numbered=False).date == "2045-01-08"


def test_the_date_that_closes_the_text_goes_before_the_masthead_too() -> None:
    front = read_front(
        ["8 January 2045"], ["74th plenary meeting", "18 December 2044"], None, grammar("en"), numbered=True
    )
    assert front.date == "2044-12-18"


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("of 22 November 1967", "1967-11-22"),
        ("Resolution 242 (1967) of 22 November 1967", "1967-11-22"),
        ("Resolution 8/1 of 2 May 2020", "2020-05-02"),
        ("A/RES/99/501. Resolution adopted by the General Assembly on 18 December 2044", "2044-12-18"),
        ("Adopted by the Security Council at its 1382nd meeting, on 22 November 1967", "1967-11-22"),
    ],
)
def test_lines_that_say_when_a_text_was_adopted(line: str, date: str) -> None:
    assert read_front([line], [], None, grammar("en"), numbered=False).date == date


def test_a_date_inside_a_line_of_the_masthead_is_not_the_documents_own() -> None:
    lines = ["Follow-up to the declaration of 18 December 1991 on seeds"]
    assert read_front(lines, [], None, grammar("en"), numbered=False).date is None


def test_note_calls_in_the_front_matter_do_not_count() -> None:
    front = read_front(
        ["Agenda item 112\ue000*\ue001", "A/99/131\ue000*\ue001"], [], None, grammar("en"), numbered=False
    )
    assert (front.agenda_item, front.symbol) == ("112", "A/99/131")


def test_an_assigned_symbol_is_warned_of_and_kept() -> None:
    text = b"Report of the Secretary-General\n1. The report covers 2018. It is short.\n"
    doc = read(text, symbol="A/73/131", language="en")
    assert doc.symbol == "A/73/131"
    assert ("symbol-assigned", "A/73/131") in {(warning.code, warning.place) for warning in doc.warnings}
    assert read(text, language="en").symbol is None


def test_a_session_opens_in_september() -> None:
    assert session_opening(76) == "2021-09-01"


@given(st.lists(st.text(max_size=60), max_size=8), st.sampled_from(LANGUAGES), st.booleans())
def test_any_front_matter_can_be_read(lines: list[str], language: str, numbered: bool) -> None:
    front = read_front(lines, lines[:2], None, grammar(language), numbered=numbered)
    assert isinstance(front, Front)
    assert front.kind in KINDS
    assert front.symbol is None or SYMBOL.fullmatch(front.symbol)
