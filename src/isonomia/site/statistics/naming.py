"""What areas are called in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import gettext as _

from isonomia import registers
from isonomia.site.languages import current_language
from isonomia.site.records.codelists import fold


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    """The places that are no countries, by their English name."""
    return {fold(place.label["en"]): place.id for place in registers.places().values() if not place.iso2}


def area_label(name: str) -> str:
    """A country by its code, a region by its English name, the world; as the file has it where it is not known."""
    if name.casefold() in ("world", "wld"):
        return _("World")
    place = registers.places().get(name) or registers.places().get(_by_name().get(fold(name), ""))
    return place.label[current_language()] if place else name
