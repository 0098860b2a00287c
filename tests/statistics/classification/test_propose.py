"""Codes for national offences: from what laws and statistics call them, corrected by what an expert decided."""

import csv

import numpy as np
import pytest
from published import SHARED, needs_shared

from isonomia.errors import UnknownLanguage
from isonomia.statistics.classification.decide import EXCLUDED, Judge, chosen
from isonomia.statistics.classification.iccs import ancestors, iccs, normal_code
from isonomia.statistics.classification.learning import Coded, column_of, columns, score, target
from isonomia.statistics.classification.names import language_of, names, translated
from isonomia.statistics.classification.propose import Offence, propose

ENGLISH = {
    "Wilful murder of a police officer": "0101", "Attempt to murder": "0102", "Driving causing death": "010321",
    "Kidnapping for ransom": "020221", "Rape of a child": "03011", "Armed robbery of a bank": "0401",
    "Stealing a motor car": "05021", "House breaking": "0501", "Forgery of documents": "07023",
    "Possession of cannabis for personal use": "0601", "Bribery of a public official": "07031",
    "Smuggling of migrants across the border": "08051", "Human trafficking for forced labour": "0204",
    "Money laundering": "07041", "Illegal hunting of protected animals": "10031", "Genocide": "11013",
}  # fmt: skip


def lines(labels):
    return [Offence(str(10 * place), label) for place, label in enumerate(labels, 1)]


@pytest.fixture(scope="module")
def english():
    """Known names, things that are no offence, and labels that say nothing, in one list."""
    return propose(lines([*ENGLISH, "Lost passport", "Missing person located", "Zxqv wprk", ""])).rows


def test_offences_are_known_by_their_names(english):
    right = [row.iccs for row in english if ENGLISH.get(row.offence.label) in set(ancestors(row.iccs or ""))]
    assert len(right) >= 14
    assert all(row.iccs in iccs() for row in english if row.iccs)


def test_the_reason_names_what_speaks_for_the_code(english):
    laundering = next(row for row in english if row.offence.label == "Money laundering")
    assert 'known name "money laundering" (1.00)' in laundering.reason
    assert laundering.alternatives
    assert laundering.confidence > max(sure for _, sure in laundering.alternatives)


def test_what_is_no_offence_has_no_code_and_says_so(english):
    lost = next(row for row in english if row.offence.label == "Lost passport")
    assert (lost.iccs, lost.standing) == ("", "excluded")
    assert lost.reason.startswith("excluded: ")
    assert "nothing was taken" in lost.reason


def test_what_nothing_is_like_has_no_code(english):
    for row in english[-2:]:
        assert (row.iccs, row.confidence, row.standing) == ("", 0.0, "nothing")
        assert row.reason.startswith("no name or example is like this label")


def test_confidence_is_a_likelihood_and_lower_where_less_is_known(english):
    assert all(0 <= row.confidence < 1 for row in english)
    vague = propose(lines(["Other acts against the order of the market days"]), language="en").rows[0]
    known = next(row for row in english if row.offence.label == "Money laundering")
    assert vague.confidence < known.confidence


def test_without_examples_a_line_is_coded_the_same_in_any_list(english):
    alone = propose([row.offence for row in english[3:6]], language="en").rows
    assert list(alone) == list(english[3:6])


def test_an_expert_is_learned_from_against_the_names():
    labels = ["cattle raiding by night", "cattle raiding with weapons", "cattle raiding", "cattle raiding in a band"]
    examples = [Coded(f"C{place}", label, ("0904",)) for place, label in enumerate(labels)]
    before = propose([Offence("X1", "cattle raiding of goats")], language="en").rows[0]
    after = propose([Offence("X1", "cattle raiding of goats")], examples, language="en").rows[0]
    assert before.iccs.startswith("04")
    assert after.iccs == "0904"
    assert "example C" in after.reason


def test_neighbours_in_the_list_speak_where_its_order_tells_something():
    words = ["barv", "colm", "dext", "fyrn", "gulv", "hesk", "jorn", "kelv", "lomp", "mirn"]
    examples = [
        Coded(str(100 * group + 10 * place), f"{words[place]} {words[group]}", (code,))
        for group, code in enumerate(["0101", "0301", "0501", "0601", "0801"], 1)
        for place in range(9)
    ]
    found = propose([Offence("345", "prask"), Offence("545", "prask")], examples, language="en").rows
    assert [row.iccs[:2] for row in found] == ["05", "08"]
    assert "neighbours in the list coded alike: 340, 350" in found[0].reason


def test_a_decision_is_kept_as_it_is():
    decided = Coded("7", "Murder", ("0301",), "A. Expert", "2024-05-01")
    several = Coded("8", "Killing of cattle", ("05023", "0504"))
    away = Coded("9", "Lost dog", ("excluded",))
    kept = propose(
        [Offence("7", "MURDER"), Offence("8", "Killing of cattle"), Offence("9", "Lost dog"), Offence("10", "Murder")],
        [decided, several, away],
    ).rows
    assert [row.standing for row in kept] == ["decided", "decided", "decided", "proposed"]
    assert (kept[0].iccs, kept[0].confidence) == ("0301", 1.0)
    assert kept[0].reason == "decided by A. Expert on 2024-05-01: kept as it is"
    assert (kept[1].iccs, kept[1].alternatives) == ("05023", (("0504", 1.0),))
    assert (kept[2].iccs, kept[2].reason[:9]) == ("", "excluded:")


