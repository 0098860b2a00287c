"""Word files: what Word prints, paragraph by paragraph: text, automatic numbers, note calls and notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge, UnknownFormat
from isonomia.text.lines import Extract, Line, call
from isonomia.text.readers.docx import package as docx_package
from isonomia.text.readers.docx import read_docx
from isonomia.text.readers.sniff import sniff

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMESPACES = f'xmlns:w="{W}" xmlns:mc="{MC}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="urn:wps"'
MATHS = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def part(root: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMESPACES} {MATHS}>{content}</w:{root}>'


def package(body: str, compression: int = zipfile.ZIP_DEFLATED, **parts: str) -> bytes:
    """A Word file with this body; each keyword is the content of another part."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", part(name, content))
    return buffer.getvalue()


def read(body: str, **parts: str) -> Extract:
    return read_docx(package(body, zipfile.ZIP_DEFLATED, **parts), name="x.docx")


def lines(body: str, **parts: str) -> tuple[Line, ...]:
    return read(body, **parts).lines


def texts(body: str, **parts: str) -> list[str]:
    return [line.text for line in lines(body, **parts)]


def numbers(body: str, **parts: str) -> list[str | None]:
    return [line.number for line in lines(body, **parts)]


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(content: str, properties: str = "") -> str:
    """A run: text, or mark-up when it begins with a tag."""
    return f"<w:r><w:rPr>{properties}</w:rPr>{content if content.startswith('<') else t(content)}</w:r>"


def p(*runs: str, properties: str = "") -> str:
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def num(num_id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'


def level(index: int, form: str, text: str, extra: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, nums: Sequence[tuple[int, str]] = ((1, ""),)) -> str:
    """One abstract list and the lists that count in it, each with its overrides."""
    written = "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="0"/>{own}</w:num>' for key, own in nums)
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{written}'


# --- text of a paragraph -------------------------------------------------------------------------------------------


def test_paragraphs_are_complete_lines_in_order() -> None:
    found = lines(p("The General ", "Assembly,") + p() + p(" Recalling "))
    assert [line.text for line in found] == ["The General Assembly,", "Recalling"]
    assert all(line.complete and line.page == 0 for line in found)


@pytest.mark.parametrize(
    ("run", "printed"),
    [
        (r("<w:tab/>"), "a b"),
        (r("<w:br/>"), "a b"),
        (r('<w:br w:type="page"/>'), "a b"),
        (r("<w:softHyphen/>"), "ab"),
        (r("\u00ad"), "ab"),
        (r("<w:noBreakHyphen/>"), "a-b"),
        (r("\u00a0"), "a b"),
        (r('<w:sym w:font="Symbol" w:char="F061"/>'), "aαb"),
        (r('<w:sym w:font="Symbol" w:char="F0B0"/>'), "a°b"),
        (r('<w:sym w:font="Arial" w:char="00E9"/>'), "aéb"),
        (r('<w:sym w:font="Wingdings" w:char="F04A"/>'), "ab"),
        (r("x", "<w:vanish/>"), "ab"),
        (r("x", '<w:vanish w:val="0"/>'), "axb"),
        (r("x", "<w:rtl/>"), "axb"),
        (f'<w:hyperlink w:anchor="x">{r("x")}</w:hyperlink>', "axb"),
        (f'<w:smartTag w:element="x">{r("x")}</w:smartTag>', "axb"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('x')}</w:sdtContent></w:sdt>", "axb"),
        (f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('x')}</w:sdtContent></w:sdt>", "ab"),
        (f'<w:fldSimple w:instr="DATE">{r("x")}</w:fldSimple>', "axb"),
        (f'<w:dir w:val="rtl">{r("x")}</w:dir>', "axb"),
        (r(f"<w:ruby><w:rt>{r('y')}</w:rt><w:rubyBase>{r('x')}</w:rubyBase></w:ruby>"), "axb"),
        ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "axb"),
        (r("<w:t> x </w:t>"), "axb"),
        (r("<w:delText>x</w:delText>"), "ab"),
        ('<w:commentRangeStart w:id="0"/>' + r('<w:commentReference w:id="0"/>'), "ab"),
        (r("\ue0001\ue001"), "a1b"),
    ],
)  # fmt: skip
def test_what_a_run_prints(run: str, printed: str) -> None:
    assert texts(p("a", run, "b")) == [printed]


