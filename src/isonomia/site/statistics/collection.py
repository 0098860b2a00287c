"""The collection of datasets."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from isonomia.site.records.declaration import Access, Collection, Facet
from isonomia.site.records.registry import register
from isonomia.site.records.shape import Shape, shape_with_derived
from isonomia.site.statistics.describing import describe, schema_of
from isonomia.site.statistics.models import Dataset
from isonomia.site.statistics.shape import KINDS
from isonomia.site.statistics.validating import faults_of
from isonomia.site.statistics.views import datasets, observations, questionnaire, uploading

WRITERS = frozenset({"focal_point", "editor", "administrator"})


@register
class Datasets(Collection):
    """Published workbooks, filled-in questionnaires and tables, each vintage of them."""

    model = Dataset
    name = "datasets"
    title, one = _("Datasets"), _("Dataset")
    about = _("Crime statistics as they were published: every observation with its place, and what the checks found.")
    fields = ("title", "series", "country", "source", "website", "vintage", "notes", "fingerprint")
    derived = ("kind", "observations", "first_year", "last_year", "errors", "warnings", "current")
    columns = ("title", "country", "vintage", "source", "observations", "errors")
    facets = (
        Facet("kind", name="survey"), Facet("country"), Facet("vintage", name="year"),
        Facet("current"),
    )  # fmt: skip
    ranges = ("vintage", "observations", "errors")
    sorts = ("vintage", "title", "country", "observations", "errors")
    default_sort = "-vintage"
    search = ("title", "series", "source", "notes", "country")
    access = Access(write=WRITERS)
    order = 50
    pages = (
        ("-/new/", uploading.upload_page, "new"),
        ("-/import/", uploading.import_page, "import"),
        ("-/questionnaire/<slug:module>.xlsx", questionnaire.take, "questionnaire"),
        ("<path:address>/-/file/", uploading.replace_page, "file"),
        ("<path:address>/-/original/", datasets.original, "original"),
        ("<path:address>/-/findings/", datasets.findings_page, "findings"),
        ("<path:address>/-/observations/", observations.observations_page, "observations"),
        ("<path:address>/-/observations.<slug:form>", observations.take, "take"),
    )
    list_template = "statistics/datasets.html"
    detail_template = "statistics/dataset.html"

    @cached_property
    def shape(self) -> Shape:
        """With what is taken over from the file."""
        return shape_with_derived(self.model, self.fields, self.derived, KINDS)

    def describe(self, record: Any, plain: dict[str, Any]) -> dict[str, Any]:
        """With what is known of the file, and where its observations are."""
        return describe(self, record, plain)

    def describe_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The object of `describe`."""
        return schema_of(schema)

    def validate(self, values: dict[str, Any]) -> dict[str, str]:
        """The file was read here, and is of the country that is named."""
        return faults_of(values)

    def page_context(self, record: Any, actor: Any) -> dict[str, Any]:
        """The file, its vintages, its findings."""
        return datasets.context(self, record, actor)
