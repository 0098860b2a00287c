"""Akoma Ntoso written by others: other versions, other habits, and files that must be refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from isonomia.errors import DamagedFile, EmptyFile, FileTooLarge, InvalidAkomaNtoso, UnknownLanguage
from isonomia.text.akn import from_akn, read_akn
from isonomia.text.akn import reader as akn_read

REAL = Path(__file__).parents[4] / "shared" / "data" / "documents"
AKN3 = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def real(name: str) -> bytes:
    path = REAL / name
    if not path.exists():
        pytest.skip("the shared documents are not beside the project")
    return path.read_bytes()


def file(content: str, *, root: str = "statement", meta: str = "", namespace: str = AKN3) -> bytes:
    """A file in the style of an editor: indented, with FRBR data."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <akomaNtoso xmlns="{namespace}">
      <{root} name="resolution">
        <meta>
          <identification source="#x">
            <FRBRWork>
              <FRBRuri value="/akn/un/statement/deliberation/unga/2024-12-24/79-275"/>
              <FRBRdate date="2024-12-24" name="adoption"/>
              <FRBRauthor href="#generalAssembly"/>
            </FRBRWork>
            <FRBRExpression><FRBRlanguage language="chi"/></FRBRExpression>
          </identification>
          {meta}
        </meta>
        {content}
      </{root}>
    </akomaNtoso>""".encode()


def body(content: str) -> bytes:
    return file(f"<mainBody>{content}</mainBody>")


def paragraphs(data: bytes) -> list[tuple[str, str, str | None, str]]:
    return [(p.id, p.role, p.number, p.text) for p in from_akn(data).paragraphs]


# --- real files ----------------------------------------------------------------------------------------------------


def test_a_draft_resolution_in_version_2():
    reading = read_akn(real("en_E-CN.7-2012-L.2_akn2.xml"), name="draft.xml")
    document = reading.document
    assert not reading.citations_stored
    assert (document.symbol, document.kind, document.language) == ("E/CN.7/2012/L.2", "draft_resolution", "en")
    assert document.title == "Promoting international cooperation in responding to new psychoactive substances"
    # the metadata say October; the IRI and the printed date say February
    assert document.date == "2012-02-22"
    assert [p.id for p in document.paragraphs] == ["pp1", "pp2", "pp3", "pp4", "op1", "op2", "op3", "op8"]
    assert "The Commission on Narcotic Drugs,\nConcerned that new" in document.text
    last = document.paragraphs[-1]
    assert last.notes == ("1", "2", "3")
    assert document.text[last.calls[0][1] - 4 : last.calls[0][1]] == "1961"
    assert [note.marker for note in document.notes] == ["*", "1", "2", "3"]
    assert document.source is not None
    assert document.source.name == "draft.xml"


def test_a_resolution_that_its_converter_left_invalid():
    document = from_akn(real("en_ITU-PP18-res2_akn4un_INVALID.xml"))
    assert (document.kind, document.organ, document.date) == ("resolution", "itu-pp", "2018-11-15")
    assert document.symbol is None
    assert document.title == "World telecommunication/information and communication technology policy forum"
    assert sum(p.role == "preambular" for p in document.paragraphs) == 20
    assert [h.title for h in document.headings][:2] == ["resolves", "instructs the Secretary-General"]
    ids = [p.id for p in document.paragraphs]
    assert len(ids) == len(set(ids))
    assert document.paragraph("op8").text.startswith("that the agenda and themes")


# --- habits --------------------------------------------------------------------------------------------------------


def test_a_preambular_paragraph_in_a_container_of_its_own():
    data = file(
        """<preamble>
             <formula name="enactingFormula"><p>大会，</p></formula>
             <container name="Recognizing"><p><span class="italic">认识到</span>这一点，</p></container>
             <container name="Recalling"><p>回顾决议，</p></container>
           </preamble>
           <mainBody><paragraph><num>1.</num><content><p>决定；</p></content></paragraph></mainBody>"""
    )
    assert paragraphs(data) == [
        ("pp1", "preambular", None, "认识到这一点，"),
        ("pp2", "preambular", None, "回顾决议，"),
        ("op1", "operative", "1", "决定；"),
    ]
    assert from_akn(data).text == "大会，\n认识到这一点，\n回顾决议，\n1. 决定；"


def test_symbol_organ_and_language_by_the_metadata():
    document = from_akn(body("<p>Text</p>"))
    assert (document.symbol, document.organ, document.language) == ("A/RES/79/275", "unga", "zh")
    assert (document.session, document.date) == (79, "2024-12-24")


def test_items_in_a_list_in_a_block_list_and_deeper():
    data = body(
        """<paragraph><num>2.</num><list><intro><p>Requests:</p></intro>
             <point><num>(a)</num><content><p>to report;</p></content></point>
             <point><num>(b)</num><list><intro><p>to study:</p></intro>
               <point><num>(i)</num><content><p>prisons;</p></content></point></list></point>
             <wrapUp><p>and so on.</p></wrapUp></list></paragraph>
           <paragraph><num>3.</num><content><blockList><listIntroduction>Urges</listIntroduction>
             <item><num>a)</num><p>States;</p></item></blockList></content></paragraph>"""
    )
    assert [(p.id, p.text) for p in from_akn(data).paragraphs] == [
        ("op2", "Requests:"),
        ("op2.a", "to report;"),
        ("op2.b", "to study:"),
        ("op2.b.i", "prisons;"),
        ("op2.3", "and so on."),
        ("op3", "Urges"),
        ("op3.a", "States;"),
    ]


def test_headings_of_any_division_nest():
    data = body(
        """<part><num>I</num><heading>First</heading>
             <chapter><num>A</num><heading>Inner</heading>
               <paragraph><num>1</num><content><p>One.</p></content></paragraph></chapter></part>
           <part><num>II</num><heading>Second</heading><crossHeading>Between</crossHeading></part>"""
    )
    document = from_akn(data)
    assert [(h.title, h.level, h.path) for h in document.headings] == [
        ("First", 1, ("I",)),
        ("Inner", 2, ("I", "A")),
        ("Second", 1, ("II",)),
    ]
    assert document.paragraphs[0].heading == document.headings[1].id
    assert document.text.endswith("Between")


def test_an_attachment_is_an_annex():
    data = file(
        """<mainBody><paragraph><num>1.</num><content><p>Adopts the annex.</p></content></paragraph></mainBody>
           <attachments><attachment><heading>Annex</heading><doc name="annex"><meta/>
             <mainBody><paragraph><num>1.</num><content><p>Rule.</p></content></paragraph></mainBody>
           </doc></attachment></attachments>"""
    )
    assert [p[1] for p in paragraphs(data)] == ["operative", "annex"]
    assert [h.title for h in from_akn(data).headings] == ["Annex"]


def test_notes_in_the_metadata_are_called_by_reference():
    data = file(
        """<mainBody><paragraph><num>1.</num><content>
             <p>Recalls it<noteRef href="#n1"/>, and<authorialNote><p>Inline.</p></authorialNote> more.</p>
           </content></paragraph></mainBody>""",
        meta='<notes source="#x"><note eId="n1" marker="7"><p>In the metadata.</p></note></notes>',
    )
    document = from_akn(data)
    assert document.paragraphs[0].notes == ("7", "1")
    assert {note.marker: note.text for note in document.notes} == {"7": "In the metadata.", "1": "Inline."}


def test_a_document_inside_a_collection_is_found():
    inner = body("<p>Text.</p>").decode().split("<akomaNtoso", 1)[1].split(">", 1)[1].rsplit("</akomaNtoso>", 1)[0]
    data = f"""<akomaNtoso xmlns="{AKN3}"><documentCollection name="publication"><meta/><components><component>
      {inner}</component></components></documentCollection></akomaNtoso>""".encode()
    assert from_akn(data).symbol == "A/RES/79/275"


def test_no_namespace_and_another_encoding():
    text = body("<paragraph><num>1.</num><content><p>请秘书长</p></content></paragraph>").decode()
    text = text.replace(f' xmlns="{AKN3}"', "").replace("UTF-8", "UTF-16")
    assert from_akn(text.encode("utf-16")).paragraphs[0].text == "请秘书长"


def test_the_language_may_be_given_where_the_file_names_none():
    data = body("<p>Text</p>").replace(b'<FRBRlanguage language="chi"/>', b"")
    with pytest.raises(UnknownLanguage, match="FRBRlanguage"):
        from_akn(data)
    assert read_akn(data, language="fr").document.language == "fr"


# --- refused -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (b"", EmptyFile, "empty"),
        (b" \n ", EmptyFile, "empty"),
        (b"not xml at all", DamagedFile, "broken"),
        (body("<p>Text</p>")[:-20], DamagedFile, "broken"),
        (b"<html><body/></html>", InvalidAkomaNtoso, "<html>; it would be <akomaNtoso>"),
        (b"<akomaNtoso/>", InvalidAkomaNtoso, "holds nothing; it would hold one of <statement>"),
        (b"<akomaNtoso><judgment/></akomaNtoso>", InvalidAkomaNtoso, "holds <judgment>"),
        (b"<akomaNtoso><doc><mainBody/></doc></akomaNtoso>", UnknownLanguage, "six languages"),
    ],
)
def test_what_is_no_document_is_refused_with_its_name(data, error, message):
    with pytest.raises(error, match=message) as caught:
        from_akn(data, name="a.xml")
    assert caught.value.place == "a.xml"


def bomb(use: str) -> bytes:
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    return f'<!DOCTYPE akomaNtoso [<!ENTITY e0 "laugh">{levels}]>{use}'.encode()


@pytest.mark.parametrize(
    "use",
    [
        "<akomaNtoso><doc><mainBody><p>&e11;</p></mainBody></doc></akomaNtoso>",
        '<akomaNtoso><doc name="&e11;"><mainBody><p/></mainBody></doc></akomaNtoso>',
    ],
)
def test_an_entity_bomb_is_refused(use):
    with pytest.raises((InvalidAkomaNtoso, DamagedFile)):
        from_akn(bomb(use))


def test_a_file_that_asks_for_another_file_is_refused(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    data = body("<p>&x;</p>").decode().replace("?>", f'?><!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>', 1)
    with pytest.raises(InvalidAkomaNtoso, match="entities"):
        from_akn(data.encode())


def test_a_doctype_is_not_fetched():
    data = body("<p>Text</p>").decode().replace("?>", '?><!DOCTYPE akomaNtoso SYSTEM "http://127.0.0.1:9/a.dtd">', 1)
    assert from_akn(data.encode()).paragraphs[0].text == "Text"


def test_a_file_over_the_limit_is_refused(monkeypatch):
    data = body("<p>Text</p>")
    monkeypatch.setattr(akn_read, "MAX_AKN_BYTES", len(data) - 1)
    with pytest.raises(FileTooLarge, match=f"at most {len(data) - 1}"):
        from_akn(data)


@pytest.mark.parametrize("tag", ["section", "i"])
@pytest.mark.parametrize("depth", [200, 5000])
def test_nesting_without_end_is_read_or_refused(tag, depth):
    deep = f"<{tag}>" * depth + f"</{tag}>" * depth
    data = body(f"<p>Text {deep}</p>" if tag == "i" else f"<p>Text</p>{deep}")
    if depth > 250:
        with pytest.raises(DamagedFile):
            from_akn(data)
    else:
        assert from_akn(data).text == "Text"
