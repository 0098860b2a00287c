"""The language of a text: by its script, and among Latin-script languages by their short words."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.errors import UnknownLanguage
from isonomia.text.detect import ENOUGH, detect_language
from isonomia.text.model import LANGUAGES
from isonomia.text.readers.html import read_html

SAMPLES = Path(__file__).parents[2] / "samples" / "documents"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "documents"

SENTENCES = {
    "ar": "تطلب إلى الأمين العام أن يقدم إلى الجمعية العامة تقريرا عن تنفيذ هذا القرار.",
    "en": "Requests the Secretary-General to submit to the Assembly a report on the implementation of this resolution.",
    "es": "Solicita al Secretario General que le presente un informe sobre la aplicación de la presente resolución.",
    "fr": "Prie le Secrétaire général de lui présenter un rapport sur l’application de la présente résolution.",
    "ru": "Просит Генерального секретаря представить Ассамблее доклад об осуществлении настоящей резолюции.",
    "zh": "请秘书长向大会提交报告，说明本决议的执行情况。",
}

SHORT = [pytest.param(language, text, id=language) for language, text in SENTENCES.items()]


@pytest.mark.parametrize(("language", "text"), SHORT)
def test_one_sentence_is_enough(language: str, text: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(("language", "text"), SHORT)
def test_capitals_and_notes_in_english_do_not_mislead(language: str, text: str) -> None:
    note = "\n1 United Nations, Treaty Series, vol. 2225, No. 39574.\nA/RES/76/187"
    assert detect_language(3 * text + note) == language
    assert detect_language(text.upper()) == language


@pytest.mark.parametrize("text", ["", "12345", "A/RES/76/187", "§ 3.2 — 71/209 (…)", "Xyzzy Qwrt"])
def test_a_text_that_shows_no_language_is_refused_by_name(text: str) -> None:
    with pytest.raises(UnknownLanguage, match="--language"):
        detect_language(text)


@pytest.mark.parametrize("path", sorted([*SAMPLES.glob("*.txt"), *SAMPLES.glob("*.html")]), ids=lambda path: path.name)
def test_the_samples_are_in_the_language_of_their_name(path: Path) -> None:
    expected = path.name.split(".")[-2]
    data = path.read_bytes()
    text = data.decode()
    if path.suffix == ".html":
        text = "\n".join(line.text for line in read_html(data).lines)
    assert detect_language(text) == expected


@pytest.mark.skipif(not SHARED.exists(), reason="the shared real documents are not beside the project")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_universal_declaration_in_six_languages(language: str) -> None:
    data = (SHARED / f"{language}_A-RES-217-III-A_UDHR.html").read_bytes()
    assert detect_language("\n".join(line.text for line in read_html(data).lines)) == language


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    text = (SENTENCES["en"] + " ") * (ENOUGH // len(SENTENCES["en"]) + 1)
    assert detect_language(text + SENTENCES["ru"] * 2000) == "en"


def test_a_han_character_says_as_much_as_three_letters() -> None:
    assert detect_language("联合国毒品和犯罪问题办公室（UNODC）与 INTERPOL 合作") == "zh"


@given(st.text(max_size=200))
def test_any_text_has_one_of_the_six_languages_or_is_refused(text: str) -> None:
    with suppress(UnknownLanguage):
        assert detect_language(text) in LANGUAGES
