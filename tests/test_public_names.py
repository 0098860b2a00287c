"""The public names: what `isonomia` exports is there, is told, and costs nothing to import."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import isonomia

ROOT = Path(__file__).resolve().parent.parent


def test_every_public_name_is_there():
    for name in isonomia.__all__:
        assert getattr(isonomia, name) is not None, name


def test_public_names_are_sorted_and_distinct():
    assert sorted(set(isonomia.__all__)) == list(isonomia.__all__)


def test_nothing_public_is_left_out():
    """What `isonomia` has of its rooms for its users, at once or when asked for, is in `__all__`."""
    here = {
        name for name, value in vars(isonomia).items()
        if not name.startswith("_") and getattr(value, "__module__", "").startswith("isonomia.")
    }  # fmt: skip
    names = here | set(isonomia._LATER)
    assert names == set(isonomia.__all__)


def test_a_star_import_gives_exactly_these():
    space: dict[str, object] = {}
    exec("from isonomia import *", space)
    assert set(space) - {"__builtins__"} == set(isonomia.__all__)


@pytest.mark.parametrize("name", isonomia.__all__)
def test_every_public_name_is_documented(name):
    """Its own docstring, not the one that a dataclass makes of its fields."""
    text = inspect.getdoc(getattr(isonomia, name)) or ""
    assert len(text.split()) >= 3
    assert not text.startswith(f"{name}(")


@pytest.mark.parametrize("name", isonomia.__all__)
def test_every_public_function_says_what_it_takes_and_gives(name):
    value = getattr(isonomia, name)
    if inspect.isfunction(value):
        signature = inspect.signature(value)
        assert signature.return_annotation is not inspect.Signature.empty
        assert all(row.annotation is not inspect.Parameter.empty for row in signature.parameters.values())


def test_the_interfaces_names_are_public():
    names = {"read", "extract_mandates", "paragraph_roles", "compare", "extract_figures", "Document", "IsonomiaError"}
    assert names <= set(isonomia.__all__)


def test_a_name_that_is_none_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = isonomia.nothing


def test_a_later_name_is_its_modules_own():
    from isonomia.mandates.lineage import compare

    assert isonomia.compare is compare


def test_the_version_is_the_packages():
    written = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert written
    assert isonomia.__version__ == written[1]


def loaded(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after a statement."""
    code = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.fixture(scope="module")
def after_import():
    return loaded("import isonomia")


@pytest.mark.parametrize("name", ["lxml", "pypdfium2", "rich", "jinja2"])
def test_import_loads_nothing_heavy(name, after_import):
    assert "isonomia.text.read" in after_import
    assert name not in after_import
    assert not [module for module in after_import if module.startswith(f"{name}.")]


def test_reading_plain_text_and_extracting_load_nothing_heavy():
    statement = (
        "from isonomia import extract_mandates, read\n"
        "document = read(b'The General Assembly,\\n\\n1. Urges Member States to act.\\n', language='en')\n"
        "assert extract_mandates(document)[0].addressees == ('member_states',)"
    )
    assert not {"lxml", "pypdfium2", "rich", "jinja2"} & loaded(statement)
