"""Structure messages of SDMX-ML 3.0, and what all messages begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from isonomia.statistics.exchange.structure import (
    AGENCY,
    ATTRIBUTE,
    DIMENSION,
    MEASURE,
    TIME,
    VERSION,
    Component,
    Structure,
)

_BASE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
_COMMON = (
    f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:mes="{_BASE}/message" xmlns:com="{_BASE}/common"'
)
DATA_NAMESPACES = f'{_COMMON} xmlns:ss="{_BASE}/data/structurespecific"'
_STRUCTURE_NAMESPACES = f'{_COMMON} xmlns:str="{_BASE}/structure"'
_URN = "urn:sdmx:org.sdmx.infomodel"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
EPOCH = "2000-01-01T00:00:00Z"
"""When a message says it was prepared where the table has no date: the same table gives the same message."""


def urn(structure: Structure) -> str:
    """The name of a data structure definition."""
    return f"{_URN}.datastructure.DataStructure={structure.reference}"


def attribute(name: str, text: str) -> str:
    """An XML attribute with a space before it; characters that XML has no place for are replaced."""
    return f" {name}={quoteattr(_NOT_XML.sub(chr(0xFFFD), text))}"


def element(name: str, text: str, **attributes: str) -> str:
    """An XML element with text."""
    inner = "".join(f' {key.replace("_", ":")}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{inner}>{escape(_NOT_XML.sub(chr(0xFFFD), text))}</{name}>"


def header(structure: Structure, inner: str = "", source: str = "") -> str:
    """The header of a message."""
    day, month, year = [*structure.stamp.split("/"), "", ""][:3]
    prepared = f"{year}-{month:0>2}-{day:0>2}T00:00:00Z" if re.fullmatch(r"\d{4}", year) else EPOCH
    named = element("com:Name", "Isonomia", xml_lang="en")
    return (
        f"<mes:Header>{element('mes:ID', structure.id)}{element('mes:Test', 'false')}"
        f'{element("mes:Prepared", prepared)}<mes:Sender id="{AGENCY}">{named}</mes:Sender>{inner}'
        + (element("mes:Source", source, xml_lang="en") if source else "")
        + "</mes:Header>"
    )


def structure_message(structure: Structure) -> bytes:
    """The data structure definition with its dataflow, concepts and code lists as an SDMX-ML 3.0 message."""
    coded = [one for one in structure.components if one.listed is not None]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<mes:Structure {_STRUCTURE_NAMESPACES}>",
        header(structure),
        "<mes:Structures>",
        "<str:Dataflows>",
        _opened("str:Dataflow", structure.id),
        element("com:Name", structure.title, xml_lang="en"),
        element("com:Description", structure.description, xml_lang="en"),
        element("str:Structure", urn(structure)),
        "</str:Dataflow>",
        "</str:Dataflows>",
        "<str:Codelists>",
        *(line for one in coded for line in _code_list(structure, one)),
        "</str:Codelists>",
        "<str:ConceptSchemes>",
        _opened("str:ConceptScheme", f"CS_{structure.id}", isPartial="false"),
        element("com:Name", f"Concepts of {structure.title}", xml_lang="en"),
        *(
            f'<str:Concept id="{one.id}">{element("com:Name", one.name, xml_lang="en")}</str:Concept>'
            for one in structure.components
        ),
        "</str:ConceptScheme>",
        "</str:ConceptSchemes>",
        "<str:DataStructures>",
        _opened("str:DataStructure", structure.id),
        element("com:Name", structure.title, xml_lang="en"),
        "<str:DataStructureComponents>",
        *_components(structure),
        "</str:DataStructureComponents>",
        "</str:DataStructure>",
        "</str:DataStructures>",
        "</mes:Structures>",
        "</mes:Structure>",
    ]
    return ("\n".join(lines) + "\n").encode()


def classification_message() -> bytes:
    """The whole International Classification of Crime as an SDMX-ML 3.0 code list: 320 codes, each with what it stands
    under, written as the category codes of other messages are (ICCS0101)."""
    from isonomia.statistics.classification.iccs import iccs

    name = "International Classification of Crime for Statistical Purposes, version 1.0"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<mes:Structure {_STRUCTURE_NAMESPACES}>",
        header(Structure("CL_ICCS", name, ())),
        "<mes:Structures>",
        "<str:Codelists>",
        _opened("str:Codelist", "CL_ICCS", isPartial="false"),
        element("com:Name", name, xml_lang="en"),
    ]
    for one in iccs().values():
        names = "".join(element("com:Name", label, xml_lang=language) for language, label in one.labels.items())
        parent = element("str:Parent", f"ICCS{one.parent}") if one.parent else ""
        lines.append(f'<str:Code id="ICCS{one.code}">{names}{parent}</str:Code>')
    lines += ["</str:Codelist>", "</str:Codelists>", "</mes:Structures>", "</mes:Structure>"]
    return ("\n".join(lines) + "\n").encode()


def _opened(name: str, id: str, **more: str) -> str:
    rest = "".join(f' {key}="{value}"' for key, value in more.items())
    return f'<{name} id="{id}" version="{VERSION}" isExternalReference="false" agencyID="{AGENCY}"{rest}>'


def _list_id(structure: Structure, one: Component) -> str:
    return f"CL_{structure.id}_{one.id}"


def _code_list(structure: Structure, one: Component) -> Iterator[str]:
    """The codes that the table uses, with their labels; countries in all six languages."""
    assert one.listed is not None
    yield _opened("str:Codelist", _list_id(structure, one), isPartial="true")
    yield element("com:Name", one.name, xml_lang="en")
    for code, name in one.listed.items():
        others = _area_names(code) if one.id == "REF_AREA" else {}
        names = element("com:Name", name or "(empty)", xml_lang="en") + "".join(
            element("com:Name", text, xml_lang=language) for language, text in others.items()
        )
        yield f'<str:Code id="{code}">{names}</str:Code>'
    yield "</str:Codelist>"


def _area_names(code: str) -> Mapping[str, str]:
    """The names of a country in the languages besides English."""
    from isonomia.statistics.areas import areas

    found = areas().get(code)
    return {language: name for language, name in found.names.items() if language != "en" and name} if found else {}


def _components(structure: Structure) -> Iterator[str]:
    yield "<str:DimensionList>"
    for position, one in enumerate(structure.of(DIMENSION), 1):
        yield f'<str:Dimension id="{one.id}" position="{position}">{_described(structure, one)}</str:Dimension>'
    for one in structure.of(TIME):
        yield f'<str:TimeDimension id="{one.id}">{_described(structure, one)}</str:TimeDimension>'
    yield "</str:DimensionList>"
    yield "<str:AttributeList>"
    for one in structure.of(ATTRIBUTE):
        usage = "mandatory" if one.mandatory else "optional"
        yield (
            f'<str:Attribute usage="{usage}" id="{one.id}">{_described(structure, one)}<str:AttributeRelationship>'
            "<str:Observation/></str:AttributeRelationship></str:Attribute>"
        )
    yield "</str:AttributeList>"
    yield "<str:MeasureList>"
    for one in structure.of(MEASURE):
        yield f'<str:Measure id="{one.id}">{_described(structure, one)}</str:Measure>'
    yield "</str:MeasureList>"


def _described(structure: Structure, one: Component) -> str:
    """The concept of a component and what its values are."""
    concept = f"{_URN}.conceptscheme.Concept={AGENCY}:CS_{structure.id}({VERSION}).{one.id}"
    if one.listed is not None:
        inner = element("str:Enumeration", f"{_URN}.codelist.Codelist={AGENCY}:{_list_id(structure, one)}({VERSION})")
    else:
        inner = f'<str:TextFormat textType="{one.text_type}"/>'
    return element("str:ConceptIdentity", concept) + f"<str:LocalRepresentation>{inner}</str:LocalRepresentation>"
