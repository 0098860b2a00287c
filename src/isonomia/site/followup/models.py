"""What a State or a body did about a mandate that is addressed to it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from isonomia.site.documents.models import Document, Mandate
from isonomia.site.records.fields import Code, Codes, MultilingualText, ParentKey
from isonomia.site.records.models import Child, Record
from isonomia.site.records.models.ordering import NewestFirst

_on_the_web = URLValidator(schemes=["http", "https"])


def check_address(value: str) -> None:
    """A page of this site (/en/...) or of the web, and nothing that a browser would run. Raises ValidationError."""
    if value.startswith("/") and not value.startswith(("//", "/\\")) and not any(char.isspace() for char in value):
        return
    try:
        _on_the_web(value)
    except ValidationError:
        text = _("Give the address of a page: https://... or, on this site, /en/...")
        raise ValidationError(text, code="no-address") from None


class FollowUp(Record):
    """The answer of one State or body to one mandate.

    The mandate's record is its identity whatever the language: it keeps its key when its document is read again. What
    cannot be edited is taken over from the mandate and the country (see `keeping`), to find and to count by.
    """

    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("mandate"),
        help_text=_("Its key, or its reference as the register has it: A/RES/76/187#op73.1"),
    )  # fmt: skip
    reference = models.CharField(
        _("reference"), max_length=140, blank=True, default="", help_text=_("Filled in from the mandate.")
    )
    progress = Code(_("progress"), codes="progress")
    text = MultilingualText(
        _("what was done"), long=True, blank=True,
        help_text=_("What was done, what is planned, or why it does not apply."),
    )  # fmt: skip
    as_of = models.DateField(_("as of"), help_text=_("The day for which this is true."))
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("document")
    )
    topics = Codes(_("topics"), codes="topics", blank=True, editable=False)
    addressees = Codes(_("addressees"), codes="addressees", blank=True, editable=False)
    regions = Codes(_("regions"), codes="regions", blank=True, editable=False)
    specimen = models.BooleanField(_("specimen"), default=False, editable=False)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-up")
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "country", "body"], condition=models.Q(revises=None), name="one_follow_up_each"
            )
        ]
        indexes = [NewestFirst("as_of", name="follow_up_in_order")]


class FollowUpLink(Child):
    """A law, case, data set or document that shows it."""

    follow_up = ParentKey(FollowUp, related_name="links")
    title = models.CharField(_("title"), max_length=300)
    address = models.CharField(
        _("address"), max_length=600, validators=[check_address],
        help_text=_("A page of the web (https://...) or of this site (/en/...)."),
    )  # fmt: skip

    class Meta(Child.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")
