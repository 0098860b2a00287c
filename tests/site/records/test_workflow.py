"""Writing, reviewing and publishing: who may, from where, and that nobody reviews what they wrote."""

from __future__ import annotations

import pytest
from isonomia_cases.models import Case
from lxml import html

from isonomia.site.records import workflow, writing
from isonomia.site.records.access import Actor
from isonomia.site.records.models import Change, State

pytestmark = pytest.mark.django_db

FORM = {
    "country": "AT", "number": "7/24", "title.en": "A case", "title.original": "en", "summary.en": "", "decided": "2024-01-02",
    "offences": ["trafficking"], "appealed": "", "victims": "2", "fine": "1500.50", "court": "", "contact": "", "report": "",
}  # fmt: skip


def page(response, status=200):
    assert response.status_code == status, response.content.decode()[:3000]
    return html.document_fromstring(response.content.decode())


def fields_of(tree, **changes):
    """What a browser would send of the form on a page."""
    form = tree.xpath("//form[contains(@class, 'form')]")[0]
    out = {}
    for element in form.xpath(".//input | .//select | .//textarea"):
        name, kind = element.get("name"), element.get("type")
        if not name or (kind in ("checkbox", "radio") and element.get("checked") is None):
            continue
        if element.tag == "select":
            values = [option.get("value") for option in element.xpath(".//option[@selected]")]
        else:
            values = [(element.text or "").lstrip("\n") if element.tag == "textarea" else element.get("value") or ""]
        out.setdefault(name, []).extend(values)
    return {**out, **changes}


def step(client, record, name, reason="", version=None):
    data = {"step": name, "reason": reason, "version": version or Case.objects.get(pk=record.pk).version}
    return client.post(f"/en/cases/{record.key}/-/step/", data)


# -- the form ------------------------------------------------------------------------------------------------------


def test_the_public_is_asked_to_sign_in(client):
    response = client.get("/en/cases/-/new/")
    assert response.status_code == 302
    assert response["Location"].startswith("/en/account/sign-in/?next=")


def test_a_focal_point_writes_a_draft_for_its_country(client_of, users):
    client = client_of("focal_at")
    tree = page(client.get("/en/cases/-/new/"))
    options = tree.xpath("//select[@name='country']/option/@value")
    assert [value for value in options if value] == ["AT"]
    response = client.post("/en/cases/-/new/", FORM)
    record = Case.objects.get()
    assert response["Location"] == f"/en/cases/{record.key}/"
    assert (record.state, record.country, record.author, str(record.fine)) == (
        "draft",
        "AT",
        users["focal_at"],
        "1500.50",
    )
    assert record.offences == ["trafficking"]


def test_a_focal_point_writes_for_no_other_country(client_of):
    tree = page(client_of("focal_at").post("/en/cases/-/new/", {**FORM, "country": "FR"}), 422)
    assert "writes for “AT” only" in tree.text_content()
    assert not Case.objects.exists()


@pytest.mark.parametrize("name", ["reader", "auditor", "body_unodc"])
def test_who_does_not_write_gets_no_form(client_of, name):
    assert client_of(name).get("/en/cases/-/new/").status_code == 403
    assert client_of(name).post("/en/cases/-/new/", FORM).status_code == 403


def test_every_fault_is_said_at_its_field_and_what_was_written_stays(client_of):
    data = {
        **FORM, "title.en": "", "title.fr": "Une affaire", "title.original": "fr", "number": "", "decided": "2024-13-01",
        "fine": "1,5", "report": "no address", "country": "XX", "offences": ["trafficking", "theft"],
        "defendants.rows": ["0"], "defendants.0.name": "Maria Lopez", "defendants.0.nationality": "AT",
        "defendants.0.charges.rows": ["0"], "defendants.0.charges.0.statute": "", "defendants.0.charges.0.verdict": "guilty",
    }  # fmt: skip
    tree = page(client_of("editor").post("/en/cases/-/new/", data), 422)
    wrong = {
        box.get("id"): box.xpath("string(.//p[@class='error'])") for box in tree.xpath("//div[@class='field wrong']")
    }
    assert set(wrong) == {
        "f-number-field", "f-decided-field", "f-fine-field", "f-report-field", "f-country-field", "f-offences-field",
        "f-defendants-0-name-field", "f-defendants-0-charges-0-statute-field",
    }  # fmt: skip
    assert "2024-05-31" in wrong["f-decided-field"]
    assert "write it as 1234.5" in wrong["f-fine-field"]
    assert "M. L." in wrong["f-defendants-0-name-field"]
    assert tree.xpath("//input[@name='title.fr']/@value") == ["Une affaire"]
    assert tree.xpath("//input[@name='fine']/@value") == ["1,5"]
    assert tree.xpath("//input[@name='defendants.0.nationality' or @name='title.original'][@checked]/@value") == ["fr"]
    assert tree.xpath("//select[@name='defendants.0.charges.0.verdict']/option[@selected]/@value") == ["guilty"]
    assert not Case.objects.exists()


