"""Files protected and audited as files: the published layout, any CSV, hierarchies, rates, contributors."""

import csv
import io

import numpy as np
import pytest
from published import HEADER, row, workbook

from isonomia.statistics.disclosure import Rules, audit, audit_against, audit_file, protect_file, read_table, round_file
from isonomia.statistics.disclosure.errors import BadRule, NotAdditive
from isonomia.statistics.disclosure.layout import hierarchy, layout
from isonomia.statistics.errors import NotStatistics, UnreadableCell


def file(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def counts(path, values, offences=("theft", "fraud", "arson")):
    """A table of offence by sex with totals."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Offence", "Sex", "Count"])
    grid = np.array(values)
    for name, cells in zip((*offences, "Total"), [*grid, grid.sum(axis=0)], strict=True):
        for sex, value in zip(("Male", "Female", "Total"), [*cells, cells.sum()], strict=True):
            writer.writerow([name, sex, value])
    return file(path, out.getvalue())


def written(data, found, path):
    """The protected file, as a program would write it."""
    out = io.StringIO()
    writer = csv.writer(out)
    names = list(data.columns)
    writer.writerow([*names, "year", "value"])
    for at in range(len(data)):
        shown = found.mark(at, "same", 5) if found.hidden[at] else data.printed(at)
        writer.writerow([*(data[name][at] for name in names), data.year[at] or "", shown])
    return file(path, out.getvalue())


def test_any_table_with_totals_is_read_as_one(tmp_path):
    laid = layout(read_table(counts(tmp_path / "t.csv", [[20, 50], [8, 2], [30, 31]])))
    assert laid.table.relations.shape == (7, 12)
    assert not (laid.table.relations @ laid.table.values).any()
    assert not laid.hidden.any()


def test_protecting_a_file_and_auditing_what_was_written(tmp_path):
    data = read_table(counts(tmp_path / "t.csv", [[20, 50], [8, 2], [30, 31]]))
    found = protect_file(data)
    assert found.primary.sum() == 1
    assert found.hidden.sum() == 4
    assert found.exposed == ()
    out = read_table(written(data, found, tmp_path / "protected.csv"))
    _, told = audit_file(out)
    assert len(told.exposures) == 4
    assert told.sound
    assert audit_against(out, data)[1].sound


def test_hiding_only_the_small_is_found_out(tmp_path):
    path = counts(tmp_path / "t.csv", [[20, 50], [8, 2], [30, 31]])
    path.write_text(path.read_text(encoding="utf-8").replace("Female,2\n", "Female,..\n"), encoding="utf-8")
    laid, told = audit_file(read_table(path))
    (one,) = told.of("recovered")
    assert (one.lowest, one.highest) == (2, 2)
    assert laid.rows[one.cell] == 4


def test_below_is_a_bound_that_totals_narrow(tmp_path):
    """ "<5" and "<5" in a row of 8 are 4 and 4."""
    path = counts(tmp_path / "t.csv", [[4, 4], [9, 12], [30, 31]])
    text = path.read_text(encoding="utf-8").replace("theft,Male,4", "theft,Male,<5")
    path.write_text(text.replace("theft,Female,4", "theft,Female,<5"), encoding="utf-8")
    _, told = audit_file(read_table(path))
    assert [one.status for one in told.exposures] == ["recovered", "recovered"]


def test_with_the_mark_below_all_small_counts_remain_possible(tmp_path):
    data = read_table(counts(tmp_path / "t.csv", [[20, 50], [8, 2], [30, 31]]))
    found = protect_file(data, mark="below")
    assert found.exposed == ()
    assert {found.mark(at, "below", 5) for at in np.flatnonzero(found.hidden)} == {"<5", ".."}
    result = found.result
    low, high = np.where(result.primary, 1.0, 5.0), np.where(result.primary, 4.0, np.inf)
    told = audit(result.table, result.hidden, low=low, high=high)
    (small,) = (one for one in told.exposures if result.primary[one.cell])
    assert (small.lowest, small.highest) == (1, 4)


def test_the_order_of_the_rows_changes_nothing(tmp_path):
    path = counts(tmp_path / "t.csv", np.random.default_rng(1).poisson(9, (3, 2)))
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    turned = file(tmp_path / "turned.csv", "\n".join([head, *reversed(rows)]))
    one, other = protect_file(read_table(path)), protect_file(read_table(turned))
    assert one.result.loss == other.result.loss
    assert (one.hidden == other.hidden[::-1]).all()


def test_a_published_layout_with_rates(tmp_path):
    """A hidden count takes the rate with it: the population is known."""
    rows = [
        row(value * (0.1 if unit != "Counts" else 1), Sex=sex, **{"Unit of measurement": unit})
        for unit in ("Counts", "Rate per 100,000 population")
        for sex, value in (("Male", 90), ("Female", 3), ("Total", 93))
    ]
    data = read_table(workbook(tmp_path / "t.xlsx", rows, HEADER))
    found = protect_file(data)
    assert found.hidden.sum() == 4
    assert found.twins.sum() == 2
    assert {data["sex"][at] for at in np.flatnonzero(found.twins)} == {
        data["sex"][at] for at in np.flatnonzero(found.hidden & ~found.twins)
    }


def test_parts_that_leave_a_remainder_protect_each_other_less_or_more(tmp_path):
    """Where categories do not make up the total, the rest is not told by it: nothing more need be hidden."""
    whole = counts(tmp_path / "t.csv", [[20, 3], [30, 31], [40, 60]])
    data = read_table(whole)
    assert protect_file(data).hidden.sum() == 4
    rows = [
        row(value, Dimension=dimension, Category=name)
        for dimension, name, value in (
            ("Total", "Total", 100), ("by type of crime", "Theft", 50), ("by type of crime", "Arson", 3)
        )
    ]  # fmt: skip
    open_ended = protect_file(read_table(workbook(tmp_path / "o.xlsx", rows, HEADER)))
    assert open_ended.hidden.sum() == 1
    assert open_ended.exposed == ()


def test_parts_above_their_total_bind_no_one(tmp_path):
    rows = [
        row(value, Dimension=dimension, Category=name)
        for dimension, name, value in (("Total", "Total", 40), ("by form", "A", 38), ("by form", "B", 4))
    ]
    found = protect_file(read_table(workbook(tmp_path / "t.xlsx", rows, HEADER)))
    assert found.layout.overlapping == (0,)
    assert found.hidden.sum() == 1


def test_the_crime_classification_as_hierarchy():
    labels = ("01", "0101", "0102", "02", "020111", "Total")
    assert hierarchy("iccs", labels) == {"0101": "01", "0102": "01", "020111": "02"}


def test_the_regions_of_m49_as_hierarchy():
    labels = ("Austria", "France", "Peru", "Western Europe", "Europe", "Latin America and the Caribbean", "World")
    assert hierarchy("m49", labels) == {
        "Austria": "Western Europe", "France": "Western Europe", "Western Europe": "Europe", "Europe": "World",
        "Peru": "Latin America and the Caribbean", "Latin America and the Caribbean": "World",
    }  # fmt: skip


def test_a_hierarchy_from_a_file(tmp_path):
    path = file(tmp_path / "h.csv", "label,parent\nVienna,Austria\nGraz,Austria\nAustria,\n")
    assert hierarchy(str(path), ("Vienna",)) == {"Vienna": "Austria", "Graz": "Austria"}
    with pytest.raises(BadRule, match="label and parent"):
        hierarchy(str(file(tmp_path / "x.csv", "a,b\n1,2\n")), ())
    with pytest.raises(BadRule, match="none of iccs and m49"):
        hierarchy("nowhere.csv", ())


def test_a_hierarchy_in_a_file_protects_every_level(tmp_path):
    text = "offence,sex,count\n"
    for offence, male, female in (
        ("01", 60, 25),
        ("0101", 2, 11),
        ("0102", 58, 14),
        ("02", 70, 20),
        ("Total", 130, 45),
    ):
        text += f"{offence},Male,{male}\n{offence},Female,{female}\n{offence},Total,{male + female}\n"
    data = read_table(file(tmp_path / "t.csv", text))
    parents = {"offence": hierarchy("iccs", data["offence"].labels)}
    found = protect_file(data, hierarchies=parents)
    hidden = {(data["offence"][at], data["sex"][at]) for at in np.flatnonzero(found.hidden)}
    assert hidden == {("0101", "Male"), ("0101", "Female"), ("0102", "Male"), ("0102", "Female")}
    assert protect_file(data).hidden.sum() == 2, "without it nothing tells that 0101 is in 01"


def test_a_code_and_its_label_are_one_dimension(tmp_path):
    text = "code,label,sex,count\n"
    for code, label, male, female in (("01", "Killing", 3, 25), ("02", "Harm", 70, 20), ("Total", "All", 73, 45)):
        text += f"{code},{label},Male,{male}\n{code},{label},Female,{female}\n{code},{label},Total,{male + female}\n"
    found = protect_file(read_table(file(tmp_path / "t.csv", text)))
    assert found.layout.table.relations.shape[0] == 6
    assert found.hidden.sum() == 4


def test_dominant_contributors(tmp_path):
    text = "country,drug,kilograms,largest_1,largest_2\n"
    for country, values in (
        ("A", (100.0, 80.0, 15.0, 60.5)),
        ("B", (40.0, 10.0, 9.0, 30.5)),
        ("C", (50.0, 9, 8, 70.5)),
    ):
        cocaine, first, second, heroin = values
        text += f"{country},cocaine,{cocaine},{first},{second}\n{country},heroin,{heroin},10,9\n"
        text += f"{country},Total,{cocaine + heroin},20,10\n"
    text += "Total,cocaine,190,80,15\nTotal,heroin,161.5,20,10\nTotal,Total,351.5,80,20\n"
    found = protect_file(read_table(file(tmp_path / "t.csv", text)), Rules(1, p_percent=10.0))
    assert found.primary.sum() == 1
    assert found.hidden.sum() == 4
    assert found.exposed == ()


def test_rounding_a_file(tmp_path):
    data = read_table(counts(tmp_path / "t.csv", [[21, 52], [8, 2], [33, 31]]))
    laid, rounded = round_file(data, 5)
    assert rounded.additive
    assert not (laid.table.relations @ rounded.values).any()


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("a,b\n1,2\n", NotStatistics, "head one of"),
        ("a,count\nx,1\ny\n", UnreadableCell, "1 cells where the header has 2"),
    ],
)
def test_files_that_are_no_tables(tmp_path, text, error, says):
    with pytest.raises(error, match=says):
        read_table(file(tmp_path / "t.csv", text))


def test_a_table_with_holes_or_below_zero_is_not_protected(tmp_path):
    with pytest.raises(NotAdditive, match=r"t!3.*before anything is hidden"):
        protect_file(read_table(file(tmp_path / "t.csv", "a,count\nx,1\ny,..\nTotal,9\n")))
    with pytest.raises(NotAdditive, match=r"t!2.*below zero"):
        protect_file(read_table(file(tmp_path / "t.csv", "a,count\nx,-1\ny,10\nTotal,9\n")))


def test_a_truth_that_is_another_table(tmp_path):
    out = read_table(file(tmp_path / "p.csv", "a,count\nx,..\ny,..\nTotal,9\n"))
    other = read_table(file(tmp_path / "t.csv", "a,count\nu,3\nv,6\nTotal,9\n"))
    with pytest.raises(NotAdditive, match="the file that was protected"):
        audit_against(out, other)
