"""What can become of a paragraph in a later session, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

FATES: dict[str, Any] = {
    "same": gettext_lazy("same"),
    "strengthened": gettext_lazy("stronger"),
    "weakened": gettext_lazy("weaker"),
    "widened": gettext_lazy("wider"),
    "narrowed": gettext_lazy("narrower"),
    "merged": gettext_lazy("merged"),
    "split": gettext_lazy("split"),
    "dropped": gettext_lazy("dropped"),
    "added": gettext_lazy("new"),
}
"""Relations as `isonomia.compare` gives them, and what is only in one of the two."""
