"""The page of a record: all of it that the reader may see, in its languages, with sources and history."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from isonomia.site.records import writing
from isonomia.site.records.models import Change, Source
from isonomia.site.records.sources import attribute

pytestmark = pytest.mark.django_db

FULL = {
    "country": "AT", "number": "12 Os 5/20",
    "title": {"fr": "Le procureur c. M. L.", "en": "Prosecutor v. M. L.", "original": "fr"},
    "summary": {"en": "Two women were recruited.\nThey were held."},
    "decided": "2020-02-01", "offences": ["trafficking", "corruption"], "contact": "office@justice.example",
    "defendants": [
        {"name": "M. L.", "nationality": "RO", "charges": [
            {"statute": "§ 104a", "verdict": "guilty", "reasoning": {"en": "Deception."}},
            {"statute": "§ 217", "verdict": "acquitted"},
        ]},
        {"name": "J-P. S.", "gender": "male"},
    ],
    "persons": [{"name": "A. B.", "age": 17, "nationality": "KE"}],
}  # fmt: skip


@pytest.fixture
def full(make_case):
    return make_case(**FULL)


def tree(response, status=200):
    assert response.status_code == status, response.content[:2000]
    return html.document_fromstring(response.content.decode())


def facts(page):
    return {
        row.xpath("string(dt)"): " ".join(row.xpath("string(dd)").split())
        for row in page.xpath("//div[@class='record']/div/dl/div")
    }


def test_a_record_is_shown_whole_with_its_children(client, full):
    page = tree(client.get(f"/en/cases/{full.key}/"))
    assert page.xpath("//h1")[0].text_content() == "Prosecutor v. M. L."
    shown = facts(page)
    assert shown["Country"] == "Austria"
    assert shown["Offences"] == "Trafficking in persons; Corruption"
    assert shown["Decided"] == "Feb. 1, 2020"
    children = [heading.text for heading in page.xpath("//div[@class='child']/*[self::h3 or self::h5]")]
    assert children == ["Defendant 1", "Charge 1", "Charge 2", "Defendant 2"]
    charge = page.xpath("//div[@class='child'][h5='Charge 2']")[0].text_content()
    assert "§ 217" in charge
    assert "Acquitted" in charge


def test_fields_that_say_nothing_are_left_out(client, full):
    assert "Fine" not in facts(tree(client.get(f"/en/cases/{full.key}/")))


def test_all_languages_of_a_text_are_there_and_the_original_is_marked(client, full):
    page = tree(client.get(f"/en/cases/{full.key}/"))
    texts = page.xpath("//dt[.='Title']/following-sibling::dd[1]//p")
    assert [(p.get("lang"), p.text) for p in texts] == [
        ("en", "Prosecutor v. M. L."), ("fr", "Le procureur c. M. L."),
    ]  # fmt: skip
    assert "Français, original" in page.xpath("string(//dt[.='Title']/following-sibling::dd[1])")
    page = tree(client.get(f"/fr/cases/{full.key}/"))
    assert page.xpath("//h1")[0].text_content() == "Le procureur c. M. L."


def test_codes_are_links_to_what_shares_them(client, full):
    page = tree(client.get(f"/en/cases/{full.key}/"))
    assert "/en/cases/?offences=trafficking" in page.xpath("//dd/a/@href")
    assert "/en/cases/?nationality=RO" in page.xpath("//dd/a/@href")


def test_what_is_kept_for_authorities_is_not_there_for_others(client, client_of, full):
    for name in (None, "reader"):
        text = client_of(name).get(f"/en/cases/{full.key}/").content.decode()
        assert "office@justice.example" not in text
        assert "A. B." not in text
        assert "Victim" not in text
    for name in ("focal_at", "focal_fr", "editor", "auditor", "administrator"):
        text = client_of(name).get(f"/en/cases/{full.key}/").content.decode()
        assert "office@justice.example" in text
        assert "A. B." in text


def test_sources_are_numbered_and_stand_with_their_values(client, client_of, cases, full):
    judgment = Source.objects.create(title="Judgment of 1 February 2020", url="https://ris.example/12os5")
    note = Source.objects.create(title="Note verbale about the office", date="2021-03-01")
    attribute(cases, full, judgment, ["decided", "defendants.charges.verdict"], "p. 4")
    attribute(cases, full, note, ["contact"])
    page = tree(client.get(f"/en/cases/{full.key}/"))
    assert [item.xpath("string(a)") for item in page.xpath("//ol[@class='sources']/li")] == [
        "Judgment of 1 February 2020"
    ]
    assert page.xpath("//dt[.='Decided']/following-sibling::dd[1]/a[@class='from']/@href") == ["#source-1"]
    assert len(page.xpath("//dt[.='Verdict']/following-sibling::dd[1]/a[@class='from']")) == 2
    assert "Note verbale" in client_of("editor").get(f"/en/cases/{full.key}/").content.decode()


def test_a_link_to_what_is_not_public_shows_no_name(client, client_of, make_case, cases, db):
    from isonomia.site.meetings.models import Body
    from isonomia.site.records.registry import collection

    bodies = collection("bodies")
    court = writing.create(bodies, {"code": "unodc", "title": {"en": "Secret court"}, "kind": "office"}, None)
    assert isinstance(court, Body)
    case = make_case()
    writing.update(cases, case, {"court": court}, None)
    for address in (f"/en/cases/{case.key}/", "/en/cases/"):
        assert "Secret court" not in client.get(address).content.decode()
        assert "Secret court" in client_of("administrator").get(address).content.decode()
    assert client.get("/en/cases/?court=unodc").status_code == 400
    assert client_of("administrator").get("/en/cases/?court=unodc").status_code == 200
    writing.move(bodies, court, None, action="publish", state="published")
    assert "Secret court" in client.get(f"/en/cases/{case.key}/").content.decode()
    assert "Secret court" in client.get("/en/cases/?court=unodc").content.decode()


def test_a_record_is_found_by_its_address_or_its_key(client, db):
    from isonomia.site.records.registry import collection

    body = writing.create(
        collection("bodies"), {"code": "ccpcj", "title": {"en": "Commission"}, "kind": "commission"}, None, state="published"
    )  # fmt: skip
    assert client.get("/en/bodies/ccpcj/").status_code == 200
    assert client.get(f"/en/bodies/{body.key}/").status_code == 200
    assert client.get("/en/bodies/nothing/").status_code == 404
    assert client.get("/en/bodies/ccpcj/?colour=red").status_code == 400


def test_a_page_asks_the_same_number_of_queries_however_many_children(client, make_case):
    def queries(case):
        with CaptureQueriesContext(connection) as found:
            tree(client.get(f"/en/cases/{case.key}/"))
        return len(found)

    small = make_case(defendants=[{"charges": [{"statute": "1"}]}], persons=[{"age": 3}])
    large = make_case(
        defendants=[{"charges": [{"statute": str(n)} for n in range(5)]} for _ in range(6)], persons=[{"age": 3}] * 5
    )
    client.get(f"/en/cases/{small.key}/")
    assert queries(small) == queries(large)


# -- history -------------------------------------------------------------------------------------------------------


def test_every_change_says_who_why_and_what(client_of, users, cases, full):
    writing.update(
        cases, full,
        {"summary": {"en": "Three women were recruited.\nThey were held."}, "victims": 3,
         "defendants": [{"name": "M. L.", "nationality": "MD", "charges": []}]},
        users["editor"], reason="The appeal found a third victim.",
    )  # fmt: skip
    page = tree(client_of("editor").get(f"/en/cases/{full.key}/-/history/"))
    entry = page.xpath("//ol[@class='changes']/li")[0]
    text = entry.text_content()
    assert "Edited" in text
    assert "editor" in text
    assert "The appeal found a third victim." in text
    rows = {row.xpath("string(th)"): row for row in entry.xpath(".//tbody/tr")}
    assert rows["Fact summary (English)"].xpath("string(td[1]/del)") == "Two"
    assert rows["Fact summary (English)"].xpath("string(td[2]/ins)") == "Three"
    assert rows["Victims"].xpath("string(td[2])") == "3"
    assert rows["Defendant 1: Nationality"].xpath("string(td[1])") == "Romania"
    assert rows["Defendant 1: Nationality"].xpath("string(td[2])").startswith("Republic of Moldova")
    assert rows["Defendant 1: Charge 1: Statute"].xpath("string(td[2])") == ""


def test_a_change_of_nothing_is_none(users, cases, full):
    assert writing.update(cases, full, {"decided": full.decided}, users["editor"]).version == 1
    assert Change.objects.filter(record_key=full.key).count() == 1


def test_the_public_sees_what_changed_in_public_and_no_names_of_writers(client, users, cases, make_case):
    case = make_case("draft", user=users["focal_at"])
    writing.update(cases, case, {"number": "secret wording"}, users["focal_at"], reason="between us")
    writing.update(cases, case, {"number": "1/24"}, users["focal_at"])
    writing.move(cases, case, users["editor"], action="publish", state="published", reason="fine with me")
    writing.update(cases, case, {"number": "2/24", "contact": "hidden@example.org"}, users["editor"], reason="misprint")
    text = client.get(f"/en/cases/{case.key}/-/history/").content.decode()
    assert "2/24" in html.document_fromstring(text).text_content()
    assert "misprint" in text
    for hidden in ("secret wording", "between us", "focal_at", "editor", "hidden@example.org", "fine with me"):
        assert hidden not in text


def test_chinese_is_compared_sign_by_sign():
    from isonomia.site.records.history import marked

    before, after = marked("预防犯罪", "预防腐败犯罪")
    assert before == "预防犯罪"
    assert after == "预防<ins>腐败</ins>犯罪"


def test_marks_hide_no_markup():
    from isonomia.site.records.history import marked

    before, after = marked("<b>", "<i>")
    assert "<b>" not in before
    assert "&lt;" in after
