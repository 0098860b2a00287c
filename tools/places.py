"""Writes src/isonomia/registers/places_m49.csv: countries and areas with codes, regions and names in six languages.

python tools/places.py FOLDER [--check]

FOLDER holds `m49/UNSD-<language>.csv` (the M49 overview in six languages) and `country-codes.csv` (with the short and
formal names of UNTERM), as in the data set "country-codes" of Datahub (public domain dedication and licence). What a
person adds, corrects or takes away is in places.toml and is not touched.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "isonomia" / "registers" / "places_m49.csv"
LANGUAGES = {"ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian", "zh": "Chinese"}
FILES = {"zh": "cn"}
"""Where the file of a language has another name than its code."""
REGIONS = {
    "002": "africa", "015": "northern_africa", "202": "sub_saharan_africa", "014": "eastern_africa",
    "017": "middle_africa", "018": "southern_africa", "011": "western_africa", "019": "americas",
    "419": "latin_america_and_caribbean", "029": "caribbean", "013": "central_america", "005": "south_america",
    "021": "northern_america", "142": "asia", "143": "central_asia", "030": "eastern_asia",
    "035": "south_eastern_asia", "034": "southern_asia", "145": "western_asia", "150": "europe",
    "151": "eastern_europe", "154": "northern_europe", "039": "southern_europe", "155": "western_europe",
    "009": "oceania", "053": "australia_and_new_zealand", "054": "melanesia", "057": "micronesia", "061": "polynesia",
}  # fmt: skip
GROUPS = {
    "Least Developed Countries (LDC)": "least_developed_countries",
    "Land Locked Developing Countries (LLDC)": "landlocked_developing_countries",
    "Small Island Developing States (SIDS)": "small_island_developing_states",
}
LEFT_OUT = {"TWN"}
"""Rows of the data set that the M49 of the United Nations does not have; their names are in places.toml."""
ARTICLE = re.compile(r"^(?:the|la|le|les|el|los|las)\s+|^l['’]\s*", re.IGNORECASE)
FIXED = {"Фасо", "Леоне", "Верде", "Бисау", "Китс", "Папуа", "Папуа-Новая", "Антигуа", "Самоа"}
"""Words of Russian names that stay as they are inside a longer name."""
IRREGULAR = {
    "Беларусь": "Беларуси Беларусью",
    "Гвинея-Бисау": "Гвинеи-Бисау Гвинее-Бисау Гвинею-Бисау Гвинеей-Бисау",
    "Египет": "Египта Египту Египтом Египте",
    "Марокко": "",
    "Никарагуа": "",
    "Самоа": "",
}
"""Russian names whose cases follow no rule of this tool."""
ENDINGS = (
    ("ия", "ии ию ией"), ("ея", "еи ее ею еей"), ("ья", "ьи ье ью ьей"), ("ий", "ия ию ием ии"), ("й", "я ю ем е"),
    ("ь", "я ю ем е"),
)  # fmt: skip


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _clean(name: str) -> str:
    """A name without the marks of notes, vowel signs and double spaces."""
    return " ".join(re.sub("[*\u064b-\u0652]", "", name).replace("’", "'").split())


def short_name(name: str) -> str:
    """UNTERM's short name without the article behind it: "Gambia (the)" is Gambia."""
    return _clean(re.sub(r"\s*\((?:the|la|le|les|l['’]|el|los|las)\)", "", name))


def formal_name(name: str) -> str:
    """UNTERM's formal name without the article before it."""
    return ARTICLE.sub("", _clean(name))


def cases(name: str) -> list[str]:
    """A Russian name in its cases: in full for one word, by patterns for several (Южн* Судан*)."""
    if name in IRREGULAR:
        return [name, *IRREGULAR[name].split()]
    words = name.split()
    if "(" in name:
        return [name]
    if len(words) > 1:
        return [" ".join(_stem(word) for word in words)]
    for ending, others in ENDINGS:
        if name.endswith(ending):
            stem = name[: -len(ending)]
            return [name, *(stem + other for other in others.split())]
    if name.endswith("ы"):
        return [name, *(name[:-1] + other for other in ("", "ов", "ам", "ами", "ах"))]
    if re.search("[оеиуэю]$", name):
        return [name]
    if name.endswith("а"):
        stem = name[:-1]
        genitive, instrumental = "и" if stem[-1] in "гкхжшчщ" else "ы", "ей" if stem[-1] in "жшщчц" else "ой"
        return [name, *(stem + other for other in (genitive, "е", "у", instrumental))]
    return [name, *(name + other for other in ("а", "у", "ом", "е"))]


def _stem(word: str) -> str:
    """A word of a longer Russian name as a pattern for its cases; what does not change stays."""
    if word in FIXED or len(word) < 4 or re.search("(ых|их|ов|ев|,)$", word):
        return word
    if re.search("(ая|ое|ий|ый|ой|ие|ые|яя)$", word):
        return word[:-2] + "*"
    if re.search("[оеиуэ]$", word) and not word.endswith("ство"):
        return word
    return re.sub("[аяоыь]$", "", word) + "*"


def names(language: str, label: str, codes: Mapping[str, str]) -> list[str]:
    """The label, its part before brackets, and UNTERM's short and formal names, each once."""
    tongue = LANGUAGES[language]
    short, formal = short_name(codes[f"UNTERM {tongue} Short"]), formal_name(codes[f"UNTERM {tongue} Formal"])
    found = [name for name in (label, re.sub(r"\s*[(（].*$", "", label), short, formal) if name]
    if language == "ru":
        found = [case for name in found for case in cases(name)]
    return list(dict.fromkeys(found))


def table(folder: Path) -> str:
    """The whole file as text, rows by their codes."""
    codes = {row["ISO3166-1-Alpha-3"]: row for row in _read(folder / "country-codes.csv")}
    overview = {
        language: {row["M49 Code"]: row for row in _read(folder / "m49" / f"UNSD-{FILES.get(language, language)}.csv")}
        for language in LANGUAGES
    }
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["id", "m49", "iso2", "parents", *LANGUAGES, *(f"names_{language}" for language in LANGUAGES)])
    for m49, row in sorted(overview["en"].items(), key=lambda item: item[1]["ISO-alpha3 Code"]):
        id = row["ISO-alpha3 Code"]
        if id in LEFT_OUT:
            continue
        levels = (row["Intermediate Region Code"], row["Sub-region Code"], row["Region Code"])
        parents = [REGIONS[code] for code in levels if code] + [group for key, group in GROUPS.items() if row[key]]
        labels = {language: _clean(rows[m49]["Country or Area"]) for language, rows in overview.items()}
        forms = [" | ".join(names(language, label, codes[id])) for language, label in labels.items()]
        writer.writerow([id, m49, row["ISO-alpha2 Code"], " ".join(parents), *labels.values(), *forms])
    return stream.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the file; with --check only says whether it is current (exit status 1 where it is not)."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="folder with m49/ and country-codes.csv")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the file is not current")
    options = parser.parse_args(arguments)
    text = table(options.folder)
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    if options.check:
        print(f"{TARGET.relative_to(ROOT)} is not current", file=sys.stderr)
        return 1
    TARGET.write_text(text, encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
