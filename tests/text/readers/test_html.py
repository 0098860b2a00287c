"""HTML: what the page shows, block by block and once; lists are counted, notes found; nothing is fetched or run."""

from __future__ import annotations

import html as entities
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.errors import DamagedFile, EmptyFile, FileTooLarge
from isonomia.text.lines import CALL_CLOSE, CALL_OPEN, Line, call
from isonomia.text.readers.html import read_html

SHARED = Path(__file__).parents[4] / "shared" / "data" / "documents"


def lines(page: str) -> tuple[Line, ...]:
    return read_html(page.encode()).lines


def texts(page: str) -> list[str]:
    return [line.text for line in lines(page)]


def notes(page: str) -> list[tuple[str | None, str]]:
    return [(line.marker, line.text) for line in lines(page) if line.hint == "note"]


def numbers(page: str) -> list[tuple[str | None, str]]:
    return [(line.number, line.text) for line in lines(page)]


# --- blocks --------------------------------------------------------------------------------------------------------


def test_each_block_is_a_complete_line() -> None:
    found = lines("<div>Before<p>The <b>General</b>\n  Assembly,</p>between<p>Recalling</div>after")
    assert [line.text for line in found] == ["Before", "The General Assembly,", "between", "Recalling", "after"]
    assert all(line.complete for line in found)


def test_the_first_h1_is_the_title_and_other_headings_have_levels() -> None:
    found = lines("<h2>Press</h2><h1>Crime<br>prevention</h1><h1>Annex</h1><h3><a href=x>Scope</a></h3><p>x")
    assert [(line.hint, line.level, line.text) for line in found] == [
        ("heading", 2, "Press"), ("title", 0, "Crime prevention"), ("heading", 1, "Annex"), ("heading", 3, "Scope"),
        ("", 0, "x"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>document.write('<p>gone</p>')</script>", "<style>p{content:'gone'}</style>", "<nav>gone</nav>",
        "<template><p>gone</p></template>", "<noscript>gone</noscript>", "<p hidden>gone</p>", "<!-- gone -->",
        "<p style='display: none'>gone</p>", "<div role=navigation>gone</div>", "<select><option>gone</select>",
        "<svg><text>gone</text></svg>", "<del>gone</del>", "<img alt=gone>", "<iframe src='file:///etc/passwd'></iframe>",
        "<dialog>gone</dialog>", "<object data='http://127.0.0.1:1/'>gone</object>", "<textarea>gone</textarea>",
        "<?php gone ?>",
    ],
)  # fmt: skip
def test_what_is_not_shown_is_dropped_and_what_follows_it_kept(hidden: str) -> None:
    assert texts(f"<title>gone</title><p>one {hidden} two</p><p>three</p>") in (
        [["one", "two", "three"], ["one two", "three"]]
    )


def test_a_page_of_scripts_only_is_empty() -> None:
    for page in ("<html><head><title>x</title></head><body><script>x</script></body></html>", "<hr>", "<!-- x -->"):
        with pytest.raises(EmptyFile):
            read_html(page.encode())


def test_header_elements_of_the_page_body_are_kept_and_footers_are_furniture() -> None:
    found = lines("<header><h1>T</h1><p>Preamble</p></header><footer>Copyright</footer>")
    assert [(line.hint, line.text) for line in found] == [
        ("title", "T"), ("", "Preamble"), ("furniture", "Copyright")
    ]  # fmt: skip


def test_tables_give_a_line_for_each_cell_in_row_order() -> None:
    page = "<table><tr><td>United Nations<th>A/76/1<tr><td>&nbsp;<td><p>Distr.</p><p>General</p></table>"
    assert texts(page) == ["United Nations", "A/76/1", "Distr.", "General"]


def test_preformatted_text_is_printed_lines() -> None:
    found = lines("<p>x</p><pre>  The <b>General</b>\nAssembly,\n\nRecalls<br>this</pre>")
    assert [(line.text, line.complete, line.gap, line.indent) for line in found[1:]] == [
        ("The General", False, None, 2), ("Assembly,", False, False, 0), ("Recalls", False, True, 0),
        ("this", False, False, 0),
    ]  # fmt: skip