def test_children_are_added_without_script_and_removed_by_a_mark(client_of):
    client = client_of("editor")
    tree = page(client.post("/en/cases/-/new/", {**FORM, "add": "defendants"}))
    assert tree.xpath("//input[@name='defendants.rows']/@value") == ["0"]
    data = fields_of(tree, **{"defendants.0.name": "A. B.", "add": "defendants.0.charges"})
    tree = page(client.post("/en/cases/-/new/", data))
    data = fields_of(tree, **{"defendants.0.charges.0.statute": "Art. 1"})
    assert client.post("/en/cases/-/new/", data).status_code == 302
    record = Case.objects.get()
    assert record.defendants.get().charges.get().statute == "Art. 1"

    tree = page(client.get(f"/en/cases/{record.key}/-/edit/"))
    assert (
        client.post(f"/en/cases/{record.key}/-/edit/", fields_of(tree, **{"defendants.0.remove": "on"})).status_code
        == 302
    )
    assert record.defendants.count() == 0


def test_a_form_that_is_sent_back_unchanged_changes_nothing(client_of, make_case, users):
    case = make_case(
        "draft", user=users["editor"], summary={"fr": "un\ndeux", "en": "one\ntwo", "original": "fr"}, fine="12.50",
        appealed=False, victims=0, offences=["corruption"], decided="2020-02-29", report="https://example.org/a?b=c&d",
        defendants=[{"name": "A. B.", "charges": [{"statute": "x", "reasoning": {"zh": "理由"}}]}, {"gender": "male"}],
        persons=[{"age": 3}],
    )  # fmt: skip
    client = client_of("editor")
    tree = page(client.get(f"/en/cases/{case.key}/-/edit/"))
    assert client.post(f"/en/cases/{case.key}/-/edit/", fields_of(tree)).status_code == 302
    assert Case.objects.get().version == 1


def test_a_twin_is_refused(client_of, make_case):
    make_case(number="7/24")
    tree = page(client_of("editor").post("/en/cases/-/new/", FORM), 422)
    assert "already a record with the same Country, Number" in tree.text_content()


def test_a_retired_code_is_given_to_nothing_new_but_stays_where_it_is(client_of, make_case, cases):
    client = client_of("editor")
    assert "is retired" in page(client.post("/en/cases/-/new/", {**FORM, "offences": ["piracy"]}), 422).text_content()
    case = make_case("draft")
    writing.update(cases, case, {"offences": ["piracy"]}, None)
    tree = page(client_of("administrator").get(f"/en/cases/{case.key}/-/edit/"))
    data = fields_of(tree, victims="5")
    assert client_of("administrator").post(f"/en/cases/{case.key}/-/edit/", data).status_code == 302
    assert Case.objects.get(pk=case.pk).offences == ["piracy"]


# -- two at once ---------------------------------------------------------------------------------------------------


def test_a_concurrent_edit_loses_nothing_of_either(client_of, make_case, users, cases):
    case = make_case("submitted", user=users["focal_at"], victims=1)
    client = client_of("editor")
    mine = fields_of(page(client.get(f"/en/cases/{case.key}/-/edit/")), victims="3", **{"summary.en": "My long text."})
    writing.update(cases, case, {"victims": 2}, users["editor2"], reason="counted again")
    tree = page(client.post(f"/en/cases/{case.key}/-/edit/", mine), 409)
    rows = {
        row.xpath("string(th)"): (row.xpath("string(td[1])"), row.xpath("string(td[2])"))
        for row in tree.xpath("//tbody/tr")
    }
    assert rows["Victims"] == ("3", "2")
    assert rows["Fact summary (English)"] == ("My long text.", "")
    assert tree.xpath("//textarea[@name='summary.en']")[0].text.strip() == "My long text."
    assert Case.objects.get(pk=case.pk).victims == 2
    assert client.post(f"/en/cases/{case.key}/-/edit/", fields_of(tree)).status_code == 302
    saved = Case.objects.get(pk=case.pk)
    assert (saved.victims, saved.summary["en"], saved.version) == (3, "My long text.", 3)


