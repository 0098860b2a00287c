"""What every page shows around its content: the menu and the languages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language_bidi

from isonomia.site.languages import NAMES, current_language, in_language


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the base template."""
    from isonomia.site.records.registry import collections

    language = current_language()
    path = request.get_full_path()
    return {
        "site_language": language,
        "site_dir": "rtl" if get_language_bidi() else "ltr",
        "site_languages": [(code, name, in_language(path, code)) for code, name in NAMES.items()],
        "site_menu": [row for row in collections() if row.in_menu],
    }
