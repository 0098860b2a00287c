"""Everything can be done with the keyboard alone, and one sees where one is."""

from __future__ import annotations

import re


def test_the_first_stop_leads_past_the_frame(look):
    tab = look()
    tab.go("/en/mandates/")
    tab.page.keyboard.press("Tab")
    assert tab.focused() == "Skip to the content"
    assert tab.page.locator(".skip").bounding_box()["y"] >= 0
    tab.page.keyboard.press("Enter")
    assert tab.page.evaluate("document.activeElement.id") == "main"
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_every_stop_can_be_seen_and_the_last_is_reached(look):
    tab = look("edith")
    tab.go("/en/meetings/{meeting}/")
    seen = []
    for _ in range(80):
        tab.page.keyboard.press("Tab")
        stop = tab.page.evaluate(
            """() => { const it = document.activeElement, look = getComputedStyle(it), box = it.getBoundingClientRect();
            return it === document.body ? null : [it.outerHTML.slice(0, 80), look.outlineStyle !== 'none'
            && parseFloat(look.outlineWidth) >= 2 && box.width > 1 && box.height > 1 && box.top >= 0]; }"""
        )
        if stop is None:
            break
        seen.append(stop)
    assert stop is None, "the tabulator is caught"
    assert len(seen) > 20
    assert [what for what, is_seen in seen if not is_seen] == []


def test_the_menu(look):
    tab = look()
    tab.go("/en/")
    tab.tab_to("Mandates")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/en/mandates/")
    assert tab.page.locator(".menu [aria-current=page]").inner_text() == "Mandates"


def test_the_language_on_a_telephone(look):
    tab = look(phone=True)
    tab.go("/en/documents/")
    assert not tab.page.locator(".languages").is_visible()
    tab.tab_to("Language English")
    tab.page.keyboard.press("Enter")
    tab.tab_to("中文", most=8)
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/zh/documents/")


def test_a_facet_is_chosen_and_taken_away_again(look):
    tab = look()
    tab.go("/en/mandates/")
    everything = int(tab.page.locator(".total .number").inner_text())
    tab.tab_to(r"requests \d+")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/en/mandates/?act=requests")
    assert 0 < int(tab.page.locator(".total .number").inner_text()) < everything
    tab.tab_to("Remove: Act: requests")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url(re.compile(r"/en/mandates/\??$"))
    assert int(tab.page.locator(".total .number").inner_text()) == everything


def test_the_search_leads_to_what_it_found(look):
    tab = look()
    tab.go("/en/")
    tab.tab_to("q")
    tab.page.keyboard.type("corruption")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/en/search/?q=corruption")
    first = tab.page.locator(".hits h2").first.inner_text()
    tab.tab_to(re.escape(first))
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url(re.compile(r"/en/(mandates|documents)/"))


def test_a_form_is_filled_and_saved(look):
    tab = look("edith")
    tab.go("/en/meetings/-/new/")
    keys = tab.page.keyboard
    for name, words in (
        ("title.en", "Expert group, first meeting"),
        ("kind", "Regular"),
        ("session", "1"),
        ("opens", "03032021"),
    ):
        tab.tab_to(re.escape(name))
        keys.type(words)
    keys.press("Enter")
    tab.page.wait_for_url(re.compile(r"/en/meetings/\w+/$"))
    assert tab.page.locator("h1").inner_text() == "Expert group, first meeting"
    assert tab.page.locator("time[datetime='2021-03-03']").count()


def test_what_is_wrong_with_a_form_is_said_where_it_is(look):
    tab = look("edith")
    tab.go("/en/meetings/-/new/")
    tab.tab_to("session")
    tab.page.keyboard.type("1")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector("[role=alert]")
    wrong = tab.page.locator("[aria-invalid=true]")
    assert wrong.count()
    for row in wrong.all():
        assert tab.page.locator(f"[id='{row.get_attribute('aria-describedby')}'] .error").inner_text()
    assert tab.page.locator("[name=session]").input_value() == "1"
