"""Values as a reader sees them: as text, and as HTML with the language of each text marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from isonomia.site.languages import NAMES, current_language
from isonomia.site.records.access import Actor
from isonomia.site.records.declaration import Collection
from isonomia.site.records.fields.texts import ORIGINAL, in_language, languages_of
from isonomia.site.records.kinds import Address, Choice, Coded, CodedMany, Kind, Link, Multilingual, YesNo
from isonomia.site.records.models import Record
from isonomia.site.records.shape import Shape, Spec
from isonomia.site.records.view import View

NOTHING = SafeString('<span class="quiet">–</span>')
RTL = frozenset({"ar"})


@dataclass(slots=True)
class Linked:
    """The records that others link to, as far as a reader sees them: (model, number) to name, page and address."""

    actor: Actor
    found: dict[tuple[Any, int], tuple[str, str, str]] = field(default_factory=dict)

    def gather(self, shape: Shape, rows: Iterable[Any]) -> None:
        """Looks up all links of rows and their children, one query per collection linked to."""
        wanted: dict[Any, tuple[Link, set[int]]] = {}
        _collect(shape, rows, wanted)
        from isonomia.site.records.registry import collection_of

        for model, (kind, pks) in wanted.items():
            target = collection_of(model)
            missing = [pk for pk in pks if (model, pk) not in self.found]
            if target is None or not missing:
                continue
            for record in kind.visible(self.actor).filter(pk__in=missing):
                label = target.label_of(record, current_language())
                self.found[model, record.pk] = (label, target.url_of(record), target.address_of(record))


def _collect(shape: Shape, rows: Iterable[Any], wanted: dict[Any, tuple[Link, set[int]]]) -> None:
    rows = list(rows)
    for spec in shape.fields:
        if isinstance(spec.kind, Link):
            _, pks = wanted.setdefault(spec.kind.target, (spec.kind, set()))
            pks.update(pk for row in rows if (pk := getattr(row, spec.kind.field.attname)) is not None)
    for branch in shape.branches:
        if any(isinstance(spec.kind, Link) for spec in branch.shape.walk()):
            _collect(branch.shape, (child for row in rows for child in getattr(row, branch.name).all()), wanted)


def as_text(kind: Kind, value: Any, language: str) -> str:
    """A value in one line of text."""
    if kind.is_empty(value):
        return ""
    if isinstance(kind, Multilingual):
        return in_language(value, language).text
    if isinstance(kind, CodedMany):
        return _("; ").join(kind.terms.label(code, language) for code in value)
    if isinstance(kind, Coded):
        return kind.terms.label(value, language)
    if isinstance(kind, Choice):
        return kind.label(value)
    if isinstance(kind, YesNo):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return formats.date_format(value, "DATE_FORMAT")
    return formats.localize(value) if isinstance(value, int | float) else str(value)


def tagged(text: str, language: str, tag: str = "span") -> SafeString:
    """A text with its language and direction, where they are not those of the page."""
    if language == current_language() or not text:
        return format_html("{}", text)
    direction = "rtl" if language in RTL else "ltr"
    return format_html('<{} lang="{}" dir="{}">{}</{}>', SafeString(tag), language, direction, text, SafeString(tag))


def _code(kind: Coded, code: str, collection: Collection, facet: str, language: str) -> SafeString:
    entry = kind.terms.get(code)
    label = entry.label(language)
    shown = (
        format_html('<span class="retired" title="{}">{}</span>', _("retired code"), label) if entry.retired else label
    )
    if not facet:
        return format_html("{}", shown)
    query = View({facet: (code,)}).query()
    return format_html('<a href="{}{}">{}</a>', collection.url, query, shown)


def as_html(collection: Collection, spec: Spec, row: Any, linked: Linked, *, whole: bool = False) -> SafeString:
    """A value for a page; `whole` for the page of the record: all languages, codes as links to their lists."""
    kind, language = spec.kind, current_language()
    if isinstance(kind, Link):
        return _link(kind, row, linked)
    value = getattr(row, spec.name)
    if kind.is_empty(value):
        return NOTHING
    if isinstance(kind, Multilingual):
        if whole:
            return _languages(value, language)
        shown = in_language(value, language)
        return tagged(shown.text, shown.language)
    facet = _facet_at(collection, spec.path) if whole else ""
    if isinstance(kind, CodedMany):
        return format_html_join(_("; "), "{}", ((_code(kind, code, collection, facet, language),) for code in value))
    if isinstance(kind, Coded):
        return _code(kind, value, collection, facet, language)
    if isinstance(kind, Address):
        return (
            format_html('<a href="{}" rel="noreferrer">{}</a>', value, value)
            if _is_web(value)
            else format_html("{}", value)
        )
    text = as_text(kind, value, language)
    if isinstance(value, dt.date):
        return format_html('<time datetime="{}">{}</time>', kind.plain(value), text)
    return (
        format_html('<div class="text-in"><p>{}</p></div>', text) if whole and "\n" in text else format_html("{}", text)
    )


def _is_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def _facet_at(collection: Collection, path: str) -> str:
    return next((facet.name for facet in collection.facets if facet.path == path), "")


def _link(kind: Link, row: Any, linked: Linked) -> SafeString:
    pk = getattr(row, kind.field.attname)
    if pk is None:
        return NOTHING
    found = linked.found.get((kind.target, pk))
    if found is None:
        return format_html('<span class="quiet">{}</span>', _("a record that is not public"))
    return format_html('<a href="{}">{}</a>', found[1], found[0])


def _languages(value: dict[str, str], language: str) -> SafeString:
    """All languages of a text: the reader's first, the others to be opened; the original is marked."""
    there = sorted(languages_of(value), key=lambda code: code != language)
    first, *others = there
    shown = _one_language(value, first, len(there) > 1)
    if not others:
        return shown
    more = format_html_join("", "{}", ((_one_language(value, code, True),) for code in others))
    names = ", ".join(NAMES[code] for code in others)
    return format_html("{}<details><summary>{}</summary>{}</details>", shown, names, more)


def _one_language(value: dict[str, str], code: str, marked: bool) -> SafeString:
    note = SafeString("")
    if marked:
        name = NAMES[code]
        is_original = value.get(ORIGINAL) == code
        words = _("%(language)s, original") % {"language": name} if is_original else name
        note = format_html("<small>{}</small>", words)
    direction = "rtl" if code in RTL else "ltr"
    return format_html('<div class="text-in">{}<p lang="{}" dir="{}">{}</p></div>', note, code, direction, value[code])


def label_html(collection: Collection, record: Record) -> SafeString:
    """What a record is called, with the language of the words marked."""
    spec = collection.shape.find(collection.label)
    value = getattr(record, collection.label)
    if spec is not None and isinstance(spec.kind, Multilingual):
        shown = in_language(value, current_language())
        if shown.text:
            return tagged(shown.text, shown.language)
    return format_html("{}", collection.label_of(record, current_language()))
