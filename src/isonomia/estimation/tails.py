"""Tails of the Poisson distribution in logarithms, for any mean, many at once.

    P(X <= n) = pmf(n) * integral of   (1 + s/m)^n e^-s     over s from 0 without end
    P(X >= n) = pmf(n-1) * integral of (1 - s/m)^(n-1) e^s  over s from 0 to m

(incomplete gamma functions). Both integrands fall from 1 where the tail is the smaller one and are smooth, so that
Gauss-Legendre quadrature over the part above e^-40 gives twelve figures, however far out: p-values of 1e-500 keep
their order. numpy has no incomplete gamma function, and importing scipy's takes as long as a whole search.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DEPTH = 40.0
NODES = 48


def log_smaller_tail(count: Floats, mean: Floats) -> Floats:
    """log of min(P(X <= count), P(X >= count)) for X Poisson with that mean; counts whole, arrays of one shape."""
    n, m = np.asarray(count, dtype=float), np.maximum(np.asarray(mean, dtype=float), 1e-300)
    nodes, weights = _quadrature()
    above = n > m
    power = np.where(above, n - 1, n)
    # where the integrand is surely below e^-DEPTH, from bounds of the logarithm by quadratics; in units of m
    excess = power - m
    root = excess + np.sqrt(excess**2 + 2 * DEPTH * power)
    end_above = np.minimum(1.0, 2 * DEPTH / np.maximum(root, 2 * DEPTH))
    square, line = 2 * m - n, 2 * (m - n - DEPTH)
    with np.errstate(invalid="ignore", divide="ignore"):
        turn = np.sqrt(line**2 + 8 * DEPTH * square)
        end_below = np.where(line > 0, 4 * DEPTH / (line + turn), (turn - line) / (2 * square))
    end = np.where(above, end_above, end_below)
    total = np.zeros_like(m)
    sign = np.where(above, -1.0, 1.0)
    for node, weight in zip(nodes, weights, strict=True):
        part = end * node
        total += weight * np.exp(power * np.log1p(sign * part) - sign * part * m)
    log_tail = power * np.log(m) - m - log_factorial(power) + np.log(end * m * total)
    log_point = n * np.log(m) - m - log_factorial(n)
    other = np.maximum(0.0, 1.0 - np.exp(np.minimum(log_tail, 0.0)) + np.exp(log_point))
    with np.errstate(divide="ignore"):
        return np.asarray(np.minimum(np.minimum(log_tail, np.log(other)), 0.0))


def log_factorial(number: Floats) -> Floats:
    """log n! for whole numbers from 0, by Stirling's series from 20 on."""
    n = np.asarray(number, dtype=float)
    large = np.maximum(n, 20.0)
    series = large * np.log(large) - large + 0.5 * np.log(2 * np.pi * large)
    series += 1 / (12 * large) - 1 / (360 * large**3) + 1 / (1260 * large**5) - 1 / (1680 * large**7)
    small = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1.0, 21.0)))])
    return np.asarray(np.where(n < 20, small[np.clip(n, 0, 20).astype(int)], series))


@cache
def _quadrature() -> tuple[Floats, Floats]:
    """Nodes and weights of Gauss and Legendre on (0, 1)."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return (nodes + 1) / 2, weights / 2
