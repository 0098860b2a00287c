"""What every file of records is read into: rows with their places, their cells by heading."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from isonomia.errors import DamagedFile

NUMBER = "#"
"""The heading of the number of a record in its file; the rows of its children carry it too."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row: where it is in the file, its cells by heading (of JSON: an object with `nested`)."""

    place: str
    cells: Mapping[str, Any]
    nested: bool = False


def headings(row: list[Any], place: str) -> list[str]:
    """The names of the columns. Raises DamagedFile where one is missing or stands twice."""
    names = [str(name).strip() if name is not None else "" for name in row]
    while names and not names[-1]:
        names.pop()
    if not any(names):
        raise DamagedFile(_("the heading is empty; the first row names the columns"), place=place)
    seen = set()
    for name in names:
        if not name:
            raise DamagedFile(
                _("a column has no name; name it or delete it, and part cells that are merged"), place=place
            )
        if name in seen:
            raise DamagedFile(_("two columns are called “%(name)s”; keep one") % {"name": name[:60]}, place=place)
        seen.add(name)
    return names


def loaded(text: str, place: str) -> Any:
    """JSON, strictly: NaN and Infinity are no numbers in it. Raises DamagedFile."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise DamagedFile(_("the JSON cannot be read (%(error)s)") % {"error": error}, place=place) from None


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)
