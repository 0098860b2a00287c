"""The models of a closed population fitted: M0, Mt, Mh, Mth, Mb, Mbh (their forms: closed_designs).

The estimate is the Poisson maximum,  N = n + exp(gamma),  with standard error  sqrt(e^gamma + e^(2 gamma) var(gamma))
(Rivest and Baillargeon 2007); the intervals come from the profile of the multinomial likelihood (Cormack 1992,
Biometrics 48), whose own highest point, a little lower, is the diagnostic `profile_estimate`. A model whose likelihood
is highest at no finite number gives none.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from isonomia.estimation.closed_designs import FAMILY, ClosedModel, captures, design, first_captures
from isonomia.estimation.errors import TooManyLists
from isonomia.estimation.estimating import Options
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.poisson import Array, PoissonFit, fit, newton
from isonomia.estimation.profile import Profile, profile
from isonomia.estimation.result import Estimate

MOST_LISTS = 14
SENSELESS = 1e4
"""So many hidden for one observed are no estimate: the likelihood is flat."""
UNRELIABLE = 1.0
"""A standard error of so many times the estimate says that the data do not tell."""

Fitted = tuple[float, float, dict[str, Any], Callable[[float], float]]
"""Hidden, their standard error, diagnostics, and the profile of the likelihood."""


def closed_population(histories: CaptureHistories) -> list[Estimate]:
    """Every model of the family, in their order, each as `closed_model` gives it. Raises TooManyLists."""
    return [closed_model(histories, model) for model in FAMILY]


def closed_model(histories: CaptureHistories, model: ClosedModel) -> Estimate:
    """One model of the family; None as estimate where it has no finite one. Raises TooManyLists."""
    if histories.size > MOST_LISTS:
        raise TooManyLists(f"{histories.size} lists; merge or drop some, these models take {MOST_LISTS}")
    warnings = list(_cautions(model))
    if model.base in ("Mb", "Mbh"):
        found = _behavioural(histories, model)
    elif model.form == "normal":
        found = _normal(histories, model)
    else:
        found = _log_linear(histories, model, warnings)
    if isinstance(found, str) or found[0] > SENSELESS * histories.observed:
        why = found if isinstance(found, str) else "the likelihood is as good as flat towards ever more hidden"
        return Estimate(
            model.method, histories.lists, histories.observed, None, model=model.name, exists=False,
            identifiable="cannot be told" not in why, reportable=False,
            warnings=(f"{model.name} has no finite estimate on these data: {why}; use another model", *warnings),
        )  # fmt: skip
    hidden, error, diagnostics, likelihood = found
    limits = profile(likelihood, hidden, histories.observed)
    diagnostics = {"standard_error": error, "profile_estimate": limits.peak} | diagnostics
    if model.form == "chao":
        diagnostics["lower_bound"] = True
    reportable = _judged(limits, hidden, error, histories.observed, warnings)
    return Estimate(
        model.method, histories.lists, histories.observed, histories.observed + hidden, limits.limits, model.name,
        reportable=reportable, diagnostics=diagnostics, warnings=tuple(warnings),
    )  # fmt: skip


def _judged(limits: Profile, hidden: float, error: float, observed: int, warnings: list[str]) -> bool:
    if limits.peak is None:
        warnings.append("the multinomial likelihood rises towards ever more hidden: do not report this figure")
    elif limits.limits["0.95"][1] is None:
        warnings.append("no upper limit exists: the data do not rule out any larger number; do not report this figure")
    elif error > UNRELIABLE * (observed + hidden):
        warnings.append("the standard error is larger than the estimate: do not report this figure")
    else:
        return True
    return False


def _cautions(model: ClosedModel) -> list[str]:
    if model.form == "chao":
        return ["a lower bound: where persons differ in how catchable they are, there are more"]
    if model.base in ("Mb", "Mbh"):
        return ["the lists are taken to have followed one another in their order; where they did not, it means nothing"]
    if model.base in ("M0", "Mt"):
        return ["persons are taken to be equally catchable and lists independent; where not, there are likely more"]
    return []


def _counted(histories: CaptureHistories) -> Array:
    return histories.counts[1:].astype(float)


def _scores(fitted: PoissonFit, counts: Array) -> dict[str, Any]:
    seen = counts > 0
    mu = fitted.fitted
    deviance = 2 * float(counts[seen] @ np.log(counts[seen] / mu[seen]) - counts.sum() + mu.sum())
    p = fitted.parameters.size
    return {
        "log_likelihood": fitted.log_likelihood,
        "aic": -2 * fitted.log_likelihood + 2 * p,
        "bic": -2 * fitted.log_likelihood + math.log(counts.sum()) * p,
        "parameters": p,
        "degrees_of_freedom": counts.size - p,
        "deviance": deviance,
    }


def _log_linear(histories: CaptureHistories, model: ClosedModel, warnings: list[str]) -> Fitted | str:
    counts, columns = _counted(histories), design(model, histories.size)
    if model.form == "chao":
        columns = _none_negative(columns, counts, histories.size)
    fitted = fit(columns[1:], counts)
    if not fitted.estimable(columns[:1])[0]:
        return _why_not(fitted)
    if not fitted.converged:
        return "the likelihood has no maximum that can be found"
    gamma, variance = float(columns[0] @ fitted.parameters), float(columns[0] @ fitted.covariance @ columns[0])
    if gamma > math.log(SENSELESS * histories.observed) or not math.isfinite(variance):
        return "the likelihood is as good as flat towards ever more hidden"
    hidden = math.exp(gamma)
    diagnostics = _scores(fitted, counts)
    diagnostics["maximum_exists"] = fitted.exists
    if model.form not in ("", "chao"):
        diagnostics["heterogeneity"] = float(fitted.parameters[-1])
        if fitted.parameters[-1] < 0:
            warnings.append("the heterogeneity comes out negative: persons differ less than chance would have it")
    return hidden, math.sqrt(hidden + hidden**2 * variance), diagnostics, _multinomial(columns, counts, fitted)


def _none_negative(columns: Array, counts: Array, size: int) -> Array:
    """The columns without those heterogeneity terms that come out negative, the first of them dropped first.

    A term that the likelihood drives to minus infinity is negative too.
    """
    others = columns.shape[1] - max(size - 2, 0)
    while columns.shape[1] > others:
        terms = newton(columns[1:], counts)[0][others:]
        below = np.flatnonzero(terms < 0)
        if not below.size:
            break
        columns = np.delete(columns, others + below[0], axis=1)
    return columns


def _why_not(fitted: PoissonFit) -> str:
    if fitted.face.all():
        return "its terms cannot be told apart with so few lists, nor the hidden from them"
    return "too few histories occur for its terms, and the likelihood grows without end"


def _multinomial(columns: Array, counts: Array, fitted: PoissonFit) -> Callable[[float], float]:
    """The profile of log L(h) = log N! / h! + sum n_w log(mu_w / N) + h log(mu_0 / N)  over the hidden h."""
    whole = fit(columns, np.append(1.0, counts))
    rows, seen = columns[whole.face] @ whole.basis, whole.face[1:]
    state: dict[str, Array] = {"beta": whole.basis.T @ fitted.parameters}

    def log_likelihood(hidden: float) -> float:
        filled = np.append(hidden, counts[seen])
        beta, _, mu, converged = newton(rows, filled, state["beta"])
        if not converged:
            beta, _, mu, _ = newton(rows, filled)
        state["beta"] = beta
        total = float(filled.sum())
        shares = mu / total
        inner = counts[seen] > 0
        value = float(counts[seen][inner] @ np.log(shares[1:][inner]))
        return (
            value + _factorials(hidden, counts.sum()) + (hidden * math.log1p(-float(shares[1:].sum())) if hidden else 0)
        )

    return log_likelihood


def _factorials(hidden: float, observed: float) -> float:
    """log (n + h)! / h!, exact where h is huge."""
    from scipy.special import betaln, gammaln

    return float(gammaln(observed) - betaln(hidden + 1, observed))


def _normal(histories: CaptureHistories, model: ClosedModel) -> Fitted | str:
    from scipy.optimize import minimize
    from scipy.special import gammaln

    from isonomia.estimation.closed_normal import NormalModel

    occurring = np.flatnonzero(histories.counts)
    counts = histories.counts[occurring].astype(float)
    if histories.size < 3:
        return "its terms cannot be told apart with so few lists, nor the hidden from them"
    member = NormalModel(histories.patterns[occurring].astype(float), counts, alike=model.base == "Mh")
    best = member.fit()
    n = float(counts.sum())
    if not best.converged or not math.isfinite(best.log_odds_variance):
        return "the likelihood has no maximum, or no heterogeneity can be told from it"
    hidden = n * best.hidden_odds
    likelihood = best.log_likelihood + n * math.log(n) - n - float(gammaln(counts + 1).sum())
    p = best.parameters.size + 1
    state: dict[str, Array] = {"parameters": best.parameters}

    def log_likelihood(h: float) -> float:
        done = minimize(member.whole, state["parameters"], args=(h,), jac=True, method="BFGS")
        state["parameters"] = np.asarray(done.x, dtype=float)
        return _factorials(h, n) - float(done.fun)

    diagnostics = {
        "log_likelihood": likelihood,
        "aic": -2 * likelihood + 2 * p,
        "bic": -2 * likelihood + math.log(n) * p,
        "parameters": p,
        "degrees_of_freedom": histories.counts.size - 1 - p,
        "heterogeneity": abs(float(best.parameters[-1])),
    }
    return hidden, math.sqrt(hidden + hidden**2 * best.log_odds_variance), diagnostics, log_likelihood


def _behavioural(histories: CaptureHistories, model: ClosedModel) -> Fitted | str:
    """Mb and Mbh by the first captures alone: u_i persons first seen by list i, a geometric decline (Zippin 1956).

    Mbh gives the first list a chance of its own, so that the decline is that of the others.
    """
    size, counts = histories.size, _counted(histories)
    first, k = first_captures(size)[1:], captures(size)[1:]
    skipped = int(model.base == "Mbh")
    if size < 2 + skipped:
        return "its terms cannot be told apart with so few lists, nor the hidden from them"
    fresh = np.array([counts[first == i].sum() for i in range(size)])
    later, trials = fresh[skipped:], size - skipped
    m = float(later.sum())
    passed = float(later @ np.arange(trials))
    if m == 0 or passed >= m * (trials - 1) / 2:
        return "first captures do not decline from list to list"
    if passed == 0:
        return "all were seen by the first list there is"
    chance = _removal_chance(passed / m, trials)
    hidden = m * (1 - chance) ** trials / (1 - (1 - chance) ** trials)
    fitted = fit(design(model, size)[1:], counts)
    n = float(counts.sum())

    def log_likelihood(h: float) -> float:
        total = n + h
        failures = passed + trials * h
        p = m / (m + failures)
        value = _factorials(h, n) + m * math.log(p) + failures * math.log1p(-p)
        if skipped:
            value += fresh[0] * math.log(fresh[0] / total) if fresh[0] else 0.0
            value += (total - fresh[0]) * math.log1p(-fresh[0] / total)
        return value

    # the information of the truncated geometric about log(1 - p) = -r, and the slope of log hidden in it
    r = -math.log1p(-chance)
    spread = _truncated_variance(chance, trials)
    slope = trials + trials * math.exp(-trials * r) / (1 - math.exp(-trials * r))
    variance = 1 / m + slope**2 / (m * spread)
    diagnostics = _scores(fitted, counts)
    diagnostics["first_captures"] = [int(x) for x in fresh]
    diagnostics["chance_of_first_capture"] = chance
    again = float(counts @ (k - 1))
    chances = float(counts @ (size - 1 - first))
    diagnostics["chance_of_recapture"] = again / chances if chances else None
    return hidden, math.sqrt(hidden + hidden**2 * variance), diagnostics, log_likelihood


def _removal_chance(mean: float, trials: int) -> float:
    """The p of a geometric law of failures 0 .. trials-1, cut off there, that has this mean, below (trials-1)/2."""
    from scipy.optimize import brentq

    weights = np.arange(trials)

    def excess(r: float) -> float:
        share = np.exp(-r * weights)
        return float(share @ weights / share.sum()) - mean

    return -math.expm1(-float(brentq(excess, 1e-12, 700.0)))


def _truncated_variance(chance: float, trials: int) -> float:
    weights = np.arange(trials)
    share = (1 - chance) ** weights
    share /= share.sum()
    return float(share @ weights**2 - (share @ weights) ** 2)


def mt(histories: CaptureHistories, options: Options) -> Estimate:
    """Lists differ, persons do not, and lists are independent. No options. Raises TooManyLists."""
    return closed_model(histories, ClosedModel("Mt"))


def mh(histories: CaptureHistories, options: Options) -> Estimate:
    """Persons differ, lists do not: Chao's lower bound, fitted. No options. Raises TooManyLists."""
    return closed_model(histories, ClosedModel("Mh", "chao"))


def mth(histories: CaptureHistories, options: Options) -> Estimate:
    """Persons and lists differ: Chao's lower bound, fitted. No options. Raises TooManyLists."""
    return closed_model(histories, ClosedModel("Mth", "chao"))


def mb(histories: CaptureHistories, options: Options) -> Estimate:
    """Being seen changes the chance of being seen again, lists in their order. No options. Raises TooManyLists."""
    return closed_model(histories, ClosedModel("Mb"))
