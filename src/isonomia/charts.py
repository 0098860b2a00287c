"""Vega-Lite charts as SVG or PNG, drawn on this machine without a browser or a network."""

from __future__ import annotations

import json
import re
from typing import Any

from isonomia.errors import MissingDependency

INK, MUTED, LINE, ACCENT, BAR, WARM = "#14202b", "#4f5e6c", "#d3dce4", "#00598a", "#0090cc", "#b34700"
"""The colours of the house's pages, on white."""
FONT = "system-ui, 'Noto Sans', 'Noto Sans Arabic', 'Noto Sans SC', Arial, sans-serif"

THEME: dict[str, Any] = {
    "background": "#ffffff",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK, "titleColor": MUTED, "gridColor": LINE, "domainColor": MUTED, "tickColor": LINE,
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
    },
    "legend": {"labelColor": INK, "titleColor": MUTED, "labelFontSize": 12, "titleFontWeight": "normal"},
    "title": {"color": INK, "fontSize": 14, "anchor": "start"},
    "range": {"category": [ACCENT, WARM, "#2e7d32", "#7b3fa0", "#8a6d00", "#555f69"]},
    "bar": {"color": BAR},
    "rule": {"color": ACCENT},
    "point": {"color": ACCENT, "filled": True},
    "line": {"color": ACCENT},
}  # fmt: skip


def _spec(spec: dict[str, Any]) -> str:
    return json.dumps({"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "config": THEME, **spec})


def _converter() -> Any:
    try:
        import vl_convert
    except ImportError:
        raise MissingDependency("drawing charts needs vl-convert; pip install isonomia[charts]") from None
    return vl_convert


def svg(spec: dict[str, Any], label: str) -> str:
    """A Vega-Lite specification with its data inside as an SVG element that says `label` to screen readers.

    Raises MissingDependency.
    """
    drawn = str(_converter().vegalite_to_svg(_spec(spec), allowed_base_urls=[]))
    drawn = re.sub(r' aria-[a-z]+="[^"]*"| role="[^"]*"', "", drawn)
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{_escaped(label)}" ', 1)


def png(spec: dict[str, Any], scale: float = 2) -> bytes:
    """The same as a picture of pixels, `scale` times as large. Raises MissingDependency."""
    return bytes(_converter().vegalite_to_png(_spec(spec), scale=scale, allowed_base_urls=[]))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
