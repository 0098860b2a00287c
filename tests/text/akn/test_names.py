"""IRIs, eIds and codes of Akoma Ntoso."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.text.akn.names import (
    LANGUAGE_CODES,
    EIds,
    element_of,
    language_of,
    paragraph_eid,
    paragraph_id,
    printed_number,
    section_name,
    symbol_of,
    target_iri,
    work_date,
)


@pytest.mark.parametrize(
    ("target", "kind", "date", "iri"),
    [
        ("A/RES/46/152", "resolution", "1991-12-18", "/akn/un/statement/deliberation/unga/1991-12-18/46-152"),
        ("A/RES/S-30/1", "resolution", "2016-04-19", "/akn/un/statement/deliberation/unga/2016-04-19/s-30-1"),
        ("A/RES/2758(XXVI)", "resolution", None, "/akn/un/statement/deliberation/unga/1971-09-01/2758-xxvi"),
        ("A/DEC/55/488", "decision", None, "/akn/un/statement/deliberation/unga/2000-09-01/dec-55-488"),
        ("S/RES/1373(2001)", "resolution", "2001-09-28", "/akn/un/statement/deliberation/unsc/2001-09-28/1373-2001"),
        ("E/RES/2012/12", "resolution", None, "/akn/un/statement/deliberation/ecosoc/2012-01-01/2012-12"),
        ("A/73/131", "document", None, "/akn/un/doc/unga/2018-09-01/a-73-131"),
        ("UNTOC", "treaty", None, "/akn/un/act/treaty/UNTOC"),
        ("UNTOC-PROTOCOLS", "treaty_group", None, "/akn/un/act/treaty/UNTOC-PROTOCOLS"),
        ("UNTS-2225", "unts", None, "/akn/un/doc/publication/UNTS-2225"),
        ("GCTS", "soft_law", None, "/akn/un/doc/instrument/GCTS"),
    ],
)
def test_every_target_has_an_iri(target, kind, date, iri):
    assert target_iri(target, kind=kind, date=date) == iri


@pytest.mark.parametrize("symbol", ["A/RES/76/187", "A/RES/48/13C", "A/DEC/55/488", "E/RES/2012/12", "S/RES/1373(2001)",
                                    "CCPCJ/RES/25/2"])  # fmt: skip
def test_the_iri_of_a_resolution_tells_its_symbol(symbol):
    assert symbol_of(target_iri(symbol), "resolution") == symbol


@pytest.mark.parametrize("iri", ["/akn/un/doc/unga/2018-09-01/a-73-131", "/akn/it/act/2004-02-13/2", ""])
def test_another_iri_tells_none(iri):
    assert symbol_of(iri, "resolution") is None


@pytest.mark.parametrize(
    ("id", "role", "eid"),
    [
        ("op73", "operative", "para_73"),
        ("op3.a", "operative", "para_3__point_a"),
        ("op3.a.ii", "operative", "para_3__point_a__point_ii"),
        ("pp4", "preambular", "rec_4"),
        ("A.op3", "operative", "part_A__para_3"),
        ("p16", "numbered", "para_16"),
        ("h4a1.p2", "numbered", "part_h4a1__para_2"),
        ("s1", "summary", "para_s1"),
        ("op2-2", "operative", "para_2-2"),
        ("op3.أ", "operative", "para_3__point_أ"),
    ],
)
def test_an_id_is_its_eid_and_back(id, role, eid):
    assert paragraph_eid(id, role) == eid
    assert paragraph_id(eid, role) == id


def test_list_levels_between_are_read_over():
    assert paragraph_id("para_2__list_1__point_a", "operative") == "op2.a"


@pytest.mark.parametrize("id", ["op 3", "op", "op3..a", "op3.(a)", "op_3", ""])
def test_an_id_of_another_make_has_no_eid(id):
    assert paragraph_eid(id, "operative") is None


@given(st.text(max_size=8), st.sampled_from(["preambular", "operative", "numbered", "summary", "annex"]))
def test_whatever_id_has_an_eid_is_found_again(id, role):
    eid = paragraph_eid(id, role)
    assert eid is None or paragraph_id(eid, role) == id


def test_no_two_elements_have_one_eid():
    eids = EIds()
    assert [eids.take("para_1") for _ in range(3)] == ["para_1", "para_1-2", "para_1-3"]


@pytest.mark.parametrize(
    ("num", "number"), [("12.", "12"), ("(a)", "a"), ("一、", "一"), ("٣-", "3"), ("12 bis.", "12 bis")]
)
def test_the_number_in_what_is_printed(num, number):
    assert printed_number(num) == number


@pytest.mark.parametrize(
    ("number", "name"), [("IV", "iv"), ("A", "a"), ("四", "4"), ("十二", "12"), ("ب", "9"), (None, "9")]
)
def test_a_section_is_called_by_its_number_else_by_its_place(number, name):
    assert section_name(number, 9) == name


def test_languages_by_any_code():
    assert [language_of(code) for code in ("zho", "chi", "zh-Hans", "FRA", "fre", "ita", "")] == [
        "zh", "zh", "zh", "fr", "fr", None, None,
    ]  # fmt: skip
    assert all(language_of(code) == language for language, code in LANGUAGE_CODES.items())


def test_resolutions_are_statements_and_the_rest_docs():
    assert element_of("draft_resolution") == ("statement", "resolutionDraft")
    assert element_of("report") == ("doc", "report")


def test_a_date_that_is_none_is_not_taken():
    assert work_date("2021-13-40", symbol=None, organ=None, session=None) == ("1945-10-24", "unknown")