def test_old_pages_laid_out_by_line_breaks() -> None:
    long = "Recalling its resolution 46/152 of 18 December 1991 on the creation of an effective programme, " * 2
    found = lines(f"<body>General Assembly<br>\nFiftieth session<br><br>{long}<BR> <br>1. Requests;<br>{long}</body>")
    assert [(line.text, line.complete, line.gap) for line in found] == [
        ("General Assembly", False, True), ("Fiftieth session", False, False), (long.strip(), True, None),
        ("1. Requests;", True, None), (long.strip(), True, None),
    ]  # fmt: skip


def test_a_rule() -> None:
    assert [(line.hint, line.text) for line in lines("<p>a</p><hr><p>b</p>")] == [("", "a"), ("rule", ""), ("", "b")]


# --- characters ----------------------------------------------------------------------------------------------------


def test_entities_spaces_and_invisible_characters() -> None:
    page = "<p>A&amp;B&nbsp;&#8212;&#150; &eacute;&shy;t&eacute; 1&#8239;000 co&#173;op &lt;b&gt; &#xE000;1&#xE001;</p>"
    assert texts(page) == ["A&B —– été 1 000 coop <b> 1"]


def test_a_line_break_in_the_source_is_no_space_in_chinese() -> None:
    assert texts("<p>关于\n   加强 2030\n年，\n大会 the\nword</p>") == ["关于加强 2030 年，大会 the word"]


def test_text_from_right_to_left_stays_in_logical_order() -> None:
    assert texts("<p dir=rtl>الجمعية العامة، القرار <span dir=ltr>46/152</span></p>") == [
        "الجمعية العامة، القرار 46/152"
    ]


@pytest.mark.parametrize(
    ("coding", "declared", "text"),
    [
        ("cp1251", "<meta charset=windows-1251>", "Генеральная Ассамблея"),
        ("cp1256", "<meta http-equiv=Content-Type content='text/html; charset=windows-1256'>", "الجمعية العامة"),
        ("gb18030", "<meta charset=gb2312>", "大会决议"),
        ("cp1252", "<meta charset=iso-8859-1>", "L’Assemblée – œuvre"),
        ("utf-8", "<meta charset=iso-8859-1>", "L’Assemblée générale"),
        ("cp1251", "<meta charset=utf-8>", "Генеральная Ассамблея, ссылаясь на свою резолюцию"),
        ("utf-8", "<meta charset=hex>", "é"),
        ("utf-16", "", "Генеральная"),
        ("utf-8-sig", "<meta charset=koi8-r>", "Генеральная"),
        ("koi8-r", "<?xml version='1.0' encoding='koi8-r'?>", "Генеральная Ассамблея"),
    ],
)
def test_the_encoding_is_the_declared_one_unless_the_bytes_say_otherwise(coding: str, declared: str, text: str) -> None:
    found = read_html(f"{declared}<html><body><p>{text}</p></body></html>".encode(coding))
    assert [line.text for line in found.lines] == [text]


# --- lists ---------------------------------------------------------------------------------------------------------


def test_ordered_lists_are_counted() -> None:
    page = """<ol start=3><li>c<ol type=a><li>x<li>y
    <ol style='list-style-type: lower-roman'><li>z<li value=9>n</ol></ol>
    <li><p>d</p><p>more</p></ol><ol reversed type=I><li>two<li>one</ol><ul><li>dot</ul><ol type=A start=27><li>aa</ol>
    <ol style='list-style:none'><li>bare</ol><ol style='list-style-type:cjk-ideographic' start=12><li>汉</ol>"""
    assert numbers(page) == [
        ("3", "c"), ("a.", "x"), ("b.", "y"), ("i.", "z"), ("ix.", "n"), ("4", "d"), (None, "more"), ("II", "two"),
        ("I", "one"), (None, "dot"), ("AA", "aa"), (None, "bare"), ("十二", "汉"),
    ]  # fmt: skip


