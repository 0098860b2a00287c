"""Tables of capture histories: every published layout is read, every slip refused with its place."""

import pytest
import tables

from isonomia.errors import DamagedFile, EmptyFile, IsonomiaError
from isonomia.estimation import (
    BadCount,
    CaptureHistories,
    DuplicateHistory,
    EmptyList,
    HiddenCellCounted,
    MissingCovariate,
    NotCaptureHistories,
    TooFewLists,
)

GOOD = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,5\n0,1,1,1\n"


def read(tmp_path, text, **options):
    path = tmp_path / "lists.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return CaptureHistories.from_csv(path, **options)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "\ufeff" + GOOD.replace("\n", "\r\n"),
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        '"A","B","C","Count"\n' + GOOD.split("\n", 1)[1] + "\n\n",
        GOOD + "0,0,0,\n",
        GOOD + "0,0,0,NA\n1,1,1,0\n",
    ],
    ids=["plain", "marked", "semicolons", "tabs", "quoted", "hidden cell empty", "hidden cell NA"],
)
def test_one_row_per_history(tmp_path, text):
    some = read(tmp_path, text)
    assert some.lists == ("A", "B", "C")
    assert some.observed == 96


def test_one_row_per_person_with_covariates(tmp_path):
    some = read(tmp_path, "police,ngo,sex,year\n1,0,f,2019\n1,1,f,2019\n0,1,m,2020\n0,1,m,2020\n")
    assert some.lists == ("police", "ngo")
    assert some.covariates == ("sex", "year")
    assert dict(zip(some.profiles, some.profile_counts.sum(axis=1).tolist(), strict=True)) == {
        ("f", "2019"): 2,
        ("m", "2020"): 2,
    }


def test_a_covariate_of_zeros_and_ones_is_none_of_the_lists_when_it_is_named(tmp_path):
    text = "police,ngo,minor\n1,0,0\n1,1,1\n0,1,1\n"
    assert read(tmp_path, text).lists == ("police", "ngo", "minor")
    assert read(tmp_path, text, covariates=["minor"]).lists == ("police", "ngo")
    assert read(tmp_path, text, lists=["police", "ngo"]).covariates == ("minor",)


def test_counts_under_histories_written_as_the_header(tmp_path):
    some = read(tmp_path, '"001","010","011","100","101","110","111"\n63,55,18,69,17,21,28\n')
    assert (some.counts == tables.HAV_TAIWAN_3.counts).all()


def test_a_mapping_of_columns_reads_as_the_table_does(tmp_path):
    frame = {"A": [1, 0, 1], "B": [0, 1, 1], "count": [3, 4, 2]}
    assert (CaptureHistories.from_frame(frame).counts == [0, 3, 4, 2]).all()


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        (GOOD + "1,0,1,-3\n", BadCount, r"lists.csv, line 7, column count: -3 is no count of persons; write a whole"),
        (GOOD + "1,0,1,2.5\n", BadCount, r"line 7, column count"),
        (GOOD + "1,0,1,many\n", BadCount, r"'many' is no count"),
        (GOOD + "1,0,1,\n", BadCount, r"'' is no count"),
        (GOOD + "1,0,1,inf\n", BadCount, r"inf is no count"),
        (GOOD + "1,0,1,nan\n", BadCount, r"nan is no count"),
        (GOOD + "0,0,0,12\n", HiddenCellCounted, r"line 7, column count: 12 persons whom no list saw"),
        (GOOD + "1,0,0,2\n", DuplicateHistory, r"line 7: the same history stands in line 2 too"),
        (GOOD + "1,0,1\n", NotCaptureHistories, r"line 7: 3 cells where the header has 4"),
        ("A,B,count\n1,0,3\n2,1,4\n", NotCaptureHistories, r"line 3, column A: '2' is neither 0 nor 1"),
        ("A,B,C,count\n1,0,0,3\n1,1,0,4\n", EmptyList, r"the list C caught no one"),
        ("A,B,count\n1,0,0\n0,1,0\n", EmptyList, r"nobody was observed"),
        ("A,count\n1,3\n", TooFewLists, r"1 column of 0 and 1"),
        ("name,age\nx,3\ny,4\n", TooFewLists, r"0 columns of 0 and 1"),
        ("A,A,count\n1,0,3\n", NotCaptureHistories, r"'A' more than once"),
        ("A,B\n1,1\n0,0\n", HiddenCellCounted, r"line 3: this person is on no list"),
        ("A,B,count\n", EmptyFile, r"no capture history"),
        ("", EmptyFile, r"no capture history"),
        (b"A,B,count\n1,0,3\n0,1,\xff\n", DamagedFile, r"line 3: the table is not UTF-8"),
        (b"A,B\x00,count\n1,0,3\n", DamagedFile, r"bytes that no text has"),
        ('A,B,count\n1,0,3\n0,1,"4\n', DamagedFile, r"breaks off"),
    ],
)
def test_a_slip_is_refused_with_its_place(tmp_path, text, error, says):
    with pytest.raises(error, match=says) as caught:
        read(tmp_path, text)
    assert isinstance(caught.value, IsonomiaError)


def test_a_column_that_is_asked_for_and_not_there_is_named(tmp_path):
    with pytest.raises(MissingCovariate, match="there is no column 'sex'; the columns are A, B, C, count"):
        read(tmp_path, GOOD, covariates=["sex"])
    with pytest.raises(NotCaptureHistories, match="there is no column 'D'"):
        read(tmp_path, GOOD, lists=["A", "D"])
    with pytest.raises(NotCaptureHistories, match="there is no column 'n'"):
        read(tmp_path, GOOD, count="n")


def test_the_same_history_twice_with_different_covariates_is_two_rows(tmp_path):
    some = read(tmp_path, "A,B,sex,count\n1,0,f,3\n1,0,m,4\n1,1,f,2\n")
    assert some.counts[1] == 7
    with pytest.raises(DuplicateHistory):
        read(tmp_path, "A,B,sex,count\n1,0,f,3\n1,0,f,4\n1,1,f,2\n")
