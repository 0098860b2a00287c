"""Fields whose values are codes of a code list: the code is stored, its label is looked up when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField

CODE_LENGTH = 60


class Code(_CharField):
    """One code of the list named `codes`; empty where the record says nothing."""

    def __init__(self, *args: Any, codes: str = "", **options: Any) -> None:
        self.codes = codes
        options.setdefault("max_length", CODE_LENGTH)
        if options.get("blank"):
            options.setdefault("default", "")
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """What a migration writes."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "codes": self.codes}

    def validate(self, value: Any, model_instance: Any) -> None:
        """The code must be of the list. Raises ValidationError."""
        super().validate(value, model_instance)
        if value not in self.empty_values:
            check_codes(self.codes, [value])


class Country(Code):
    """A country by its ISO 3166 code of two letters."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("codes", "countries")
        options.setdefault("max_length", 2)
        super().__init__(*args, **options)


class Codes(models.JSONField):
    """Several codes of the list named `codes`, in the order in which they were given, none twice."""

    def __init__(self, *args: Any, codes: str = "", **options: Any) -> None:
        self.codes = codes
        options.setdefault("default", list)
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """What a migration writes."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "codes": self.codes}

    def validate(self, value: Any, model_instance: Any) -> None:
        """Every code must be of the list. Raises ValidationError."""
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
            raise ValidationError(_("Give a list of codes."), code="invalid")
        if len(set(value)) != len(value):
            raise ValidationError(_("A code stands twice."), code="twice")
        check_codes(self.codes, value)


def check_codes(name: str, values: list[str]) -> None:
    """Raises ValidationError that names the first code which is not of the list, and those that look like it."""
    from isonomia.site.records.codelists import terms

    known = terms(name)
    for value in values:
        if value not in known:
            near = known.near(value)
            raise ValidationError(
                _("“%(code)s” is not a code of the list “%(list)s”; near it: %(near)s."),
                code="unknown-code",
                params={"code": value, "list": name, "near": ", ".join(near) or "–"},
            )
