"""Small pieces that several pages of collections show."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from isonomia.site.records.declaration import Collection
from isonomia.site.records.models import Record, State

register = template.Library()


@register.simple_tag
def state_tag(record: Record) -> SafeString:
    """The state of a record."""
    return format_html('<span class="tag {}">{}</span>', record.state, State(record.state).label)


@register.simple_tag
def facet_url(collection: Collection, facet: str, query: str) -> str:
    """Where all values of a facet are, in the view that a query string asks for."""
    return reverse(f"{collection.name}:values", args=[facet]) + query