def test_the_same_code_with_another_label_is_no_decision():
    other_list = Coded("7", "Evasion of customs duties", ("08044",))
    assert propose([Offence("7", "Rape")], [other_list], language="en").rows[0].iccs.startswith("0301")


@pytest.mark.parametrize(
    ("labels", "language"),
    [
        (["homicidio", "robo con fuerza", "tráfico de drogas"], "es"),
        (["homicide volontaire", "vol avec effraction", "trafic de stupéfiants"], "fr"),
        (["murder", "burglary of a dwelling", "drug dealing"], "en"),
    ],
)
def test_the_language_is_told_from_the_labels(labels, language):
    found, share = language_of(labels)
    assert (found, share) == (language, 1.0)


def test_french_and_an_unknown_language_by_dictionary():
    french = propose(lines(["Vol avec effraction", "Viol", "Corruption d'agent public"])).rows
    assert [row.iccs[:4] for row in french] == ["0501", "0301", "0703"]
    german = lines(["Mord", "Einbruch in Wohnung", "Raub mit Waffe"])
    bare = propose(german)
    assert bare.known_words < 0.2
    words = {"mord": "murder", "einbruch": "burglary", "wohnung": "dwelling", "raub": "robbery", "waffe": "weapon"}
    told = propose(german, dictionary=words, language="en").rows
    assert [row.iccs[:4] for row in told] == ["0101", "0501", "0401"]
    assert [row.offence.label for row in told] == [line.label for line in german]


def test_any_script_is_learned_from_examples():
    coded = {"故意杀人罪": "0101", "强奸罪": "0301", "抢劫罪": "0401", "盗窃罪": "0502", "走私毒品罪": "0601",
             "贩卖毒品罪": "0601", "放火罪": "0504", "受贿罪": "07031", "行贿罪": "07031"}  # fmt: skip
    examples = [Coded("", label, (code,)) for label, code in coded.items()]
    found = propose(lines(["制造毒品罪", "单位行贿罪"]), examples).rows
    assert [row.iccs[:4] for row in found] == ["0601", "0703"]
    assert "贩卖毒品罪" in found[0].reason or "走私毒品罪" in found[0].reason


def test_a_dictionary_takes_its_longest_entries_first_and_scripts_without_spaces():
    words = {"raub": "robbery", "schwerer raub": "aggravated raub"}
    assert translated("Schwerer Raub, Raub", words) == "aggravated raub , robbery"
    assert translated("Raubtier", {"raub": "robbery"}) == "raubtier"
    assert translated("武装抢劫", {"武装": "armed", "抢劫": "robbery"}) == "armed robbery"


def test_a_language_without_names_is_refused():
    with pytest.raises(UnknownLanguage, match="give a dictionary"):
        propose(lines(["Mord"]), language="de")


def test_scores_are_of_codes_and_all_above_them():
    for code in ("010321", "0904", "11"):
        row = target([code])
        assert {columns()[place] for place in np.flatnonzero(row)} == set(ancestors(code))
        assert chosen(row) in {code, *(one for one in iccs() if code in set(ancestors(one)))}
    assert target(["0101", "0201"])[column_of()["01"]] == 0.5
    assert chosen(target([EXCLUDED])) == EXCLUDED


def test_every_name_stands_for_a_code_of_the_classification():
    for language in ("en", "es", "fr"):
        known = names(language)
        assert all(code in iccs() or code == EXCLUDED for name in known for code in name.codes)
        assert {code for name in known for code in name.codes} >= {code for code in iccs() if iccs()[code].level > 1}


@needs_shared
def test_the_experts_table_of_a_country_each_line_left_out():
    with open(SHARED / "chile_cnp_iccs_manual_vs_llm.csv", encoding="utf-8-sig") as file:
        rows = [
            (r["cnp_codigo"], r["cnp_glosa"], normal_code(r["manual_codigo_granular"])) for r in csv.DictReader(file)
        ]
    examples = [Coded(code, label, (given,)) for code, label, given in rows if given]
    scored = score([], names("es"), examples, "es")
    given = [one.codes[0] for one in examples]
    found = [chosen(row) for row in scored.held_out]
    held = [want in set(ancestors(got)) if got != EXCLUDED else False for got, want in zip(found, given, strict=True)]
    assert np.mean(held) >= 0.53
    assert np.mean([got[:2] == want[:2] for got, want in zip(found, given, strict=True)]) >= 0.72
    judge = Judge(scored.held_out, examples)
    sure = np.array([judge.decide(row).confidence for row in scored.held_out])
    assert judge.calibrated
    assert abs(sure.mean() - np.mean(held)) < 0.05
    assert np.mean((sure - held) ** 2) < np.mean(held) * (1 - np.mean(held)) - 0.02
