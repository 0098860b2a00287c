"""The register of bodies as data: what every entry of `bodies*.toml` must be so that recognition can rely on it."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]
FILES = sorted((PROJECT / "src" / "isonomia" / "registers").glob("bodies*.toml"))
GOLD = PROJECT.parent / "shared" / "data" / "gold" / "resolutions.jsonl"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
KINDS = {
    "organ", "commission", "committee", "conference_of_parties", "congress", "secretariat_entity", "agency", "fund",
    "programme", "working_group", "task_force", "network", "institute", "office_holder", "group_of_states",
    "organization", "treaty_body", "expert_group", "other",
}  # fmt: skip
CONTRACT_IDS = {
    "member_states", "all_states", "states_parties", "unodc", "secretary_general", "secretariat", "ga_president",
    "expert_group", "un_system", "international_organizations", "other_relevant_parties",
}  # fmt: skip
SCRIPTS = {"ar": r"[\u0600-\u06FF]", "ru": r"[\u0400-\u04FF]", "zh": r"[\u3400-\u9FFF]"}
ARTICLES = {"en": r"(the|a|an)\s", "es": r"(el|la|los|las|al|del)\s", "fr": r"(le|la|les|au|aux|du|des)\s|l['’]"}

Body = dict[str, Any]


@cache
def bodies() -> tuple[Body, ...]:
    return tuple(body for file in FILES for body in tomllib.loads(file.read_text(encoding="utf-8"))["body"])


def forms(part: str) -> list[tuple[str, str, str]]:
    """(id, language, surface form) for all `names` or all `short` forms."""
    return [(b["id"], lang, form) for b in bodies() for lang, list_ in b.get(part, {}).items() for form in list_]


def folded(form: str) -> str:
    return form[0].lower() + form[1:]


def pattern(form: str) -> re.Pattern[str]:
    """The reading of a surface form that the schema describes: white space, word endings, a free first letter."""
    signs = {" ": r"\s+", "*": r"\w*"}
    first, rest = form[0], "".join(signs.get(sign, re.escape(sign)) for sign in form[1:])
    return re.compile(f"(?:{re.escape(first)}|{re.escape(first.lower())}|{re.escape(first.upper())}){rest}")


def wildcard_patterns() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    by_language = defaultdict(list)
    for id_, lang, form in forms("names"):
        if "*" in form:
            by_language[lang].append((id_, pattern(form)))
    return by_language


def test_the_register_is_there_and_generous() -> None:
    assert FILES
    assert len(bodies()) >= 120


def test_ids_are_unique_and_snake_case() -> None:
    ids = [body["id"] for body in bodies()]
    assert [id_ for id_, count in Counter(ids).items() if count > 1] == []
    assert [id_ for id_ in ids if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", id_)] == []


def test_the_addressees_of_the_contract_have_their_ids() -> None:
    assert {body["id"] for body in bodies()} >= CONTRACT_IDS


def test_entries_have_the_known_keys_and_a_known_kind() -> None:
    known = {"id", "kind", "series", "sessions", "label", "names", "short", "united_nations"}
    assert [body["id"] for body in bodies() if set(body) - known or body["kind"] not in KINDS] == []


@pytest.mark.parametrize("part", ["label", "names"])
def test_every_body_is_named_in_six_languages(part: str) -> None:
    assert [b["id"] for b in bodies() if tuple(sorted(b[part])) != LANGUAGES or not all(b[part].values())] == []


def test_labels_are_plain_text() -> None:
    labels = [(b["id"], lang, label) for b in bodies() for lang, label in b["label"].items()]
    assert [row for row in labels if row[2] != " ".join(row[2].split()) or set("*{}|《》") & set(row[2])] == []


@pytest.mark.parametrize("part", ["names", "short"])
def test_forms_are_clean(part: str) -> None:
    faulty = [
        (id_, lang, form)
        for id_, lang, form in forms(part)
        if lang not in LANGUAGES
        or form != " ".join(form.split())
        or len(form.replace("*", "")) < 2
        or form.startswith("*")
        or "**" in form
        or set("{}|《》") & set(form)
        or (lang == "zh" and " " in form)
    ]
    assert faulty == []


def test_no_body_lists_a_form_twice() -> None:
    for part in ("names", "short"):
        counts = Counter((id_, lang, folded(form)) for id_, lang, form in forms(part))
        assert [row for row, count in counts.items() if count > 1] == []


def test_names_are_written_in_the_script_of_their_language() -> None:
    # Abbreviations in Latin letters (UNODC, FAO) are used in Russian and Arabic texts too.
    foreign = [
        row
        for row in forms("names")
        if row[1] in SCRIPTS and not re.search(SCRIPTS[row[1]], row[2]) and not re.fullmatch(r"[A-Z0-9-]{2,12}", row[2])
    ]
    assert foreign == []


def test_names_do_not_begin_with_an_article() -> None:
    # The engine allows articles and contractions before a name; one inside the form would hide "du", "del".
    with_article = [row for row in forms("names") if row[1] in ARTICLES and re.match(ARTICLES[row[1]], row[2], re.I)]
    assert with_article == []


def test_a_body_is_recognised_by_its_own_label() -> None:
    unrecognised = [
        (body["id"], lang)
        for body in bodies()
        for lang, label in body["label"].items()
        if not any(pattern(form).fullmatch(label) for form in body["names"][lang])
    ]
    assert unrecognised == []


def test_no_name_means_two_bodies() -> None:
    owners = defaultdict(set)
    for id_, lang, form in forms("names"):
        owners[lang, folded(form)].add(id_)
    assert {form: ids for form, ids in owners.items() if len(ids) > 1} == {}


def test_no_name_is_swallowed_by_the_wildcards_of_another_body() -> None:
    wild = wildcard_patterns()
    swallowed = [
        (id_, lang, form, other)
        for id_, lang, form in forms("names")
        for other, regex in wild[lang]
        if other != id_ and regex.fullmatch(form.replace("*", ""))
    ]
    assert swallowed == []


def test_no_short_form_is_the_name_of_another_body() -> None:
    owners = {(lang, folded(form)): id_ for id_, lang, form in forms("names")}
    clashes = [
        (id_, lang, form, owner)
        for id_, lang, form in forms("short")
        if (owner := owners.get((lang, folded(form)), id_)) != id_
    ]
    assert clashes == []


def test_short_forms_are_shorter_than_the_longest_name() -> None:
    longest = {(b["id"], lang): max(map(len, names)) for b in bodies() for lang, names in b["names"].items()}
    assert [row for row in forms("short") if len(row[2]) >= longest[row[0], row[1]]] == []


def test_series_have_one_place_for_the_number() -> None:
    series = [(b["id"], key, template) for b in bodies() for key, template in b.get("series", {}).items()]
    assert series
    assert [row for row in series if row[1] not in ("resolution", "decision") or row[2].count("{number}") != 1] == []
    assert [template for template, count in Counter(row[2] for row in series).items() if count > 1] == []


def test_sessions_run_forward_in_time() -> None:
    for body in bodies():
        sessions = body.get("sessions", {})
        assert not set(sessions) - {"base", "years"}, body["id"]
        years = [year for _, year in sorted((int(n), year) for n, year in sessions.get("years", {}).items())]
        assert years == sorted(years), body["id"]
        assert all(1945 <= year <= 2035 for year in years), body["id"]
        assert 1940 <= sessions.get("base", 1945) <= 2030, body["id"]


@pytest.mark.parametrize(
    ("id_", "session", "year"),
    [
        ("unga", 76, 2021),
        ("ccpcj", 27, 2018),
        ("ccpcj", 30, 2021),
        ("cnd", 62, 2019),
        ("csw", 57, 2013),
        ("untoc_cop", 10, 2020),
        ("uncac_cosp", 8, 2019),
        ("crime_congress", 13, 2015),
        ("commission_on_human_rights", 57, 2001),
        ("world_health_assembly", 67, 2014),
        ("copuos", 61, 2018),
    ],
)
def test_sessions_fall_in_the_year_they_were_held(id_: str, session: int, year: int) -> None:
    sessions = next(body["sessions"] for body in bodies() if body["id"] == id_)
    assert sessions.get("years", {}).get(str(session), sessions.get("base", 0) + session) == year


def owner_of(text: str, lang: str) -> set[str]:
    """Bodies with a name or short form that is exactly this text; a short form counts where no name does."""
    for part in ("names", "short"):
        found = {id_ for id_, form_lang, form in forms(part) if form_lang == lang and pattern(form).fullmatch(text)}
        if found:
            return found
    return set()


@pytest.mark.parametrize(
    ("lang", "text", "id_"),
    [
        ("ru", "государствам-членам", "member_states"),
        ("ru", "государствами — членами Организации Объединенных Наций", "member_states"),
        ("ru", "Генерального секретаря", "secretary_general"),
        ("ru", "Управлению Организации Объединенных Наций по наркотикам и преступности", "unodc"),
        ("ru", "соответствующим международным организациям", "international_organizations"),
        ("ru", "Комиссию по предупреждению преступности и уголовному правосудию", "ccpcj"),
        ("ru", "государств-участников", "states_parties"),
        ("fr", "États Membres", "member_states"),
        ("fr", "Secrétaire générale", "secretary_general"),
        ("es", "Estado Miembro", "member_states"),
        ("es", "Estados partes", "states_parties"),
        ("es", "Presidenta de la Asamblea General", "ga_president"),
        ("en", "Governments of Member States", "member_states"),
        ("en", "other donors", "other_relevant_parties"),
        ("ar", "جميع الدول الأعضاء", "member_states"),
        ("zh", "各会员国政府", "member_states"),
        ("zh", "所有各国", "all_states"),
        ("zh", "其他捐助者", "other_relevant_parties"),
        ("zh", "联合国各实体", "un_system"),
        ("zh", "联合国打击跨国有组织犯罪公约第十次缔约方会议", "untoc_cop"),
    ],
)
def test_usual_wording_belongs_to_one_body(lang: str, text: str, id_: str) -> None:
    assert owner_of(text, lang) == {id_}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "государственный"),
        ("ru", "правительственных"),
        ("ru", "международная организация"),
        ("es", "Estados participantes"),
        ("fr", "État particulier"),
        ("zh", "各方面"),
        ("zh", "议会"),
    ],
)
def test_other_words_with_the_same_stem_are_no_body(lang: str, text: str) -> None:
    assert owner_of(text, lang) == set()


@pytest.mark.skipif(not GOLD.exists(), reason="the shared annotations are not beside the project")
def test_annotated_addressees_are_in_the_register() -> None:
    missing = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        for clause in json.loads(line)["clauses"]:
            for text in clause["addressee"]:
                bare = re.sub(r"^《.*?》|^这些公约和议定书的", "", text)
                wanted = {re.sub(r"^states_parties_.*", "states_parties", id_) for id_ in clause["addressee_id"]}
                if not owner_of(bare, "zh") & wanted:
                    missing.append((text, wanted))
    assert missing == []


def test_the_united_nations_are_told_from_others() -> None:
    from isonomia.registers import bodies as register

    inside = {id for id, body in register().items() if body.united_nations}
    assert {"unodc", "secretary_general", "untoc_cop", "ccpcj", "unctad", "un_system", "icat"} <= inside
    assert not {"member_states", "interpol", "european_union", "civil_society", "fatf"} & inside
