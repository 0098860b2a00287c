"""Where a defect is: the cell that a finding is about, on the page of `check` and on the site alike."""

from __future__ import annotations

import pytest

from isonomia.statistics import read_dataset
from isonomia.statistics.checks import check
from isonomia.statistics.checks.in_place import cell, columns_of, marked

HEAD = "Iso3_code,Country,Indicator,Dimension,Category,Sex,Age,Year,Unit of measurement,VALUE,Source\n"


@pytest.mark.parametrize(
    ("row", "rule", "columns", "text"),
    [
        ("AUT,Austria,Held,Total,Total,Martian,Total,2020,Counts,5,CTS", "unknown-code", ["sex"], "Martian"),
        ("XQZ,Austria,Held,Total,Total,Total,Total,2020,Counts,5,CTS", "unknown-code", ["iso3", "country"], "XQZ"),
        ("AUT,Austria,Held,Total,Total,Total,Total,1013,Counts,5,CTS", "year-out-of-range", ["year"], "1013"),
        ("AUT,Austria,Held,Total,Total,Total,Total,2020,Counts,-5,CTS", "unit-mismatch", ["value"], "-5"),
    ],
)
def test_the_column_of_each_defect(tmp_path, row, rule, columns, text):
    path = tmp_path / "table.csv"
    path.write_text(HEAD + row + "\n", encoding="utf-8")
    data = read_dataset(path)
    (finding,) = [one for one in check(data) if one.rule == rule]
    assert marked(data, finding) == columns
    assert cell(data, finding.rows[0], columns[0]) == text
    assert set(columns_of(data)) >= {"country", "year", "value"}


def test_a_label_variant_is_in_the_column_that_it_names(tmp_path):
    path = tmp_path / "table.csv"
    rows = [f"AUT,Austria,Arms,by posession,{c},Total,Total,{y},Counts,5,CTS" for c in "AB" for y in range(2010, 2020)]
    odd = "FRA,France,Arms,By Posession,A,Total,Total,2019,Counts,5,CTS"
    path.write_text(HEAD + "\n".join([*rows, odd]) + "\n", encoding="utf-8")
    data = read_dataset(path)
    found = [one for one in check(data) if one.rule == "label-variant"]
    assert found
    assert {name for one in found for name in marked(data, one)} == {"dimension"}
