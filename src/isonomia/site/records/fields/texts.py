"""Texts in several languages: one value `{"en": "...", "fr": "...", "original": "fr"}` with its original marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
ORIGINAL = "original"
FALLBACK = ("en", "fr", "es", "ru", "ar", "zh")
"""Which language is shown where neither the reader's nor the original is there."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it is shown to a reader of one language."""

    text: str
    language: str
    is_original: bool


def clean_texts(value: Any) -> dict[str, str]:
    """The value in its one form: known languages in order, no empty text, the original among them.

    A plain text is taken as `{"en": text}`. Raises ValidationError.
    """
    if isinstance(value, str):
        value = {"en": value}
    if not isinstance(value, Mapping):
        raise ValidationError(_('Give texts by language, such as {"en": "...", "original": "en"}.'), code="invalid")
    unknown = [str(key) for key in value if key not in LANGUAGES and key != ORIGINAL]
    if unknown:
        raise ValidationError(
            _("“%(language)s” is none of the languages ar, en, es, fr, ru, zh."), code="unknown-language",
            params={"language": unknown[0]},
        )  # fmt: skip
    texts: dict[str, str] = {}
    for language in LANGUAGES:
        text = value.get(language)
        if text is None:
            continue
        if not isinstance(text, str):
            raise ValidationError(_("The text in “%(language)s” is no text."), params={"language": language})
        if text.strip():
            texts[language] = text.strip()
    if not texts:
        return {}
    original = value.get(ORIGINAL)
    if not original and len(texts) == 1:
        original = next(iter(texts))
    if original and original not in texts:
        raise ValidationError(
            _("The original is said to be in “%(language)s”, but there is no text in it."),
            params={"language": original},
        )
    return {**texts, ORIGINAL: original} if original else texts


def languages_of(value: Mapping[str, str]) -> list[str]:
    """The languages in which there is a text, the original first."""
    found = [language for language in LANGUAGES if value.get(language)]
    original = value.get(ORIGINAL, "")
    return sorted(found, key=lambda language: language != original)


def in_language(value: Mapping[str, str] | None, language: str) -> Shown:
    """The text for a reader: in the reader's language, else the original, else what there is."""
    value = value or {}
    for candidate in (language, value.get(ORIGINAL, ""), *FALLBACK):
        if candidate and value.get(candidate):
            return Shown(value[candidate], candidate, value.get(ORIGINAL) == candidate)
    return Shown("", language, False)


class MultilingualText(models.JSONField):
    """A text in up to six languages. `long` asks for a large input; `max_length` holds for each language."""

    def __init__(self, *args: Any, long: bool = False, max_length: int = 20_000, **options: Any) -> None:
        self.long = long
        self.most = max_length
        options.setdefault("default", dict)
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """What a migration writes; how it is shown is not of the database."""
        return super().deconstruct()

    def to_python(self, value: Any) -> Any:
        """The value in its one form. Raises ValidationError."""
        return clean_texts(value) if value not in (None, "") else {}

    def validate(self, value: Any, model_instance: Any) -> None:
        """Not empty where it must not be, none too long. Raises ValidationError."""
        super().validate(value, model_instance)
        for language in LANGUAGES:
            if len(value.get(language, "")) > self.most:
                raise ValidationError(
                    _("The text in “%(language)s” has %(length)s characters; at most %(most)s are kept."),
                    code="too-long",
                    params={"language": language, "length": len(value[language]), "most": self.most},
                )
