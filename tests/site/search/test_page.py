"""The page of the search: what it finds in the documents, whom it shows what, what it says of faults and of itself."""

from __future__ import annotations

import io
import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from lxml import html

from isonomia.site.documents.loading import load_document
from isonomia.site.documents.models import Expression
from isonomia.site.languages import CODES
from isonomia.site.records import writing
from isonomia.site.records.access import Actor
from isonomia.site.records.workflow import take
from isonomia.site.search import documents, keeping
from isonomia.site.search.building import rebuild
from isonomia.site.search.collecting import connect
from isonomia.site.search.following import drain, enqueue
from isonomia.site.search.models import IndexState, Outbox
from isonomia.site.search.state import current, index_status

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "documents"
FILES = ("A_RES_76_187.zh.txt", "A_RES_98_502.ar.txt", "A_RES_97_503.ru.txt", "A_RES_97_503.fr.txt")


@pytest.fixture(autouse=True)
def _sources(settings, tmp_path, cases):
    """The collections of the tests, besides those of the site."""
    settings.MEDIA_ROOT = tmp_path / "files"
    kept = dict(documents._sources)
    connect()
    yield
    documents._sources.clear()
    documents._sources.update(kept)


@pytest.fixture
def programme(db):
    """Documents in Chinese, Arabic, and one in Russian and French, in the index."""
    for name in FILES:
        load_document(SAMPLES / name)
    rebuild()


class Shown:
    """A page as its reader sees it."""

    def __init__(self, response, status: int = 200) -> None:
        assert response.status_code == status, response.content.decode()[:500]
        self.tree = html.document_fromstring(response.content.decode())
        self.text = " ".join(self.tree.xpath("//main")[0].text_content().split())

    @property
    def total(self) -> int:
        return int(self.tree.xpath("//p[@class='total']/strong")[0].text)

    @property
    def hits(self) -> list[html.HtmlElement]:
        return self.tree.xpath("//ol[@class='hits']/li")

    @property
    def links(self) -> list[str]:
        return [hit.xpath(".//h2/a/@href")[0] for hit in self.hits]

    @property
    def marks(self) -> set[str]:
        return {mark.text_content() for mark in self.tree.xpath("//ol//mark")}

    def facet(self, label: str) -> dict[str, tuple[int, str]]:
        """Value: how many, where the link leads."""
        (part,) = [row for row in self.tree.xpath("//div[@class='facet']") if row.find("h2").text == label]
        return {
            link.xpath("span")[0].text_content(): (int(link.xpath("span[@class='count']")[0].text), link.get("href"))
            for link in part.xpath(".//li/a")
        }

    def counts(self, label: str) -> dict[str, int]:
        """Value: how many."""
        return {value: number for value, (number, _link) in self.facet(label).items()}


@pytest.fixture
def look(client):
    def looking(q: str = "", status: int = 200, language: str = "en", by=client, **more) -> Shown:
        return Shown(by.get(f"/{language}/search/", {"q": q, **more} if q else more), status)

    return looking


# -- what is found -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "symbol", "language", "mark"),
    [
        ("腐败", "A/RES/76/187", "zh", "腐败"),
        ("الجريمة", "A/RES/98/502", "ar", "الجريمة"),
        ("بالجَرِيمَة", "A/RES/98/502", "ar", "الجريمة"),
        ("преступность", "A/RES/97/503", "ru", "преступности"),
        ("преступностью", "A/RES/97/503", "ru", "преступности"),
        ("criminalites", "A/RES/97/503", "fr", "criminalité"),
    ],
)
def test_a_word_finds_the_document_in_any_of_its_forms(programme, look, q, symbol, language, mark):
    shown = look(q, kind="documents")
    assert shown.total == len(shown.hits) >= 1
    (at,) = [i for i, link in enumerate(shown.links) if f"/documents/{symbol}/" in link]
    assert mark in shown.marks
    passage = shown.hits[at].xpath(".//p[@class='passage']")[0]
    assert passage.get("lang") == language
    assert passage.get("dir") == ("rtl" if language == "ar" else "ltr")


def test_a_hit_leads_to_the_paragraph_in_the_language_in_which_it_was_found(programme, look, client):
    paragraph = next(row for row in Expression.objects.get(language="ru").parsed.paragraphs if row.id == "op5")
    words = " ".join(re.findall(r"\w+", paragraph.text)[:6])
    shown = look(f'"{words}"', kind="documents")
    assert shown.links == ["/en/documents/A/RES/97/503/?lang=ru#op5"]
    assert client.get(shown.links[0]).status_code == 200
    # in the reader's own language the address says no language
    assert look(f'"{words}"', kind="documents", language="ru").links == ["/ru/documents/A/RES/97/503/#op5"]


