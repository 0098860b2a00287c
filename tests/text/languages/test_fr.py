"""What the French language file must know, checked without the engine that interprets it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.text.numbers import NumberWords

ACTS = {
    "decides", "adopts", "approves", "establishes", "authorizes", "demands", "endorses", "urges", "requests",
    "calls_upon", "recommends", "encourages", "invites", "appeals", "emphasizes", "reaffirms", "recalls", "recognizes",
    "affirms", "notes", "welcomes", "expresses_appreciation", "expresses_concern", "condemns", "other",
}  # fmt: skip
PLAIN = {
    "language",
    "name",
    "script",
    "direction",
    "act",
    "inner",
    "position",
    "word_position",
    "join",
    "words",
    "months",
}


@cache
def grammar() -> dict[str, Any]:
    return tomllib.loads((files("isonomia.text.languages") / "fr.toml").read_text(encoding="utf-8"))


@cache
def numbers() -> NumberWords:
    return NumberWords(grammar()["numbers"]["units"], grammar()["numbers"]["multipliers"])


def spaced(text: str) -> str:
    """The form with its spaces as any white space, but for those inside a character class."""
    return re.sub(r"(\[[^\]]*\])| ", lambda match: match[1] or r"\s+", text)


@cache
def placeholders() -> dict[str, str]:
    month = "(?:" + "|".join(map(re.escape, grammar()["dates"]["months"])) + ")"
    dates = "|".join(form.replace("{month}", month) for form in grammar()["dates"]["forms"])
    ordinal = grammar()["sessions"]["ordinal"]
    session = "|".join(form.replace("{ordinal}", ordinal) for form in grammar()["sessions"]["forms"])
    return {
        "{session}": f"(?:{session})",
        "{date}": "(?:" + re.sub(r"\(\?P<\w+>", "(?:", dates) + ")",
        "{ordinal}": ordinal,
        "{month}": month,
        "{year}": r"(?:(?:1[89]|20|21)\d\d)",
    }


@cache
def form(text: str) -> re.Pattern[str]:
    for name, value in placeholders().items():
        text = text.replace(name, value)
    return re.compile(spaced(text), re.IGNORECASE)


def either(forms: list[str]) -> str:
    return "(?:" + "|".join(forms) + ")"


def every_regex(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    if isinstance(node, list):
        return list(chain.from_iterable(map(every_regex, node)))
    if isinstance(node, dict):
        return list(chain.from_iterable(every_regex(value) for key, value in node.items() if key not in PLAIN))
    return []


@cache
def openings(key: str) -> list[tuple[str, re.Pattern[str]]]:
    modifiers = either(grammar()["clause"]["modifiers"])
    connectives = either(grammar()["clause"]["connectives"])
    around = rf"(?:{connectives},?\s*)*(?P<verb>(?:{modifiers},?\s+)*(?:%s)(?!\w)(?:\s+{modifiers}(?!\w))*)"
    return [
        (verb["act"], form(around % re.sub(r"\(\?P<\w+>", "(?:", one)))
        for verb in grammar()["verb"]
        for one in verb[key]
    ]


def opening(phrase: str, key: str = "forms") -> tuple[str, str] | None:
    """(act, printed verb) of the longest form that opens the phrase."""
    found = [(match["verb"], act) for act, one in openings(key) if (match := one.match(phrase))]
    return max(((act, words) for words, act in found), key=lambda row: len(row[1]), default=None)


def acts(phrase: str, key: str = "forms") -> set[str]:
    """All acts whose forms open the phrase: more than one would be an ambiguity of the file."""
    return {act for act, one in openings(key) if one.match(phrase)}


def finds(forms: list[str], text: str) -> list[str]:
    return [match.group().strip(" ,;") for one in forms for match in form(one).finditer(text)]


def test_every_form_is_a_regular_expression() -> None:
    parts = {key: value for key, value in grammar().items() if key not in {"numbers", "detect"}}
    regexes = every_regex(parts)
    assert len(regexes) > 400
    for regex in regexes:
        form(regex)


def test_every_act_has_forms() -> None:
    assert {verb["act"] for verb in grammar()["verb"]} == ACTS
    assert all(verb["forms"] for verb in grammar()["verb"])
    assert {verb["act"] for verb in grammar()["verb"] if verb["preambular"]} == ACTS


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("première", 1), ("deuxième", 2), ("cinquième", 5), ("neuvième", 9), ("dixième", 10), ("onzième", 11),
        ("seizième", 16), ("dix-septième", 17), ("dix-neuvième", 19), ("vingtième", 20), ("vingt et unième", 21),
        ("trentième", 30), ("quarante-quatrième", 44), ("cinquante-quatrième", 54), ("soixantième", 60),
        ("soixante-neuvième", 69), ("soixante-dixième", 70), ("soixante et onzième", 71), ("soixante-seizième", 76),
        ("soixante-dix-neuvième", 79), ("quatre-vingtième", 80), ("quatre-vingt-unième", 81),
        ("quatre-vingt-cinquième", 85), ("quatre-vingt-dixième", 90), ("quatre-vingt-onzième", 91),
        ("quatre-vingt-dix-neuvième", 99), ("centième", 100), ("cent unième", 101), ("cent dixième", 110),
        ("cent dix-neuvième", 119), ("cent vingtième", 120), ("69e", 69), ("1re", 1), ("vingt-et-unième", 21),
    ],
)  # fmt: skip
def test_ordinals(words: str, value: int) -> None:
    assert numbers().parse(words) == value
    assert form(grammar()["sessions"]["ordinal"]).fullmatch(words)


ONES = ["unième", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième", "huitième", "neuvième"]
TEENS = [
    "dixième",
    "onzième",
    "douzième",
    "treizième",
    "quatorzième",
    "quinzième",
    "seizième",
    "dix-septième",
    "dix-huitième",
    "dix-neuvième",
]
TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}


def spelled(number: int) -> str:
    if number == 1:
        return "première"
    if number >= 100:
        return "centième" if number == 100 else "cent " + (spelled(number - 100) if number > 101 else "unième")
    if number < 20:
        return [*ONES, *TEENS][number - 1]
    ten = number // 10 * 10 if number // 10 not in (7, 9) else number // 10 * 10 - 10
    rest = number - ten
    if not rest:
        return TENS[ten].removesuffix("e") + "ième"
    link = " et " if rest in (1, 11) and ten != 80 else "-"
    return TENS[ten] + link + [*ONES, *TEENS][rest - 1]


@given(st.integers(1, 120))
def test_every_session_up_to_the_hundred_and_twentieth_is_read(number: int) -> None:
    session = form(grammar()["sessions"]["forms"][0]).search(f"à sa {spelled(number)} session, un rapport")
    assert session
    assert session.group() == f"{spelled(number)} session"
    assert numbers().parse(session.group()) == number


@pytest.mark.parametrize(
    ("phrase", "act", "verb"),
    [
        ("Décide de créer un fonds", "decides", "Décide"),
        ("adopte le plan de travail", "adopts", "adopte"),
        ("Approuve les lignes directrices", "approves", "Approuve"),
        ("Crée un groupe de travail", "establishes", "Crée"),
        ("et autorise le Directeur exécutif", "authorizes", "autorise"),
        ("exige de toutes les parties", "demands", "exige"),
        ("Exige que toutes les parties", "demands", "Exige"),
        ("Fait siennes les recommandations", "endorses", "Fait siennes"),
        ("Fait sien le programme", "endorses", "Fait sien"),
        ("Demande instamment aux États Membres", "urges", "Demande instamment"),
        ("Demande également instamment aux États", "urges", "Demande également instamment"),
        ("Engage vivement les États parties", "urges", "Engage vivement"),
        ("Prie instamment les gouvernements", "urges", "Prie instamment"),
        ("Exhorte les États Membres", "urges", "Exhorte"),
        ("Prie également l’Office", "requests", "Prie également"),
        ("Prie de nouveau le Président", "requests", "Prie de nouveau"),
        ("Demande au Secrétaire général", "requests", "Demande"),
        ("Demande à nouveau au Secrétaire général", "requests", "Demande à nouveau"),
        ("Charge le Directeur général", "requests", "Charge"),
        ("Demande aux États Membres", "calls_upon", "Demande"),
        ("demande de nouveau à tous les États", "calls_upon", "demande de nouveau"),
        ("Engage les pays d’origine", "calls_upon", "Engage"),
        ("Recommande aux ministères de l'éducation", "recommends", "Recommande"),
        ("La Conférence recommande que", "recommends", "recommande"),
        ("Encourage vivement les gouvernements", "encourages", "Encourage vivement"),
        ("et, à cet égard, encourage l’Organisation", "encourages", "encourage"),
        ("Invite de nouveau le Président", "invites", "Invite de nouveau"),
        ("Lance un appel pressant à la communauté", "appeals", "Lance un appel pressant"),
        ("et souligne qu’il importe", "emphasizes", "souligne"),
        ("Met l’accent sur", "emphasizes", "Met l’accent"),
        ("Réaffirme les engagements", "reaffirms", "Réaffirme"),
        ("rappelle sa résolution", "recalls", "rappelle"),
        ("reconnaît le rôle", "recognizes", "reconnaît"),
        ("Affirme que les attaques", "affirms", "Affirme"),
        ("Prend note avec satisfaction du rapport", "notes", "Prend note avec satisfaction"),
        ("prend acte des progrès", "notes", "prend acte"),
        ("Constate que l'enseignement", "notes", "Constate"),
        ("Accueille avec satisfaction les résolutions", "welcomes", "Accueille avec satisfaction"),
        ("se félicite des recommandations", "welcomes", "se félicite"),
        ("Exprime sa profonde gratitude aux", "expresses_appreciation", "Exprime sa profonde gratitude"),
        ("rend hommage aux éducateurs", "expresses_appreciation", "rend hommage"),
        ("Se déclare gravement préoccupée par", "expresses_concern", "Se déclare gravement préoccupée"),
        ("Constate avec inquiétude que", "expresses_concern", "Constate avec inquiétude"),
        ("Note avec une vive préoccupation que", "expresses_concern", "Note avec une vive préoccupation"),
        ("condamne énergiquement l’enlèvement", "condemns", "condamne énergiquement"),
        ("attend avec intérêt les résultats", "other", "attend avec intérêt"),
        ("Attire l’attention des gouvernements", "other", "Attire l’attention"),
        ("Appelle l'attention des autorités", "other", "Appelle l'attention"),
        ("Émet le vœu que les maîtres", "other", "Émet le vœu"),
        ("Estime souhaitable que", "other", "Estime"),
        ("Souhaite que l'enseignement", "other", "Souhaite"),
        ("Proclame que l'instruction", "other", "Proclame"),
    ],
)  # fmt: skip
def test_operative_verbs(phrase: str, act: str, verb: str) -> None:
    assert opening(phrase) == (act, verb)
    assert acts(phrase) == {act}


@pytest.mark.parametrize(
    "phrase",
    [
        "demande d’entraide judiciaire",
        "demandes d’extradition",
        "notes verbales",
        "décidée par la Conférence",
        "charge de travail",
        "engagement pris",
        "appelée à connaître",
        "Rappelant ses résolutions",
        "exige une coopération",
    ],
)
def test_nouns_participles_and_plain_verbs_are_not_performed(phrase: str) -> None:
    assert opening(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "act"),
    [
        ("Rappelant également ses résolutions", "recalls"),
        ("Réaffirmant l’importance", "reaffirms"),
        ("Prenant note de la résolution", "notes"),
        ("Notant avec satisfaction", "notes"),
        ("Profondément préoccupée par", "expresses_concern"),
        ("Gravement préoccupé", "expresses_concern"),
        ("Vivement alarmée par", "expresses_concern"),
        ("Se déclarant profondément inquiète", "expresses_concern"),
        ("Exprimant sa vive inquiétude", "expresses_concern"),
        ("Constatant avec inquiétude", "expresses_concern"),
        ("Se félicitant des travaux", "welcomes"),
        ("Accueillant avec satisfaction", "welcomes"),
        ("Convaincue que le personnel", "other"),
        ("Convaincu que la situation", "other"),
        ("Convaincus que", "other"),
        ("Consciente des dispositions", "recognizes"),
        ("Sachant que les congrès", "recognizes"),
        ("Ayant examiné la note", "other"),
        ("Ayant à l'esprit le rôle", "other"),
        ("Ayant présentes à l’esprit les dispositions", "other"),
        ("Considérant que l'éducation", "other"),
        ("Soucieux de", "other"),
        ("Désireuse de", "other"),
        ("Tenant compte des recommandations", "other"),
        ("Agissant en vertu du Chapitre VII", "other"),
        ("Rendant hommage à l’Organisation", "expresses_appreciation"),
        ("Vu la Charte", "other"),
    ],
)
def test_preambular_verbs_in_all_genders(phrase: str, act: str) -> None:
    assert (opening(phrase, "preambular") or ("", ""))[0] == act
    assert opening(phrase) is None


@pytest.mark.parametrize("phrase", ["Avant de", "Pendant l'année", "Suivant les pays", "Les autorités", "Cependant"])
def test_what_is_no_preambular_verb(phrase: str) -> None:
    assert opening(phrase, "preambular") is None
    assert not any(form(shape).match(phrase) for shape in grammar()["roles"]["preambular_shape"])


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        (
            "l’Office, dans la limite des ressources existantes et en étroite consultation avec les États Membres, de",
            "dans la limite des ressources existantes",
        ),
        (
            "l’Office, dans la limite des ressources existantes et en étroite consultation avec les États Membres, de",
            "en étroite consultation avec les États Membres",
        ),
        ("dans les limites de leurs mandats respectifs, à consacrer", "dans les limites de leurs mandats respectifs"),
        ("dans le cadre de son mandat, d’en assurer", "dans le cadre de son mandat"),
        (
            "sous réserve de la disponibilité de ressources extrabudgétaires, de publier",
            "sous réserve de la disponibilité de ressources extrabudgétaires",
        ),
        ("de fournir, sur demande, une assistance", "sur demande"),
        ("qui y figurent, selon qu’il convient ;", "selon qu’il convient"),
        ("d’entraide judiciaire, s’il y a lieu ;", "s’il y a lieu"),
        ("le cas échéant, de", "le cas échéant"),
        ("aux États Membres, conformément à leur droit interne, d’établir", "conformément à leur droit interne"),
        (
            "la science et la culture, en coopération avec le Fonds des Nations Unies pour l’enfance, à",
            "en coopération avec le Fonds des Nations Unies pour l’enfance",
        ),
        ("des enfants, par l’intermédiaire de l’Organisation, et", "par l’intermédiaire de l’Organisation"),
        (
            "en infraction pénale, compte tenu des travaux de l’Organisation mondiale de la Santé ;",
            "compte tenu des travaux de l’Organisation mondiale de la Santé",
        ),
        ("une analyse, en tenant compte des avis des enfants ;", "en tenant compte des avis des enfants"),
        ("contribuent au fonds à titre volontaire ;", "à titre volontaire"),
        ("de rendre l'école gratuite dès que possible ;", "dès que possible"),
        ("dans les six langues, au moyen des ressources existantes ;", "au moyen des ressources existantes"),
    ],
)
def test_conditions(text: str, condition: str) -> None:
    assert condition in finds(grammar()["conditions"]["forms"], text)


def test_an_unconditional_instruction_has_no_conditions() -> None:
    text = "à communiquer à l’Office des données sur les saisies de biens culturels ;"
    assert finds(grammar()["conditions"]["forms"], text) == []


@pytest.mark.parametrize(
    ("text", "day", "month", "year"),
    [
        ("sa résolution 46/152 du 18 décembre 1991,", "18", 12, "1991"),
        ("du 1er décembre 1950", "1er", 12, "1950"),
        ("du 1 er mai 2013", "1 er", 5, "2013"),
        ("le 24 août 2012", "24", 8, "2012"),
    ],
)
def test_dates(text: str, day: str, month: int, year: str) -> None:
    found = [match for one in grammar()["dates"]["forms"] for match in form(one).finditer(text)]
    assert [(match["day"], grammar()["dates"]["months"][match["month"]], match["year"]) for match in found] == [
        (day, month, year)
    ]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("de lui présenter à sa centième session un rapport", "à sa centième session"),
        ("pendant la centième session de l’Assemblée ;", "pendant la centième session de l’Assemblée"),
        ("une réunion avant la fin de 2045 ;", "avant la fin de 2045"),
        ("avant la fin de l’année 2046 ;", "avant la fin de l’année 2046"),
        ("de publier d’ici au 31 décembre 2046 un manuel", "d’ici au 31 décembre 2046"),
        ("de rassembler d’ici à 2047 des données", "d’ici à 2047"),
        ("à Vienne, le 15 mars 2046 au plus tard ;", "le 15 mars 2046 au plus tard"),
        ("au plus tard le 30 juin 2046,", "au plus tard le 30 juin 2046"),
        ("au Conseil à sa session de 2047, par", "à sa session de 2047"),
    ],
)
def test_due(text: str, due: str) -> None:
    assert max(finds(grammar()["due"]["forms"], text), key=len, default="") == due


@pytest.mark.parametrize(
    "text", ["adoptée en 2001", "la résolution 2250 (2015) du 9 décembre 2015", "la période 1988-1997"]
)
def test_a_mere_date_is_not_due(text: str) -> None:
    assert finds(grammar()["due"]["forms"], text) == []


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("de continuer à fournir une assistance", "continuer à fournir une assistance"),
        ("à élargir l’accès", "élargir l’accès"),
        ("d’établir des registres", "établir des registres"),
        ("d’en assurer la traduction", "en assurer la traduction"),
        ("de lui présenter un rapport", "lui présenter un rapport"),
        ("de n’épargner aucun effort", "n’épargner aucun effort"),
        ("qu’elles respectent les biens", "respectent les biens"),
        ("pour qu’ils contribuent au fonds", "contribuent au fonds"),
    ],
)
def test_the_word_that_opens_the_action(text: str, rest: str) -> None:
    match = form(grammar()["addressee"]["action"]).match(text)
    assert match
    assert text[match.end() :].strip() == rest


@pytest.mark.parametrize(
    "text", ["de la Convention", "à titre volontaire", "des Nations Unies", "à cet égard", "d’origine"]
)
def test_what_opens_no_action(text: str) -> None:
    assert not form(grammar()["addressee"]["action"]).match(text)


@pytest.mark.parametrize(
    ("line", "organ"),
    [
        ("L’Assemblée générale,", "L’Assemblée générale"),
        ("L'Assemblée générale", "L'Assemblée générale"),
        ("Le Conseil économique et social,", "Le Conseil économique et social"),
        ("Le Conseil de sécurité,", "Le Conseil de sécurité"),
        ("La Conférence générale,", "La Conférence générale"),
        (
            "La Conférence internationale de l'instruction publique,",
            "La Conférence internationale de l'instruction publique",
        ),
    ],
)
def test_the_enacting_formula(line: str, organ: str) -> None:
    match = form(grammar()["front"]["formula"]).fullmatch(line)
    assert match
    assert match["organ"] == organ


@pytest.mark.parametrize("line", ["Assemblée générale", "Troisième Commission", "La Commission", "Nations Unies"])
def test_the_masthead_is_no_formula(line: str) -> None:
    assert not form(grammar()["front"]["formula"]).fullmatch(line)


@pytest.mark.parametrize(
    ("key", "text", "volumes"),
    [
        (
            "unts",
            "Nations Unies, Recueil des Traités, vol. 2225, 2237, 2241 et 2326, no 39574.",
            "2225, 2237, 2241 et 2326",
        ),
        ("unts", "Nations Unies, Recueil des Traités, vol. 1577, n° 27531.", "1577"),
        ("unts_ibid", "Ibid., vol. 2349, no 42146.", "2349"),
    ],
)
def test_volumes_of_the_treaty_series(key: str, text: str, volumes: str) -> None:
    match = form(grammar()["citations"][key]).match(text)
    assert match
    assert match["volumes"] == volumes


def test_a_body_may_stand_between_a_number_and_its_date() -> None:
    between = form(either(grammar()["citations"]["between_date"]))
    for text in (
        "du",
        "en date du",
        "du Conseil économique et social en date du",
        "du Conseil économique et social, en date du",
        "de la Commission pour la prévention du crime et la justice pénale, en date du",
    ):
        assert between.fullmatch(text)
    assert not between.fullmatch("et des recommandations formulées par la Commission")


@pytest.mark.parametrize(
    "text",
    [
        "la Conférence des Parties à la ",
        "la Conférence des États parties à la ",
        "le Mécanisme d’examen de l’application de la ",
        "le secrétariat de la ",
    ],
)
def test_a_treaty_in_a_bodys_name(text: str) -> None:
    assert form(either(grammar()["citations"]["body_before"]) + "$").search(text)


def test_a_treaty_of_its_own_stands_in_no_bodys_name() -> None:
    for text in ("l’importance de la ", "aux États parties à la ", "conformément à la "):
        assert not form(either(grammar()["citations"]["body_before"]) + "$").search(text)


@pytest.mark.parametrize(
    ("text", "group", "value"),
    [
        ("paragraphe 163 de sa résolution 60/1", "paragraph", "163"),
        ("paragraphe 163 b) de sa résolution 60/1", "paragraph", "163 b)"),
        ("chapitre V de cette convention", "chapter", "V"),
        ("article premier", "article", "premier"),
        ("chap. I, sect. C", "chapter", "I"),
    ],
)
def test_pinpoints(text: str, group: str, value: str) -> None:
    found = [match for one in grammar()["citations"]["pinpoints"] if (match := form(one).match(text))]
    assert [match[group] for match in found] == [value]


def test_sentences_end_at_stops_but_not_at_abbreviations() -> None:
    text = "Voir vol. 2225, no 39574. L’Office a aidé M. X. Il continuera (voir chap. I)."
    assert [piece.strip() for piece in form(grammar()["structure"]["sentence"]).split(text)] == [
        "Voir vol. 2225, no 39574.",
        "L’Office a aidé M. X. Il continuera (voir chap. I).",
    ]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("12. Prie le Secrétaire général", "12"),
        ("3) Estime que", "3"),
        ("4° Que l'éducation", "4"),
        ("16.  Prie", "16"),
    ],
)
def test_numbers_of_paragraphs(line: str, number: str) -> None:
    match = form(grammar()["structure"]["number"]).match(line)
    assert match
    assert match["number"] == number


def test_a_date_or_a_size_is_no_paragraph_number() -> None:
    for line in ("18 décembre 2044", "2045. Le rapport", "100 États ont"):
        assert not form(grammar()["structure"]["number"]).match(line)


def test_what_conferences_lay_down_without_a_verb_of_their_own() -> None:
    roles = grammar()["roles"]
    assert finds(roles["normative"], "Les écoles doivent être ouvertes à tous.") == ["doivent"]
    assert finds(roles["normative"], "Il est souhaitable que la classe soit petite.") == ["Il est souhaitable"]
    assert finds(roles["normative"], "Le monde compte un milliard de jeunes.") == []
    assert form(either(roles["continuation"])).match("Qu’il appartient aux pouvoirs publics")
    assert form(either(roles["item_verb"])).match("favoriser la lecture")
    assert any(form(one).match("Soumet aux ministères la recommandation suivante :") for one in roles["operative_from"])


def test_a_recommendation_of_a_report() -> None:
    lead = form(grammar()["report"]["recommendation"])
    text = "Il reste beaucoup à faire. À cet égard, je recommande aux États Membres de ratifier la Convention."
    assert any(text[match.end() :].startswith("recommande") for match in lead.finditer(text))
    assert not any(text[match.end() :].startswith("reste") for match in lead.finditer(text))
