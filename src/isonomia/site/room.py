"""Whether something failed because there is no room left: on a disk, in a database, within what a user may have."""

from __future__ import annotations

import errno

from django.db import Error as DatabaseError

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SQLITE_FULL = 13
_POSTGRESQL_FULL = "53100"


def no_room(error: BaseException | None) -> bool:
    """Whether an error, or what caused it, says that there is no room."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return True
        if getattr(error, "sqlite_errorcode", None) == _SQLITE_FULL:
            return True
        if getattr(error, "sqlstate", None) == _POSTGRESQL_FULL:
            return True
        if isinstance(error, DatabaseError) and "disk is full" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