def test_the_document_of_a_symbol_comes_first_and_its_symbol_is_marked(programme, look):
    for q in ("76/187", "A/RES/76/187", "a/res/76/187"):
        shown = look(q)
        assert shown.links[0].startswith("/en/documents/A/RES/76/187/")
        assert shown.total > 1, "and what is of it"
        assert shown.hits[0].xpath(".//h2//mark")[0].text == "A/RES/76/187"
    # of a mandate its wording is shown, not its codes
    assert "member_states" not in shown.text


def test_a_phrase_an_alternative_an_exclusion_and_a_beginning(look, make_case):
    for title in ("Money laundering", "Laundering of stolen money", "Smuggling of migrants"):
        make_case(title={"en": title})
    rebuild()
    assert look("money laundering").total == 2
    assert look('"money laundering"').total == 1
    assert look("laundering OR migrants").total == 3
    assert look("laundering -stolen").total == 1
    assert look("migra* OR launder*").total == 3


@pytest.mark.parametrize("code", CODES)
def test_the_page_is_there_in_every_language(programme, look, code):
    shown = look("腐败", language=code)
    assert shown.total == len(shown.hits) > 10
    assert shown.tree.get("dir") == ("rtl" if code == "ar" else "ltr")
    assert all(link.startswith(f"/{code}/") for link in shown.links)


# -- facets, pages, hints ------------------------------------------------------------------------------------------


@pytest.fixture
def some(make_case):
    for country, year, title in (
        ("AT", 2020, {"en": "Smuggling"}), ("AT", 2021, {"fr": "Smuggling", "original": "fr"}),
        ("FR", 2021, {"en": "Smuggling"}), ("FR", 2022, {"en": "Piracy"}),
    ):  # fmt: skip
        make_case(country=country, decided=f"{year}-05-01", title=title)
    rebuild()


def test_each_facet_is_counted_with_its_own_filter_removed_and_each_value_is_a_link(look, some):
    shown = look("smuggling", country="AT")
    assert shown.total == 2
    assert {name: count for name, (count, _) in shown.facet("Country").items()} == {"Austria": 2, "France": 1}
    assert {name: count for name, (count, _) in shown.facet("Year").items()} == {"2021": 1, "2020": 1}
    assert {name: count for name, (count, _) in shown.facet("Language").items()} == {"English": 1, "Français": 1}
    both = parse_qs(urlsplit(shown.facet("Country")["France"][1]).query)
    assert both == {"q": ["smuggling"], "country": ["AT", "FR"]}
    assert look("smuggling", country=["AT", "FR"]).total == 3
    year = parse_qs(urlsplit(shown.facet("Year")["2021"][1]).query)
    assert year == {"q": ["smuggling"], "country": ["AT"], "since": ["2021"], "until": ["2021"]}
    narrowed = look("smuggling", since="2021", until="2021")
    assert narrowed.total == 2
    assert {name: count for name, (count, _) in narrowed.facet("Year").items()} == {"2021": 2, "2020": 1}
    # what is chosen leads to the search without it
    assert parse_qs(urlsplit(narrowed.facet("Year")["2021"][1]).query) == {"q": ["smuggling"]}


def test_dates_bound_what_is_found(look, some):
    assert look("smuggling", since="2021-05").total == 2
    assert look("smuggling", until="2020").total == 1
    assert look("smuggling", since="2020-05-02", until="2021-04").total == 0


def test_languages_are_those_in_which_a_record_can_be_read(programme, look):
    """Labels of codes are in all six languages, and would make every mandate one of all six."""
    assert set(look("腐败", kind="mandates").facet("Language")) <= {"中文", "العربية", "Русский", "Français"}


def test_many_hits_are_on_pages_and_none_is_twice(look, make_case, client):
    for _ in range(45):
        make_case(title={"en": "Smuggling"})
    rebuild()
    pages = [look("smuggling", page=str(number)) for number in (1, 2, 3)]
    assert [len(page.hits) for page in pages] == [20, 20, 5]
    assert len({link for page in pages for link in page.links}) == 45
    assert pages[1].tree.xpath("//nav[@class='pages']//*[@aria-current]")[0].text == "2"
    assert client.get("/en/search/?q=smuggling&page=4").status_code == 404


