"""Pages that are pictures are read by tesseract where it is installed, and its absence is said plainly."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from isonomia.errors import DamagedFile, MissingDependency, UnknownLanguage
from isonomia.text.readers.pdf import ocr, read_pdf

LINES = [
    "The General Assembly,",
    "Requests the Secretary-General to report",
    "on the implementation of this resolution.",
]
DOCUMENTS = Path(__file__).parents[4] / "shared" / "data" / "documents"


def languages() -> set[str]:
    if shutil.which("tesseract") is None:
        return set()
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, check=False)
    return set((listed.stdout + listed.stderr).decode().split())


def needs(data: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(data not in languages(), reason=f"needs tesseract with {data} (tesseract-ocr-{data})")


def scan(lines: list[str]) -> bytes:
    """A PDF whose one page is a picture of the lines."""
    import pypdfium2

    text = io.BytesIO()
    canvas = Canvas(text, pagesize=A4)
    canvas.setFont("Times-Roman", 14)
    for at, line in enumerate(lines):
        canvas.drawString(90, 740 - 22 * at, line)
    canvas.save()
    with pypdfium2.PdfDocument(text.getvalue()) as document:
        image = document[0].render(scale=2.5).to_pil()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawImage(ImageReader(image), 0, 0, *A4)
    canvas.save()
    return out.getvalue()


@needs("eng")
def test_a_picture_of_text_is_read() -> None:
    extract = read_pdf(scan(LINES), name="scan.pdf", ocr=True, language="en")
    assert [line.text for line in extract.lines] == LINES
    assert [(code, place) for code, place, _ in extract.warnings] == [("ocr", "scan.pdf, page 1")]


@needs("eng")
def test_without_a_language_all_installed_data_are_used_and_it_is_said() -> None:
    extract = read_pdf(scan(LINES), ocr=True)
    assert "ocr-language" in [code for code, _, _ in extract.warnings]


@needs("eng")
def test_pages_with_text_are_not_sent_to_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawString(90, 700, "A page with its own text")
    canvas.save()
    monkeypatch.setattr(ocr.shutil, "which", lambda _: None)
    assert read_pdf(out.getvalue(), ocr=True).lines[0].text == "A page with its own text"


@needs("rus")
@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="needs the real documents of ../shared")
def test_a_real_russian_scan_in_two_columns() -> None:
    extract = read_pdf((DOCUMENTS / "ru_A-RES-2758-XXVI.pdf").read_bytes(), ocr=True, language="ru")
    text = " ".join(line.text for line in extract.lines)
    assert "Восстановление законных прав Ки- тайской Народной Республики" in text
    assert text.index("Прием Бутана в члены") < text.index("Прием Омана в члены") < text.index("Восстановление")


def test_without_tesseract_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr.shutil, "which", lambda _: None)
    with pytest.raises(MissingDependency, match="apt install tesseract-ocr"):
        read_pdf(scan(LINES), ocr=True, language="fr")


@pytest.mark.parametrize(("language", "package"), [("ar", "ocr-ara"), ("zh", "ocr-chi-sim"), ("es", "ocr-spa")])
def test_missing_language_data_are_named(
    language: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho osd\n")
    program.chmod(0o755)
    monkeypatch.setattr(ocr.shutil, "which", lambda _: str(program))
    with pytest.raises(MissingDependency, match=package):
        read_pdf(scan(LINES), ocr=True, language=language)


def test_a_failing_tesseract_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "tesseract"
    program.write_text(
        '#!/bin/sh\n[ "$1" = --list-langs ] && { echo eng; exit; }\ncat > /dev/null\necho no luck >&2\nexit 1\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr(ocr.shutil, "which", lambda _: str(program))
    with pytest.raises(DamagedFile, match="no luck"):
        read_pdf(scan(LINES), ocr=True, language="en")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UnknownLanguage, match="ar, en, es, fr, ru, zh"):
        read_pdf(scan(LINES), ocr=True, language="de")
