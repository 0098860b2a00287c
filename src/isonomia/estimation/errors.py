"""What can be wrong with capture histories, or with what is asked of them."""

from __future__ import annotations

from isonomia.errors import IsonomiaError


class NotCaptureHistories(IsonomiaError):
    """The table has no columns of 0 and 1, or a value that is neither."""

    code = "not-capture-histories"


class BadCount(IsonomiaError):
    """A count is negative, not whole or not a number."""

    code = "bad-count"


class HiddenCellCounted(IsonomiaError):
    """A history of zeros has a count: those whom no list saw are what is to be estimated."""

    code = "hidden-cell-counted"


class DuplicateHistory(IsonomiaError):
    """The same capture history (with the same covariates) is counted twice."""

    code = "duplicate-history"


class EmptyList(IsonomiaError):
    """A list catches no one, or nobody was observed at all."""

    code = "empty-list"


class TooFewLists(IsonomiaError):
    """The method needs more lists than there are."""

    code = "too-few-lists"


class TooManyLists(IsonomiaError):
    """The method is not meant for so many lists; the message says for how many, and what to use."""

    code = "too-many-lists"


class UnknownList(IsonomiaError):
    """A list is named that the data do not have."""

    code = "unknown-list"


class MissingCovariate(IsonomiaError):
    """A covariate is not in the data, or some persons have no value of it."""

    code = "missing-covariate"


class UnknownMethod(IsonomiaError):
    """No estimator has that name, or an option does not belong to it."""

    code = "unknown-method"


class NoFiniteEstimate(IsonomiaError):
    """No member of the model class has a finite, identifiable estimate on these data."""

    code = "no-finite-estimate"
