"""What can be wrong with a table that is to be protected, or with how it is asked for."""

from __future__ import annotations

from isonomia.errors import IsonomiaError


class NotAdditive(IsonomiaError):
    """What a table shows contradicts itself: no counts fit its totals."""

    code = "not-additive"


class BadRule(IsonomiaError):
    """A rule of protection that cannot be: a threshold below 1, a share outside 0 to 100, contributions that are not
    given."""

    code = "bad-rule"


class NotProtectable(IsonomiaError):
    """Hiding all that may be hidden does not protect a cell."""

    code = "not-protectable"
