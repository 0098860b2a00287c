"""What the pages of follow-up have in common: rows, addresses of narrowed lists, bars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from isonomia.site.documents.models import Mandate
from isonomia.site.documents.views import common
from isonomia.site.records.access import Actor, sees_unpublished, visible
from isonomia.site.records.declaration import Collection
from isonomia.site.records.errors import BadValue
from isonomia.site.records.models import State
from isonomia.site.records.registry import collection
from isonomia.site.records.rows import rows_of
from isonomia.site.records.view import View

Filters = dict[str, str]
WIDTH, HEIGHT = 200, 10
PROGRESS = ("done", "in_progress", "not_started", "not_applicable")


def published_view(rows: Collection, actor: Actor, filters: Mapping[str, str | tuple[str, ...]]) -> View:
    """The view of what is public, as a list takes it from this actor: who sees more must say so."""
    wanted = {name: (codes,) if isinstance(codes, str) else codes for name, codes in filters.items()}
    return View({**wanted, "state": (State.PUBLISHED,)} if sees_unpublished(rows, actor) else wanted)


def published_rows(rows: Collection, actor: Actor, filters: Filters) -> Any:
    """The public rows of a collection that an actor may see, narrowed."""
    return rows_of(rows, actor, published_view(rows, actor, filters))


def address(rows: Collection, actor: Actor, filters: Mapping[str, str | tuple[str, ...]], page: str = "") -> str:
    """Where a list shows exactly what `published_rows` gives; or a page below it."""
    return rows.url + page + (published_view(rows, actor, filters).query())


def unanswered_address(filters: Filters) -> str:
    """Where the mandates are listed that nobody answered."""
    url = f"{collection('follow-up').url}unanswered/"
    return f"{url}?{urlencode(filters)}" if filters else url


def asked_filters(actor: Actor, params: QueryDict) -> tuple[Filters, bool]:
    """What `document` and `specimens` narrow a page to, and whether specimens are counted: if they are asked for, or
    there is nothing else. Raises UnknownCode, BadValue."""
    document = common.asked_document(actor, params, "document")
    specimens = common.asked_flag(params, "specimens") or (document is not None and document.specimen)
    if not specimens:
        there: Any = visible(collection("mandates"), actor).filter(state=State.PUBLISHED)
        specimens = not there.filter(specimen=False).exists()
    if document is not None:
        return {"document": document.symbol}, specimens
    return ({} if specimens else {"specimen": "no"}), specimens


def page_number(text: str) -> int:
    """The page that a parameter names; the first where it names none. Raises BadValue."""
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) < 8 and int(text) > 0):
        raise BadValue(_("“%(value)s” is no page; pages are numbered from 1.") % {"value": text[:200]})
    return int(text)


def values_of(rows: Any, facet: str) -> Any:
    """The codes that mandates have in a facet, one row each."""
    table: Any = Mandate.FacetValue._default_manager
    return table.filter(field=facet, record__in=rows.values("pk"))


def share(part: int, whole: int) -> SafeString:
    """A bar that is filled as far as the part fills the whole; it says both in words too."""
    filled = round(WIDTH * part / whole, 1) if whole else 0
    words = _("%(part)s of %(whole)s") % {"part": part, "whole": whole}
    return SafeString(
        f'<svg class="share" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" role="img"'
        f' aria-label="{escape(words)}"><rect class="whole" width="{WIDTH}" height="{HEIGHT}"/>'
        f'<rect class="part" width="{filled}" height="{HEIGHT}"/></svg>'
    )
