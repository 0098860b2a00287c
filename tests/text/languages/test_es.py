"""What the Spanish language file must know, checked without the engine that interprets it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

import pytest

ACTS = {
    "decides", "adopts", "approves", "establishes", "authorizes", "demands", "endorses", "urges", "requests",
    "calls_upon", "recommends", "encourages", "invites", "appeals", "emphasizes", "reaffirms", "recalls", "recognizes",
    "affirms", "notes", "welcomes", "expresses_appreciation", "expresses_concern", "condemns", "other",
}  # fmt: skip
NOT_REGEXES = {"language", "name", "script", "direction", "act", "position", "word_position", "join", "words"}


@cache
def grammar() -> dict[str, Any]:
    text = (files("isonomia.text.languages") / "es.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def placeholders() -> dict[str, str]:
    months = "|".join(re.escape(month) for month in grammar()["dates"]["months"])
    dates = "|".join(form.replace("{month}", months) for form in grammar()["dates"]["forms"])
    ordinal = grammar()["sessions"]["ordinal"]
    sessions = "|".join(form.replace("{ordinal}", ordinal) for form in grammar()["sessions"]["forms"])
    return {
        "{session}": f"(?:{sessions})",
        "{date}": "(?:" + re.sub(r"\(\?P<\w+>", "(?:", dates) + ")",
        "{ordinal}": ordinal,
        "{month}": f"(?:{months})",
        "{year}": r"(?:\d{4})",
    }


def form(text: str) -> re.Pattern[str]:
    for name, value in placeholders().items():
        text = text.replace(name, value)
    return re.compile("(?i:" + text.replace(" ", r"\s+") + ")")


def every_regex(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    if isinstance(node, list):
        return list(chain.from_iterable(every_regex(item) for item in node))
    if isinstance(node, dict):
        return list(chain.from_iterable(every_regex(value) for key, value in node.items() if key not in NOT_REGEXES))
    return []


def opening(phrase: str, key: str = "forms") -> set[tuple[str, str]]:
    """(act, words) for each verb table with a form that opens the phrase; the modifiers around it are taken in."""
    modifiers = "|".join(grammar()["clause"]["modifiers"])
    found = set()
    for verb in grammar()["verb"]:
        forms = "|".join(verb.get(key, verb["forms"]))
        match = form(rf"(?:(?:{modifiers}),?\s)*(?:{forms})(?:\s(?:{modifiers})\b)*").match(phrase)
        if match:
            found.add((verb["act"], match.group()))
    return found


def matches(forms: list[str], text: str) -> list[str]:
    return [match.group() for pattern in forms for match in form(pattern).finditer(text)]


def test_every_regex_compiles() -> None:
    parts = {key: value for key, value in grammar().items() if key not in {"numbers", "dates", "detect"}}
    regexes = every_regex(parts) + grammar()["dates"]["forms"]
    assert len(regexes) > 400
    for regex in regexes:
        form(regex)


def test_every_act_has_forms_and_none_is_unknown() -> None:
    assert {verb["act"] for verb in grammar()["verb"]} == ACTS
    assert all(verb["forms"] and verb["preambular"] for verb in grammar()["verb"])


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("primer", 1), ("primera", 1), ("segundo", 2), ("tercer", 3), ("tercero", 3), ("quinto", 5), ("séptima", 7),
        ("noveno", 9), ("décimo", 10), ("undécimo", 11), ("decimoprimer", 11), ("duodécimo", 12), ("decimotercer", 13),
        ("décimo sexto", 16), ("decimosexto", 16), ("decimoséptimo", 17), ("decimonovena", 19), ("vigésimo", 20),
        ("vigésimo primer", 21), ("vigesimoprimer", 21), ("vigesimosegundo", 22), ("trigésimo", 30),
        ("trigésimo octavo", 38), ("cuadragésimo cuarto", 44), ("quincuagésimo cuarto", 54), ("sexagésima quinta", 65),
        ("septuagésimo séptimo", 77), ("octogésimo primer", 81), ("nonagésimo noveno", 99), ("centésimo", 100),
        ("centésimo primer", 101), ("centésimo duodécimo", 112), ("centésimo decimonoveno", 119),
        ("centésimo vigésimo", 120), ("ciento veinte", 120), ("treinta y dos", 32), ("quinientas", 500),
    ],
)  # fmt: skip
def test_number_words_add_up(words: str, value: int) -> None:
    units = grammar()["numbers"]["units"]
    assert sum(units[word] for word in words.split() if word != "y") == value


TENS = [
    "vigésimo",
    "trigésimo",
    "cuadragésimo",
    "quincuagésimo",
    "sexagésimo",
    "septuagésimo",
    "octogésimo",
    "nonagésimo",
]
ONES = ["", "primer", "segundo", "tercer", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno"]


def ordinals() -> list[tuple[str, int]]:
    low = [*ONES[1:], "décimo", "undécimo", "duodécimo", "decimotercer", "decimocuarto", "decimoquinto", "decimosexto"]
    low += ["decimoséptimo", "decimoctavo", "decimonoveno"]
    out = [(word, number) for number, word in enumerate(low, start=1)]
    out += [(f"{ten} {one}".strip(), 10 * n + i) for n, ten in enumerate(TENS, start=2) for i, one in enumerate(ONES)]
    out.append(("centésimo", 100))
    return out + [(f"centésimo {word}", 100 + number) for word, number in out[:20]]


def test_all_sessions_from_1_to_120_are_read() -> None:
    units = grammar()["numbers"]["units"]
    assert [number for _, number in ordinals()] == list(range(1, 121))
    for words, number in ordinals():
        assert sum(units[word] for word in words.split()) == number
        assert matches(["{session}"], f"en su {words} período de sesiones,") == [f"{words} período de sesiones"], words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("en su 54º período de sesiones", "54º período de sesiones"),
        ("durante el 46° período de sesiones", "46° período de sesiones"),
        ("en su vigésimo período extraordinario de sesiones", "vigésimo período extraordinario de sesiones"),
        ("Trigésimo período extraordinario de sesiones", "Trigésimo período extraordinario de sesiones"),
        ("décimo período extraordinario de sesiones de emergencia", None),
    ],
)
def test_sessions_in_digits_and_special_sessions(text: str, found: str | None) -> None:
    assert matches(["{session}"], text) == [found or text]


@pytest.mark.parametrize(
    ("text", "day", "month", "year"),
    [
        ("18 de diciembre de 1991", "18", "diciembre", "1991"),
        ("1 de enero de 2045", "1", "enero", "2045"),
        ("1º de mayo de 2017", "1", "mayo", "2017"),
        ("30 de setiembre del año 2045", "30", "setiembre", "2045"),
    ],
)
def test_dates(text: str, day: str, month: str, year: str) -> None:
    months = "|".join(re.escape(name) for name in grammar()["dates"]["months"])
    pattern = grammar()["dates"]["forms"][0].replace("{month}", months).replace(" ", r"\s+")
    match = re.search(pattern, f"resolución 46/152, de {text}, y")
    assert match is not None
    assert match.group("day", "month", "year") == (day, month, year)
    assert month in grammar()["dates"]["months"]


OPERATIVE = [
    ("Decide seguir ocupándose de la cuestión", "decides", "Decide"),
    ("Aprueba la Declaración política", "adopts", "Aprueba"),
    ("Aprueba las directrices que figuran en el anexo", "approves", "Aprueba"),
    ("Adopta el plan de trabajo", "adopts", "Adopta"),
    ("Establece un grupo de trabajo", "establishes", "Establece"),
    ("Autoriza al Secretario General a", "authorizes", "Autoriza"),
    ("Exige que todas las partes", "demands", "Exige"),
    ("Hace suyas las recomendaciones", "endorses", "Hace suyas"),
    ("Hace suyo el informe", "endorses", "Hace suyo"),
    ("Insta a los Estados Miembros a que", "urges", "Insta"),
    ("Insta encarecidamente a los Estados", "urges", "Insta encarecidamente"),
    ("Pide al Secretario General que", "requests", "Pide"),
    ("Solicita también a la Oficina que", "requests", "Solicita también"),
    ("Reitera su petición al Secretario General", "requests", "Reitera su petición"),
    ("Exhorta además a los Estados", "calls_upon", "Exhorta además"),
    ("Recomienda que los Estados Miembros", "recommends", "Recomienda"),
    ("Alienta encarecidamente a los Gobiernos", "encourages", "Alienta encarecidamente"),
    ("Invita una vez más al Presidente", "invites", "Invita una vez más"),
    ("Vuelve a invitar a los Estados", "invites", "Vuelve a invitar"),
    ("Reitera su invitación a los donantes", "invites", "Reitera su invitación"),
    ("Hace un llamamiento a los donantes", "appeals", "Hace un llamamiento"),
    ("Hace un llamamiento urgente a los donantes", "appeals", "Hace un llamamiento urgente"),
    ("Expresa su profundo reconocimiento a", "expresses_appreciation", "Expresa su profundo reconocimiento"),
    ("Encomia a la Oficina", "expresses_appreciation", "Encomia"),
    ("Expresa su profunda preocupación por", "expresses_concern", "Expresa su profunda preocupación"),
    ("Observa con preocupación que", "expresses_concern", "Observa con preocupación"),
    ("Toma nota también con profunda inquietud de", "expresses_concern", "Toma nota también con profunda inquietud"),
    ("Acoge también con beneplácito la labor", "welcomes", "Acoge también con beneplácito"),
    ("Celebra la iniciativa", "welcomes", "Celebra"),
    ("Toma nota con reconocimiento del informe", "notes", "Toma nota con reconocimiento"),
    ("Toma nota del informe", "notes", "Toma nota"),
    ("Observa los progresos", "notes", "Observa"),
    ("Reconoce el papel", "recognizes", "Reconoce"),
    ("Pone de relieve la necesidad", "emphasizes", "Pone de relieve"),
    ("Hace hincapié en que", "emphasizes", "Hace hincapié"),
    ("Reafirma que la Convención", "reaffirms", "Reafirma"),
    ("Reitera que", "reaffirms", "Reitera"),
    ("Afirma que", "affirms", "Afirma"),
    ("Recuerda su resolución", "recalls", "Recuerda"),
    ("Condena enérgicamente todos los actos", "condemns", "Condena enérgicamente"),
    ("Aguarda con interés los resultados", "other", "Aguarda con interés"),
    ("Señala a la atención de los Estados", "other", "Señala a la atención"),
    ("Lamenta que", "other", "Lamenta"),
    # a report's own voice
    ("Exhorto a los Estados Miembros a que", "calls_upon", "Exhorto"),
    ("Hago mías las recomendaciones", "endorses", "Hago mías"),
    ("Se alienta también a los Estados", "encourages", "Se alienta también"),
    ("Recomiendo que la Asamblea", "recommends", "Recomiendo"),
    ("Me preocupa profundamente la situación", "expresses_concern", "Me preocupa profundamente"),
]


@pytest.mark.parametrize(("phrase", "act", "words"), OPERATIVE)
def test_operative_verbs(phrase: str, act: str, words: str) -> None:
    assert opening(phrase) == {(act, words)}


@pytest.mark.parametrize(
    ("phrase", "act"),
    [
        ("Recordando también sus resoluciones", "recalls"),
        ("Reafirmando la importancia", "reaffirms"),
        ("Tomando nota de la resolución", "notes"),
        ("Observando con preocupación que", "expresses_concern"),
        ("Profundamente preocupada por", "expresses_concern"),
        ("Preocupado por", "expresses_concern"),
        ("Acogiendo con beneplácito la labor", "welcomes"),
        ("Consciente de que", "recognizes"),
        ("Poniendo de relieve la función", "emphasizes"),
        ("Convencida de la conveniencia", "other"),
        ("Convencido de que", "other"),
        ("Teniendo presente que", "other"),
        ("Habiendo examinado el informe", "other"),
        ("Deseosa de promover", "other"),
        ("Guiada por los propósitos", "other"),
    ],
)
def test_preambular_verbs(phrase: str, act: str) -> None:
    assert {found for found, _ in opening(phrase, "preambular")} == {act}


@pytest.mark.parametrize(
    "noun",
    ["apoyo técnico a los países", "acuerdo de cooperación", "condena de los responsables", "respaldo financiero"],
)
def test_nouns_that_look_like_verbs_open_no_clause(noun: str) -> None:
    assert opening(noun) == set()


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("dentro de los límites de los recursos existentes, siga", "dentro de los límites de los recursos existentes"),
        ("que, con los recursos disponibles, siga", "con los recursos disponibles"),
        (
            "que, con sujeción a la disponibilidad de recursos extrapresupuestarios, publique",
            "con sujeción a la disponibilidad de recursos extrapresupuestarios",
        ),
        ("que, en el marco de su mandato, siga", "en el marco de su mandato"),
        ("prestando asistencia, previa solicitud, en", "previa solicitud"),
        ("preste asistencia a los Estados que lo soliciten;", "que lo soliciten"),
        ("intercambien información, según proceda;", "según proceda"),
        ("designen, cuando sea posible, puntos de contacto", "cuando sea posible"),
        ("a que, de conformidad con su derecho interno, establezcan", "de conformidad con su derecho interno"),
        ("y en estrecha consulta con los Estados Miembros, siga", "en estrecha consulta con los Estados Miembros"),
        ("que, por conducto de sus oficinas extrasede, siga", "por conducto de sus oficinas extrasede"),
        ("delito, teniendo en cuenta la labor de la Organización;", "teniendo en cuenta la labor de la Organización"),
        ("contribuyan al fondo con carácter voluntario;", "con carácter voluntario"),
    ],
)
def test_conditions(text: str, condition: str) -> None:
    assert condition in matches(grammar()["conditions"]["forms"], text)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("publique a más tardar el 31 de diciembre de 2046 un manual", "a más tardar el 31 de diciembre de 2046"),
        ("ratifiquen la Convención a más tardar en 2047.", "a más tardar en 2047"),
        ("una reunión antes de que finalice 2045;", "antes de que finalice 2045"),
        ("una reunión antes de fines de 2045;", "antes de fines de 2045"),
        ("que le presente, en su centésimo período de sesiones, un", "en su centésimo período de sesiones"),
        (
            "durante el centésimo período de sesiones de la Asamblea;",
            "durante el centésimo período de sesiones de la Asamblea",
        ),
    ],
)
def test_due_dates(text: str, due: str) -> None:
    assert due in matches(grammar()["due"]["forms"], text)


def test_a_report_asked_for_elsewhere_names_its_paragraph() -> None:
    text = "incluya en el informe mencionado en el párrafo 21 de la presente resolución datos sobre"
    found = [form(pattern).search(text) for pattern in grammar()["due"]["inherit"]]
    assert [match.group("paragraph") for match in found if match] == ["21"]


def test_the_treaty_series_in_notes() -> None:
    citations = grammar()["citations"]
    full = form(citations["unts"]).search("Naciones Unidas, Treaty Series, vols. 2225, 2237, 2241 y 2326, núm. 39574.")
    again = form(citations["unts_ibid"]).search("Ibid., vol. 2349, núm. 42146.")
    assert full is not None
    assert re.findall(r"\d+", full.group("volumes")) == ["2225", "2237", "2241", "2326"]
    assert again is not None
    assert again.group("volumes") == "2349"


def test_pinpoints_name_what_they_point_at() -> None:
    found: dict[str, str] = {}
    text = "el párrafo 163 b) y el artículo 14 del capítulo V, cap. I, secc. C"
    for pattern in grammar()["citations"]["pinpoints"]:
        for match in form(pattern).finditer(text):
            found.update({key: value for key, value in match.groupdict().items() if key not in found})
    assert found == {"paragraph": "163 b)", "article": "14", "chapter": "V", "section": "C"}


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("formula", "La Asamblea General,"),
        ("formula", "El Consejo Económico y Social,"),
        (
            "formula",
            "La Conferencia de los Estados Partes en la Convención de las Naciones Unidas contra la Corrupción,",
        ),
        ("agenda_item", "Tema 109 del programa"),
        ("agenda_item", "Tema 112 de la lista preliminar*"),
        ("whence", "[sobre la base del informe de la Tercera Comisión (A/99/463, párr. 26)]"),
        ("adopted", "Resolución aprobada por la Asamblea General el 18 de diciembre de 2044"),
        ("closing", "53ª sesión plenaria"),
        ("closing", "9a. sesión plenaria"),
        ("title", "99/501. Fortalecimiento de la cooperación"),
        ("summary", "Resumen"),
        ("annex", "Anexo I"),
        ("furniture", "Naciones Unidas                  A/100/131"),
        ("furniture", "Distr. general"),
        ("furniture", "V.45-03127 (S)    200645    210645"),
    ],
)
def test_lines_of_the_front_and_the_end(key: str, line: str) -> None:
    value = grammar()["front"][key]
    patterns = [value] if isinstance(value, str) else value
    assert any(form(pattern).fullmatch(line) for pattern in patterns)


def test_sentences_end_at_stops_but_not_at_abbreviations() -> None:
    place = form(grammar()["structure"]["sentence"])
    text = "Véase el cap. I, párr. 3 y núm. 5. La Oficina participó; los Estados también. ¿Cuántos? Doce."
    pieces = [piece.strip() for piece in place.split(text)]
    assert pieces == [
        "Véase el cap. I, párr. 3 y núm. 5.",
        "La Oficina participó;",
        "los Estados también.",
        "¿Cuántos?",
        "Doce.",
    ]


@pytest.mark.parametrize(
    ("clause", "action"),
    [
        ("Exhorta a los Estados Miembros a que adopten medidas", "adopten medidas"),
        ("Invita a la Oficina a compartir datos", "compartir datos"),
        ("Pide al Secretario General que informe", "informe"),
        ("Hace un llamamiento a los donantes para que contribuyan", "contribuyan"),
    ],
)
def test_an_action_opens_with_que_or_with_a_before_an_infinitive(clause: str, action: str) -> None:
    found = form(r"\b(?:" + grammar()["addressee"]["action"] + ")").search(clause)
    assert found is not None
    assert clause[found.end() :].strip() == action
