"""Reads a document in a process of its own: the file may be anybody's. As a module, that process."""

from __future__ import annotations

import json
import sys
from typing import Any

from isonomia.errors import IsonomiaError
from isonomia.site.apart import bound, reader
from isonomia.text.model import Document


def read_apart(data: bytes, *, name: str = "", **options: Any) -> Document:
    """What `isonomia.read` gives for the same arguments. Raises what it raises; FileTooLarge where reading takes more
    memory or time than it may, DamagedFile where the reader broke."""
    try:
        with reader(__name__) as process:
            told = json.dumps({"name": name, **options}).encode() + b"\n"
            out, _said = process.communicate(told + data)
    except IsonomiaError as error:
        error.place = name
        raise
    answer = json.loads(out)
    if fault := answer.get("fault"):
        raise _of_code(fault["code"])(fault["message"], place=fault["place"])
    return Document.from_dict(answer["document"])


def _of_code(code: str) -> type[IsonomiaError]:
    kinds = [IsonomiaError]
    for kind in kinds:
        if kind.code == code:
            return kind
        kinds += kind.__subclasses__()
    return IsonomiaError


def main() -> None:
    """Takes options as a line of JSON, then the bytes; gives the document or the fault as JSON."""
    bound()
    import isonomia

    options = json.loads(sys.stdin.buffer.readline())
    try:
        answer = {"document": isonomia.read(sys.stdin.buffer.read(), **options).to_dict()}
    except IsonomiaError as error:
        answer = {"fault": {"code": error.code, "message": error.message, "place": error.place}}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
