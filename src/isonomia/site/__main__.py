"""Django's own commands: `python -m isonomia.site migrate`, `makemigrations`, `check` ..."""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "isonomia.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["isonomia.site", *sys.argv[1:]])
