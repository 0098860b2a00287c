"""What can be wrong with a query or with the index, by name."""

from __future__ import annotations

from isonomia.errors import IsonomiaError


class BadQuery(IsonomiaError):
    """The words in the search box cannot be read as a query, or would find everything."""

    code = "bad-query"

    def __init__(self, problem: str, message: str, **values: object) -> None:
        """`problem` names the kind of fault (see query.PROBLEMS), of whose text `message` is the English form.

        `values` are what its places are filled with: `at`, which counts characters from 1, `word`, `field`, `most`.
        """
        super().__init__(message)
        self.problem = problem
        self.values = values
        at = values.get("at")
        self.at = at if isinstance(at, int) else None


class IndexMissing(IsonomiaError):
    """There is no search index: it was never built."""

    code = "search-index-missing"


class IndexDamaged(IsonomiaError):
    """The search index does not hold what it says it holds; the records are not touched by that."""

    code = "search-index-damaged"


class IndexStale(IsonomiaError):
    """The search index was built by another version of the analyser or for other collections: it may miss words."""

    code = "search-index-stale"


class IndexBusy(IsonomiaError):
    """Another process is rebuilding the search index."""

    code = "search-index-busy"


class TooManyWords(IsonomiaError):
    """A text has more different words than one entry of the search index takes."""

    code = "too-many-words"


class UnknownKind(IsonomiaError):
    """What is to be indexed or searched is of a kind that no source was registered for."""

    code = "unknown-kind"
