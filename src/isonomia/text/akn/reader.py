"""Reads an Akoma Ntoso file, ours or another's: parsed safely, its facts and its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from lxml import etree

from isonomia.errors import DamagedFile, EmptyFile, FileTooLarge, InvalidAkomaNtoso, UnknownLanguage
from isonomia.text.akn import own as own_block
from isonomia.text.akn.inline import local, running
from isonomia.text.akn.names import AKN, XML, is_date, language_of, parsed, segment, symbol_of
from isonomia.text.akn.parts import Facts, Row, document_of
from isonomia.text.akn.scan import Scan
from isonomia.text.model import LANGUAGES, Document, Source, Warning

MAX_AKN_BYTES = 32 * 2**20
"""The largest file that is read; a long report with all its mark-up has about two million bytes."""

_DOCUMENTS = ("statement", "doc", "bill", "act", "debateReport")
_STAND_IN_DATES = ("sessionOpening", "unknown")


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, and whether the file held its citations; where it did not, the caller finds them by rules."""

    document: Document
    citations_stored: bool


def read(data: bytes, *, name: str = "", language: str | None = None) -> Reading:
    """Read Akoma Ntoso of any version; `language` serves where the file names none.

    Raises EmptyFile, FileTooLarge, DamagedFile (no well-formed XML), InvalidAkomaNtoso (no document of a kind that is
    read, or one that declares entities) and UnknownLanguage; each with `name` as its place.
    """
    element = _document_element(_parse(data, name), name)
    scan = scanned(element)
    facts = facts_in(element)
    row = Row([*scan.parts, *scan.notes])
    own = own_block.block_of(element)
    facts.language = facts.language or language or ""
    own_block.complete(row, facts, own)
    if facts.language not in LANGUAGES:
        raise UnknownLanguage(
            "the file names none of the six languages; FRBRlanguage would hold ara, eng, fra, rus, spa or zho",
            place=name,
        )
    warnings: list[Warning] = []
    citations = own_block.citations_in(own, row, scan.anchors, targets_in(element), warnings)
    source = Source(name, "akn", sha256(data).hexdigest())
    document = document_of(facts, row, citations, source=source, warnings=tuple(warnings))
    return Reading(document, own_block.holds_citations(own))


def scanned(element: etree._Element) -> Scan:
    """The parts of a document element as the mark-up alone gives them, nothing derived yet."""
    scan = Scan(numbered=kind_of(element) not in ("resolution", "decision", "draft_resolution"))
    scan.document(element)
    return scan


