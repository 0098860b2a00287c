"""What we are asked, coverage, what nobody answered: right numbers, each leading to what it counts."""

from __future__ import annotations

import re

import pytest
from lxml import html

pytestmark = pytest.mark.django_db


def tree(response):
    assert response.status_code == 200, response.status_code
    return html.document_fromstring(response.content.decode())


@pytest.fixture
def some(record, asked):
    """Austria answered two mandates in public and drafts a third; France one; UNODC one."""
    states, unodc = asked("member_states"), asked("unodc")
    record(states[0], "AT", progress="done")
    record(states[1], "AT")
    record(states[2], "AT", state="draft")
    record(states[0], "FR", progress="not_started")
    record(unodc[0], body="unodc")
    return states


# -- what we are asked ---------------------------------------------------------------------------------------------


def test_what_is_missing_stands_first(client_of, some):
    page = tree(client_of("focal_at").get("/en/follow-up/mine/"))
    stages = [row.get("class").split()[-1] for row in page.xpath("//ul[@class='to-answer']/li")]
    order = ["missing", "returned", "draft", "submitted", "in_review", "published"]
    assert stages == sorted(stages, key=order.index)
    assert stages.count("published") == 2
    assert stages.count("draft") == 1
    for row in page.xpath("//li[contains(@class, 'missing')]"):
        assert re.fullmatch(r"/en/follow-up/record/\w+/", row.xpath(".//a[contains(@class, 'button')]/@href")[0])


def test_tabs_count_and_narrow(client_of, some):
    client = client_of("focal_at")
    page = tree(client.get("/en/follow-up/mine/"))
    tabs = page.xpath("//nav[@aria-label='Where it stands']/a")
    assert len(tabs) == 4
    for tab in tabs:
        narrowed = tree(client.get(f"/en/follow-up/mine/{tab.get('href')}"))
        assert len(narrowed.xpath("//ul[@class='to-answer']/li")) == int(tab.xpath("span/text()")[0])
    counts = [int(tab.xpath("span/text()")[0]) for tab in tabs]
    assert counts[0] == sum(counts[1:])


def test_a_body_is_asked_what_names_it(client_of, some, asked):
    page = tree(client_of("body_unodc").get("/en/follow-up/mine/"))
    shown = {
        link.rstrip("/").rsplit("/")[-1]
        for link in page.xpath("//ul[@class='to-answer']/li//p[@class='eyebrow']/a/@href")
    }
    assert shown == {row.key for row in asked("unodc")}


def test_parties_to_a_treaty_are_marked_as_perhaps(client_of, document, asked):
    from isonomia.site.documents.models import Mandate
    from isonomia.site.records import writing
    from isonomia.site.records.registry import collection

    mandate = asked("member_states")[0]
    writing.update(collection("mandates"), mandate, {"addressees": ["states_parties_untoc"]}, None)
    page = tree(client_of("focal_at").get("/en/follow-up/mine/"))
    (row,) = page.xpath(f"//li[contains(@class, 'card')][.//a[contains(@href, '{mandate.key}')]][.//*[@class='tag']]")
    assert "may ask you" in row.text_content()
    assert Mandate.objects.count() > 1
    assert len(page.xpath("//*[@class='tag' and .='may ask you']")) == sum(
        not {"member_states", "all_states"} & set(other.addressees) and any("states_parties" in code for code in other.addressees)
        for other in Mandate.objects.all()
    )  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "?show=nothing",
        "?colour=red",
        "?page=0",
        "?document=A/RES/1/1",
        "?specimens=perhaps",
        "?country=XX",
        "?country=AT&body=unodc",
        "?body=nobody",
    ],
)
def test_a_wrong_parameter_is_named(client_of, document, query):
    response = client_of("auditor").get(
        f"/en/follow-up/mine/{query if 'country' in query or 'body' in query else query + '&country=AT'}"
    )
    assert response.status_code == 400


# -- coverage ------------------------------------------------------------------------------------------------------


def counted(client, address):
    """What the page at an address counts: its total, or how many values it lists."""
    page = tree(client.get(address))
    total = page.xpath("//p[@class='total']/strong/text()")
    return int(total[0]) if total else len(page.xpath("//*[@id='values']//li"))


@pytest.mark.parametrize("role", [None, "focal_at", "editor", "auditor"])
def test_every_number_leads_to_as_many(client_of, some, role):
    client = client_of(role)
    page = tree(client.get("/en/follow-up/coverage/"))
    links = {(link.get("href"), link.text_content().strip()) for link in page.xpath("//td//a[normalize-space() != '']")}
    links |= {(link.get("href"), link.text_content().strip()) for link in page.xpath("//p[@class='figure']/a")}
    numbers = {href: int(text) for href, text in links if text.isdigit()}
    spoken = page.xpath("//section[h2='Mandates']/p[not(@class)]/a")
    numbers |= {link.get("href"): int(link.text_content().split()[0]) for link in spoken}
    assert len(spoken) == 4
    assert len(numbers) > 60
    asked_for = [(href, n) for href, n in sorted(numbers.items()) if n] + [
        row for row in sorted(numbers.items()) if not row[1]
    ][:12]
    for href, n in asked_for:
        assert counted(client, href) == n, href


