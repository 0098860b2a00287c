"""Names that the reading and the writing of Akoma Ntoso share: namespaces, codes, IRIs and eIds."""

from __future__ import annotations

import re
from datetime import date as calendar_date
from hashlib import sha256
from urllib.parse import quote

from isonomia.errors import UnknownSymbol
from isonomia.text.numerals import han
from isonomia.text.symbols import Symbol, parse_symbol

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "urn:isonomia:akn:1"
XML = "http://www.w3.org/XML/1998/namespace"
SPACE = f"{{{XML}}}space"

# ISO 639-2: the terminological code is written, the bibliographic and the two-letter ones are read too
LANGUAGE_CODES = {"ar": "ara", "en": "eng", "es": "spa", "fr": "fra", "ru": "rus", "zh": "zho"}
_LANGUAGES = {code: language for language, code in LANGUAGE_CODES.items()} | {"chi": "zh", "fre": "fr"}

# kind -> document element and its name; all other kinds are `doc` under their own name
_STATEMENTS = {"resolution": "resolution", "decision": "decision", "draft_resolution": "resolutionDraft"}

_SERIES = {"unga": "A", "unsc": "S", "ecosoc": "E", "hrc": "A/HRC", "ccpcj": "CCPCJ", "cnd": "CND"}
ORGAN_NAMES = {
    "unga": "General Assembly", "unsc": "Security Council", "ecosoc": "Economic and Social Council",
    "hrc": "Human Rights Council", "cnd": "Commission on Narcotic Drugs",
    "ccpcj": "Commission on Crime Prevention and Criminal Justice", "un": "United Nations",
}  # fmt: skip

FOUNDED = "1945-10-24"
_NUMBERED_ACT = re.compile(r"(?:.*/)?(RES|DEC|PRST)/(.+)")
_YEAR = re.compile(r"(?<!\d)(19[4-9]\d|20\d\d)(?!\d)")


def element_of(kind: str) -> tuple[str, str]:
    """The document element and its `name` for a Document.kind."""
    return ("statement", _STATEMENTS[kind]) if kind in _STATEMENTS else ("doc", kind)


def language_of(code: str) -> str | None:
    """The two-letter language of any ISO code of the six ("zho", "chi", "zh-Hans"); None for another language."""
    code = code.strip().lower().split("-")[0]
    return code if code in LANGUAGE_CODES else _LANGUAGES.get(code)


def segment(text: str) -> str:
    """A text as one segment of an IRI: lower-case letters, digits, points and hyphens; may be empty."""
    return re.sub(r"[^a-z0-9._]+", "-", text.lower()).strip("-.")


def parsed(symbol: str | None) -> Symbol | None:
    """The parsed symbol; None for none and for what is no symbol."""
    try:
        return parse_symbol(symbol) if symbol else None
    except UnknownSymbol:
        return None


def is_date(text: str | None) -> bool:
    """Whether the text is a full ISO date of the calendar."""
    if text is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return False
    try:
        return calendar_date.fromisoformat(text) is not None
    except ValueError:
        return False


def work_date(date: str | None, *, symbol: str | None, organ: str | None, session: int | None) -> tuple[str, str]:
    """The date that stands in the IRI and what it is: "adoption", "sessionOpening" (1 September) or "unknown".

    Akoma Ntoso wants a date of every work; the name keeps a stand-in from passing for a printed date.
    """
    if date is not None and is_date(date):
        return date, "adoption"
    if organ not in (None, "unga"):
        session = None
    known = parsed(symbol)
    if session is None and known is not None:
        session = known.session
    if session is not None and 0 < session < 1000:
        return f"{1945 + session}-09-01", "sessionOpening"
    year = _YEAR.search(symbol or "")
    return (f"{year[1]}-01-01", "unknown") if year else (FOUNDED, "unknown")


def work_number(symbol: str | None, text: str) -> str:
    """The number segment: 76-187 of A/RES/76/187, dec-55-488 of a decision, the whole symbol of other documents.

    A document without a symbol takes a number from its text.
    """
    if symbol:
        act = _NUMBERED_ACT.fullmatch(symbol)
        series = "" if act is None or act[1] == "RES" else f"{act[1].lower()}-"
        number = segment(act[2] if act else symbol)
        if number:
            return series + number
    return "text-" + sha256((symbol or text).encode("utf-8", "replace")).hexdigest()[:12]