def _parse(data: bytes, name: str) -> etree._Element:
    if not data.strip():
        raise EmptyFile("the file is empty; it would hold an <akomaNtoso> element", place=name)
    if len(data) > MAX_AKN_BYTES:
        raise FileTooLarge(f"the file has {len(data)} bytes; at most {MAX_AKN_BYTES} are read", place=name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False,
        huge_tree=False, remove_comments=True, remove_pis=True, strip_cdata=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise DamagedFile(f"the XML is broken: {error}; it would be well-formed", place=name) from error
    declared = root.getroottree().docinfo.internalDTD
    # lxml's stubs do not know the entities of a DTD
    if declared is not None and any(True for _ in declared.iterentities()):  # type: ignore[union-attr]
        raise InvalidAkomaNtoso("the file declares entities; write the characters themselves", place=name)
    return root


def _document_element(root: etree._Element, name: str) -> etree._Element:
    """The first document inside akomaNtoso, also inside a collection."""
    if local(root) != "akomaNtoso":
        raise InvalidAkomaNtoso(
            f"the root element is <{local(root)}>; it would be <akomaNtoso> in the namespace {AKN}", place=name
        )
    for element in root.iter():
        if local(element) in _DOCUMENTS and any(local(child) in ("mainBody", "body") for child in element):
            return element
    found = next((local(child) for child in root), "")
    raise InvalidAkomaNtoso(
        f"<akomaNtoso> holds {f'<{found}>' if found else 'nothing'}; it would hold one of "
        + ", ".join(f"<{kind}>" for kind in _DOCUMENTS)
        + " with a mainBody or body",
        place=name,
    )


# --- facts ---------------------------------------------------------------------------------------------------------


def kind_of(element: etree._Element) -> str:
    """Document.kind by the document element, its name and its IRI."""
    tag, name = local(element), (element.get("name") or "").lower()
    said = f"{name} {_first(element, 'FRBRWork', 'FRBRuri', 'value')}".lower()
    if tag in ("statement", "bill") or "resolution" in said or "decision" in said:
        if tag == "bill" or "draft" in said:
            return "draft_resolution"
        return "decision" if name == "decision" else "resolution"
    for kind in ("report", "letter", "treaty"):
        if kind in name or f"/{kind}/" in said:
            return kind
    return "report" if tag == "debateReport" else "other"


def facts_in(element: etree._Element) -> Facts:
    """What the metadata and the preface say of the document."""
    iri = _first(element, "FRBRWork", "FRBRuri", "value")
    kind = kind_of(element)
    symbol = _symbol(element, iri, kind)
    return Facts(
        symbol=symbol,
        kind=kind,
        organ=_organ(element, iri),
        session=_session(element, symbol),
        date=_date(element, iri),
        language=_language(element),
        title=_title(element),
        agenda_item=None,
    )


def _identified(element: etree._Element, level: str, name: str) -> Iterator[etree._Element]:
    yield from element.iterfind(f"{{*}}meta/{{*}}identification/{{*}}{level}/{{*}}{name}")


def _first(element: etree._Element, level: str, name: str, attribute: str) -> str:
    return next((found.get(attribute, "") for found in _identified(element, level, name)), "")


def _alias(element: etree._Element, level: str, name: str) -> str | None:
    return next((e.get("value") for e in _identified(element, level, "FRBRalias") if e.get("name") == name), None)


def _front(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    for place in element:
        if local(place) in ("coverPage", "preface", "conclusions"):
            yield from (inner for inner in place.iter() if local(inner) in names)


def _words(element: etree._Element) -> str:
    """The words of an inline element, without notes."""
    return running([element], lambda note: None).text


def _symbol(element: etree._Element, iri: str, kind: str) -> str | None:
    """What the document prints, then what its metadata call it, then what its IRI says."""
    for number in _front(element, "docNumber"):
        if known := parsed(_words(number)):
            return known.text
    alias = _alias(element, "FRBRWork", "symbol")
    if alias is not None:
        return alias
    for number in _identified(element, "FRBRWork", "FRBRnumber"):
        if known := parsed(number.get("showAs")) or parsed(number.get("value")):
            return known.text
    return symbol_of(iri, kind)


def _organ(element: etree._Element, iri: str) -> str | None:
    parts = iri.split("/")
    organ = ""
    if "statement" in parts or "doc" in parts:
        # /akn/un/statement/deliberation/unga/2021-12-16/76-187: the author stands before the date
        at = next((i for i, part in enumerate(parts) if part[:4].isdigit()), 0)
        organ = parts[at - 1] if at and parts[at - 1] not in ("doc", "statement", "deliberation", "un") else ""
    author = _first(element, "FRBRWork", "FRBRauthor", "href").removeprefix("#")
    if author and segment(author) == organ:
        organ = author
    organ = organ or author.rpartition("/")[2]
    return None if organ in ("", "un", "somebody") else organ


def _session(element: etree._Element, symbol: str | None) -> int | None:
    for session in _front(element, "session"):
        value = session.get("value") or ""
        if value.isascii() and value.isdigit():
            return int(value)
    known = parsed(symbol)
    return known.session if known else None


def _date(element: etree._Element, iri: str) -> str | None:
    """The date that most of metadata, IRI and printed dates agree on; the metadata where they do not."""
    work = next(_identified(element, "FRBRWork", "FRBRdate"), None)
    if work is not None and work.get("name") in _STAND_IN_DATES:
        return None
    said = [work.get("date", "")[:10]] if work is not None else []
    said += [part for part in iri.split("/") if is_date(part)][:1]
    said += dict.fromkeys(date.get("date", "")[:10] for date in _front(element, "docDate"))
    counted = Counter(date for date in said if is_date(date))
    return counted.most_common(1)[0][0] if counted else None


def _language(element: etree._Element) -> str:
    said = [e.get("language", "") for e in _identified(element, "FRBRExpression", "FRBRlanguage")]
    expression = _first(element, "FRBRExpression", "FRBRuri", "value")
    said += [part.partition("@")[0] for part in expression.split("/") if "@" in part]
    said += [above.get(f"{{{XML}}}lang", "") for above in (element, *element.iterancestors())]
    return next((language for language in map(language_of, said) if language), "")


def _title(element: etree._Element) -> str | None:
    for title in _front(element, "docTitle"):
        return _words(title)
    alias = _alias(element, "FRBRExpression", "title")
    if alias is not None:
        return alias
    for container in _front(element, "container"):
        if "title" in (container.get("name") or "").lower():
            return _words(container)
    return None


def targets_in(element: etree._Element) -> dict[str, str]:
    """IRI -> canonical target, as the references of our own files name them."""
    return {
        ref.get("href", ""): ref.get("showAs", "") for ref in element.iterfind("{*}meta/{*}references/{*}activeRef")
    }
