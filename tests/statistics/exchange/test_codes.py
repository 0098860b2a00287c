"""Codes for labels: standard where there is a standard, readable, the same for the same label in every file."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.statistics.exchange.codes import age_code, code_of, codes, slug


@pytest.mark.parametrize(
    ("component", "label", "code"),
    [
        ("SEX", "Female", "F"), ("SEX", "Both sexes", "_T"), ("SEX", "Unknown", "_U"), ("SEX", "na", "_Z"),
        ("AGE", "0 to 17 years", "Y0T17"), ("AGE", "18 years or over", "Y_GE18"), ("AGE", "15–29", "Y15T29"),
        ("AGE", "60+", "Y_GE60"), ("AGE", "<15", "Y_LT15"), ("AGE", "Juveniles", "JUVENILES"),
        ("UNIT_MEASURE", "Counts", "NUMBER"), ("UNIT_MEASURE", "Rate per 100,000 population", "PER_100000_POP"),
        ("REF_AREA", "GBR_E_W", "GBR_E_W"), ("REF_AREA", "Côte d'Ivoire", "CIV"), ("REF_AREA", "Алжир", "DZA"),
        ("CATEGORY", "Total", "_T"), ("CATEGORY", "Sexual violence: Rape", "SEXUAL_VIOLENCE_RAPE"),
        ("CATEGORY", "", "_Z"),
    ],
)  # fmt: skip
def test_codes_are_those_of_the_standard_lists(component, label, code):
    assert code_of(component, label) == code


def test_labels_of_the_crime_classification_take_its_codes():
    found = codes("CATEGORY", ["Intentional homicide", "Rape", "Persons"], iccs=True)
    assert found == ("ICCS0101", "ICCS03011", "PERSONS")
    assert codes("CATEGORY", ["Intentional homicide"]) == ("INTENTIONAL_HOMICIDE",)


def test_two_spellings_stay_two_codes_and_the_usual_one_keeps_its_own():
    usual, other = codes("CATEGORY", ["Drug possession", "Drug Possession"])
    assert usual == "DRUG_POSSESSION"
    assert re.fullmatch(r"DRUG_POSSESSION_[0-9A-F]{8}", other)
    assert codes("CATEGORY", ["Drug Possession", "Drug possession"]) == (other, usual)


def test_long_labels_and_other_scripts_have_codes():
    long = "Acts " * 30
    assert len(slug(long)) <= 70
    assert slug(long) != slug(long + "more")
    assert slug("贩运人口").startswith("X_")
    assert slug("贩运人口") != slug("贩运枪支")


def test_what_is_no_age_group_has_no_age_code():
    assert [age_code(text) for text in ("Adults", "", "about 30")] == ["", "", ""]


@given(
    st.lists(st.text(max_size=80), unique=True, max_size=12), st.sampled_from(["SEX", "AGE", "CATEGORY", "REF_AREA"])
)
def test_codes_are_different_and_what_sdmx_allows_whatever_the_labels(labels, component):
    found = codes(component, labels)
    assert len(set(found)) == len(labels)
    assert all(re.fullmatch(r"[A-Za-z0-9_@$\-]+", code) for code in found)


@given(st.permutations(["Drug possession", "Drug Possession", "drug possession", "Total", "Rape"]))
def test_a_code_does_not_depend_on_the_order_of_labels(labels):
    assert dict(zip(labels, codes("CATEGORY", labels), strict=True)) == dict(
        zip(sorted(labels), codes("CATEGORY", sorted(labels)), strict=True)
    )
