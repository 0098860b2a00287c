"""What is installed from a wheel has all that the site needs to fill and show itself."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def inside(tmp_path_factory):
    builder = pytest.importorskip("hatchling.builders.wheel", reason="hatchling builds the wheel")
    place = tmp_path_factory.mktemp("wheel")
    wheel = next(builder.WheelBuilder(str(ROOT)).build(directory=str(place), versions=["standard"]))
    return set(zipfile.ZipFile(wheel).namelist())


def test_the_samples_are_in_it(inside):
    there = {f"isonomia/samples/documents/{path.name}" for path in (ROOT / "samples" / "documents").iterdir()}
    assert there <= inside


@pytest.mark.parametrize("ending", [".html", ".css", ".js", ".svg", ".mo", ".toml", ".py"])
def test_nothing_of_the_package_is_left_out(inside, ending):
    source = ROOT / "src"
    there = {path.relative_to(source).as_posix() for path in (source / "isonomia").rglob(f"*{ending}")}
    assert there
    assert there <= inside
