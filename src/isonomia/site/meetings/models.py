"""Bodies that decide, and their sessions and meetings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from isonomia.site.records.fields import Code, Codes, Country, MultilingualText, ParentKey
from isonomia.site.records.models import Child, Record
from isonomia.site.records.models.ordering import NewestFirst


class Body(Record):
    """A commission, conference, committee, working group or office, by its code in the register."""

    code = Code(_("code"), codes="bodies")
    title = MultilingualText(_("name"), max_length=300)
    kind = Code(_("kind"), codes="body_kinds")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    established = models.DateField(_("established"), null=True, blank=True)
    act = models.CharField(_("established by"), max_length=100, blank=True, default="")
    mandate = MultilingualText(_("mandate"), long=True, blank=True)
    topics = Codes(_("topics"), codes="topics", blank=True)
    website = models.URLField(_("website"), blank=True, default="")

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=models.Q(revises=None), name="one_body_per_code"),
        ]


class Meeting(Record):
    """A session, meeting or conference of a body."""

    kind = Code(_("kind"), codes="meeting_kinds")
    session = models.CharField(_("session"), max_length=30, help_text=_("The number as printed: 76, S-32, 10 resumed."))
    title = MultilingualText(_("title"), max_length=400)
    opens = models.DateField(_("opens"))
    closes = models.DateField(_("closes"), null=True, blank=True)
    place = models.CharField(_("city"), max_length=100, blank=True, default="")
    host = Country(_("country of the meeting"), blank=True)
    topics = Codes(_("topics"), codes="topics", blank=True)
    documents_page = models.URLField(_("documents"), blank=True, default="")

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [NewestFirst("opens", name="meeting_in_order")]


class Adopted(Child):
    """A resolution, decision or report that a meeting adopted."""

    meeting = ParentKey(Meeting, related_name="adopted")
    symbol = models.CharField(_("symbol"), max_length=60)
    title = MultilingualText(_("title"), max_length=600, blank=True)
    kind = Code(_("kind of act"), codes="adopted_kinds", blank=True)

    class Meta(Child.Meta):
        verbose_name = _("adopted document")
        verbose_name_plural = _("adopted documents")
