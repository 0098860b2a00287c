"""What people come to the statistics for: a table from a ministry to the public, a question answered from it."""

from __future__ import annotations

import re

from isonomia_tables import FAULTY, prisons, table

OURS = table(*prisons("AUT", range(2015, 2021), held=8_400))


def main(tab):
    return tab.page.get_by_role("main")


def press(tab, name):
    main(tab).get_by_role("button", name=name, exact=True).click()
    tab.page.wait_for_load_state()


def give(tab, content, name="prisons.csv"):
    tab.page.get_by_label("File", exact=True).set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def test_a_table_goes_from_a_focal_point_to_the_public(look):
    ours = look("fatima")
    ours.go("/en/datasets/")
    main(ours).get_by_role("link", name="Add").click()
    give(ours, OURS)
    ours.page.get_by_label("Collection").fill("Prisons of Austria")
    ours.page.get_by_label("Source").fill("Ministry of Justice")
    press(ours, "Read and check")
    ours.page.wait_for_url(re.compile(r"/en/datasets/\w{13}/$"))
    assert "18 observations were read." in main(ours).inner_text()
    assert ours.faults() == []
    address = ours.page.url.removeprefix(ours.site.address)
    public = look()
    assert public.go(address).status == 404
    press(ours, "Submit for review")
    editor = look("edith")
    editor.go(address)
    press(editor, "Begin the review")
    press(editor, "Publish")
    assert public.go(address).status == 200
    main(public).get_by_role("link", name="Observations", exact=True).click()
    public.page.get_by_label("Category").select_option("Unsentenced")
    public.page.get_by_label("Year from").fill("2019")
    press(public, "Show")
    assert [cell.inner_text() for cell in main(public).locator("tbody tr td:nth-child(9)").all()] == ["2800", "2800"]
    with public.page.expect_download() as taken:
        main(public).get_by_role("link", name="CSV", exact=True).click()
    assert taken.value.suggested_filename.endswith(".csv")


def test_what_is_wrong_is_seen_and_mended_before_it_is_sent(look):
    tab = look("fatima")
    tab.go("/en/datasets/{draft}/-/findings/")
    main(tab).get_by_role("link", name=re.compile("^A year that cannot be right")).click()
    assert main(tab).locator("td.bad").all_inner_texts() == ["1013"]
    tab.go("/en/check/")
    give(tab, FAULTY)
    press(tab, "Check")
    assert "11 observations, 2 errors, 0 warnings" in main(tab).inner_text()
    assert tab.faults() == []
    give(tab, OURS)
    press(tab, "Check")
    assert "No rule found anything wrong." in main(tab).inner_text()


def test_a_code_is_found_by_keyboard_alone(look):
    tab = look()
    tab.go("/en/iccs/")
    tab.tab_to("q")  # the search of the site, then that of the classification
    tab.tab_to("q")
    tab.page.keyboard.type("vol avec effraction")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url(re.compile(r"/en/iccs/\?q="))
    tab.tab_to(r"0501 Burglary")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/en/iccs/0501/")
    assert tab.page.locator("h1").inner_text() == "Burglary"


def test_an_indicator_is_read_without_its_picture(look):
    tab = look()
    tab.go("/en/indicators/")
    main(tab).get_by_role("link", name=re.compile("^16.3.2 ")).click()
    assert tab.page.get_by_role("img", name=re.compile("^16.3.2 ")).is_visible()
    rows = main(tab).locator("table.values tbody tr").all_inner_texts()
    assert len(rows) == 3
    assert all("33.33" in row for row in rows)
