"""The collection of follow-up."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from isonomia.site.documents.naming import mandate_name
from isonomia.site.followup.models import FollowUp
from isonomia.site.followup.shape import KINDS
from isonomia.site.followup.validating import faults_of, owner_of
from isonomia.site.followup.views import coverage, mine, recording, unanswered
from isonomia.site.records.declaration import Collection, Facet
from isonomia.site.records.registry import register
from isonomia.site.records.shape import Shape, shape_with_derived


@register
class FollowUps(Collection):
    """What each State or body did about each mandate that is addressed to it."""

    model = FollowUp
    name = "follow-up"
    title, one = _("Follow-up"), _("Follow-up")
    about = _("What States and bodies say that they did about each mandate that is addressed to them.")
    fields = ("reference", "mandate", "country", "body", "progress", "as_of", "text", "links")
    derived = ("document", "topics", "addressees", "regions", "specimen")
    label = "reference"
    columns = ("reference", "progress", "topics", "as_of")
    facets = (
        Facet("progress"), Facet("country"), Facet("body"), Facet("regions", name="region"),
        Facet("addressees", name="addressee"), Facet("topics", name="topic"), Facet("document"),
        Facet("mandate", top=5), Facet("as_of", name="year"), Facet("specimen"),
    )  # fmt: skip
    ranges = ("as_of",)
    sorts = ("as_of", "reference", "country", "progress")
    default_sort = "-as_of"
    search = ("text", "reference", "country", "body", "links.title")
    natural_key = ("mandate", "country", "body")
    prefetch = ("mandate",)
    order = 12
    pages = (
        ("mine/", mine.mine_page, "mine"),
        ("coverage/", coverage.coverage_page, "coverage"),
        ("unanswered/", unanswered.unanswered_page, "unanswered"),
        ("record/<slug:mandate>/", recording.record_page, "record"),
    )
    list_template = "followup/list.html"
    detail_template = "followup/detail.html"

    @cached_property
    def shape(self) -> Shape:
        """With what is taken over from the mandate."""
        return shape_with_derived(self.model, self.fields, self.derived, KINDS)

    def label_of(self, record: Any, language: str) -> str:
        """Who answers what: Austria: A/RES/76/187, OP3."""
        names = {"who": owner_of(record.country, record.body, language), "what": mandate_name(record.reference)}
        return gettext("%(who)s: %(what)s") % names if names["who"] else names["what"]

    def validate(self, values: dict[str, Any]) -> dict[str, str]:
        """One answers, and it is asked."""
        return faults_of(values)

    def page_context(self, record: Any, actor: Any) -> dict[str, Any]:
        """The mandate's words, and the links as links."""
        from isonomia.site.followup.views.detail import context

        return context(self, record, actor)
