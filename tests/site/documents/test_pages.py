"""The pages of documents and mandates: what they show, to whom, in which language, at what weight."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

import isonomia
from isonomia.site.documents.loading import load_document
from isonomia.site.documents.models import Document, Expression, Mandate
from isonomia.site.documents.pairings import relate
from isonomia.site.languages import CODES

pytestmark = pytest.mark.django_db
OLD, NEW, REPORT = "A_RES_68_193.zh.txt", "A_RES_76_187.zh.txt", "A_73_131.zh.txt"
MOST_BYTES = 300_000


@pytest.fixture
def programme(load):
    """A resolution in two sessions and a report between them, related."""
    documents = [*load(OLD, NEW), *load(REPORT, symbol="A/73/131")]
    for document in documents:
        relate(document)
    return documents


def page(response) -> html.HtmlElement:
    assert response.status_code == 200, response.content[:500]
    return html.document_fromstring(response.content.decode())


def words(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", "", element.text_content())


def mandate_url(reference: str, language: str = "en") -> str:
    return f"/{language}/mandates/{Mandate.objects.get(reference=reference, gone=False).key}/"


# -- reading -------------------------------------------------------------------------------------------------------


def test_a_document_is_read_at_its_symbol_with_every_word(client, load):
    load(NEW)
    tree = page(client.get("/en/documents/A/RES/76/187/"))
    text = Expression.objects.get().parsed
    article = tree.xpath("//article")[0]
    assert (article.get("lang"), article.get("dir")) == ("zh", "ltr")
    shown = words(article)
    for paragraph in text.paragraphs:
        assert (
            words(tree.get_element_by_id(paragraph.id).xpath(".//p")[0])
            .replace("\u2060", "")
            .find(re.sub(r"\s+", "", paragraph.text)[:12])
            >= 0
        ), paragraph.id
    for note in text.notes:
        assert re.sub(r"\s+", "", note.text) in shown
    assert text.title.replace(" ", "") in words(tree.xpath("//h1")[0])


def test_an_operative_paragraph_has_its_mandates_and_their_parts_marked(client, load):
    load(NEW)
    tree = page(client.get("/en/documents/A/RES/76/187/"))
    paragraph = tree.get_element_by_id("op73")
    assert "请" in [mark.text_content() for mark in paragraph.xpath(".//*[contains(@class, 'verb')]")]
    assert "联合国毒品和犯罪问题办公室" in [m.text_content() for m in paragraph.xpath(".//*[contains(@class, 'who')]")]
    marked = "".join(mark.text_content() for mark in paragraph.xpath(".//*[contains(@class, ' if')]"))
    assert "在其现有任务授权范围内" in marked
    asks = paragraph.xpath(".//ul[@class='asks']/li/a")
    own = [row for row in isonomia.extract_mandates(Expression.objects.get().parsed) if row.paragraph == "op73"]
    assert len(asks) == len(own)
    assert "United Nations Office on Drugs and Crime" in asks[1].text_content()
    assert asks[1].get("href") == mandate_url("A/RES/76/187#op73.2")
    due = tree.get_element_by_id("op77").xpath(".//*[contains(@class, 'due')]")
    assert "第七十七届会议" in due[0].text_content()


def test_citations_lead_to_documents_that_are_loaded_and_name_treaties(client, load):
    load(OLD, "A_RES_98_504.en.txt")
    tree = page(client.get("/en/documents/A/RES/98/504/"))
    links = {link.get("href"): link for link in tree.xpath("//article//a[@class='cite']")}
    assert set(links) == {"/en/documents/A/RES/68/193/"}
    titles = [cite.get("title") for cite in tree.xpath("//article//span[contains(@class, 'cite')]")]
    assert "United Nations Convention against Transnational Organized Crime" in titles
    # a document that is withdrawn is no longer led to
    Document.objects.filter(symbol="A/RES/68/193").update(state="withdrawn")
    tree = page(client.get("/en/documents/A/RES/98/504/"))
    assert not tree.xpath("//article//a[@class='cite']")


def test_the_language_version_is_the_readers_or_the_one_asked_for(client, load):
    load("A_RES_99_501.en.txt", "A_RES_99_501.ar.html", "A_RES_99_501.fr.html")
    address = "documents/A/RES/99/501/"

    def shown(path: str) -> tuple[str, str]:
        article = page(client.get(path)).xpath("//article")[0]
        return article.get("lang"), article.get("dir")

    assert shown(f"/ar/{address}") == ("ar", "rtl")
    assert shown(f"/fr/{address}") == ("fr", "ltr")
    assert shown(f"/zh/{address}") == ("en", "ltr")
    assert shown(f"/zh/{address}?lang=ar") == ("ar", "rtl")
    tree = page(client.get(f"/zh/{address}?lang=ar"))
    assert [link.get("hreflang") for link in tree.xpath("//nav[@class='versions']//a")] == ["ar", "en", "fr"]
    # what the site says inside the text is in the language of the page
    assert tree.xpath("//article//ul[@class='asks']/@lang")[0] == "zh-hans"


def test_a_wrong_language_or_parameter_is_refused_by_name(client, load):
    load("A_RES_98_504.en.txt")
    response = client.get("/en/documents/A/RES/98/504/?lang=fr")
    assert response.status_code == 400
    assert "fr" in response.content.decode()
    assert client.get("/en/documents/A/RES/98/504/?colour=red").status_code == 400
    assert client.get("/en/documents/A/RES/1/1/").status_code == 404


def test_notes_are_called_and_lead_back(client, load):
    load("A_RES_98_504.en.txt")
    tree = page(client.get("/en/documents/A/RES/98/504/"))
    for call in tree.xpath("//sup[@class='call']/a"):
        note = tree.get_element_by_id(call.get("href")[1:])
        assert note.xpath(".//a[@class='back']/@href") == ["#" + call.getparent().get("id")]


def test_no_id_stands_twice_and_every_link_inside_leads_somewhere(client, programme):
    for address in ("/en/documents/A/RES/76/187/", "/en/documents/A/73/131/"):
        tree = page(client.get(address))
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        inside = {href[1:] for href in tree.xpath("//main//a/@href") if href.startswith("#")}
        assert inside <= set(ids)


def test_a_text_without_headings_offers_its_paragraphs_in_steps(client, load):
    load(NEW)
    tree = page(client.get("/en/documents/A/RES/76/187/"))
    places = [link.get("href") for link in tree.xpath("//*[@class='contents']//a")]
    assert places[0] == "#pp1"
    assert {"#op1", "#op11", "#op71"} <= set(places)


def test_a_report_offers_its_headings(client, load):
    load(REPORT, symbol="A/73/131")
    tree = page(client.get("/en/documents/A/73/131/"))
    headings = Expression.objects.get().parsed.headings
    assert len(tree.xpath("//*[@class='contents']//a")) == len(headings)


def test_a_specimen_says_so_everywhere_and_a_document_does_not(client, programme, load):
    load("A_RES_98_504.en.txt")
    for address, said in (
        ("/en/documents/A/RES/98/504/", True),
        (mandate_url("A/RES/98/504#op5.1"), True),
        ("/en/documents/A/RES/76/187/", False),
        (mandate_url("A/RES/76/187#op73.2"), False),
    ):
        assert bool(page(client.get(address)).xpath("//*[contains(@class, 'specimen')]")) == said, address


def test_a_withdrawn_document_is_gone_for_the_public_and_its_mandates_too(client, load, editor):
    load("A_RES_98_504.en.txt")
    address, mandate = "/en/documents/A/RES/98/504/", mandate_url("A/RES/98/504#op5.1")
    client.force_login(editor)
    assert client.post(address + "-/state/", {"reason": ""}).status_code == 302
    assert Document.objects.get().state == "published"
    client.post(address + "-/state/", {"reason": "the wrong file"})
    assert client.get(address).status_code == 200
    client.logout()
    assert client.get(address).status_code == client.get(mandate).status_code == 404
    assert client.get(address + "-/json/").status_code == client.get(address + "-/original/").status_code == 404
    assert "A/RES/98/504" not in client.get("/en/mandates/").content.decode()
    client.force_login(editor)
    client.post(address + "-/state/", {"reason": "the right file"})
    client.logout()
    assert client.get(mandate).status_code == 200
    assert "/account/sign-in/" in client.post(address + "-/state/", {"reason": "x"})["Location"]
    assert client.get(mandate).status_code == 200


# -- to take away --------------------------------------------------------------------------------------------------


def test_the_files_are_saved_and_never_shown(client, load, samples):
    load("A_RES_99_501.ar.html", "A_RES_99_501.es.docx")
    for page_name, language in (("original", "ar"), ("akn", "es"), ("json", "ar"), ("text", "es")):
        response = client.get(f"/en/documents/A/RES/99/501/-/{page_name}/?lang={language}")
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith(f'attachment; filename="A_RES_99_501.{language}.')
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["X-Content-Type-Options"] == "nosniff"
    original = client.get("/en/documents/A/RES/99/501/-/original/?lang=es")
    assert original.content == (samples / "A_RES_99_501.es.docx").read_bytes()


def test_akoma_ntoso_and_json_give_the_document_back(client, load):
    load("A_RES_99_501.es.docx")
    text = Expression.objects.get().parsed
    akn = client.get("/en/documents/A/RES/99/501/-/akn/").content
    assert isonomia.read(akn) == text
    plain = json.loads(client.get("/en/documents/A/RES/99/501/-/json/").content)
    assert isonomia.Document.from_dict({name: plain[name] for name in text.to_dict()}) == text
    assert client.get("/en/documents/A/RES/99/501/-/text/").content.decode() == text.text


def test_a_file_that_was_replaced_can_still_be_had(client, english):
    load_document(english)
    load_document(english.replace(b"6 January", b"7 January"))
    first = isonomia.read(english).source.sha256
    address = "/en/documents/A/RES/98/504/-/original/"
    assert client.get(f"{address}?sha256={first}").content == english
    assert client.get(address).content != english
    assert client.get(f"{address}?sha256={'0' * 64}").status_code == 400


# -- mandates ------------------------------------------------------------------------------------------------------


def test_a_mandate_shows_what_was_read_of_it(client, load):
    load(NEW)
    tree = page(client.get(mandate_url("A/RES/76/187#op73.2")))
    shown = tree.text_content()
    for part in (
        "United Nations Office on Drugs and Crime",
        "requests",
        "3 of 5",
        "Data, research",
        "在其现有任务授权范围内",
    ):
        assert part in shown
    clause = "".join(mark.text_content() for mark in tree.xpath("//*[contains(@class, ' clause')]"))
    assert clause == Mandate.objects.get(reference="A/RES/76/187#op73.2").text["zh"]


def test_a_mandate_shows_its_life_through_the_sessions(client, programme):
    tree = page(client.get(mandate_url("A/RES/76/187#op73.2")))
    stages = tree.xpath("//ol[@class='life']/li")
    assert len(stages) == 2
    assert "A/RES/68/193 OP25" in " ".join(stages[0].text_content().split())
    assert stages[0].xpath(".//a/@href")[0] == "/en/documents/A/RES/68/193/#op25"
    assert "A/RES/76/187" in stages[1].text_content()


def test_a_mandate_shows_its_evidence_or_that_there_is_none(client, programme):
    trace = isonomia.trace(*(Expression.objects.get(document=programme[at]).parsed for at in (0, 2)))
    answered = {row.paragraph: row for row in trace.mandates}
    for wanted in ("evidence", "none"):
        rows = [row for row in trace.mandates if row.status == wanted]
        mandate = next(
            row for row in Mandate.objects.filter(document=programme[0])
            if row.wordings["zh"]["paragraph"] in {item.paragraph for item in rows}
        )  # fmt: skip
        tree = page(client.get(f"/en/mandates/{mandate.key}/"))
        quotes = tree.xpath("//*[@class='answer']//blockquote")
        found = answered[mandate.wordings["zh"]["paragraph"]]
        assert len(quotes) == len(found.evidence)
        if wanted == "none":
            assert "No paragraph of this report shows work on it" in tree.text_content()
        else:
            said = "".join(quotes[0].xpath(".//*[contains(@class, 'said')]//text()"))
            assert found.evidence[0].sentences[0].text.strip()[:10] in said


def test_a_mandate_that_asks_states_was_not_looked_for(client, programme):
    trace = isonomia.trace(*(Expression.objects.get(document=programme[at]).parsed for at in (0, 2)))
    traced = {row.paragraph for row in trace.mandates}
    other = next(
        row for row in Mandate.objects.filter(document=programme[0]) if row.wordings["zh"]["paragraph"] not in traced
    )
    assert "not looked for" in page(client.get(f"/en/mandates/{other.key}/")).text_content()


def test_other_language_versions_are_shown_with_where_they_differ(client, load):
    load("A_RES_99_501.en.txt", "A_RES_99_501.ar.html")
    row = Mandate.objects.get(reference="A/RES/99/501#op3.1")
    row.wordings["ar"]["addressees"] = ["unodc"]
    row.save()
    tree = page(client.get(mandate_url("A/RES/99/501#op3.1")))
    other = tree.xpath("//*[@class='text-in']//p[@lang='ar']")[0]
    assert other.get("dir") == "rtl"
    assert other.text_content() == row.wordings["ar"]["text"]
    assert "differs" in tree.xpath("//*[@class='text-in']")[0].text_content()


def test_the_register_shows_a_mandate_once_in_the_readers_language(client, load):
    load("A_RES_99_501.en.txt", "A_RES_99_501.fr.html")
    assert len(page(client.get("/fr/mandates/")).xpath("//table[contains(@class, 'records')]/tbody/tr")) == 18
    assert "Demande instamment" in client.get("/fr/mandates/").content.decode()
    assert "Urges Member States" in client.get("/es/mandates/").content.decode()


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("document=A/RES/76/187", 89),
        ("document=A/RES/76/187&addressee=unodc", 23),
        ("session=68", 47),
        ("due_year=2022", 1),
        ("act=requests&document=A/RES/76/187", None),
        ("condition=yes&document=A/RES/76/187", None),
        ("topic=data_research&language=zh", None),
        ("specimen=yes", 0),
    ],
)
def test_the_register_is_narrowed_by_its_facets(client, programme, query, number):
    response = client.get(f"/en/mandates/?{query}")
    total = int(page(response).xpath("//*[contains(@class, 'total')]//strong")[0].text_content())
    assert total == number if number is not None else total > 0


# -- comparing and tracing -----------------------------------------------------------------------------------------


def test_the_choice_of_documents_needs_no_script(client, programme):
    tree = page(client.get("/en/compare/"))
    form = tree.xpath("//main//form")[0]
    assert form.get("method") == "get"
    assert {select.get("name") for select in form.xpath(".//select")} == {"old", "new"}
    assert "A/73/131" not in form.xpath(".//select")[0].text_content()
    tree = page(client.get("/en/trace/"))
    assert [option.get("value") for option in tree.xpath("//select[@name='report']/option")] == ["", "A/73/131"]


def test_two_resolutions_stand_side_by_side(client, programme):
    tree = page(client.get("/en/compare/?old=A/RES/68/193&new=A/RES/76/187"))
    found = isonomia.compare(*(Expression.objects.get(document=programme[at]).parsed for at in (0, 1)))
    assert {id[4:] for id in tree.xpath("//p/@id") if id.startswith("old-")} == {row.id for row in found.old_passages}
    assert {id[4:] for id in tree.xpath("//p/@id") if id.startswith("new-")} == {row.id for row in found.new_passages}
    pair = next(row for row in found.pairs if row.changes.force[0] != row.changes.force[1])
    assert tree.get_element_by_id(f"new-{pair.new}").xpath("ancestor::*[@class='pair']//*[contains(@class, 'fate')]")
    assert tree.xpath("//ins")
    assert tree.xpath("//del")
    dropped = page(client.get("/en/compare/?old=A/RES/68/193&new=A/RES/76/187&show=dropped"))
    assert len(dropped.xpath("//*[@class='pair']")) == len(found.dropped)
    preamble = page(client.get("/en/compare/?old=A/RES/68/193&new=A/RES/76/187&preamble=yes"))
    assert preamble.xpath("//p[@id='old-pp1']")


@pytest.mark.parametrize("language", CODES)
def test_changes_are_said_in_the_language_of_the_page(client, programme, language):
    tree = page(client.get(f"/{language}/compare/?old=A/RES/68/193&new=A/RES/76/187&show=strengthened"))
    said = [item.text_content() for item in tree.xpath("//*[@class='verdict']//li")]
    assert said
    pair = isonomia.compare(*(Expression.objects.get(document=programme[at]).parsed for at in (0, 1)))
    from isonomia.compare_page import said as sentences

    one = next(row for row in pair.pairs if row.relation == "strengthened")
    assert any(sentences(one, language)[0] in text for text in said)


def test_what_cannot_be_compared_is_said(client, programme, load):
    load("A_RES_98_504.en.txt")
    for query, words_said in (
        ("old=A/RES/68/193&new=A/RES/68/193", "two different"),
        ("old=A/RES/68/193&new=A/RES/98/504", "one language"),
    ):
        assert words_said in page(client.get(f"/en/compare/?{query}")).text_content()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/en/compare/?old=A/RES/1/1", 400), ("/en/compare/?first=A/RES/68/193", 400),
        ("/en/compare/?old=A/73/131", 400), ("/en/compare/?show=everything", 400), ("/en/compare/?preamble=1", 400),
        ("/en/trace/?report=A/RES/68/193", 400), ("/en/trace/?threshold=2", 400), ("/en/trace/?threshold=low", 400),
        ("/en/trace/?show=some", 400), ("/en/trace/?asks=me", 400), ("/en/?colour=red", 400),
    ],
)  # fmt: skip
def test_wrong_parameters_are_refused(client, programme, address, code):
    assert client.get(address).status_code == code


def test_a_trace_shows_each_paragraph_that_asks_with_its_evidence(client, programme):
    tree = page(client.get("/en/trace/?resolution=A/RES/68/193&report=A/73/131"))
    found = isonomia.trace(*(Expression.objects.get(document=programme[at]).parsed for at in (0, 2)))
    rows = {row.get("id"): row for row in tree.xpath("//section[contains(@class, 'traced')]")}
    assert list(rows) == [row.paragraph for row in found.mandates]
    for row in found.mandates:
        quotes = rows[row.paragraph].xpath(".//blockquote")
        assert len(quotes) == len(row.evidence)
        assert ("none" in rows[row.paragraph].get("class")) == (row.status == "none")
    first = next(row for row in found.mandates if row.evidence)
    quote = rows[first.paragraph].xpath(".//blockquote")[0]
    said = "".join(quote.xpath(".//*[contains(@class, 'said')]//text()"))
    assert all(sentence.text.strip() in said for sentence in first.evidence[0].sentences)
    answers = tree.get_element_by_id("unprompted").xpath(".//li")
    assert len(answers) == len(found.unprompted)


def test_a_higher_threshold_shows_less(client, programme):
    def evidence(threshold: str) -> int:
        tree = page(client.get(f"/en/trace/?resolution=A/RES/68/193&report=A/73/131&threshold={threshold}"))
        assert tree.xpath("//input[@name='threshold']/@value") == [threshold]
        return len(tree.xpath("//section[contains(@class, 'traced')]//blockquote"))

    assert evidence("0.2") >= evidence("0.6") > evidence("0.95")


def test_a_report_before_the_resolution_is_traced_the_other_way_round(client, programme):
    tree = page(client.get("/en/trace/?resolution=A/RES/76/187&report=A/73/131"))
    assert "took up" in tree.xpath("//h1")[0].text_content()
    found = isonomia.trace(*(Expression.objects.get(document=programme[at]).parsed for at in (2, 1)))
    assert len(tree.xpath("//section[contains(@class, 'traced')]")) == len(found.mandates)


# -- home ----------------------------------------------------------------------------------------------------------


def test_home_counts_documents_of_the_united_nations_and_leaves_specimens_out(client, programme, load):
    load("A_RES_98_504.en.txt")
    tree = page(client.get("/en/"))
    total = Mandate.objects.filter(specimen=False).count()
    assert str(total) in tree.xpath("//*[@class='figure']")[0].text_content()
    assert "A/RES/98/504" not in tree.xpath("//main")[0].text_content()
    link = tree.xpath("//table[@class='bars']//a")[0].get("href")
    counted = int(tree.xpath("//table[@class='bars']//td[@class='number']")[0].text_content())
    shown = page(client.get(link)).xpath("//*[contains(@class, 'total')]//strong")[0].text_content()
    assert int(shown) == counted
    with_them = page(client.get("/en/?specimens=yes"))
    assert str(Mandate.objects.count()) in with_them.xpath("//*[@class='figure']")[0].text_content()


def test_every_chart_is_a_table_that_says_the_same(client, programme):
    tree = page(client.get("/en/"))
    charts = tree.xpath("//svg[contains(@class, 'drawn-bar')]")
    assert charts
    for chart in charts:
        assert chart.get("aria-hidden") == "true"
        row = chart.xpath("ancestor::tr")[0]
        assert row.xpath("./th")[0].text_content().strip()
        assert row.xpath("./td[@class='number']")[0].text_content().strip().isdigit()
        assert row.xpath("ancestor::table/caption")


def test_home_of_an_empty_site_says_how_to_fill_it(client):
    assert "isonomia load" in page(client.get("/en/")).text_content()


# -- for editors ---------------------------------------------------------------------------------------------------


def test_only_editors_see_the_doors_of_editors(client, load, editor, reader):
    load("A_RES_98_504.en.txt")
    mandate = mandate_url("A/RES/98/504#op5.1")
    pages = ("/en/documents/-/upload/", mandate + "-/correct/", "/en/documents/A/RES/98/504/-/clause/")
    for user, status in ((None, 302), (reader, 403)):
        if user:
            client.force_login(user)
        assert [client.get(address).status_code for address in pages] == [status] * 3
        assert "-/correct/" not in client.get(mandate).content.decode()
    client.force_login(editor)
    assert [client.get(address).status_code for address in pages] == [200, 200, 200]
    assert "-/correct/" in client.get(mandate).content.decode()


def test_an_editor_uploads_a_file(client, editor, samples):
    client.force_login(editor)
    address = "/en/documents/-/upload/"
    with (samples / REPORT).open("rb") as file:
        response = client.post(address, {"file": file, "symbol": ""})
    assert response.status_code == 400
    assert "--symbol" in response.content.decode() or "symbol" in response.content.decode()
    with (samples / REPORT).open("rb") as file:
        response = client.post(address, {"file": file, "symbol": "A/73/131"})
    assert response["Location"] == "/en/documents/A/73/131/?lang=zh"
    assert Document.objects.get().author == editor
    with (samples / REPORT).open("rb") as file:
        response = client.post(address, {"file": file, "symbol": "A/73/131"}, follow=True)
    assert "nothing was changed" in response.content.decode()


def test_a_file_of_the_wrong_kind_is_named(client, editor, tmp_path):
    client.force_login(editor)
    (tmp_path / "picture.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)
    with (tmp_path / "picture.pdf").open("rb") as file:
        response = client.post("/en/documents/-/upload/", {"file": file, "symbol": "A/73/131"})
    assert response.status_code == 400
    assert page_of(response).xpath("//*[@role='alert']")
    assert client.post("/en/documents/-/upload/", {}).status_code == 400


def page_of(response) -> html.HtmlElement:
    return html.document_fromstring(response.content.decode())


def test_an_editor_corrects_a_mandate_and_everybody_sees_why(client, load, editor):
    load("A_RES_98_504.en.txt")
    mandate = mandate_url("A/RES/98/504#op5.1")
    client.force_login(editor)
    wrong = client.post(mandate + "-/correct/", {"kind": "addressees", "addressees": ["unicorn"], "reason": "x"})
    assert wrong.status_code == 400
    assert "unicorn" in page_of(wrong).xpath("//*[@role='alert']")[0].text_content()
    given = {"kind": "addressees", "addressees": ["unodc"], "addressees_more": "Secretariat", "reason": "Both of them."}
    assert client.post(mandate + "-/correct/", given)["Location"] == mandate
    client.logout()
    tree = page(client.get(mandate))
    assert "Secretariat" in tree.xpath("//h1")[0].text_content()
    decision = tree.xpath("//*[contains(@class, 'decision')]")[0].text_content()
    assert "Both of them." in decision
    assert "edith" not in tree.text_content()
    client.force_login(editor)
    assert "edith" in page(client.get(mandate)).xpath("//*[contains(@class, 'decision')]")[0].text_content()


def test_a_correction_is_taken_back_with_a_reason(client, load, editor):
    from isonomia.site.documents.models import Correction

    load("A_RES_98_504.en.txt")
    mandate = mandate_url("A/RES/98/504#op5.1")
    client.force_login(editor)
    client.post(mandate + "-/correct/", {"kind": "act", "act": "urges", "reason": "Typo."})
    address = f"/en/corrections/{Correction.objects.get().pk}/undo/"
    assert client.post(address, {"reason": ""}).status_code == 400
    assert client.post(address, {"reason": "No typo."}).status_code == 302
    assert Mandate.objects.get(reference="A/RES/98/504#op5.1").act == "requests"
    assert "taken back" in page(client.get(mandate)).text_content()


def test_a_missed_clause_is_added_from_its_paragraph(client, load, editor):
    load("A_RES_98_504.en.txt")
    client.force_login(editor)
    address = "/en/documents/A/RES/98/504/-/clause/"
    tree = page(client.get(f"{address}?paragraph=op2"))
    assert "Reaffirms the role" in tree.xpath("//textarea[@name='words']")[0].text_content()
    given = {
        "lang": "en", "paragraph": "op2", "words": "Reaffirms the role of the Commission", "verb": "Reaffirms",
        "act": "requests", "addressees_more": "ccpcj", "reason": "It is asked to play it.",
    }  # fmt: skip
    assert client.post(address, {**given, "words": "nonsense"}).status_code == 400
    assert client.post(address, given)["Location"] == "/en/documents/A/RES/98/504/?lang=en#op2"
    tree = page(client.get("/en/documents/A/RES/98/504/"))
    assert tree.get_element_by_id("op2").xpath(".//ul[@class='asks']")


def test_an_unanchored_correction_is_shown_with_the_document(client, english, editor):
    from isonomia.site.documents.deciding import correct

    load_document(english)
    correct(Mandate.objects.get(reference="A/RES/98/504#op6.1"), "en", "act", {"act": "urges"}, "Typo.", editor)
    load_document(english.replace(b"Also requests the Office to continue", b"Recalls the Office and its work"))
    tree = page(client.get("/en/documents/A/RES/98/504/"))
    assert "unanchored" in tree.xpath("//*[contains(@class, 'loose')]")[0].text_content()


# -- weight and queries --------------------------------------------------------------------------------------------

PAGES = (
    "/en/", "/en/documents/", "/en/documents/A/RES/76/187/", "/en/documents/A/73/131/", "/en/mandates/",
    "/en/compare/?old=A/RES/68/193&new=A/RES/76/187", "/en/compare/?old=A/RES/68/193&new=A/RES/76/187&preamble=yes",
    "/en/trace/?resolution=A/RES/68/193&report=A/73/131&threshold=0.1",
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_light(client, programme, address):
    response = client.get(address)
    assert response.status_code == 200
    assert len(gzip.compress(response.content)) < MOST_BYTES
    assert not page(response).xpath("//main//script")


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_pages_ask_the_same_number_of_queries_whatever_they_show(client, load, programme):
    few = ["/en/documents/A/RES/98/504/", mandate_url_of(load, "A_RES_98_504.en.txt", "A/RES/98/504#op5.1")]
    small = [queries(client, address) for address in few]
    large = [
        queries(client, "/en/documents/A/RES/76/187/"),
        queries(client, mandate_url("A/RES/68/193#op9.2")),
    ]
    assert max(*small, *large) <= 24
    before = queries(client, "/en/"), queries(client, "/en/mandates/")
    load("A_RES_97_503.es.txt", "HO_1.en.txt", "E_RES_2045_77.en.html")
    assert (queries(client, "/en/"), queries(client, "/en/mandates/")) == before
    assert queries(client, few[0]) == small[0]


def mandate_url_of(load, name: str, reference: str) -> str:
    load(name)
    return mandate_url(reference)
