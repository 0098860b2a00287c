"""All words, phrases, OR, NOT, prefixes and symbols, on both indexes."""

from __future__ import annotations

import pytest

TEXTS = [
    "organized crime and drugs", "organized crime", "crime that is organized", "drugs", "crime in the organized sector",
    "traffickers and trafficked persons", "traffic lights",
]  # fmt: skip
ASKED = [
    ("organized crime", "1 2 3 5"), ('"organized crime"', "1 2"), ('"organized crime" -drugs', "2"),
    ('"organized crime" NOT drugs', "2"), ("crime -“organized crime”", "3 5"), ("drugs OR lights", "1 4 7"),
    ("organized crime OR lights", "1 2 3 5 7"), ("(organized OR lights) -drugs", "2 3 5 7"), ("traffick*", "6"),
    ("traffic*", "6 7"), ("traffic", "7"), ("crime -(drugs OR sector)", "2 3"), ("crime AND drugs", "1"),
    ('crime -(organized -"organized crime")', "1 2"), ("drugs -organized -lights", "4"), ('"in the organized"', "5"),
    ("the crime", "1 2 3 5"), ("crime, drugs!", "1"), ("lights*", "7"), ('"drugs" OR "traffic lights"', "1 4 7"),
    ("crime and/or drugs", ""), ("drugs – lights", ""), ("drugs -trafficked", "1 4"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "found"), ASKED)
def test_operators(corpus, query, found):
    corpus.texts(*[(text, "en") for text in TEXTS])
    assert sorted(corpus.find(query)) == found.split()


HOSTILE = [
    'crime" OR "1"="1', "crime' OR '1'='1", "crime); DROP TABLE search_7_row; --", "names : crime", "{title body} : crime",
    "crime NEAR drugs", "NEAR(crime drugs)", "^crime", "crime + drugs", "crime & !drugs", "crime <-> drugs", "crime:*",
    "crime:A", "'crime'", "\\", "crime\\", "%s", "%(x)s", "crime % drugs", "= @ / . - _", "crime\x00drugs", "\ud800 crime",
    "col:crime", '"" crime', "crime ''", "¶ crime", "=crime", "@crime", "a" * 300, "é" * 300, "腐" * 300, "*" , "crime **",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_says_more_than_its_words(corpus, query):
    """What would be an operator of a database is punctuation or an error, and never finds what lacks the words."""
    from isonomia.site.search.errors import BadQuery

    corpus.texts(("crime and drugs", "en"), ("something else altogether", "en"))
    try:
        found = corpus.find(query)
    except BadQuery:
        found = []
    assert "2" not in found
    assert corpus.index.count() == 2


SYMBOLS = [
    "A/RES/76/187",
    "A/76/187",
    "A/C.3/76/L.60/Rev.1",
    "E/CN.15/2021/L.6",
    "S/RES/1373",
    "UNODC/CCPCJ/EG.4/2021/2",
]


@pytest.fixture
def shelved(corpus, make_row):
    much = " ".join(["resolution 76/187 on crime"] * 40)
    rows = [make_row(name, f"text of {name}", "en", title=name, names=[name]) for name in SYMBOLS]
    rows[0] = make_row(SYMBOLS[0], "On preventing crime", "en", title="Resolution", names=["A/RES/76/187", "76/187"])
    rows += [make_row("much", much, "en", title="76/187 76/187"), make_row("once", "See A/RES/76/187, please", "en")]
    corpus.put(*rows)
    return corpus


@pytest.mark.parametrize(
    ("query", "first", "others"),
    [
        ("A/RES/76/187", "A/RES/76/187", "once"), ("76/187", "A/RES/76/187", "A/76/187 much once"),
        ("a/res/76/187", "A/RES/76/187", "once"), ("А/RES/76/187", "A/RES/76/187", "once"),
        ("RES/76/187", "A/RES/76/187", "once"), ("76/187 crime", "A/RES/76/187", "much"),
        ("A/76/187", "A/76/187", ""), ("L.60", "A/C.3/76/L.60/Rev.1", ""), ("A/C.3/76/L60", "A/C.3/76/L.60/Rev.1", ""),
        ("76/L.60/Rev.1", "A/C.3/76/L.60/Rev.1", ""), ("2021/L.6", "E/CN.15/2021/L.6", ""), ("EG.4/2021/2", "UNODC/CCPCJ/EG.4/2021/2", ""),
        ("S/RES/1373", "S/RES/1373", ""), ("1373", "S/RES/1373", ""), ("A/RES/76/1*", "A/RES/76/187", "once"),
    ],
)  # fmt: skip
def test_a_symbol_whole_or_in_part_finds_the_document_first(shelved, query, first, others):
    found = shelved.find(query)
    assert found[0] == first
    assert sorted(found[1:]) == sorted(others.split())


def test_a_name_typed_in_full_comes_first(corpus, make_row):
    corpus.put(
        make_row("much", " ".join(["the Palermo Convention"] * 50), "en", title="Palermo Convention, Palermo Convention"),
        make_row("it", "Against transnational organized crime", "en", title="UNTOC", names=["Palermo Convention"]),
    )  # fmt: skip
    assert corpus.find("palermo convention") == ["it", "much"]
    assert corpus.find('"Palermo Convention"')[0] == "it"


def test_titles_count_more_than_bodies(corpus, make_row):
    corpus.put(
        make_row("body", "a line on money laundering and other things that matter", "en", title="Other things"),
        make_row("title", "a line on something else and other things that matter", "en", title="Money laundering"),
        *(make_row(f"filler{i}", "nothing of that sort", "en") for i in range(10)),
    )
    assert corpus.find("money laundering") == ["title", "body"]
