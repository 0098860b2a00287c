"""English quantities, sentence by sentence: what counts, in which unit, how qualified, and what does not count."""

from __future__ import annotations

import pytest

from isonomia.mandates.figures import figures_of_text

COUNTED = [
    # (sentence, [(value, upper end, unit, qualifier, printed words)])
    (
        "To date, more than 70 port control units had been established in the seaports of 49 Member States.",
        [(70, None, "port_control_units", "more_than", "more than 70 port control units"),
         (49, None, "member_states", None, "49 Member States")],
    ),
    (
        "The units seized over 220 tons of cocaine, 5.1 tonnes of heroin and 321,697 kg of tramadol.",
        [(220, None, "t", "more_than", "over 220 tons of cocaine"), (5.1, None, "t", None, "5.1 tonnes of heroin"),
         (321697, None, "kg", None, "321,697 kg of tramadol")],
    ),
    ("They also seized 620 million cigarettes.", [(620_000_000, None, "cigarettes", None, "620 million cigarettes")]),
    (
        "Twenty-three countries received assistance through nine regional workshops.",
        [(23, None, "countries", None, "Twenty-three countries"),
         (9, None, "workshops", None, "nine regional workshops")],
    ),
    (
        "The Conference adopted eight resolutions and one decision.",
        [(8, None, "resolutions", None, "eight resolutions"), (1, None, "decisions", None, "one decision")],
    ),
    (
        "Voluntary contributions amounted to $361.2 million, of which 75 per cent came from nearly a dozen donors.",
        [(361_200_000, None, "USD", None, "$361.2 million"), (75, None, "percent", None, "75 per cent"),
         (12, None, "donors", "nearly", "nearly a dozen donors")],
    ),
    (
        "Approximately 3,100 law enforcement officers, prosecutors and judges from 64 countries were trained.",
        [(3100, None, "law_enforcement_officers", "about", "Approximately 3,100 law enforcement officers"),
         (64, None, "countries", None, "64 countries")],
    ),
    ("Between six and eight seminars were held.", [(6, 8, "seminars", None, "Between six and eight seminars")]),
    ("Of the samples, 10-15 per cent were contaminated.", [(10, 15, "percent", None, "10-15 per cent")]),
    ("The project will cost US$ 2-3 million.", [(2_000_000, 3_000_000, "USD", None, "US$ 2-3 million")]),
    (
        "At least 40 laboratories and no fewer than 12 museums took part.",
        [(40, None, "laboratories", "at_least", "At least 40 laboratories"),
         (12, None, "museums", "at_least", "no fewer than 12 museums")],
    ),
    ("The share of women fell to less than 30 per cent.",
     [(30, None, "percent", "less_than", "less than 30 per cent")]),
    ("The database holds 1,486 cases, of which 98 were new.",
     [(1486, None, "cases", None, "1,486 cases"), (98, None, "cases", None, "98")]),
    ("The number of case summaries reached 2,345.", [(2345, None, "case_summaries", None, "2,345")]),
    ("Two hundred and fifty victims were identified.", [(250, None, "victims", None, "Two hundred and fifty victims")]),
    ("The fund received €1.5 million and 200,000 Swiss francs.",
     [(1_500_000, None, "EUR", None, "€1.5 million"), (200_000, None, "CHF", None, "200,000 Swiss francs")]),
    ("Billions of dollars are stolen every year.", [(None, None, "USD", "billions", "Billions of dollars")]),
    ("More than 2000 cases were reported.", [(2000, None, "cases", "more_than", "More than 2000 cases")]),
    ("Only one State replied.", [(1, None, "states", None, "one State")]),
    ("The programme targets 12 countries.", [(12, None, "countries", None, "12 countries")]),
    ("Seizures rose from 12 to 31 tons.", [(12, None, "t", None, "12"), (31, None, "t", None, "31 tons")]),
    ("The fleet found 5 or more vessels.", [(5, None, "vessels", "at_least", "5 or more vessels")]),
    ("A total of 40 prison officers were vetted.", [(40, None, "prison_staff", None, "40 prison officers")]),
]  # fmt: skip

NOT_COUNTED = [
    "The meeting was held in Vienna from 14 to 18 May 2018 and on 2 and 3 June 2019.",
    "In 2017 and 2018, and in the biennium 2018-2019, work continued.",
    "In its resolutions 68/193 and 71/208, the Assembly recalled paragraph 3 and articles 5 to 7 of the Convention.",
    "The ninth meeting, the 27th session and the 2nd phase were held.",
    "Progress was made towards Sustainable Development Goal 16 and target 16.2 (see E/2018/30-E/CN.15/2018/15).",
    "A handbook and one training course were prepared, and this is one of the reasons.",
    "The two Protocols and these three instruments remain important.",
    "The book “Twelve strategies for 30 cities” was published.",
    "The I-24/7 network works 24 hours a day; see https://example.org/2018/15.",
    "Some States, several experts and many women took part in the five-year programme.",
    "Two thirds of the States replied.",
    "Children aged 12 to 17 were heard; (1) research, (2) training.",
]


@pytest.mark.parametrize(("sentence", "expected"), COUNTED)
def test_a_quantity_is_read(sentence, expected):
    found = [(f.value, f.value_high, f.unit, f.qualifier, f.text) for f in figures_of_text(sentence, "en")]
    assert found == expected


@pytest.mark.parametrize("sentence", NOT_COUNTED)
def test_dates_labels_ordinals_and_vague_words_are_no_quantities(sentence):
    assert [figure.text for figure in figures_of_text(sentence, "en")] == []


def test_parties_belong_to_the_treaty_that_has_them():
    figures = figures_of_text(
        "As at 31 May 2045, the United Nations Convention against Transnational Organized Crime had 194 States "
        "parties. "
        "There were 187 parties to the United Nations Convention against Corruption.",
        "en",
    )
    assert [(f.value, f.unit, f.subject, f.as_of, f.measure) for f in figures] == [
        (194, "states_parties", "UNTOC", "2045-05-31", "parties"),
        (187, "states_parties", "UNCAC", None, "parties"),
    ]


def test_a_part_of_the_parties_is_not_their_number():
    (figure,) = figures_of_text(
        "In all, 120 States parties to the United Nations Convention against Corruption had adopted laws.", "en"
    )
    assert figure.measure is None
    assert figure.subject == "States parties"


@pytest.mark.parametrize(
    ("sentence", "as_of"),
    [
        ("In 2017, 63 countries received help.", "2017"),
        ("By the end of May 2045, 63 countries had replied.", "2045-05"),
        ("From July 2017 to March 2018, 63 countries were helped.", "From July 2017 to March 2018"),
        ("During the reporting period, 63 countries were helped.", "During the reporting period"),
        ("The Office helped 63 countries in 2017.", "2017"),
        ("The Office helped 63 countries.", None),
    ],
)
def test_a_figure_is_dated_by_its_sentence(sentence, as_of):
    assert [figure.as_of for figure in figures_of_text(sentence, "en")] == [as_of]


def test_the_reporting_period_goes_on_to_hold():
    text = "During the reporting period, 12 countries were helped. The programme ended in four operations."
    assert [f.as_of for f in figures_of_text(text, "en")] == ["During the reporting period"] * 2


def test_seizures_are_of_a_commodity():
    figures = figures_of_text("Customs seized 12 kg of cocaine and 700 firearms. They burnt 3 kg of cocaine.", "en")
    assert [(f.measure, f.subject) for f in figures] == [
        ("seized", "cocaine"),
        ("seized", "firearms"),
        (None, "cocaine"),
    ]
