"""Reads Word files: each paragraph of the body, of a table cell and of a text box is a Line, then the notes."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from isonomia.errors import DamagedFile, EmptyFile
from isonomia.text.lines import Extract, Hint, Line, call
from isonomia.text.readers.counting import write_number
from isonomia.text.readers.docx.numbering import Numbering
from isonomia.text.readers.docx.package import Package
from isonomia.text.readers.docx.runs import RunReader, branch, is_alternate, is_placeholder
from isonomia.text.readers.docx.styles import Styles
from isonomia.text.readers.inline import flow, with_calls
from isonomia.text.readers.notes import settle_notes

# Tags around paragraphs that print what they hold.
_CONTAINERS = frozenset((
    "body", "tbl", "tr", "tc", "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "txbxContent",
))  # fmt: skip
_DELETED = ("del", "moveFrom")
_NOTE_FORMS = {"footnote": "decimal", "endnote": "lowerRoman"}


def read_docx(data: bytes, *, name: str = "") -> Extract:
    """The printed text of a Word file, without its headers and footers; notes stand at the end.

    Tracked insertions are kept and deletions dropped, with a warning. Raises EmptyFile, EncryptedFile, DamagedFile,
    FileTooLarge, and UnknownFormat for a package that is no Word document.
    """
    package = Package(data, name=name)
    document = _Document(package, name)
    lines = settle_notes(document.read())
    if not any(line.text for line in lines):
        raise EmptyFile("the document holds no text; if its pages are pictures, give a PDF and --ocr", place=name)
    return Extract(tuple(lines), "docx", tuple(document.warnings()))


class _Document:
    """One pass over the body, then over the notes that it calls."""

    def __init__(self, package: Package, name: str) -> None:
        self.package = package
        root = package.part(package.main)
        body = None if root is None else next((child for child in root if str(child.tag).endswith("}body")), None)
        if root is None or body is None:
            raise DamagedFile("the document has no body; save it again in Word", place=name)
        self.body = body
        # the strict and the transitional form of the format differ in the namespace only
        self.w = w = str(body.tag)[: -len("body")]
        self.styles = Styles(package.related("styles"), w)
        self.numbering = Numbering(package.related("numbering"), self.styles, w)
        self.markers = _NoteMarkers(root, package.related("settings"), w)
        self.runs = RunReader(root, self.styles, w, self.markers.next)
        self.lines: list[Line] = []
        self.carried: list[tuple[str, bool]] = []
        self.paragraphs = 0
        self.first_change = 0
        self.embedded = 0

    def read(self) -> list[Line]:
        self._blocks(self.body)
        self._end_carried()
        body, self.lines = self.lines, []
        return body + self._notes()

    def warnings(self) -> list[tuple[str, str, str]]:
        found = []
        changes = self.runs.changes
        if changes.inserted or changes.deleted:
            found.append((
                "tracked-changes",
                f"paragraph {self.first_change}",
                f"{changes.inserted} tracked insertions were kept and {changes.deleted} deletions dropped; "
                "accept or reject the changes in Word to settle the text",
            ))  # fmt: skip
        if self.markers.by_page:
            found.append((
                "note-numbers-by-page",
                "",
                "the notes are numbered anew on each page; they are numbered through, because pages are not known",
            ))  # fmt: skip
        if self.embedded:
            found.append(("embedded-document", "", f"{self.embedded} embedded documents were not read"))
        return found

    def _blocks(self, container: etree._Element) -> None:
        for element in container:
            tag = element.tag
            if is_alternate(element):
                self._blocks(branch(element, self.w))
            elif isinstance(tag, str) and tag.startswith(self.w):
                self._block(element, tag[len(self.w) :])

    def _block(self, element: etree._Element, name: str) -> None:
        if name == "p":
            self._paragraph(element)
        elif name in _DELETED or self._is_deleted_cell(element, name):
            self.runs.changes.deleted += len(element) > 0
            self._note_change()
        elif name == "altChunk":
            self.embedded += 1
        elif name in _CONTAINERS and not (name == "sdt" and is_placeholder(element, self.w)):
            self._blocks(element)

    def _is_deleted_cell(self, element: etree._Element, name: str) -> bool:
        w = self.w
        place = {"tr": f"{w}trPr/{w}del", "tc": f"{w}tcPr/{w}cellDel"}.get(name)
        return place is not None and element.find(place) is not None

    def _note_change(self) -> None:
        changes = self.runs.changes
        if not self.first_change and (changes.inserted or changes.deleted):
            self.first_change = max(self.paragraphs, 1)

    def _paragraph(self, paragraph: etree._Element) -> None:
        w = self.w
        self.paragraphs += 1
        properties = paragraph.find(f"{w}pPr")
        mark = properties.find(f"{w}rPr") if properties is not None else None
        inline = self.runs.read(paragraph)
        deleted = mark is not None and any(mark.find(w + name) is not None for name in _DELETED)
        self.runs.changes.deleted += deleted
        self._note_change()
        pieces = self.carried + inline.pieces
        if deleted:
            # without its mark the paragraph runs on into the next one
            self.carried = pieces
        else:
            self.carried = []
            self._emit(pieces, properties, mark)
        for box in inline.boxes:
            self._blocks(box)
        if properties is not None and properties.find(f"{w}sectPr") is not None:
            self.markers.next_section()

    def _emit(
        self, pieces: list[tuple[str, bool]], properties: etree._Element | None, mark: etree._Element | None
    ) -> None:
        text = flow(with_calls(pieces))
        if not text and self.runs.is_hidden(mark, self.styles.paragraph_style(properties)):
            return
        # an empty paragraph prints nothing, but its number is counted
        number = self.numbering.number(properties)
        if not text:
            return
        level = self.styles.heading_level(properties)
        hint: Hint = "title" if self.styles.is_title(properties) else "heading" if level else ""
        self.lines.append(Line(text, complete=True, hint=hint, level=level if hint == "heading" else 0, number=number))

    def _end_carried(self) -> None:
        if self.carried:
            pieces, self.carried = self.carried, []
            self._emit(pieces, None, None)

    def _notes(self) -> list[Line]:
        """The notes in the order of their calls, footnotes before endnotes; a call without a note gives none."""
        notes = []
        references = list(self.runs.references)
        for kind in _NOTE_FORMS:
            called = [reference for reference in references if reference.kind == kind]
            root = self.package.related(f"{kind}s") if called else None
            texts = {} if root is None else {note.get(f"{self.w}id", ""): note for note in root}
            reader = None if root is None else RunReader(root, self.styles, self.w, self.markers.next)
            for reference in called:
                note = texts.get(reference.id)
                if note is None or reader is None:
                    continue
                text = self._note_text(note, reader).removeprefix(call(reference.marker))
                text = text.removeprefix(reference.marker) if reference.marker.strip("*†‡§") == "" else text
                if text.strip():
                    notes.append(Line(text.strip(), complete=True, hint="note", marker=reference.marker))
        return notes

    def _note_text(self, note: etree._Element, reader: RunReader) -> str:
        body_reader = self.runs
        reader.changes = body_reader.changes
        self.runs, self.lines = reader, []
        self._blocks(note)
        self._end_carried()
        self.runs = body_reader
        parts = [f"{line.number} {line.text}" if line.number else line.text for line in self.lines]
        self.lines = []
        return " ".join(parts)


@dataclass(slots=True)
class _Counting:
    """How notes of one kind are numbered in one section."""

    form: str
    start: int = 1
    restart: str = "continuous"


class _NoteMarkers:
    """Gives automatic notes the markers that Word prints."""

    def __init__(self, document: etree._Element, settings: etree._Element | None, w: str) -> None:
        self.w = w
        common = {kind: self._counting(settings, kind, _Counting(form)) for kind, form in _NOTE_FORMS.items()}
        # the properties of a section stand at its end
        self.sections = [
            {kind: self._counting(section, kind, common[kind]) for kind in _NOTE_FORMS}
            for section in document.iter(f"{w}sectPr")
        ] or [common]
        self.section = 0
        first = self.sections[0]
        self.counts = {kind: first[kind].start for kind in _NOTE_FORMS}
        self.by_page = False

    def next(self, kind: str) -> str:
        counting = self.sections[self.section][kind]
        self.by_page = self.by_page or counting.restart == "eachPage"
        number = self.counts[kind]
        self.counts[kind] += 1
        return write_number(number, counting.form) or str(number)

    def next_section(self) -> None:
        self.section = min(self.section + 1, len(self.sections) - 1)
        for kind, counting in self.sections[self.section].items():
            if counting.restart == "eachSect":
                self.counts[kind] = counting.start

    def _counting(self, properties: etree._Element | None, kind: str, otherwise: _Counting) -> _Counting:
        found = properties.find(f"{self.w}{kind}Pr") if properties is not None else None
        if found is None:
            return otherwise
        form, start = self._value(found, "numFmt"), self._value(found, "numStart")
        return _Counting(
            form or otherwise.form,
            int(start) if start and start.isdigit() else otherwise.start,
            self._value(found, "numRestart") or otherwise.restart,
        )

    def _value(self, element: etree._Element, name: str) -> str | None:
        child = element.find(self.w + name)
        return None if child is None else child.get(f"{self.w}val")
