"""Small pieces that several pages of collections show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from isonomia.site.records.declaration import Collection
from isonomia.site.records.models import Record, State

if TYPE_CHECKING:
    from isonomia.site.records.facets import FacetValue
    from isonomia.site.records.views.lists import Row

register = template.Library()
CURRENT = SafeString(' aria-current="true"')
RETIRED = SafeString(' class="retired"')
BARE = SafeString(' class="bare"')


@register.simple_tag
def state_tag(record: Record) -> SafeString:
    """The state of a record."""
    return format_html('<span class="tag {}">{}</span>', record.state, State(record.state).label)


@register.simple_tag
def facet_url(collection: Collection, facet: str, query: str) -> str:
    """Where all values of a facet are, in the view that a query string asks for."""
    return reverse(f"{collection.name}:values", args=[facet]) + query


@register.simple_tag
def facet_values(values: Iterable[FacetValue], base: str = "") -> SafeString:
    """The values of a facet as links with their counts; a page has a hundred, for which a template takes long."""
    return format_html_join(
        "",
        '<li><a href="{}{}" rel="nofollow"{}><span{}>{}</span> <span class="count">{}</span></a></li>',
        (
            (
                base,
                value.query,
                CURRENT if value.chosen else "",
                RETIRED if value.retired else "",
                value.label,
                value.count,
            )
            for value in values
        ),
    )


@register.simple_tag
def cells(row: Row) -> SafeString:
    """The cells of a row of a list; the one that names the record leads to it."""
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html('<th scope="row"><a href="{}">{}</a></th>', row.url, cell.html)
                if cell.is_label
                else format_html('<td data-name="{}"{}>{}</td>', cell.name, BARE if cell.bare else "", cell.html),
            )
            for cell in row.cells
        ),
    )


@register.simple_tag
def between() -> str:
    """What stands between the items of a list, as the language writes it."""
    return _("; ")


@register.simple_tag
def comma() -> str:
    """What stands between the items of a short list."""
    return _(", ")


@register.simple_tag
def colon() -> str:
    """What stands between a name and what it has."""
    return _(": ")
