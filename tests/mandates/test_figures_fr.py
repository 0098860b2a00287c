"""French quantities, sentence by sentence."""

from __future__ import annotations

import pytest

from isonomia.mandates.figures import figures_of_text

COUNTED = [
    # (sentence, [(value, upper end, unit, qualifier, printed words)])
    (
        "À ce jour, plus de 70 groupes de contrôle portuaire ont été créés dans les ports de 49 États Membres.",
        [(70, None, "port_control_units", "more_than", "plus de 70 groupes de contrôle portuaire"),
         (49, None, "member_states", None, "49 États Membres")],
    ),
    (
        "Les groupes ont saisi plus de 220 tonnes de cocaïne, 5,1 tonnes d’héroïne et 321 697 kg de tramadol.",
        [(220, None, "t", "more_than", "plus de 220 tonnes de cocaïne"), (5.1, None, "t", None, "5,1 tonnes d’héroïne"),
         (321697, None, "kg", None, "321 697 kg de tramadol")],
    ),
    ("Quelque 620 millions de cigarettes ont été saisies.",
     [(620_000_000, None, "cigarettes", "about", "Quelque 620 millions de cigarettes")]),
    ("Vingt-trois pays ont bénéficié de neuf ateliers régionaux.",
     [(23, None, "countries", None, "Vingt-trois pays"), (9, None, "workshops", None, "neuf ateliers")]),
    ("La Conférence a adopté huit résolutions et une décision.",
     [(8, None, "resolutions", None, "huit résolutions"), (1, None, "decisions", None, "une décision")]),
    ("Les annonces de contributions se sont élevées à 361,2 millions de dollars, dont 75 % versés par huit donateurs.",
     [(361_200_000, None, "USD", None, "361,2 millions de dollars"), (75, None, "percent", None, "75 %"),
      (8, None, "donors", None, "huit donateurs")]),
    ("Environ 3 100 fonctionnaires de 64 pays ont été formés.",
     [(3100, None, "officials", "about", "Environ 3 100 fonctionnaires"), (64, None, "countries", None, "64 pays")]),
    ("Entre six et huit séminaires ont été organisés.",
     [(6, 8, "seminars", None, "Entre six et huit séminaires")]),
    ("De 10 à 15 % des échantillons étaient contaminés.",
     [(10, 15, "percent", None, "10 à 15 %")]),
    ("Au moins 40 laboratoires et pas moins de douze musées ont participé.",
     [(40, None, "laboratories", "at_least", "Au moins 40 laboratoires"),
      (12, None, "museums", "at_least", "pas moins de douze musées")]),
    ("La proportion est tombée à moins de 30 pour cent.",
     [(30, None, "percent", "less_than", "moins de 30 pour cent")]),
    ("La base de données contient 1 486 affaires, dont 98 nouvelles affaires.",
     [(1486, None, "cases", None, "1 486 affaires"), (98, None, "cases", None, "98 nouvelles affaires")]),
    ("Deux cent cinquante victimes ont été recensées.",
     [(250, None, "victims", None, "Deux cent cinquante victimes")]),
    ("Le fonds a reçu 1,5 million d’euros.", [(1_500_000, None, "EUR", None, "1,5 million d’euros")]),
    ("Des milliards de dollars sont détournés chaque année.",
     [(None, None, "USD", "billions", "milliards de dollars")]),
    ("Quatre-vingt-dix-sept juges et soixante et onze procureurs ont été formés.",
     [(97, None, "judges", None, "Quatre-vingt-dix-sept juges"),
      (71, None, "prosecutors", None, "soixante et onze procureurs")]),
    ("Près de 4,5 millions de personnes ont été touchées.",
     [(4_500_000, None, "people", "nearly", "Près de 4,5 millions de personnes")]),
    ("Quatorze modules d’enseignement ont été élaborés.",
     [(14, None, "training_modules", None, "Quatorze modules d’enseignement")]),
    ("Une cinquantaine d’experts ont pris la parole.", [(50, None, "experts", "about", "Une cinquantaine d’experts")]),
]  # fmt: skip

NOT_COUNTED = [
    "La réunion s’est tenue à Vienne du 14 au 18 mai 2018, puis les 2 et 3 juin 2019.",
    "En 2017 et en 2018, et pendant l’exercice biennal 2018-2019, les travaux se sont poursuivis.",
    "Dans ses résolutions 68/193 et 71/208, elle a rappelé le paragraphe 3 et les articles 5 à 7 de la Convention.",
    "La neuvième réunion, la 27e session et la 2e phase ont eu lieu.",
    "Des progrès ont été faits vers l’objectif 16 et la cible 16.2 (voir E/2018/30-E/CN.15/2018/15).",
    "Un manuel et une formation ont été préparés.",
    "Les deux Protocoles et ces trois instruments restent importants.",
    "L’ouvrage « Douze stratégies pour 30 villes » a été publié.",
    "Plusieurs États, certains experts et de nombreuses femmes y ont pris part.",
    "Les deux tiers des États ont répondu.",
]

PARTIES = (
    "Au 31 mai 2045, la Convention des Nations Unies contre la criminalité transnationale organisée comptait "
    "194 États parties. Plus de 120 États parties avaient adopté des lois."
)

DATED = [
    ("En 2017, 63 pays ont reçu une aide.", "2017"),
    ("À la fin de mai 2045, 63 pays avaient répondu.", "2045-05"),
    ("Au cours de la période considérée, 63 pays ont reçu une aide.", "Au cours de la période considérée"),
    ("L’Office a aidé 63 pays.", None),
]


@pytest.mark.parametrize(("sentence", "expected"), COUNTED)
def test_a_quantity_is_read(sentence, expected):
    found = [(f.value, f.value_high, f.unit, f.qualifier, f.text) for f in figures_of_text(sentence, "fr")]
    assert found == expected


@pytest.mark.parametrize("sentence", NOT_COUNTED)
def test_dates_labels_ordinals_and_vague_words_are_no_quantities(sentence):
    assert [figure.text for figure in figures_of_text(sentence, "fr")] == []


def test_parties_belong_to_the_treaty_that_has_them():
    found = figures_of_text(PARTIES, "fr")
    assert [(f.value, f.unit, f.subject, f.as_of, f.measure) for f in found] == [
        (194, "states_parties", "UNTOC", "2045-05-31", "parties"),
        (120, "states_parties", found[1].subject, found[1].as_of, None),
    ]


@pytest.mark.parametrize(("sentence", "as_of"), DATED)
def test_a_figure_is_dated_by_its_sentence(sentence, as_of):
    assert [figure.as_of for figure in figures_of_text(sentence, "fr")] == [as_of]
