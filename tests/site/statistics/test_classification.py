"""The pages of the classification of crime."""

from __future__ import annotations

import pytest
from lxml import html

from isonomia.site.statistics.classification import names, pieces, search
from isonomia.statistics.classification.iccs import iccs

pytestmark = pytest.mark.django_db


def codes_in(response) -> list[str]:
    tree = html.document_fromstring(response.content.decode())
    return [
        link.rstrip("/").rsplit("/", 1)[1]
        for link in tree.xpath("//main//a/@href")
        if "/iccs/" in link and not link.endswith("/iccs/")
    ]


def test_the_first_page_has_the_sections_and_their_divisions(client):
    found = codes_in(client.get("/en/iccs/"))
    assert [code for code in found if len(code) == 2] == [f"{n:02}" for n in range(1, 12)]
    assert len(found) == 11 + 63


def test_every_code_is_reached_from_the_first_page_and_has_a_page(client):
    met, todo = set(), codes_in(client.get("/en/iccs/"))
    while todo:
        code = todo.pop()
        if code not in met:
            met.add(code)
            response = client.get(f"/en/iccs/{code}/")
            assert response.status_code == 200, code
            assert iccs()[code].labels["en"] in html.document_fromstring(response.content.decode()).text_content()
            todo += codes_in(response)
    assert met == set(iccs())


def test_a_page_shows_a_code_in_the_language_in_which_there_is_one(client):
    for language, heading, lang in (
        ("en", "Intentional homicide", "en"), ("es", "Homicidio intencional", "es"), ("ar", "Intentional homicide", "en"),
    ):  # fmt: skip
        tree = html.document_fromstring(client.get(f"/{language}/iccs/0101/").content.decode())
        assert [(title.text, title.get("lang")) for title in tree.xpath("//h1")] == [(heading, lang)]


def test_what_belongs_to_a_code_and_what_does_not(client):
    tree = html.document_fromstring(client.get("/en/iccs/0101/").content.decode())
    assert "feminicidio" in tree.xpath("//h2[text()='Inclusions']/..//li/text()")
    assert {"0102", "0103", "0105"} <= set(tree.xpath("//h2[text()='Exclusions']/..//a/text()"))
    assert [link.text for link in tree.xpath("//nav[@class='crumbs']//span[@class='code']")] == ["01", "0101"]


def test_the_disaggregating_variables(client):
    text = html.document_fromstring(client.get("/en/iccs/").content.decode()).text_content()
    assert "Attempted/completed" in text
    assert "Attempted; Completed; Not applicable; Not known" in text


@pytest.mark.parametrize("code", ["1", "999", "abc", "101"])
def test_a_code_that_is_none_is_not_found(client, code):
    assert client.get(f"/en/iccs/{code}/").status_code == 404


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Burglary", "0501"), ("robo con fuerza", "0501"), ("vol avec effraction", "0501"), ("homicidio intencional", "0101"),
        ("HOMICIDIO culposo", "01032"), ("0302", "0302"), ("302", "0302"), ("traffick person", "0204"),
    ],
)  # fmt: skip
def test_a_code_is_found_by_words_and_by_itself(words, code):
    assert code in [hit.category.code for hit in search(words)]


def test_labels_come_before_other_names():
    first = search("burglary")[0]
    assert (first.category.code, first.name) == ("0501", "")
    by_name = search("dowry death")[0]
    assert (by_name.category.code, by_name.name, by_name.language) == ("0101", "dowry death", "en")


@pytest.mark.parametrize("words", ["", "  ", "of the", "qwertyuiop", "؟", "%", "a" * 500])
def test_words_that_say_nothing_find_nothing(client, words):
    assert search(words) == []
    assert client.get("/en/iccs/", {"q": words}).status_code == 200


def test_names_are_of_codes_that_there_are():
    assert names().keys() <= iccs().keys()
    assert {language for rows in names().values() for _name, language in rows} == {"en", "es", "fr"}


def test_codes_in_a_text_are_links_and_the_text_stays_whole():
    text = "asesinato (0101); en 2019, 1042 no es un código; 01031"
    found = pieces(text)
    assert "".join(piece.text for piece in found) == text
    assert [piece.code for piece in found if piece.code] == [
        code for code in ("0101", "1042", "01031") if code in iccs()
    ]


def test_an_unknown_parameter_is_refused(client):
    assert client.get("/en/iccs/?x=1").status_code == 400
