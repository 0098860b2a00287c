"""The encoding of a table of text that does not say it."""

from __future__ import annotations

import re

from isonomia.errors import DamagedFile

OTHERS = ("cp1252", "cp1251", "cp1256", "gb18030")
"""What spreadsheets write besides UTF-8 where the system is set to a Western, Russian, Arabic or Chinese language."""
LOOKED_AT = 40_000
"""So many bytes tell the encoding."""


def decoded(data: bytes, file: str) -> str:
    """The text: UTF-8, UTF-16 with its mark, else the encoding in which most cells name a country.

    Windows-1252 where none does. Raises DamagedFile.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise DamagedFile("the text breaks off inside a character; save it again", place=file) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    readable = []
    for encoding in OTHERS:
        try:
            readable.append((encoding, data.decode(encoding)))
        except UnicodeDecodeError:
            continue
    if not readable:
        raise DamagedFile("the text is neither UTF-8 nor Windows-1252; save it as CSV UTF-8", place=file)
    return max(readable, key=lambda pair: _countries(pair[1][:LOOKED_AT]))[1]


def _countries(text: str) -> int:
    """How many different cells that are not plain Latin name a country."""
    from isonomia.statistics.areas import area_named

    cells = {cell.strip(' "') for cell in re.split(r"[,;\t|\r\n]", text)}
    return sum(not cell.isascii() and len(cell) < 80 and area_named(cell) is not None for cell in cells)
