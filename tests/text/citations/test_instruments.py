"""Treaties by title and by short title; what "the Convention" means; what stands inside the name of a body."""

from __future__ import annotations

import pytest

from isonomia.text.citations.instruments import instrument_citations
from isonomia.text.citations.scan import Scan

UNTOC = {
    "en": "the United Nations Convention against Transnational Organized Crime",
    "fr": "la Convention des Nations Unies contre la criminalité transnationale organisée",
    "es": "la Convención de las Naciones Unidas contra la Delincuencia Organizada Transnacional",
    "ru": "Конвенция Организации Объединенных Наций против транснациональной организованной преступности",
    "ar": "اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية",
    "zh": "《联合国打击跨国有组织犯罪公约》",
}
UNCAC = {
    "en": "the United Nations Convention against Corruption",
    "fr": "la Convention des Nations Unies contre la corruption",
    "es": "la Convención de las Naciones Unidas contra la Corrupción",
    "ru": "Конвенция Организации Объединенных Наций против коррупции",
    "ar": "اتفاقية الأمم المتحدة لمكافحة الفساد",
    "zh": "《联合国反腐败公约》",
}
SHORT = {"en": "the Convention", "fr": "la Convention", "es": "la Convención", "ru": "Конвенция", "ar": "الاتفاقية",
         "zh": "《公约》"}  # fmt: skip
END = {"ar": "،", "zh": "，"}


@pytest.fixture(scope="session")
def named(make_document):
    """The instruments cited in each of these paragraphs, in order of the text."""

    def cite(language: str, *paragraphs: str, note: bool = False) -> list[list[str | None]]:
        document = make_document(language, [row + END.get(language, ",") for row in paragraphs])
        scan = Scan(document)
        return [
            [row.target for row in instrument_citations(scan, scan.folding.forward(paragraph.span), note=note)]
            for paragraph in document.paragraphs
        ]

    return cite


# -- titles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", UNTOC)
def test_a_title_cites_its_instrument(named, language):
    assert named(language, UNTOC[language], UNCAC[language]) == [["UNTOC"], ["UNCAC"]]


@pytest.mark.parametrize(
    ("language", "title", "target"),
    [
        ("en", "the Charter of the United Nations", "UN-CHARTER"),
        ("en", "the Single Convention on Narcotic Drugs of 1961 as amended by the 1972 Protocol", "SC1961"),
        ("en", "the 2030 Agenda for Sustainable Development", "2030-AGENDA"),
        ("en", "the United Nations Standard Minimum Rules for the Treatment of Prisoners (the Nelson Mandela Rules)",
         "NELSON-MANDELA-RULES"),
        ("en", "the three international drug control conventions", "DRUG-CONVENTIONS"),
        ("fr", "la Charte des Nations Unies", "UN-CHARTER"),
        ("es", "la Carta de las Naciones Unidas", "UN-CHARTER"),
        ("ru", "Уставом Организации Объединенных Наций", "UN-CHARTER"),
        ("ar", "ميثاق الأمم المتحدة", "UN-CHARTER"),
        ("zh", "《联合国宪章》", "UN-CHARTER"),
        ("zh", "《2030年可持续发展议程》", "2030-AGENDA"),
        ("zh", "经1972年议定书修正的《1961年麻醉品单一公约》", "SC1961"),
    ],
)  # fmt: skip
def test_the_longest_title_cites_once(named, language, title, target):
    assert named(language, title) == [[target]]


def test_the_kind_of_an_instrument_is_the_registers(make_document):
    document = make_document(
        "en", "the Charter of the United Nations, the 2030 Agenda and the drug control conventions"
    )
    scan = Scan(document)
    found = instrument_citations(scan, document.paragraphs[0].span, note=False)
    assert [(row.target, row.kind) for row in found] == [
        ("UN-CHARTER", "treaty"),
        ("2030-AGENDA", "soft_law"),
        ("DRUG-CONVENTIONS", "treaty_group"),
    ]


# -- short titles --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", SHORT)
def test_a_short_title_means_what_was_named_last(named, language):
    short = SHORT[language]
    assert named(language, UNTOC[language], short) == [["UNTOC"], ["UNTOC"]]
    assert named(language, UNTOC[language], UNCAC[language], short) == [["UNTOC"], ["UNCAC"], ["UNCAC"]]


@pytest.mark.parametrize("language", SHORT)
def test_a_short_title_beside_the_long_one_cites_nothing_more(named, language):
    assert named(language, f"{UNTOC[language]} ... {SHORT[language]}") == [["UNTOC"]]


@pytest.mark.parametrize("language", SHORT)
def test_a_short_title_before_any_long_one_cites_nothing(named, language):
    assert named(language, SHORT[language]) == [[]]