def test_a_line_break_inside_chinese_is_no_space() -> None:
    assert texts(p("关于", r("<w:br/>"), "加强")) == ["关于加强"]


def test_fields_print_their_result_and_not_their_code() -> None:
    begin, between, end = (r(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end"))
    code = r("<w:instrText> REF x </w:instrText>")
    nested = begin + code + begin + code + between + r("inner") + end + between + r("result") + end
    assert texts(p("a ", nested, " b")) == ["a result b"]
    assert texts(p("a ", begin, code, end, "b")) == ["a b"]
    assert texts(p("a", begin, code, between, "one") + p("two", end, "b")) == ["aone", "twob"]
    assert texts(p("unclosed ", begin, "text") + p("more")) == ["unclosed text", "more"]


def test_text_boxes_come_once_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{p('boxed')}</w:txbxContent>"
    alternate = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(p("before", r(alternate), " after") + p("next")) == ["before after", "boxed", "next"]
    assert texts(p("before", r(f"<w:pict><v:textbox>{box}</v:textbox></w:pict>"))) == ["before", "boxed"]


def test_tables_give_their_cells_in_row_order() -> None:
    def cell(*content: str) -> str:
        return f"<w:tc><w:tcPr/>{''.join(content)}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell(p('inner'))}</w:tr></w:tbl>"
    rows = (
        cell(p("United Nations")) + cell(p("A/76/1")),
        cell(p()) + cell(p("Distr."), p("General")),
        cell(inner, p()),
    )
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    assert texts(f"<w:tbl><w:tblPr/>{table}</w:tbl>" + p("x")) == [
        "United Nations", "A/76/1", "Distr.", "General", "inner", "x"
    ]  # fmt: skip


def test_headers_and_footers_are_left_out() -> None:
    assert texts(p("body"), header1=p("A/RES/76/187"), footer1=p("18-16895 (E)")) == ["body"]


def test_the_strict_form_of_the_format_is_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", part("document", f"<w:body>{p('strict')}</w:body>").replace(W, STRICT))
    assert [line.text for line in read_docx(buffer.getvalue()).lines] == ["strict"]


def test_the_main_part_is_where_the_package_says() -> None:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("_rels/.rels", f'<R xmlns="r"><X Type="{relation}/officeDocument" Target="/w/main.xml"/></R>')
        archive.writestr("w/main.xml", part("document", f"<w:body>{p(reference(2))}</w:body>"))
        archive.writestr("w/_rels/main.xml.rels", f'<R><X Type="{relation}/footnotes" Target="../n.xml"/></R>')
        archive.writestr("n.xml", part("footnotes", f'<w:footnote w:id="2">{p("Note")}</w:footnote>'))
    assert [line.text for line in read_docx(buffer.getvalue()).lines] == [call("1"), "Note"]


# --- tracked changes -----------------------------------------------------------------------------------------------


def test_insertions_are_kept_and_deletions_dropped_with_a_warning() -> None:
    body = p("first") + p(
        "Requests ", f"<w:del>{r('<w:delText>all</w:delText>')}</w:del>", f"<w:ins>{r('some')}</w:ins>",
        f"<w:moveFrom>{r(' moved')}</w:moveFrom>", f"<w:moveTo>{r(' here')}</w:moveTo>",
    )  # fmt: skip
    found = read(body)
    assert [line.text for line in found.lines] == ["first", "Requests some here"]
    assert [(code, place) for code, place, _ in found.warnings] == [("tracked-changes", "paragraph 2")]
    assert "2 tracked insertions" in found.warnings[0][2]


def test_a_deleted_paragraph_mark_joins_the_paragraphs_and_is_not_counted() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    body = p("one", properties=num(1)) + p("gone ", properties=num(1) + deleted) + p("two", properties=num(1))
    found = lines(body, numbering=numbering(level(0, "decimal", "%1.")))
    assert [(line.number, line.text) for line in found] == [("1", "one"), ("2", "gone two")]


def test_a_deleted_row_is_dropped() -> None:
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc>{}</w:tc></w:tr>"
    found = read(f"<w:tbl>{row.format('<w:del/>', p('gone'))}{row.format('<w:ins/>', p('kept'))}</w:tbl>")
    assert [line.text for line in found.lines] == ["kept"]
    assert [code for code, _, _ in found.warnings] == ["tracked-changes"]


def test_a_settled_document_has_no_warning() -> None:
    assert read(p("x")).warnings == ()


# --- styles --------------------------------------------------------------------------------------------------------

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="My head"/><w:basedOn w:val="Titre2"/></w:style>
<w:style w:type="paragraph" w:styleId="Out"><w:name w:val="Out"/><w:pPr><w:outlineLvl w:val="3"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="UN"><w:name w:val="_ H_2/3_G"/></w:style>
<w:style w:type="paragraph" w:styleId="Ch"><w:name w:val="H Ch"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="paragraph" w:styleId="Hid"><w:name w:val="Hid"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Mark"><w:name w:val="footnote reference"/>
<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>"""


@pytest.mark.parametrize(
    ("properties", "hint", "rank"),
    [
        ('<w:pStyle w:val="Titre"/>', "title", 0), ('<w:pStyle w:val="Titre2"/>', "heading", 2),
        ('<w:pStyle w:val="Own"/>', "heading", 2), ('<w:pStyle w:val="Out"/>', "heading", 4),
        ('<w:pStyle w:val="UN"/>', "heading", 4), ('<w:pStyle w:val="Ch"/>', "heading", 2),
        ('<w:pStyle w:val="Titre2"/><w:outlineLvl w:val="0"/>', "heading", 1),
        ('<w:pStyle w:val="Titre2"/><w:outlineLvl w:val="9"/>', "", 0),
        ('<w:pStyle w:val="Loop"/>', "", 0), ('<w:pStyle w:val="Unknown"/>', "", 0), ("", "", 0),
    ],
)  # fmt: skip
def test_headings_by_style_or_outline_level(properties: str, hint: str, rank: int) -> None:
    found = lines(p("x", properties=properties), styles=STYLES)
    assert [(line.hint, line.level) for line in found] == [(hint, rank)]


def test_hidden_by_style() -> None:
    body = p("hidden", properties='<w:pStyle w:val="Hid"/>') + p("a", r("b", "<w:vanish/>"), "c")
    assert texts(body, styles=STYLES) == ["ac"]


# --- numbering -----------------------------------------------------------------------------------------------------


def test_levels_count_and_restart_below_a_higher_one() -> None:
    body = "".join(p("x", properties=num(1, depth)) for depth in (0, 1, 1, 2, 1, 0, 1, 2))
    parts = numbering(level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"), level(2, "lowerRoman", "%1.%2.%3"))
    assert numbers(body, numbering=parts) == ["1", "(a)", "(b)", "1.b.i", "(c)", "2", "(a)", "2.a.i"]


@pytest.mark.parametrize(
    ("form", "text", "at", "expected"),
    [
        ("decimal", "%1.", 12, "12"), ("decimalZero", "%1", 7, "07"), ("lowerLetter", "(%1)", 28, "(bb)"),
        ("upperLetter", "%1.", 3, "C"), ("lowerLetter", "%1.", 3, "c."),
        ("lowerLetter", "%1)", 3, "c)"), ("lowerRoman", "(%1)", 14, "(xiv)"), ("upperRoman", "%1.", 49, "XLIX"),
        ("chineseCounting", "%1、", 12, "十二"), ("chineseCountingThousand", "第%1条", 105, "第一百零五条"),
        ("ideographDigital", "%1.", 10, "一〇"), ("ideographTraditional", "%1、", 3, "丙"),
        ("decimalEnclosedCircle", "%1", 3, "③"), ("decimalFullWidth", "%1．", 15, "１５"),
        ("chineseLegalSimplified", "%1", 21, "贰拾壹"), ("arabicAlpha", "(%1)", 2, "(ب)"),
        ("arabicAbjad", "%1-", 3, "ج-"), ("russianLower", "%1)", 4, "г)"), ("decimal", "Article %1", 2, "Article 2"),
        ("numberInDash", "%1", 4, "- 4 -"), ("bullet", "\uf0b7", 1, None), ("none", "", 1, None),
        ("unheardOf", "%1.", 5, "5"),
    ],
)  # fmt: skip
def test_forms_of_numbers(form: str, text: str, at: int, expected: str | None) -> None:
    assert numbers(p("x", properties=num(1)), numbering=numbering(level(0, form, text, start=at))) == [expected]


def test_lists_that_share_an_abstract_list_count_on_unless_overridden() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    parts = numbering(level(0, "decimal", "%1."), nums=((1, ""), (2, ""), (3, restart)))
    body = "".join(p("x", properties=num(key)) for key in (1, 1, 2, 3, 3, 1))
    assert numbers(body, numbering=parts) == ["1", "2", "3", "5", "6", "7"]


def test_a_list_may_override_a_whole_level() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1.")}</w:lvlOverride>'
    parts = numbering(level(0, "decimal", "%1."), nums=((1, own),))
    assert numbers(p("x", properties=num(1)), numbering=parts) == ["I"]


def test_a_level_that_never_restarts_and_one_that_restarts_late() -> None:
    never, late = '<w:lvlRestart w:val="0"/>', '<w:lvlRestart w:val="1"/>'
    parts = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%2.", never), level(2, "decimal", "%3.", late))
    body = "".join(p("x", properties=num(1, depth)) for depth in (0, 1, 2, 1, 2, 0, 1, 2))
    assert numbers(body, numbering=parts) == ["1", "1", "1", "2", "2", "2", "3", "1"]


def test_legal_numbering_shows_digits() -> None:
    parts = numbering(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    body = p("x", properties=num(1)) + p("y", properties=num(1, 1))
    assert numbers(body, numbering=parts) == ["I", "1.1"]


def test_a_style_may_number_its_paragraphs() -> None:
    styles = """<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/>
    <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>"""
    parts = numbering(level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)", '<w:pStyle w:val="B"/>'))
    style = '<w:pStyle w:val="{}"/>'
    body = (
        p("x", properties=style.format("A"))
        + p("y", properties=style.format("B"))
        + p("no number", properties=style.format("A") + '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("z", properties=style.format("A"))
    )
    assert numbers(body, styles=styles, numbering=parts) == ["1", "(a)", None, "2"]


def test_a_list_style_lends_its_levels() -> None:
    styles = """<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/>
    <w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>"""
    parts = f"""<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>
    <w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/>{level(0, "upperLetter", "%1.")}</w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>"""
    assert numbers(p("x", properties=num(1)), styles=styles, numbering=parts) == ["A"]


def test_empty_numbered_paragraphs_count_and_missing_lists_number_nothing() -> None:
    parts = numbering(level(0, "decimal", "%1."))
    body = p("x", properties=num(1)) + p(properties=num(1)) + p("y", properties=num(1)) + p("z", properties=num(9))
    assert numbers(body, numbering=parts) == ["1", "3", None]


def test_typed_numbers_stay_in_the_text() -> None:
    found = lines(p("1.", r("<w:tab/>"), "Requests"))
    assert [(line.number, line.text) for line in found] == [(None, "1. Requests")]


# --- notes ---------------------------------------------------------------------------------------------------------


def reference(key: int, kind: str = "footnote", custom: str = "") -> str:
    follows = ' w:customMarkFollows="1"' if custom else ""
    return r(f'<w:{kind}Reference{follows} w:id="{key}"/>{t(custom) if custom else ""}')


def note(key: int, *paragraphs: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{key}">{"".join(paragraphs)}</w:{kind}>'


SEPARATORS = note(-1, p(r("<w:separator/>"))) + note(0, p(r("<w:continuationSeparator/>")))
MARK = r("<w:footnoteRef/>") + r("<w:tab/>")


def test_notes_are_numbered_by_their_calls_and_stand_at_the_end() -> None:
    body = p("Convention", reference(7), " and", reference(3), " others") + p("end")
    notes = SEPARATORS + note(3, p(MARK, "Ibid.")) + note(7, p(MARK, "UNTS,"), p("vol. 2225."))
    assert [(line.hint, line.marker, line.text) for line in lines(body, footnotes=notes)] == [
        ("", None, f"Convention{call('1')} and{call('2')} others"), ("", None, "end"),
        ("note", "1", "UNTS, vol. 2225."), ("note", "2", "Ibid."),
    ]  # fmt: skip


def test_custom_marks_are_kept_and_not_counted() -> None:
    body = p("Report", reference(1, custom="*"), " a", reference(2), " b", reference(3, custom="**"))
    notes = (
        note(1, p(r("*", '<w:vertAlign w:val="superscript"/>'), " Late."))
        + note(2, p(MARK, "Vol."))
        + note(3, p("** Later."))
    )
    found = lines(body, footnotes=notes)
    assert found[0].text == f"Report{call('*')} a{call('1')} b{call('**')}"
    assert [(line.marker, line.text) for line in found[1:]] == [("*", "Late."), ("1", "Vol."), ("**", "Later.")]


def test_a_custom_mark_may_be_a_symbol_or_stand_in_the_next_run() -> None:
    star = r('<w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:sym w:font="Symbol" w:char="F02A"/>')
    bare = r('<w:footnoteReference w:customMarkFollows="1" w:id="1"/>')
    for first in (star, bare + r("*")):
        assert texts(p("a", first, " b"), footnotes=note(1, p("x")))[0] == f"a{call('*')} b"


def test_endnotes_have_their_own_count_and_follow() -> None:
    body = p("a", reference(2, "endnote"), reference(2), reference(3, "endnote"))
    found = lines(
        body, footnotes=note(2, p("foot")), endnotes=note(2, p("x"), kind="endnote") + note(3, p("y"), kind="endnote")
    )
    assert found[0].text == f"a{call('i')}{call('1')}{call('ii')}"
    assert [(line.marker, line.text) for line in found[1:]] == [("1", "foot"), ("i", "x"), ("ii", "y")]


def test_settings_and_sections_say_how_notes_are_numbered() -> None:
    settings = '<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="2"/></w:footnotePr>'
    assert texts(p("a", reference(1), reference(2)), settings=settings) == [f"a{call('b')}{call('c')}"]
    restart = '<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>'
    body = p("a", reference(1), reference(2), properties=restart) + p("b", reference(3)) + restart
    assert texts(body) == [f"a{call('1')}{call('2')}", f"b{call('1')}"]


def test_notes_numbered_by_page_are_numbered_through_with_a_warning() -> None:
    settings = '<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>'
    found = read(p("a", reference(1)) + p("b", reference(2)), settings=settings)
    assert [line.text for line in found.lines] == [f"a{call('1')}", f"b{call('2')}"]
    assert [code for code, _, _ in found.warnings] == ["note-numbers-by-page"]


def test_deleted_calls_are_not_counted() -> None:
    body = p("a", f"<w:del>{reference(1)}</w:del>", "b", reference(2))
    found = lines(body, footnotes=note(1, p("gone")) + note(2, p("kept")))
    assert [(line.marker, line.text) for line in found] == [(None, f"ab{call('1')}"), ("1", "kept")]


def test_raised_digits_are_calls_and_typed_notes_are_notes() -> None:
    raised = '<w:rStyle w:val="Mark"/>'
    body = p("Convention", r("1", raised), r("5", raised), " 1", r("st", raised), " 5 km", r("2", raised)) + p(
        r("15", raised), " UNTS."
    )
    assert [(line.hint, line.marker, line.text) for line in lines(body, styles=STYLES)] == [
        ("", None, f"Convention{call('15')} 1st 5 km2"), ("note", "15", "UNTS."),
    ]  # fmt: skip


# --- faults --------------------------------------------------------------------------------------------------------


def test_a_document_without_text_is_empty() -> None:
    with pytest.raises(EmptyFile, match="ocr"):
        read(p() + p(r("<w:drawing/>")))


def test_protected_files() -> None:
    with pytest.raises(EncryptedFile, match="password"):
        read_docx(bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), name="x")
    data = bytearray(package(p("x"), zipfile.ZIP_STORED))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            data[start + place] |= 1
            start += 4
    with pytest.raises(EncryptedFile):
        read_docx(bytes(data))


def test_old_and_foreign_files() -> None:
    with pytest.raises(UnknownFormat, match=r"\.docx"):
        read_docx(bytes.fromhex("d0cf11e0a1b11ae1"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(UnknownFormat):
        read_docx(buffer.getvalue())


def test_damaged_files() -> None:
    whole = package(p("The General Assembly " * 500))
    for cut in (30, len(whole) // 2, len(whole) - 30):
        with pytest.raises(DamagedFile):
            read_docx(whole[:cut])
    start = whole.find(b"word/document.xml") + 60
    with pytest.raises(DamagedFile):
        read_docx(whole[:start] + bytes(100) + whole[start + 100 :])
    with pytest.raises(DamagedFile, match="broken"):
        read("<w:p><w:r>")
    with pytest.raises(DamagedFile):
        read_docx(package("").replace(b"word/document.xml", b"word/Document.xmm"))


def test_a_bomb_is_refused_by_what_it_declares() -> None:
    with pytest.raises(FileTooLarge):
        read(p("a" * (docx_package.MAX_PART_BYTES + 1)))
    with pytest.raises(FileTooLarge, match="times its size"):
        read(p("a" * (docx_package.RATIO_FLOOR * 2)))


def test_a_bomb_is_refused_by_what_it_really_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_package, "MAX_PART_BYTES", 100_000)
    data = package(p("a" * 900_000))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lying = data.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises((FileTooLarge, DamagedFile)):
        read_docx(lying)


def test_pictures_are_never_unpacked() -> None:
    buffer = io.BytesIO(package(p("x")))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", bytes(docx_package.MAX_PART_BYTES * 2))
    assert [line.text for line in read_docx(buffer.getvalue()).lines] == ["x"]


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_entities_are_refused_unread(tmp_path: Path, coding: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    for entities, used in ((f'<!ENTITY x SYSTEM "{secret.as_uri()}">', "&x;"), (f'<!ENTITY a0 "ha">{laughs}', "&a11;")):
        xml = part("document", f"<w:body><w:p><w:r><w:t>{used}</w:t></w:r></w:p></w:body>").partition("?>")[2]
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            declared = f'<?xml version="1.0" encoding="{coding}"?><!DOCTYPE d [{entities}]>{xml}'
            archive.writestr("word/document.xml", declared.encode(coding))
        with pytest.raises(DamagedFile, match="document type") as caught:
            read_docx(buffer.getvalue())
        assert "SECRET" not in str(caught.value)


# --- every visible word once, in order -----------------------------------------------------------------------------

word = st.text(st.characters(codec="utf-8", categories=["Lu", "Ll"], max_codepoint=0x4FF), min_size=2, max_size=8)


def shown(markup: str) -> st.SearchStrategy[tuple[str, list[str]]]:
    return word.map(lambda text: (markup.format(r(f"{text} ")), [text]))


def unseen(markup: str) -> st.SearchStrategy[tuple[str, list[str]]]:
    return word.map(lambda text: (markup.format(text), []))


inline = st.one_of(
    shown("{}"), shown("<w:ins>{}</w:ins>"), shown("<w:hyperlink>{}</w:hyperlink>"),
    shown('<w:smartTag w:element="x">{}</w:smartTag>'),
    shown("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"), shown('<w:fldSimple w:instr="x">{}</w:fldSimple>'),
    unseen("<w:del><w:r><w:delText>{}</w:delText></w:r></w:del>"),
    unseen("<w:moveFrom><w:r><w:t>{}</w:t></w:r></w:moveFrom>"),
    unseen("<w:r><w:rPr><w:vanish/></w:rPr><w:t>{}</w:t></w:r>"), unseen("<w:r><w:instrText>{}</w:instrText></w:r>"),
)  # fmt: skip
paragraph = st.lists(inline, max_size=5).map(
    lambda runs: (p(*[markup for markup, _ in runs]), [word for _, words in runs for word in words])
)


def contained(content: st.SearchStrategy[tuple[str, list[str]]]) -> st.SearchStrategy[tuple[str, list[str]]]:
    shapes = [
        "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:customXml>{}</w:customXml>",
        "<w:p><w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
    ]  # fmt: skip
    return st.tuples(st.sampled_from(shapes), st.lists(content, min_size=1, max_size=4)).map(
        lambda pair: (
            pair[0].format("".join(markup for markup, _ in pair[1])),
            [word for _, words in pair[1] for word in words],
        )
    )


@given(st.recursive(paragraph, contained, max_leaves=12))
def test_every_visible_word_comes_out_once_and_in_order(body: tuple[str, list[str]]) -> None:
    markup, words = body
    assert " ".join(texts(markup + p("END"))).split() == [*words, "END"]


def test_the_sniffer_sends_these_files_here() -> None:
    assert sniff(package(p("x"))) == "docx"
