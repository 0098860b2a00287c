"""Tables that are made to harm, and disks that are full: refused in words, and nothing is kept."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from isonomia_tables import CLEAN, HEAD, prisons, table
from lxml import html

from isonomia.errors import IsonomiaError
from isonomia.site import apart
from isonomia.site.statistics import keeping
from isonomia.site.statistics.models import Dataset, Reading
from isonomia.site.statistics.reading_apart import read_apart

pytestmark = pytest.mark.django_db

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{to}"/></Relationships>'
)
BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def workbook(*parts: tuple[bytes, int]) -> bytes:
    """A workbook with the published header, and rows made of parts, each so many times: it is never whole in memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS.format(kind="officeDocument", to="xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format(kind="worksheet", to="worksheets/sheet1.xml"))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(
                b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            )
            sheet.write(b"<sheetData>" + line(*HEAD.split(",")))
            for part, times in parts:
                for _ in range(times):
                    sheet.write(part)
            sheet.write(b"</sheetData></worksheet>")
    return out.getvalue()


def line(*texts: str) -> bytes:
    return b"<row>" + b"".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>'.encode() for text in texts) + b"</row>"


def kept(settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def code(response) -> str:
    return "".join(
        html.document_fromstring(response.content.decode()).xpath("//*[@role='alert']//span[@class='code']/text()")
    )


BEFORE, AFTER = line("?").split(b"?")


@pytest.mark.parametrize(
    "parts",
    [
        ((BEFORE, 1), (b"x" * 1_000_000, 600), (AFTER, 1)),
        ((line("AUT", "Austria") * 1000, 3000),),
    ],
    ids=["one cell of 600 MB", "three million rows"],
)
def test_a_workbook_that_unpacks_without_end_is_named(upload, settings, monkeypatch, parts, caplog):
    data = workbook(*parts)
    monkeypatch.setattr(apart, "MOST_SECONDS", 30)
    assert len(data) < 20_000_000
    response = upload("focal_at", data, "small.xlsx")
    assert response.status_code == 400
    assert code(response) in ("file-too-large", "damaged-file", "unreadable-cell", "not-statistics")
    assert (Dataset.objects.count(), kept(settings)) == (0, [])


def test_a_reader_that_takes_too_long_is_stopped(upload, settings, monkeypatch, caplog):
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.05)
    assert code(upload("focal_at", CLEAN)) == "file-too-large"
    assert (Reading.objects.count(), kept(settings)) == (0, [])


def test_a_full_disk_keeps_neither_part_of_a_file(upload, settings, monkeypatch):
    written = keeping.write_whole

    def full(place: Path, content: bytes) -> None:
        if place.suffix == keeping.OBSERVATIONS:
            raise OSError(28, "No space left on device")
        written(place, content)

    monkeypatch.setattr(keeping, "write_whole", full)
    assert code(upload("focal_at", CLEAN)) == "file-not-kept"
    assert (Dataset.objects.count(), Reading.objects.count(), kept(settings)) == (0, 0, [])


def test_what_no_database_holds_is_marked_and_shown_so(client_of, dataset):
    rows = [line.replace("CTS", "C\x07T\ufffeS") for line in prisons("AUT")]
    record = dataset("focal_at", table(*rows))
    for page in ("", "-/findings/", "-/observations/"):
        content = client_of("focal_at").get(f"/en/datasets/{record.key}/{page}").content.decode()
        assert "\x07" not in content
        assert "\ufffe" not in content


def test_a_table_of_very_many_faults_keeps_some_and_counts_all(client_of, dataset, monkeypatch):
    lines = [line for year in range(1000, 1900) for line in prisons("AUT", range(year, year + 1))]
    record = dataset("focal_at", table(*lines * 2))
    reading = Reading.objects.get()
    assert sum(reading.found.values()) == reading.errors + reading.warnings
    assert reading.findings.count() == min(sum(reading.found.values()), 5000)
    assert client_of("focal_at").get(f"/en/datasets/{record.key}/-/findings/").status_code == 200


def test_the_process_that_reads_is_told_no_secret_and_knows_no_file_but_its_own():
    read = read_apart(
        b'Iso3_code,Country,Indicator,Year,VALUE\nAUT,Austria,"=HYPERLINK(""file:///etc/passwd"")",2020,1\n',
        name="a.csv",
    )
    assert read.count == 1
    assert b"root:" not in read.observations


@pytest.mark.parametrize("path", ["../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "datapackage.json"])
def test_a_data_package_reads_nothing_beside_itself(path):
    package = {"name": "p", "resources": [{"name": "d", "path": path, "format": "csv"}]}
    with pytest.raises(IsonomiaError) as refused:
        read_apart(json.dumps(package).encode(), name="datapackage.json")
    assert "root:" not in str(refused.value)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("datapackage.json", json.dumps(package))
    with pytest.raises(IsonomiaError) as refused:
        read_apart(out.getvalue(), name="p.zip")
    assert "root:" not in str(refused.value)


def test_sdmx_with_an_entity_that_reaches_outside_reads_nothing():
    data = (
        '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        '<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message"><m:DataSet>'
        '<Obs REF_AREA="AUT" INDICATOR="X" TIME_PERIOD="2020" OBS_VALUE="1">&e;</Obs></m:DataSet></m:StructureSpecificData>'
    )
    data = keeping.unpacked(read_apart(data.encode(), name="a.xml").observations)
    assert len(data) == 1
    assert not any("root:" in label for column in data.columns.values() for label in column.labels)
