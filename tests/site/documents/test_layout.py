"""A text laid out for reading: nothing is lost, nothing is run, every mark is where it was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

import isonomia
from isonomia import Citation, Document, Note, Paragraph
from isonomia.site.documents.layout import CLAUSE, IF, VERB, WHO, Layout, Link, Mark, marks_of
from isonomia.site.documents.leading import in_order, shown_in
from isonomia.site.documents.masthead import is_specimen, printed_original
from isonomia.site.documents.naming import mandate_name, paragraph_name


def text_of(markup: str) -> str:
    return html.fragment_fromstring(markup, create_parent="div").text_content() if markup else ""


def document(text: str, **parts) -> Document:
    return Document("A/RES/1/1", "resolution", "unga", 1, None, "en", None, None, text, **parts)


LETTERS = st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Cn")), max_size=60)


@given(LETTERS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6), st.integers(0, 3))
def test_every_word_comes_through_whatever_is_marked(text, spans, linked):
    spans = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in spans]
    spans = [span for span in spans if span[0] < span[1]]
    citations = tuple(Citation("op1", text[a:b], (a, b), "resolution", "A/RES/2/2") for a, b in spans[:linked])
    marks = [Mark(a, b, kind) for (a, b), kind in zip(spans[linked:], (VERB, WHO, IF, CLAUSE), strict=False)]
    layout = Layout(document(text, citations=citations), marks=marks, linker=lambda _c: Link("/en/x/", "A/RES/2/2"))
    assert text_of(layout.html(0, len(text))) == text


def test_hostile_text_is_text():
    text = 'Requests <script>alert("x")</script> & "<b onclick=1>" to act'
    citation = Citation("op1", text[9:40], (9, 40), "resolution", '"><img src=x>')
    paragraph = Paragraph('op1"><i>', "operative", "1", None, text, (0, len(text)), ("<u>",), (("<u>", 8),))
    given_document = document(
        text, paragraphs=(paragraph,), citations=(citation,), notes=(Note("<u>", text[:8], (0, 8)),)
    )
    layout = Layout(given_document, marks=[Mark(0, 8, VERB)], linker=lambda c: Link('"><svg onload=1>', c.target or ""))
    markup = "".join(block.html for block in layout.blocks())
    tree = html.fragment_fromstring(markup, create_parent="div")
    assert not tree.xpath(".//script | .//b | .//img | .//svg | .//i | .//u")
    assert tree.text_content().replace("<u>", "", 1) == text


def test_a_citation_is_one_link_whatever_is_marked_in_it():
    text = "Urges the States parties to the Convention to act"
    cited = Citation("op1", text[28:42], (28, 42), "treaty", "UNTOC")
    layout = Layout(
        document(text, citations=(cited,)),
        marks=[Mark(6, 42, WHO), Mark(32, 36, IF)],
        linker=lambda _c: Link("/x", "t"),
    )
    tree = html.fragment_fromstring(layout.html(0, len(text)), create_parent="div")
    assert [link.text_content() for link in tree.xpath(".//a")] == [text[28:42]]
    assert [mark.get("class") for mark in tree.xpath(".//a/span")] == ["m who", "m who if", "m who"]


@pytest.mark.parametrize("name", ["A_RES_76_187.zh.txt", "A_RES_99_501.ar.html", "A_100_131.es.txt", "HO_1.ru.txt"])
def test_the_parts_of_every_mandate_of_the_samples_are_found(name, samples):
    text = isonomia.read(samples / name)
    for mandate in isonomia.extract_mandates(text):
        clause = mandate.to_dict()
        marks = marks_of(text, clause, whole=True)
        assert (marks[0].start, marks[0].end, marks[0].kind) == (*mandate.span, CLAUSE)
        found = [text.text[mark.start : mark.end] for mark in marks if mark.kind == IF]
        # what a list takes over from the words above it is marked there, or not at all
        assert set(found) <= set(mandate.conditions)
        assert mandate.verb in [text.text[mark.start : mark.end] for mark in marks if mark.kind == VERB]


def test_the_verb_of_a_list_is_marked_above_its_items(samples):
    text = isonomia.read(samples / "A_RES_99_501.en.txt")
    item = next(row for row in isonomia.extract_mandates(text) if row.paragraph == "op10.a")
    verb = next(mark for mark in marks_of(text, item.to_dict()) if mark.kind == VERB)
    start, end = text.paragraph("op10").span
    assert start <= verb.start < verb.end <= end


# -- small things --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "name"),
    [("op73", "OP73"), ("op10.a", "OP10(a)"), ("op3.b.ii", "OP3(b)(ii)"), ("pp3", "PP3"), ("p16", "para. 16"),
     ("annex2.op3", "annex2 OP3"), ("odd", "odd")],
)  # fmt: skip
def test_paragraphs_are_named_as_delegates_name_them(id, name):
    assert paragraph_name(id) == name


def test_a_mandate_is_named_by_symbol_paragraph_and_clause():
    assert mandate_name("A/RES/76/187#op73.1") == "A/RES/76/187, OP73"
    assert mandate_name("A/RES/76/187#op10.a.2") == "A/RES/76/187, OP10(a), clause 2"


def test_the_reader_sees_his_language_else_the_original_else_what_the_site_falls_back_to():
    assert shown_in(["ar", "fr", "zh"], "zh", "ar") == "zh"
    assert shown_in(["ar", "fr", "zh"], "ru", "ar") == "ar"
    assert shown_in(["ar", "fr", "zh"], "ru", "en") == "fr"
    assert shown_in([], "ru") == ""
    assert in_order(["zh", "ar", "es"], "zh") == ["zh", "es", "ar"]


@pytest.mark.parametrize(
    ("masthead", "language"),
    [("Distr.: General\nOriginal: English", "en"), ("Original : anglais", "en"), ("Original: español", "es"),
     ("原文：英文", "en"), ("Язык оригинала: французский", "fr"), ("الأصل: بالعربية", "ar"), ("Distr.: General", "")],
)  # fmt: skip
def test_the_language_of_the_original_is_read_from_the_masthead(masthead, language):
    text = masthead + "\nThe words"
    start = len(masthead) + 1
    paragraph = Paragraph("p1", "numbered", "1", None, "The words", (start, len(text)))
    assert printed_original(document(text, paragraphs=(paragraph,))) == language


def test_only_a_masthead_makes_a_specimen():
    text = "SPECIMEN - no document\nTakes a specimen, and writes SPECIMEN"
    paragraph = Paragraph("op1", "operative", "1", None, text[23:], (23, len(text)))
    assert is_specimen(document(text, paragraphs=(paragraph,)))
    assert not is_specimen(
        document(text[23:], paragraphs=(Paragraph("op1", "operative", "1", None, text[23:], (0, 9)),))
    )
