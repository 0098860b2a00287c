"""Paragraphs that say nearly the same are found in a collection: all that are similar enough, and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.errors import DamagedFile, EmptyFile, UnknownFormat, UnknownLanguage
from isonomia.mandates import duplicates, duplicates_file
from isonomia.mandates.duplicates import Near, ParagraphIndex
from isonomia.text.read import read

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "documents"
WORDS = [
    "office",
    "member",
    "states",
    "report",
    "trafficking",
    "culture",
    "property",
    "prison",
    "reform",
    "youth",
    "sport",
]
SIGNS = "会员国办公室报告贩运文化财产监狱青年证人体育野生动物"
ENGLISH = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
CHINESE = st.text(st.sampled_from(SIGNS + "，；"), min_size=2, max_size=24).filter(
    lambda text: len(_features(text)) > 0
)
TEXTS = st.lists(ENGLISH | CHINESE, min_size=1, max_size=25)


def _language(text: str) -> str:
    return "en" if re.search("[a-z]", text) else "zh"


def _features(text: str) -> set[str]:
    """What counts of a text without dates, written down a second time, in words."""
    if _language(text) == "zh":
        return {one + other for run in re.split("[，；]", text) for one, other in pairwise(run)}
    stems = [word[:6] for word in text.split()]
    return {*stems, *(f"{one} {other}" for one, other in pairwise(stems))}


def _similarity(one: str, other: str) -> float:
    a, b = _features(one), _features(other)
    return 2 * len(a & b) / (len(a) + len(b)) if _language(one) == _language(other) else 0.0


def _index(texts: list[str]) -> ParagraphIndex:
    index = ParagraphIndex()
    index.add((f"A/RES/{at // 3}", f"op{at % 3}", text, _language(text)) for at, text in enumerate(texts))
    return index


def _expected(texts: list[str], text: str, least: float) -> list[Near]:
    rows = [
        Near(f"A/RES/{at // 3}", f"op{at % 3}", _similarity(text, other))
        for at, other in enumerate(texts)
        if _similarity(text, other) >= least - 1e-9
    ]
    return sorted(rows, key=lambda row: (-row.similarity, row.symbol, row.paragraph))


@pytest.fixture(params=["as it is", "small shelves", "nothing read whole", "all marked"])
def layout(request, monkeypatch):
    """Sizes of the index that change how an answer is come by, never the answer."""
    if request.param == "small shelves":
        monkeypatch.setattr(duplicates, "SHELF", 4)
        monkeypatch.setattr(duplicates_file, "SHELF", 4)
    if request.param == "nothing read whole":
        monkeypatch.setattr(duplicates, "READ_WHOLE", 0)
    if request.param == "all marked":
        monkeypatch.setattr(duplicates, "READ_WHOLE", 0)
        monkeypatch.setattr(duplicates, "FEW", 1 << 16)
    return request.param


class TestExact:
    @given(texts=TEXTS, least=st.floats(0.05, 1.0), data=st.data())
    def test_all_that_is_similar_enough_is_found_and_nothing_else(self, texts, least, data):
        text = data.draw(st.sampled_from(texts) | ENGLISH | CHINESE)
        found = _index(texts).near(text, language=_language(text), least=least, limit=100)
        assert found == _expected(texts, text, least)

    def test_in_every_layout(self, layout):
        @given(texts=TEXTS, least=st.sampled_from([0.1, 0.4, 0.6, 0.9]), data=st.data())
        def check(texts, least, data):
            text = data.draw(st.sampled_from(texts))
            found = _index(texts).near(text, language=_language(text), least=least, limit=100)
            assert found == _expected(texts, text, least)

        check()

    @given(TEXTS, st.integers(1, 5))
    def test_the_limit_cuts_the_list_and_changes_nothing_before(self, texts, limit):
        found = _index(texts).near(texts[0], language=_language(texts[0]), least=0.1, limit=100)
        assert _index(texts).near(texts[0], language=_language(texts[0]), least=0.1, limit=limit) == found[:limit]

    @given(TEXTS)
    def test_an_indexed_text_finds_itself_at_one(self, texts):
        index = _index(texts)
        for at, text in enumerate(texts):
            found = index.near(text, language=_language(text), limit=len(texts))
            assert found[0].similarity == 1.0
            assert Near(f"A/RES/{at // 3}", f"op{at % 3}", 1.0) in found

    @given(TEXTS, st.randoms(use_true_random=False), st.integers(1, 7))
    def test_the_order_and_the_portions_in_which_texts_came_do_not_matter(self, texts, random, portion):
        rows = [(f"A/RES/{at // 3}", f"op{at % 3}", text, _language(text)) for at, text in enumerate(texts)]
        random.shuffle(rows)
        index = ParagraphIndex()
        for at in range(0, len(rows), portion):
            index.add(rows[at : at + portion])
            index.near(texts[0], language=_language(texts[0]))  # a question between changes nothing either
        for text in texts:
            assert index.near(text, language=_language(text)) == _index(texts).near(text, language=_language(text))


SAMPLE_TEXTS = {
    "en": "Requests the Office to report to the Commission at its seventy-fourth session, by 31 December 2046, on the"
    " 189 States parties and on trafficking in cultural property;",
    "es": "Solicita a la Oficina que informe a la Comisión en su septuagésimo cuarto período de sesiones, a más tardar"
    " el 31 de diciembre de 2046, sobre los 189 Estados partes y el tráfico de bienes culturales;",
    "fr": "Prie l'Office de faire rapport à la Commission à sa soixante-quatorzième session, au plus tard le 31"
    " décembre 2046, sur les 189 États parties et le trafic de biens culturels ;",
    "ru": "просит Управление представить Комиссии на ее семьдесят четвертой сессии до 31 декабря 2046 года доклад о 189"
    " государствах-участниках и о незаконном обороте культурных ценностей;",
    "ar": "تطلب إلى المكتب أن يقدم إلى اللجنة في دورتها الرابعة والسبعين تقريرا عن 189 دولة طرفا وعن الاتجار بالممتلكات"
    " الثقافية؛",
    "zh": "请办公室于2046年12月31日前向委员会第七十四届会议报告189个缔约国的情况以及贩运文化财产问题；",
}
MOVED = {
    "en": [("seventy-fourth", "seventy-fifth"), ("31 December 2046", "1 March 2048"), ("189", "191")],
    "es": [("septuagésimo cuarto", "septuagésimo quinto"), ("31 de diciembre de 2046", "1 de marzo de 2048")],
    "fr": [("soixante-quatorzième", "soixante-quinzième"), ("31 décembre", "1er mars"), ("189", "191")],
    "ru": [("семьдесят четвертой", "семьдесят пятой"), ("31 декабря 2046", "1 марта 2048"), ("189", "191")],
    "ar": [("189", "191"), ("الرابعة والسبعين", "الخامسة والسبعين")],
    "zh": [("七十四", "七十五"), ("12月31日", "3月1日"), ("189", "191")],
}


class TestWhatCounts:
    @pytest.mark.parametrize("language", SAMPLE_TEXTS)
    def test_dates_sessions_and_numbers_move_freely(self, language):
        text = SAMPLE_TEXTS[language]
        index = ParagraphIndex()
        index.add([("A/RES/1", "op1", text, language)])
        for old, new in MOVED[language]:
            assert old in text
            text = text.replace(old, new)
        assert index.near(text, language=language) == [Near("A/RES/1", "op1", 1.0)]

    def test_another_verb_leaves_a_paragraph_near(self):
        index = ParagraphIndex()
        index.add([("A/RES/1", "op1", SAMPLE_TEXTS["en"], "en")])
        (found,) = index.near(SAMPLE_TEXTS["en"].replace("Requests", "Invites"))
        assert 0.9 < found.similarity < 1.0

    def test_vowel_signs_and_written_digits_do_not_count(self):
        index = ParagraphIndex()
        index.add([("A/RES/1", "op1", SAMPLE_TEXTS["ar"], "ar")])
        signs = SAMPLE_TEXTS["ar"].replace("تقريرا", "تقريرًا").replace("189", "١٨٩")
        assert index.near(signs)[0].similarity == 1.0

    def test_the_text_tells_its_language(self):
        index = ParagraphIndex()
        index.add(("A/RES/1", f"op-{language}", text, language) for language, text in SAMPLE_TEXTS.items())
        for language, text in SAMPLE_TEXTS.items():
            assert index.near(text) == [Near("A/RES/1", f"op-{language}", 1.0)]

    def test_languages_have_nothing_in_common(self):
        index = ParagraphIndex()
        index.add([("A/RES/1", "op1", "protection international", language) for language in ("en", "es", "fr")])
        assert len(index.near("protection international", language="fr", least=0.01)) == 1

    def test_paragraphs_of_other_subjects_are_not_found(self):
        document = read(SAMPLES / "A_RES_99_501.en.txt")
        rows = [row for row in document.paragraphs if row.role == "operative"]
        index = ParagraphIndex()
        index.add((document.symbol, row.id, row.text, "en") for row in rows)
        for row in rows:
            assert [near.paragraph for near in index.near(row.text, language="en")] == [row.id]
        assert index.near("Welcomes the offer of the Government of Kenya to host the congress;", least=0.4) == []

    @pytest.mark.parametrize("text", ["", "1.", "2046 / 189", "\0", "，"])
    def test_what_has_no_words_is_near_nothing(self, text):
        index = ParagraphIndex()
        assert index.add([("A/RES/1", "op1", text, "zh"), ("A/RES/1", "op2", "请办公室报告", "zh")]) == 2
        assert index.near(text, language="zh") == []
        assert [row.paragraph for row in index.near("请办公室报告", language="zh")] == ["op2"]

    def test_nothing_is_read_across_two_texts(self):
        index = ParagraphIndex()
        index.add([("A/RES/1", "op1", "请办", "zh"), ("A/RES/1", "op2", "公室", "zh")])
        assert index.near("办公", language="zh", least=0.01) == []


def test_an_empty_index_finds_nothing():
    assert ParagraphIndex().near("Requests the Office to report", language="en") == []
    assert len(ParagraphIndex()) == 0


@pytest.mark.parametrize("least", [0, -0.5, 1.01])
def test_a_similarity_that_none_can_have_is_no_question(least):
    with pytest.raises(ValueError, match="more than 0 and at most 1"):
        _index(["office report"]).near("office", language="en", least=least)


def test_an_unknown_language_is_said():
    with pytest.raises(UnknownLanguage):
        _index([]).add([("A/RES/1", "op1", "text", "de")])
    with pytest.raises(UnknownLanguage):
        _index([]).near("text", language="de")
    with pytest.raises(UnknownLanguage):
        _index([]).near("1234")


def test_paragraphs_before_an_unknown_language_are_added_and_the_index_stays_whole():
    index = ParagraphIndex()
    with pytest.raises(UnknownLanguage):
        index.add([("A/RES/1", "op1", "office report", "en"), ("A/RES/1", "op2", "text", "de")])
    index.add([("A/RES/2", "op1", "prison reform", "en")])
    assert [row.symbol for row in index.near("office report", language="en")] == ["A/RES/1"]
    assert [row.symbol for row in index.near("prison reform", language="en")] == ["A/RES/2"]


def test_without_numpy_a_named_error_says_how_to_install_it():
    code = "import sys; sys.modules['numpy'] = None\nimport isonomia.mandates.duplicates"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode
    assert "MissingDependency" in done.stderr
    assert "pip install 'isonomia[similar]'" in done.stderr


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A stored index with the index itself."""
    index = _index(TestFile.TEXTS)
    path = tmp_path_factory.mktemp("index") / "index"
    index.save(path)
    return path, index


