"""Tables of correspondence: weights that lose nothing, versions that do not overlap, every fault with its row."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.statistics.classification.correspondence import (
    EARLIEST,
    LATEST,
    Correspondence,
    Line,
    drafted,
    read_correspondence,
    read_counts,
    sound,
)
from isonomia.statistics.classification.iccs import iccs
from isonomia.statistics.classification.propose import DECIDED, Offence, Proposal
from isonomia.statistics.classification.rollup import roll_up
from isonomia.statistics.errors import NotStatistics, UnknownCode, UnreadableCell

HEAD = "code,iccs,weight,condition,valid_from,valid_to,author,date,note\n"


@pytest.fixture
def table(tmp_path):
    def write(text):
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_many_to_many_with_weights_conditions_and_what_has_no_code(table):
    rows = [
        "robbery,0401,0.7,,,,,,", 'robbery,0501,"0,3",,,,,,', "lost,excluded,,,,,,,", "magic,no-equivalent,,,,,,,",
        "killing,0101,,At=Completed,,,A. E.,2024-05-01,seen", "killing,0102,1,At=Attempted,,,,,",
    ]  # fmt: skip
    found = read_correspondence(table(HEAD + "\n".join(rows) + "\n"))
    counts = {("robbery", ""): 10, ("lost", ""): 4, ("magic", ""): 1, ("killing", "At=Completed"): 2, ("new", ""): 3}
    rolled = roll_up(counts, found.links())
    assert rolled.own == pytest.approx({"0401": 7, "0501": 3, "0101": 2})
    assert (rolled.excluded, rolled.no_equivalent, rolled.unmapped) == (4, 1, {"new": 3})


@pytest.mark.parametrize(
    ("row", "error", "said"),
    [
        ("1,101,,,,,,,", UnknownCode, "row 2, column iccs: '101' is no code of the classification; write 0101"),
        ("1,77,,,,,,,", UnknownCode, "or write excluded or no-equivalent"),
        ("1,0101,0.7,,,,,,", UnreadableCell, "row 2: the weights of 1 add up to 0.7; they must add up to 1"),
        ("1,0101,two,,,,,,", UnreadableCell, "row 2, column weight: 'two' is no weight"),
        ("1,0101,1.5,,,,,,", UnreadableCell, "'1.5' is no weight"),
        (",0101,,,,,,,", UnreadableCell, "row 2, column code: the national code is absent"),
        ("1,0101,,Completed,,,,,", UnknownCode, "column condition: 'Completed' is no condition"),
        ("1,0101,,At=Nearly,,,,,", UnknownCode, "'Nearly' is no value of At; it has Attempted, Completed"),
        ("1,0101,,,1 May,,,,", UnreadableCell, "column valid_from: '1 May' is no date; write it as 2024-03-31"),
        ("1,0101,,,2024-01-01,2023-01-01,,,", UnreadableCell, "ends before it begins"),
        ("1,0101,0.5,,,,,,\n1,0101,0.5,,,,,,", UnreadableCell, "row 3: 1 goes to 0101 twice"),
        ("1,0101,,,,2024-06-30,,,\n1,0102,,,2024-06-30,,,,", UnreadableCell, "row 3: versions of 1 overlap"),
    ],
)
def test_faults_are_told_with_their_place(table, row, error, said):
    with pytest.raises(error, match=said):
        read_correspondence(table(HEAD + row + "\n"))


def test_a_table_without_codes_is_refused(table):
    with pytest.raises(NotStatistics, match="there is no column 'iccs'"):
        read_correspondence(table("code,label\n1,Murder\n"))


def test_each_day_has_its_version(table):
    found = read_correspondence(
        table(HEAD + "1,0101,,,,2023-12-31,,,\n1,0102,,,2024-01-01,,,,\n2,02,,,2020-01-01,2020-12-31,,,\n")
    )
    assert [link.code for link in found.links(date(2023, 12, 31))] == ["0101"]
    assert [link.code for link in found.links(date(2024, 1, 1))] == ["0102"]
    assert [link.code for link in found.links(date(2020, 5, 1))] == ["0101", "02"]
    assert [link.code for link in found.links()] == ["0102", "02"]
    assert found.versions() == (date(2020, 1, 1), date(2024, 1, 1))


def test_weights_written_with_few_digits_lose_nothing(table):
    rows = "".join(f"1,{code},{weight},,,,,,\n" for code, weight in
                   [("0101", "0.333333"), ("0102", "0.333333"), ("0103", "0.333334")])  # fmt: skip
    rolled = roll_up({"1": 3_000_000}, read_correspondence(table(HEAD + rows)).links())
    assert sum(rolled.own.values()) == pytest.approx(3_000_000, abs=1e-6)


def test_the_rows_of_a_roll_up_add_up():
    rolled = roll_up({"a": 5, "b": 2, "c": 1}, sound([Line("a", "0101"), Line("b", "excluded")]).links())
    rows = rolled.rows(level=1)
    assert [(row["iccs"], row["count"]) for row in rows] == [
        ("01", 5), ("excluded", 2), ("no-equivalent", 0), ("unallocated", 1), ("all", 8),
    ]  # fmt: skip
    assert rows[3]["label"] == "codes without a line: c"
    assert rolled.rows()[1] == {
        "iccs": "0101", "label": "Intentional homicide", "level": 2, "count": 5, "own": 5,
    }  # fmt: skip


days = st.dates(date(1990, 1, 1), date(2040, 1, 1))


@st.composite
def tables(draw):
    """Sound tables: for each national code, consecutive versions, each dividing it among codes."""
    lines = []
    for national in draw(st.lists(st.text("ab\"',;1", min_size=1, max_size=4), max_size=4, unique=True)):
        cuts = sorted(draw(st.sets(days, max_size=3)))
        starts, ends = [EARLIEST, *cuts], [*(cut - timedelta(days=1) for cut in cuts), LATEST]
        for first, last in zip(starts, ends, strict=True):
            codes = draw(st.lists(st.sampled_from(sorted(iccs())), min_size=1, max_size=3, unique=True))
            lines += [
                Line(national, code, 1 / len(codes), "", first, last, "A", "2024-05-01", "x, y") for code in codes
            ]
    return sound(lines)


@given(tables())
def test_a_table_written_is_read_back_unchanged(tmp_path_factory, found):
    path = tmp_path_factory.mktemp("tables") / "table.csv"
    path.write_bytes(found.to_csv())
    if not found.lines:
        return
    again = read_correspondence(path)
    assert [line.place for line in again.lines] != [""] * len(found.lines)
    plain = [Line(*(getattr(line, name) for name in Line.__slots__ if name != "place")) for line in again.lines]
    assert Correspondence(tuple(plain)) == found


@given(tables(), days, st.integers(0, 10**6))
def test_on_every_day_nothing_is_lost(found, day, count):
    counts = {line.national: count for line in found.lines}
    rolled = roll_up(counts, found.links(day))
    assert sum(rolled.own.values()) == pytest.approx(sum(counts.values()))
    assert not rolled.unmapped


def test_counts_by_code_and_condition(table):
    found = read_counts(table('code,condition,count\n1,At=Completed,"1,200"\n1,,3\n'))
    assert found == {("1", "At=Completed"): 1200, ("1", ""): 3}
    with pytest.raises(UnreadableCell, match="row 3: 1 stands twice"):
        read_counts(table("code,count\n1,2\n1,3\n"))
    with pytest.raises(UnreadableCell, match="row 2, column count: 'some' is no count"):
        read_counts(table("code,count\n1,some\n"))


def test_proposals_become_a_draft_that_says_what_is_reviewed():
    rows = [
        Proposal(Offence("1", "Murder"), "0101", 0.9, "known name"),
        Proposal(Offence("2", "Riot"), "08011", 1.0, "decided", (("0504", 1.0),), DECIDED),
        Proposal(Offence("3", "Lost"), "", 0.8, "excluded: like lost"),
        Proposal(Offence("4", "Zxqv"), "", 0.0, "nothing is like it"),
        Proposal(Offence("", "Theft"), "0502", 0.5, "known name"),
    ]
    found = [(line.national, line.iccs, line.weight, line.note[:8]) for line in drafted(rows).lines]
    assert found == [
        ("1", "0101", 1.0, "proposed"), ("2", "08011", 0.5, "decided"), ("2", "0504", 0.5, "decided"),
        ("3", "excluded", 1.0, "proposed"),
    ]  # fmt: skip
