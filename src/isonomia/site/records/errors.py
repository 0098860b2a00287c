"""What the frame refuses, each by name."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import BadRequest, ImproperlyConfigured


class DeclarationFault(ImproperlyConfigured):
    """A collection is declared wrongly; says where and what."""


class Refusal(BadRequest):
    """A request that is wrong in a way that its sender can mend: an answer 400 that names what is allowed."""

    code = "bad-request"

    def __init__(self, message: str, allowed: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.allowed = tuple(allowed)


class UnknownParameter(Refusal):
    """The query string has a parameter that this address does not take."""

    code = "unknown-parameter"


class UnknownCode(Refusal):
    """A parameter has a value that is not of its list."""

    code = "unknown-code"


class BadValue(Refusal):
    """A parameter has a value that cannot be read: a page that is no number, a cursor that was not given out."""

    code = "bad-value"
