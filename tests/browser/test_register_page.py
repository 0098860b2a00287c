"""The register in a real browser: filters, counts, sorting, links to views; phone width without sideways scrolling."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import html

import isonomia
from isonomia.pages import document_page, register_page

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples" / "documents"
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium is installed")

NAMES = ("A_RES_99_501.en.txt", "A_RES_98_502.ar.txt", "A_RES_76_187.zh.txt")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return [m.to_dict() for name in NAMES for m in isonomia.extract_mandates(isonomia.read(SAMPLES / name))]


def loaded(folder: Path, page: str, view: str = "", *, act: str = "", width: int = 1280) -> html.HtmlElement:
    """The page as it stands in the browser after it was opened at a view and a script of the test acted on it.

    The policy of the page lets no foreign script run, so that the test takes it out when it wants to act.
    """
    if act:
        page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
        page = page.replace("</body>", f"<script>{act}</script></body>")
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    command = [
        str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
        f"--window-size={width},900", "--virtual-time-budget=3000", "--dump-dom", path.as_uri() + view,
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, check=False, env={**os.environ, "HOME": str(folder)}, timeout=120
    )
    if not done.stdout.strip():
        pytest.skip(f"the browser does not run here: {done.stderr.decode(errors='replace')[-200:]}")
    return html.document_fromstring(done.stdout.decode("utf-8"))


def visible(tree: html.HtmlElement) -> list[str]:
    return tree.xpath("//tbody/tr[not(@hidden)]/td[1]/a/@title")


def counted(tree: html.HtmlElement, facet: str) -> dict[str, int]:
    options = tree.xpath(f"//select[@name='{facet}']//option[@value!='']")
    return {option.get("value"): int(re.search(r"\((\d+)\)$", option.text)[1]) for option in options}


def test_opened_it_shows_all_and_offers_the_filters(tmp_path, rows):
    tree = loaded(tmp_path, register_page(rows))
    assert visible(tree) == [row["id"] for row in rows]
    assert not tree.xpath("//details[@id='panel']/@hidden")
    assert tree.xpath("//output")[0].text == f"{len(rows)} of {len(rows)} clauses"


def test_a_view_is_a_link_and_its_counts_follow(tmp_path, rows):
    tree = loaded(tmp_path, register_page(rows), "#addressee=unodc&act=force-3")
    asked = [row for row in rows if "unodc" in row["addressees"]]
    expected = [row["id"] for row in asked if row["force"] == 3]
    assert visible(tree) == expected
    assert 0 < len(expected) < len(asked)
    assert tree.xpath("//output")[0].text == f"{len(expected)} of {len(rows)} clauses"
    # the counts of a facet are those that choosing another value of it would give
    acts = counted(tree, "act")
    assert acts["force-3"] == len(expected)
    assert acts["encourages"] == sum(row["act"] == "encourages" for row in asked)
    languages = counted(tree, "language")
    for language, count in languages.items():
        assert count == sum(row["language"] == language and row["id"] in expected for row in rows)
    bar = tree.xpath("//ul[@class='bars']//a[@data-facet='addressee'][@data-value='unodc']")[0]
    assert bar.get("aria-current") == "true"
    assert len(tree.xpath("//span[@id='chips']/button")) == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("FORENSIC", lambda row: "forensic" in row["text"].lower()),
        ("ضحايا", lambda row: "ضحايا" in row["text"]),
        ("OP77", lambda row: row["paragraph"] == "op77"),
    ],
)
def test_words_are_sought_without_case_and_in_every_column(tmp_path, rows, words, found):
    tree = loaded(tmp_path, register_page(rows), "#q=" + words)
    shown = visible(tree)
    assert shown
    assert set(shown) >= {row["id"] for row in rows if found(row)}
    assert len(shown) < len(rows)


def test_marks_and_arabic_digits_are_folded(tmp_path, rows):
    odd = [{**rows[0], "id": "x", "action": "Établir ١٢ écoles"}, rows[1]]
    assert visible(loaded(tmp_path, register_page(odd), "#q=etablir%2012%20ECOLES")) == ["x"]


def test_nothing_found_is_said(tmp_path, rows):
    tree = loaded(tmp_path, register_page(rows), "#q=xyzzy")
    assert visible(tree) == []
    assert tree.xpath("//table/@hidden")
    assert not tree.xpath("//div[@id='nothing']/@hidden")


def test_a_view_that_the_register_does_not_have_is_left_out(tmp_path, rows):
    tree = loaded(tmp_path, register_page(rows), "#addressee=nobody&language=zh")
    assert visible(tree) == [row["id"] for row in rows if row["language"] == "zh"]


def test_choosing_clicking_and_taking_back(tmp_path, rows):
    act = """
      var form = document.forms[0], seen = {};
      function note(name) { seen[name] = [document.querySelector("output").textContent, location.hash]; }
      form.elements.language.value = "ar";
      form.elements.language.dispatchEvent(new Event("input", {bubbles: true}));
      note("chosen");
      document.querySelector(".bars a[data-value=requests]").click();
      note("clicked");
      document.querySelector("#chips button").click();
      note("back");
      document.querySelector("#open").click();
      seen.open = document.querySelectorAll("tbody details[open]").length;
      document.body.dataset.seen = JSON.stringify(seen);
    """
    tree = loaded(tmp_path, register_page(rows), act=act)
    seen = json.loads(tree.xpath("//body/@data-seen")[0])
    arabic = [row for row in rows if row["language"] == "ar"]
    both = [row for row in arabic if row["act"] == "requests"]
    assert seen["chosen"] == [f"{len(arabic)} of {len(rows)} clauses", "#language=ar"]
    assert seen["clicked"] == [f"{len(both)} of {len(rows)} clauses", "#language=ar&act=requests"]
    assert seen["back"] == seen["chosen"]
    assert seen["open"] == len(rows)


def test_sorting_by_force_and_by_time(tmp_path, rows):
    by_force = loaded(tmp_path, register_page(rows), "#sort=force-")
    forces = {row["id"]: row["force"] for row in rows}
    shown = [forces[id] for id in visible(by_force)]
    assert shown == sorted(shown, reverse=True)
    assert by_force.xpath("//th[@data-key='force']/@aria-sort") == ["descending"]
    by_time = loaded(tmp_path, register_page(rows), "#sort=due")
    years = [value.split()[0] for value in by_time.xpath("//tbody/tr/@data-due")]
    named = [year for year in years if year.isdigit()]
    assert named == sorted(named)
    assert years[-1] == "none"


def test_the_script_of_the_page_is_the_one_that_its_policy_lets_run(tmp_path, rows):
    page = register_page([{**rows[0], "text": "</p><script>document.body.id = 'owned'</script>"}])
    hurt = page.replace("</body>", "<script>document.body.id = 'owned'</script></body>")
    tree = loaded(tmp_path, hurt)
    assert tree.xpath("//th/button")
    assert tree.xpath("//body/@id") == []


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_sticks_out_sideways(tmp_path, rows, width):
    """The page stands in a frame of the width of a phone, for a window of the browser is never that narrow."""
    measure = """
      addEventListener("load", function () {
        var cell = getComputedStyle(document.querySelector("td, article p"));
        parent.postMessage([document.documentElement.scrollWidth, innerWidth, cell.display], "*");
      });
    """
    pages = [register_page(rows), *(document_page(isonomia.read(SAMPLES / name)) for name in NAMES)]
    for at, page in enumerate(pages):
        page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
        (tmp_path / f"inner{at}.html").write_text(
            page.replace("</body>", f"<script>{measure}</script></body>"), "utf-8"
        )
    frames = "".join(f'<iframe src="inner{at}.html" width="{width}" height="800"></iframe>' for at in range(len(pages)))
    outer = (
        "<!DOCTYPE html><html><body><script>addEventListener('message', function (event) {"
        " var p = document.createElement('p'); p.textContent = JSON.stringify(event.data); document.body.append(p); });"
        f"</script>{frames}</body></html>"
    )
    tree = loaded(tmp_path, outer)
    measured = [json.loads(p.text) for p in tree.xpath("//p")]
    assert len(measured) == len(pages)
    for wide, window, _ in measured:
        assert window == width
        assert wide <= window
    assert ("table-cell" in {display for *_, display in measured}) == (width > 700)