def test_a_note_does_not_change_what_a_short_title_means(make_document):
    """A note may name another convention; the text goes on with its own."""
    document = make_document("en", [UNTOC["en"], UNCAC["en"], SHORT["en"]])
    scan = Scan(document)
    spans = [paragraph.span for paragraph in document.paragraphs]
    instrument_citations(scan, spans[0], note=False)
    instrument_citations(scan, spans[1], note=True)
    assert [row.target for row in instrument_citations(scan, spans[2], note=False)] == ["UNTOC"]


def test_the_year_of_another_title_makes_no_short_one(named):
    found = named("en", "the Protocol to Prevent, Suppress and Punish Trafficking in Persons", "the 1972 Protocol")
    assert found == [["UNTOC-TIP"], []]


def test_chinese_short_titles_must_fill_their_marks(named):
    title = UNTOC["zh"]
    assert named("zh", title, "《公约》", "公约", "《条约汇编》") == [["UNTOC"], ["UNTOC"], [], []]


# -- protocols -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "thereto"),
    [
        ("en", " and the Protocols thereto"),
        ("fr", " et les Protocoles s’y rapportant"),
        ("es", " y sus Protocolos"),
        ("ru", " и протоколы к ней"),
        ("ar", " والبروتوكولات الملحقة بها"),
        ("zh", "及其各项议定书"),
    ],
)
def test_the_protocols_thereto_are_one_group_never_its_members(named, language, thereto):
    assert named(language, UNTOC[language] + thereto) == [["UNTOC", "UNTOC-PROTOCOLS"]]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "the Convention and the Protocols thereto"),
        ("fr", "la Convention et les Protocoles s’y rapportant"),
        ("es", "la Convención y sus Protocolos"),
        ("ar", "الاتفاقية والبروتوكولات الملحقة بها"),
        ("zh", "《公约》及其各项议定书"),
    ],
)
def test_the_convention_before_its_protocols_is_their_parent(named, language, words):
    """Though another convention was named last: only one of the two has these protocols."""
    found = named(language, UNTOC[language], UNCAC[language], words)
    assert found[2] == ["UNTOC", "UNTOC-PROTOCOLS"]


# -- inside the name of a body -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "the Conference of the Parties to the United Nations Convention against Transnational Organized Crime"),
        ("en", "the Conference of the States Parties to the United Nations Convention against Corruption"),
        ("en", "the Mechanism for the Review of Implementation of the United Nations Convention against Corruption"),
        ("en", "the secretariat of the United Nations Convention against Corruption"),
        ("fr", "la Conférence des États parties à la Convention des Nations Unies contre la corruption"),
        ("fr", "le Mécanisme d’examen de l’application de la Convention des Nations Unies contre la corruption"),
        ("es", "la Conferencia de los Estados Partes en la Convención de las Naciones Unidas contra la Corrupción"),
        ("ru", "Конференция государств — участников Конвенции Организации Объединенных Наций против коррупции"),
        ("ru", "Механизм обзора хода осуществления Конвенции Организации Объединенных Наций против коррупции"),
        ("ar", "مؤتمر الدول الأطراف في اتفاقية الأمم المتحدة لمكافحة الفساد"),
        ("ar", "آلية استعراض تنفيذ اتفاقية الأمم المتحدة لمكافحة الفساد"),
        ("zh", "联合国反腐败公约缔约国会议"),
        ("zh", "联合国打击跨国有组织犯罪公约缔约方会议"),
    ],
)
def test_a_treaty_inside_the_name_of_a_body_is_not_cited(named, language, body):
    assert named(language, body) == [[]]


@pytest.mark.parametrize(
    ("body", "target"),
    [("《联合国反腐败公约》缔约国会议", "UNCAC"), ("《联合国打击跨国有组织犯罪公约》缔约方会议", "UNTOC")],
)
def test_in_title_marks_of_its_own_it_is_cited(named, body, target):
    assert named("zh", body) == [[target]]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "States parties to the United Nations Convention against Corruption"),
        ("fr", "les États parties à la Convention des Nations Unies contre la corruption"),
        ("es", "los Estados partes en la Convención de las Naciones Unidas contra la Corrupción"),
        ("ru", "государства — участники Конвенции Организации Объединенных Наций против коррупции"),
        ("ar", "الدول الأطراف في اتفاقية الأمم المتحدة لمكافحة الفساد"),
        ("zh", "《联合国反腐败公约》缔约国"),
    ],
)
def test_the_parties_to_a_treaty_are_no_body(named, language, words):
    assert named(language, words) == [["UNCAC"]]


def test_a_treaty_beside_the_body_is_cited(named):
    words = f"{UNCAC['en']} and its Conference of the States Parties"
    assert named("en", words) == [["UNCAC"]]