def test_a_misspelt_word_leads_to_the_right_one(look, some):
    shown = look("smugling", country="AT")
    assert shown.total == 0
    link = shown.tree.xpath("//p[@class='meant']/a")[0]
    assert link.text_content().lower() == "smuggling"
    query = parse_qs(urlsplit(link.get("href")).query)
    assert query["country"] == ["AT"]
    assert look(query["q"][0], country="AT").total == 2


def test_words_that_were_not_looked_for_are_named(look, some):
    assert "not looked for: the, of" in look("the smuggling of").text


def test_what_was_written_in_a_record_is_shown_as_text(look, make_case):
    make_case(title={"en": "Smuggling <script>alert(1)</script> & piracy"})
    rebuild()
    shown = look("smuggling <b>")
    assert not shown.tree.xpath("//main//script | //main//b")
    assert "<script>" in look("smuggling").text


# -- who sees what -------------------------------------------------------------------------------------------------


def test_what_is_hidden_is_neither_shown_nor_counted_nor_hinted(look, make_case, client_of, users):
    make_case(title={"en": "Smuggling"}, country="AT", decided="2020-01-01")
    make_case("draft", users["focal_fr"], title={"en": "Smuggling of xylophones", "ar": "تهريب"}, country="FR",
              decided="2019-01-01")  # fmt: skip
    rebuild()
    for name in (None, "reader", "focal_at"):
        shown = look("smuggling", by=client_of(name))
        assert shown.total == len(shown.hits) == 1
        assert set(shown.facet("Country")) == {"Austria"}
        assert set(shown.facet("Year")) == {"2020"}
        assert set(shown.facet("Language")) == {"English"}
        none = look("xylofones", by=client_of(name))
        assert none.total == 0
        assert not none.tree.xpath("//p[@class='meant']")
        assert look("xylophones", by=client_of(name)).total == 0
    for name in ("focal_fr", "auditor", "administrator"):
        assert look("smuggling", by=client_of(name)).total == 2
        assert look("xylofones", by=client_of(name)).tree.xpath("//p[@class='meant']/a")


def test_what_was_withdrawn_since_the_index_last_followed_is_not_shown_nor_counted(look, make_case, cases, client_of):
    """Neither among the hits nor in any facet, total or hint, on the page and in the API; who sees it still counts it."""
    make_case(title={"en": "Smuggling"}, country="AT", decided="2020-01-01")
    hidden = make_case(title={"en": "Smuggling of xylophones", "fr": "Contrebande"}, country="FR", decided="2019-01-01")
    changed = make_case(title={"en": "Smuggling again"}, country="AT", decided="2020-01-01")
    rebuild()
    assert look("smuggling").counts("Country") == {"Austria": 2, "France": 1}  # and now it is remembered
    type(hidden)._default_manager.filter(pk=hidden.pk).update(state="withdrawn")
    enqueue(cases.name, str(hidden.pk), str(changed.pk))
    for name in (None, "reader", "focal_at"):
        shown = look("smuggling", by=client_of(name))
        assert shown.total == len(shown.hits) == 2
        assert "xylophones" not in shown.text
        assert "newest changes are not in the search yet" in shown.text
        assert [shown.counts(label) for label in ("Kind", "Country", "Year", "Language")] == [
            {"Cases": 2}, {"Austria": 2}, {"2020": 2}, {"English": 2}
        ]  # fmt: skip
        assert look("smuggling", by=client_of(name), country="FR").total == 0
        assert not look("xylofones", by=client_of(name)).tree.xpath("//p[@class='meant']")
        body = client_of(name).get("/api/v1/search?q=smuggling").json()
        assert (body["count"], len(body["items"])) == (2, 2)
    for name in ("editor", "focal_fr", "auditor"):
        shown = look("smuggling", by=client_of(name))
        assert (shown.total, shown.counts("Country")) == (3, {"Austria": 2, "France": 1})
    drain()
    assert "newest changes" not in look("smuggling").text
    assert look("smuggling").counts("Country") == {"Austria": 2}


def test_a_list_that_is_searched_counts_what_is_seen_now(client, make_case, cases, users, monkeypatch):
    """Total and facets of a list with a search, though the index has not followed."""
    make_case(title={"en": "Smuggling"}, country="AT")
    hidden = make_case(title={"en": "Smuggling of xylophones"}, country="FR")
    rebuild()
    address = "/en/cases/?q=smuggling"
    first = Shown(client.get(address))
    assert (first.total, first.counts("Country")) == (2, {"Austria": 1, "France": 1})
    monkeypatch.setattr("isonomia.site.search.collecting.drain_soon", lambda: None)
    take(cases, Actor.of(users["editor"]), users["editor"], hidden, "withdraw", reason="because")
    then = Shown(client.get(address))
    assert (then.total, then.counts("Country")) == (1, {"Austria": 1})
    assert client.get("/api/v1/cases?q=smuggling").json()["count"] == 1
    assert Shown(client.get("/en/search/?q=smuggling")).total == 1


