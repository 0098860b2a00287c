"""Every kind of page, in the scripts in which a page can go wrong in different ways."""

from __future__ import annotations

import pytest

PHONE = {"width": 390, "height": 844}
MOST_OF_A_PAGE, MOST_OF_A_SCRIPT = 300_000, 150_000
PUBLIC = {
    "home": "", "documents": "documents/", "document": "documents/A/RES/99/501/",
    "mandates": "mandates/", "mandates-chosen": "mandates/?addressee=unodc&act=requests", "mandate": "mandates/{mandate}/",
    "values": "mandates/-/values/addressee/", "history": "mandates/{mandate}/-/history/",
    "compare-choose": "compare/", "compare": "compare/?old=A/RES/97/503&new=A/RES/99/501&lang=fr",
    "trace-choose": "trace/", "trace": "trace/?resolution=A/RES/97/503&report=A/98/141",
    "follow-up": "follow-up/", "answer": "follow-up/{answer}/", "coverage": "follow-up/coverage/",
    "unanswered": "follow-up/unanswered/", "meetings": "meetings/", "meeting": "meetings/{meeting}/", "bodies": "bodies/",
    "datasets": "datasets/", "dataset": "datasets/{dataset}/", "observations": "datasets/{dataset}/-/observations/",
    "observations-chosen": "datasets/{dataset}/-/observations/?country=Kenya&year_from=2019",
    "findings-none": "datasets/{dataset}/-/findings/", "indicators": "indicators/", "indicator": "indicators/16.3.2/",
    "indicator-by-country": "indicators/16.3.2/?area=country", "indicator-not": "indicators/16.4.1/",
    "iccs": "iccs/", "iccs-code": "iccs/0101/", "iccs-found": "iccs/?q=robo",
    "search": "search/", "found": "search/?q=corruption", "sign-in": "account/sign-in/",
    "nothing-here": "nowhere/", "wrong-request": "mandates/?nonsense=1",
}  # fmt: skip
SIGNED_IN = {
    "account": "edith account/", "upload": "edith documents/-/upload/", "form": "edith meetings/-/new/",
    "edit": "edith meetings/{meeting}/-/edit/", "import": "edith meetings/-/import/",
    "correct": "edith mandates/{mandate}/-/correct/", "missed-mandate": "edith documents/A/RES/99/501/-/clause/",
    "second-factor": "edith account/second-factor/", "tokens": "edith account/tokens/",
    "sessions": "edith account/sessions/", "password": "edith account/password/", "asked-of-us": "fatima follow-up/mine/",
    "record": "fatima follow-up/record/{other}/", "people": "chief account/users/", "invite": "chief account/users/invite/",
    "person": "chief account/users/1/", "upload-dataset": "edith datasets/-/new/", "upload-own": "fatima datasets/-/new/",
    "draft": "fatima datasets/{draft}/", "findings": "fatima datasets/{draft}/-/findings/",
    "replace-file": "fatima datasets/{draft}/-/file/", "check-a-file": "selma check/",
}  # fmt: skip
PAGES = {name: (path, "") for name, path in PUBLIC.items()} | {
    name: (path.partition(" ")[2], path.partition(" ")[0]) for name, path in SIGNED_IN.items()
}
STATUS = {"nothing-here": 404, "wrong-request": 400}


def opened(look, name, language, **how):
    """A page, and its answer."""
    path, who = PAGES[name]
    tab = look(who, **how)
    answer = tab.go(f"/{language}/{path}")
    assert answer.status == STATUS.get(name, 200)
    return tab, answer


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound(look, name, language):
    tab, answer = opened(look, name, language)
    root = tab.page.locator("html")
    assert root.get_attribute("lang").startswith(language)
    assert root.get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert tab.page.title().strip(" –").endswith("Isonomia")
    assert tab.page.locator("h1").count() == 1
    assert tab.faults(colours=language == "en") == []  # colours know no language
    assert tab.elsewhere() == []
    assert [words for words in tab.said if not (name in STATUS and "Failed to load resource" in words)] == []
    assert answer.request.sizes()["responseBodySize"] < MOST_OF_A_PAGE
    scripts = [it.response().body() for it in tab.requests if it.resource_type == "script"]
    assert all(len(script) < MOST_OF_A_SCRIPT for script in scripts)
    tab.page.set_viewport_size(PHONE)
    assert tab.overflow() == ""


@pytest.mark.parametrize("name", PAGES)
def test_a_telephone_shows_a_page_whole_in_the_languages_with_long_words(look, name):
    tab, _answer = opened(look, name, "ru", phone=True)
    assert tab.overflow() == ""
    for language in ("fr", "es"):
        tab.go(f"/{language}/{PAGES[name][0]}")
        assert tab.overflow() == "", language


@pytest.mark.parametrize("width", [1100, 900, 700, 320])
def test_tables_fit_a_window_of_any_width(look, width):
    tab = look()
    tab.page.set_viewport_size({"width": width, "height": 800})
    for path in (
        "documents/",
        "mandates/",
        "follow-up/coverage/",
        "compare/?old=A/RES/97/503&new=A/RES/99/501&lang=fr",
    ):
        tab.go("/ru/" + path)
        assert tab.overflow() == "", path


def test_the_longest_document_is_not_heavy(look):
    tab = look()
    answer = tab.go("/en/documents/A/98/141/")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.request.sizes()["responseBodySize"] < MOST_OF_A_PAGE
