"""Rows without a key are about the record of the same natural key, also where the file lacks a part of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from isonomia_cases.models import Case

from isonomia.site.documents.loading import load_document
from isonomia.site.documents.models import Mandate
from isonomia.site.documents.samples import folder
from isonomia.site.followup.models import FollowUp
from isonomia.site.records.access import Actor
from isonomia.site.records.registry import collection
from isonomia.site.records.transfer.importing import Import

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(tmp_path):
    def bringing(name, text, **how):
        path = tmp_path / "file.csv"
        path.write_text(text)
        return Import(collection(name), Actor("administrator"), None, path, **how).run()

    return bringing


def test_a_column_that_is_missing_says_nothing_and_is_compared_so(bring, make_case):
    """A case of no country is not new because the file has no column for countries."""
    case = make_case("draft", country="", number="1/24", title={"en": "One"})
    text = "number,title.en,victims\n1/24,One,7\n"
    report = bring("cases", text, dry_run=True)
    assert (report.new, report.changed) == (0, 1)
    bring("cases", text)
    assert [(row.pk, row.victims) for row in Case.objects.all()] == [(case.pk, 7)]
    report = bring("cases", text)
    assert (report.new, report.changed, report.same) == (0, 0, 1)


def test_with_a_country_it_is_another_record(bring, make_case):
    make_case("draft", country="AT", number="1/24")
    report = bring("cases", "number,title.en\n1/24,One\n", dry_run=True)
    assert (report.new, report.changed) == (1, 0)


def test_two_rows_of_one_key_are_told_though_one_leaves_it_out(bring):
    report = bring("cases", "number,title.en\n1/24,One\n1/24,Two\n", dry_run=True)
    assert (report.new, report.faulty) == (1, 1)


def test_a_part_that_a_record_needs_is_asked_for_by_name(bring):
    report = bring("meetings", "title.en,opens,kind,body\nOne,2024-01-01,regular_session,unodc\n", dry_run=True)
    assert [(fault.column, fault.place) for fault in report.faults] == [("session", "line 2")]


def test_states_bring_in_follow_up_without_a_column_for_bodies_and_find_it_again_in_few_queries(bring):
    load_document((folder() / "A_RES_99_501.en.txt").read_bytes(), specimen=True)
    asked = [row for row in Mandate.objects.all() if "member_states" in row.addressees]
    rows = [
        f"{row.reference},{country},done,2044-01-01"
        for row in asked
        for country in ("AT", "FR", "KE", "BR", "CN", "EG")
    ]
    text = "\n".join(["mandate,country,progress,as_of", *rows])
    report = bring("follow-up", text)
    assert (report.new, report.faulty, report.problem) == (len(rows), 0, "")
    with CaptureQueriesContext(connection) as found:
        again = bring("follow-up", text, dry_run=True)
    assert (again.new, again.changed, again.same) == (0, 0, len(rows))
    assert len(found) < len(rows)
    assert FollowUp.objects.count() == len(rows)