def test_fields_that_only_some_may_see_find_nothing_and_are_shown_to_nobody(look, make_case, client_of):
    make_case(title={"en": "Smuggling"}, contact="mallory@example.org")
    rebuild()
    for name in (None, "administrator"):
        assert look("mallory", by=client_of(name)).total == 0
        assert "mallory" not in look("smuggling", by=client_of(name)).text


# -- faults --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("colour=red", ["kind", "language", "country", "since", "until", "page", "q"]),
        ("q=x&kind=novels", ["documents", "mandates", "meetings"]),
        ("q=x&language=de", list(CODES)), ("q=x&country=XX", []), ("q=x&since=yesterday", []), ("q=x&until=2021-13", []),
        ("q=x&page=0", []), ("q=x&page=one", []), ("q=a&q=b", []), ("q=x&page=99999", []),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_refused_by_name(some, client, query, names):
    response = client.get(f"/en/search/?{query}")
    shown = Shown(response, 400)
    assert query.split("&")[-1].split("=")[0] in shown.text or "page" in query
    assert set(names) <= {code.text for code in shown.tree.xpath("//ul[@class='codes']//code")}


@pytest.mark.parametrize(
    ("q", "words"),
    [
        ('"crime', "quote opened at 1"), ("crime (drugs", "parenthesis at 7"), ("a*", "too much"), ("the", "too common"),
        ("-drugs", "leave out"), ("crime OR", "OR at 7"), ("kind:documents", "choose kind"), ("!?", "no word"),
        ("x" * 1001, "1000"),
    ],
)  # fmt: skip
def test_a_fault_of_the_query_is_said_at_the_box(some, look, q, words):
    shown = look(q)
    box = shown.tree.get_element_by_id("q")
    assert box.get("aria-invalid") == "true"
    assert box.value == q
    assert words in shown.tree.get_element_by_id(box.get("aria-describedby")).text
    assert not shown.hits


def test_an_empty_box_says_what_can_be_typed(some, look):
    for shown in (look(), look("   ")):
        assert [row.text for row in shown.tree.xpath("//dt/a/bdi")] == [
            "corruption prisons", '"crime prevention"', "victims OR witnesses", "drugs -cannabis", "traffick*", "76/187",
        ]  # fmt: skip
        assert not shown.hits
    for example in shown.tree.xpath("//dt/a"):
        q = parse_qs(urlsplit(example.get("href")).query)["q"][0]
        assert q == example.text_content()
        assert not look(q).tree.xpath("//*[@id='q-fault']"), q


# -- how the index is ----------------------------------------------------------------------------------------------


def test_a_missing_index_is_told_and_an_administrator_builds_it(look, make_case, client_of):
    make_case(title={"en": "Smuggling"})
    for name in (None, "editor", "auditor"):
        shown = look("smuggling", 503, by=client_of(name))
        assert "never built" in shown.text
        assert not shown.tree.xpath("//form[@method='post'][contains(@action, 'rebuild')]")
        assert client_of(name).post("/en/search/-/rebuild/").status_code == 403
    assert "never built" in look().text
    chief = client_of("administrator")
    form = look("smuggling", 503, by=chief).tree.xpath("//form[contains(@action, 'rebuild')]")[0]
    assert chief.get(form.get("action")).status_code == 405
    back = chief.post(form.get("action"))
    assert back["Location"] == "/en/search/?q=smuggling"
    shown = look("smuggling", by=chief)
    assert shown.total == 1
    assert "was rebuilt" in shown.text


def test_an_index_of_another_version_is_told(look, some, client_of):
    IndexState.objects.update(analyser="0/0")
    shown = look("smuggling", 503)
    assert "another version" in shown.text
    assert not shown.hits
    assert look("smuggling", 503, by=client_of("administrator")).tree.xpath("//form[contains(@action, 'rebuild')]")


def test_an_index_without_a_new_collection_is_told(look, some):
    kinds = current().kinds
    kinds.remove("meetings")
    IndexState.objects.update(kinds=kinds)
    shown = look("smuggling")
    assert shown.total == 3
    assert "Nothing is found yet of: Meetings." in shown.text


