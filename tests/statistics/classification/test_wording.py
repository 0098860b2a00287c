"""Labels as features: what names the offence counts, what explains it counts less, endings and accents do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.statistics.classification.likeness import Wordings, code_order, likeness
from isonomia.statistics.classification.wording import features, folded, title_and_rest, words


@pytest.mark.parametrize(
    ("label", "title"),
    [
        ("ROBO CON VIOLENCIA. ARTS. 433, 436 inc. 1°", "ROBO CON VIOLENCIA"),
        ("Theft of a vehicle (s. 23)", "Theft of a vehicle "),
        ("Vol simple art. 311-1 du code pénal", "Vol simple "),
        ("Infracciones a la ley 19.496, sobre consumo", "Infracciones a la "),
        ("Robbery", "Robbery"),
        ("Art. 15 robbery", "Art. 15 robbery"),
    ],
)
def test_the_title_ends_where_the_law_is_cited(label, title):
    assert title_and_rest(label)[0] == title


def test_words_that_tell_no_offences_apart_are_left_out():
    assert words("Otros delitos de lesiones con armas", "es") == ["lesiones", "armas"]
    assert words("The offence of arson", "en") == ["arson"]


def test_scripts_without_spaces_are_read_by_pairs_of_letters():
    assert words("贩卖毒品罪", "en") == ["贩卖", "卖毒", "毒品", "品罪"]
    assert words("кража со взломом", "en") == ["кража", "со", "взломом"]


def test_what_explains_counts_less_than_what_names():
    by_word, _ = features("Theft of cattle (with violence)", "en")
    assert by_word["theft"] > by_word["cattle"] > by_word["violen"]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("falsificación de documentos", "FALSIFICAR DOCUMENTO", "es"),
        ("trafficking in persons", "traffic in person", "en"),
        ("enlèvement d'enfants", "enlevement d'un enfant", "fr"),
    ],
)
def test_inflected_and_unaccented_forms_are_alike(one, other, language):
    rows = Wordings([one, other, "cheque"], language).rows
    alike = likeness(rows, rows)
    assert alike[0, 1] > 0.5 > alike[0, 2]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8), st.sampled_from(["en", "es", "fr"]))
def test_likeness_is_a_cosine(texts, language):
    rows = Wordings(texts[:1], language).of(texts)
    alike = likeness(rows, rows)
    assert alike.shape == (len(texts), len(texts))
    assert (alike >= 0).all()
    assert (alike <= 1 + 1e-5).all()
    for place, text in enumerate(texts):
        # what says nothing is like nothing, not even itself
        assert alike[place, place] == pytest.approx(1 if words(text, language) else 0, abs=1e-5)


@given(st.text(max_size=60))
def test_folding_again_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


def test_national_codes_stand_in_the_order_of_their_list():
    given_codes = ["10.2", "9", "A12", "101", "10.10", "A2"]
    assert sorted(given_codes, key=code_order) == ["9", "10.2", "10.10", "101", "A2", "A12"]
