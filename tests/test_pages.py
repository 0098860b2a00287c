"""The pages: whole, safe, readable in six languages; what they say is what the rows and the document say."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

import isonomia
from isonomia.mandates.actors import known_addressees
from isonomia.pages import document_page, labels, register_page
from isonomia.pages.register import pieces
from isonomia.start import samples
from isonomia.text.model import Citation, Document, Note, Paragraph, Source, Warning

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "src" / "isonomia" / "templates"
SAMPLES = samples(ROOT / "samples" / "documents")
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
HOSTILE = (
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "' onmouseover='alert(3)",
    "<!-- ]]> {{ 7*7 }} {% raw %} &amp;",
)


@cache
def document(name: str) -> Document:
    sample = next(sample for sample in SAMPLES if sample.path.name == name)
    return isonomia.read(sample.path, symbol=sample.symbol if sample.assigned else None)


@cache
def rows(*names: str) -> tuple[dict[str, Any], ...]:
    return tuple(mandate.to_dict() for name in names for mandate in isonomia.extract_mandates(document(name)))


def row(**changes: Any) -> dict[str, Any]:
    """A row as `Mandate.to_dict()` gives it."""
    plain = {
        "id": "A/RES/1/1#op1.1", "document": "A/RES/1/1", "language": "en", "speaker": "unga", "paragraph": "op1",
        "order": 1, "verb": "Requests", "act": "requests", "force": 3, "intensity": 0, "addressees": ("unodc",),
        "addressee_texts": ("the Office",), "action": "act", "conditions": (), "due": None, "citations": (),
        "topics": (), "text": "Requests the Office to act", "span": (0, 26),
    }  # fmt: skip
    return {**plain, **changes}


def parsed(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def shown(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


MIXED = ("A_RES_99_501.en.txt", "A_RES_98_502.ar.txt", "A_RES_76_187.zh.txt", "CTOC_COP_RES_22_7.ru.html")
PAGES = {
    "register": lambda: register_page(rows(*MIXED)),
    "empty": lambda: register_page([]),
    "document": lambda: document_page(document("A_RES_76_187.zh.txt")),
    "report": lambda: document_page(document("A_100_131.es.txt")),
}


# -- every page ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
class TestEveryPage:
    def test_asks_the_network_for_nothing(self, page):
        text = PAGES[page]()
        tree = parsed(text)
        for element in tree.iter():
            for name in ("src", "href", "action", "data", "poster", "srcset", "background"):
                value = element.get(name)
                assert value is None or value.startswith("#"), (element.tag, value)
        assert not re.search(r"@import|url\(|@font-face", text)
        assert not tree.xpath("//link | //iframe | //object | //embed | //base")

    def test_runs_and_paints_only_what_its_policy_names(self, page):
        tree = parsed(PAGES[page]())
        policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none'")
        for element in tree.xpath("//style | //script"):
            digest = base64.b64encode(hashlib.sha256(element.text_content().encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, element.tag
        assert not tree.xpath("//*[@style]")
        assert not [a for element in tree.iter() for a in element.attrib if a.startswith("on")]

    def test_has_language_direction_width_and_a_way_past_the_head(self, page):
        tree = parsed(PAGES[page]())
        assert tree.get("lang") == "en"
        assert tree.get("dir") == "ltr"
        assert "width=device-width" in tree.xpath("//meta[@name='viewport']/@content")[0]
        skip = tree.xpath("//a[@class='skip']/@href")[0]
        assert tree.xpath(f"//*[@id='{skip[1:]}']")

    def test_has_one_first_heading_and_no_id_twice(self, page):
        tree = parsed(PAGES[page]())
        assert len(tree.xpath("//h1")) == 1
        ids = tree.xpath("//@id")
        assert [id for id, count in Counter(ids).items() if count > 1] == []

    def test_every_link_leads_somewhere_on_the_page(self, page):
        tree = parsed(PAGES[page]())
        ids = set(tree.xpath("//@id"))
        for target in tree.xpath("//a/@href"):
            # "#addressee=unodc" is a view of the register
            assert target[1:] in ids or "=" in target, target


def test_text_and_ground_have_enough_contrast_in_light_and_dark():
    css = (TEMPLATES / "page.css").read_text()
    light, dark = css.split("prefers-color-scheme: dark")
    palettes = [dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", part)) for part in (light, dark)]

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(one: str, other: str) -> float:
        dim, bright = sorted((luminance(one), luminance(other)))
        return (bright + 0.05) / (dim + 0.05)

    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    for palette in palettes:
        grounds = [palette[name] for name in ("ground", "surface", "soft")]
        for ground in grounds:
            for name in ("ink", "muted", "accent"):
                assert contrast(palette[name], ground) >= 4.5, (name, ground)
            assert contrast(palette["focus"], ground) >= 3
        for name in ("who", "limit", "when", "cite"):
            assert contrast(palette["ink"], palette[name]) >= 4.5, name
        assert contrast(palette["bar"], palette["surface"]) >= 3


# -- the register --------------------------------------------------------------------------------------------------


class TestRegister:
    @pytest.fixture
    def tree(self) -> html.HtmlElement:
        return parsed(register_page(rows(*MIXED)))

    def test_a_row_per_clause_in_order(self, tree):
        links = tree.xpath("//tbody/tr/td[1]/a/@title")
        assert links == [row["id"] for row in rows(*MIXED)]
        assert len(links) > 100

    def test_a_row_speaks_the_language_of_its_text(self, tree):
        found = {(tr.get("lang"), tr.get("dir")) for tr in tree.xpath("//tbody/tr")}
        assert found == {("ar", "rtl"), ("en", "ltr"), ("ru", "ltr"), ("zh", "ltr")}
        for tr in tree.xpath("//tbody/tr[@lang='ar']"):
            for small in tr.xpath(".//td[@class='act']/small"):
                assert (small.get("lang"), small.get("dir")) == ("en", "ltr")

    def test_actors_and_topics_are_named_in_that_language(self, tree):
        text = shown(tree.xpath("//tbody/tr[@lang='zh' and contains(@data-addressee, 'unodc')]")[0])
        assert "联合国毒品和犯罪问题办公室" in text
        assert (
            shown(tree.xpath("//tbody/tr[@lang='ar' and @data-addressee='member_states']/td[3]")[0]) == "الدول الأعضاء"
        )
        parties = tree.xpath("//tbody/tr[@lang='ru' and @data-addressee='states_parties_untoc']/td[3]")[0]
        assert shown(parties) == "Государства — участники Конвенции об организованной преступности"

    def test_the_whole_clause_its_citations_and_conditions_are_there(self, tree):
        for tr, source in zip(tree.xpath("//tbody/tr"), rows(*MIXED), strict=True):
            assert tr.xpath(".//p[@class='clause']")[0].text_content() == source["text"]
            assert all(target in shown(tr) for target in source["citations"])
            assert [li.text_content() for li in tr.xpath("./td[5]//li")] == list(source["conditions"])

    def test_the_force_is_a_picture_with_words(self, tree):
        for tr, source in zip(tree.xpath("//tbody/tr"), rows(*MIXED), strict=True):
            meter = tr.xpath("./td[2]//*[@role='img']")[0]
            assert len(meter.xpath("./i")) == 5
            assert len(meter.xpath("./i[@class='on']")) == source["force"]
            assert meter.get("aria-label") == f"force {source['force']} of 5"

    def test_bars_count_the_clauses(self, tree):
        bars = {
            (bar.get("data-facet"), bar.get("data-value")): int(bar.xpath("./b")[0].text)
            for bar in tree.xpath("//ul[@class='bars']//a")
        }
        expected = Counter(("act", row["act"]) for row in rows(*MIXED))
        expected.update(("addressee", id) for row in rows(*MIXED) for id in row["addressees"])
        expected.update(("due", str(row["due"]["year"])) for row in rows(*MIXED) if row["due"] and row["due"]["year"])
        assert bars == expected
        widths = [int(width) for width in tree.xpath("//ul[@class='bars']//rect/@width")]
        assert max(widths) == 100
        assert min(widths) >= 0

    def test_choices_count_the_clauses(self, tree):
        options = {
            option.get("value"): shown(option) for option in tree.xpath("//select[@name='language']/option[@value!='']")
        }
        counts = Counter(row["language"] for row in rows(*MIXED))
        assert options == {id: f"{labels.language(id)} ({counts[id]})" for id in counts}
        strong = sum(row["force"] == 3 for row in rows(*MIXED))
        assert shown(tree.xpath("//select[@name='act']//option[@value='force-3']")[0]) == f"any of force 3 ({strong})"

    def test_what_is_due_stands_first_by_its_year(self, tree):
        years = [int(b.text[:4]) for b in tree.xpath("//ol[@class='owed']/li/b")]
        assert years == sorted(row["due"]["year"] for row in rows(*MIXED) if row["due"] and row["due"]["year"])
        assert len(years) > 10

    def test_without_script_the_table_is_plain_and_whole(self, tree):
        assert not tree.xpath("//tbody/tr[@hidden]")
        for control in tree.xpath("//form | //button"):
            assert control.xpath("ancestor-or-self::*[@hidden]"), "a control that could do nothing is not shown"

    def test_versions_in_several_languages_are_said_to_count_each(self):
        page = shown(parsed(register_page([row(), row(language="fr"), row(document="A/RES/1/2")])))
        assert "Versions in several languages are listed and counted each: A/RES/1/1 in 2." in page

    def test_an_empty_register_says_so(self):
        tree = parsed(register_page([]))
        assert "No clause asks anyone to act here" in shown(tree)
        assert not tree.xpath("//table | //script | //form")

    def test_one_clause_is_one_clause(self):
        assert "1 clause of 1 document (A/RES/1/1) asks an actor to act" in shown(parsed(register_page([row()])))

    def test_a_document_without_symbol_and_a_clause_that_asks_no_one(self):
        tree = parsed(
            register_page([row(document=None, id="#op1.1", addressees=(), addressee_texts=(), act="notes", force=0)])
        )
        assert "without symbol" in shown(tree.xpath("//tbody/tr")[0])
        assert shown(tree.xpath("//tbody/tr/td[3]")[0]) == "–"

    def test_an_actor_outside_the_register_speaks_by_its_own_words(self):
        tree = parsed(register_page([row(addressees=("other",), addressee_texts=("the Lake Commission",))]))
        assert shown(tree.xpath("//tbody/tr/td[3]")[0]) == "the Lake Commission"

    def test_a_year_not_known_and_a_time_taken_over(self):
        due = {"text": "at a later session", "session": None, "year": None, "date": None, "via": "op3"}
        tree = parsed(register_page([row(due=due)]))
        assert shown(tree.xpath("//tbody/tr/td[6]")[0]) == "– at a later session as in OP3"
        assert tree.xpath("//tbody/tr/@data-due") == ["undated any"]

    def test_the_same_clause_twice_has_two_anchors(self):
        ids = parsed(register_page([row(), row(), row()])).xpath("//tbody/tr/@id")
        assert len(set(ids)) == 3

    @pytest.mark.parametrize("poison", HOSTILE)
    def test_hostile_text_stays_text(self, poison):
        texts = dict.fromkeys(("id", "document", "paragraph", "verb", "act", "action", "text", "speaker"), poison)
        lists = dict.fromkeys(("addressees", "addressee_texts", "conditions", "citations", "topics"), (poison,))
        due = {"text": poison, "session": 1, "year": 2030, "date": poison, "via": poison}
        calm = parsed(
            register_page(
                [
                    row(
                        due={**due, "text": "x", "date": "x", "via": "op1"},
                        conditions=("x",),
                        topics=("x",),
                        citations=("x",),
                    )
                ]
            )
        )
        tree = parsed(register_page([row(**texts, **lists, due=due)]))
        assert Counter(e.tag for e in tree.iter("script", "img", "style")) == Counter(
            e.tag for e in calm.iter("script", "img", "style")
        )
        assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
        assert tree.xpath("//p[@class='clause']")[0].text_content() == poison
        assert tree.xpath("//tbody/tr/@data-document") == [poison]

    def test_a_thousand_rows_stay_a_page(self):
        many = [row(id=f"A/RES/1/1#op{at}.1", paragraph=f"op{at}") for at in range(1000)]
        assert len(parsed(register_page(many)).xpath("//tbody/tr")) == 1000


class TestPieces:
    def test_they_show_what_the_columns_were_read_from(self):
        found = pieces(
            row(
                text="Also requests the Office, within existing resources, to report by 2030",
                verb="Also requests",
                conditions=("within existing resources",),
                due={"text": "by 2030", "year": 2030, "date": None, "session": None, "via": None},
            )
        )
        assert [(piece.text, piece.kind) for piece in found] == [
            ("Also requests", "verb"), (" ", ""), ("the Office", "addressee"), (", ", ""),
            ("within existing resources", "condition"), (", to report ", ""), ("by 2030", "due"),
        ]  # fmt: skip

    def test_a_verb_of_the_chapeau_is_not_sought_elsewhere(self):
        found = pieces(row(text="To convene a meeting", verb="Requests", addressee_texts=("the Secretary-General",)))
        assert [(piece.text, piece.kind) for piece in found] == [("To convene a meeting", "")]

    @given(st.text("abc ", max_size=30), st.lists(st.text("abc ", max_size=4), max_size=5), st.text("abc", max_size=3))
    def test_joined_they_are_the_clause(self, text, wordings, verb):
        found = pieces(row(text=text, verb=verb, addressee_texts=tuple(wordings), conditions=tuple(wordings)))
        assert "".join(piece.text for piece in found) == text
        assert all(piece.text for piece in found)


class TestLabels:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_addressee_has_a_name_in_every_language(self, language):
        script = {"ar": r"[\u0600-\u06ff]", "ru": r"[\u0400-\u04ff]", "zh": r"[\u4e00-\u9fff]"}.get(
            language, r"[A-Za-z]"
        )
        for id in known_addressees():
            name = labels.addressee(id, language)
            assert name != id
            assert re.search(script, name), (id, name)

    def test_what_no_register_knows_is_its_own_name(self):
        assert labels.addressee("moon_office", "fr") == "moon_office"
        assert labels.topic("moons", "fr") == "moons"
        assert labels.addressee("unodc", "xx") == "United Nations Office on Drugs and Crime"

    @pytest.mark.parametrize(
        ("id", "said"),
        [
            ("op73", "OP73"), ("op10.a", "OP10(a)"), ("op10.a.ii", "OP10(a)(ii)"), ("pp3", "PP3"), ("p16", "para. 16"),
            ("s1", "summary 1"), ("annex2.op3", "annex2 OP3"), ("hu2.p4", "hu2 para. 4"), ("strange", "strange"),
        ],
    )  # fmt: skip
    def test_paragraphs_are_said_as_delegates_say_them(self, id, said):
        assert labels.paragraph(id) == said


# -- the document --------------------------------------------------------------------------------------------------


def letters(text: str) -> str:
    return re.sub(r"\s+", "", text)


def reading(tree: html.HtmlElement) -> str:
    """The text of the page as printed: article and notes, without what the page adds."""
    for added in tree.xpath(
        "//a[@class='anchor'] | //aside | //sup[@class='call'] | //a[@class='back'] | //li/span/small"
    ):
        tail = added.tail or ""
        before = added.getprevious()
        parent = added.getparent()
        parent.remove(added)
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parts = [*tree.xpath("//article"), *tree.xpath("//section[contains(@class, 'notes')]/ol")]
    return letters("".join(part.text_content() for part in parts))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.path.name)
class TestDocumentOfTheSamples:
    def test_every_word_is_there_in_order(self, sample):
        source = document(sample.path.name)
        assert reading(parsed(document_page(source))) == letters(source.text)

    def test_every_paragraph_and_heading_is_an_anchor(self, sample):
        source = document(sample.path.name)
        ids = set(parsed(document_page(source)).xpath("//@id"))
        assert {part.id for part in (*source.paragraphs, *source.headings)} <= ids

    def test_text_has_its_language_and_direction(self, sample):
        article = parsed(document_page(document(sample.path.name))).xpath("//article")[0]
        assert article.get("lang") == sample.language
        assert article.get("dir") == ("rtl" if sample.language == "ar" else "ltr")

    def test_facts_stand_on_top(self, sample):
        source = document(sample.path.name)
        facts = shown(parsed(document_page(source)).xpath("//dl[@class='facts']")[0])
        for fact in (source.symbol, source.date, source.agenda_item, source.source.name, source.source.sha256):
            assert fact is None or fact in facts
        assert labels.words(sample.kind) in facts
        assert labels.language(sample.language) in facts

    def test_notes_and_calls_lead_to_each_other(self, sample):
        source = document(sample.path.name)
        tree = parsed(document_page(source))
        called = 0
        for call in tree.xpath("//sup[@class='call'][@id]"):
            margin, end = call.xpath("./a/@href")
            for target in (margin, end):
                note = tree.xpath(f"//*[@id='{target[1:]}']")[0]
                assert f"#{call.get('id')}" in note.xpath(".//a[@class='back']/@href")
                called += 1
        markers = {note.marker for note in source.notes}
        assert called == 2 * sum(marker in markers for p in source.paragraphs for marker, _ in p.calls)

    def test_citations_are_marked_with_their_targets(self, sample):
        source = document(sample.path.name)
        tree = parsed(document_page(source))
        marked = " ; ".join(tree.xpath("//span[contains(@class, 'cite')]/@title"))
        targets = [citation.target for citation in source.citations if citation.target]
        assert all(target in marked for target in targets)
        assert tree.xpath("//section[@class='cited']//tbody/tr/th/text()") == list(dict.fromkeys(targets))


def plain(text: str, **changes: Any) -> Document:
    values = dict.fromkeys(("symbol", "organ", "session", "date", "title", "agenda_item"))
    return Document(**{**values, "kind": "other", "language": "en", "text": text, **changes})


class TestDocument:
    def test_items_are_indented_by_their_depth(self):
        tree = parsed(document_page(document("A_RES_99_501.en.txt")))
        assert "depth-0" in tree.xpath("//*[@id='op10']/@class")[0]
        assert "depth-1" in tree.xpath("//*[@id='op10.a']/@class")[0]

    def test_what_was_noticed_is_told(self):
        noticed = (Warning("note-without-text", "op3", "nothing <there>"),)
        page = shown(parsed(document_page(plain("words", warnings=noticed))))
        assert "1 thing noticed while reading note-without-text at op3: nothing <there>" in page

    def test_a_note_that_nothing_calls_is_still_shown(self):
        text = "A word.\n* A note."
        paragraph = Paragraph("u1", "unnumbered", None, None, "A word.", (0, 7))
        tree = parsed(document_page(plain(text, paragraphs=(paragraph,), notes=(Note("*", "A note.", (10, 17)),))))
        assert "(not called in the text)" in shown(tree.xpath("//section[@class='notes']")[0])

    def test_notes_that_share_a_marker_are_called_in_turn(self):
        text = "One.\nTwo.\n1 First.\n1 Second."
        paragraphs = (
            Paragraph("u1", "unnumbered", None, None, "One.", (0, 4), ("1",), (("1", 4),)),
            Paragraph("u2", "unnumbered", None, None, "Two.", (5, 9), ("1",), (("1", 9),)),
        )
        notes = (Note("1", "First.", (12, 18)), Note("1", "Second.", (21, 28)))
        tree = parsed(document_page(plain(text, paragraphs=paragraphs, notes=notes)))
        targets = [call.xpath("./a[@class='to-end']/@href")[0] for call in tree.xpath("//sup[@class='call']")]
        found = [shown(tree.xpath(f"//li[@id='{target[1:]}']")[0]) for target in targets]
        assert [text.split()[1] for text in found] == ["First.", "Second."]

    def test_citations_that_overlap_name_all_their_targets(self):
        citations = (
            Citation("u1", "the Conventions", (0, 15), "treaty", "UNTOC"),
            Citation("u1", "the Conventions", (0, 15), "treaty", "UNCAC", date="2003-10-31", pinpoint="art. 5"),
            Citation("u1", "and more", (16, 24), "other", None),
        )
        text = "the Conventions and more"
        paragraph = Paragraph("u1", "unnumbered", None, None, text, (0, 24))
        tree = parsed(document_page(plain(text, paragraphs=(paragraph,), citations=citations)))
        marks = tree.xpath("//span[contains(@class, 'cite')]")
        assert [(mark.text, mark.get("title")) for mark in marks] == [
            ("the Conventions", "UNTOC; UNCAC, art. 5, 2003-10-31"),
            ("and more", "not resolved"),
        ]
        assert "open" in marks[1].get("class")

    @pytest.mark.parametrize("poison", HOSTILE)
    def test_hostile_text_stays_text(self, poison):
        paragraph = Paragraph("op1", "operative", "1", None, poison, (0, len(poison)))
        citation = Citation("op1", poison, (0, len(poison)), "document", poison, date=poison, pinpoint=poison)
        source = plain(
            poison, symbol=poison, organ=poison, date=poison, title=poison, agenda_item=poison, kind=poison,
            paragraphs=(paragraph,), citations=(citation,), source=Source(poison, poison, poison),
            warnings=(Warning(poison, poison, poison),),
        )  # fmt: skip
        tree = parsed(document_page(source))
        assert not tree.xpath("//script | //img")
        assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
        assert tree.xpath("//h1")[0].text == poison
        assert letters(tree.xpath("//*[@id='op1']/p")[0].text_content()) == letters(poison)

    @given(st.data())
    def test_no_citation_and_no_call_loses_or_doubles_a_letter(self, data):
        lines = data.draw(st.lists(st.text("abc de", min_size=1, max_size=12), min_size=1, max_size=4))
        text = "\n".join(lines)
        place = st.integers(0, len(text))
        spans = data.draw(st.lists(st.tuples(place, place).map(sorted).map(tuple), max_size=6))
        citations = tuple(Citation(None, text[a:b], (a, b), "document", f"A/{a}/{b}") for a, b in spans if a < b)
        start, paragraphs = 0, []
        for at, line in enumerate(lines):
            calls = sorted(data.draw(st.lists(st.integers(start, start + len(line)), max_size=2)))
            paragraphs.append(
                Paragraph(f"u{at}", "unnumbered", None, None, line, (start, start + len(line)),
                          ("1",) * len(calls), tuple(("1", offset) for offset in calls))
            )  # fmt: skip
            start += len(line) + 1
        chosen = tuple(paragraph for paragraph in paragraphs if data.draw(st.booleans()))
        page = document_page(plain(text, paragraphs=chosen, citations=citations))
        assert reading(parsed(page)) == letters(text)
