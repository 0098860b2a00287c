"""What a reader asks the search for is its query string: words, filters, page. Nothing in it is ignored."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from isonomia.site.languages import CODES
from isonomia.site.records.codelists import fold, terms
from isonomia.site.records.errors import BadValue, UnknownCode, UnknownParameter
from isonomia.site.search.documents import kinds as all_kinds
from isonomia.site.search.index import Filters

PARAMETERS = ("q", "kind", "language", "country", "since", "until")
SEVERAL = {"kind": "kinds", "language": "languages", "country": "countries"}
"""Parameters that may be given several times, and the part of `Asked` that holds them."""
MOST_ALLOWED = 60
LONGEST = 200
LAST_PAGE = 10_000
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """Words and filters. `since` and `until` are YYYY, YYYY-MM or YYYY-MM-DD; until takes the whole of it."""

    q: str = ""
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    page: int = 1

    @property
    def year(self) -> str:
        """The year to which it is narrowed, if it is one."""
        return self.since if self.since == self.until and len(self.since) == 4 else ""

    @property
    def narrowed(self) -> bool:
        """Whether there are filters."""
        return bool(self.kinds or self.languages or self.countries or self.since or self.until)

    def filters(self, without: str = "") -> Filters:
        """The filters as the index takes them; `without` one of them, by which values are to be counted."""
        dated = without != "year"
        return Filters(
            kinds=self.kinds if without != "kind" else (),
            languages=self.languages if without != "language" else (),
            countries=self.countries if without != "country" else (),
            since=self.since if dated else "",
            until=self.until if dated else "",
        )

    def pairs(self, *without: str) -> list[tuple[str, str]]:
        """The query string as parameters, always in the same order, without the page."""
        out = [("q", self.q)] if self.q else []
        out += [(name, code) for name, part in SEVERAL.items() for code in getattr(self, part)]
        out += [(name, value) for name, value in (("since", self.since), ("until", self.until)) if value]
        return [pair for pair in out if pair[0] not in without]

    def query(self, **more: Any) -> str:
        """The query string of the first page, with its question mark."""
        return "?" + urlencode([*self.pairs(), *((name, str(value)) for name, value in more.items() if value)])

    def toggled(self, name: str, code: str) -> Asked:
        """With a value of a facet added, or taken out if it is in; a year stands in the place of other bounds."""
        if name == "year":
            bound = "" if self.year == code else code
            return replace(self, since=bound, until=bound, page=1)
        codes: tuple[str, ...] = getattr(self, SEVERAL[name])
        changed = tuple(other for other in codes if other != code) if code in codes else (*codes, code)
        more: dict[str, Any] = {SEVERAL[name]: changed, "page": 1}
        return replace(self, **more)


def read_asked(params: QueryDict, *extra: str) -> Asked:
    """What parameters ask for. Raises UnknownParameter, UnknownCode, BadValue, each naming what is allowed."""
    allowed = (*PARAMETERS, *extra)
    for name in params:
        if name not in allowed:
            raise UnknownParameter(
                _("“%(name)s” is no parameter of the search.") % {"name": name[:LONGEST]}, sorted(allowed)
            )
        if name not in SEVERAL and len(params.getlist(name)) > 1:
            raise BadValue(_("“%(name)s” is given twice; give it once.") % {"name": name})
    return Asked(
        " ".join(params.get("q", "").split()),
        _codes(params, "kind", all_kinds()),
        _codes(params, "language", CODES),
        _codes(params, "country", [entry.code for entry in terms("countries")]) if params.get("country") else (),
        _date(params, "since"),
        _date(params, "until"),
        _page(params.get("page", "")) if "page" in extra else 1,
    )


def _codes(params: QueryDict, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
    given = [value for value in dict.fromkeys(params.getlist(name)) if value]
    known = list(allowed)
    for value in given:
        if value not in known:
            near = [code for code in known if fold(value)[:1] == fold(code)[:1]] if len(known) > MOST_ALLOWED else known
            message = _("“%(value)s” is no value of “%(name)s”.") % {"value": value[:LONGEST], "name": name}
            raise UnknownCode(message, (near or known)[:MOST_ALLOWED])
    return tuple(given)


def _date(params: QueryDict, name: str) -> str:
    value = params.get(name, "").strip()
    match = _DATE.fullmatch(value)
    try:
        if match:
            dt.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        match = None
    if value and not match:
        raise BadValue(
            _("“%(value)s” is no date, as “%(name)s” takes it; write 2021, 2021-03 or 2021-03-15.")
            % {"value": value[:LONGEST], "name": name}
        )
    return value


def _page(value: str) -> int:
    if not value:
        return 1
    if not (value.isascii() and value.isdigit() and len(value) <= 5 and 1 <= int(value) <= LAST_PAGE):
        raise BadValue(_("“%(value)s” is no page; pages are numbered from 1.") % {"value": value[:LONGEST]})
    return int(value)
