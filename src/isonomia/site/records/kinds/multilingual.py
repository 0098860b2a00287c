"""Texts in several languages: a column for each language and one that names the original."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from isonomia.site.records.fields.texts import LANGUAGES, ORIGINAL, clean_texts
from isonomia.site.records.kinds.base import LONGEST_CELL, Kind, refuse_control, too_long


class Multilingual(Kind):
    """A text in up to six languages, its original marked."""

    name = "multilingual"
    empty: Any = None
    input = "multilingual"
    json = "object"

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.empty = {}

    def parse(self, value: Any) -> Any:
        """From `{"en": ..., "original": "en"}`. Raises ValidationError."""
        if value is None or value == "":
            return {}
        texts = clean_texts(value)
        for text in texts.values():
            if len(text) > LONGEST_CELL:
                raise too_long(len(text), getattr(self.field, "most", LONGEST_CELL))
            refuse_control(text)
        return texts

    def clean(self, value: Any) -> Any:
        """A new value each time."""
        return dict(super().clean(value))

    def columns(self) -> Sequence[str]:
        """One per language, and the original's."""
        return tuple(f".{name}" for name in (*LANGUAGES, ORIGINAL))

    def cells(self, value: Any) -> Sequence[Any]:
        """The text of each language, and which is the original."""
        return tuple((value or {}).get(name) for name in (*LANGUAGES, ORIGINAL))

    def from_cells(self, cells: Mapping[str, Any]) -> Any:
        """The texts of all columns; a column without a language is English."""
        out = {name: cells[f".{name}"] for name in (*LANGUAGES, ORIGINAL) if cells.get(f".{name}") not in (None, "")}
        if cells.get("") not in (None, "") and "en" not in out:
            out["en"] = cells[""]
        for name, text in out.items():
            if isinstance(text, int | float) and not isinstance(text, bool):
                out[name] = str(int(text) if isinstance(text, float) and text.is_integer() else text)
        return out

    def from_post(self, post: QueryDict, name: str) -> Any:
        """One input per language and a choice of the original."""
        texts = {language: post.get(f"{name}.{language}", "") for language in LANGUAGES}
        texts = {language: text for language, text in texts.items() if text.strip()}
        original = post.get(f"{name}.{ORIGINAL}", "")
        return {**texts, ORIGINAL: original} if original in texts else texts

    def to_input(self, value: Any) -> Any:
        """The texts by language."""
        return dict(value or {})

    def plain(self, value: Any) -> Any:
        """The value as it is."""
        return dict(value) if value else None

    def fits(self, value: Any) -> bool:
        """An object; what is in it is checked with its languages."""
        return value is None or isinstance(value, dict)

    def schema(self) -> dict[str, Any]:
        """A reference to the one schema of such texts."""
        return {"anyOf": [{"$ref": "#/components/schemas/Text"}, {"type": "null"}]}

    def sql_type(self) -> str:
        """A struct of texts."""
        return "STRUCT(" + ", ".join(f'"{name}" VARCHAR' for name in (*LANGUAGES, ORIGINAL)) + ")"
