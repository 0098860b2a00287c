"""Words for ids: actors, topics, acts, paragraphs; each in the language of the text, else in English."""

from __future__ import annotations

import re
from collections.abc import Mapping

from isonomia.registers import bodies, topics

PARTIES: Mapping[str, Mapping[str, str]] = {
    "states_parties_untoc": {
        "ar": "الدول الأطراف في اتفاقية الجريمة المنظمة",
        "en": "States parties to the Organized Crime Convention",
        "es": "Estados partes en la Convención contra la Delincuencia Organizada",
        "fr": "États parties à la Convention contre la criminalité organisée",
        "ru": "Государства — участники Конвенции об организованной преступности",
        "zh": "《有组织犯罪公约》缔约国",
    },
    "states_parties_uncac": {
        "ar": "الدول الأطراف في اتفاقية مكافحة الفساد",
        "en": "States parties to the Convention against Corruption",
        "es": "Estados partes en la Convención contra la Corrupción",
        "fr": "États parties à la Convention contre la corruption",
        "ru": "Государства — участники Конвенции против коррупции",
        "zh": "《反腐败公约》缔约国",
    },
    "states_parties_untoc_protocols": {
        "ar": "الدول الأطراف في بروتوكولات اتفاقية الجريمة المنظمة",
        "en": "States parties to the Protocols to the Organized Crime Convention",
        "es": "Estados partes en los Protocolos de la Convención contra la Delincuencia Organizada",
        "fr": "États parties aux Protocoles à la Convention contre la criminalité organisée",
        "ru": "Государства — участники протоколов к Конвенции об организованной преступности",
        "zh": "《有组织犯罪公约》各项议定书缔约国",
    },
    "states_parties_multi": {
        "ar": "الدول الأطراف في عدة معاهدات",
        "en": "States parties to several treaties",
        "es": "Estados partes en varios tratados",
        "fr": "États parties à plusieurs traités",
        "ru": "Государства — участники нескольких договоров",
        "zh": "多项条约的缔约国",
    },
    "other": {
        "ar": "جهات أخرى",
        "en": "Other actors",
        "es": "Otros destinatarios",
        "fr": "Autres destinataires",
        "ru": "Другие адресаты",
        "zh": "其他行为方",
    },
}
"""Addressees that are no body of the register: parties to treaties, and actors outside the register."""

LANGUAGES = {"ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian", "zh": "Chinese"}
PREFIXES = {"op": "OP", "pp": "PP", "p": "para. ", "s": "summary ", "u": "text ", "an": "annex "}
"""How delegates name paragraphs: OP73 for an operative, PP3 for a preambular one."""
_ID = re.compile(r"(op|pp|p|s|u|an)(\d[^.]*)((?:\.[^.]+)*)")


def addressee(id: str, language: str = "en") -> str:
    """The name of an actor in a language, else in English; an id that is in no register is its own name."""
    body = bodies().get(id)
    label = body.label if body is not None else PARTIES.get(id, {})
    return label.get(language) or label.get("en") or id


def topic(id: str, language: str = "en") -> str:
    """The name of a topic in a language, else in English; an id that is in no register is its own name."""
    found = topics().get(id)
    return (found.label.get(language) or found.label.get("en") or id) if found is not None else id


def language(id: str) -> str:
    """The English name of a language."""
    return LANGUAGES.get(id, id)


def words(id: str) -> str:
    """An act or kind as words: "calls_upon" is "calls upon"."""
    return id.replace("_", " ")


def paragraph(id: str) -> str:
    """A paragraph's id as it is said: "op10.a" is "OP10(a)", "p16" is "para. 16", "annex2.op3" is "annex2 OP3"."""
    match = _ID.fullmatch(id)
    if match is None:
        part, dot, rest = id.partition(".")
        return f"{part} {paragraph(rest)}" if dot and _ID.fullmatch(rest) else id
    return PREFIXES[match[1]] + match[2] + "".join(f"({item})" for item in match[3].split(".")[1:])
