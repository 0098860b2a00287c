"""The page that shows what a report answers of what a resolution asks, or a resolution of what a report recommends."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from isonomia.errors import IsonomiaError
from isonomia.site.documents.layout import SAID, Layout, Mark, marks_of
from isonomia.site.documents.models import Document, Mandate, Pairing
from isonomia.site.documents.naming import paragraph_name
from isonomia.site.documents.pairings import LOWEST, over, tracing
from isonomia.site.documents.relations import RESOLUTIONS, expressions_for, recommends_first
from isonomia.site.documents.views import choosing, common
from isonomia.site.documents.views.mandate import shared_names
from isonomia.site.languages import NAMES
from isonomia.site.records.access import Actor, actor_of
from isonomia.site.records.errors import BadValue, UnknownCode
from isonomia.site.records.registry import collection
from isonomia.site.records.views.common import no_parameters, page
from isonomia.text.model import REPORTS
from isonomia.text.model import Document as Text

SHOWN = ("all", "evidence", "none")


def trace_page(request: HttpRequest) -> HttpResponse:
    """What is asked, each with its evidence; without both documents, the choice of them."""
    no_parameters(request.GET, "resolution", "report", "threshold", "asks", "show")
    actor = actor_of(request)
    resolution = common.asked_document(actor, request.GET, "resolution", RESOLUTIONS)
    report = common.asked_document(actor, request.GET, "report", REPORTS)
    threshold = asked_threshold(request.GET)
    asks = _one_of(request.GET, "asks", ("resolution", "report"))
    show = _one_of(request.GET, "show", SHOWN) or "all"
    documents = common.published(actor)
    context: dict[str, Any] = {
        "resolution": resolution,
        "report": report,
        "threshold": threshold,
        "lowest": LOWEST,
        "show": show,
        "resolutions": choosing.choices(documents, RESOLUTIONS),
        "reports": choosing.choices(documents, REPORTS),
        "most": choosing.MOST_CHOICES,
    }
    if resolution and report:
        taken_up = asks == "report" or (not asks and recommends_first(report, resolution))
        pair = (report, resolution) if taken_up else (resolution, report)
        context |= {"taken_up": taken_up, **_traced(actor, *pair, threshold, show)}
    else:
        context["pairs"] = choosing.pairs(Pairing.TRACE, documents, filter(None, (resolution, report)))
    return page(request, "documents/trace.html", collection("documents"), context)


def asked_threshold(params: QueryDict) -> float:
    """The least score of evidence. Raises BadValue for what is no number from the lowest to 1."""
    from isonomia.mandates.evidence import THRESHOLD

    value = params.get("threshold", "")
    if not value:
        return THRESHOLD
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not LOWEST <= number <= 1:
        raise BadValue(_("“threshold” is a number from %(least)s to 1, such as 0.5.") % {"least": LOWEST})
    return number


def _one_of(params: QueryDict, name: str, allowed: tuple[str, ...]) -> str:
    value = params.get(name, "")
    if value and value not in allowed:
        message = _("“%(value)s” is no value of “%(name)s”.") % {"value": value[:200], "name": name}
        raise UnknownCode(message, allowed)
    return value


def _traced(actor: Actor, asking: Document, answering: Document, threshold: float, show: str) -> dict[str, Any]:
    pair = expressions_for(asking, answering)
    if pair is None:
        return {"problem": _("One of the documents has no text.")}
    try:
        found = tracing(*pair)
    except IsonomiaError:
        return {"problem": _("These two documents have no paragraphs that could ask and answer.")}
    data = over(found.data, threshold)
    asked, answers = (row.parsed for row in pair)
    mandates = common.mandates_of(actor, asking)
    language = pair[0].language
    own = [(row, row.wordings[language]) for row in mandates if language in row.wordings]
    asking_layout = Layout(asked, marks=[mark for _row, clause in own for mark in marks_of(asked, clause)])
    rows = [_answer(row, asking_layout, answers, own) for row in data["mandates"]]
    answered = sum(bool(row["evidence"]) for row in rows)
    return {
        "rows": [row for row in rows if show == "all" or row["status"] == show],
        "asked": len(rows),
        "answered": answered,
        "unanswered": len(rows) - answered,
        "asking": asking,
        "answering": answering,
        "asking_title": common.title_of(asking),
        "answering_title": common.title_of(answering),
        "unprompted": _unprompted(answers, data["unprompted"]),
        "language": language,
        "dir": common.direction(language),
        "other_language": pair[1].language,
        "other_dir": common.direction(pair[1].language),
        "language_names": [NAMES[row.language] for row in pair],
    }


def _answer(
    row: dict[str, Any], asking: Layout, answers: Text, own: list[tuple[Mandate, dict[str, Any]]]
) -> dict[str, Any]:  # fmt: skip
    """A paragraph that asks, with its evidence: both in their own words, marked."""
    id = row["paragraph"]
    paragraphs = {part.id: part for part in asking.document.paragraphs}
    others = {part.id: part for part in answers.paragraphs}
    spans = [sentence["span"] for item in row["evidence"] for sentence in item["sentences"]]
    said = [Mark(start, end, SAID) for start, end in spans]
    answering = Layout(answers, marks=said)
    return {
        "id": id,
        "name": paragraph_name(id),
        "html": asking.html(*paragraphs[id].span) if id in paragraphs else "",
        "status": row["status"],
        "actors": common.labels("addressees", row.get("actors", ())),
        "mandates": [common.in_brief(mandate) for mandate, clause in own if clause["paragraph"] == id],
        "evidence": [
            {
                "id": item["paragraph"],
                "name": paragraph_name(item["paragraph"]),
                "score": item["score"],
                "html": answering.html(*others[item["paragraph"]].span),
                "shared": shared_names(item["shared"]),
            }
            for item in row["evidence"]
            if item["paragraph"] in others
        ],
    }


def _unprompted(text: Text, ids: list[str]) -> list[tuple[str, str, str]]:
    """The paragraphs that answer nothing: id, name, words."""
    there = {row.id: row for row in text.paragraphs}
    return [(id, paragraph_name(id), there[id].text) for id in ids if id in there]
