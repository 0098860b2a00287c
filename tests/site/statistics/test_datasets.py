"""A dataset from its file to the public: uploaded, read, checked, held back, published, superseded."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from isonomia_tables import CLEAN, FAULTY, TWO_COUNTRIES, prisons, row, table
from lxml import html

from isonomia.site.records.models import Change
from isonomia.site.statistics import keeping, receiving
from isonomia.site.statistics.models import Dataset, Finding, Reading
from isonomia.site.statistics.reading_apart import read_apart

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_once")]
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "statistics"
PRISONS = SHARED / "unodc_cts_prisons_and_prisoners_2023.xlsx"


def text_of(response) -> str:
    return " ".join(" ".join(html.document_fromstring(response.content.decode()).find("body").itertext()).split())


def kept_files(settings) -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


# -- uploading -----------------------------------------------------------------------------------------------------


def test_a_focal_point_uploads_a_table_and_sees_what_was_read(client_of, dataset):
    record = dataset("focal_at", FAULTY)
    assert (record.state, record.country, record.series) == ("draft", "AT", "Crime trends, prisons")
    assert (record.kind, record.observations, record.first_year, record.last_year) == ("un-cts", 11, 2018, 2020)
    assert record.errors == 2
    shown = text_of(client_of("focal_at").get(f"/en/datasets/{record.key}/"))
    assert "11 observations" in shown
    assert "The same observation twice" in shown
    assert "A year that cannot be right" in shown
    assert "1013 is no year of this collection" in shown


def test_a_title_is_the_name_of_the_collection_where_none_is_given(dataset):
    assert dataset("focal_at", CLEAN).title == {"en": "Crime trends, prisons", "original": "en"}
    assert dataset("focal_at", CLEAN, title="Prisons 2020").title["en"] == "Prisons 2020"


def test_the_date_is_that_of_the_file(client_of, upload):
    book = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet("data")
        sheet.write_row(0, 0, ["UNODC"])
        sheet.write_row(1, 0, ["16/05/2024"])
        for at, line in enumerate(CLEAN.decode().splitlines()):
            sheet.write_row(2 + at, 0, line.split(","))
    assert upload("focal_at", book.getvalue(), "prisons.xlsx").status_code == 302
    assert Dataset.objects.get().vintage.isoformat() == "2024-05-16"


def test_one_who_speaks_for_a_country_uploads_its_own_numbers_only(upload, client_of):
    response = upload("focal_at", TWO_COUNTRIES)
    assert response.status_code == 422
    assert "The file has observations of other countries: France" in text_of(response)
    assert not Dataset.objects.exists()


def test_an_editor_uploads_for_a_country_or_for_many(upload):
    assert upload("editor", TWO_COUNTRIES).status_code == 302
    assert upload("editor", TWO_COUNTRIES, country="AT").status_code == 422
    assert upload("editor", CLEAN, country="AT").status_code == 302
    assert sorted(Dataset.objects.values_list("country", flat=True)) == ["", "AT"]


def test_a_form_that_must_be_mended_needs_no_second_upload(upload, client_of):
    response = upload("editor", CLEAN, source="")
    assert response.status_code == 422
    tree = html.document_fromstring(response.content.decode())
    (fingerprint,) = tree.xpath("//input[@name='fingerprint']/@value")
    assert "is read, with 9 observations" in text_of(response)
    assert upload("editor", b"", fingerprint=fingerprint).status_code == 302
    assert Dataset.objects.get().observations == 9


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b" \n", "a.csv", "empty-file"),
        (b"PK\x03\x04 no workbook", "a.xlsx", "damaged-file"),
        (b"a,b\n1,2\n", "a.csv", "not-statistics"),
        (b"\x00\x01\x02\x03" * 9, "a.bin", "unknown-format"),
        (table(), "a.csv", "empty-file"),
    ],
)
def test_what_is_no_table_is_refused_by_name_and_nothing_is_kept(upload, settings, content, name, code):
    response = upload("focal_at", content, name)
    assert response.status_code == 400
    tree = html.document_fromstring(response.content.decode())
    assert tree.xpath("//*[@role='alert']//span[@class='code']/text()") == [code]
    assert tree.xpath("//*[@class='error']/text()")
    assert tree.xpath("//input[@name='source']/@value") == ["National statistical office"]
    assert (Dataset.objects.count(), Reading.objects.count(), kept_files(settings)) == (0, 0, [])


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\x00b.csv", "n" * 300 + ".csv", "\u202efdp.csv", "..\\..\\b.csv"]
)
def test_the_name_of_a_file_leads_nowhere(upload, settings, name):
    assert upload("focal_at", CLEAN, name).status_code in (302, 400)
    root = Path(settings.MEDIA_ROOT).resolve()
    assert all(root in path.resolve().parents for path in kept_files(settings))


@pytest.mark.parametrize("name", ["..", "/", "", "a/..", "..\\..", "\x00"])
def test_whatever_a_file_is_called_it_is_read_below_a_folder_of_its_own(name):
    read = read_apart(CLEAN, name=name)
    assert (read.count, "/" in read.name, read.name.strip(".") != "") == (9, False, True)


def test_one_of_several_sheets_is_named(upload):
    import xlsxwriter

    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as made:
        for name, rows in (("old", CLEAN), ("new", table(*prisons("AUT", held=1200)))):
            sheet = made.add_worksheet(name)
            for at, line in enumerate(rows.decode().splitlines()):
                sheet.write_row(at, 0, line.split(","))
    refused = upload("focal_at", book.getvalue(), "two.xlsx")
    assert refused.status_code == 400
    assert "old, new" in text_of(refused)
    assert upload("focal_at", book.getvalue(), "two.xlsx", sheet="new").status_code == 302
    assert keeping.observations(Dataset.objects.get().fingerprint).value.max() == 1200


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("reader", 403), ("body_unodc", 403), ("auditor", 403)])
def test_others_upload_nothing(upload, client_of, who, status):
    response = upload(who, CLEAN)
    assert response.status_code == status
    assert status == 403 or "/account/sign-in/" in response["Location"]
    assert client_of(who).get("/en/datasets/-/import/").status_code == status
    assert not Dataset.objects.exists()


def test_no_dataset_is_written_without_its_file(client_of):
    given = {"title": {"en": "T"}, "series": "S", "source": "N", "vintage": "2024-01-01", "fingerprint": "0" * 64}
    response = client_of("editor").post("/api/v1/datasets", {"values": given}, content_type="application/json")
    assert response.status_code == 422
    assert "fingerprint" in response.content.decode()
    assert not Dataset.objects.exists()


def test_the_file_of_a_draft_is_replaced_and_read_anew(client_of, dataset):
    from django.core.files.uploadedfile import SimpleUploadedFile

    record = dataset("focal_at", FAULTY)
    address = f"/en/datasets/{record.key}/-/file/"
    assert client_of("focal_at").get(address).status_code == 200
    assert client_of("focal_fr").get(address).status_code == 404
    wrong = client_of("focal_at").post(address, {"file": SimpleUploadedFile("b.csv", TWO_COUNTRIES)})
    assert wrong.status_code == 422
    done = client_of("focal_at").post(address, {"file": SimpleUploadedFile("b.csv", CLEAN)})
    assert done.status_code == 302
    record.refresh_from_db()
    assert (record.errors, record.observations) == (0, 9)


def test_what_nobody_uses_is_dropped_after_a_week(upload, settings):
    from datetime import timedelta

    upload("editor", TWO_COUNTRIES, source="")
    assert (Reading.objects.count(), len(kept_files(settings))) == (1, 2)
    Reading.objects.update(at=Reading.objects.get().at - timedelta(days=8))
    upload("editor", CLEAN)
    assert [row.sha256 for row in Reading.objects.all()] == [keeping.fingerprint(CLEAN)]
    assert len(kept_files(settings)) == 2
    assert receiving.forget_unused() == 0


# -- who sees it, and when it is published -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees"),
    [(None, False), ("reader", False), ("focal_fr", False), ("body_unodc", False), ("editor", False),
     ("focal_at", True), ("auditor", True), ("administrator", True)],
)  # fmt: skip
def test_a_draft_is_seen_by_its_country_and_not_by_others(client_of, dataset, who, sees):
    record = dataset("focal_at", CLEAN)
    for page in ("", "-/observations/", "-/observations.json", "-/findings/", "-/original/"):
        assert client_of(who).get(f"/en/datasets/{record.key}/{page}").status_code == (200 if sees else 404), page


def test_an_editor_sees_what_is_submitted(client_of, dataset, step):
    record = dataset("focal_at", CLEAN)
    step("focal_at", record, "submit")
    assert client_of("editor").get(f"/en/datasets/{record.key}/-/observations/").status_code == 200


def test_what_is_without_errors_is_published(client_of, dataset, publish):
    record = publish(dataset("focal_at", CLEAN))
    assert (record.state, record.current, record.accepted) == ("published", True, "")
    assert client_of(None).get(f"/en/datasets/{record.key}/-/observations/").status_code == 200


def test_errors_hold_publication_back_until_an_editor_says_why(client_of, dataset, step):
    record = dataset("focal_at", FAULTY)
    step("focal_at", record, "submit")
    step("editor", record, "take")
    refused = step("editor", record, "publish")
    assert refused.status_code == 422
    assert "The checks found 2 errors" in text_of(refused)
    record.refresh_from_db()
    assert record.state == "in_review"
    assert client_of(None).get(f"/en/datasets/{record.key}/").status_code == 404
    assert step("editor", record, "publish", "The office confirmed both figures.").status_code == 302
    record.refresh_from_db()
    assert (record.state, record.accepted) == ("published", "The office confirmed both figures.")
    assert "The office confirmed both figures." in text_of(client_of(None).get(f"/en/datasets/{record.key}/"))


def test_errors_hold_publication_back_in_the_api_too(client_of, dataset, step):
    record = dataset("focal_at", FAULTY)
    step("focal_at", record, "submit")
    step("editor", record, "take")
    record.refresh_from_db()
    how = {"content_type": "application/json"}
    address = f"/api/v1/datasets/{record.key}/-/steps"
    refused = client_of("editor").post(address, {"step": "publish", "version": record.version}, **how)
    assert refused.status_code == 422
    record.refresh_from_db()
    assert record.state == "in_review"


def test_a_file_with_errors_goes_back_to_its_author(client_of, dataset, step):
    record = dataset("focal_at", FAULTY)
    step("focal_at", record, "submit")
    step("editor", record, "take")
    step("editor", record, "return", "See the year 1013.")
    assert "Replace the file" in text_of(client_of("focal_at").get(f"/en/datasets/{record.key}/"))


# -- vintages ------------------------------------------------------------------------------------------------------


def test_a_later_vintage_supersedes_and_the_earlier_stays(client_of, dataset, publish):
    first = publish(dataset("focal_at", CLEAN, vintage="2023-01-01"))
    later = table(*prisons("AUT", range(2018, 2022)))
    second = dataset("focal_at", later, vintage="2024-01-01", series="crime trends,  Prisons")
    assert first.current, "a draft supersedes nothing"
    publish(second)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.current, second.current) == (False, True)
    assert first.state == "published"
    shown = text_of(client_of(None).get(f"/en/datasets/{first.key}/"))
    assert "There is a later vintage" in shown
    latest = client_of(None).get("/en/datasets/?current=yes").content.decode()
    assert second.key in latest
    assert first.key not in latest


def test_another_country_or_collection_supersedes_nothing(dataset, publish):
    ours = publish(dataset("focal_at", CLEAN))
    publish(dataset("focal_fr", table(*prisons("FRA"))), who="focal_fr")
    publish(dataset("focal_at", CLEAN, series="Crime trends, courts", vintage="2999-01-01"))
    ours.refresh_from_db()
    assert ours.current


def test_a_vintage_that_is_withdrawn_gives_its_place_back(dataset, publish, step):
    first = publish(dataset("focal_at", CLEAN, vintage="2023-01-01"))
    second = publish(dataset("focal_at", table(*prisons("AUT", held=600)), vintage="2024-01-01"))
    assert step("editor2", second, "withdraw", "Wrong file.").status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.current, second.current) == (True, False)


def test_a_later_vintage_begins_with_what_it_shares(client_of, dataset):
    record = dataset("focal_at", CLEAN, website="https://example.org/prisons")
    tree = html.document_fromstring(client_of("focal_at").get(f"/en/datasets/-/new/?of={record.key}").content.decode())
    assert tree.xpath("//input[@name='series']/@value") == ["Crime trends, prisons"]
    assert tree.xpath("//input[@name='website']/@value") == ["https://example.org/prisons"]
    assert client_of("focal_at").get("/en/datasets/-/new/?of=nothing").status_code == 400


def test_a_revision_of_what_is_said_about_a_file_keeps_the_file(client_of, dataset, publish, step):
    record = publish(dataset("focal_at", CLEAN))
    tree = html.document_fromstring(client_of("focal_at").get(f"/en/datasets/{record.key}/-/edit/").content.decode())
    form = {name: value for name, value in tree.forms[-1].form_values() if name != "source"}
    saved = client_of("focal_at").post(f"/en/datasets/{record.key}/-/edit/", {**form, "source": "Ministry of Justice"})
    assert saved.status_code == 302
    copy = Dataset.objects.get(revises=record)
    assert copy.fingerprint == record.fingerprint
    for name, who in (("submit", "focal_at"), ("take", "editor2"), ("publish", "editor2")):
        assert step(who, copy, name).status_code == 302
    record.refresh_from_db()
    assert (record.source, record.observations, record.current) == ("Ministry of Justice", 9, True)
    assert Dataset.objects.count() == 1


# -- findings and the file -----------------------------------------------------------------------------------------


def test_findings_are_shown_in_place_and_in_the_language_of_the_reader(client_of, dataset):
    record = dataset("focal_at", FAULTY)
    for language, words in (
        ("en", "1013 is no year of this collection"),
        ("fr", "1013 n’est pas une année de cette collecte"),
        ("ar", "1013 ليست سنة من سنوات هذه المجموعة"),
        ("zh", "1013 不是本次收集的年份"),
    ):
        response = client_of("focal_at").get(f"/{language}/datasets/{record.key}/-/findings/?rule=year-out-of-range")
        assert words in text_of(response)
        tree = html.document_fromstring(response.content.decode())
        assert [" ".join(mark.itertext()) for mark in tree.xpath("//td[@class='bad']/mark")] == ["1013"]
        assert "prisons!12" in text_of(response)


def test_findings_of_an_unknown_rule_are_refused_by_name(client_of, dataset):
    record = dataset("focal_at", FAULTY)
    response = client_of("focal_at").get(f"/en/datasets/{record.key}/-/findings/?rule=nonsense")
    assert response.status_code == 400
    assert "year-out-of-range" in response.content.decode()
    assert client_of("focal_at").get(f"/en/datasets/{record.key}/-/findings/?page=9").status_code == 404


def test_the_file_is_given_out_as_it_came(client_of, dataset):
    record = dataset("focal_at", FAULTY)
    response = client_of("focal_at").get(f"/en/datasets/{record.key}/-/original/")
    assert response.content == FAULTY
    assert response["Content-Disposition"] == f'attachment; filename="dataset-{record.key}.csv"'


def test_what_the_labels_of_a_file_say_is_text_and_no_markup(client_of, dataset):
    script = "<script>alert(1)</script>"
    record = dataset("focal_at", table(*prisons("AUT"), row("AUT", script, 2020, "=1+1"), row("AUT", script, 2020, 2)))
    for page in ("", "-/findings/", "-/observations/"):
        content = client_of("focal_at").get(f"/en/datasets/{record.key}/{page}").content.decode()
        assert script not in content
    assert "'=1+1" in client_of("focal_at").get(f"/en/datasets/{record.key}/-/observations.csv").content.decode() or (
        "=1+1" not in client_of("focal_at").get(f"/en/datasets/{record.key}/-/observations.csv").content.decode()
    )


def test_a_dataset_in_the_api(client_of, dataset, publish):
    record = publish(dataset("focal_at", CLEAN))
    given = client_of(None).get(f"/api/v1/datasets/{record.key}").json()
    assert (given["observations"], given["errors"], given["current"], given["survey"]) == (9, 0, True, "un-cts")
    assert given["observations_url"] == f"/en/datasets/{record.key}/-/observations/"


def test_its_history_says_which_file_it_was(dataset):
    record = dataset("focal_at", CLEAN, name="prisons.csv")
    assert [row.reason for row in Change.objects.filter(collection="datasets", record_key=record.key)] == [
        "prisons.csv"
    ]


def test_the_published_workbook_of_prisons(client_of, dataset, publish):
    if not PRISONS.exists():
        pytest.skip("the published workbooks are not here: ../shared is absent")
    record = dataset("editor", PRISONS.read_bytes(), name="prisons.xlsx")
    assert (record.observations, record.vintage.isoformat()) == (65_797, "2023-05-11")
    found = Reading.objects.get().found
    assert (found["year-out-of-range"], found["duplicate-key"]) == (1, 12)
    assert Finding.objects.count() == sum(found.values())
    publish(record, who="editor", reason="As the Office published it.")
    response = client_of(None).get(f"/en/datasets/{record.key}/-/observations/?indicator=Persons+held&sex=Female")
    assert response.status_code == 200
    assert len(response.content) < 300_000
