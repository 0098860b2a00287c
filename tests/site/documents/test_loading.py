"""Loading files: document, language versions, mandates and files, all or nothing; again, and in new versions."""

from __future__ import annotations

import pytest

import isonomia
from isonomia.errors import DamagedFile, EmptyFile, UnknownFormat, UnknownSymbol
from isonomia.site.documents import files, loading
from isonomia.site.documents.errors import FileNotKept, NoSymbol
from isonomia.site.documents.loading import load_document, read_again
from isonomia.site.documents.models import Document, Expression, Mandate, Reading
from isonomia.site.records.models import Change, CollectionState
from isonomia.site.records.signals import written

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list]:
    """All that the database says of documents, for comparing before and after."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Document, Expression, Reading, Mandate, Change, CollectionState, Mandate.FacetValue)
    }


# -- what is loaded ------------------------------------------------------------------------------------------------


def test_a_resolution_is_a_document_with_its_mandates(samples):
    done = load_document(samples / "A_RES_76_187.zh.txt")
    text = isonomia.read(samples / "A_RES_76_187.zh.txt")
    document = Document.objects.get()
    assert (done.change, done.language, done.document) == ("new", "zh", document)
    assert (document.symbol, document.kind, document.organ) == ("A/RES/76/187", "resolution", "unga")
    assert (document.session, document.date.isoformat(), document.agenda_item) == (76, "2021-12-16", "108")
    assert document.title == {"zh": text.title}
    assert (document.state, document.languages, document.specimen) == ("published", ["zh"], False)
    found = isonomia.extract_mandates(text)
    assert document.mandates == Mandate.objects.count() == len(found)
    assert [row.wordings["zh"]["id"] for row in Mandate.objects.order_by("pk")] == [row.id for row in found]


def test_a_mandate_holds_all_that_was_read(load):
    load("A_RES_76_187.zh.txt")
    row = Mandate.objects.get(reference="A/RES/76/187#op73.2")
    (read,) = [
        row for row in isonomia.extract_mandates(Expression.objects.get().parsed) if row.id == "A/RES/76/187#op73.2"
    ]
    assert isonomia.Mandate(**row.wordings["zh"]).verb == read.verb
    assert (row.act, row.force, row.intensity, row.speaker) == (read.act, read.force, read.intensity, read.speaker)
    assert row.addressees == list(read.addressees) == ["unodc"]
    assert row.text == {"zh": read.text}
    assert row.conditions["zh"].split("\n") == list(read.conditions)
    assert row.conditional
    assert row.topics == list(read.topics)
    assert (row.session, row.date, row.languages) == (76, row.document.date, ["zh"])
    due = Mandate.objects.get(reference="A/RES/76/187#op77.1")
    assert (due.due_session, due.due_year, due.due["zh"]) == (77, 2022, "第七十七届会议")


def test_the_text_comes_back_as_it_was_read(load, samples):
    load("A_RES_76_187.zh.txt")
    expression = Expression.objects.get()
    assert expression.parsed == isonomia.read(samples / "A_RES_76_187.zh.txt")
    assert expression.parsed.source.sha256 == expression.sha256
    assert expression.program == loading.PROGRAM
    assert expression.text == expression.parsed.text
    assert "text" not in expression.content


def test_the_original_file_is_kept_by_its_content(samples):
    data = (samples / "A_RES_98_504.en.txt").read_bytes()
    load_document(data, name="some name.txt")
    reading = Reading.objects.get()
    assert files.original(reading.sha256) == data
    assert (reading.name, reading.format, reading.size) == ("some name.txt", "text", len(data))
    assert files.place_of(reading.sha256).name == reading.sha256


def test_a_specimen_says_so_itself_or_whoever_loads_it(load, samples):
    (specimen,) = load("A_RES_98_504.en.txt")
    assert specimen.specimen
    assert all(Mandate.objects.values_list("specimen", flat=True))
    plain = (samples / "A_RES_98_504.en.txt").read_text(encoding="utf-8").replace("SPECIMEN", "Copy")
    plain = plain.replace("98/504", "98/505").encode()
    assert not load_document(plain).document.specimen


def test_the_language_of_the_original_is_taken_from_the_masthead(load):
    (report,) = load("A_98_141.zh.txt")
    assert report.original == "en"
    assert "original" not in report.title
    load("A_98_141.en.txt")
    report.refresh_from_db()
    assert report.title["original"] == "en"
    (resolution,) = load("A_RES_98_504.en.txt")
    assert resolution.original == ""


# -- languages -----------------------------------------------------------------------------------------------------


def test_language_versions_share_their_mandates(load):
    load("A_RES_99_501.fr.html", "A_RES_99_501.ar.html")
    keys = set(Mandate.objects.values_list("key", flat=True))
    load("A_RES_99_501.en.txt", "A_RES_99_501.zh.txt")
    document = Document.objects.get()
    assert document.languages == ["ar", "en", "fr", "zh"]
    assert set(document.title) == {"ar", "en", "fr", "zh"}
    assert Expression.objects.count() == 4
    assert document.mandates == Mandate.objects.count() == 18
    assert set(Mandate.objects.values_list("key", flat=True)) == keys
    for row in Mandate.objects.all():
        assert row.languages == ["ar", "en", "fr", "zh"]
        assert {wording["paragraph"] for wording in row.wordings.values()} == {row.wordings["en"]["paragraph"]}


def test_a_report_in_three_languages_has_its_recommendations_once(load):
    load("A_98_141.ar.txt", "A_98_141.en.txt", "A_98_141.zh.txt")
    assert Document.objects.get().mandates == len(
        isonomia.extract_mandates(Expression.objects.get(language="en").parsed)
    )


# -- loading again -------------------------------------------------------------------------------------------------


def test_the_same_bytes_again_change_nothing(load, samples):
    load("A_RES_98_504.en.txt", "A_RES_97_503.fr.txt")
    before = everything()
    told = []
    written.connect(lambda **said: told.append(said), weak=False, dispatch_uid="test")
    try:
        done = load_document(samples / "A_RES_98_504.en.txt")
    finally:
        written.disconnect(dispatch_uid="test")
    assert done.change == "same"
    assert everything() == before
    assert not told


def test_a_new_version_keeps_the_keys_of_the_clauses_that_stay(english):
    load_document(english, name="first.txt")
    before = {row.reference: row for row in Mandate.objects.all()}
    changed = english.replace(b"regional networks for\njudicial cooperation", b"regional and\nother networks").replace(
        b"10. Urges Member States to ensure that children", b"10. Encourages Member States to ensure that children"
    )
    done = load_document(changed, name="second.txt")
    after = {row.reference: row for row in Mandate.objects.filter(gone=False)}
    assert done.change == "replaced"
    assert set(after) == set(before)
    kept = {reference for reference in before if before[reference].key == after[reference].key}
    assert set(before) - kept == {"A/RES/98/504#op10.1"}
    assert (done.outcome.new, done.outcome.gone, done.outcome.changed) == (1, 1, 1)
    networks = after["A/RES/98/504#op6.1"]
    change = Change.objects.get(record_key=networks.key, version=2)
    assert "judicial" in change.values["text"][0]["en"]
    assert "and other networks" in change.values["text"][1]["en"].replace("\n", " ")
    assert change.reason == "Read from second.txt."
    old = Mandate.objects.get(key=before["A/RES/98/504#op10.1"].key)
    assert (old.gone, old.state) == (True, "withdrawn")
    assert [row.name for row in Expression.objects.get().readings.all()] == ["second.txt", "first.txt"]


def test_a_clause_that_comes_back_has_its_key_again(english):
    load_document(english)
    key = Mandate.objects.get(reference="A/RES/98/504#op10.1").key
    load_document(english.replace(b"10. Urges", b"10. Encourages"))
    load_document(english.replace(b"6 January 2044", b"7 January 2044"))
    row = Mandate.objects.get(reference="A/RES/98/504#op10.1", gone=False)
    assert (row.key, row.state) == (key, "published")
    assert Mandate.objects.filter(gone=True).count() == 1


def test_another_program_reads_the_same_bytes_again(english, monkeypatch):
    load_document(english)
    monkeypatch.setattr(loading, "PROGRAM", "isonomia 99")
    assert load_document(english).change == "replaced"
    assert Expression.objects.get().program == "isonomia 99"
    assert Mandate.objects.filter(version__gt=1).count() == 0


def test_reading_again_from_the_kept_files_changes_nothing_that_is_right(load):
    (document, _other) = load("A_RES_99_501.en.txt", "A_RES_99_501.ar.html")
    before = {row.key: (row.wordings, row.version) for row in Mandate.objects.all()}
    outcome = read_again(document)
    assert (outcome.new, outcome.changed, outcome.gone) == (0, 0, 0)
    assert {row.key: (row.wordings, row.version) for row in Mandate.objects.all()} == before


def test_a_symbol_that_is_given_stays_when_the_document_is_read_again(samples):
    document = load_document(samples / "A_73_131.zh.txt", "A/73/131").document
    assert read_again(document).mandates == document.mandates > 0
    assert Expression.objects.get().parsed.symbol == "A/73/131"


# -- faults --------------------------------------------------------------------------------------------------------


def test_a_document_without_symbol_is_refused_by_name(samples):
    with pytest.raises(NoSymbol, match=r"A_73_131\.zh\.txt: .*--symbol"):
        load_document(samples / "A_73_131.zh.txt")
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("data", "fault"), [(b"", EmptyFile), (b"\x00\x01\x02" * 100, UnknownFormat), (b"%PDF-1.7 broken", Exception)]
)
def test_what_cannot_be_read_is_named_and_nothing_is_kept(data, fault, settings):
    with pytest.raises(fault):
        load_document(data, "A/RES/76/187", name="bad")
    assert not Document.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


def test_a_missing_file_and_a_wrong_symbol_are_named(tmp_path, english):
    with pytest.raises(DamagedFile, match=r"nothing\.txt"):
        load_document(tmp_path / "nothing.txt")
    with pytest.raises(UnknownSymbol):
        load_document(english, "no symbol")


def test_a_fault_while_writing_leaves_nothing_behind(english, monkeypatch):
    monkeypatch.setattr(loading, "refresh", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load_document(english)
    assert not Document.objects.exists()
    assert not Expression.objects.exists()
    assert not Change.objects.exists()


def test_a_full_disk_is_named(english, monkeypatch):
    def full(path, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write_whole", full)
    with pytest.raises(FileNotKept, match="No space left"):
        load_document(english)
    assert not Document.objects.exists()


# -- going together ------------------------------------------------------------------------------------------------


def test_mandates_are_withdrawn_and_published_with_their_document(load, editor):
    from isonomia.site.records import writing
    from isonomia.site.records.registry import collection

    (document,) = load("A_RES_98_504.en.txt")
    writing.move(collection("documents"), document, editor, action="withdraw", state="withdrawn", reason="wrong file")
    assert set(Mandate.objects.values_list("state", flat=True)) == {"withdrawn"}
    document.refresh_from_db()
    writing.move(collection("documents"), document, editor, action="publish", state="published", reason="right file")
    assert set(Mandate.objects.values_list("state", flat=True)) == {"published"}


def test_two_processes_that_load_the_same_file_load_it_once(english, monkeypatch):
    load_document(english)
    before = everything()
    # the other process had not written yet when this one looked
    monkeypatch.setattr(loading, "_as_it_was", lambda *a: None)
    assert load_document(english).change == "same"
    assert everything() == before
