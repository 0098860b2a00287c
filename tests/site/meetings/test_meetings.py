"""Bodies and meetings: the first collections, declared and no more; and the calendar of meetings."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from isonomia.site.meetings.calendar import escaped, folded
from isonomia.site.records import writing
from isonomia.site.records.access import Actor
from isonomia.site.records.registry import collection
from isonomia.site.records.values import Faulty, clean

pytestmark = pytest.mark.django_db


@pytest.fixture
def meet(db):
    meetings = collection("meetings")

    def make(session, opens, state="published", **more):
        data = {
            "title": {"en": f"Commission, session {session}", "zh": f"委员会第{session}届会议"}, "body": "ccpcj",
            "kind": "regular_session", "session": session, "opens": opens, "place": "Vienna", "host": "AT", **more,
        }  # fmt: skip
        return writing.create(meetings, clean(meetings, data, Actor("administrator")), None, state=state)

    return make


def tree(response):
    assert response.status_code == 200
    return html.document_fromstring(response.content.decode())


def test_meetings_by_body_year_and_what_they_adopted(client, meet):
    meet("31", "2022-05-16", closes="2022-05-20", adopted=[{"symbol": "CCPCJ/RES/31/1", "kind": "resolution"}])
    meet("32", "2023-05-22", adopted=[{"symbol": "CCPCJ/DEC/32/1", "kind": "decision"}])
    page = tree(client.get("/en/meetings/?adopted=resolution"))
    assert [row.text_content() for row in page.xpath("//tbody//th")] == ["Commission, session 31"]
    body = json.loads(client.get("/api/v1/meetings?year=2023&body=ccpcj").content)
    assert [item["adopted"][0]["symbol"] for item in body["items"]] == ["CCPCJ/DEC/32/1"]


def test_a_body_has_its_place_and_its_code_as_address(client):
    bodies = collection("bodies")
    whole = writing.create(
        bodies, clean(bodies, {"code": "ecosoc", "title": {"en": "Council"}, "kind": "organ"}, Actor("administrator")),
        None, state="published",
    )  # fmt: skip
    writing.create(
        bodies,
        clean(bodies, {"code": "ccpcj", "title": {"en": "Commission"}, "kind": "commission", "parent": "ecosoc"}, Actor("administrator")),
        None, state="published",
    )  # fmt: skip
    page = tree(client.get("/en/bodies/ccpcj/"))
    assert page.xpath("//dt[.='Part of']/following-sibling::dd[1]/a/@href") == ["/en/bodies/ecosoc/"]
    assert json.loads(client.get("/api/v1/bodies?parent=ecosoc").content)["items"][0]["parent"] == "ecosoc"
    assert whole.code == "ecosoc"


def test_a_body_is_there_once(db):
    bodies = collection("bodies")
    values = {"code": "ccpcj", "title": {"en": "Commission"}, "kind": "commission"}
    writing.create(bodies, clean(bodies, values, Actor("administrator")), None)
    with pytest.raises(Faulty, match="already a record"):
        writing.create(bodies, clean(bodies, values, Actor("administrator")), None)


def test_a_focal_point_of_a_body_writes_its_meetings_only(client_of, users):
    users["body_unodc"].body = "ccpcj"
    users["body_unodc"].save()
    client = client_of("body_unodc")
    form = {"title.en": "x", "kind": "meeting", "session": "1", "opens": "2024-01-01"}
    assert client.post("/en/meetings/-/new/", {**form, "body": "cnd"}).status_code == 422
    assert client.post("/en/meetings/-/new/", form).status_code == 302
    assert client_of("focal_at").get("/en/meetings/-/new/").status_code == 403


# -- the calendar --------------------------------------------------------------------------------------------------


def events(text):
    unfolded = re.sub(r"\r\n ", "", text)
    return [
        dict(line.split(":", 1) for line in part.strip().splitlines())
        for part in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", unfolded, re.DOTALL)
    ]


def test_a_view_is_a_calendar(client, meet):
    meet("31", "2022-05-16", closes="2022-05-20")
    meet("32", "2023-05-22", title={"en": "Session; with, signs\\"})
    meet("33", "2024-05-13", state="draft")
    response = client.get("/en/meetings/-/calendar.ics?body=ccpcj")
    assert response["Content-Type"].startswith("text/calendar")
    first, second = events(response.content.decode())
    assert (first["DTSTART;VALUE=DATE"], first["DTEND;VALUE=DATE"]) == ("20220516", "20220521")
    assert first["LOCATION"] == "Vienna\\, Austria"
    assert second["DTEND;VALUE=DATE"] == "20230523"
    assert second["SUMMARY"] == "Session\\; with\\, signs\\\\"
    assert all(len(line.encode()) <= 75 for line in response.content.decode().split("\r\n"))
    assert "委员会第31届会议" in client.get("/zh/meetings/-/calendar.ics").content.decode().replace("\r\n ", "")
    assert (
        client.get(
            "/en/meetings/-/calendar.ics", headers={"If-None-Match": client.get("/en/meetings/-/calendar.ics")["ETag"]}
        ).status_code
        == 304
    )
    assert client.get("/en/meetings/-/calendar.ics?colour=red").status_code == 400
    assert "/en/meetings/-/calendar.ics?body=ccpcj" in tree(client.get("/en/meetings/?body=ccpcj")).xpath("//a/@href")


@given(st.text(alphabet=st.characters(exclude_characters="\r\n"), max_size=300))
def test_folding_tears_no_letter_and_loses_none(text):
    pieces = list(folded(text))
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == text
    assert all(len(piece.encode("utf-8", "surrogatepass")) <= 75 for piece in pieces)
    assert "\n" not in escaped(text + "\n")


def test_a_meeting_does_not_close_before_it_opens(client_of, meet):
    form = {"title.en": "x", "body": "ccpcj", "kind": "meeting", "session": "1", "opens": "2024-05-20"}
    refused = client_of("editor").post("/en/meetings/-/new/", {**form, "closes": "2024-05-16"})
    assert refused.status_code == 422
    assert "or later" in refused.content.decode()
    assert client_of("editor").post("/en/meetings/-/new/", {**form, "closes": "2024-05-20"}).status_code == 302


def test_what_a_meeting_adopted_is_read_from_its_page(client, meet, settings, tmp_path):
    from pathlib import Path

    from isonomia.site.documents.loading import load_document

    settings.MEDIA_ROOT = tmp_path
    samples = Path(__file__).resolve().parents[3] / "samples" / "documents"
    load_document(samples / "A_RES_98_504.en.txt")
    meeting = meet("98", "2043-09-14", adopted=[{"symbol": "A/RES/98/999"}, {"symbol": "A/RES/98/504"}])
    page = tree(client.get(f"/en/meetings/{meeting.key}/"))
    (part,) = page.xpath("//section[h2='To read here']")
    assert part.xpath(".//a/@href") == ["/en/documents/A/RES/98/504/", "/en/mandates/?document=A/RES/98/504"]
    bare = tree(client.get(f"/en/meetings/{meet('99', '2044-09-14').key}/"))
    assert not bare.xpath("//section[h2='To read here']")