class TestFile:
    TEXTS = [" ".join(WORDS[at : at + 5]) for at in range(9)] + ["贩运文化财产", "监狱青年证人"]

    def test_what_was_saved_answers_alike_and_can_grow(self, layout, tmp_path):
        path = tmp_path / "index"
        index = _index(self.TEXTS)
        index.save(path)
        opened = ParagraphIndex.open(path)
        assert len(opened) == len(index)
        for each in (index, opened):
            each.add([("A/RES/77", "op1", "office report on wildlife", "en")])
        for text in [*self.TEXTS, "office report on wildlife"]:
            found = opened.near(text, language=_language(text), least=0.1)
            assert found == index.near(text, language=_language(text), least=0.1)
            assert found
        opened.save(path)
        assert len(ParagraphIndex.open(path)) == len(self.TEXTS) + 1

    def test_an_empty_index_can_be_saved(self, tmp_path):
        ParagraphIndex().save(tmp_path / "index")
        assert len(ParagraphIndex.open(tmp_path / "index")) == 0

    def test_a_write_that_fails_leaves_what_was_there(self, tmp_path, monkeypatch):
        path = tmp_path / "index"
        _index(self.TEXTS).save(path)
        before = path.read_bytes()

        def fails(file, **_):
            file.write(b"half of it")
            raise OSError("no space left")

        monkeypatch.setattr(np, "savez", fails)
        with pytest.raises(OSError, match="no space"):
            _index(["other text"]).save(path)
        assert path.read_bytes() == before
        assert [each.name for each in tmp_path.iterdir()] == ["index"]

    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(FileNotFoundError):
            ParagraphIndex.open(tmp_path / "index")

    def test_an_empty_file(self, tmp_path):
        (tmp_path / "index").write_bytes(b"")
        with pytest.raises(EmptyFile, match="index: the file is empty; give"):
            ParagraphIndex.open(tmp_path / "index")

    @pytest.mark.parametrize("name", ["A_RES_99_501.en.txt", "A_RES_99_501.es.docx"])
    def test_a_file_of_another_kind(self, name, tmp_path):
        shutil.copy(SAMPLES / name, tmp_path)
        with pytest.raises(UnknownFormat, match="no index of paragraphs; give a file that ParagraphIndex"):
            ParagraphIndex.open(tmp_path / name)

    def test_an_index_of_another_format(self, tmp_path, monkeypatch):
        monkeypatch.setattr(duplicates_file, "FORMAT", "isonomia paragraphs 0")
        _index(self.TEXTS).save(tmp_path / "index")
        monkeypatch.undo()
        with pytest.raises(UnknownFormat, match="another format"):
            ParagraphIndex.open(tmp_path / "index")

    @given(st.data())
    def test_damage_anywhere_is_named_or_does_no_harm(self, whole, data):
        path, index = whole
        damaged = path.with_name("damaged")
        content = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(content) - 1))
        if data.draw(st.booleans()):
            content = content[:at]
        else:
            content[at] ^= data.draw(st.integers(1, 255))
        damaged.write_bytes(content)
        try:
            opened = ParagraphIndex.open(damaged)
        except (DamagedFile, UnknownFormat, EmptyFile):
            return
        for text in self.TEXTS:  # bytes that nobody reads, such as the time in an archive's directory
            assert opened.near(text, language=_language(text)) == index.near(text, language=_language(text))

    @pytest.mark.parametrize(
        ("name", "array"),
        [
            ("owners", np.array([99] * 11, np.uint32)),
            ("owners", np.array([0] * 3, np.uint32)),
            ("ids", np.array([[0] * 11], np.uint32)),
            ("symbols", np.frombuffer(b'["A", "A"]', np.uint8)),
            ("symbols", np.frombuffer(b"[1, 2", np.uint8)),
            ("0.starts", np.array([0, 2], np.int64)),
            ("0.sizes", np.array([1], np.int32)),
            ("0.postings", np.array([1.5])),
            ("0.features", None),
        ],
    )
    def test_arrays_that_do_not_fit_together_are_damage(self, name, array, whole, tmp_path):
        with np.load(whole[0]) as stored:
            arrays = dict(stored)
        arrays = {key: value for key, value in (arrays | {name: array}).items() if value is not None}
        with (tmp_path / "index").open("wb") as file:
            np.savez(file, **arrays)
        assert zipfile.is_zipfile(tmp_path / "index")
        with pytest.raises(DamagedFile, match="make it anew"):
            ParagraphIndex.open(tmp_path / "index")