def test_a_step_on_what_changed_meanwhile_is_not_taken(client_of, make_case, users, cases):
    case = make_case("submitted", user=users["focal_at"])
    writing.update(cases, case, {"victims": 2}, users["focal_at"])
    tree = page(step(client_of("editor"), case, "take", reason="I look at it", version=1), 409)
    assert tree.xpath("//textarea[@name='reason']")[0].text.strip() == "I look at it"
    assert Case.objects.get(pk=case.pk).state == "submitted"


# -- the steps -----------------------------------------------------------------------------------------------------


def test_from_draft_to_the_public(client, client_of, make_case, users):
    case = make_case("draft", user=users["focal_at"])
    address = f"/en/cases/{case.key}/"
    assert client.get(address).status_code == 404
    assert client_of("editor").get(address).status_code == 404
    assert step(client_of("focal_at"), case, "submit").status_code == 302
    assert client.get(address).status_code == 404
    assert client_of("editor").get(address).status_code == 200
    assert step(client_of("editor"), case, "take").status_code == 302
    assert step(client_of("editor"), case, "publish").status_code == 302
    assert client.get(address).status_code == 200
    changes = list(Change.objects.filter(record_key=case.key).order_by("version").values_list("action", "state_after"))
    assert changes == [("created", "draft"), ("submit", "submitted"), ("take", "in_review"), ("publish", "published")]


def test_what_was_submitted_is_taken_back_by_its_side_and_returned_by_the_other(client_of, make_case, users):
    case = make_case("draft", user=users["editor"])
    step(client_of("editor"), case, "submit")
    assert step(client_of("editor2"), case, "recall").status_code == 403
    assert step(client_of("focal_at"), case, "recall").status_code == 302
    step(client_of("editor"), case, "submit")
    assert step(client_of("editor"), case, "recall").status_code == 302


def test_a_return_needs_a_reason_and_comes_back(client_of, make_case, users):
    case = make_case("submitted", user=users["focal_at"])
    tree = page(step(client_of("editor"), case, "return"), 422)
    assert "Say why" in tree.text_content()
    assert step(client_of("editor"), case, "return", reason="The date is missing.").status_code == 302
    assert "The date is missing." in client_of("focal_at").get(f"/en/cases/{case.key}/-/history/").content.decode()
    assert step(client_of("focal_at"), case, "submit").status_code == 302


def test_withdrawing_needs_a_reason_and_takes_it_from_the_public(client, client_of, make_case, users):
    case = make_case(user=users["focal_at"])
    assert step(client_of("editor"), case, "withdraw").status_code == 422
    assert step(client_of("editor"), case, "withdraw", reason="A court asked for it.").status_code == 302
    assert client.get(f"/en/cases/{case.key}/").status_code == 404
    assert step(client_of("editor"), case, "reopen", reason="The order was lifted.").status_code == 302


def test_nobody_reviews_their_own_work(client_of, make_case, users, cases):
    case = make_case("draft", user=users["editor"])
    assert step(client_of("editor"), case, "submit").status_code == 302
    assert step(client_of("editor"), case, "take").status_code == 403
    assert step(client_of("editor2"), case, "take").status_code == 302
    assert step(client_of("editor"), case, "publish").status_code == 403
    # who corrects it in review has written part of it, and who wrote it first has still written it
    writing.update(cases, Case.objects.get(pk=case.pk), {"victims": 9}, users["editor2"])
    assert step(client_of("editor2"), case, "publish").status_code == 403
    assert step(client_of("editor"), case, "publish").status_code == 403
    assert step(client_of("administrator"), case, "publish").status_code == 302


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("role", ["public", "reader", "focal_point", "focal_fr", "editor", "auditor", "administrator"])
def test_the_table_of_steps(cases, make_case, users, role, state):
    """Every role in every state: what it may do with a record of Austria that somebody else wrote."""
    case = make_case(state, user=users["focal_at"])
    actor = {
        "focal_point": Actor("focal_point", "AT", user_id=99), "focal_fr": Actor("focal_point", "FR", user_id=98),
    }.get(role, Actor(role, user_id=97))  # fmt: skip
    expected = {
        "focal_point": {"draft": {"submit"}, "returned": {"submit"}, "submitted": {"recall"}},
        "editor": {
            "draft": {"submit"}, "returned": {"submit"}, "submitted": {"take", "return"},
            "in_review": {"publish", "return"}, "published": {"withdraw"}, "withdrawn": {"reopen"},
        },
    }  # fmt: skip
    expected["administrator"] = expected["editor"]
    found = {step.name for step in workflow.steps_for(cases, actor, case)}
    assert found == expected.get(role, {}).get(state, set())


