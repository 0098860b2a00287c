"""Forms without a script: links to any of many records, fields that an address fills in, and for whom one writes."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from isonomia_cases.models import Case
from lxml import html

from isonomia.site.records import linking, writing
from isonomia.site.records.access import Actor
from isonomia.site.records.codelists import terms
from isonomia.site.records.registry import collection
from isonomia.site.records.values import Faulty, clean
from isonomia.site.search.building import rebuild

pytestmark = pytest.mark.django_db
NEW = "/en/cases/-/new/"


@pytest.fixture
def bodies():
    return collection("bodies")


@pytest.fixture
def make_bodies(bodies):
    """Bodies of the register, so many, each called by its code and number."""

    def make(number, state="published"):
        codes = [entry.code for entry in terms("bodies")][:number]
        rows = [
            {"code": code, "title": {"en": f"Council {at}", "fr": f"Assemblée {at}"}, "kind": "commission"}
            for at, code in enumerate(codes, 1)
        ]
        return [writing.create(bodies, clean(bodies, row, Actor("administrator")), None, state=state) for row in rows]

    return make


def form(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return html.document_fromstring(response.content.decode())


def posted(page):
    """What a browser sends of a form, besides the button."""
    return {name: value for name, value in page.forms[-1].fields.items() if value is not None}


def buttons(page, name):
    return {
        " ".join(button.text_content().split()): button.get("value")
        for button in page.xpath(f"//button[@name='{name}']")
    }


# -- links ---------------------------------------------------------------------------------------------------------


def test_few_records_are_offered_to_choose_from(client_of, make_bodies):
    made = make_bodies(3)
    page = form(client_of("editor").get(NEW))
    assert {option.get("value") for option in page.xpath("//datalist/option")} == {row.code for row in made}


def test_of_many_none_is_loaded_until_one_is_looked_up(client_of, make_bodies):
    """The page and its queries stay the same however many there are."""
    client = client_of("editor")
    make_bodies(linking.FEW)
    with CaptureQueriesContext(connection) as few:
        small = client.get(NEW).content
    assert small.count(b"<option") > linking.FEW
    collection("bodies").model.objects.all().delete()
    make_bodies(60)
    with CaptureQueriesContext(connection) as many:
        large = client.get(NEW).content
    assert len(many) == len(few)
    assert b"Council" not in large
    assert not html.document_fromstring(large.decode()).xpath("//datalist")


@pytest.mark.parametrize("indexed", [True, False])
@pytest.mark.parametrize("typed", ["Council 42", "council 42", "Assemblée 42"])
def test_a_record_among_many_is_found_by_its_words_chosen_and_saved(client_of, make_bodies, indexed, typed):
    client, made = client_of("editor"), make_bodies(60)
    if indexed:
        rebuild()
    fields = {**posted(form(client.get(NEW))), "number": "1/24", "title.en": "One", "court": typed}
    page = form(client.post(NEW, {**fields, "find": "court"}))
    assert not Case.objects.exists()
    assert page.forms[-1].fields["number"] == "1/24"
    found = buttons(page, "choose")
    assert found["Council 42"] == f"court={made[41].code}"
    page = form(client.post(NEW, {**posted(page), "choose": found["Council 42"]}))
    assert page.forms[-1].fields["court"] == made[41].code
    assert "Council 42" in page.text_content()
    assert not buttons(page, "choose")
    assert client.post(NEW, posted(page)).status_code == 302
    assert Case.objects.get().court == made[41]


def test_a_record_is_found_by_how_its_symbol_begins(client_of, make_bodies):
    made = make_bodies(60)
    page = form(client_of("editor").post(NEW, {"court": made[30].code[:3], "find": "court"}))
    offered = list(buttons(page, "choose").values())
    assert f"court={made[30].code}" in offered
    assert len(offered) <= linking.FEW


def test_a_name_that_is_no_key_is_told_with_what_may_be_meant(client_of, make_bodies):
    make_bodies(60)
    page = form(client_of("editor").post(NEW, {"number": "1/24", "title.en": "One", "court": "Council 17"}), 422)
    assert "Council 17" in buttons(page, "choose")
    page = form(client_of("editor").post(NEW, {"number": "1/24", "title.en": "One", "court": "Zebra"}), 422)
    assert not buttons(page, "choose")
    assert "No record has this" in page.text_content()


def test_what_is_not_seen_is_neither_offered_nor_found_nor_named(client_of, users, make_bodies):
    (hidden,) = make_bodies(1, "draft")
    client = client_of("focal_at")
    for extra in ({}, {"court": "Council", "find": "court"}, {"court": hidden.code, "find": "court"}):
        text = (client.post(NEW, extra) if extra else client.get(NEW)).content.decode()
        assert "Council 1" not in text
        assert f'value="{hidden.code}"' not in text.replace(f'value="{hidden.code}" dir', "")


def test_a_link_is_shown_by_its_name_when_the_record_is_changed(client_of, make_bodies, make_case):
    (made,) = make_bodies(1)
    case = make_case("draft", user=None, court=made.code)
    page = form(client_of("administrator").get(f"/fr/cases/{case.key}/-/edit/"))
    assert page.forms[-1].fields["court"] == made.code
    assert "Assemblée 1" in page.text_content()


def test_looking_up_in_a_child_keeps_the_children(client_of, make_bodies):
    """The button belongs to one input; children that are blank are dropped as everywhere."""
    fields = {"defendants.rows": ["0", "1"], "defendants.0.name": "", "defendants.1.name": "A. B.", "find": "court"}
    page = form(client_of("editor").post(NEW, fields))
    assert page.forms[-1].fields["defendants.0.name"] == "A. B."


# -- what an address fills in --------------------------------------------------------------------------------------


def test_a_link_fills_in_fields_of_every_kind(client_of, make_bodies):
    (court,) = make_bodies(1)
    query = (
        f"?country=FR&number=7%2F24&title.fr=Sept&decided=2024-01-02&offences=corruption&offences=trafficking"
        f"&appealed=no&victims=3&fine=1.5&court={court.code}"
    )
    page = form(client_of("editor").get(NEW + query))
    fields = page.forms[-1].fields
    assert (fields["country"], fields["number"], fields["title.fr"], fields["decided"]) == (
        "FR",
        "7/24",
        "Sept",
        "2024-01-02",
    )
    assert (fields["appealed"], fields["victims"], fields["fine"], fields["court"]) == ("no", "3", "1.5", court.code)
    assert {box.get("value") for box in page.xpath("//input[@name='offences'][@checked]")} == {
        "corruption",
        "trafficking",
    }
    assert client_of("editor").post(NEW + query, posted(page)).status_code == 302
    assert Case.objects.get().court == court


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("colour=red", "colour"), ("defendants=x", "defendants"), ("state=published", "state"), ("title=x", "title.en"),
        ("country=XX", "XX"), ("country=AT&country=FR", "twice"), ("decided=soon", "soon"), ("court=nobody", "nobody"),
        ("victims=many", "many"), ("offences=theft", "corruption"), (f"number={'1' * 61}", "61"), ("key=abc", "key"),
        ("title.de=Eins", "title.de"),
    ],
)  # fmt: skip
def test_what_a_link_cannot_fill_in_is_refused_by_name(client_of, query, said):
    response = client_of("editor").get(f"{NEW}?{query}")
    assert response.status_code == 400
    assert said in response.content.decode()


def test_a_link_fills_in_no_other_country_than_ones_own(client_of):
    assert client_of("focal_at").get(f"{NEW}?country=AT").status_code == 200
    assert client_of("focal_at").get(f"{NEW}?country=FR").status_code == 400


def test_a_follow_up_begins_with_its_mandate(client_of, users):
    from isonomia.site.documents.loading import load_document
    from isonomia.site.documents.models import Mandate
    from isonomia.site.documents.samples import folder

    load_document((folder() / "A_RES_99_501.en.txt").read_bytes(), specimen=True)
    mandate = next(row for row in Mandate.objects.all() if "member_states" in row.addressees)
    page = form(client_of("focal_at").get(f"/en/follow-up/-/new/?mandate={mandate.key}&progress=done"))
    fields = page.forms[-1].fields
    assert (fields["mandate"], fields["progress"], fields["country"]) == (mandate.key, "done", "AT")
    response = client_of("focal_at").get("/en/follow-up/-/new/?mandate=none")
    assert response.status_code == 400


# -- for whom one writes -------------------------------------------------------------------------------------------


def test_for_whom_one_writes_is_known_before_the_whole_is_checked(cases):
    """What concerns several fields is checked with the country that the account stands for, not without it."""
    seen = []

    class Checked(type(cases)):
        def validate(self, values):
            seen.append(values["country"])
            return {}

    given = {"number": "1/24", "title": {"en": "One"}}
    assert clean(Checked(), given, Actor("focal_point", country="AT"))["country"] == "AT"
    assert seen == ["AT"]
    assert clean(Checked(), {**given, "country": "Austria"}, Actor("focal_point", country="AT"))["country"] == "AT"
    with pytest.raises(Faulty, match="AT"):
        clean(Checked(), {**given, "country": "FR"}, Actor("focal_point", country="AT"))
    assert clean(Checked(), {**given, "country": "FR"}, Actor("editor"))["country"] == "FR"


def test_a_focal_point_that_names_a_body_only_still_writes_for_its_country(client_of, users):
    """A focal point of Austria is not taken for UNODC: the form and the API say that one of the two answers."""
    from isonomia.site.accounts.models import ApiToken
    from isonomia.site.documents.loading import load_document
    from isonomia.site.documents.models import Mandate
    from isonomia.site.documents.samples import folder
    from isonomia.site.followup.models import FollowUp

    load_document((folder() / "A_RES_99_501.en.txt").read_bytes(), specimen=True)
    mandate = next(row for row in Mandate.objects.all() if "unodc" in row.addressees)
    values = {"mandate": mandate.key, "body": "unodc", "progress": "done", "as_of": "2044-01-01"}
    page = form(client_of("focal_at").post("/en/follow-up/-/new/", {**values, "links.rows": []}), 422)
    assert "a country or a body, one of the two" in page.text_content()
    _token, text = ApiToken.issue(users["focal_at"], "t")
    response = client_of(None).post(
        "/api/v1/follow-up", json.dumps({"values": values}), content_type="application/json",
        headers={"Authorization": f"Bearer {text}"},
    )  # fmt: skip
    assert response.status_code == 422
    assert "one of the two" in str(response.json()["error"]["fields"])
    assert not FollowUp.objects.exists()
