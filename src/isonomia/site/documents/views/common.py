"""What the pages of this room have in common: finding documents by their parameters, and words for codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from isonomia.site.documents.leading import shown_in
from isonomia.site.documents.models import Document, Expression, Mandate
from isonomia.site.documents.naming import place_name
from isonomia.site.languages import NAMES, current_language
from isonomia.site.records.access import Actor, visible
from isonomia.site.records.codelists import terms
from isonomia.site.records.declaration import EDITORS, INSIDERS
from isonomia.site.records.errors import BadValue, UnknownCode
from isonomia.site.records.fields.texts import in_language
from isonomia.site.records.models import State
from isonomia.site.records.registry import collection
from isonomia.site.records.templatetags.records import between

RTL = frozenset({"ar"})
MOST_ALLOWED = 60


def direction(language: str) -> str:
    """The direction in which a language is written."""
    return "rtl" if language in RTL else "ltr"


def label(codes: str, code: str) -> str:
    """The label of a code in the language of the page."""
    return terms(codes).label(code, current_language()) if code else ""


def labels(codes: str, values: Iterable[str]) -> list[tuple[str, str]]:
    """Codes with their labels."""
    known, language = terms(codes), current_language()
    return [(code, known.label(code, language)) for code in values]


def listed(codes: str, values: Iterable[str]) -> str:
    """The labels of codes in one line, as the language writes a list."""
    return between().join(label for _code, label in labels(codes, values))


def is_editor(actor: Actor) -> bool:
    """Whether an actor loads documents and corrects mandates."""
    return actor.role in EDITORS


def is_insider(actor: Actor) -> bool:
    """Whether an actor sees who decided what."""
    return actor.role in INSIDERS


def published(actor: Actor) -> Any:
    """The documents that an actor may see and that are public."""
    return visible(collection("documents"), actor).filter(state=State.PUBLISHED, revises=None)


def mandates_of(actor: Actor, document: Document) -> list[Mandate]:
    """The mandates that a document has, as it was read last."""
    rows: Any = visible(collection("mandates"), actor).filter(document=document, revises=None, gone=False)
    return list(rows)


def asked_document(actor: Actor, params: QueryDict, name: str, kinds: Sequence[str] = ()) -> Document | None:
    """The document that a parameter names; None where it names none. Raises UnknownCode with those that there are."""
    symbol = params.get(name, "").strip()
    if not symbol:
        return None
    rows = published(actor).filter(kind__in=kinds) if kinds else published(actor)
    found: Document | None = rows.filter(symbol=symbol).first()
    if found is None:
        message = _("“%(value)s” is no value of “%(name)s”.") % {"value": symbol[:200], "name": name}
        raise UnknownCode(message, rows.order_by("symbol").values_list("symbol", flat=True)[:MOST_ALLOWED])
    return found


def asked_language(params: QueryDict, languages: Sequence[str], original: str, name: str = "lang") -> str:
    """The language version that a parameter names, else the reader's or the one that leads. Raises UnknownCode."""
    wanted = params.get(name, "")
    if wanted and wanted not in languages:
        message = _("The document is not loaded in the language “%(value)s”.") % {"value": wanted[:20]}
        raise UnknownCode(message, languages)
    return wanted or shown_in(languages, current_language(), original)


def asked_flag(params: QueryDict, name: str) -> bool:
    """Whether a parameter says yes. Raises BadValue for another word."""
    value = params.get(name, "")
    if value not in ("", "yes", "no"):
        raise BadValue(_("“%(name)s” takes yes or no.") % {"name": name})
    return value == "yes"


@dataclass(frozen=True, slots=True)
class Version:
    """A language version of a document, as pages offer it."""

    language: str
    name: str
    query: str
    here: bool
    original: bool


def versions(document: Document, language: str) -> list[Version]:
    """The language versions of a document, each as a link."""
    return [
        Version(code, NAMES[code], f"?lang={code}", code == language, code == document.original)
        for code in NAMES
        if code in document.languages
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """A mandate in one line: where it is, who is asked, what and how strongly, when it is due."""

    key: str
    url: str
    name: str
    act: str
    force: int
    who: list[tuple[str, str]]
    due: str
    conditional: bool


def in_brief(record: Mandate) -> Asked:
    """A mandate as a list shows it beside a text."""
    due = str(record.due_year or "") or (record.due_date.isoformat() if record.due_date else "")
    return Asked(
        record.key, collection("mandates").url_of(record), place_name(record.reference), label("acts", record.act),
        record.force, labels("addressees", record.addressees), due, record.conditional,
    )  # fmt: skip


def trace_url(first: str, second: str, taken_up: bool) -> str:
    """The page that traces what a document asks (`taken_up`: a report recommends) in another one."""
    resolution, report = (second, first) if taken_up else (first, second)
    return f"{reverse('trace')}?{urlencode({'resolution': resolution, 'report': report})}"


def wording(mandate: Mandate) -> dict[str, Any]:
    """The words of a mandate in the reader's language, else in the one that leads."""
    shown = in_language(mandate.text, current_language())
    return {"text": shown.text, "lang": shown.language, "dir": direction(shown.language)}


def title_of(document: Document) -> str:
    """The title of a document in the language of the page, else in another; the symbol where it has none."""
    return in_language(document.title, current_language()).text or document.symbol


def expression_of(document: Document, language: str) -> Expression:
    """A language version with its text."""
    return Expression.objects.get(document=document, language=language)
