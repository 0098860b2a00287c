"""What the English language file must know, checked without the engine that interprets it."""

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
    return tomllib.loads((files("isonomia.text.languages") / "en.toml").read_text(encoding="utf-8"))


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
        ("first", 1), ("second", 2), ("third", 3), ("fifth", 5), ("eighth", 8), ("ninth", 9), ("eleventh", 11),
        ("twelfth", 12), ("thirteenth", 13), ("nineteenth", 19), ("twentieth", 20), ("twenty-first", 21),
        ("thirty-second", 32), ("fortieth", 40), ("forty-eighth", 48), ("fifty-fourth", 54), ("sixty-ninth", 69),
        ("seventy-sixth", 76), ("eightieth", 80), ("eighty-fifth", 85), ("ninetieth", 90), ("ninety-ninth", 99),
        ("hundredth", 100), ("one hundredth", 100), ("one hundred and first", 101), ("hundred and tenth", 110),
        ("one hundred and nineteenth", 119), ("one hundred and twentieth", 120), ("69th", 69), ("101st", 101),
    ],
)  # fmt: skip
def test_ordinals(words: str, value: int) -> None:
    assert numbers().parse(words) == value
    assert form(grammar()["sessions"]["ordinal"]).fullmatch(words)


ONES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
TEENS = [
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int) -> str:
    if number >= 100:
        return "one hundredth" if number == 100 else f"one hundred and {spelled(number - 100)}"
    if number < 20:
        return [*ONES, *TEENS][number - 1]
    ten = TENS[number // 10 - 2]
    return f"{ten}-{ONES[number % 10 - 1]}" if number % 10 else ten[:-1] + "ieth"


@given(st.integers(1, 120))
def test_every_session_up_to_the_hundred_and_twentieth_is_read(number: int) -> None:
    session = form(grammar()["sessions"]["forms"][0]).search(f"at its {spelled(number)} session, a report")
    assert session
    assert session.group() == f"{spelled(number)} session"
    assert numbers().parse(session.group()) == number


@pytest.mark.parametrize(
    ("phrase", "act", "verb"),
    [
        ("Decides to establish a fund", "decides", "Decides"),
        ("adopts the plan of work", "adopts", "adopts"),
        ("Approves the guidelines", "approves", "Approves"),
        ("Establishes an expert group", "establishes", "Establishes"),
        ("and authorizes the Executive Director", "authorizes", "authorizes"),
        ("Demands that all parties", "demands", "Demands"),
        ("Endorses the recommendations", "endorses", "Endorses"),
        ("strongly urges Member States", "urges", "strongly urges"),
        ("Further requests the Secretary-General", "requests", "Further requests"),
        ("Calls upon all States", "calls_upon", "Calls upon"),
        ("Calls again upon all States", "calls_upon", "Calls again upon"),
        ("Recommends that Member States", "recommends", "Recommends"),
        ("in this regard encourages the Organization", "encourages", "encourages"),
        ("Once again invites the President", "invites", "Once again invites"),
        ("Appeals to Member States", "appeals", "Appeals"),
        ("stresses the need", "emphasizes", "stresses"),
        ("Reaffirms that the Convention", "reaffirms", "Reaffirms"),
        ("Recalls its resolution", "recalls", "Recalls"),
        ("acknowledges the sacrifices", "recognizes", "acknowledges"),
        ("Affirms that wilful attacks", "affirms", "Affirms"),
        ("Takes note with appreciation of the report", "notes", "Takes note with appreciation"),
        ("Takes note of the report", "notes", "Takes note"),
        ("Also notes with satisfaction the", "notes", "Also notes with satisfaction"),
        ("Welcomes the outcome", "welcomes", "Welcomes"),
        ("Expresses its deep appreciation to the", "expresses_appreciation", "Expresses its deep appreciation"),
        ("commends the work", "expresses_appreciation", "commends"),
        ("Expresses grave concern at", "expresses_concern", "Expresses grave concern"),
        ("Notes with deep concern that", "expresses_concern", "Notes with deep concern"),
        ("condemns in the strongest terms the", "condemns", "condemns in the strongest terms"),
        ("looks forward to the results", "other", "looks forward"),
        ("Draws the attention of Member States", "other", "Draws the attention"),
        ("Declares 2046 the International Year", "other", "Declares"),
    ],
)
def test_operative_verbs(phrase: str, act: str, verb: str) -> None:
    assert opening(phrase) == (act, verb)
    assert acts(phrase) == {act}


@pytest.mark.parametrize(
    "phrase",
    [
        "requests for mutual legal assistance",
        "requests made under the Convention",
        "appeals court",
        "demands for illegally traded species",
        "notes verbales",
        "encourage the Office",
        "urged Member States",
        "Recalling its resolution",
    ],
)
def test_nouns_infinitives_and_reports_are_no_operative_verbs(phrase: str) -> None:
    assert opening("x " + phrase) is None
    assert not {act for act, one in openings("forms") if one.match("x " + phrase, 2)}


def test_the_first_person_opens_a_clause_only_behind_its_subject() -> None:
    urge = [one for act, one in openings("forms") if act == "urges"]
    text = "In this regard, I urge Member States to act. They may also urge others."
    assert any(one.match(text, text.index("urge")) for one in urge)
    assert not any(one.match(text, text.index("urge others")) for one in urge)


@pytest.mark.parametrize(
    ("phrase", "act"),
    [
        ("Recalling also Assembly resolutions", "recalls"),
        ("Reaffirming the importance", "reaffirms"),
        ("Taking note of resolution", "notes"),
        ("Noting with appreciation", "notes"),
        ("Deeply concerned about", "expresses_concern"),
        ("Gravely concerned", "expresses_concern"),
        ("Noting with grave concern", "expresses_concern"),
        ("Welcoming the work", "welcomes"),
        ("Bearing in mind Security Council", "other"),
        ("Having considered the report", "other"),
        ("Convinced that no State", "other"),
        ("Mindful of its duties", "recognizes"),
        ("Acting under Chapter VII", "other"),
        ("Determined to secure", "other"),
        ("Expressing its appreciation", "expresses_appreciation"),
        ("Underlining further the important", "emphasizes"),
    ],
)
def test_preambular_verbs(phrase: str, act: str) -> None:
    assert (opening(phrase, "preambular") or ("", ""))[0] == act
    assert opening(phrase) is None


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("the Office, within existing resources, to assist", "within existing resources"),
        (
            "the Office, within its mandate and existing resources, to assist",
            "within its mandate and existing resources",
        ),
        ("within their respective mandates, to consider", "within their respective mandates"),
        (
            "subject to the availability of extrabudgetary resources, to publish",
            "subject to the availability of extrabudgetary resources",
        ),
        ("to provide assistance, upon request, in the field", "upon request"),
        ("thereon, as appropriate;", "as appropriate"),
        ("their operations, as and when appropriate, and", "as and when appropriate"),
        ("review, where necessary, their legislation", "where necessary"),
        ("if necessary with the help", "if necessary"),
        ("Member States, in accordance with their domestic law, to establish", "in accordance with their domestic law"),
        (
            "the Office, in close consultation with Member States, to continue",
            "in close consultation with Member States",
        ),
        (
            "in cooperation with the United Nations Children’s Fund, to draw up",
            "in cooperation with the United Nations Children’s Fund",
        ),
        ("routes, through the secure channels of INTERPOL, by", "through the secure channels of INTERPOL"),
        (
            "an offence, taking into account the work of the World Health Organization;",
            "taking into account the work of the World Health Organization",
        ),
        ("Member States, bearing in mind paragraph 5 above, to include", "bearing in mind paragraph 5 above"),
        ("contributions, on a voluntary basis, and", "on a voluntary basis"),
        ("to the Council as soon as possible;", "as soon as possible"),
    ],
)
def test_conditions(text: str, condition: str) -> None:
    assert condition in finds(grammar()["conditions"]["forms"], text)


