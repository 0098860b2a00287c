"""What the page of a mandate shows besides its fields: its words in their place, its life, its evidence, decisions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from isonomia import registers
from isonomia.site.documents.anchors import Anchor, bare, first_words
from isonomia.site.documents.layout import SAID, Block, Layout, Mark, marks_of
from isonomia.site.documents.leading import shown_in
from isonomia.site.documents.life import life_of
from isonomia.site.documents.links import Targets, address
from isonomia.site.documents.models import Correction, CorrectionKind, Document, Mandate, Pairing
from isonomia.site.documents.naming import paragraph_name, parts_of, place_name
from isonomia.site.documents.pairings import over, renew
from isonomia.site.documents.views import common, decisions
from isonomia.site.languages import NAMES, current_language
from isonomia.site.records.access import Actor, visible
from isonomia.site.records.registry import collection
from isonomia.text.model import REPORTS
from isonomia.text.model import Document as Text


@dataclass(frozen=True, slots=True)
class Other:
    """The wording of another language version, and what it says differently."""

    language: str
    name: str
    dir: str
    text: str
    verb: str
    differs: list[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A paragraph of a report that answers, with the telling sentences marked in it."""

    id: str
    name: str
    score: float
    html: SafeString
    language: str
    dir: str
    shared: list[str]


@dataclass(frozen=True, slots=True)
class Answered:
    """What one report shows of the mandate; `traced` is false where the trace does not look at such mandates."""

    symbol: str
    url: str
    first: str
    second: str
    taken_up: bool
    traced: bool
    evidence: list[Found]

    @property
    def trace_url(self) -> str:
        """The page with the whole trace."""
        return common.trace_url(self.first, self.second, self.taken_up)


def context(record: Any, actor: Actor) -> dict[str, Any]:
    """What the template of a mandate's page needs."""
    assert isinstance(record, Mandate)
    document = record.document
    renew(document)
    language = shown_in(record.wordings, current_language(), document.original)
    clause = record.wordings[language]
    expression = common.expression_of(document, language) if language in document.languages else None
    text = expression.parsed if expression else None
    targets = Targets(actor, [*clause["citations"], *((row.target for row in text.citations) if text else ())])
    symbols = dict(common.published(actor).filter(organ=document.organ).values_list("pk", "symbol"))
    return {
        "document": document,
        "document_url": collection("documents").url_of(document),
        "document_title": common.title_of(document),
        "place": place_name(record.reference),
        "paragraph": clause["paragraph"],
        "language": language,
        "dir": common.direction(language),
        "clause": clause,
        "blocks": _in_place(text, clause, targets) if text else [],
        "path": _path(text, clause["paragraph"]) if text else [],
        "act": common.label("acts", record.act),
        "who": _who(clause),
        "speaker": common.label("bodies", record.speaker),
        "topics": common.labels("topics", record.topics),
        "citations": targets.rows(clause["citations"]),
        "due": clause["due"],
        "others": _others(record, language),
        "life": life_of(document, clause["paragraph"], symbols),
        "answers": _answers(record, symbols),
        "origins": _origins(record, symbols),
        "corrections": decisions.shown(_corrections(record)),
        "editor": common.is_editor(actor),
        "insider": common.is_insider(actor),
        "list_url": collection("mandates").url,
        **_beside(record, actor),
    }


_DIGITS = re.compile(r"(\d+)")


def _beside(record: Mandate, actor: Actor) -> dict[str, str]:
    """The addresses of the mandates before and after one, as they stand in their document."""
    rows: Any = visible(collection("mandates"), actor).filter(document=record.document, revises=None, gone=False)
    found = sorted(rows.values_list("reference", "key"), key=lambda row: _in_order(row[0]))
    keys = [key for _reference, key in found]
    if record.key not in keys:
        return {}
    at = keys.index(record.key)
    beside = {"before": keys[at - 1] if at else "", "after": keys[at + 1] if at + 1 < len(keys) else ""}
    return {name: reverse("mandates:detail", args=[key]) for name, key in beside.items() if key}


def _in_order(reference: str) -> list[Any]:
    """A reference as it is counted: 9 before 10."""
    return [int(part) if part.isdigit() else part for part in _DIGITS.split(reference)]


