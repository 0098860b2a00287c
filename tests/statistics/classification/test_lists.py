"""National lists as files: whatever a spreadsheet made of them, and the place of every fault."""

import pytest

from isonomia.errors import DamagedFile, EmptyFile, UnknownFormat
from isonomia.statistics.classification.learning import Coded
from isonomia.statistics.classification.lists import (
    nearest,
    read_dictionary,
    read_examples,
    read_offences,
    settled,
)
from isonomia.statistics.errors import NotStatistics, UnknownCode, UnreadableCell


@pytest.fixture
def csv_file(tmp_path):
    def write(text, encoding="utf-8", name="list.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_encoding_and_separator_of_a_spreadsheet(csv_file, encoding, separator):
    text = "\r\n".join(
        separator.join(cells) for cells in [["Código", "Glosa", "count"], ["007", "Sustracción de niños", "1200"]]
    )
    (line,) = read_offences(csv_file(text, encoding))
    assert (line.code, line.label, line.count, line.row) == ("007", "Sustracción de niños", 1200, 2)


def test_labels_may_hold_separators_and_line_breaks(csv_file):
    found = read_offences(csv_file('code,label\n1,"Theft, of\ncattle"\n\n2,Arson\n'))
    assert [line.label for line in found] == ["Theft, of\ncattle", "Arson"]
    assert [line.count for line in found] == [None, None]


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("", EmptyFile, "list.csv: the file is empty"),
        ("code,label\n", EmptyFile, "no line stands under the first row"),
        ("code,name\n1,Theft\n", NotStatistics, r"row 1: there is no column 'label'.*it has code, name"),
        ("code,label,label\n1,a,b\n", NotStatistics, "two columns are headed as label"),
        ("code,label\n1,Theft\n2,Arson\n1,Rape\n", UnreadableCell, "row 4, column code: the code 1 stands in row 2"),
        ("code,label,count\n1,Theft,many\n", UnreadableCell, "row 2, column count: 'many' is no count"),
        ("code,label,count\n1,Theft,-3\n", UnreadableCell, "'-3' is no count"),
        ("code,label\n1,Theft, of cattle\n", DamagedFile, "row 2: 3 cells where the first row has 2"),
        ('code,label\n1,"Theft\n', DamagedFile, "see to its quotation marks"),
        (b"PK\x03\x04rest", UnknownFormat, "save its sheet as CSV"),
        (b"code\x00label", UnknownFormat, "no table of text"),
    ],
)
def test_faults_are_told_with_their_place(csv_file, text, error, said):
    with pytest.raises(error, match=said):
        read_offences(csv_file(text))


def test_codes_that_lost_their_zero_are_mended_with_a_note(csv_file):
    text = "code,label,iccs\n1,Murder,101.0\n2,Torture,11011\n3,Arson,ICCS0504\n4,Rest,\n5,Lost,Excluido 2024\n"
    found, notes = read_examples(csv_file(text))
    assert [one.codes for one in found] == [("0101",), ("11011",), ("0504",), ("excluded",)]
    assert notes == ["list.csv: codes mended that had lost their leading zero or gained a decimal: 1"]


def test_a_code_that_is_none_is_set_aside_with_what_may_be_meant(csv_file):
    found, notes = read_examples(csv_file("code,label,iccs\n1,Suicide aid,1042\n2,Murder,0101\n"))
    assert [one.national for one in found] == ["2"]
    assert notes[0].startswith("list.csv, row 2, column iccs: 1042 is no code of the classification; near are 01041")
    with pytest.raises(UnknownCode, match="row 2, column iccs: 77 is no code"):
        read_examples(csv_file("code,label,iccs\n1,Suicide aid,77\n"))
    assert "0101" in nearest("101")


def test_examples_need_their_codes(csv_file):
    with pytest.raises(NotStatistics, match="there is no column 'iccs'"):
        read_examples(csv_file("code,label\n1,Murder\n"))


def test_of_a_queue_only_what_is_decided_and_signed_counts(csv_file):
    head = "code,label,iccs,decision,author,date\n"
    found, _ = read_examples(csv_file(head + "1,Murder,0201,0101; 0102,A. E.,2024-05-01\n2,Arson,0504,,,\n"))
    assert found == [Coded("1", "Murder", ("0101", "0102"), "A. E.", "2024-05-01")]
    with pytest.raises(UnreadableCell, match="row 2, column author: a decision has its author"):
        read_examples(csv_file(head + "1,Murder,0201,0101,,2024-05-01\n"))
    with pytest.raises(UnreadableCell, match="row 2, column date: '1 May' is no date"):
        read_examples(csv_file(head + "1,Murder,0201,0101,A. E.,1 May\n"))


def test_the_latest_decision_holds_and_undated_ones_stand_together():
    old = Coded("1", "Murder", ("0102",), "A", "2023-01-01")
    new = Coded("1", "Murder", ("0101",), "B", "2024-01-01")
    assert settled([new, old]) == [new]
    both = settled([Coded("2", "Riot", ("08011",)), Coded("2", "Riot", ("0504",))])
    assert [one.codes for one in both] == [("08011", "0504")]


def test_dictionaries(csv_file):
    assert read_dictionary(csv_file("word;translation\nTötung;killing\n")) == {"totung": "killing"}
    with pytest.raises(UnreadableCell, match="row 2: a word and its translation"):
        read_dictionary(csv_file("word,translation\nMord,\n"))
