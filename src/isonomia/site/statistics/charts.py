"""Lines over years as an SVG made on the server, in the colours of the page. The table beside it says the same."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 60, 28, 12, 34
TICKS = 5
MOST_YEARS = 10
"""So many years are written below the chart."""

Points = Sequence[tuple[int, float | None]]


def lines(series: Mapping[str, Points], label: str) -> SafeString:
    """Series of (year, value) by name; a year without a value breaks its line. Empty where there is no value."""
    known = [(year, value) for points in series.values() for year, value in points if value is not None]
    if not known:
        return SafeString("")
    first, last = min(year for year, _ in known), max(year for year, _ in known)
    step = _step(max(value for _, value in known) / TICKS)
    most = step * max(1, math.ceil(max(value for _, value in known) / step))

    def at(year: int, value: float) -> tuple[float, float]:
        across = (year - first) / (last - first) if last > first else 0.5
        return (LEFT + across * (WIDTH - LEFT - RIGHT), TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM))

    out = [
        f'<svg class="lines" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}" direction="ltr">'
    ]
    for tick in range(round(most / step) + 1):
        _x, y = at(first, tick * step)
        out.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_number(tick * step)}</text>')
    every = max(1, math.ceil((last - first + 1) / MOST_YEARS))
    for year in range(last, first - 1, -every):
        x, _y = at(year, 0)
        out.append(f'<text x="{x:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{year}</text>')
    for number, points in enumerate(series.values()):
        out += _drawn([(at(year, value) if value is not None else None) for year, value in points], number)
    return SafeString("".join([*out, "</svg>"]))


def _drawn(points: Sequence[tuple[float, float] | None], number: int) -> list[str]:
    """A line, broken where there is no value, and a mark for each value that stands alone."""
    out, run = [], []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
            continue
        if len(run) == 1:
            out.append(f'<circle class="mark s{number}" cx="{run[0][0]:.1f}" cy="{run[0][1]:.1f}" r="3"/>')
        elif run:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
            out.append(f'<polyline class="line s{number}" points="{path}"/>')
        run = []
    return out


def _step(rough: float) -> float:
    """A round step of about a size: 1, 2 or 5 times a power of ten."""
    if rough <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * times for times in (1, 2, 5, 10) if power * times >= rough)


def _number(value: float) -> str:
    return f"{value:.10g}"
