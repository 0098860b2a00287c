"""A wrong declaration stops the start and names its file, its class and what would be right."""

from __future__ import annotations

import pytest
from isonomia_cases.models import Case, Defendant

from isonomia.site.records.checks import check
from isonomia.site.records.declaration import Access, Collection, Facet
from isonomia.site.records.errors import DeclarationFault
from isonomia.site.records.registry import collection, collections

RIGHT = {"model": Case, "name": "trials", "title": "Trials", "one": "Trial", "columns": ("title",)}


def faults(**wrong):
    made = type("Trials", (Collection,), {**RIGHT, **wrong, "__module__": __name__})
    with pytest.raises(DeclarationFault) as caught:
        check(made())
    return str(caught.value)


def test_a_right_one_passes():
    check(type("Trials", (Collection,), {**RIGHT, "__module__": __name__})())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"model": Defendant}, "model: 'Defendant' is no model that extends Record"),
        ({"name": "Trials"}, "name: “Trials” cannot stand in an address"),
        ({"name": "api"}, "name: “api” cannot stand in an address"),
        ({"title": ""}, "title: it is missing"),
        ({"columns": ()}, "columns: there are none"),
        ({"columns": ("titel",)}, "columns: “titel” is no field of Case; near it: title"),
        ({"fields": ("title", "verdcit")}, "fields: “verdcit” is no field or child of Case"),
        ({"label": "name"}, "label: “name” is no field of Case"),
        ({"facets": (Facet("defendants.charges.verdcit"),)}, "near it: defendants.charges.verdict"),
        ({"facets": (Facet("summary"),)}, "facets: “summary” has too many values to be a facet"),
        ({"facets": (Facet("country", name="sort"),)}, "facets: “sort” is a name that every list takes itself"),
        ({"facets": (Facet("defendants.nationality"), Facet("persons.nationality"))}, "two facets are called “nationality”"),
        ({"default_sort": "-offences"}, "sorts: rows cannot be sorted by “offences”"),
        ({"search": ("decided",)}, "search: “decided” has no words"),
        ({"ranges": ("title",)}, "ranges: “title” is no date or number"),
        ({"natural_key": ("no",)}, "natural_key: “no” is no field of Case"),
        ({"address": "number"}, "address: “number” is no unique field of Case"),
        ({"access": Access(read=frozenset({"everybody"}))}, "access.read: “everybody” is no role"),
        ({"access": Access(restricted={"phone": frozenset()})}, "access.restricted: “phone” is no field or child"),
        ({"access": Access(restricted={"title": frozenset()})}, "“title” names the record everywhere"),
    ],
)  # fmt: skip
def test_each_fault_is_named(wrong, said):
    text = faults(**wrong)
    assert said in text
    assert text.startswith(__file__)
    assert "class Trials: " in text


def test_all_faults_are_told_at_once():
    assert len(faults(title="", columns=("x",), label="y").splitlines()) == 3


def test_two_collections_share_neither_name_nor_model():
    with pytest.raises(DeclarationFault, match="“cases” is the name of Cases too"):
        check(type("Trials", (Collection,), {**RIGHT, "name": "cases", "__module__": __name__})(), collections())


def test_an_unknown_collection_is_named_with_those_there_are():
    with pytest.raises(DeclarationFault, match=r"no collection “casse”; there are .*cases"):
        collection("casse")


def test_a_field_that_no_record_can_hold_is_named():
    from django.db import models

    from isonomia.site.records.kinds import kind_of

    field = models.BinaryField()
    field.model, field.name = Case, "scan"
    with pytest.raises(DeclarationFault, match=r"Case\.scan: a BinaryField cannot be a field of a record"):
        kind_of(field)
