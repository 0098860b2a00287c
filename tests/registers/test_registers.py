"""The registers as Python values: bodies, instruments and topics by id."""

from __future__ import annotations

import pytest

from isonomia import registers
from isonomia.registers import Body, Concept, Instrument, Place, Topic, bodies, concepts, instruments, places, topics

LANGUAGES = {"ar", "en", "es", "fr", "ru", "zh"}


def body(**about) -> Body:
    plain = {"id": "x", "kind": "other", "label": {}, "names": {}, "short": {}, "series": {}}
    return Body(**{**plain, "session_base": None, "session_years": {}, **about})


# -- sessions ------------------------------------------------------------------------------------------------------


def test_a_session_that_meets_every_year_is_counted_from_its_base():
    assert body(session_base=1945).session_year(76) == 2021


def test_irregular_sessions_have_years_of_their_own():
    assert body(session_years={1: 2004, 2: 2005, 4: 2008}).session_year(4) == 2008


def test_a_year_of_its_own_goes_before_the_base():
    assert body(session_base=1990, session_years={5: 1999}).session_year(5) == 1999


def test_a_session_that_nobody_knows_has_no_year():
    assert body().session_year(3) is None
    assert body(session_years={1: 2004}).session_year(2) is None


@pytest.mark.parametrize(
    ("id", "session", "year"),
    [
        ("unga", 1, 1946),
        ("unga", 76, 2021),
        ("ccpcj", 27, 2018),
        ("ccpcj", 32, 2023),
        ("cnd", 62, 2019),
        ("untoc_cop", 10, 2020),
        ("uncac_cosp", 8, 2019),
        ("uncac_cosp", 10, 2023),
        ("hrc", 50, 2022),
        ("crime_congress", 14, 2021),
        ("world_health_assembly", 70, 2017),
    ],
)
def test_sessions_of_real_bodies_opened_in_their_years(id, session, year):
    assert bodies()[id].session_year(session) == year


# -- the loader ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("load", "kind"),
    [(bodies, Body), (instruments, Instrument), (topics, Topic), (concepts, Concept), (places, Place)],
)
def test_a_register_maps_ids_to_rows_of_its_kind(load, kind):
    rows = load()
    assert len(rows) > 20
    for id, row in rows.items():
        assert isinstance(row, kind)
        assert row.id == id


@pytest.mark.parametrize("load", [bodies, instruments, topics, concepts, places])
def test_a_register_is_read_once(load):
    assert load() is load()


@pytest.mark.parametrize("load", [bodies, instruments, topics, concepts, places])
def test_every_row_has_a_label_in_six_languages(load):
    for row in load().values():
        assert set(row.label) >= LANGUAGES, row.id
        assert all(row.label[language].strip() for language in LANGUAGES), row.id


def test_rows_of_all_files_of_a_register_are_in_it():
    """One row of each file: organs, conferences, secretariat, organizations, addressees; crime, rights, standards."""
    assert {"unga", "untoc_cop", "unodc", "who", "member_states"} <= set(bodies())
    assert {"UNTOC", "CRC", "NELSON-MANDELA-RULES", "2030-AGENDA", "CITES"} <= set(instruments())


def test_rows_are_frozen():
    with pytest.raises(AttributeError):
        bodies()["unga"].kind = "other"  # type: ignore[misc]


def test_forms_are_tuples_by_language():
    names = bodies()["unodc"].names
    assert "United Nations Office on Drugs and Crime" in names["en"]
    assert all(isinstance(forms, tuple) for forms in names.values())
    assert bodies()["member_states"].short == {}


def test_the_series_of_a_body_gives_its_symbols():
    assert bodies()["ccpcj"].series["resolution"].format(number="27/5") == "CCPCJ/RES/27/5"
    assert bodies()["uncac_cosp"].series["decision"].format(number="8/1") == "CAC/COSP/DEC/8/1"
    assert "resolution" not in bodies()["unodc"].series


def test_parents_and_members_of_instruments_are_instruments():
    known = instruments()
    for row in known.values():
        assert not row.parent or row.parent in known, row.id
        assert set(row.members) <= set(known), row.id
    assert known["UNTOC-PROTOCOLS"].members == ("UNTOC-TIP", "UNTOC-SOM", "UNTOC-FA")
    assert {known[id].parent for id in known["UNTOC-PROTOCOLS"].members} == {"UNTOC"}


def test_what_shows_a_topic_is_in_the_other_registers():
    for topic in topics().values():
        assert set(topic.instruments) <= set(instruments()), topic.id
        assert set(topic.bodies) <= set(bodies()), topic.id


def test_files_of_other_registers_are_not_mixed_in(monkeypatch, tmp_path):
    """A row is told by the beginning of its file's name and by its table."""
    (tmp_path / "bodies_one.toml").write_text(
        '[[body]]\nid = "b"\nkind = "other"\n[body.label]\nen = "B"\n[body.sessions]\nbase = 1990\n'
        "years = { 7 = 1999 }\n"
    )
    (tmp_path / "bodies_two.toml").write_text('[[body]]\nid = "c"\nkind = "other"\n[body.label]\nen = "C"\n')
    (tmp_path / "instruments_x.toml").write_text(
        '[[instrument]]\nid = "I"\nkind = "treaty"\n[instrument.label]\nen = "I"\n'
    )
    (tmp_path / "bodies_note.txt").write_text("not a register")
    monkeypatch.setattr(registers, "files", lambda _: tmp_path)
    found = bodies.__wrapped__()
    assert list(found) == ["b", "c"]
    assert (found["b"].session_year(1), found["b"].session_year(7)) == (1991, 1999)
    assert (found["c"].names, found["c"].series) == ({}, {})
    assert list(instruments.__wrapped__()) == ["I"]
    assert topics.__wrapped__() == {}
    assert concepts.__wrapped__() == {}


def test_what_a_person_adds_to_a_place_goes_before_the_table(monkeypatch, tmp_path):
    head = "id,m49,iso2,parents,ar,en,es,fr,ru,zh,names_ar,names_en,names_es,names_fr,names_ru,names_zh\n"
    (tmp_path / "places_m49.csv").write_text(
        head + "XYZ,999,XY,africa,a,Old,e,f,r,z,a,Old | Oldland,e,f,r | ры,z\n", encoding="utf-8"
    )
    (tmp_path / "places.toml").write_text(
        '[[place]]\nid = "africa"\nkind = "region"\n[place.label]\nen = "Africa"\n[place.names]\nen = ["Africa"]\n'
        '[[place]]\nid = "coast"\nkind = "group"\nparents = ["africa"]\nmembers = ["XYZ"]\n'
        '[place.label]\nen = "Coast"\n'
        '[[place]]\nid = "XYZ"\n[place.label]\nen = "New"\n[place.names]\nen = ["New"]\n[place.drop]\nen = ["Old"]\n'
        '[place.guards]\nen = ["New Coast"]\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(registers, "files", lambda _: tmp_path)
    found = places.__wrapped__()
    assert set(found) == {"XYZ", "africa", "coast"}
    country = found["XYZ"]
    assert (country.kind, country.m49, country.iso2, country.iso3) == ("country", "999", "XY", "XYZ")
    assert (country.label["en"], country.label["fr"]) == ("New", "f")
    assert (country.names["en"], country.names["ru"]) == (("Oldland", "New"), ("r", "ры"))
    assert country.guards == {"en": ("New Coast",)}
    assert country.parents == ("africa", "coast")
    assert found["coast"].parents == ("africa",)