def _who(clause: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Addressees: code, label, words as printed."""
    words = dict(zip(clause["addressees"], clause["addressee_texts"], strict=False))
    return [(code, label, words.get(code, "")) for code, label in common.labels("addressees", clause["addressees"])]


def _in_place(text: Text, clause: dict[str, Any], targets: Targets) -> list[Block]:
    """The paragraph of a clause with the clause marked; an item stands below the paragraph that announces it."""
    id = clause["paragraph"]
    layout = Layout(text, marks=marks_of(text, clause, whole=True), linker=targets.link)
    rows = [row for row in text.paragraphs if row.id == id or id.startswith(row.id + ".")]
    return [layout.paragraph(row, row.number or "") for row in rows]


def _path(text: Text, id: str) -> list[str]:
    """The headings over a paragraph, the outermost first."""
    paragraph = next((row for row in text.paragraphs if row.id == id), None)
    heading = next((row for row in text.headings if paragraph and row.id == paragraph.heading), None)
    if heading is None:
        return []
    above = {row.path: row.title for row in text.headings}
    return [above[heading.path[:at]] for at in range(1, len(heading.path)) if heading.path[:at] in above] + [
        heading.title
    ]


def _others(record: Mandate, language: str) -> list[Other]:
    """The other language versions, and where they say something else than the record does."""
    out = []
    for code in NAMES:
        clause = record.wordings.get(code)
        if clause is None or code == language:
            continue
        differs = []
        if clause["act"] != record.act:
            differs.append(common.label("acts", clause["act"]))
        if set(clause["addressees"]) != set(record.addressees):
            differs.append(common.listed("addressees", clause["addressees"]))
        out.append(Other(code, NAMES[code], common.direction(code), clause["text"], clause["verb"], differs))
    return out


# -- evidence ------------------------------------------------------------------------------------------------------


def _answers(record: Mandate, symbols: dict[int, str]) -> list[Answered]:
    """What the reports show that are traced for the document."""
    from isonomia.mandates.evidence import THRESHOLD

    rows = Pairing.objects.filter(
        kind=Pairing.TRACE, related=True, first__document=record.document, second__document__in=list(symbols)
    ).select_related("second__document").order_by("second__document__session", "pk")  # fmt: skip
    out = []
    for row in rows:
        answering: Document = row.second.document
        data = over(row.data, THRESHOLD)
        found = next((item for item in data["mandates"] if _covers(item["paragraph"], record)), None)
        found = None if found and _is_of_another(record, found["paragraph"], found["actors"]) else found
        evidence = _evidence(row.second.parsed, found["evidence"]) if found else []
        out.append(
            Answered(
                answering.symbol, address(answering.symbol), record.document.symbol, answering.symbol,
                bool(data["taken_up"]), found is not None, evidence,
            )
        )  # fmt: skip
    return out


def _is_of_another(record: Mandate, paragraph: str, actors: list[str]) -> bool:
    """Whether what answers a paragraph answers another mandate of it: a paragraph that asks several is traced whole."""
    if not set(actors).isdisjoint(record.addressees):
        return False
    start = f"{parts_of(record.reference)[0]}#{paragraph}."
    rows = Mandate.objects.filter(document=record.document, reference__startswith=start, gone=False, revises=None)
    return any(not set(actors).isdisjoint(codes) for codes in rows.values_list("addressees", flat=True))


def _covers(paragraph: str, record: Mandate) -> bool:
    own = {clause["paragraph"] for clause in record.wordings.values()}
    return any(id == paragraph or id.startswith(paragraph + ".") for id in own)


def _evidence(text: Text, rows: list[dict[str, Any]]) -> list[Found]:
    marks = [Mark(said["span"][0], said["span"][1], SAID) for row in rows for said in row["sentences"]]
    layout = Layout(text, marks=marks)
    paragraphs = {row.id: row for row in text.paragraphs}
    return [
        Found(
            row["paragraph"], paragraph_name(row["paragraph"]), row["score"],
            layout.html(*paragraphs[row["paragraph"]].span), text.language, common.direction(text.language),
            shared_names(row["shared"]),
        )
        for row in rows
        if row["paragraph"] in paragraphs
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Origin:
    """A paragraph of a report that recommended what a mandate takes up."""

    symbol: str
    url: str
    trace_url: str
    found: Found


def _origins(record: Mandate, symbols: dict[int, str]) -> list[Origin]:
    """What the reports before the document recommended and its paragraph takes up."""
    from isonomia.mandates.evidence import THRESHOLD

    rows = Pairing.objects.filter(
        kind=Pairing.TRACE, related=True, second__document=record.document, first__document__in=list(symbols),
        first__document__kind__in=REPORTS,
    ).select_related("first__document")  # fmt: skip
    out = []
    for row in rows:
        report = row.first.document.symbol
        trace_url = common.trace_url(report, record.document.symbol, True)
        found = [
            {**asked, "score": item["score"], "sentences": [], "shared": item["shared"]}
            for asked in over(row.data, THRESHOLD)["mandates"]
            for item in asked["evidence"]
            if _covers(item["paragraph"], record)
        ]
        found.sort(key=lambda item: -item["score"])
        out += [Origin(report, address(report), trace_url, item) for item in _evidence(row.first.parsed, found)]
    return out


REGISTERS: dict[str, Any] = {
    "about": registers.topics, "concept": registers.concepts, "names": registers.bodies,
    "cites": registers.instruments, "place": registers.places,
}  # fmt: skip


def shared_names(subjects: list[str]) -> list[str]:
    """What two texts have in common, in the words of the page: topics, concepts, bodies, instruments, documents, names
    in capitals; what is called alike stands once."""
    language = current_language()
    out: dict[str, str] = {}
    for subject in subjects:
        kind, _sep, id = subject.partition(":")
        entry = REGISTERS[kind]().get(id) if kind in REGISTERS else None
        words = (entry.label.get(language) or entry.label.get("en")) if entry else id
        out.setdefault(str(words).casefold(), str(words))
    return list(out.values())


# -- decisions -----------------------------------------------------------------------------------------------------


def _corrections(record: Mandate) -> list[Correction]:
    """The decisions about this mandate, in whichever language they were made; taken back ones too."""
    rows = Correction.objects.filter(document=record.document).select_related("author", "undone_by")
    out = []
    for row in rows:
        clause = record.wordings.get(row.language)
        anchor = Anchor(row.language, row.paragraph, bare(row.verb), first_words(row.opening))
        if clause is not None and (row.kind != CorrectionKind.REMOVE or record.gone) and anchor.holds(clause):
            out.append(row)
    return out
