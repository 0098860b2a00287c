"""Countries by their codes of two letters, which the site has, and of three, which statistics have."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from isonomia import registers


@lru_cache(maxsize=1)
def two_letters() -> Mapping[str, str]:
    """Code of three letters to code of two, of the register of places."""
    return {place.id: place.iso2 for place in registers.places().values() if place.iso2}
