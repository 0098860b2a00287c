"""The metadata of an Akoma Ntoso file: what the work is, in which language, by whom, and what it refers to."""

from __future__ import annotations

from lxml import etree

from isonomia.text.akn.names import (
    AKN,
    LANGUAGE_CODES,
    ORGAN_NAMES,
    EIds,
    element_of,
    segment,
    work_date,
    work_iri,
    work_number,
)
from isonomia.text.akn.printed import target_iris
from isonomia.text.model import Document

_ONTOLOGY = "/akn/ontology"
_US = "#isonomia"


def _sub(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{AKN}}}{tag}", attributes)


def metadata(document: Document, eids: EIds) -> etree._Element:
    """The meta element: identification, publication, references; takes its eIds from `eids`."""
    for name in ("isonomia", "author", "editor"):
        eids.take(name)
    organ = eids.take(segment(document.organ or "") or "un")
    kind, _ = element_of(document.kind)
    date, date_name = work_date(document.date, symbol=document.symbol, organ=document.organ, session=document.session)
    if date_name == "adoption" and kind == "doc":
        date_name = "publication"
    iri = work_iri(kind, document.organ, date, work_number(document.symbol, document.text))
    meta = etree.Element(f"{{{AKN}}}meta")
    _identification(meta, document, organ, iri, (date, date_name))
    publication = _sub(meta, "publication", date=date, name="officialRecord", showAs="United Nations document")
    if document.symbol:
        publication.set("number", document.symbol)
    _references(meta, document, organ, eids)
    return meta


def _identification(meta: etree._Element, document: Document, organ: str, iri: str, dated: tuple[str, str]) -> None:
    identification = _sub(meta, "identification", source=_US)
    language = LANGUAGE_CODES[document.language]
    expression = f"{iri}/{language}@"
    levels = (
        ("FRBRWork", f"{iri}/!main", iri),
        ("FRBRExpression", f"{expression}/!main", expression),
        ("FRBRManifestation", f"{expression}/!main.xml", f"{expression}.xml"),
    )
    for name, this, uri in levels:
        level = _sub(identification, name)
        _sub(level, "FRBRthis", value=this)
        _sub(level, "FRBRuri", value=uri)
        if name == "FRBRWork" and document.symbol is not None:
            _sub(level, "FRBRalias", value=document.symbol, name="symbol")
        if name == "FRBRExpression" and document.title is not None:
            _sub(level, "FRBRalias", value=document.title, name="title")
        _sub(level, "FRBRdate", date=dated[0], name=dated[1])
        author = "isonomia" if name == "FRBRManifestation" else organ
        role = "editor" if name == "FRBRManifestation" else "author"
        _sub(level, "FRBRauthor", **{"href": f"#{author}", "as": f"#{role}"})
        if name == "FRBRWork":
            _sub(level, "FRBRcountry", value="un")
            if element_of(document.kind)[0] == "statement":
                _sub(level, "FRBRsubtype", value="deliberation")
            number = _sub(level, "FRBRnumber", value=iri.rpartition("/")[2])
            if document.symbol:
                number.set("showAs", document.symbol)
        elif name == "FRBRExpression":
            _sub(level, "FRBRlanguage", language=language)
        else:
            _sub(level, "FRBRformat", value="application/xml")


def _references(meta: etree._Element, document: Document, organ: str, eids: EIds) -> None:
    references = _sub(meta, "references", source=_US)
    for target, href in target_iris(document).items():
        eid = eids.take(f"ref_{segment(target) or 'target'}")
        _sub(references, "activeRef", eId=eid, href=href, showAs=target)
    agents = {
        organ: (f"{_ONTOLOGY}/organization/un/{organ}", ORGAN_NAMES.get(document.organ or "un", organ)),
        "isonomia": (f"{_ONTOLOGY}/organization/isonomia", "Isonomia"),
    }
    for eid, (href, name) in agents.items():
        _sub(references, "TLCOrganization", eId=eid, href=href, showAs=name)
    _sub(references, "TLCRole", eId="author", href=f"{_ONTOLOGY}/role/un/author", showAs="Author")
    _sub(references, "TLCRole", eId="editor", href=f"{_ONTOLOGY}/role/un/editor", showAs="Editor")


def add_block(document: etree._Element, block: etree._Element) -> None:
    """Put our own block at the end of the metadata of a document element."""
    _sub(document[0], "proprietary", source=_US).append(block)
