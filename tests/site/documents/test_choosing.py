"""Where two documents are chosen to compare or to trace: pairs that belong together are offered, in every language."""

from __future__ import annotations

import pytest
from lxml import html

from isonomia.site.documents.models import Document, Mandate, Pairing
from isonomia.site.documents.pairings import relate
from isonomia.site.documents.views import choosing
from isonomia.site.languages import CODES
from isonomia.site.records import writing
from isonomia.site.records.registry import collection

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(load):
    """A resolution in two sessions and a report between them, related; and one that belongs to nothing."""
    documents = [*load("A_RES_68_193.zh.txt", "A_RES_76_187.zh.txt"), *load("A_73_131.zh.txt", symbol="A/73/131")]
    load("A_RES_98_504.en.txt")
    for document in documents:
        relate(document)
    return documents


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.content[:500]
    return html.document_fromstring(response.content.decode())


def offered(client, address):
    return page(client, address).xpath("//ul[@class='pairs']//a/@href")


@pytest.mark.parametrize("code", CODES)
def test_the_menu_leads_to_both_in_every_language(client, programme, code):
    for name in ("compare", "trace"):
        tree = page(client, f"/{code}/{name}/")
        here = tree.xpath("//nav[@class='menu']//a[@aria-current]")
        assert [(link.get("href"), link.get("aria-current")) for link in here] == [(f"/{code}/{name}/", "page")]
        assert here[0].text
        assert code == "en" or here[0].text not in ("Compare", "Trace")
        assert tree.xpath("//ul[@class='pairs']//a")


def test_a_page_below_an_entry_of_the_menu_marks_it(client, programme):
    (here,) = page(client, "/en/documents/A/73/131/").xpath("//nav[@class='menu']//a[@aria-current]")
    assert (here.text, here.get("aria-current")) == ("Documents", "true")


def test_the_sessions_of_one_resolution_are_offered_with_what_lives_on(client, programme):
    assert offered(client, "/en/compare/") == ["/en/compare/?old=A%2FRES%2F68%2F193&new=A%2FRES%2F76%2F187"]
    row = Pairing.objects.get(kind="compare").brief
    text = " ".join(page(client, "/en/compare/").xpath("//ul[@class='pairs']")[0].text_content().split())
    assert f"{row['lives_on']} of {row['before']} paragraphs live on" in text


def test_resolutions_are_offered_with_their_reports_each_way(client, programme):
    assert offered(client, "/en/trace/") == [
        "/en/trace/?resolution=A%2FRES%2F76%2F187&report=A%2F73%2F131",
        "/en/trace/?resolution=A%2FRES%2F68%2F193&report=A%2F73%2F131",
    ]
    tree = page(client, offered(client, "/en/trace/")[1])
    assert "What A/73/131 answers of what A/RES/68/193 asks" in tree.xpath("//h1")[0].text_content()


def test_one_that_is_chosen_narrows_what_is_offered(client, programme):
    assert len(offered(client, "/en/trace/?resolution=A/RES/68/193")) == 1
    assert offered(client, "/en/compare/?old=A/RES/98/504&new=") == []
    assert "choose any other" in page(client, "/en/compare/?old=A/RES/98/504").text_content()


def test_what_the_reader_may_not_see_is_not_offered(client, programme):
    documents = collection("documents")
    writing.move(documents, programme[0], None, action="withdraw", state="withdrawn", reason="x")
    assert offered(client, "/en/compare/") == []
    assert len(offered(client, "/en/trace/")) == 1
    assert "A/RES/68/193" not in page(client, "/en/trace/").text_content()


def test_of_too_many_documents_the_latest_are_suggested_and_any_can_be_named(client, programme, monkeypatch):
    monkeypatch.setattr(choosing, "MOST_CHOICES", 1)
    tree = page(client, "/en/compare/?old=A/RES/68/193")
    (field,) = tree.xpath("//input[@name='old']")
    assert field.get("value") == "A/RES/68/193"
    assert tree.xpath(f"//datalist[@id='{field.get('list')}']/option/@value")[0] == "A/RES/98/504"
    assert tree.xpath("//label[@for='old']")