def test_an_unconditional_instruction_has_no_conditions() -> None:
    assert (
        finds(grammar()["conditions"]["forms"], "to share with the Office data on seizures of cultural property;") == []
    )


@pytest.mark.parametrize(
    ("text", "day", "month", "year"),
    [
        ("resolution 46/152 of 18 December 1991,", "18", 12, "1991"),
        ("on 1 May 2013", "1", 5, "2013"),
        ("September 24, 2012", "24", 9, "2012"),
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
        (
            "submit to the General Assembly at its hundredth session a report",
            "to the General Assembly at its hundredth session",
        ),
        ("during the hundredth session of the Assembly", "during the hundredth session of the Assembly"),
        ("a meeting before the end of 2045;", "before the end of 2045"),
        ("publish by 31 December 2046 a handbook", "by 31 December 2046"),
        ("no later than 30 June 2046,", "no later than 30 June 2046"),
        ("to the Council at its 2047 session, through", "at its 2047 session"),
    ],
)
def test_due(text: str, due: str) -> None:
    assert max(finds(grammar()["due"]["forms"], text), key=len, default="") == due


@pytest.mark.parametrize("text", ["adopted in 2001", "resolution 1373 (2001) of 28 September 2001", "the 2030 Agenda"])
def test_a_mere_date_is_not_due(text: str) -> None:
    assert finds(grammar()["due"]["forms"], text) == []


