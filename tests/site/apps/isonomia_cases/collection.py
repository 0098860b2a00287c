from __future__ import annotations

from isonomia.site.records.declaration import AUTHORITIES, Access, Collection, Facet
from isonomia.site.records.registry import register
from isonomia_cases.models import Case


@register
class Cases(Collection):
    """Court decisions."""

    model = Case
    name = "cases"
    title, one = "Cases", "Case"
    fields = (
        "country", "number", "title", "summary", "decided", "offences", "appealed", "victims", "fine", "court", "contact",
        "report", "defendants", "persons",
    )  # fmt: skip
    columns = ("title", "country", "decided", "offences", "court")
    facets = (
        Facet("country"), Facet("decided", name="year"), Facet("offences"), Facet("appealed"), Facet("court"),
        Facet("defendants.nationality"), Facet("defendants.charges.verdict"),
        Facet("persons.nationality", name="victim_nationality"),
    )  # fmt: skip
    ranges = ("decided", "victims")
    sorts = ("decided", "title", "victims", "fine", "country", "contact")
    default_sort = "-decided"
    search = ("title", "summary", "number", "defendants.charges.statute")
    natural_key = ("country", "number")
    access = Access(
        write=frozenset({"focal_point", "editor", "administrator"}),
        restricted={"contact": AUTHORITIES, "persons": AUTHORITIES},
    )
