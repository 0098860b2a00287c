from __future__ import annotations

from django.db import models

from isonomia.site.meetings.models import Body
from isonomia.site.records.fields import Code, Codes, Initials, MultilingualText, ParentKey
from isonomia.site.records.models import Child, Record


class Case(Record):
    number = models.CharField("number", max_length=60)
    title = MultilingualText("title", max_length=300)
    summary = MultilingualText("fact summary", long=True, blank=True)
    decided = models.DateField("decided", null=True, blank=True)
    offences = Codes("offences", codes="offences", blank=True)
    appealed = models.BooleanField("appealed", null=True, blank=True)
    victims = models.IntegerField("victims", null=True, blank=True)
    fine = models.DecimalField("fine", max_digits=12, decimal_places=2, null=True, blank=True)
    court = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, verbose_name="court")
    contact = models.CharField("contact of the prosecutor", max_length=200, blank=True, default="")
    report = models.URLField("report", blank=True, default="")


class Defendant(Child):
    case = ParentKey(Case, related_name="defendants")
    name = Initials("name", blank=True, default="")
    gender = Code("gender", codes="genders", blank=True)
    nationality = Code("nationality", codes="countries", blank=True)

    class Meta(Child.Meta):
        verbose_name = "defendant"
        verbose_name_plural = "defendants"


class Charge(Child):
    defendant = ParentKey(Defendant, related_name="charges")
    statute = models.CharField("statute", max_length=100)
    verdict = Code("verdict", codes="verdicts", blank=True)
    reasoning = MultilingualText("legal reasoning", blank=True)

    class Meta(Child.Meta):
        verbose_name = "charge"
        verbose_name_plural = "charges"


class Victim(Child):
    case = ParentKey(Case, related_name="persons")
    name = Initials("name", blank=True, default="")
    age = models.IntegerField("age", null=True, blank=True)
    nationality = Code("nationality", codes="countries", blank=True)

    class Meta(Child.Meta):
        verbose_name = "victim"
        verbose_name_plural = "victims"
