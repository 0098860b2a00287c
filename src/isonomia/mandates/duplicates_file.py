"""An index of paragraphs as one file: the arrays of its shelves in an uncompressed archive, each with a checksum."""

from __future__ import annotations

import json
import zipfile
import zlib
from array import array
from pathlib import Path
from typing import Any

import numpy as np

from isonomia.errors import DamagedFile, EmptyFile, UnknownFormat
from isonomia.mandates.duplicates import SHELF, ParagraphIndex, Shelf

FORMAT = "isonomia paragraphs 1"
"""Changes with the features and with the layout: an index of another format must be made anew."""
_KINDS = {"sizes": np.int32, "features": np.uint32, "starts": np.int64, "postings": np.uint16}
_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, KeyError, EOFError, RuntimeError, OSError)
"""What Python and numpy say of an archive whose bytes are not as they were written."""
_RIGHT = "give a file that ParagraphIndex.save wrote"


def save(index: ParagraphIndex, path: Path) -> None:
    """Writes beside the file first, so that what was there stays when writing fails. Raises OSError."""
    arrays: dict[str, Any] = {
        "format": _bytes(FORMAT),
        "symbols": _bytes(json.dumps(list(index.symbols))),
        "paragraphs": _bytes(json.dumps(list(index.paragraphs))),
        "owners": np.asarray(index.owners, dtype=np.uint32),
        "ids": np.asarray(index.ids, dtype=np.uint32),
    }
    for number, shelf in enumerate(index.all_shelves()):
        arrays |= {f"{number}.{name}": getattr(shelf, name) for name in _KINDS}
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _bytes(text: str) -> Any:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def load(path: Path) -> ParagraphIndex:
    """Reads what `save` wrote. Raises OSError, EmptyFile, UnknownFormat and DamagedFile."""
    with path.open("rb") as file:
        head = file.read(4)
    if not head:
        raise EmptyFile(f"the file is empty; {_RIGHT}", place=path.name)
    if not head.startswith(b"PK"):
        raise UnknownFormat(f"this is no index of paragraphs; {_RIGHT}", place=path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            if wrong := archive.testzip():
                raise DamagedFile(f"{wrong} in the index is damaged; make it anew", place=path.name)
        with np.load(path, allow_pickle=False) as arrays:
            if "format" not in arrays.files or bytes(arrays["format"]) != FORMAT.encode():
                other = "an index of another format" if "format" in arrays.files else "no index of paragraphs"
                raise UnknownFormat(f"this is {other}; {_RIGHT}", place=path.name)
            return _index({name: arrays[name] for name in arrays.files})
    except _BROKEN as error:
        raise DamagedFile(f"the index is damaged ({error}); make it anew", place=path.name) from error


def _index(arrays: dict[str, Any]) -> ParagraphIndex:
    """The index of these arrays; ValueError or KeyError where they do not fit together."""
    index = ParagraphIndex()
    index.symbols, index.paragraphs = _names(arrays["symbols"]), _names(arrays["paragraphs"])
    for name, known in (("owners", index.symbols), ("ids", index.paragraphs)):
        numbers = _array(arrays, name, np.uint32)
        if numbers.size and int(numbers.max()) >= len(known):
            raise ValueError(f"{name} name what is not there")
        setattr(index, name, array("I", numbers.tobytes()))
    shelves = [_shelf(arrays, number) for number in range(-(-len(index.owners) // SHELF))]
    held = [len(shelf.sizes) for shelf in shelves]
    if (
        len(index.owners) != len(index.ids)
        or sum(held) != len(index.owners)
        or any(size != SHELF for size in held[:-1])
    ):
        raise ValueError("the shelves do not hold all paragraphs")
    index.restore(shelves)
    return index


def _names(data: Any) -> dict[str, int]:
    names = json.loads(bytes(data))
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("names are no list of texts")
    known = {name: number for number, name in enumerate(names)}
    if len(known) < len(names):
        raise ValueError("names are repeated")
    return known


def _array(arrays: dict[str, Any], name: str, kind: Any) -> Any:
    found = arrays[name]
    if found.dtype != kind or found.ndim != 1:
        raise ValueError(f"{name} has another form")
    return found


def _shelf(arrays: dict[str, Any], number: int) -> Shelf:
    shelf = Shelf(**{name: _array(arrays, f"{number}.{name}", kind) for name, kind in _KINDS.items()})
    starts, postings = shelf.starts, shelf.postings
    ordered = len(starts) == len(shelf.features) + 1 and starts[0] == 0 and starts[-1] == len(postings)
    if not ordered or np.any(np.diff(starts) < 1) or np.any(shelf.features[1:] <= shelf.features[:-1]):
        raise ValueError(f"shelf {number} is out of order")
    if postings.size and int(postings.max()) >= len(shelf.sizes):
        raise ValueError(f"shelf {number} names paragraphs that are not there")
    return shelf
