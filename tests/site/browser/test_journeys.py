"""What people come for, from the first page to the last, each in a browser of their own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "documents"
PASSWORD = "correct horse battery"


def main(tab):
    return tab.page.get_by_role("main")


def press(tab, name):
    main(tab).get_by_role("button", name=name, exact=True).click()
    tab.page.wait_for_load_state()


def follow(tab, name):
    main(tab).get_by_role("link", name=name, exact=True).click()
    tab.page.wait_for_load_state()


def give(tab, name, password=PASSWORD):
    tab.page.get_by_label("Name").fill(name)
    tab.page.get_by_label("Password").fill(password)
    press(tab, "Sign in")


def code_of(key, steps=0):
    """What a telephone with this key shows now, or so many half-minutes later (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(key), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_a_reader_signs_in_where_she_is_and_out_again(look):
    tab = look(own=True)
    tab.go("/en/mandates/?act=requests")
    tab.page.get_by_role("link", name="Sign in").click()
    give(tab, "edith", "wrong")
    assert main(tab).get_by_role("alert").is_visible()
    give(tab, "edith")
    tab.page.wait_for_url("**/en/mandates/?act=requests")
    assert "edith" in tab.page.locator(".account").inner_text()
    tab.page.get_by_role("button", name="Sign out").click()
    tab.page.get_by_role("link", name="Sign in").wait_for()
    assert tab.go("/en/account/").request.redirected_from is not None


def test_a_second_factor_is_set_up_and_then_asked_for(look):
    tab = look(own=True)
    tab.go("/en/account/sign-in/?next=/en/account/second-factor/")
    give(tab, "selma")
    follow(tab, "Set up")
    if "confirm" in tab.page.url:
        tab.page.get_by_label("password").fill(PASSWORD)
        press(tab, "Continue")
    key = tab.page.get_by_label("Key").input_value()
    tab.page.get_by_label("Code").fill(code_of(key))
    press(tab, "Set up")
    codes = tab.page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    for answer in (code_of(key, 1), codes[0]):
        other = look(own=True)
        other.go("/en/account/sign-in/")
        give(other, "selma")
        assert other.page.url.endswith("/sign-in/code/")
        assert "selma" not in other.page.locator(".top").inner_text()
        other.page.get_by_label("Code").fill("000000" if answer != "000000" else "111111")
        press(other, "Sign in")
        assert main(other).get_by_role("alert").is_visible()
        other.page.get_by_label("Code").fill(answer)
        press(other, "Sign in")
        other.page.wait_for_url(lambda url: "sign-in" not in url)
        assert "selma" in other.page.locator(".top").inner_text()


def test_an_editor_corrects_a_mandate_and_takes_it_back(look):
    tab = look("edith", own=True)
    tab.go("/en/mandates/{other}/")
    heading = tab.page.locator("h1").inner_text()
    follow(tab, "Correct this mandate")
    tab.page.locator("summary", has_text=re.compile("^Act$")).click()
    box = tab.page.locator("details[open]")
    box.get_by_label("Act").select_option(label="recommends")
    box.get_by_label("Reason").fill("The French text says so.")
    box.get_by_role("button").click()
    tab.page.wait_for_url(re.compile(r"/en/mandates/\w+/"))
    assert tab.page.locator("h1").inner_text().startswith("Recommends: ")
    reader = look(own=True)
    reader.go("/en/mandates/{other}/")
    assert reader.page.locator("h1").inner_text().startswith("Recommends: ")
    assert "The French text says so." in reader.page.locator(".decision").inner_text()
    assert not reader.page.get_by_text("Correct this mandate").count()
    follow(tab, "Take back")
    tab.page.get_by_label("Reason").fill("It does not.")
    press(tab, "Take it back")
    tab.go("/en/mandates/{other}/")
    assert tab.page.locator("h1").inner_text() == heading


def test_a_focal_point_records_and_the_public_reads_after_a_review(look):
    ours = look("fatima", own=True)
    ours.go("/en/follow-up/")
    follow(ours, "What we are asked")
    assert ours.page.locator("h1").inner_text() == "What is asked of Austria"
    ours.go("/en/follow-up/record/{other}/")
    ours.page.get_by_label("Progress").select_option(label="Done")
    ours.page.locator("[name='text.en']").fill("A register of stolen property was set up.")
    press(ours, "Save")
    ours.page.wait_for_url(re.compile(r"/en/follow-up/\w+/$"))
    record = re.search(r"(/en/follow-up/\w+/)$", ours.page.url)[1]
    press(ours, "Submit for review")
    reader = look(own=True)
    assert reader.go(record).status == 404

    reviewer = look("ursula", own=True)
    reviewer.go(record)
    press(reviewer, "Begin the review")
    press(reviewer, "Publish")
    assert reader.go(record).status == 200
    assert "A register of stolen property was set up." in main(reader).inner_text()
    reader.go("/en/mandates/{other}/")
    assert "Austria" in reader.page.locator(".follow-up").inner_text()


def test_an_editor_loads_a_document(look):
    tab = look("edith", own=True)
    tab.go("/en/documents/")
    main(tab).get_by_role("link", name=re.compile("^Load a document")).click()
    tab.page.get_by_label("File").set_input_files(
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"\x00\x01\x02"}
    )
    press(tab, "Load")
    assert main(tab).get_by_role("alert").is_visible()
    tab.page.get_by_label("File").set_input_files(SAMPLES / "E_RES_2045_77.en.html")
    press(tab, "Load")
    tab.page.wait_for_url(re.compile("/en/documents/E/RES/2045/77/"))
    assert tab.page.locator("article .para").count() > 10
    follow(tab, tab.page.locator(".more a[href*='mandates/']").inner_text())
    assert int(tab.page.locator(".total .number").inner_text()) > 5


def test_an_import_is_looked_at_before_it_is_written(look):
    tab = look("edith", own=True)
    tab.go("/en/meetings/-/import/")
    table = "title.en,kind,session,opens\nImported session,regular_session,{},2019-05-20\n"
    tab.page.get_by_label("File").set_input_files(
        {"name": "meetings.csv", "mimeType": "text/csv", "buffer": table.format("28").encode()}
    )
    press(tab, "Check the file")
    main(tab).get_by_text("Nothing is wrong with the file.").wait_for()
    press(tab, "Write it")
    main(tab).get_by_text("The records are in the collection.").wait_for()
    tab.go("/en/meetings/?q=imported")
    assert tab.page.locator("tbody th").inner_text() == "Imported session"


def test_an_administrator_invites_somebody_who_chooses_a_password(look):
    tab = look("chief", own=True)
    tab.go("/en/account/users/")
    follow(tab, "Invite")
    if "confirm" in tab.page.url:
        tab.page.get_by_label("password").fill(PASSWORD)
        press(tab, "Continue")
    tab.page.get_by_label("Name").fill("bruno")
    tab.page.get_by_label("Role").select_option(label="Auditor")
    press(tab, "Make the invitation")
    link = tab.page.get_by_label("Link").input_value()
    guest = look(own=True)
    guest.page.goto(link)
    for box in guest.page.locator("main input[type=password]").all():
        box.fill("another long phrase")
    press(guest, "Open my account")
    guest.page.wait_for_url(lambda url: "invitation" not in url)
    assert "bruno" in guest.page.locator(".account").inner_text()
    assert "Auditor" in guest.page.locator(".account").inner_text()
