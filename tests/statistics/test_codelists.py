"""Code lists: every label leads back to its code, what a code is part of is there, causes of death have a mechanism."""

from __future__ import annotations

import pytest

from isonomia.statistics.codelists import NAMES, code_list, mechanism_of
from isonomia.statistics.errors import UnknownCode

LANGUAGES = {"ar", "en", "es", "fr", "ru", "zh"}


@pytest.mark.parametrize("name", NAMES)
def test_every_code_has_a_label_in_each_language_that_leads_back_to_it(name):
    found = code_list(name)
    assert set(found.titles) == LANGUAGES
    for one in found:
        assert set(one.labels) == LANGUAGES
        assert {found.code(label) for label in (*one.labels.values(), *one.also, one.code)} == {one.code}
        assert one.above == "" or one.above in found.codes


@pytest.mark.parametrize(
    ("name", "label", "code"),
    [
        ("sex", " Male ", "M"), ("sex", "Mujeres", "F"), ("sex", "男", "M"), ("sex", "Not specified", "_U"),
        ("age", "0–14", "Y0T14"), ("age", "60 and older", "Y_GE60"), ("age", "All ages", "_T"),
        ("relationship", "Intimate partner or family member: Intimate partner", "INTIMATE_PARTNER"),
        ("mechanism", "Another weapon - sharp object", "SHARP_OBJECT"), ("citizenship", "Foreign citizens", "FOREIGN"),
        ("unit", "Rate per 100,000 population", "PER_100000_POP"), ("sex", "Martian", None),
    ],
)  # fmt: skip
def test_labels_as_tables_print_them(name, label, code):
    assert code_list(name).code(label) == code


def test_what_a_code_is_made_of():
    assert code_list("relationship").parts("INTIMATE_OR_FAMILY") == ("INTIMATE_PARTNER", "FAMILY_MEMBER")
    assert code_list("mechanism").label("FIREARM", "fr") == "Armes à feu"


def test_every_assault_of_the_classification_of_diseases_is_one_mechanism():
    assaults = [f"X{number}" for number in range(85, 100)] + [f"Y{number:02}" for number in range(10)]
    held = [cause for one in code_list("mechanism") for cause in one.icd10]
    assert sorted(held) == sorted(assaults)
    assert [mechanism_of(cause) for cause in ("X95.4", "x99", "Y04", "Y09", "X96")] == [
        "FIREARM", "SHARP_OBJECT", "_O", "_U", "EXPLOSIVE",
    ]  # fmt: skip
    # a shot in an accident, one's own hand, an officer in lawful duty
    assert [mechanism_of(cause) for cause in ("W34", "X74", "Y35", "homicide")] == [None] * 4


def test_an_unknown_list_or_code_is_refused_by_name():
    with pytest.raises(UnknownCode, match="'colour'; there are sex, age"):
        code_list("colour")
    with pytest.raises(UnknownCode, match="'X' is no code of sex"):
        code_list("sex").label("X")