def test_an_item_that_begins_with_a_list_keeps_both_numbers() -> None:
    assert numbers("<ol><li><ol type=a><li>x<li>y</ol><li>z</ol>") == [("1", "(a) x"), ("b.", "y"), ("2", "z")]


# --- notes ---------------------------------------------------------------------------------------------------------


def test_raised_markers_are_calls_and_other_raised_text_is_text() -> None:
    page = """<p>Convention,<sup>1</sup> Protocols<sup>2,<i>3</i></sup> total<sup>a</sup> mark<sup>*</sup>
    5 km<sup>2</sup>, 1<sup>st</sup>, 56<sup>e</sup>, n<sup>o</sup>, 3 × 10<sup>6</sup> 1<sup>er</sup></p>"""
    assert texts(page) == [
        f"Convention,{call('1')} Protocols{call('2')}{call('3')} total{call('a')} mark{call('*')} "
        "5 km2, 1st, 56e, no, 3 × 106 1er"
    ]


@pytest.mark.parametrize(
    "page",
    [
        # Word
        """<p>Text<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a> end</p><hr>
        <div id=ftn1><p class=MsoFootnoteText>
        <a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> Vol. 2225.</p></div>""",
        # a converter's section of notes
        """<p>Text<sup><a id=r1 href="#fn1">1</a></sup> end</p><section class=footnotes><hr><ol><li id=fn1>
        <p>Vol. 2225. <a href="#r1">↩︎</a></p></li></ol></section>""",
        """<p>Text<a class="footnote-ref" role="doc-noteref" href="#n"><sup>1</sup></a> end</p>
        <aside id=n role="doc-footnote">Vol. 2225.</aside>""",
        # old pages
        """<p>Text<a href="#note1">(1)</a> end<p><a name="note1">(1)</a> Vol. 2225.""",
        """Text<a href="#1"><sup>1</sup></a> end<br><br><a name="1"><sup>1</sup></a> Vol. 2225.""",
        """<p>Text<sup>[<a href="#cite_note-1">1</a>]</sup> end</p><ol class=references><li id="cite_note-1">
        <a href="#cite_ref-1">^</a> Vol. 2225.</ol>""",
        # tables and definition lists
        """<p>Text<sup><a href="#x">1</a></sup> end</p><table><tr><td><a name=x></a>1<td>Vol. 2225.</table>""",
        """<p>Text<sup><a href="#x">1</a></sup> end</p><dl><dt id=x>1<dd>Vol. 2225.</dl>""",
        # no links at all
        """<p>Text<sup>1</sup> end</p><p><sup>1</sup> Vol. 2225.</p>""",
        """<p>Text<sup>(1)</sup> end</p><hr><p>(1) Vol. 2225.</p>""",
        """<p>Text<sup>1</sup> end</p><ol class="endnotes"><li>Vol. 2225.</ol>""",
        """<p>Text<sup>1</sup> end</p><p class="footnote">1. Vol. 2225.</p>""",
    ],
)
def test_calls_and_notes(page: str) -> None:
    found = [line for line in lines(page) if line.hint != "rule"]
    assert [(line.hint, line.marker, line.text) for line in found] == [
        ("", None, f"Text{call('1')} end"),
        ("note", "1", "Vol. 2225."),
    ]


def test_a_note_of_several_paragraphs_is_one_line_and_its_references_are_no_calls() -> None:
    page = """<p>a<sup><a href=#fn1>1</a></sup> b<sup><a href=#fn2>2</a></sup></p>
    <div id=fn1><p>First,</p><p>see note <a href=#fn2>2</a>.</p></div><div id=fn2>Second.</div>"""
    assert notes(page) == [("1", "First, see note 2."), ("2", "Second.")]


def test_notes_in_one_paragraph_parted_by_line_breaks() -> None:
    page = "<p>a<a href=#n1><sup>1</sup></a><p><a name=n1>1</a> One.<br><a name=n2>2</a> Two.</p>"
    assert notes(page) == [("1", "One."), ("2", "Two.")]


def test_bracketed_numbers_below_a_rule_are_notes_only_when_called() -> None:
    page = "<p>Text<sup>1</sup></p><hr><p>(2) Requests</p><p>1. Decides</p>"
    assert notes(page) == []


