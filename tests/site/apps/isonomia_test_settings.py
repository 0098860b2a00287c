"""The settings of the tests: those of the site, an own data directory, the collections declared for tests."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ["ISONOMIA_DATA"] = tempfile.mkdtemp(prefix="isonomia-test-")
for _name in ("ISONOMIA_HOSTS", "ISONOMIA_TLS", "ISONOMIA_DEBUG"):
    os.environ.pop(_name, None)

from isonomia.site.settings import *  # noqa: E402, F403
from isonomia.site.settings import DATABASES, INSTALLED_APPS  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "isonomia_cases"]

if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # a file, as in life: the embedded database in memory knows no second reader
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["ISONOMIA_DATA"]) / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ISONOMIA_JOBS = "inline"