def test_what_could_not_be_indexed_is_told_to_insiders(look, some, client_of):
    Outbox.objects.create(kind="cases", key="1", fault="too many words")
    assert "could not be brought" in look("smuggling", by=client_of("auditor")).text
    assert "could not be brought" not in look("smuggling").text


def test_a_damaged_index_is_told_and_can_be_rebuilt(look, some, client_of):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE search_{current().generation}_row")
    chief = client_of("administrator")
    assert "damaged" in look("smuggling", 503, by=chief).text
    chief.post("/en/search/-/rebuild/?q=smuggling")
    assert look("smuggling").total == 3


def test_an_index_that_is_being_rebuilt_is_told(look, some, client_of):
    from django.utils import timezone

    IndexState.objects.update(building=99, builder="x", alive=timezone.now())
    chief = client_of("administrator")
    shown = look("smuggling", by=chief)
    assert shown.total == 3
    assert "being rebuilt" in shown.text
    assert not shown.tree.xpath("//form[contains(@action, 'rebuild')]")
    chief.post("/en/search/-/rebuild/")
    assert current().building == 99, "another builder is left alone"


def test_before_the_site_opens_the_index_is_built_or_follows(make_case, cases):
    case = make_case(title={"en": "Smuggling"})
    out = io.StringIO()
    assert keeping.bring_up_to_date(out)
    assert "Building the search index ..." in out.getvalue()
    assert "1 records" in out.getvalue()
    generation = current().generation
    writing.update(cases, case, {"title": {"en": "Piracy"}}, None)
    out = io.StringIO()
    assert keeping.bring_up_to_date(out)
    assert (out.getvalue(), current().generation, index_status().behind) == ("", generation, 0)
    IndexState.objects.update(analyser="0/0")
    assert keeping.bring_up_to_date(out)
    assert current().generation > generation
    assert index_status().state == "fresh"


def test_a_search_that_cannot_be_built_does_not_keep_the_site_closed(make_case, monkeypatch):
    from isonomia.site.search.errors import IndexBusy

    def busy(*_):
        raise IndexBusy("somebody builds")

    monkeypatch.setattr(keeping, "rebuild", busy)
    out = io.StringIO()
    assert not keeping.bring_up_to_date(out)
    assert "somebody builds" in out.getvalue()


def test_the_site_builds_the_index_before_it_opens_and_follows_until_it_is_closed(monkeypatch, make_case, capsys):
    from isonomia.site import serve
    from isonomia.site.search import following

    steps = []
    running = SimpleNamespace(effective_port=1, run=lambda: steps.append("open"), close=lambda: steps.append("closed"))
    make_case(title={"en": "Smuggling"})
    monkeypatch.setattr(serve, "prepare", lambda data: None)
    monkeypatch.setattr(serve, "migrate", lambda: None)
    monkeypatch.setattr(serve, "server", lambda host, port: steps.append(index_status().state) or running)
    monkeypatch.setattr(
        following, "follower", lambda: steps.append("follows") or (lambda: steps.append("follows no more"))
    )
    serve.serve(fill=lambda: None)
    assert steps == ["fresh", "follows", "open", "closed", "follows no more"]
    told = capsys.readouterr()
    assert "Building the search index" in told.err
    assert "Isonomia is open" in told.out


def test_what_is_loaded_by_command_is_found_at_once(monkeypatch, look):
    from isonomia.cli import main
    from isonomia.site import serve

    monkeypatch.setattr(serve, "prepare", lambda data: None)
    monkeypatch.setattr(serve, "migrate", lambda: None)
    assert main(["load", str(SAMPLES / FILES[1])]) == 0
    assert look("98/502").links[0].startswith("/en/documents/A/RES/98/502/")
    assert main(["load", str(SAMPLES / FILES[2])]) == 0
    assert index_status().behind == 0
    assert look("97/503").links[0].startswith("/en/documents/A/RES/97/503/")


# -- the box in the header -----------------------------------------------------------------------------------------


def test_every_page_has_the_box_and_the_search_has_one(client, some):
    tree = html.document_fromstring(client.get("/fr/meetings/").content.decode())
    (form,) = tree.xpath("//header//form[@role='search']")
    assert (form.get("action"), form.get("method")) == ("/fr/search/", "get")
    assert tree.xpath("//header//label[@for='seek']")
    tree = html.document_fromstring(client.get("/fr/search/?q=smuggling").content.decode())
    assert len(tree.xpath("//form[@role='search']")) == 1
