"""The review queue: what is least certain and counts most comes first; what is decided stays decided."""

from isonomia.statistics.classification.learning import Coded
from isonomia.statistics.classification.propose import DECIDED, Offence, Proposal
from isonomia.statistics.classification.review import COLUMNS, as_csv, at_stake, queued


def proposal(code, confidence, count=None, standing="proposed"):
    return Proposal(Offence(code, f"offence {code}", count), "0101", confidence, "why", (("0102", 0.1),), standing)


def test_what_is_at_stake_is_the_doubt_times_the_counts():
    assert at_stake(proposal("1", 0.75, 200)) == 50
    assert at_stake(proposal("1", 0.75)) == 0.25
    assert at_stake(proposal("1", 0.75, 0)) == 0
    assert at_stake(proposal("1", 1.0, 200, DECIDED)) == 0


def test_the_most_at_stake_comes_first_and_decisions_last():
    rows = [proposal("1", 0.9, 100), proposal("2", 0.5, 1), proposal("3", 1.0, 9, DECIDED), proposal("4", 0.2, 30)]
    found = queued(rows, [Coded("3", "offence 3", ("0101", "0102"), "A. E.", "2024-05-01")])
    assert [row["code"] for row in found] == ["4", "1", "2", "3"]
    assert [found[-1][name] for name in ("decision", "author", "date")] == ["0101; 0102", "A. E.", "2024-05-01"]
    assert all(row["decision"] == "" for row in found[:-1])


def test_an_unsigned_example_is_no_decision_of_the_queue():
    (row,) = queued([proposal("3", 1.0, 9, DECIDED)], [Coded("3", "offence 3", ("0101",))])
    assert (row["iccs"], row["decision"]) == ("0101", "")


def test_the_queue_as_a_file():
    text = as_csv(queued([proposal("1", 0.75, 200)], []), COLUMNS).decode()
    assert text.splitlines() == [",".join(COLUMNS), "1,offence 1,200,0101,0.75,why,0102 (0.10),50.0,,,"]
