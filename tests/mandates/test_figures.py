"""The figures of whole documents: a report measured against a hand annotation, a golden file, and what always holds."""

from __future__ import annotations

import collections
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import isonomia
from isonomia.errors import UnknownLanguage
from isonomia.mandates.figures import Figure, extract_figures, figures_of_text
from isonomia.mandates.quantities.rules import quantity_rules
from isonomia.mandates.quantities.subjects import commodities, measures
from isonomia.text.model import LANGUAGES, Document, Paragraph

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples" / "documents"
GOLDEN = ROOT / "tests" / "golden"
RENEW = "ISONOMIA_RENEW_GOLDEN"
"""Set this variable to write the golden files anew; then read what changed."""


@pytest.fixture(scope="module")
def report() -> Document:
    return isonomia.read(SAMPLES / "A_73_131.zh.txt")


@pytest.fixture(scope="module")
def figures(report) -> list[Figure]:
    return extract_figures(report)


def _annotated():
    path = ROOT / "tests" / "annotations" / "figures_A_73_131.zh.jsonl"
    head, *rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return head["paragraphs"], rows


@pytest.mark.parametrize("key", ["value", "unit", "qualifier", "as_of"])
def test_the_annotated_part_of_the_report_is_read(figures, key):
    """Over all annotated paragraphs, those without a quantity included; at most one figure in fifty may differ."""
    paragraphs, rows = _annotated()
    minor = {(row["paragraph"], row["value"]) for row in rows if row["minor"]}
    wanted = collections.Counter((r["paragraph"], r["value"], r[key]) for r in rows if not r["minor"])
    found = collections.Counter(
        (f.paragraph, f.value, getattr(f, key))
        for f in figures
        if f.paragraph in paragraphs and ((f.paragraph, f.value) not in minor or f.value != 1)
    )
    # one is no minor value where the annotation counts it too ("eight resolutions and one decision")
    hits = sum((wanted & found).values())
    f1 = 2 * hits / (sum(wanted.values()) + sum(found.values()))
    assert f1 >= 0.98, (wanted - found, found - wanted)


def test_titles_and_numbers_of_parts_are_no_figures(figures):
    assert not {figure.paragraph for figure in figures} & {"p5", "p18", "p46", "p75", "p80", "p89", "p98"}


@pytest.mark.parametrize("name", ["A_73_131.zh.txt", "A_100_131.es.txt"])
def test_the_figures_of_a_sample_are_those_of_the_golden_file(name):
    rows = [figure.to_dict() for figure in extract_figures(isonomia.read(SAMPLES / name))]
    found = json.loads(json.dumps(rows))
    path = GOLDEN / f"figures_{name.rsplit('.', 1)[0]}.json"
    if os.environ.get(RENEW):
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(path.read_text(encoding="utf-8"))


def test_every_span_is_its_text(report, figures):
    places = {paragraph.id: paragraph.span for paragraph in report.paragraphs}
    for figure in figures:
        start, end = figure.span
        assert report.text[start:end] == figure.text
        assert places[figure.paragraph][0] <= start < end <= places[figure.paragraph][1]


def test_a_figure_as_json_has_the_keys_of_the_contract(figures):
    row = figures[0].to_dict()
    assert list(row)[:9] == [
        "paragraph", "value", "value_high", "unit", "subject", "qualifier", "as_of", "text", "span",
    ]  # fmt: skip
    assert json.loads(json.dumps(row))["span"] == list(figures[0].span)


def test_whole_numbers_are_whole(figures):
    values = {figure.text: figure.value for figure in figures}
    assert values["超过6.2亿支卷烟"] == 620_000_000
    assert isinstance(values["超过6.2亿支卷烟"], int)
    assert values["5.1吨海洛因"] == 5.1


def test_a_short_title_means_what_the_document_says_it_means():
    text = (
        "Report of the Secretary-General\n\n"
        "1. The present report deals with the United Nations Convention against Corruption.\n\n"
        "2. At the time of writing, the Convention had 187 parties.\n"
    )
    figures = extract_figures(isonomia.read(text.encode(), language="en"))
    assert [(f.paragraph, f.value, f.subject, f.as_of) for f in figures] == [
        ("p2", 187, "UNCAC", "At the time of writing"),
    ]