def test_the_numbers_are_right(client, some, document, asked):
    page = tree(client.get("/en/follow-up/coverage/"))
    figures = [int(text) for text in page.xpath("//p[@class='figure']/a/strong/text()")]
    assert figures == [len({some[0].pk, some[1].pk, asked("unodc")[0].pk}), document.mandates]
    western = page.xpath("//tr[th='Western Europe']/td//*[self::a or @class='quiet']/text()")
    assert western == ["2", "3", "1", "1", "1", "0"]
    assert page.xpath("//tr[th='Europe']/td//*[self::a or @class='quiet']/text()") == western
    assert page.xpath("//tr[th='Africa']/td//*[self::a or @class='quiet']/text()") == ["0"] * 6
    members = page.xpath("//tr[th='Member States']/td//a/text()")
    assert int(members[0]) == len(asked("member_states"))
    assert int(members[0]) == int(members[1]) + int(members[2])


def test_bars_say_in_words_what_they_draw(client, some):
    page = tree(client.get("/en/follow-up/coverage/"))
    bars = page.xpath("//*[name()='svg']")
    assert bars
    assert all(re.fullmatch(r"\d+ of \d+", bar.get("aria-label")) and bar.get("role") == "img" for bar in bars)


def test_specimens_are_counted_only_if_there_is_nothing_else_or_they_are_asked_for(client, db, english, samples):
    from isonomia.site.documents.loading import load_document

    specimen = load_document(english, specimen=True).document
    only = tree(client.get("/en/follow-up/coverage/"))
    assert only.xpath("//p[@class='figure']/a/strong/text()")[1] == str(specimen.mandates)
    other = load_document((samples / "A_RES_98_504.en.txt").read_bytes(), specimen=False).document
    assert tree(client.get("/en/follow-up/coverage/")).xpath("//p[@class='figure']/a/strong/text()")[1] == str(
        other.mandates
    )
    both = tree(client.get("/en/follow-up/coverage/?specimens=yes"))
    assert both.xpath("//p[@class='figure']/a/strong/text()")[1] == str(other.mandates + specimen.mandates)
    one = tree(client.get(f"/en/follow-up/coverage/?document={specimen.symbol}"))
    assert one.xpath("//p[@class='figure']/a/strong/text()")[1] == str(specimen.mandates)


@pytest.mark.parametrize(
    "address",
    [
        "coverage/?region=europe",
        "coverage/?document=A/RES/1/1",
        "unanswered/?topic=nothing",
        "unanswered/?colour=red",
        "unanswered/?page=x",
    ],
)
def test_nothing_in_an_address_is_ignored(client, document, address):
    assert client.get(f"/en/follow-up/{address}").status_code == 400


def test_pages_are_there_before_anything_is_loaded(client, db):
    for address in ("", "coverage/", "unanswered/"):
        assert client.get(f"/en/follow-up/{address}").status_code == 200


# -- what nobody answered ------------------------------------------------------------------------------------------


def test_a_draft_is_no_answer(client_of, some, document):
    for role in (None, "focal_at", "auditor"):
        text = client_of(role).get("/en/follow-up/unanswered/").content.decode()
        assert f"/en/mandates/{some[2].key}/" in text
        assert f"/en/mandates/{some[0].key}/" not in text


@pytest.mark.parametrize("code", ["en", "ar", "zh", "fr", "es", "ru"])
def test_pages_are_small_and_carry_no_style_of_their_own(client_of, some, code):
    client = client_of("focal_at")
    for address in ("", "coverage/", "unanswered/", "mine/", f"record/{some[4].key}/" if len(some) > 4 else "-/new/"):
        response = client.get(f"/{code}/follow-up/{address}")
        assert response.status_code == 200
        assert len(response.content) < 300_000
        assert b" style=" not in response.content


# -- the block on the page of a mandate ----------------------------------------------------------------------------


@pytest.fixture
def block(rf, users):
    def render(mandate, role=None):
        from django.contrib.auth.models import AnonymousUser

        from isonomia.site.records.panels import panels

        request = rf.get("/en/")
        request.user = users[role] if role else AnonymousUser()
        return html.fromstring(f"<div>{''.join(panels(request, 'mandates', mandate))}</div>")

    return render


def test_a_mandates_page_says_who_did_what(block, some):
    page = block(some[0])
    assert page.xpath("//li//a/text()") == ["Austria", "France"]
    assert [text.strip() for text in page.xpath("//li//span[starts-with(@class, 'tag')]/text()")] == [
        "Done",
        "Not started",
    ]
    assert not page.xpath("//a[contains(@class, 'button')]")


def test_a_focal_point_that_is_asked_finds_its_own_or_where_to_record(block, some, record, asked):
    recorded = block(some[2], "focal_at")
    assert "Draft" in recorded.text_content()
    assert not recorded.xpath("//a[contains(@class, 'button')]")
    missing = block(some[2], "focal_fr")
    assert missing.xpath("//a[contains(@class, 'button')]/@href") == [f"/en/follow-up/record/{some[2].key}/"]
    assert "Draft" not in missing.text_content()
    other = next(row for row in asked("unodc") if row.addressees == ["unodc"])
    assert not block(other, "focal_at").xpath("//a[contains(@class, 'button')]")


def test_what_is_counted_is_counted_anew_after_a_change(client, some, record):
    def follow_ups():
        return tree(client.get("/en/follow-up/coverage/")).xpath(
            "//tr[th='Western Europe']/td//*[self::a or @class='quiet']/text()"
        )[1]

    assert follow_ups() == "3"
    record(some[3], "FR")
    assert follow_ups() == "4"
