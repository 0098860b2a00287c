"""What scripts make more comfortable is done without them too."""

from __future__ import annotations

import re

import pytest


@pytest.fixture
def plain(look):
    return look(javascript=False, own=True)


def numbers(tab):
    tab.page.wait_for_load_state()
    return int(tab.page.locator(".total .number").inner_text())


def test_the_search_and_its_filters(plain):
    plain.go("/en/")
    plain.page.get_by_role("searchbox").fill("corruption")
    plain.page.get_by_role("button", name="Search").click()
    found = numbers(plain)
    assert found > 1
    plain.page.locator(".facet li a", has_text="Documents").click()
    assert 0 < numbers(plain) < found
    assert plain.page.locator("mark").count()


def test_facets_and_all_their_values(plain):
    plain.go("/en/mandates/")
    everything = numbers(plain)
    plain.page.locator(".facet .more").first.click()
    plain.page.locator("main input[type=search]").fill("general")
    plain.page.locator("main").get_by_role("button", name="Search").click()
    plain.page.wait_for_load_state()
    values = plain.page.locator(".facet li a")
    assert all("general" in words.lower() for words in values.all_inner_texts())
    values.first.click()
    assert 0 < numbers(plain) < everything


def test_the_order_of_a_list(plain):
    plain.go("/en/documents/")
    plain.page.get_by_label("Order").select_option("symbol")
    plain.page.get_by_role("button", name="Sort").click()
    plain.page.wait_for_load_state()
    symbols = plain.page.locator("tbody td:nth-child(2)").all_inner_texts()
    assert len(symbols) > 2
    assert symbols == sorted(symbols)


def test_the_languages_on_a_telephone(look):
    tab = look(javascript=False, phone=True, own=True)
    tab.go("/en/meetings/")
    tab.page.locator(".tongue summary").click()
    tab.page.locator(".languages").get_by_text("العربية").click()
    assert tab.page.locator("html").get_attribute("dir") == "rtl"


def test_signing_in_and_writing(plain, site):
    from_page = "/en/meetings/{meeting}/".format(**site.places)
    plain.go(from_page)
    plain.page.get_by_role("link", name="Sign in").click()
    plain.page.get_by_label("Name").fill("ursula")
    plain.page.get_by_label("Password").fill("correct horse battery")
    plain.page.get_by_role("main").get_by_role("button", name="Sign in").click()
    assert plain.page.url.endswith(from_page)
    plain.page.get_by_role("link", name="Revise").click()
    plain.page.get_by_role("button", name="Add: Adopted document").click()
    plain.page.wait_for_load_state()
    assert plain.page.locator("[name='adopted.rows']").count() == 2


def test_with_a_script_the_values_follow_what_is_typed(look):
    tab = look()
    tab.go("/en/mandates/-/values/addressee/")
    before = tab.page.locator("#values li").count()
    tab.page.locator("#find").press_sequentially("general")
    tab.page.wait_for_function("n => document.querySelectorAll('#values li').length < n", arg=before)
    assert tab.page.url.endswith("/values/addressee/")
    assert [it.resource_type for it in tab.requests if re.search("find=general", it.url)] == ["xhr"]
    assert tab.said == []
