"""Spanish quantities, sentence by sentence."""

from __future__ import annotations

import pytest

from isonomia.mandates.figures import figures_of_text

COUNTED = [
    # (sentence, [(value, upper end, unit, qualifier, printed words)])
    (
        "Hasta la fecha se han establecido más de 70 dependencias de control portuario en 49 Estados Miembros.",
        [(70, None, "port_control_units", "more_than", "más de 70 dependencias de control portuario"),
         (49, None, "member_states", None, "49 Estados Miembros")],
    ),
    (
        "Se incautaron más de 220 toneladas de cocaína, 5,1 toneladas de heroína y 321.697 kg de tramadol.",
        [(220, None, "t", "more_than", "más de 220 toneladas de cocaína"),
         (5.1, None, "t", None, "5,1 toneladas de heroína"),
         (321697, None, "kg", None, "321.697 kg de tramadol")],
    ),
    ("Se incautaron 620 millones de cigarrillos.",
     [(620_000_000, None, "cigarettes", None, "620 millones de cigarrillos")]),
    ("Veintitrés países participaron en nueve talleres regionales.",
     [(23, None, "countries", None, "Veintitrés países"), (9, None, "workshops", None, "nueve talleres")]),
    ("La Conferencia aprobó ocho resoluciones y una decisión.",
     [(8, None, "resolutions", None, "ocho resoluciones"), (1, None, "decisions", None, "una decisión")]),
    ("Se prometieron 361,2 millones de dólares, de los cuales el 75 % procedía de ocho donantes.",
     [(361_200_000, None, "USD", None, "361,2 millones de dólares"), (75, None, "percent", None, "75 %"),
      (8, None, "donors", None, "ocho donantes")]),
    ("Recibieron formación unos 3.100 funcionarios encargados de hacer cumplir la ley de 64 países.",
     [(3100, None, "law_enforcement_officers", "about", "unos 3.100 funcionarios encargados de hacer cumplir la ley"),
      (64, None, "countries", None, "64 países")]),
    ("Se celebraron entre 6 y 8 talleres en cada región.", [(6, 8, "workshops", None, "entre 6 y 8 talleres")]),
    ("Se decomisaron entre 12 y 15 toneladas de comprimidos.",
     [(12, 15, "t", None, "entre 12 y 15 toneladas de comprimidos")]),
    ("Participaron al menos 40 laboratorios y no menos de doce museos.",
     [(40, None, "laboratories", "at_least", "al menos 40 laboratorios"),
      (12, None, "museums", "at_least", "no menos de doce museos")]),
    ("La proporción bajó a menos del 30 por ciento.", [(30, None, "percent", "less_than", "menos del 30 por ciento")]),
    ("La base de datos contiene 1.486 casos, y 23 de ellos son nuevos.",
     [(1486, None, "cases", None, "1.486 casos"), (23, None, "cases", None, "23")]),
    ("Se detectaron doscientas cincuenta víctimas.", [(250, None, "victims", None, "doscientas cincuenta víctimas")]),
    ("El fondo recibió 1,5 millones de euros y 5.750.000 dólares.",
     [(1_500_000, None, "EUR", None, "1,5 millones de euros"), (5_750_000, None, "USD", None, "5.750.000 dólares")]),
    ("Cada año se roban miles de millones de dólares.",
     [(None, None, "USD", "billions", "miles de millones de dólares")]),
    ("Las contribuciones disminuyeron de 41,2 millones de dólares a 36,8 millones de dólares.",
     [(41_200_000, None, "USD", None, "41,2 millones de dólares"),
      (36_800_000, None, "USD", None, "36,8 millones de dólares")]),
    ("Casi 4,5 millones de personas recibieron la información.",
     [(4_500_000, None, "people", "nearly", "Casi 4,5 millones de personas")]),
    ("Los datos se conservarán durante diez años.", [(10, None, "years", None, "diez años")]),
]  # fmt: skip

NOT_COUNTED = [
    "La reunión se celebró en Viena del 14 al 18 de mayo de 2018 y los días 2 y 3 de junio de 2019.",
    "En 2017 y 2018, y en el bienio 2018-2019, continuaron los trabajos.",
    "En sus resoluciones 68/193 y 71/208, la Asamblea recordó el párrafo 3 y los artículos 5 a 7 de la Convención.",
    "La novena reunión, el 27º período de sesiones y la 2ª fase tuvieron lugar.",
    "Se avanzó hacia el Objetivo 16 y la meta 16.2 (véase E/2018/30-E/CN.15/2018/15).",
    "Se prepararon un manual y una guía, y una vez más se dieron las gracias.",
    "Los dos Protocolos y esos tres instrumentos siguen siendo importantes.",
    "Se publicó el libro “Doce estrategias para 30 ciudades”.",
    "Participaron varios Estados, algunos expertos y muchas mujeres.",
    "Respondieron dos tercios de los Estados.",
]

PARTIES = (
    "Al 31 de mayo de 2045, la Convención de las Naciones Unidas contra la Delincuencia Organizada Transnacional "
    "contaba con 194 Estados partes. Más de 120 Estados partes habían concluido el examen."
)

DATED = [
    ("En 2017, 63 países recibieron ayuda.", "2017"),
    ("A finales de mayo de 2045, 63 países habían respondido.", "2045-05"),
    ("En el período que se examina, 63 países recibieron ayuda.", "En el período que se examina"),
    ("La Oficina ayudó a 63 países.", None),
]


@pytest.mark.parametrize(("sentence", "expected"), COUNTED)
def test_a_quantity_is_read(sentence, expected):
    found = [(f.value, f.value_high, f.unit, f.qualifier, f.text) for f in figures_of_text(sentence, "es")]
    assert found == expected


@pytest.mark.parametrize("sentence", NOT_COUNTED)
def test_dates_labels_ordinals_and_vague_words_are_no_quantities(sentence):
    assert [figure.text for figure in figures_of_text(sentence, "es")] == []


def test_parties_belong_to_the_treaty_that_has_them():
    found = figures_of_text(PARTIES, "es")
    assert [(f.value, f.unit, f.subject, f.as_of, f.measure) for f in found] == [
        (194, "states_parties", "UNTOC", "2045-05-31", "parties"),
        (120, "states_parties", found[1].subject, found[1].as_of, None),
    ]


@pytest.mark.parametrize(("sentence", "as_of"), DATED)
def test_a_figure_is_dated_by_its_sentence(sentence, as_of):
    assert [figure.as_of for figure in figures_of_text(sentence, "es")] == [as_of]