def test_links_to_sections_are_no_calls() -> None:
    page = '<p><a href="#art1">1</a> <a href="#art2">2</a></p><p id=art1>Article 1</p><p id=art2>Article 2</p>'
    assert [(line.hint, line.text) for line in lines(page)] == [("", "1 2"), ("", "Article 1"), ("", "Article 2")]


# --- hostile pages -------------------------------------------------------------------------------------------------


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><p>a &x; b</p></body></html>'
    assert "SECRET" not in " ".join(texts(page))


def test_entities_do_not_multiply() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    page = f'<!DOCTYPE html [<!ENTITY a0 "laugh">{levels}]><html><body><p>x &a11;</p></body></html>'
    assert len(" ".join(texts(page))) < len(page)


def test_sloppy_pages_that_close_no_tag_are_read() -> None:
    assert texts("<div><b>" * 1_000 + "deep")[-1] == "deep"


def test_endless_nesting_is_refused_because_the_parser_would_drop_text() -> None:
    with pytest.raises(DamagedFile, match="deep"):
        read_html(b"<div><b>" * 30_000 + b"deep")


def test_too_large_pages_are_refused() -> None:
    with pytest.raises(FileTooLarge):
        read_html(b"<p>" + b"a" * (50 * 1024 * 1024))
    with pytest.raises(FileTooLarge, match="tags"):
        read_html(b"<p>" * 1_100_000)


def test_a_long_line_is_read_whole() -> None:
    word = "assembly "
    assert len(texts(f"<p>{word * 1_500_000}</p>")[0]) == len(word) * 1_500_000 - 1


# --- every visible word once, in order -----------------------------------------------------------------------------

word = st.text(st.characters(codec="utf-8", categories=["Lu", "Ll"], max_codepoint=0x4FF), min_size=2, max_size=8)


def wrapped(content: st.SearchStrategy[tuple[str, list[str]]]) -> st.SearchStrategy[tuple[str, list[str]]]:
    tags = ["p", "div", "b", "span", "li", "ol", "td", "h2", "blockquote", "a", "sup", "font", "pre", "article", "em"]
    return st.tuples(st.sampled_from(tags), st.lists(content, min_size=1, max_size=4)).map(
        lambda pair: (
            f"<{pair[0]}> {' '.join(markup for markup, _ in pair[1])} </{pair[0]}>",
            [word for _, words in pair[1] for word in words],
        )
    )


leaf: st.SearchStrategy[tuple[str, list[str]]] = st.one_of(
    word.map(lambda text: (entities.escape(text), [text])),
    word.map(lambda text: (f"<script>{text}</script><br>", [])),
    word.map(lambda text: (f"<p hidden>{text}</p>", [])),
)


@given(st.recursive(leaf, wrapped, max_leaves=20))
def test_every_visible_word_comes_out_once_and_in_order(page: tuple[str, list[str]]) -> None:
    markup, words = page
    text = " ".join(f"{line.number or ''} {line.text}" for line in lines(f"{markup}<p>END</p>"))
    text = re.sub(f"{CALL_OPEN}|{CALL_CLOSE}", "", text)
    assert [part for part in text.split() if not part.isdigit()] == [*" ".join(words).split(), "END"]


# --- real pages ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not SHARED.exists(), reason="the shared real documents are not beside the project")
@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_the_universal_declaration(language: str) -> None:
    raw = (SHARED / f"{language}_A-RES-217-III-A_UDHR.html").read_text(encoding="utf-8")
    found = read_html(raw.encode()).lines
    assert [line.hint for line in found].count("title") == 1
    assert found[0].hint == "title"
    assert sum(line.hint == "heading" and line.level == 2 for line in found) == 31
    assert all(line.complete for line in found)
    assert [line.number for line in found if line.number][:2] == ["1", "2"]
    body = entities.unescape(re.sub(r"<[^>]+>", " ", raw.partition("<body>")[2]))
    assert " ".join(line.text for line in found).split() == body.replace("\u200b", "").split()