def work_iri(element: str, organ: str | None, date: str, number: str) -> str:
    """The IRI of a work: /akn/un/statement/deliberation/unga/2021-12-16/76-187."""
    path = "statement/deliberation" if element == "statement" else element
    return f"/akn/un/{path}/{segment(organ or '') or 'un'}/{date}/{number}"


def target_iri(target: str, *, kind: str = "", date: str | None = None) -> str:
    """The IRI of a citation's target: a symbol, a treaty by its id, a volume, an instrument by its id."""
    if "/" not in target:
        if target.startswith("UNTS-") or kind in ("unts", "publication"):
            path = "doc/publication"
        elif kind == "soft_law":
            path = "doc/instrument"
        else:
            path = "act/treaty"
        return f"/akn/un/{path}/{quote(target, safe='-._')}"
    act = _NUMBERED_ACT.fullmatch(target) or "/L." in target
    known = parsed(target)
    organ = known.organ if known else None
    day, _ = work_date(date, symbol=target, organ=organ, session=None)
    return work_iri("statement" if act else "doc", organ, day, work_number(target, target))


def symbol_of(iri: str, name: str) -> str | None:
    """The symbol of a resolution or decision that an IRI of ours or of AKN4UN names; None where it names none."""
    match = re.match(r"/(?:akn/)?un/statement/deliberation/([^/]+)/[^/]+/(dec-)?(\d+)-(\d+[a-z]?)(?:/|$)", iri)
    if not match or match[1] not in _SERIES or name not in ("resolution", "decision"):
        return None
    series = "DEC" if match[2] or name == "decision" else "RES"
    number = f"{match[3]}({match[4]})" if match[1] == "unsc" else f"{match[3]}/{match[4].upper()}"
    return f"{_SERIES[match[1]]}/{series}/{number}"


# --- eIds ----------------------------------------------------------------------------------------------------------

_PREFIX = {"preambular": "pp", "operative": "op", "numbered": "p"}
_COMPONENT = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_OWN_EID = re.compile(r"((?:part_[^_]+__)*)(?:rec|para)_([^_]+)((?:__(?:list|point)_[^_]+)*)")


class EIds:
    """Gives every element an eId that no other has: the wanted one, or that with -2, -3 ... after it."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        """The eId for the next element that would like to be called so."""
        eid, count = wanted, 1
        while eid in self._taken:
            count += 1
            eid = f"{wanted}-{count}"
        self._taken.add(eid)
        return eid


def paragraph_eid(id: str, role: str) -> str | None:
    """op73 -> para_73, op3.a -> para_3__point_a, pp4 -> rec_4, A.op3 -> part_A__para_3; None for an id of another make.

    Summaries, unnumbered paragraphs and annexes have ids without a fixed beginning: s1 -> para_s1.
    """
    parts = id.split(".")
    beginning = _PREFIX.get(role, "")
    head = next((i for i, part in enumerate(parts) if part.startswith(beginning) and part != beginning), None)
    if head is None:
        return None
    names = [*parts[:head], parts[head].removeprefix(beginning), *parts[head + 1 :]]
    if not all(map(_COMPONENT.fullmatch, names)):
        return None
    own = "rec" if role == "preambular" else "para"
    kinds = ["part"] * head + [own] + ["point"] * (len(names) - head - 1)
    return "__".join(f"{kind}_{name}" for kind, name in zip(kinds, names, strict=True))


def paragraph_id(eid: str, role: str) -> str | None:
    """The id that `paragraph_eid` made the eId of; also read with list levels between (para_2__list_1__point_a)."""
    match = _OWN_EID.fullmatch(eid)
    if not match:
        return None
    parts = [part.removeprefix("part_") for part in match[1].split("__") if part]
    items = [item.removeprefix("point_") for item in match[3].split("__") if item.startswith("point_")]
    return ".".join([*parts, _PREFIX.get(role, "") + match[2], *items])


def section_name(number: str | None, ordinal: int) -> str:
    """The last part of a section's eId: its number in Latin letters or digits, else its place among its sisters."""
    if number is not None and (value := han(number)) is not None:
        return str(value)
    name = (number or "").lower()
    return name if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name) else str(ordinal)


def printed_number(num: str) -> str:
    """The number in what is printed: "12." -> "12", "(a)" -> "a", "٣-" -> "3"."""
    bare = re.sub(r"^[\W_]+|[\W_]+$", "", num)
    return "".join(str(int(char)) if char.isdecimal() else char for char in bare)
