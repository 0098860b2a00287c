"""What a reader is told of a posterior of the size: its peaks, and tables from which nothing can be learned."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.judging import on_the_data, seen_twice, why_none

Floats = NDArray[np.float64]

LEVELS = {"0.80": 0.80, "0.95": 0.95}
PEAK = 0.10
"""A peak of the posterior that holds less than this is not told of."""
MAIN_PEAK = 0.75
"""Where no peak holds so much, one figure should not be published."""
VALLEY = 0.8
"""Between two peaks the posterior falls below this share of the lower one."""
BINS = 80
SEPARATE = 0.1
"""Share of persons in lists that share no one with the others, from which on no figure should be published."""


def nothing_to_learn(histories: CaptureHistories) -> str | None:
    """Why a table can tell nothing of those not seen, whatever the model; None where it can."""
    totals = histories.list_totals
    if not seen_twice(histories) or histories.observed in totals.values():
        return why_none(histories, 0)
    return None


def on_the_lists(histories: CaptureHistories) -> list[str]:
    """What the table gives reason to say, before any model: few overlaps, groups of lists that share no one."""
    said = on_the_data(histories)
    if len(apart := separate_groups(histories)) > 1:
        named = "; ".join(", ".join(group) for group in apart)
        said.append(
            f"The lists fall into groups that share no one ({named}): nothing seen says how much they would overlap, "
            "so the prior decides. Drop or merge lists."
        )
    return said


def falls_apart(histories: CaptureHistories) -> bool:
    """Whether lists that share no one with the main group of lists hold so many persons that the prior decides."""
    groups = separate_groups(histories)
    main = max(groups, key=lambda group: sum(histories.list_totals[name] for name in group))
    inside = sum(1 << histories.lists.index(name) for name in main)
    outside = histories.counts[(np.arange(histories.counts.size) & inside) == 0].sum()
    return float(outside) >= SEPARATE * histories.observed


def separate_groups(histories: CaptureHistories) -> list[list[str]]:
    """The lists in groups that share persons; more than one group means that some lists share no one with others."""
    shared = histories.overlaps() > 0
    left = set(range(histories.size))
    groups = []
    while left:
        group: set[int] = set()
        reached = {min(left)}
        while reached:
            group |= reached
            reached = {j for i in reached for j in range(histories.size) if shared[i, j]} - group
        groups.append([histories.lists[j] for j in sorted(group)])
        left -= group
    return groups


def peaks_of_draws(sizes: Floats, observed: int) -> list[dict[str, float]]:
    """The peaks of the posterior from draws of the size, by a smoothed histogram of log N."""
    logs = np.log(sizes)
    low, high = np.quantile(logs, [0.005, 0.995])
    if not high > low:
        return [{"size": float(np.median(sizes)), "share": 1.0}]
    reach = 3 * (high - low) / BINS
    edges = np.linspace(low - 2 * reach, high + 2 * reach, BINS + 1)
    counts = np.histogram(np.clip(logs, edges[0], edges[-1]), edges)[0] / len(logs)
    kernel = np.exp(-0.5 * (np.arange(-6, 7) / 2.0) ** 2)
    smooth = np.convolve(counts, kernel / kernel.sum(), mode="same")
    return peaks(np.exp(edges) - observed, smooth / smooth.sum() * np.diff(edges).mean(), observed, np.diff(edges))


def peaks(starts: Floats, masses: Floats, observed: int, widths: Floats | None = None) -> list[dict[str, float]]:
    """The peaks of the posterior that hold `PEAK` of it at least, each with its share, from valley to valley.

    `starts`, (blocks + 1,), are numbers of unseen persons, `masses`, (blocks,), what each block holds, `widths` what it
    is divided by to have a density, its numbers where None. Two peaks are two where the posterior between them falls
    below `VALLEY` of the lower one.
    """
    density = masses / (np.diff(starts) if widths is None else widths)
    tops: list[int] = []
    cuts: list[int] = []
    for found in np.flatnonzero((density >= np.append(-1, density[:-1])) & (density > np.append(density[1:], -1))):
        at = int(found)
        while tops:
            valley = tops[-1] + int(np.argmin(density[tops[-1] : at + 1]))
            if density[valley] < VALLEY * min(density[tops[-1]], density[at]):
                cuts.append(valley)
                tops.append(at)
                break
            if density[at] <= density[tops[-1]]:
                break
            tops.pop()  # the hill before is but a shoulder of this one
            if cuts:
                cuts.pop()
        else:
            tops.append(at)
    bounds = [0, *cuts, len(masses)]
    hills = [
        [float(masses[a:b].sum() / masses.sum()), float(starts[top] + starts[top + 1]) / 2]
        for a, b, top in zip(bounds[:-1], bounds[1:], tops, strict=True)
    ]
    while len(hills) > 1 and min(hills)[0] < PEAK:
        at = hills.index(min(hills))
        to = at - 1 if at and (at + 1 == len(hills) or hills[at - 1][0] >= hills[at + 1][0]) else at + 1
        hills[to][0] += hills[at][0]
        del hills[at]
    return [{"size": float(round(observed + top)), "share": round(share, 4)} for share, top in hills]


def on_the_peaks(found: list[dict[str, float]], because: str) -> list[str]:
    """A warning where the posterior has more than one peak; `because` says what contradicts each other."""
    if len(found) < 2:
        return []
    named = " and ".join(f"near {peak['size']:,.0f} ({peak['share']:.0%})" for peak in found)
    return [
        f"The posterior has {len(found)} peaks, {named}: {because} contradict each other about the size. The median "
        "hides this; publish the range, and say what gives which size."
    ]


def one_figure(found: list[dict[str, float]]) -> bool:
    """Whether one peak holds enough of the posterior for one figure to stand for it."""
    return max(peak["share"] for peak in found) >= MAIN_PEAK
