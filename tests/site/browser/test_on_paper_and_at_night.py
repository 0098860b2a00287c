"""A page that is printed is the text, not the site around it; one that is read at night is dark and can be read."""

from __future__ import annotations

import pytest

pdf = pytest.importorskip("pypdfium2")

PAPER = [
    "documents/A/RES/99/501/",
    "mandates/{mandate}/",
    "mandates/",
    "compare/?old=A/RES/97/503&new=A/RES/99/501",
    "",
]
NIGHT = [
    "", "documents/A/RES/99/501/", "mandates/?act=requests", "mandates/{mandate}/", "search/?q=corruption",
    "compare/?old=A/RES/97/503&new=A/RES/99/501&lang=fr", "trace/?resolution=A/RES/97/503&report=A/98/141",
    "follow-up/coverage/", "account/sign-in/",
]  # fmt: skip
ON_SCREEN_ONLY = ".skip, .menu, .seek, .tools, .facets, .find, .sort, .pages, main form, main .button"


@pytest.mark.parametrize("path", PAPER)
def test_paper_shows_the_text_alone(look, path):
    tab = look(dark=True, own=True)
    tab.go("/en/" + path)
    heading = tab.page.locator("h1").inner_text()
    tab.page.emulate_media(media="print")
    assert [it for it in tab.page.locator(ON_SCREEN_ONLY).all() if it.is_visible()] == []
    assert tab.page.locator("h1").is_visible()
    assert luminance(tab, "body") > 0.9
    tab.page.emulate_media(media="screen")  # what prints chooses paper by itself
    printed = pdf.PdfDocument(tab.page.pdf(format="A4"))
    words = " ".join(printed[0].get_textpage().get_text_bounded().split())
    assert " ".join(heading.split()) in words


@pytest.mark.parametrize("path", NIGHT)
def test_the_dark_page_can_be_read(look, path):
    tab = look(dark=True)
    tab.go("/ar/" + path)
    assert luminance(tab, "body") < 0.1
    assert tab.faults("color-contrast", "link-in-text-block") == []
    day = look()
    day.go("/ar/" + path)
    assert luminance(day, "body") > 0.8


def luminance(tab, selector):
    """How bright the ground of an element is, 0 to 1; white where it has none of its own."""
    return tab.page.evaluate(
        """selector => { const [r, g, b, a = 1] = getComputedStyle(document.querySelector(selector)).backgroundColor
        .match(/[\\d.]+/g).map(Number); return a ? (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255 : 1; }""",
        selector,
    )
