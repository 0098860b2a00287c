"""The list of a collection: facets that are counted right, links, order, pages, and no parameter that is ignored."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

pytestmark = pytest.mark.django_db


@pytest.fixture
def some(make_case):
    """Seven published cases of three countries, with defendants and charges."""

    def defendant(nationality, *verdicts):
        return {
            "nationality": nationality,
            "charges": [{"statute": f"Art. {n}", "verdict": v} for n, v in enumerate(verdicts)],
        }

    return [
        make_case(country="AT", decided="2020-01-31", offences=["trafficking"], defendants=[defendant("AT", "guilty", "guilty")]),
        make_case(country="AT", decided="2021-05-01", offences=["trafficking", "corruption"], appealed=True),
        make_case(country="AT", decided="2021-06-01", offences=["corruption"], defendants=[defendant("RO", "acquitted"), defendant("RO", "guilty")]),
        make_case(country="FR", decided="2021-06-01", offences=["trafficking"], defendants=[defendant("FR", "guilty")]),
        make_case(country="FR", decided="2022-02-02", victims=3),
        make_case(country="KE", decided="2022-03-03", offences=["corruption"], appealed=False),
        make_case(country="KE"),
    ]  # fmt: skip


def tree(response):
    assert response.status_code == 200, response.content[:2000]
    return html.document_fromstring(response.content.decode())


def counted(page, label):
    box = page.xpath(f"//div[@class='facet'][h2='{label}']")
    return {
        link.xpath("string(span[1])").strip(): int(link.xpath("string(span[@class='count'])"))
        for link in (box[0].xpath(".//li/a") if box else [])
    }


def titles(page):
    return [link.text_content() for link in page.xpath("//table//th[@scope='row']/a")]


def test_everything_is_there_newest_first_and_undated_last(client, some):
    page = tree(client.get("/en/cases/"))
    assert titles(page) == ["Case 6", "Case 5", "Case 3", "Case 4", "Case 2", "Case 1", "Case 7"]
    assert page.xpath("//p[@class='total']/strong")[0].text == "7"


def test_facets_count_what_there_is(client, some):
    page = tree(client.get("/en/cases/"))
    assert counted(page, "Country") == {"Austria": 3, "France": 2, "Kenya": 2}
    assert counted(page, "Offences") == {"Corruption": 3, "Trafficking in persons": 3}
    assert counted(page, "Decided") == {"2021": 3, "2022": 2, "2020": 1, "not given": 1}
    # a case counts once however many of its defendants or charges have the value
    assert counted(page, "Verdict") == {"Guilty": 3, "Acquitted": 1}
    assert counted(page, "Nationality") == {"Austria": 1, "France": 1, "Romania": 1}
    assert counted(page, "Appealed") == {"not given": 5, "no": 1, "yes": 1}


def test_a_facet_is_counted_with_its_own_filter_removed(client, some):
    page = tree(client.get("/en/cases/?country=AT&offences=trafficking"))
    assert sorted(titles(page)) == ["Case 1", "Case 2"]
    assert counted(page, "Country") == {"Austria": 2, "France": 1}
    assert counted(page, "Offences") == {"Trafficking in persons": 2, "Corruption": 2}
    assert counted(page, "Verdict") == {"Guilty": 1}


def test_values_of_one_facet_add_up_and_facets_narrow(client, some):
    assert len(titles(tree(client.get("/en/cases/?country=FR&country=KE")))) == 4
    assert titles(tree(client.get("/en/cases/?country=FR&country=KE&year=2021"))) == ["Case 4"]
    assert titles(tree(client.get("/en/cases/?verdict=acquitted"))) == ["Case 3"]
    assert titles(tree(client.get("/en/cases/?appealed=none&country=KE"))) == ["Case 7"]
    assert titles(tree(client.get("/en/cases/?year=none"))) == ["Case 7"]
    assert titles(tree(client.get("/en/cases/?nationality=none&country=FR"))) == ["Case 5"]


def test_each_value_is_a_link_to_its_view_and_back(client, some):
    page = tree(client.get("/en/cases/?country=AT&sort=title"))
    link = page.xpath("//a[span='France']/@href")[0]
    assert link == "?country=AT&country=FR&sort=title"
    assert len(titles(tree(client.get(f"/en/cases/{link}")))) == 5
    chosen = page.xpath("//a[span='Austria'][@aria-current]/@href")[0]
    assert chosen == "?sort=title"
    assert page.xpath("//ul[@class='chips']/li")[0].text_content().strip().endswith("Country: Austria")


def test_bounds_narrow_and_are_kept_by_links(client, some):
    page = tree(client.get("/en/cases/?decided_from=2021-05-02&decided_to=2022-02-02"))
    assert titles(page) == ["Case 5", "Case 3", "Case 4"]
    assert "decided_from=2021-05-02" in page.xpath("//a[span='France']/@href")[0]
    assert titles(tree(client.get("/en/cases/?victims_from=1"))) == ["Case 5"]


@pytest.mark.parametrize(
    ("sort", "first"), [("decided", "Case 1"), ("-decided", "Case 6"), ("title", "Case 1"), ("-title", "Case 7")]
)
def test_the_order_is_as_asked_and_complete(client, some, sort, first):
    found = titles(tree(client.get(f"/en/cases/?sort={sort}")))
    assert found[0] == first
    assert len(found) == 7


BY_LABEL = {
    "en": ["AF", "AT", "CI", "HR", "RU", "ZA", "VU"], "fr": ["AF", "ZA", "AT", "CI", "HR", "RU", "VU"],
    "es": ["AF", "AT", "CI", "HR", "RU", "ZA", "VU"], "ru": ["AT", "AF", "VU", "CI", "RU", "HR", "ZA"],
    "zh": ["AF", "AT", "RU", "CI", "HR", "ZA", "VU"], "ar": None,
}  # fmt: skip
"""Countries by their names: in French South Africa begins with A, in Chinese 科 (kē) stands before 克 (kè)."""


@pytest.mark.parametrize("language", BY_LABEL)
@pytest.mark.parametrize("sign", ["", "-"])
def test_codes_are_sorted_by_their_labels_in_the_language_of_the_page(client, make_case, language, sign):
    from isonomia.site.records.codelists import fold, terms

    codes = ["ZA", "AT", "HR", "", "CI", "AF", "AT", "VU", "RU", ""]
    made = {make_case(country=code).key: code for code in codes}
    wanted = BY_LABEL[language] or sorted(BY_LABEL["en"], key=lambda code: fold(terms("countries").label(code, "ar")))
    wanted = [code for code in (reversed(wanted) if sign else wanted) for _ in range(codes.count(code))]
    page = tree(client.get(f"/{language}/cases/?sort={sign}country"))
    found = [link.get("href").split("/")[-2] for link in page.xpath("//table//th[@scope='row']/a")]
    assert [made[key] for key in found] == [*wanted, "", ""]
    ties = {code: [key for key in found if made[key] == code] for code in ("AT", "")}
    assert ties == {code: [key for key in made if made[key] == code] for code in ties}
    address, walked = f"/api/v1/cases?sort={sign}country&limit=3&lang={language}", []
    while address:
        body = client.get(address).json()
        walked += [item["key"] for item in body["items"]]
        address = body["next"]
    assert walked == found


def test_a_cursor_of_one_language_is_refused_in_another(client, some):
    following = client.get("/api/v1/cases?sort=country&limit=2&lang=fr").json()["next"]
    assert client.get(following).status_code == 200
    response = client.get(following.replace("lang=fr", "lang=en"))
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "bad-value"


def test_labels_are_in_the_readers_language_and_values_are_codes(client, some):
    page = tree(client.get("/fr/cases/?country=AT"))
    assert page.xpath("//a[span='Autriche']")
    assert counted(page, "Offences") == {"Traite des personnes": 2, "Corruption": 2}
    page = tree(client.get("/ar/cases/?country=AT"))
    assert page.xpath("//a[span='النمسا']")


def test_retired_codes_are_shown_as_such(client, make_case, cases, db):
    from isonomia.site.records import writing

    case = make_case()
    writing.update(cases, case, {"offences": ["piracy"]}, None)
    page = tree(client.get("/en/cases/"))
    assert page.xpath("//span[@class='retired'][.='Piracy']")


def test_pages_have_an_end_and_a_tie_never_hides_a_record(client, make_case, cases, monkeypatch):
    monkeypatch.setattr(type(cases), "page_size", 4)
    for _ in range(10):
        make_case(decided="2020-01-01")
    seen = [title for number in (1, 2, 3) for title in titles(tree(client.get(f"/en/cases/?page={number}")))]
    assert len(seen) == len(set(seen)) == 10
    assert client.get("/en/cases/?page=4").status_code == 404
    links = tree(client.get("/en/cases/?country=AT")).xpath("//nav[@class='pages']/a/@href")
    assert links == ["?country=AT&page=2", "?country=AT&page=3"]


@pytest.mark.parametrize(
    ("query", "code", "allowed"),
    [
        ("colour=red", "unknown-parameter", "country"),
        ("country=XX", "unknown-code", "AT"),
        ("country=Austria", "unknown-code", "AU"),
        ("offences=murder", "unknown-code", "trafficking"),
        ("verdict=maybe", "unknown-code", "guilty"),
        ("appealed=perhaps", "unknown-code", "yes"),
        ("sort=colour", "unknown-code", "-decided"),
        ("state=draft", "unknown-parameter", "country"),
        ("contact=x", "unknown-parameter", "country"),
        ("sort=contact", "unknown-code", "title"),
        ("victim_nationality=AT", "unknown-parameter", "verdict"),
    ],
)
def test_what_is_not_known_is_refused_by_name(client, some, query, code, allowed):
    response = client.get(f"/en/cases/?{query}")
    assert response.status_code == 400
    codes = [item.text_content() for item in html.document_fromstring(response.content.decode()).xpath("//code")]
    assert allowed in codes
    assert "contact" not in codes
    assert "victim_nationality" not in codes


@pytest.mark.parametrize(
    "query",
    ["year=20x", "year=0", "year=-5", "year=99999", "page=0", "page=x", "page=99999999999999", "decided_from=yesterday",
     "victims_to=many", "sort=title&sort=decided", "page=²"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(client, query):
    assert client.get(f"/en/cases/?{query}").status_code == 400


def test_a_search_without_an_index_says_so_and_shows_nothing(client, some, settings):
    settings.ISONOMIA_FINDER = ""
    response = client.get("/en/cases/?q=traffic")
    assert response.status_code == 503
    assert b"Case 1" not in response.content


def test_a_search_narrows_the_rows_and_the_counts(client, some, settings):
    settings.ISONOMIA_FINDER = "isonomia_cases.finder.Titles"
    page = tree(client.get("/en/cases/?q=case+3"))
    assert titles(page) == ["Case 3"]
    assert counted(page, "Country") == {"Austria": 1}
    assert client.get("/en/cases/?q=%22").status_code == 400


def test_all_values_of_a_facet_and_search_among_them(client, some):
    page = tree(client.get("/en/cases/-/values/country/?offences=trafficking"))
    assert [span.text for span in page.xpath("//li/a/span[1]")] == ["Austria", "France"]
    page = tree(client.get("/en/cases/-/values/country/?find=奥地"))
    assert [span.text for span in page.xpath("//li/a/span[1]")] == ["Austria"]
    assert page.xpath("//div[@id='values']//li/a/@href") == ["/en/cases/?country=AT"]
    part = client.get("/en/cases/-/values/country/?find=ken", headers={"HX-Request": "true"}).content.decode()
    assert "Kenya" in part
    assert "<html" not in part
    assert client.get("/en/cases/-/values/contact/").status_code == 404
    assert client.get("/en/cases/-/values/victim_nationality/").status_code == 404


def test_a_list_asks_the_same_number_of_queries_however_long_it_is(client, make_case, django_assert_max_num_queries):
    def queries():
        from isonomia.site.records import facet_index, stamps

        stamps.memory.clear()
        facet_index.forget()
        with CaptureQueriesContext(connection) as found:
            tree(client.get("/en/cases/"))
        return len(found)

    make_case(defendants=[{"nationality": "AT", "charges": [{"statute": "1"}]}])
    client.get("/en/cases/")
    few = queries()
    for _ in range(12):
        make_case(
            offences=["corruption"], defendants=[{"nationality": "FR", "charges": [{"statute": "1"}, {"statute": "2"}]}]
        )
    assert queries() == few
    # what did not change is not counted again
    with django_assert_max_num_queries(5):
        tree(client.get("/en/cases/"))


@pytest.mark.parametrize(
    ("few", "named", "walked"), [(200, 200, 0), (0, 200, 0), (0, 0, 200), (0, 0, 0)],
    ids=["named one by one", "named as one", "walked", "asked"],
)  # fmt: skip
def test_a_page_of_a_view_is_the_same_however_it_is_found(client, make_case, cases, monkeypatch, few, named, walked):
    from isonomia.site.records import paging

    for name, value in (("FEW", few), ("SOME", 0), ("NAMED", named), ("WALKED", walked)):
        monkeypatch.setattr(paging, name, value)
    monkeypatch.setattr(type(cases), "page_size", 4)
    for number in range(30):
        make_case(country="AT" if number % 3 else "FR", decided=f"20{number % 7 + 10}-01-01" if number % 5 else None)
    make_case(state="draft", country="FR")
    whole = [title for number in range(1, 9) for title in titles(tree(client.get(f"/en/cases/?page={number}")))]
    french = {f"Case {number + 1}" for number in range(0, 30, 3)}
    found = [title for at in (1, 2, 3) for title in titles(tree(client.get(f"/en/cases/?country=FR&page={at}")))]
    assert found == [title for title in whole if title in french]
    assert client.get("/en/cases/?country=FR&page=4").status_code == 404
    address, walked_through = "/api/v1/cases?country=FR&limit=3", []
    while address:
        body = client.get(address).json()
        assert body["count"] == 10
        walked_through += [item["title"]["en"] for item in body["items"]]
        address = body["next"]
    assert walked_through == found
    # all that were found stand at the end of the order
    last = titles(tree(client.get("/en/cases/?year=none")))
    assert last == [title for title in whole if title in {f"Case {number + 1}" for number in range(0, 30, 5)}][:4]


def test_counts_follow_every_change(client, make_case, cases, users):
    from isonomia.site.records import writing

    case = make_case()
    assert counted(tree(client.get("/en/cases/")), "Country") == {"Austria": 1}
    writing.update(cases, case, {"country": "FR", "defendants": [{"nationality": "KE"}]}, users["editor"])
    page = tree(client.get("/en/cases/"))
    assert counted(page, "Country") == {"France": 1}
    assert counted(page, "Nationality") == {"Kenya": 1}


def test_html_in_a_text_stays_a_text(client, make_case):
    make_case(title={"en": "<script>alert(1)</script>"}, report="https://example.org/?a=1&b=<2>")
    page = client.get("/en/cases/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_text_in_another_language_says_which(client, make_case):
    make_case(title={"ar": "قضية", "original": "ar"})
    cell = tree(client.get("/en/cases/")).xpath("//table//th/a/span")[0]
    assert (cell.get("lang"), cell.get("dir"), cell.text) == ("ar", "rtl", "قضية")
