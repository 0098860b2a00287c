"""The survey's questionnaire: taken from the site, filled in, uploaded, and read as any table."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree, html

from isonomia.statistics.questionnaire import modules

pytestmark = pytest.mark.django_db
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_every_module_is_offered_where_files_are_uploaded(client_of):
    for language in ("en", "ar"):
        tree = html.document_fromstring(client_of("focal_at").get(f"/{language}/datasets/-/new/").content.decode())
        links = [link for link in tree.xpath("//main//a/@href") if "/questionnaire/" in link]
        assert len(links) == len(modules())
        for link in links:
            content = client_of("focal_at").get(link).content
            assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_a_focal_point_finds_its_country_filled_in_and_its_language(client_of):
    ours = client_of("focal_at").get("/fr/datasets/-/questionnaire/prisons.xlsx?first=2020&last=2022")
    assert ours["Content-Disposition"] == 'attachment; filename="prisons-2022.xlsx"'
    with zipfile.ZipFile(io.BytesIO(ours.content)) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "Autriche" in texts or "AUT" in texts
    public = client_of(None).get("/en/datasets/-/questionnaire/prisons.xlsx")
    assert public.status_code == 200


@pytest.mark.parametrize("query", ["first=2010&last=2022", "first=2022&last=2020", "last=20x0", "last=3000", "x=1"])
def test_years_that_do_not_fit_are_refused_by_name(client_of, query):
    assert client_of(None).get(f"/en/datasets/-/questionnaire/prisons.xlsx?{query}").status_code == 400


def test_a_module_that_is_none_is_not_found(client_of):
    assert client_of(None).get("/en/datasets/-/questionnaire/weather.xlsx").status_code == 404


def test_what_is_filled_in_is_read_with_blanks_left_out(client_of, dataset):
    blank = client_of("focal_at").get("/en/datasets/-/questionnaire/prisons.xlsx?last=2021").content
    record = dataset("focal_at", _filled(blank, 4200), name="filled.xlsx", series="Questionnaire, prisons")
    assert (record.country, record.first_year, record.last_year) == ("AT", 2021, 2021)
    assert record.observations == 1
    content = client_of("focal_at").get(f"/en/datasets/{record.key}/-/observations.json").json()
    assert [row["value"] for row in content] == [4200]


def _filled(content: bytes, value: int) -> bytes:
    """The workbook with a number in the first cell that may be written to on its sheet of questions."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for name in book.namelist():
            data = book.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = _with(data, value)
            again.writestr(name, data)
    return out.getvalue()


def _with(sheet: bytes, value: int) -> bytes:
    tree = etree.fromstring(sheet)
    rules = tree.findall(f".//{NS}dataValidation")
    numbers = [rule for rule in rules if rule.get("type") in ("decimal", "whole", "custom")]
    if not numbers:
        return sheet
    first = numbers[0].get("sqref").split()[0].split(":")[0]
    for cell in tree.iter(f"{NS}c"):
        if cell.get("r") == first:
            for child in list(cell):
                cell.remove(child)
            cell.attrib.pop("t", None)
            etree.SubElement(cell, f"{NS}v").text = str(value)
    return etree.tostring(tree)
