"""Opens the zip package of a Word file safely and gives its XML parts."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from isonomia.errors import DamagedFile, EncryptedFile, FileTooLarge, UnknownFormat

MAX_FILE_BYTES = 128 * 1024 * 1024
"""A package above this is refused; it holds pictures, which are never unpacked."""

MAX_PART_BYTES = 64 * 1024 * 1024
"""One unpacked part of XML; the longest United Nations volumes have a tenth of it."""

MAX_TOTAL_BYTES = 128 * 1024 * 1024
"""All parts unpacked together."""

MAX_RATIO = 300
"""Unpacked to packed size of a part over RATIO_FLOOR; real documents reach 40, a zip bomb 1,000."""

RATIO_FLOOR = 4 * 1024 * 1024

MAX_ENTRIES = 20_000

_CHUNK = 256 * 1024
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, KeyError)


class Package:
    """The parts of one Word file, unpacked when asked for and within limits.

    Raises EncryptedFile, DamagedFile, FileTooLarge, and UnknownFormat for a package without a Word document.
    """

    def __init__(self, data: bytes, *, name: str = "") -> None:
        self.name = name
        self._unpacked = 0
        if data.startswith(_OLE2):
            if "EncryptedPackage".encode("utf-16-le") in data:
                raise EncryptedFile("the document is protected by a password; remove it in Word", place=name)
            raise UnknownFormat("the file is an old Office file; save it as .docx", place=name)
        if len(data) > MAX_FILE_BYTES:
            raise FileTooLarge(f"the file has {len(data):,} bytes; at most {MAX_FILE_BYTES:,} are read", place=name)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise DamagedFile(
                f"the package cannot be opened ({error}); give a whole .docx, or save it again in Word", place=name
            ) from error
        entries = self._archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise FileTooLarge(f"the package has {len(entries):,} entries; at most {MAX_ENTRIES:,}", place=name)
        self._entries = {entry.filename.lower(): entry for entry in entries}
        self.main = self._main_part()

    def related(self, kind: str) -> etree._Element | None:
        """The root of the part that the document calls its `kind` (styles, numbering, footnotes ...), if any."""
        for relation, target in self._relations(self.main):
            if relation == kind:
                return self.part(target)
        return self.part(posixpath.join(posixpath.dirname(self.main), f"{kind}.xml"))

    def part(self, path: str) -> etree._Element | None:
        """The root element of an XML part, None when the package has none of that name."""
        entry = self._entries.get(path.lower())
        return None if entry is None else self._parse(self._unpack(entry), path)

    def _main_part(self) -> str:
        for relation, target in self._relations(""):
            if relation == "officeDocument" and target.lower() in self._entries:
                return target
        if "word/document.xml" in self._entries:
            return "word/document.xml"
        if "encryptedpackage" in self._entries:
            raise EncryptedFile("the document is protected by a password; remove it in Word", place=self.name)
        if "[content_types].xml" in self._entries:
            raise DamagedFile("the package has no word/document.xml; save it again in Word", place=self.name)
        raise UnknownFormat("the file is a zip archive without a Word document; give a .docx", place=self.name)

    def _relations(self, part: str) -> list[tuple[str, str]]:
        """(kind, path of the target) of every relation of a part; "" is the package itself."""
        folder, file = posixpath.split(part)
        root = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = []
        for relation in root if root is not None else ():
            target = relation.get("Target")
            if isinstance(relation.tag, str) and target and relation.get("TargetMode") != "External":
                path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found.append((relation.get("Type", "").rpartition("/")[2], path))
        return found

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        place = f"{self.name}:{entry.filename}" if self.name else entry.filename
        if entry.flag_bits & 1:
            raise EncryptedFile("the package is protected by a password; remove it", place=place)
        self._refuse_bomb(entry.file_size, entry.compress_size, place)
        chunks, size = [], 0
        try:
            with self._archive.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    # what a part declares of its size may be a lie
                    self._refuse_bomb(size, entry.compress_size, place)
                    chunks.append(chunk)
        except _DAMAGE as error:
            raise DamagedFile(f"the part cannot be unpacked ({error}); save the document again", place=place) from error
        self._unpacked += size
        return b"".join(chunks)

    def _refuse_bomb(self, size: int, packed: int, place: str) -> None:
        if size > MAX_PART_BYTES or self._unpacked + size > MAX_TOTAL_BYTES:
            raise FileTooLarge(f"the part unpacks to over {MAX_PART_BYTES:,} bytes; split the document", place=place)
        if size > RATIO_FLOOR and size > MAX_RATIO * max(packed, 1):
            raise FileTooLarge(
                f"the part unpacks to over {MAX_RATIO} times its size, as no document does; save it again", place=place
            )

    def _parse(self, data: bytes, path: str) -> etree._Element:
        place = f"{self.name}:{path}" if self.name else path
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        # Office forbids document type declarations; refusing them keeps entities out before the parser meets them
        if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data or "<!DOCTYPE".encode("utf-16-be") in data:
            raise DamagedFile("the part declares a document type, which Word files may not; save it again", place=place)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise DamagedFile(f"the XML is broken ({error.msg}); save the document again", place=place) from error