def test_documents_of_one_kind_are_offered_only_where_they_fit(client, programme):
    assert Document.objects.count() == 4
    assert "A/73/131" not in page(client, "/en/compare/").xpath("//select[@name='old']")[0].text_content()


# -- on the home page and on a mandate's ---------------------------------------------------------------------------


def test_home_says_what_is_due_next_or_was_due_last(client, programme):
    tree = page(client, "/en/")
    (card,) = tree.xpath("//section[h2[contains(., 'What is due')]]")
    assert "Nothing is due from this year on" in card.text_content()
    latest = max(row for row in Mandate.objects.filter(specimen=False).values_list("due_year", flat=True) if row)
    assert card.xpath(".//*[@class='by']/text()")[0] == str(latest)
    (card,) = page(client, "/en/?specimens=yes").xpath("//section[h2[contains(., 'What is due')]]")
    first = min(Mandate.objects.filter(due_year__gte=2026).values_list("due_year", flat=True))
    assert str(first) in card.xpath(".//*[@class='by']/text()")[0]


def test_home_shows_each_trace_and_what_those_who_are_asked_recorded(client, programme):
    tree = page(client, "/en/")
    rows = tree.xpath("//table[contains(@class, 'traces')]//tr")
    assert [row.xpath("./td[@class='number']/text()")[0].count("/") for row in rows] == [1, 1]
    (panel,) = tree.xpath("//div[@class='split'][h3='Follow-up by those addressed']")
    total = Mandate.objects.filter(specimen=False).count()
    assert f"of {total} mandates have a published follow-up" in " ".join(panel.text_content().split())


def test_home_is_counted_anew_when_something_changes(client, programme, load):
    before = page(client, "/en/").xpath("//*[@class='figure']")[0].text_content()
    mandate = Mandate.objects.filter(specimen=False).first()
    writing.move(collection("mandates"), mandate, None, action="withdraw", state="withdrawn", reason="x")
    assert page(client, "/en/").xpath("//*[@class='figure']")[0].text_content() != before


def test_a_mandate_says_what_became_of_it_where_it_changed(client, programme):
    row = Mandate.objects.get(reference="A/RES/76/187#op73.2")
    first, here = page(client, f"/en/mandates/{row.key}/").xpath("//ol[@class='life']/li")
    assert not first.xpath(".//*[contains(@class, 'fate')]")
    assert here.xpath(".//*[contains(@class, 'fate')]/text()") == ["wider"]
    (link,) = [href for href in here.xpath(".//a/@href") if "/compare/" in href]
    assert link.endswith("?old=A/RES/68/193&new=A/RES/76/187#old-op25")
    assert page(client, link.partition("#")[0]).get_element_by_id("old-op25") is not None


def test_a_mandate_names_the_recommendation_that_it_takes_up(client, programme):
    trace = Pairing.objects.get(kind="trace", first__document__symbol="A/73/131")
    asked, taken = next(
        (row["paragraph"], item["paragraph"])
        for row in trace.data["mandates"] for item in row["evidence"]
        if item["score"] >= 0.5 and Mandate.objects.filter(reference=f"A/RES/76/187#{item['paragraph']}.1").exists()
    )  # fmt: skip
    row = Mandate.objects.get(reference=f"A/RES/76/187#{taken}.1")
    (part,) = page(client, f"/en/mandates/{row.key}/").xpath("//section[h2='What recommended it']")
    assert f"/en/documents/A/73/131/#{asked}" in part.xpath(".//a/@href")


def test_one_goes_from_mandate_to_mandate_as_they_stand_in_the_document(client, programme):
    seen = []
    address = f"/en/mandates/{Mandate.objects.get(reference='A/RES/76/187#op9.1').key}/"
    while address and len(seen) < 3:
        tree = page(client, address)
        seen.append(tree.xpath("//nav[@class='crumbs']//li")[-1].text_content())
        address = next(iter(tree.xpath("//a[@rel='next']/@href")), "")
    assert seen == ["OP9", "OP12", "OP13"]
    assert page(client, f"/en/mandates/{Mandate.objects.get(reference='A/RES/76/187#op12.1').key}/").xpath(
        "//a[@rel='prev']"
    )
