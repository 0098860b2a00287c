"""Reads pictures of pages with the tesseract program, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from collections import defaultdict
from typing import Any

from isonomia.errors import DamagedFile, FileTooLarge, MissingDependency, UnknownLanguage
from isonomia.text.readers.pdf.lines import Printed

DOTS_PER_INCH = 300
"""What tesseract was made for."""

MAX_PIXELS = 60_000_000
"""A page larger than this (some 60 cm square) is rendered with fewer dots."""

MAX_SECONDS = 300
"""A page that takes longer is given up."""

POOR = 60.0
"""Mean confidence, of 100, under which a page's text is not to be relied on."""

DATA = {"ar": "ara", "en": "eng", "es": "spa", "fr": "fra", "ru": "rus", "zh": "chi_sim"}
"""tesseract's names of the languages."""

_COLUMNS = 12  # level page block paragraph line word left top width height confidence text


class Recogniser:
    """Reads the pages of one document. `warnings` says how sure the program was.

    Raises MissingDependency when tesseract or its data for the language are absent, UnknownLanguage for a language
    that is not one of the six.
    """

    def __init__(self, language: str | None, name: str) -> None:
        self.name = name
        if language is not None and language not in DATA:
            raise UnknownLanguage(f"{language!r} is not read; give one of {', '.join(DATA)}", place=name)
        wanted = DATA[language or "en"]
        program = shutil.which("tesseract")
        if program is None:
            raise MissingDependency(
                "reading pictures needs the tesseract program; install it "
                f"(Debian: apt install tesseract-ocr tesseract-ocr-{wanted.replace('_', '-')})",
                place=name,
            )
        self.program = program
        self.warnings: list[tuple[str, str, str]] = []
        self.data = self._installed(wanted, alone=language is not None)
        if language is None:
            message = (
                f"no language was given: the pictures were read with the data {self.data}; name it for better text"
            )
            self.warnings.append(("ocr-language", name, message))
        self.rtl = self.data == "ara"
        self.spaced = self.data != "chi_sim"

    def _installed(self, wanted: str, *, alone: bool) -> str:
        """tesseract's data to use: those of one language, or of all the six that are installed."""
        listed = subprocess.run([self.program, "--list-langs"], capture_output=True, timeout=60, check=False)
        words = (listed.stdout + listed.stderr).decode("utf-8", "replace").split()
        found = [data for data in DATA.values() if data in words]
        if (alone and wanted not in found) or not found:
            raise MissingDependency(
                f"tesseract has no data for the language {wanted!r}; install them "
                f"(Debian: apt install tesseract-ocr-{wanted.replace('_', '-')})",
                place=self.name,
            )
        return wanted if alone else "+".join(found)

    def read(self, page: Any, number: int) -> list[Printed]:
        """The lines that the program sees on a pypdfium2 page, in its reading order."""
        place = f"{self.name}, page {number}" if self.name else f"page {number}"
        width, height = page.get_size()
        if not 0 < width * height < 1e9:
            raise FileTooLarge(
                f"the page measures {width:.0f} by {height:.0f} points; no printed page does", place=place
            )
        scale = min(DOTS_PER_INCH / 72, (MAX_PIXELS / (width * height)) ** 0.5)
        command = [
            self.program,
            "stdin",
            "stdout",
            "-l",
            self.data,
            "--dpi",
            str(round(scale * 72)),
            "--psm",
            "3",
            "tsv",
        ]
        try:
            done = subprocess.run(
                command, input=_picture(page, scale), capture_output=True, timeout=MAX_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise FileTooLarge(f"tesseract took more than {MAX_SECONDS} seconds for the page", place=place) from error
        if done.returncode:
            reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no reason given"]
            raise DamagedFile(f"tesseract could not read the page: {reason[0]}", place=place)
        lines, sure = self._lines(done.stdout.decode("utf-8", "replace"), number, scale, height)
        message = f"the text was recognised from a picture, confidence {sure:.0f} of 100; compare it with the page"
        self.warnings.append(("ocr-poor" if sure < POOR else "ocr", place, message))
        return lines

    def _lines(self, table: str, number: int, scale: float, height: float) -> tuple[list[Printed], float]:
        rows: dict[tuple[int, int, int], list[tuple[float, float, float, float, str]]] = defaultdict(list)
        confidences: list[float] = []
        for row in table.splitlines()[1:]:
            cells = row.split("\t", _COLUMNS - 1)
            if len(cells) < _COLUMNS or not cells[11].strip():
                continue
            block, paragraph, line = int(cells[2]), int(cells[3]), int(cells[4])
            left, top, wide, high = (float(cell) / scale for cell in cells[6:10])
            confidences.append(float(cells[10]))
            rows[block, paragraph, line].append((left, top, wide, high, cells[11].strip()))
        lines = []
        for (block, _, _), words in rows.items():
            heights = sorted(word[3] for word in words)
            lines.append(
                Printed(
                    text=(" " if self.spaced else "").join(word[4] for word in words),
                    page=number,
                    x0=min(word[0] for word in words),
                    x1=max(word[0] + word[2] for word in words),
                    baseline=height - sorted(word[1] + word[3] for word in words)[len(words) // 2],
                    size=heights[len(heights) // 2],
                    rtl=self.rtl,
                    column=block,
                    ocr=True,
                )
            )
        return lines, sum(confidences) / len(confidences) if confidences else 0.0


def _picture(page: Any, scale: float) -> bytes:
    """The page as a grey picture in the plainest format that tesseract takes."""
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        raw, stride = bytes(bitmap.buffer), bitmap.stride
        head = b"P5 %d %d 255\n" % (bitmap.width, bitmap.height)
        if stride == bitmap.width:
            return head + raw[: stride * bitmap.height]
        rows = (raw[at * stride : at * stride + bitmap.width] for at in range(bitmap.height))
        return head + b"".join(rows)
    finally:
        bitmap.close()