def test_an_unknown_step_is_refused(client_of, make_case):
    case = make_case("submitted")
    assert step(client_of("editor"), case, "burn").status_code == 403
    assert client_of("editor").get(f"/en/cases/{case.key}/-/step/").status_code == 405


# -- revisions -----------------------------------------------------------------------------------------------------


def test_what_is_published_is_revised_in_a_copy(client, client_of, make_case, users):
    case = make_case(user=users["focal_at"], victims=1, defendants=[{"name": "A. B."}])
    focal = client_of("focal_at")
    tree = page(focal.get(f"/en/cases/{case.key}/-/edit/"))
    response = focal.post(
        f"/en/cases/{case.key}/-/edit/", fields_of(tree, victims="2", reason="A second victim came forward.")
    )
    copy = Case.objects.get(revises=case)
    assert response["Location"] == f"/en/cases/{copy.key}/"
    # the public sees the record as it was, and one record
    assert Case.objects.get(pk=case.pk).victims == 1
    assert client.get(f"/en/cases/{copy.key}/").status_code == 404
    assert page(client.get("/en/cases/")).xpath("//p[@class='total']/strong")[0].text == "1"
    # a second revision is not begun beside the first
    assert focal.get(f"/en/cases/{case.key}/-/edit/")["Location"] == f"/en/cases/{copy.key}/"
    step(focal, copy, "submit")
    step(client_of("editor"), copy, "take")
    response = step(client_of("editor"), copy, "publish")
    assert response["Location"] == f"/en/cases/{case.key}/"
    now = Case.objects.get()
    assert (now.pk, now.victims, now.state, now.defendants.get().name) == (case.pk, 2, "published", "A. B.")
    assert "Revision published" in client.get(f"/en/cases/{case.key}/-/history/").content.decode()


def test_a_revision_of_what_changed_meanwhile_is_not_published(client_of, make_case, users, cases):
    case = make_case(user=users["focal_at"])
    copy = writing.revise(cases, case, {"country": "AT", "number": "9", "title": {"en": "x"}}, users["focal_at"])
    writing.move(cases, copy, users["focal_at"], action="submit", state="submitted")
    writing.move(cases, copy, users["editor"], action="take", state="in_review")
    writing.update(cases, case, {"victims": 4}, users["administrator"])
    assert step(client_of("editor"), copy, "publish").status_code == 409
    assert Case.objects.get(pk=copy.pk).state == "in_review"


def test_a_draft_can_be_deleted_and_nothing_else(client_of, make_case, users):
    draft, published = make_case("draft", user=users["focal_at"]), make_case(user=users["focal_at"])
    assert client_of("focal_fr").post(f"/en/cases/{draft.key}/-/discard/").status_code == 404
    assert client_of("focal_at").post(f"/en/cases/{published.key}/-/discard/").status_code == 403
    assert client_of("focal_at").post(f"/en/cases/{draft.key}/-/discard/").status_code == 302
    assert list(Case.objects.all()) == [published]
    assert Change.objects.filter(record_key=draft.key).exists()


def test_initials_only():
    from isonomia.site.records.fields.names import are_initials, initials

    for text in ("M. L.", "M.L.", "A", "J-P. S.", "А. Б.", "A1", "M", "王", "D. 2", "م. ل."):
        assert are_initials(text), text
    for text in ("Maria Lopez", "Li", "M. Lopez", "王某", "Maria", "", "...", "Anna B.", "محمد"):
        assert not are_initials(text), text
    assert initials("maria del carmen") == "M. D. C."
