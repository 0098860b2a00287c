"""Linked records as capture histories."""

import pytest

from isonomia.estimation import (
    CaptureHistories,
    EmptyList,
    MissingCovariate,
    NotCaptureHistories,
    TooFewLists,
    UnknownList,
)

CLUSTERS = {
    "cluster_id": ["p1", "p1", "p2", "p3", "p3", "p3", "p4"],
    "source_dataset": ["police", "ngo", "police", "ngo", "police", "police", "shelter"],
    "sex": ["f", "f", "m", "f", "", "f", "f"],
    "age": ["17", "18", "30", "22", "23", "23", ""],
}


def read(**options):
    return CaptureHistories.from_records(CLUSTERS, person="cluster_id", list_column="source_dataset", **options)


def test_the_clusters_of_splink_are_persons():
    """p1 is on two lists, p2 on one, p3 on two although it has two records of one, p4 on one."""
    histories = read()
    assert histories.lists == ("ngo", "police", "shelter")
    assert histories.rows() == [((0, 1, 0), 1), ((0, 0, 1), 1), ((1, 1, 0), 2)]


def test_lists_keep_the_order_that_is_asked_for():
    assert read(lists=["police", "shelter", "ngo"]).lists == ("police", "shelter", "ngo")


def test_covariates_are_the_commonest_value_on_a_tie_the_first():
    histories = read(covariates=["sex", "age"])
    assert histories.covariates == ("sex", "age")
    assert set(histories.profiles) == {("f", "17"), ("m", "30"), ("f", "23"), ("f", "")}


def test_disagreement_can_be_refused():
    assert read(covariates=["sex"], disagreeing="refuse").observed == 4
    with pytest.raises(NotCaptureHistories, match="'18' here and '17' in row 1") as error:
        read(covariates=["age"], disagreeing="refuse")
    assert error.value.place == "row 2, column age"
    with pytest.raises(ValueError, match="disagreeing"):
        read(disagreeing="ignore")


@pytest.mark.parametrize("numbered", [True, False])
def test_a_file_and_a_frame_read_alike(tmp_path, numbered):
    ids = [7, 7, 8, 9, 9, 9, 10] if numbered else CLUSTERS["cluster_id"]
    table = CLUSTERS | {"cluster_id": ids}
    file = tmp_path / "clusters.csv"
    lines = zip(*table.values(), strict=True)
    file.write_text("\n".join([";".join(table), *(";".join(map(str, line)) for line in lines)]), encoding="utf-8")
    named = {"person": "cluster_id", "list_column": "source_dataset", "covariates": ["sex"]}
    from_file, from_frame = CaptureHistories.from_records(file, **named), CaptureHistories.from_records(table, **named)
    assert from_file.rows() == from_frame.rows() == read().rows()
    assert from_file.profiles == from_frame.profiles
    assert from_file.source == "clusters.csv"


def test_an_arrow_table_reads_too():
    pyarrow = pytest.importorskip("pyarrow")
    histories = CaptureHistories.from_records(
        pyarrow.table(CLUSTERS), person="cluster_id", list_column="source_dataset"
    )
    assert histories.rows() == read().rows()


def test_what_is_wrong_is_said_with_its_place():
    with pytest.raises(NotCaptureHistories, match="no column 'person'"):
        CaptureHistories.from_records(CLUSTERS, person="person", list_column="source_dataset")
    with pytest.raises(MissingCovariate, match="height"):
        read(covariates=["height"])
    with pytest.raises(UnknownList, match="shelter"):
        read(lists=["police", "ngo"])
    with pytest.raises(EmptyList, match="border"):
        read(lists=["police", "ngo", "shelter", "border"])
    with pytest.raises(TooFewLists, match="all records are from police"):
        CaptureHistories.from_records(
            {"cluster_id": ["1", "2"], "source_dataset": ["police"] * 2},
            person="cluster_id",
            list_column="source_dataset",
        )
    with pytest.raises(NotCaptureHistories, match="empty") as error:
        CaptureHistories.from_records({"id": ["1", ""], "of": ["police", "ngo"]}, person="id", list_column="of")
    assert error.value.place == "row 2, column id"
    with pytest.raises(NotCaptureHistories, match="differ in length"):
        CaptureHistories.from_records({"id": ["1"], "of": []}, person="id", list_column="of")
    with pytest.raises(NotCaptureHistories, match="no table"):
        CaptureHistories.from_records(7, person="id", list_column="of")
