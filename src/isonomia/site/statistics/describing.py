"""What the API and JSON files say of datasets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from isonomia.site.statistics.models import Dataset

NUMBERS = ("observations", "first_year", "last_year", "errors", "warnings")


def describe(collection: Any, record: Dataset, plain: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a dataset, what was read of its file, and the addresses of its page and observations."""
    return {
        **plain,
        "survey": record.kind or None,
        **{name: getattr(record, name) for name in NUMBERS},
        "current": record.current,
        "url": collection.url_of(record),
        "observations_url": collection.url_of(record, "observations"),
    }


def schema_of(schema: dict[str, Any]) -> dict[str, Any]:
    """The object of `describe`."""
    number = {"type": ["integer", "null"]}
    own: dict[str, Any] = {
        "survey": {"type": ["string", "null"]}, **dict.fromkeys(NUMBERS, number), "current": {"type": "boolean"},
        "url": {"type": "string"}, "observations_url": {"type": "string"},
    }  # fmt: skip
    return {**schema, "properties": {**schema["properties"], **own}}