def test_an_annex_and_other_documents_texts_are_left_out():
    text = "Twelve countries."
    annex = Paragraph("a1", "annex", None, None, text, (0, len(text)))
    document = Document(None, "other", None, None, None, "en", None, None, text, (annex,))
    assert extract_figures(document) == []


def test_paragraphs_without_a_number_have_no_id():
    (figure,) = figures_of_text("Twelve countries replied.", "en")
    assert figure.paragraph is None


def test_a_language_that_is_not_read_is_told():
    with pytest.raises(UnknownLanguage):
        figures_of_text("Doze países", "pt")


# -- the time of a figure ------------------------------------------------------------------------------------------

OTHER_CLAUSE = [
    ("en", "The Office held 22 courses and had 19,000 pages translated so that the round can close in 2044."),
    ("fr", "L’Office a tenu 22 cours et fait traduire 19 000 pages afin que le cycle s’achève en 2044."),
    ("es", "La Oficina impartió 22 cursos y tradujo 19.000 páginas para que la ronda concluya en 2044."),
    ("ru", "Управление провело 22 курса и перевело 19 000 страниц для того чтобы цикл завершился в 2044 году."),
    ("ar", "وعقد المكتب 22 دورة وعمل على ترجمة 000 19 صفحة لكي تختتم الجولة في نهاية عام 2044."),
    ("zh", "办公室举办了22期课程并翻译了19 000页文件以便这一轮工作截至2044年底完成。"),
]


@pytest.mark.parametrize(("language", "sentence"), OTHER_CLAUSE)
def test_a_time_of_another_clause_is_not_that_of_a_figure_before_it(language, sentence):
    found = figures_of_text(sentence, language)
    assert [(row.value, row.as_of) for row in found] == [(22, None), (19000, None)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Sixty-three Member States replied to a letter sent on 20 January 2043."),
        ("fr", "Soixante-trois États Membres ont répondu à une note envoyée le 20 janvier 2043."),
        ("es", "Sesenta y tres Estados Miembros respondieron a una nota enviada el 20 de enero de 2043."),
        ("ru", "63 государства-члена ответили на ноту, направленную на 20 января 2043 года."),
        ("ar", "وردت 63 دولة عضوا على مذكرة أرسلت في 20 كانون الثاني/يناير 2043."),
        ("zh", "2043年1月20日发出普通照会后，63个会员国作了答复。"),
    ],
)
def test_a_time_of_another_event_is_not_that_of_a_figure(language, sentence):
    assert [(row.value, row.as_of) for row in figures_of_text(sentence, language)] == [(63, None)]


@pytest.mark.parametrize(
    ("language", "sentence", "as_of"),
    [
        ("en", "The Office helped 63 countries in 2017.", "2017"),
        ("en", "It draws on 58 cases detected in May 2042.", "2042-05"),
        ("fr", "L’Office a aidé 63 pays en 2017.", "2017"),
        ("fr", "L’étude porte sur 58 affaires détectées en mai 2042.", "2042-05"),
        ("es", "La Oficina ayudó a 63 países en 2017.", "2017"),
        ("es", "El estudio abarca 58 casos detectados en mayo de 2042.", "2042-05"),
        ("ru", "Управление оказало помощь 63 странам в 2017 году.", "2017"),
        ("ar", "وساعد المكتب 63 بلدا في عام 2017.", "2017"),
        ("zh", "有63个国家在2017年得到了援助。", "2017"),
    ],
)
def test_a_time_right_behind_a_figure_is_its_own(language, sentence, as_of):
    assert [row.as_of for row in figures_of_text(sentence, language)] == [as_of]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The survey, published in March 2043, covers 12 countries."),
        ("fr", "L’étude, publiée en mars 2043, porte sur 12 pays."),
        ("es", "El estudio, publicado en marzo de 2043, abarca 12 países."),
        ("ru", "Исследование, опубликованное в марте 2043 года, охватывает 12 стран."),
    ],
)
def test_the_time_of_a_parenthesis_dates_nothing_behind_it(language, sentence):
    assert [(row.value, row.as_of) for row in figures_of_text(sentence, language)] == [(12, None)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "It was the largest number so far, and the centre helped eight countries."),
        ("fr", "C’était le nombre le plus élevé à ce jour, et le centre a aidé huit pays."),
        ("es", "Fue el mayor número hasta la fecha, y el centro ayudó a ocho países."),
        ("ru", "Это наибольшее число на сегодняшний день, и центр помог восьми странам."),
        ("ar", "وهو أكبر عدد حتى الآن، وساعد المركز ثمانية بلدان."),
        ("zh", "这是迄今最多的一次，该中心帮助了八个国家。"),
    ],
)
def test_so_far_may_say_something_of_another_word(language, sentence):
    assert [(row.value, row.as_of) for row in figures_of_text(sentence, language)] == [(8, None)]


