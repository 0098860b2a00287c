"""The interface speaks six languages: every word is there in each, and what is compiled is what was written."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import polib
import pytest
from lxml import html

TOOLS = Path(__file__).resolve().parents[2] / "tools"
sys.path.insert(0, str(TOOLS))
messages = importlib.import_module("messages")
sys.path.remove(str(TOOLS))


def test_every_word_is_translated_and_compiled():
    assert list(messages.faults()) == []


def test_words_are_gathered_from_code_and_templates(tmp_path):
    (tmp_path / "a.py").write_text(
        '_("one")\ngettext_lazy("two")\nngettext("a %(n)s", "b %(n)s", 2)\n_(name)\npgettext_lazy("page", "Search")\n'
        'npgettext("files", "copy", "copies", 2)\n'
    )
    (tmp_path / "b.html").write_text(
        "{% load i18n %}{% trans 'three' %}{% blocktrans count n=x trimmed %}\n  {{ n }} row\n{% plural %}{{ n }} rows{% endblocktrans %}"
        "{% blocktrans with a=b %}four {{ a }}{% endblocktrans %}{% trans 'Search' %}{% trans 'Key' context 'of a door' %}"
        "{% blocktrans count n=x context 'on a page' %}{{ n }} hit{% plural %}{{ n }} hits{% endblocktrans %}"
    )
    found = messages.gather(tmp_path)
    assert set(found) == {
        "one", "two", "three", "a %(n)s", "%(n)s row", "four %(a)s", "Search", "page\x04Search", "files\x04copy",
        "of a door\x04Key", "on a page\x04%(n)s hit",
    }  # fmt: skip
    assert found["%(n)s row"].plural == "%(n)s rows"
    assert found["files\x04copy"].plural == "copies"
    assert (found["on a page\x04%(n)s hit"].text, found["on a page\x04%(n)s hit"].plural) == ("%(n)s hit", "%(n)s hits")


def test_a_translation_that_lost_a_placeholder_is_told():
    held = polib.POFile()
    held.append(polib.POEntry(msgid="at most %(most)s", msgstr="au plus"))
    held.append(polib.POEntry(msgid="yes", msgstr="oui"))
    held.append(polib.POEntry(msgid="no", msgstr=""))
    assert messages.untranslated(held) == ["at most %(most)s", "no"]


def test_new_words_are_added_and_old_ones_dropped_and_the_rest_kept():
    held = polib.POFile()
    held.append(polib.POEntry(msgid="yes", msgstr="oui"))
    held.append(polib.POEntry(msgid="gone", msgstr="parti"))
    held.append(polib.POEntry(msgid="yes", msgctxt="a vote", msgstr="pour"))
    words = {
        "yes": messages.Word("yes"), "row": messages.Word("row", "rows"),
        "a vote\x04yes": messages.Word("yes", context="a vote"),
    }  # fmt: skip
    out = messages.renewed(held, words, "ru")
    assert [(entry.msgctxt, entry.msgid, entry.msgstr) for entry in out] == [
        ("a vote", "yes", "pour"), (None, "row", ""), (None, "yes", "oui"),
    ]  # fmt: skip
    assert len(out[1].msgstr_plural) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "word"),
    [("ar", "الاجتماعات"), ("es", "Reuniones"), ("fr", "Réunions"), ("ru", "Заседания"), ("zh", "会议")],
)
def test_a_page_is_in_its_language_throughout(client, code, word):
    tree = html.document_fromstring(client.get(f"/{code}/meetings/").content.decode())
    assert tree.xpath("//h1")[0].text == word
    # English is left in names only: of the site, of formats, of the language itself
    texts = [text.strip() for text in tree.xpath("//main//text()") if text.strip()]
    english = {
        text
        for text in texts
        if text.isascii() and text.isalpha() and text not in ("CSV", "XLSX", "JSON", "JSONL", "PARQUET", "Atom", "API")
    }
    assert not english or code in ("es", "fr"), english


@pytest.mark.django_db
def test_plurals_follow_the_language(client, make_case):
    for _ in range(2):
        make_case()
    total = html.document_fromstring(client.get("/ar/cases/").content.decode()).xpath("//p[@class='total']")[0]
    assert "سجلان" in total.text_content()
    for _ in range(3):
        make_case()
    total = html.document_fromstring(client.get("/ru/cases/").content.decode()).xpath("//p[@class='total']")[0]
    assert "записей" in total.text_content()
