"""Bytes become characters: byte order mark, declared encoding, UTF-8, and only then a guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from isonomia.errors import FileTooLarge, UnknownFormat

MAX_TEXT_BYTES = 16 * 1024 * 1024
"""A text or HTML file above this is refused; the longest United Nations volumes have a third of it."""

SAMPLE_BYTES = 1024 * 1024
"""The guess looks at no more than this."""

GUESSED_ENCODINGS = ("cp1252", "cp1251", "cp1256", "gb18030", "big5", "koi8_r", "iso8859_1", "iso8859_5", "iso8859_6",
                     "iso8859_15")  # fmt: skip
"""The encodings in which texts in the six languages are found besides Unicode."""

# The longer mark first: the mark of UTF-16 is the beginning of that of UTF-32.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Browsers read these labels as the larger encoding, and pages are written for browsers.
WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030",
         "big5": "big5hkscs", "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8"}  # fmt: skip

# One broken byte in so many sound multi-byte characters is damage to UTF-8, not another encoding.
SOUND_PER_BROKEN = 10


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a file, the encoding they were read with, and warnings."""

    text: str
    encoding: str
    warnings: tuple[tuple[str, str, str], ...] = ()


def byte_order_mark(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark that the data begins with and its encoding."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return mark, encoding
    return None


def refuse_too_large(data: bytes, *, name: str = "") -> None:
    """Raise FileTooLarge when a text file is over MAX_TEXT_BYTES."""
    if len(data) > MAX_TEXT_BYTES:
        raise FileTooLarge(
            f"the file has {len(data):,} bytes; at most {MAX_TEXT_BYTES:,} are read, so split it", place=name
        )


def decode(data: bytes, *, declared: str | None = None, name: str = "") -> Decoded:
    """The characters of `data`; `declared` is what the file says of itself, which is believed only if it works.

    Raises FileTooLarge above MAX_TEXT_BYTES and UnknownFormat when no plausible encoding fits.
    """
    refuse_too_large(data, name=name)
    marked = byte_order_mark(data)
    if marked:
        return _decode_marked(data[len(marked[0]) :], marked[1], name)
    for encoding in ("utf-8", _known(declared)):
        if encoding:
            try:
                return Decoded(data.decode(encoding), encoding)
            except UnicodeDecodeError:
                continue
    return _mended_utf8(data, name) or _guessed(data, name)


def _known(label: str | None) -> str | None:
    """The codec to use for a declared label, None when there is no text codec of that name."""
    if not label:
        return None
    try:
        codec = codecs.lookup(label.strip())
    except (LookupError, ValueError):
        return None
    wider = WIDER.get(codec.name, codec.name)
    # codecs such as "hex" or "rot13" are no character encodings
    return wider if getattr(codec, "_is_text_encoding", True) else None


def _decode_marked(data: bytes, encoding: str, name: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, _broken_warning(text.count("\ufffd") - data.count("\ufffd".encode(encoding)), name))


def _mended_utf8(data: bytes, name: str) -> Decoded | None:
    """UTF-8 with a few damaged bytes, which would otherwise be taken for a wholly different encoding."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = len(re.findall(r"[^\x00-\x7f\ufffd]", text))
    if sound < broken * SOUND_PER_BROKEN:
        return None
    return Decoded(text, "utf-8", _broken_warning(broken, name))


def _guessed(data: bytes, name: str) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE_BYTES], cp_isolation=list(GUESSED_ENCODINGS), preemptive_behaviour=False).best()
    if best is None:
        raise UnknownFormat(
            "the bytes are text in no encoding that is read; save the file as UTF-8 text", place=name
        ) from None
    encoding = best.encoding
    text = data.decode(encoding, "replace")
    guess = ("guessed-encoding", name, f"the file names no encoding and is not UTF-8; it was read as {encoding}")
    return Decoded(text, encoding, (guess, *_broken_warning(text.count("\ufffd"), name)))


def _broken_warning(count: int, name: str) -> tuple[tuple[str, str, str], ...]:
    if count <= 0:
        return ()
    return (
        ("undecodable-bytes", name, f"{count} damaged bytes or characters could not be decoded and are shown as �"),
    )
