"""The register of places as data: every country and region with its codes, found in six languages and not elsewhere."""

from __future__ import annotations

import csv
import importlib
import re
import sys
import tomllib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from isonomia.registers import places
from isonomia.registers.surfaces import place_mentions
from isonomia.text.folding import Folding

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src" / "isonomia" / "registers"
CODES = ROOT.parent / "shared" / "data" / "collections" / "codes"
SCRIPTS = {"ar": "Arabic", "en": "Latin", "es": "Latin", "fr": "Latin", "ru": "Cyrillic", "zh": "Han"}
LANGUAGES = tuple(SCRIPTS)
NOT_BY_THEIR_LABEL = {
    ("MLI", "ar"): "مالي is also `financial`: Mali is found with a word beside it",
    ("REU", "es"): "Reunión is also a meeting",
    ("australia_and_new_zealand", ""): "the two countries are found by their own names",
    ("micronesia", ""): "the name alone means the Federated States, which lie in the region",
}
"""(id, language) that the label does not find, "" for all languages, and why."""

sys.path.insert(0, str(ROOT / "tools"))
tool = importlib.import_module("places")
sys.path.remove(str(ROOT / "tools"))


@cache
def added() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads((FOLDER / "places.toml").read_text(encoding="utf-8"))["place"])


