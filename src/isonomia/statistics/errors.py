"""What can be wrong with a statistical table, or with what is asked of it."""

from __future__ import annotations

from isonomia.errors import IsonomiaError


class NotStatistics(IsonomiaError):
    """The file is a table, but of no layout that is known; the message says what was looked for."""

    code = "not-statistics"


class UnreadableCell(IsonomiaError):
    """A cell holds what its column cannot; the place is sheet, row and column."""

    code = "unreadable-cell"


class UnknownArea(IsonomiaError):
    """A country or region is in no code list; the message suggests the nearest."""

    code = "unknown-area"


class UnknownIndicator(IsonomiaError):
    """No indicator has that code."""

    code = "unknown-indicator"


class NotComputable(IsonomiaError):
    """The file does not hold what the indicator needs; the message says what is absent."""

    code = "not-computable"


class UnknownCode(IsonomiaError):
    """A code is in no classification that was asked."""

    code = "unknown-code"
