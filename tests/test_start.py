"""`make start` and the manifest of the samples."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

import isonomia
from isonomia.errors import DamagedFile
from isonomia.start import Sample, samples, start, strongest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "samples" / "documents"
SAMPLES = samples(FOLDER)


# -- the manifest --------------------------------------------------------------------------------------------------


def test_the_manifest_lists_every_sample_and_nothing_else():
    listed = [sample.path.name for sample in SAMPLES]
    assert len(listed) == len(set(listed))
    assert sorted(listed) == sorted(path.name for path in FOLDER.iterdir() if path.name != "MANIFEST.toml")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.path.name)
class TestSample:
    def test_is_what_the_manifest_says(self, sample: Sample):
        document = isonomia.read(sample.path)
        assert document.symbol == (None if sample.assigned else sample.symbol)
        assert document.language == sample.language
        assert document.kind == sample.kind

    def test_prints_the_title_of_the_manifest(self, sample: Sample):
        text = "".join(isonomia.read(sample.path).text.split())
        assert "".join(sample.title.split()) in text

    def test_says_where_it_is_from(self, sample: Sample):
        """A specimen says itself, in its first lines, that it is none of the United Nations' documents."""
        head = isonomia.read(sample.path).text[:200]
        assert sample.official == ("SPECIMEN" not in head)
        assert sample.official == sample.provenance.startswith("official record of the United Nations")

    def test_its_annotation_is_there(self, sample: Sample):
        expected = Path("tests") / "annotations" / f"{sample.path.stem}.json"
        assert sample.annotation == (expected.as_posix() if (ROOT / expected).exists() else None)


def test_three_samples_are_official_and_six_languages_are_there():
    assert {sample.symbol for sample in SAMPLES if sample.official} == {"A/RES/68/193", "A/RES/76/187", "A/73/131"}
    assert {sample.language for sample in SAMPLES} == {"ar", "en", "es", "fr", "ru", "zh"}


class TestFaultsOfTheManifest:
    def test_no_manifest(self, tmp_path):
        with pytest.raises(DamagedFile, match=r"MANIFEST.toml: the samples are missing; run this in the root"):
            samples(tmp_path)

    def test_a_sample_that_is_not_there(self, tmp_path):
        text = (FOLDER / "MANIFEST.toml").read_text(encoding="utf-8")
        (tmp_path / "MANIFEST.toml").write_text(text, encoding="utf-8")
        with pytest.raises(DamagedFile, match="the sample is missing"):
            samples(tmp_path)

    @pytest.mark.parametrize(
        "text", ["[[document", '[[document]]\nsymbol = "A/1"\n', '[[document]]\nfile = "x"\ncolour = 1\n']
    )
    def test_a_broken_manifest(self, tmp_path, text):
        (tmp_path / "x").touch()
        (tmp_path / "MANIFEST.toml").write_text(text, encoding="utf-8")
        with pytest.raises(DamagedFile, match=r"MANIFEST.toml: "):
            samples(tmp_path)


# -- the strongest rows --------------------------------------------------------------------------------------------


def row(at: int, force: int, document: str = "A", dated: bool = False, intensity: int = 0) -> dict[str, Any]:
    return {"at": at, "force": force, "document": document, "due": {} if dated else None, "intensity": intensity}


ROWS = st.lists(st.tuples(st.integers(0, 5), st.sampled_from("AB"), st.booleans(), st.integers(0, 1)), max_size=30).map(
    lambda values: [row(at, *value) for at, value in enumerate(values)]
)


@given(ROWS, st.integers(0, 12))
def test_none_that_is_left_out_is_stronger_and_the_order_stays(rows, most):
    kept = strongest(rows, most)
    places = [row["at"] for row in kept]
    assert places == sorted(places)
    assert len(kept) == min(most, len(rows))
    left = [row["force"] for row in rows if row["at"] not in places]
    assert max(left, default=0) <= min((row["force"] for row in kept), default=5)


def test_among_equals_dated_ones_come_first_and_documents_in_turn():
    rows = [row(0, 3, "A"), row(1, 3, "A"), row(2, 3, "A", dated=True), row(3, 3, "B"), row(4, 3, "B"), row(5, 1, "B")]
    assert [row["at"] for row in strongest(rows, 3)] == [0, 2, 3]


# -- make start ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    root = tmp_path_factory.mktemp("project")
    (root / "samples").symlink_to(ROOT / "samples")
    out = io.StringIO()
    page = start(root, out)
    return out.getvalue(), page


def test_it_names_each_document_as_it_reads_it(shown):
    text, _ = shown
    progress = [line for line in text.splitlines() if "reading" in line]
    assert [line[:5] for line in progress] == ["[1/3]", "[2/3]", "[3/3]"]
    for symbol in ("A/RES/68/193", "A/RES/76/187", "A/73/131"):
        assert sum(f"{symbol}:" in line for line in progress) == 1


def test_it_prints_a_screenful_and_says_how_to_see_the_rest(shown):
    text, page = shown
    total = len(html.document_fromstring(page.read_text(encoding="utf-8")).xpath("//tbody/tr"))
    assert "15 clauses" in text
    assert f"These are the strongest; {total - 15} more are on the page below" in text
    assert "isonomia mandates " in text


def test_it_sums_up(shown):
    text, _ = shown
    official = [sample for sample in SAMPLES if sample.official]
    documents = [isonomia.read(sample.path, symbol=sample.symbol if sample.assigned else None) for sample in official]
    mandates = [mandate for document in documents for mandate in isonomia.extract_mandates(document)]
    paragraphs = sum(len(document.paragraphs) for document in documents)
    citations = sum(len(document.citations) for document in documents)
    assert f"3 documents, {paragraphs} paragraphs, {citations} citations" in text
    assert f"{len(mandates)} of them ask an actor to act" in text
    office = sum("unodc" in mandate.addressees for mandate in mandates)
    line = next(
        line for line in text.splitlines() if line.strip().startswith("United Nations Office on Drugs and Crime")
    )
    assert f" {office}  █" in line


def test_the_page_is_written_whole_and_its_path_is_the_last_word(shown):
    text, page = shown
    assert text.rstrip().endswith(str(page))
    assert page.parent.name == "out"
    assert [path.name for path in page.parent.iterdir()] == ["register.html"]
    assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment}
    return subprocess.run(
        [sys.executable, "-m", "isonomia.start"], cwd=folder, env=env, capture_output=True, check=False
    )


def test_it_runs_from_the_root_even_on_a_terminal_that_has_no_chinese(tmp_path):
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    done = run(tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("ascii").rstrip().endswith(os.path.join("out", "register.html"))
    assert (tmp_path / "out" / "register.html").is_file()


def test_elsewhere_it_says_what_is_missing(tmp_path):
    done = run(tmp_path)
    assert done.returncode == 1
    assert done.stderr.decode().startswith(os.path.join("samples", "documents", "MANIFEST.toml") + ": ")
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_page_that_cannot_be_written_is_a_named_error(tmp_path):
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    (tmp_path / "out").touch()
    with pytest.raises(DamagedFile, match="the page cannot be written"):
        start(tmp_path, io.StringIO())
