"""Names of persons of whom nothing but initials may be kept."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField

_INITIALS = re.compile(r"(?:\w{1,2}[\s.\-’']{0,2}){1,6}")
_NUMBERED = re.compile(r"\w{1,2}\.?\s?\d{0,3}")


def are_initials(text: str) -> bool:
    """Whether a text is initials (M. L., J-P. S., A1) and no name; of a Chinese name one sign is an initial."""
    parts = re.findall(r"\w+", unicodedata.normalize("NFC", text))
    if not parts or len(parts) > 6:
        return False
    if len(parts) == 1 and _NUMBERED.fullmatch(text.strip()):
        # 王某 and Li are names or parts of them; what shows an initial is its dot, its number or its being one letter
        return len(parts[0]) == 1 or "." in text or parts[0][-1].isdigit()
    return all(len(part) == 1 for part in parts) and bool(_INITIALS.fullmatch(text.strip()))


def initials(text: str) -> str:
    """The initials of a name, to propose them to whoever wrote the name."""
    parts = re.findall(r"\w+", unicodedata.normalize("NFC", text))[:6]
    return " ".join(f"{part[0].upper()}." for part in parts)


class Initials(_CharField):
    """A name of which only the initials are kept; a full name is refused, and is never stored."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 30)
        super().__init__(*args, **options)

    def to_python(self, value: Any) -> Any:
        """The text, without space around it."""
        value = super().to_python(value)
        return value.strip() if isinstance(value, str) else value

    def validate(self, value: Any, model_instance: Any) -> None:
        """Raises ValidationError for what is more than initials."""
        super().validate(value, model_instance)
        if value not in self.empty_values and not are_initials(value):
            # the message does not repeat the name: messages are logged and returned in reports
            raise ValidationError(
                _("Only initials are kept here; write %(initials)s"), code="not-initials",
                params={"initials": initials(value)},
            )  # fmt: skip

    def run_validators(self, value: Any) -> None:
        """The length is told only of initials: of a name it would be the lesser fault."""
        if value in self.empty_values or are_initials(value):
            super().run_validators(value)