def test_so_far_holds_for_all_of_a_list_and_for_what_it_opens():
    text = "The teams have so far trained 49 judges, 70 officers and 12 lawyers. To date, in all regions, 3 ports work."
    found = [row.as_of for row in figures_of_text(text, "en")]
    assert found == ["so far", "so far", "so far", "To date"]


# -- the data ------------------------------------------------------------------------------------------------------


def test_all_languages_count_in_the_same_units():
    known = {language: set(quantity_rules(language).table["units"]) for language in LANGUAGES}
    everywhere = set.union(*known.values())
    for language, units in known.items():
        # Arabic and Chinese say "countries" for States
        assert everywhere - units <= {"states"}, language


def test_every_measure_and_commodity_speaks_six_languages():
    for measure in measures():
        assert set(measure.label) == set(LANGUAGES), measure.id
        for language in LANGUAGES:
            assert not measure.context or measure.context in quantity_rules(language).contexts
    for id, forms in commodities().items():
        assert all(forms[language] for language in LANGUAGES), id


def test_measures_are_counted_in_units_that_exist():
    units = set(quantity_rules("en").table["units"]) | {"mass", "people", "money", "other"}
    for measure in measures():
        assert measure.units <= units, measure.id


# -- what always holds ---------------------------------------------------------------------------------------------

PIECES = {
    "en": [
        "12",
        "3,100",
        "4.5 million",
        "two hundred",
        " countries",
        " per cent",
        "$",
        " to ",
        "-",
        " of ",
        "paragraph ",
    ],
    "fr": [
        "12",
        "3 100",
        "4,5 millions",
        " d’euros",
        " pour cent",
        " pays",
        " à ",
        " et ",
        "quatre-vingt-dix",
        "article ",
    ],
    "es": ["12", "3.100", "4,5 millones", " de dólares", " por ciento", " países", " a ", " y ", "treinta", "párrafo "],
    "ru": ["12", "3 100", "4,5 млн", " долл. США", " процентов", " стран", " до ", "двадцать ", "пункт "],
    "ar": ["12", "٣", "4.5 مليون", " دولار", " في المائة", " دولة", " إلى ", "خمسة ", "وعشرون", " الفقرة "],
    "zh": ["12", "3,100", "4.5亿", "美元", "%", "个国家", "至", "二十", "第", "多", "两", "的", "、"],
}


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_any_text_is_read_and_every_span_is_exact(language, data):
    pieces = st.one_of(
        st.sampled_from(PIECES[language]), st.text(max_size=6), st.sampled_from([" ", ".", ",", "(", ")"])
    )
    text = "".join(data.draw(st.lists(pieces, max_size=25)))
    for figure in figures_of_text(text, language):
        start, end = figure.span
        assert text[start:end] == figure.text
        assert 0 <= start < end <= len(text)
        assert figure.unit
        assert (figure.value is None) == (figure.qualifier in quantity_rules(language).vague)
        if figure.value_high is not None:
            assert figure.value < figure.value_high