@pytest.mark.parametrize(
    ("line", "organ"),
    [
        ("The General Assembly,", "General Assembly"),
        ("The General Assembly", "General Assembly"),
        ("The Economic and Social Council,", "Economic and Social Council"),
        (
            "The Conference of the Parties to the United Nations Convention against Transnational Organized Crime,",
            "Conference of the Parties to the United Nations Convention against Transnational Organized Crime",
        ),
    ],
)
def test_the_enacting_formula(line: str, organ: str) -> None:
    match = form(grammar()["front"]["formula"]).fullmatch(line)
    assert match
    assert match["organ"] == organ


@pytest.mark.parametrize(
    "line", ["Third Committee", "General Assembly", "Economic and Social Council", "The Committee"]
)
def test_the_masthead_is_no_formula(line: str) -> None:
    assert not form(grammar()["front"]["formula"]).fullmatch(line)


@pytest.mark.parametrize(
    ("key", "text", "volumes"),
    [
        (
            "unts",
            "United Nations, Treaty Series, vols. 2225, 2237, 2241 and 2326, No. 39574.",
            "2225, 2237, 2241 and 2326",
        ),
        ("unts", "United Nations, Treaty Series, vol. 2225, No. 39574.", "2225"),
        ("unts_ibid", "Ibid., vol. 2349, No. 42146.", "2349"),
    ],
)
def test_volumes_of_the_treaty_series(key: str, text: str, volumes: str) -> None:
    match = form(grammar()["citations"][key]).match(text)
    assert match
    assert match["volumes"] == volumes


@pytest.mark.parametrize(
    "text",
    [
        "the work of the Conference of the Parties to the ",
        "the Conference of the States Parties to the ",
        "the Mechanism for the Review of the Implementation of the ",
        "the secretariat of the ",
    ],
)
def test_a_treaty_in_a_bodys_name(text: str) -> None:
    assert form(either(grammar()["citations"]["body_before"]) + "$").search(text)


def test_a_treaty_of_its_own_stands_in_no_bodys_name() -> None:
    for text in ("the importance of the ", "States parties to the ", "in accordance with the "):
        assert not form(either(grammar()["citations"]["body_before"]) + "$").search(text)


@pytest.mark.parametrize(
    ("text", "group", "value"),
    [
        ("paragraph 163 (b) of General Assembly resolution 60/1", "paragraph", "163 (b)"),
        ("chapter V of that Convention", "chapter", "V"),
        ("article 2 (b) of the Convention", "article", "2 (b)"),
        ("chap. I, sect. C", "chapter", "I"),
    ],
)
def test_pinpoints(text: str, group: str, value: str) -> None:
    found = [match for one in grammar()["citations"]["pinpoints"] if (match := form(one).match(text))]
    assert [match[group] for match in found] == [value]


def test_sentences_end_at_stops_but_not_at_abbreviations() -> None:
    text = "See vol. 2225, No. 39574. The Office has helped Mr. X. It will go on (see chap. I. below)."
    assert [piece.strip() for piece in form(grammar()["structure"]["sentence"]).split(text)] == [
        "See vol. 2225, No. 39574.",
        "The Office has helped Mr. X. It will go on (see chap. I. below).",
    ]


def test_a_recommendation_of_a_report() -> None:
    lead = form(grammar()["report"]["recommendation"])
    text = "Much remains to be done. In this regard, I strongly urge Member States to ratify the Convention."
    assert any(text[match.end() :].startswith("urge") for match in lead.finditer(text))
    assert not any(text[match.end() :].startswith("remains") for match in lead.finditer(text))
