"""How a collection is declared: a model, and one class that says what is asked of it. All else is derived.

@register
class Cases(Collection):
    model = Case
    name = "cases"                                   # in addresses, in the API and in commands
    title, one = _("Cases"), _("Case")
    columns = ("title", "country", "decided")
    facets = (Facet("country"), Facet("decided"), Facet("defendants.charges.verdict"))
    default_sort = "-decided"
    search = ("title", "summary", "defendants.charges.offence")
    natural_key = ("country", "number")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import reverse
from django.utils.text import capfirst

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

    from isonomia.site.records.models import Record
    from isonomia.site.records.shape import Shape, Spec
else:
    Words = Any

PUBLIC = "public"
EVERYONE = frozenset({PUBLIC, "reader", "focal_point", "body_focal_point", "editor", "auditor", "administrator"})
SIGNED_IN = EVERYONE - {PUBLIC}
WRITERS = frozenset({"focal_point", "body_focal_point", "editor", "administrator"})
EDITORS = frozenset({"editor", "administrator"})
INSIDERS = frozenset({"editor", "auditor", "administrator"})
AUTHORITIES = INSIDERS | {"focal_point", "body_focal_point"}

RESERVED = frozenset({"q", "sort", "page", "limit", "cursor", "lang", "format", "state", "key", "find", "none"})
"""Names that every list takes itself."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A field by whose values a list is narrowed; through children with dots. Dates are narrowed by year."""

    path: str
    name: str = ""
    """The parameter; the last part of the path where it is not given."""
    label: Words = ""
    top: int = 8
    """How many values the list page shows before «more»."""

    def __post_init__(self) -> None:
        if not self.name:
            object.__setattr__(self, "name", self.path.rsplit(".", 1)[-1])


@dataclass(frozen=True, slots=True)
class Access:
    """Who reads what is published, who writes, who reviews, and which fields only some roles see."""

    read: frozenset[str] = EVERYONE
    write: frozenset[str] = WRITERS
    review: frozenset[str] = EDITORS
    restricted: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Path of a field to the roles that see it; besides them, who may write the record."""


class Collection:
    """One kind of record, declared. Subclasses set what differs; methods are there to be overridden where data is not
    enough."""

    model: ClassVar[type[Record]]
    name: ClassVar[str] = ""
    title: ClassVar[Words] = ""
    one: ClassVar[Words] = ""
    about: ClassVar[Words] = ""
    fields: ClassVar[tuple[str, ...]] = ()
    """Fields and children in the order of pages, forms and files; all of the model where it is not given."""
    label: ClassVar[str] = "title"
    """The field that names a record in links and headings."""
    columns: ClassVar[tuple[str, ...]] = ()
    facets: ClassVar[tuple[Facet, ...]] = ()
    ranges: ClassVar[tuple[str, ...]] = ()
    """Dates and numbers that can be bounded: `<name>_from` and `<name>_to`."""
    sorts: ClassVar[tuple[str, ...]] = ()
    """Fields to sort by; the columns that can be sorted where it is not given."""
    default_sort: ClassVar[str] = "-updated_at"
    search: ClassVar[tuple[str, ...]] = ()
    """Fields whose words `q` finds; without any, the list takes no `q`."""
    natural_key: ClassVar[tuple[str, ...]] = ()
    """Fields that make a record the same record when it is imported again."""
    address: ClassVar[str] = "key"
    """The field that stands in addresses; a unique one that never changes."""
    access: ClassVar[Access] = Access()
    prefetch: ClassVar[tuple[str, ...]] = ()
    """Relations besides children that `describe` needs of every record."""
    search_prefetch: ClassVar[tuple[Any, ...]] = ()
    """Relations that `search_texts` needs of every record."""
    page_size: ClassVar[int] = 25
    in_menu: ClassVar[bool] = True
    order: ClassVar[int] = 100
    pages: ClassVar[tuple[tuple[str, Any, str], ...]] = ()
    """Pages of its own below its address: route, view (taking request and collection), name."""
    list_template: ClassVar[str] = "records/list.html"
    detail_template: ClassVar[str] = "records/detail.html"

    @cached_property
    def shape(self) -> Shape:
        """The tree of fields and children."""
        from isonomia.site.records.shape import shape_of

        return shape_of(self.model, self.fields, self.access.restricted)

    @cached_property
    def facet_names(self) -> dict[str, Facet]:
        """The facets by parameter."""
        return {facet.name: facet for facet in self.facets}

    @cached_property
    def sort_names(self) -> tuple[str, ...]:
        """What `sort` takes, without its sign."""
        names = self.sorts or tuple(name for name in self.columns if self.sortable(name))
        return tuple(dict.fromkeys((*names, self.default_sort.lstrip("-"))))

    def sortable(self, name: str) -> bool:
        """Whether rows have an order by this field."""
        from isonomia.site.records.kinds import CodedMany, Link

        spec = self.shape.find(name)
        return spec is not None and "." not in name and not isinstance(spec.kind, CodedMany | Link)

    def spec(self, path: str) -> Spec:
        """The field of a path. Raises KeyError."""
        found = self.shape.find(path)
        if found is None:
            raise KeyError(path)
        return found

    @property
    def url(self) -> str:
        """The address of the list."""
        return reverse(f"{self.name}:list")

    def url_of(self, record: Record, page: str = "detail") -> str:
        """The address of a record's page, or of one that belongs to it: history, edit."""
        return reverse(f"{self.name}:{page}", args=[self.address_of(record)])

    def address_of(self, record: Record) -> str:
        """What stands in the address of a record: its own key, or what the collection is addressed by."""
        return record.key if record.revises_id is not None else str(getattr(record, self.address))

    def label_of(self, record: Record, language: str) -> str:
        """What a record is called."""
        from isonomia.site.records.display import as_text

        spec = self.shape.find(self.label)
        text = as_text(spec.kind, getattr(record, self.label), language) if spec else str(getattr(record, self.label))
        return text or record.key

    @property
    def single(self) -> str:
        """What one record is called, to begin a line with."""
        return capfirst(str(self.one or self.title))

    def describe(self, record: Record, plain: dict[str, Any]) -> dict[str, Any]:
        """What the API, JSON and feeds give of a record; `plain` is what is derived from the fields."""
        return plain

    def describe_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """What OpenAPI says of the object that `describe` gives; `schema` is what is derived from the fields."""
        return schema

    def page_context(self, record: Record, actor: Any) -> dict[str, Any]:
        """What the page of a record needs besides what is derived."""
        return {}

    def validate(self, values: dict[str, Any]) -> dict[str, str]:
        """Faults that concern several fields: path to message. `values` is a record's clean data, children as lists."""
        return {}

    def search_texts(self, record: Record) -> dict[str, str]:
        """What the search index holds of a record: language to text; `und` where the language is not known."""
        from isonomia.site.records.texts import searchable

        return searchable(self, record)

    def search_place(self, record: Record, language: str, at: int) -> str:
        """The address of the part of a record where the character `at` of `search_texts()[language]` stands; empty
        where it has no parts with addresses of their own."""
        return ""

    def __repr__(self) -> str:
        return f"<collection {self.name}>"
