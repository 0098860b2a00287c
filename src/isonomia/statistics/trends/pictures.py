"""Trends as pictures that a report would print, as Vega-Lite specifications: `isonomia.charts` draws them."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np

from isonomia.charts import ACCENT, INK, LINE, MUTED, THEME, WARM
from isonomia.statistics.trends.lines import Line
from isonomia.statistics.trends.naming import shown_name

WIDTH, HEIGHT = 620, 320
MOST_BREAKS = 8
"""So many breaks are drawn; the data beside the picture have all."""
COLOURS = len(THEME["range"]["category"])
DASHES: tuple[list[int], ...] = ([1, 0], [7, 2], [2, 2])
"""More lines than colours: the next begin again with the first colour and another dash."""
LONG = 40
"""Names of lines longer than this stand one under another."""
CLASSES = 5
SHADES = ("#d5e8f3", "#9ecae1", "#5aa7d0", "#1f78b4", "#08457e")
DARK = 3
"""From this shade on letters on a tile are white."""
TILE = 26
RIGHT_TO_LEFT = frozenset({"ar"})


def word(table: str, name: str, language: str = "en", **facts: Any) -> str:
    """A wording in one of the six languages; a unit that has none is said as the file says it."""
    known = _words()[table].get(name)
    return known[language].format(**facts) if known else name


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def name_of(line: Line, language: str = "en", *, several: Sequence[Line] = ()) -> str:
    """What tells a line from the others of its picture: its area where these differ, its part, its series."""
    area = word("note", "world", language) if line.area == "world" else shown_name(line.area, language)
    areas, parts, series = ({getattr(one, key) for one in several or [line]} for key in ("area", "label", "series"))
    told = [
        line.series if len(series) > 1 else "",
        area if len(areas) > 1 or (len(parts) == 1 and len(series) == 1) else "",
        word("part", line.label, language),
    ]
    return ", ".join(filter(None, told)) or area


def unit_of(line: Line, language: str = "en") -> str:
    """The unit of a line in words; of an index what it is an index of as well."""
    if line.base is None:
        return word("unit", line.unit, language)
    return f"{word('unit', line.of, language)}. {word('unit', 'index', language, base=line.base)}"


def notes(lines: Sequence[Line], source: str, language: str = "en") -> list[str]:
    """What stands under a picture: the panels, what the dashed lines are, the source."""
    out = []
    sharing = Counter((line.area, line.panel) for line in lines)
    for line in lines:
        if line.panel:
            area = word("note", "world", language) if line.area == "world" else shown_name(line.area, language)
            if sharing[line.area, line.panel] < max(
                sharing[one.area, one.panel] for one in lines if one.area == line.area
            ):
                area = ", ".join(filter(None, (area, word("part", line.label, language))))
            text = word("note", "panel", language, area=area, n=len(line.panel))
            first = next(one for one in lines if (one.area, one.panel) == (line.area, line.panel))
            if first.covered is not None:
                text += word("note", "covered", language, share=f"{first.covered:.0%}")
            out.append(text)
    if any(line.breaks for line in lines):
        out.append(word("note", "breaks", language))
    return [*dict.fromkeys(out), word("note", "source", language, source=source)]


def chart(lines: Sequence[Line], title: str, source: str, language: str = "en") -> dict[str, Any]:
    """Lines over the years, each named at its end; points where nothing was interpolated; breaks as dashed rules."""
    names = [name_of(line, language, several=lines) for line in lines]
    rows = [
        {"year": point.year, "value": point.value, "line": name, "reported": not point.interpolated}
        for line, name in zip(lines, names, strict=True)
        for point in line.points
    ]
    unit = unit_of(lines[0], language)
    years = sorted({int(str(row["year"])) for row in rows})
    ends = [
        {"year": point.year, "value": point.value, "line": name}
        for line, name in zip(lines, names, strict=True)
        for point in [next((p for p in reversed(line.points) if p.value is not None), None)]
        if point is not None
    ]
    # names at the ends only where they do not lie upon one another
    values = [float(row["value"]) for row in rows if row["value"] is not None]
    reach = max(values, default=1) - min(0, *values, 0)
    last = sorted(float(end["value"] or 0) for end in ends)
    direct = len(lines) == 1 or all(b - a > 0.06 * reach for a, b in pairwise(last))
    span = {"domain": [years[0], years[-1]], "nice": False}
    x = {
        "field": "year", "type": "quantitative", "title": None, "scale": span,
        "axis": {"format": "d", "tickMinStep": 1, "grid": False},
    }  # fmt: skip
    y = {
        "field": "value", "type": "quantitative", "title": None, "scale": {"zero": lines[0].unit != "index"},
        "axis": {"format": ",.2~f" if reach < 100 else ",.0f"},
    }  # fmt: skip
    wide = max(map(len, names)) > LONG
    legend = None if direct else {
        "orient": "top", "title": None, "symbolType": "stroke", "symbolSize": 500, "columns": 1 if wide else 2,
        "labelLimit": WIDTH,
    }  # fmt: skip
    palette = THEME["range"]["category"]
    shades = {"domain": names, "range": [palette[i % COLOURS] for i in range(len(names))]}
    colour = {"field": "line", "type": "nominal", "scale": shades, "legend": legend}
    dashes: dict[str, Any] = {}
    if len(names) > COLOURS:
        marks = {"domain": names, "range": [DASHES[i // COLOURS % len(DASHES)] for i in range(len(names))]}
        dashes = {"strokeDash": {"field": "line", "type": "nominal", "scale": marks, "legend": legend}}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "line", "strokeWidth": 2.2}, "encoding": {"x": x, "y": y, "color": colour} | dashes},
        {
            "transform": [{"filter": "datum.reported && isValid(datum.value)"}],
            "mark": {"type": "point", "size": 26, "filled": True, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": colour},
        },
    ]
    broken = _break_rows(lines, language)
    if broken:
        at = {"x": {**x, "field": "at"}}
        layers += [
            {"data": {"values": broken}, "encoding": at,
             "mark": {"type": "rule", "strokeDash": [3, 3], "color": WARM, "opacity": 0.8}},
            {"data": {"values": broken}, "encoding": at | {"text": {"field": "told"}, "y": {"value": 4}},
             "mark": {"type": "text", "angle": 270, "align": "right", "baseline": "bottom", "dy": -3, "fontSize": 10,
                      "color": WARM, "limit": HEIGHT * 0.6}},
        ]  # fmt: skip
    if direct and len(lines) > 1:
        layers.append(
            {"data": {"values": ends}, "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 12, "limit": 190},
             "encoding": {"x": x, "y": y, "color": colour, "text": {"field": "line"}}}
        )  # fmt: skip
    if lines[0].unit == "index":
        layers.insert(0, {"data": {"values": [{"value": 100}]}, "mark": {"type": "rule", "color": MUTED},
                          "encoding": {"y": {"field": "value", "type": "quantitative"}}})  # fmt: skip
    return {
        **_frame(title, unit, notes(lines, source, language), language),
        "width": WIDTH,
        "height": HEIGHT,
        "padding": {"left": 12, "top": 12, "bottom": 12, "right": 12},
        "data": {"values": rows},
        "layer": layers,
    }


def _break_rows(lines: Sequence[Line], language: str) -> list[dict[str, Any]]:
    """Where rules are drawn, between the year before and the first year of the new state, and what is written there."""
    told: dict[int, list[str]] = {}
    for one in dict.fromkeys(one for line in lines for one in line.breaks):
        alone = all(one.area == line.area for line in lines)
        area = word("note", "world", language) if one.area == "world" else shown_name(one.area, language)
        kind = word("kind", one.kind, language)
        told.setdefault(one.year, []).append(kind if alone else f"{area}: {kind}")
    return [
        {"at": year - 0.5, "told": ", ".join(list(dict.fromkeys(told[year]))[:2])}
        for year in sorted(told)[:MOST_BREAKS]
    ]


def tiles() -> Mapping[str, tuple[int, int]]:
    """The column and row of each country or area on the grid of the map."""
    text = files(__package__).joinpath("tiles.csv").read_text(encoding="utf-8")
    return {row["iso3"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(text.splitlines())}


def classes(values: Sequence[float]) -> list[float]:
    """The upper limits of all classes but the last: equal numbers of countries in each, rounded to two figures."""
    if len(set(values)) <= 1:
        return []
    limits = np.quantile(np.array(sorted(values)), np.linspace(0, 1, CLASSES + 1)[1:-1])
    rounded = [float(f"{limit:.2g}") for limit in limits]
    return [limit for limit in dict.fromkeys(rounded) if min(values) < limit <= max(values)]


def tile_map(
    values: Mapping[str, float | None], title: str, unit: str, source: str, language: str = "en"
) -> dict[str, Any]:
    """A map of the world with a tile for each country or area, coloured by class; grey where there is no value.

    `values` by ISO code of three letters.
    """
    limits = classes([value for value in values.values() if value is not None])
    edges = [None, *limits, None]
    none = word("note", "none", language)
    labels = [_between(low, high) for low, high in pairwise(edges)]
    shades = list(SHADES) if len(labels) == CLASSES else [SHADES[min(i + 1, CLASSES - 1)] for i in range(len(labels))]
    rows = []
    for code, (column, row) in tiles().items():
        value = values.get(code)
        at = None if value is None else sum(value >= limit for limit in limits)
        rows.append(
            {"code": code, "x": column, "y": row, "class": none if at is None else labels[at], "value": value,
             "dark": at is not None and SHADES.index(shades[at]) >= DARK}
        )  # fmt: skip
    width, height = (max(place[i] for place in tiles().values()) + 1 for i in (0, 1))
    below = [word("note", "map", language), word("note", "source", language, source=source)]
    place = {
        "x": {"field": "x", "type": "ordinal", "axis": None, "scale": {"domain": list(range(width)), "padding": 0.06}},
        "y": {"field": "y", "type": "ordinal", "axis": None, "scale": {"domain": list(range(height)), "padding": 0.06}},
    }
    legend = {"orient": "bottom", "title": None, "symbolType": "square", "symbolSize": 160, "direction": "horizontal",
              "columnPadding": 18}  # fmt: skip
    return {
        **_frame(title, unit, below, language),
        "width": width * TILE,
        "height": height * TILE,
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "rect", "cornerRadius": 2},
                "encoding": place
                | {
                    "color": {
                        "field": "class", "type": "nominal", "legend": legend,
                        "scale": {"domain": [*labels, none], "range": [*shades, "#e3e6e9"]},
                    }
                },
            },
            {
                "mark": {"type": "text", "fontSize": 8.5},
                "encoding": place
                | {
                    "text": {"field": "code"},
                    "color": {"condition": {"test": "datum.dark", "value": "#ffffff"}, "value": INK},
                },
            },
        ],
        "resolve": {"scale": {"color": "independent"}},
    }  # fmt: skip


def _between(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return "="
    if low is None:
        return f"< {high:,g}"
    return f"{low:,g} – {high:,g}" if high is not None else f"{low:,g} +"


def _frame(title: str, subtitle: str, below: Sequence[str], language: str) -> dict[str, Any]:
    """Title, unit and notes, set from the side on which the language begins."""
    anchor = "end" if language in RIGHT_TO_LEFT else "start"
    return {
        "title": {
            "text": [title] if language in RIGHT_TO_LEFT else _wrapped(title, 80),  # see with_notes
            "subtitle": subtitle, "anchor": anchor, "frame": "group", "fontSize": 15,
            "fontWeight": "bold", "subtitleColor": MUTED, "subtitleFontSize": 12, "subtitlePadding": 4, "offset": 14,
        },
        "usermeta": {"notes": list(below)},
        "config": _config(),
    }  # fmt: skip


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width) or [text]


def _config() -> dict[str, Any]:
    return {**THEME, "axisX": {"domainColor": MUTED, "tickColor": LINE}, "line": {"color": ACCENT}}


def with_notes(spec: dict[str, Any], language: str = "en") -> dict[str, Any]:
    """A picture with its notes printed under it, for a file that stands alone.

    Each line is a text of its own: what draws the SVG sets the letters of a text of several lines in one order, and
    those that are written from the right come to lie on one another.
    """
    from_right = language in RIGHT_TO_LEFT
    below = [part for note in spec["usermeta"]["notes"] for part in _wrapped(note, 110)]
    inner = {key: value for key, value in spec.items() if key not in ("config", "padding", "title", "usermeta")}
    # an embedding from the right keeps a full stop, and a Latin name, on the side where they belong
    told = [{"note": f"\u202b{line}\u202c" if from_right else line, "at": 15 * at} for at, line in enumerate(below)]
    return {
        "config": spec["config"],
        "padding": spec.get("padding", 12),
        "title": spec["title"],
        "vconcat": [
            inner,
            {
                "width": inner["width"],
                "height": 15 * len(below),
                "data": {"values": told},
                "mark": {"type": "text", "align": "right" if from_right else "left", "baseline": "top", "fontSize": 11,
                         "color": MUTED},
                "encoding": {
                    "text": {"field": "note", "type": "nominal"},
                    "x": {"value": inner["width"] if from_right else 0},
                    "y": {"field": "at", "type": "quantitative", "scale": None, "axis": None},
                },
                "view": {"stroke": None},
            },
        ],
        "spacing": 14,
    }  # fmt: skip
