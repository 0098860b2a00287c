"""The floors of the house: what may import what. A room may use those below it, never those above."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "isonomia"

GROUND = {"errors"}
MAY_USE = {
    "errors": set(),
    "registers": GROUND,
    "text": GROUND | {"registers"},
    "mandates": GROUND | {"registers", "text"},
    "bulk": GROUND,
    "charts": GROUND,
    "statistics": GROUND | {"__init__", "charts", "registers"},
    "estimation": GROUND | {"__init__"},
}
"""The rooms on the lower floors and what of ours each may import, itself aside. What is not listed is on top."""
TOP = {
    "check_command", "check_page", "classify_command", "cli", "compare_command", "compare_page", "convert_command",
    "estimate_command", "estimate_page", "figures_command", "indicator_command", "pages", "printing", "progress",
    "protect_command", "questionnaire_command", "start", "site", "trace_command", "trend_command", "writing",
    "__main__",
}  # fmt: skip
"""The top floor: nothing but itself imports it."""
HEAVY = [
    "lxml", "pypdfium2", "rich", "charset_normalizer", "django", "numpy", "scipy", "pandas", "http", "xml.dom",
    "vl_convert",
]  # fmt: skip
"""What `import isonomia` must not load: a reader, a printer or the site loads it when it is needed."""


def _modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def _room(path: Path) -> str:
    """The room of a module: the first part of its name below `isonomia`."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return parts[0]


def _imports(path: Path) -> Iterator[str]:
    """The full name of all that a module imports, at its head or inside a function."""
    package = ["isonomia", *path.relative_to(SOURCE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _rooms_used(path: Path) -> set[str]:
    """The rooms of ours that a module imports; `from isonomia import registers` is the room registers."""
    rooms = {path.stem if path.is_file() else path.name for path in SOURCE.iterdir()}
    used = set()
    for name in _imports(path):
        first, _, rest = name.partition(".")
        if first == "isonomia":
            room = rest.split(".")[0]
            used.add(room if room in rooms else "__init__")
    return used


@pytest.mark.parametrize("room", sorted(MAY_USE))
def test_a_room_uses_only_what_is_below_it(room):
    modules = [path for path in _modules() if _room(path) == room]
    assert modules, room
    for path in modules:
        above = _rooms_used(path) - MAY_USE[room] - {room}
        assert not above, f"{path.relative_to(SOURCE)} imports {', '.join(sorted(above))}"


def test_nothing_below_imports_the_top_floor():
    for path in _modules():
        if _room(path) not in TOP:
            assert not _rooms_used(path) & TOP, path.relative_to(SOURCE)


def test_every_room_has_a_floor():
    """A new room must say what it may use; a library room that only the top uses is listed with its own line."""
    known = set(MAY_USE) | TOP | {"__init__"}
    assert {_room(path) for path in _modules()} <= known


def test_mandates_know_no_language():
    """What differs between languages is in the language files: no code of the room compares with a language."""
    for path in _modules():
        if _room(path) == "mandates":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Compare):
                    named = [c.value for c in (node.left, *node.comparators) if isinstance(c, ast.Constant)]
                    assert not {"ar", "en", "es", "fr", "ru", "zh"} & set(named), f"{path.name}:{node.lineno}"


def test_only_the_site_imports_django():
    for path in _modules():
        if any(name.split(".")[0] == "django" for name in _imports(path)):
            assert _room(path) == "site", path.relative_to(SOURCE)


GROUND_OF_THE_SITE = {"apart", "characters", "room"}
"""Modules about processes, characters and the disk: they know no record and no page."""
SITE_MAY_USE = {
    "records": {"languages", *GROUND_OF_THE_SITE},
    "accounts": {"records", "languages"},
    "meetings": {"records", "languages"},
    "documents": {"frame", "languages", "records", *GROUND_OF_THE_SITE},
    "followup": {"documents", "languages", "records"},
}
"""The rooms of the site and what of the site each may import, itself aside. `records` names no collection: what a
second collection needs that the first has moves there. The API asks `accounts` for the user of a token."""


def _site_rooms_used(path: Path) -> set[str]:
    """The rooms of the site that a module imports."""
    return {name.split(".")[2] for name in _imports(path) if name.startswith("isonomia.site.")}


@pytest.mark.parametrize("room", sorted(SITE_MAY_USE))
def test_a_room_of_the_site_uses_only_what_is_below_it(room):
    modules = sorted((SOURCE / "site" / room).rglob("*.py"))
    assert modules, room
    for path in modules:
        allowed = SITE_MAY_USE[room] | {room}
        if path.relative_to(SOURCE / "site").as_posix() == "records/api/answers.py":
            allowed = allowed | {"accounts"}
        above = _site_rooms_used(path) - allowed
        assert not above, f"{path.relative_to(SOURCE)} imports {', '.join(sorted(above))}"


def _loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("statement", ["import isonomia", "import isonomia.cli; isonomia.cli._parser()"])
def test_importing_the_library_loads_nothing_heavy(statement):
    loaded = _loaded_by(statement)
    assert "isonomia" in loaded
    assert not loaded & set(HEAVY)


def test_help_needs_no_reader():
    code = "import isonomia.cli as cli; cli.main(['--help'])"
    loaded = _loaded_by(f"import io, contextlib\nwith contextlib.redirect_stdout(io.StringIO()):\n    {code}")
    assert not {"lxml", "pypdfium2", "rich", "jinja2"} & loaded


def test_imports_are_read_wherever_they_stand(tmp_path, monkeypatch):
    """The reading of imports itself: heads, functions, relative ones, packages by name."""
    monkeypatch.setattr(sys.modules[__name__], "SOURCE", tmp_path)
    (tmp_path / "text").mkdir()
    (tmp_path / "cli.py").write_text("")
    module = tmp_path / "text" / "a.py"
    module.write_text(
        "import os\nfrom . import b\ndef f():\n    from isonomia.cli import main\n    from .. import cli\n"
    )
    assert set(_imports(module)) == {"os", "isonomia.text.b", "isonomia.cli.main", "isonomia.cli"}
    assert _rooms_used(module) == {"text", "cli"}