def table() -> list[dict[str, str]]:
    with (FOLDER / "places_m49.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def forms(part: str = "names") -> list[tuple[str, str, str]]:
    return [(p.id, lang, form) for p in places().values() for lang, row in getattr(p, part).items() for form in row]


def found(text: str, language: str) -> list[str]:
    script = SCRIPTS[language]
    text = Folding(text, script).text
    return [id for mention in place_mentions(text, language, script) for id in mention.ids]


# -- the data ------------------------------------------------------------------------------------------------------


def test_all_countries_and_areas_of_the_m49_are_there() -> None:
    countries = [place for place in places().values() if place.kind == "country"]
    assert len(countries) == len(table()) == 248
    assert {place.id for place in places().values() if place.kind == "region"} == set(tool.REGIONS.values())


def test_ids_are_unique_and_codes_have_their_shapes() -> None:
    counts = Counter([row["id"] for row in table()] + [row["id"] for row in added() if "kind" in row])
    assert [id for id, count in counts.items() if count > 1] == []
    for place in places().values():
        if place.kind == "country":
            assert re.fullmatch("[A-Z]{3}", place.id), place.id
            assert place.iso3 == place.id
            assert re.fullmatch("[A-Z]{2}", place.iso2), place.id
            assert re.fullmatch("[0-9]{3}", place.m49), place.id
        else:
            assert re.fullmatch("[a-z]+(_[a-z]+)*", place.id), place.id
            assert place.kind in ("region", "group")
            assert re.fullmatch("([0-9]{3})?", place.m49), place.id
    codes = Counter(place.m49 for place in places().values() if place.m49)
    assert [code for code, count in codes.items() if count > 1] == []


def test_what_a_person_added_belongs_to_a_place_and_takes_away_what_is_there() -> None:
    given = {row["id"]: row for row in table()}
    for row in added():
        if "kind" in row:
            assert set(row) <= {"id", "kind", "m49", "parents", "members", "label", "names", "guards"}, row["id"]
            continue
        assert set(row) <= {"id", "label", "names", "drop", "guards"}, row["id"]
        for language, dropped in row.get("drop", {}).items():
            names = given[row["id"]][f"names_{language}"].split(" | ")
            assert set(dropped) <= set(names), (row["id"], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_has_a_label_and_names(language: str) -> None:
    assert [place.id for place in places().values() if not place.label[language].strip()] == []
    unnamed = {place.id for place in places().values() if not place.names.get(language)}
    assert unnamed == {id for id, lang in NOT_BY_THEIR_LABEL if not lang}


def test_parents_are_regions_and_groups_and_lead_to_no_circle() -> None:
    known = places()
    for place in known.values():
        above, seen = list(place.parents), set()
        while above:
            id = above.pop()
            assert known[id].kind != "country", place.id
            assert id != place.id
            if id not in seen:
                seen.add(id)
                above += known[id].parents


@pytest.mark.parametrize(
    ("id", "parents"),
    [
        ("SEN", {"western_africa", "sub_saharan_africa", "africa", "least_developed_countries", "sahel"}),
        ("COD", {"middle_africa", "great_lakes_region", "gulf_of_guinea", "congo_basin"}),
        ("KAZ", {"central_asia", "asia", "landlocked_developing_countries"}),
        ("JAM", {"caribbean", "latin_america_and_caribbean", "americas", "small_island_developing_states"}),
        ("ALB", {"southern_europe", "europe", "south_eastern_europe", "balkans"}),
        ("VUT", {"melanesia", "oceania", "pacific_islands"}),
        ("SOM", {"eastern_africa", "horn_of_africa", "arab_states", "gulf_of_aden"}),
    ],
)  # fmt: skip
def test_countries_lie_in_their_regions_and_groups(id: str, parents: set[str]) -> None:
    assert parents <= set(places()[id].parents)


def test_forms_are_clean() -> None:
    faulty = re.compile(r"(^|\s)\*|\*\*|\*\w|[|_\u064b-\u0652]|^\s|\s$|\s\s")
    written = forms("names") + forms("guards")
    assert [row for row in written if faulty.search(row[2]) or len(row[2].replace("*", "")) < 2] == []


def test_a_form_of_two_places_names_both() -> None:
    """Shared forms are those that name two regions at once (West and Central Africa)."""
    owners = defaultdict(set)
    for id, lang, form in forms():
        owners[lang, form].add(id)
    shared = {frozenset(ids) for ids in owners.values() if len(ids) > 1}
    assert shared == {
        frozenset({"eastern_africa", "southern_africa"}),
        frozenset({"western_africa", "middle_africa"}),
        frozenset({"western_asia", "central_asia"}),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_is_found_by_its_own_label_and_no_other(language: str) -> None:
    for place in places().values():
        if {(place.id, language), (place.id, "")} & set(NOT_BY_THEIR_LABEL):
            assert place.id not in found(place.label[language], language), place.id
        else:
            assert found(place.label[language], language) == [place.id], place.label[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_countries_in_one_list_are_told_apart(language: str) -> None:
    """Niger and Nigeria, the three Guineas, the two Congos, Dominica and the Dominican Republic, Somalia and Mali."""
    hard = ["NER", "NGA", "GIN", "GNB", "GNQ", "PNG", "COG", "COD", "DMA", "DOM", "SOM", "SDN", "SSD", "KOR", "PRK"]
    hard += ["WSM", "ASM", "IND", "IDN", "IRL", "ISL", "AUS", "AUT", "MKD", "GBR", "USA", "VIR", "VGB", "CAF", "ZAF"]
    separator = "、" if language == "zh" else "، " if language == "ar" else ", "
    assert found(separator.join(places()[id].label[language] for id in hard), language) == hard


# -- what is found -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "ids"),
    [
        ("en", "the Governments of Austria and Italy", ["AUT", "ITA"]),
        ("en", "in West Africa, the Sahel and the Lake Chad Basin", ["western_africa", "sahel", "lake_chad_basin"]),
        ("en", "in West and Central Africa", ["middle_africa", "western_africa"]),
        ("en", "Turkey, Türkiye, Hong Kong, China, and the Republic of the Congo", ["TUR", "TUR", "HKG", "COG"]),
        ("en", "small island developing States and landlocked developing countries",
         ["small_island_developing_states", "landlocked_developing_countries"]),
        ("fr", "au Niger, au Nigéria, en Guinée équatoriale et dans le golfe de Guinée",
         ["NER", "NGA", "GNQ", "gulf_of_guinea"]),
        ("fr", "dans la Corne de l’Afrique et à l’île de la Réunion", ["horn_of_africa", "REU"]),
        ("es", "en el Níger, Nigeria, la República Dominicana y Dominica", ["NER", "NGA", "DOM", "DMA"]),
        ("es", "América Latina y el Caribe y Europa Sudoriental",
         ["latin_america_and_caribbean", "south_eastern_europe"]),
        ("ru", "в Австрии, Италией, Кубы, Ганой, Чаду, Египтом и Филиппинах",
         ["AUT", "ITA", "CUB", "GHA", "TCD", "EGY", "PHL"]),
        ("ru", "Исламской Республикой Афганистан и Демократической Республикой Конго", ["AFG", "COD"]),
        ("ru", "в странах Центральной Азии, районе Великих озер и на Африканском Роге",
         ["central_asia", "great_lakes_region", "horn_of_africa"]),
        ("ar", "في النيجر ونيجيريا وغينيا الاستوائية وبالسودان ولجنوب السودان", ["NER", "NGA", "GNQ", "SDN", "SSD"]),
        ("ar", "حكومتا النمسا وإيطاليا ودول منطقة الساحل والقرن الأفريقي", ["AUT", "ITA", "sahel", "horn_of_africa"]),
        ("ar", "في مالي، وبوركينا فاسو ومالي", ["MLI", "MLI"]),
        ("zh", "索马里、马里、几内亚比绍和赤道几内亚", ["SOM", "MLI", "GNB", "GNQ"]),
        ("zh", "马来西亚和西亚，法国、中国和中国香港", ["MYS", "western_asia", "FRA", "CHN", "HKG"]),
        ("zh", "西非、萨赫勒、几内亚湾和东南欧", ["western_africa", "sahel", "gulf_of_guinea", "south_eastern_europe"]),
    ],
)  # fmt: skip
def test_places_are_found_in_sentences(language: str, text: str, ids: list[str]) -> None:
    assert sorted(found(text, language)) == sorted(ids)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Romans ate turkey from china in New Mexico, New Jersey and the Niger Delta"),
        ("en", "5 million United States dollars"),
        ("en", "the Council of Europe and the Economic Commission for Africa"),
        ("en", "a jordan almond, a chad, the Panama Papers"),
        ("fr", "la réunion, Réunion du groupe de travail, une grenade, les dollars des États-Unis, le fleuve Niger"),
        ("es", "Reunión de expertos, el delta del Níger, 3 millones de dólares de los Estados Unidos"),
        ("ru", "кроме того, перу писателя, долл. США, Того же мнения, дельта Нигера"),
        ("ar", "دعم مالي وإداري، بنيوي، دلتا النيجر، نهر الأردن، عقد الاجتماع في عمان"),
        ("zh", "发展中国家，沿海地区，其中国有企业，10月31日本组织，司法国际合作"),
    ],
)  # fmt: skip
def test_other_words_are_no_places(language: str, text: str) -> None:
    assert found(text, language) == []


def test_capitals_tell_names_from_words() -> None:
    assert found("Chad, chad, Jordan, jordan", "en") == ["TCD", "JOR"]
    assert found("Того, того", "ru") == []  # with a comma behind it may be the pronoun
    assert found("в Того и Бенине", "ru") == ["BEN"]
    assert found("Правительство Того", "ru") == ["TGO"]


# -- the tool that writes the table --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cases"),
    [
        ("Австрия", "Австрия Австрии Австрию Австрией"),
        ("Куба", "Куба Кубы Кубе Кубу Кубой"),
        ("Ямайка", "Ямайка Ямайки Ямайке Ямайку Ямайкой"),
        ("Ирак", "Ирак Ирака Ираку Ираком Ираке"),
        ("Китай", "Китай Китая Китаю Китаем Китае"),
        ("Израиль", "Израиль Израиля Израилю Израилем Израиле"),
        ("Польша", "Польша Польши Польше Польшу Польшей"),
        ("Маврикий", "Маврикий Маврикия Маврикию Маврикием Маврикии"),
        ("Египет", "Египет Египта Египту Египтом Египте"),
        ("Мали", "Мали"),
        ("Марокко", "Марокко"),
    ],
)
def test_russian_names_of_one_word_are_given_in_their_cases(name: str, cases: str) -> None:
    assert tool.cases(name) == cases.split()


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Южный Судан", "Южн* Судан*"),
        ("Исламская Республика Афганистан", "Исламск* Республик* Афганистан*"),
        ("Королевство Нидерландов", "Королевств* Нидерландов"),
        ("Республика Чили", "Республик* Чили"),
    ],
)
def test_longer_russian_names_become_patterns(name: str, form: str) -> None:
    assert tool.cases(name) == [form]


def test_articles_and_marks_of_notes_are_no_part_of_a_name() -> None:
    assert tool.short_name("Gambia (the)") == "Gambia"
    assert tool.short_name("Saint-Siège (le) *") == "Saint-Siège"
    assert tool.formal_name("l'État du Qatar") == "État du Qatar"
    assert tool.formal_name("los Estados Unidos Mexicanos") == "Estados Unidos Mexicanos"


@pytest.mark.skipif(not CODES.exists(), reason="the shared code lists are not beside the project")
def test_the_table_is_what_the_tool_writes() -> None:
    assert tool.table(CODES) == (FOLDER / "places_m49.csv").read_text(encoding="utf-8")
