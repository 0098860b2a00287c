"""Pictures of lists and estimates, as Vega-Lite specifications: `isonomia.charts` draws them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.result import Estimate

MOST_HISTORIES = 40
"""The upset plot shows so many histories, the most frequent."""
LOG_FROM = 6.0
"""A scale becomes logarithmic where its greatest value is so many times the least."""


def upset(histories: CaptureHistories) -> dict[str, Any]:
    """Which lists share how many persons: a bar for each capture history over the lists that it stands for."""
    rows = sorted(histories.rows(), key=lambda row: (-row[1], sum(row[0])))[:MOST_HISTORIES]
    order = ["".join(map(str, history)) for history, _ in rows]
    names = sorted(histories.lists, key=lambda name: -histories.list_totals[name])
    bars = [{"history": key, "persons": count} for key, (_, count) in zip(order, rows, strict=True)]
    dots = [
        {"history": key, "list": name, "seen": bool(history[histories.lists.index(name)])}
        for key, (history, _) in zip(order, rows, strict=True)
        for name in names
    ]
    x = {"field": "history", "type": "nominal", "sort": order, "axis": None}
    y = {"field": "list", "type": "nominal", "sort": names, "title": None}
    step = {"step": 17}
    return {
        "spacing": 4,
        "vconcat": [
            {
                "width": step,
                "height": 190,
                "data": {"values": bars},
                "layer": [
                    {
                        "mark": "bar",
                        "encoding": {"y": {"field": "persons", "type": "quantitative", "scale": {"type": "symlog"}}},
                    },
                    {
                        "mark": {"type": "text", "dy": -6, "fontSize": 10},
                        "encoding": {
                            "y": {"field": "persons", "type": "quantitative"},
                            "text": {"field": "persons", "type": "quantitative", "format": ","},
                        },
                    },
                ],
                "encoding": {"x": x},
            },
            {
                "width": step,
                "height": {"step": 18},
                "data": {"values": dots},
                "mark": {"type": "circle", "size": 90, "opacity": 1},
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": {
                        "field": "seen",
                        "type": "nominal",
                        "scale": {"domain": [True, False], "range": ["#14202b", "#dde4ea"]},
                        "legend": None,
                    },
                },
            },
        ],
    }


def forest(estimates: Sequence[tuple[str, Estimate]]) -> dict[str, Any]:
    """Estimates side by side: a point with its 80 and 95 % intervals; an arrow where no upper limit exists."""
    points = [(label, row) for label, row in estimates if row.estimate is not None]
    highest = max([row.estimate or 0 for _, row in points] + [_high(row) for _, row in points], default=1.0)
    data = []
    for label, row in points:
        line: dict[str, Any] = {"label": label, "estimate": row.estimate, "doubtful": not row.reportable}
        for level, name in (("0.95", "95"), ("0.80", "80")):
            low, high = row.intervals.get(level, (None, None))
            if low is not None:
                line |= {f"low{name}": low, f"high{name}": highest if high is None else high}
                if high is None:
                    line["open"] = highest
        data.append(line)
    values = [v for line in data for k, v in line.items() if k not in ("label", "doubtful") and v]
    return {
        "width": 520,
        "height": {"step": 30},
        "data": {"values": data},
        "encoding": {"y": {"field": "label", "type": "nominal", "sort": None, "title": None}},
        "layer": [
            _bar("low95", "high95", 2, _scale(values)),
            _bar("low80", "high80", 5, _scale(values)),
            {
                "mark": {"type": "point", "size": 90, "opacity": 1, "stroke": "#ffffff", "strokeWidth": 1},
                "encoding": {
                    "x": {"field": "estimate", "type": "quantitative"},
                    "color": {"condition": {"test": "datum.doubtful", "value": "#b34700"}, "value": "#00598a"},
                },
            },
            {
                "transform": [{"filter": "isValid(datum.open)"}],
                "mark": {"type": "text", "text": "▶", "align": "left", "color": "#00598a"},
                "encoding": {"x": {"field": "open", "type": "quantitative"}},
            },
            {
                "mark": {"type": "text", "dy": -10, "fontSize": 11},
                "encoding": {
                    "x": {"field": "estimate", "type": "quantitative"},
                    "text": {"field": "estimate", "type": "quantitative", "format": ",.0f"},
                },
            },
        ],
    }


def curve(rows: Sequence[dict[str, float | None]], x: str, title: str, y_title: str = "persons") -> dict[str, Any]:
    """How an estimate moves with a choice: `x`, `estimate` and, where given, `low` and `high` of each row."""
    band = all(row.get("low") is not None and row.get("high") is not None for row in rows)
    axis = {"field": "estimate", "type": "quantitative", "title": y_title, "scale": {"zero": False}}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "line", "point": len(rows) < 40}, "encoding": {"y": axis}},
    ]
    if band:
        layers.insert(
            0,
            {
                "mark": {"type": "area", "opacity": 0.18},
                "encoding": {
                    "y": {"field": "low", "type": "quantitative", "title": y_title, "scale": {"zero": False}},
                    "y2": {"field": "high"},
                },
            },
        )
    return {
        "width": 520,
        "height": 220,
        "data": {"values": list(rows)},
        "encoding": {"x": {"field": x, "type": "quantitative", "title": title}},
        "layer": layers,
    }


def _bar(low: str, high: str, width: int, scale: dict[str, Any]) -> dict[str, Any]:
    return {
        "mark": {"type": "rule", "strokeWidth": width},
        "transform": [{"filter": f"isValid(datum.{low})"}],
        "encoding": {
            "x": {"field": low, "type": "quantitative", "title": "persons", "scale": scale},
            "x2": {"field": high},
        },
    }


def _scale(values: Sequence[float]) -> dict[str, Any]:
    positive = [value for value in values if value > 0]
    if positive and max(positive) > LOG_FROM * min(positive):
        return {"type": "log", "nice": True}
    return {"zero": False, "nice": True}


def _high(row: Estimate) -> float:
    return max((high for _, high in row.intervals.values() if high is not None), default=0.0)
