"""What I am asked: the mandates addressed to a country or body, what is missing first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Subquery, Value, When
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from isonomia.site.documents.models import Mandate
from isonomia.site.documents.naming import mandate_name
from isonomia.site.documents.views import common as documents
from isonomia.site.followup.addressing import asked_of, groups_of_states
from isonomia.site.followup.models import FollowUp
from isonomia.site.followup.validating import owner_of
from isonomia.site.followup.views import common
from isonomia.site.followup.views.recording import own
from isonomia.site.records.access import Actor, actor_of, may_write, visible
from isonomia.site.records.codelists import terms
from isonomia.site.records.declaration import INSIDERS, Collection
from isonomia.site.records.errors import BadValue, UnknownCode
from isonomia.site.records.models import State
from isonomia.site.records.registry import collection as named
from isonomia.site.records.views.common import no_parameters, page
from isonomia.site.records.views.edit import signed_in

SIZE = 25
MISSING = "missing"
ORDER = (
    MISSING, State.RETURNED, State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.PUBLISHED, State.WITHDRAWN,
)  # fmt: skip
"""What stands first: what is missing, what waits for its author, what waits for others, what is done."""
MOST_ALLOWED = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One mandate, and what its addressee said of it."""

    name: str
    url: str
    words: dict[str, Any]
    act: str
    who: str
    due: str
    perhaps: bool
    stage: str
    answer: FollowUp | None
    answer_url: str
    progress: str
    record_url: str


@dataclass(frozen=True, slots=True)
class Tab:
    """How many mandates stand where, and the page narrowed to them."""

    label: str
    count: int
    query: str
    here: bool


def mine_page(request: HttpRequest, collection: Collection) -> HttpResponse:
    """The mandates of whoever is signed in; insiders look at those of a country or body that they name."""
    if asked := signed_in(request):
        return asked
    actor = actor_of(request)
    no_parameters(request.GET, "country", "body", "show", "document", "specimens", "page")
    whose = _whose(actor, request.GET)
    context: dict[str, Any] = {"whose": whose, "chooses": actor.role in INSIDERS}
    if context["chooses"]:
        context |= {name: sorted(_choices(name), key=lambda row: row[1]) for name in ("countries", "bodies")}
    if any(whose.values()):
        context |= _listed(collection, actor, request.GET, whose)
    return page(request, "followup/mine.html", collection, context)


def _choices(codes: str) -> list[tuple[str, str]]:
    known = (entry.code for entry in terms(codes).active())
    return documents.labels(codes, (code for code in known if code not in groups_of_states()))


def _whose(actor: Actor, params: QueryDict) -> dict[str, str]:
    """Whose mandates are asked for. Raises PermissionDenied, BadValue, UnknownCode."""
    given = {name: params.get(name, "") for name in ("country", "body")}
    if fixed := own(actor):
        if any(given[name] not in ("", fixed[name]) for name in given):
            raise PermissionDenied(_("Your account sees what is asked of “%(own)s” here.") % {"own": owner_of(**fixed)})
        return fixed
    if actor.role not in INSIDERS:
        raise PermissionDenied(_("Your account speaks for no country or body."))
    if given["country"] and given["body"]:
        raise BadValue(_("Name a country or a body, one of the two."))
    for name, codes in (("country", "countries"), ("body", "bodies")):
        if given[name] and given[name] not in terms(codes):
            message = _("“%(value)s” is no value of “%(name)s”.") % {"value": given[name][:200], "name": name}
            raise UnknownCode(
                message, terms(codes).near(given[name]) or [row.code for row in terms(codes)][:MOST_ALLOWED]
            )
    return given


def asked_rows(actor: Actor, whose: dict[str, str], filters: common.Filters) -> Any:
    """The public mandates that ask, or may ask, a country or body; each with where its follow-up stands."""
    asked = asked_of(**whose)
    table: Any = Mandate.FacetValue._default_manager
    codes = table.filter(record=OuterRef("pk"), field="addressee")
    answers = visible(named("follow-up"), actor).filter(revises=None, mandate=OuterRef("pk"), **whose)
    rows = common.published_rows(named("mandates"), actor, filters).filter(gone=False)
    return (
        rows.filter(Exists(codes.filter(code__in=asked.all)))
        .annotate(surely=Exists(codes.filter(code__in=asked.surely)), stage=Subquery(answers.values("state")[:1]))
        .annotate(
            rank=Case(
                When(stage=None, then=Value(0)),
                *(When(stage=state, then=Value(at)) for at, state in enumerate(ORDER)),
                default=Value(len(ORDER)), output_field=IntegerField(),
            )
        )
    )  # fmt: skip


def _listed(collection: Collection, actor: Actor, params: QueryDict, whose: dict[str, str]) -> dict[str, Any]:
    filters, specimens = common.asked_filters(actor, params)
    show = params.get("show", "")
    if show and show not in ORDER:
        message = _("“%(value)s” is no value of “%(name)s”.") % {"value": show[:200], "name": "show"}
        raise UnknownCode(message, ORDER)
    kept = {name: code for name, code in whose.items() if code and not own(actor)}
    kept |= {name: str(params.get(name)) for name in ("document", "specimens") if params.get(name)}
    rows = asked_rows(actor, whose, filters)
    found = dict(rows.order_by().values_list("rank").annotate(n=Count("pk")))
    tabs = [
        Tab(_stage(name), found.get(at, 0), _query(kept, show=name), show == name)
        for at, name in enumerate(ORDER)
        if found.get(at) or show == name
    ]
    total = sum(found.values())
    tabs.insert(0, Tab(_("All"), total, _query(kept) or "?", not show))
    count = total
    if show:
        rows, count = rows.filter(rank=ORDER.index(show)), found.get(ORDER.index(show), 0)
    number = common.page_number(params.get("page", ""))
    pages = max(1, -(-count // SIZE))
    if number > pages:
        raise Http404
    ordered = rows.order_by("rank", F("due_year").asc(nulls_last=True), F("date").desc(nulls_last=True), "pk")
    shown = list(ordered[(number - 1) * SIZE : number * SIZE])
    return {
        "owner": owner_of(**whose),
        "is_state": bool(whose["country"]),
        "tabs": tabs,
        "lines": _lines(collection, actor, shown, whose),
        "lost": _lost(collection, actor, whose),
        "total": total,
        "missing": found.get(0, 0),
        "bar": common.share(total - found.get(0, 0), total),
        "specimens": specimens,
        "show_specimens": not specimens,
        "specimens_query": _query({**kept, "specimens": "yes"}, show=show),
        "pages": [
            (at, _query(kept, show=show, page=at), at == number) for at in range(1, pages + 1) if abs(at - number) < 6
        ] if pages > 1 else [],
    }  # fmt: skip


def _query(kept: dict[str, str], **more: Any) -> str:
    pairs = {**kept, **{name: value for name, value in more.items() if value}}
    return f"?{urlencode(pairs)}" if pairs else ""


def _stage(name: str) -> str:
    return _("Nothing recorded") if name == MISSING else str(State(name).label)


def _lines(
    collection: Collection, actor: Actor, mandates: list[Any], whose: dict[str, str]
) -> list[Line]:  # fmt: skip
    rows: Any = visible(collection, actor).filter(revises=None, mandate__in=mandates, **whose)
    answers = {row.mandate_id: row for row in rows}
    wanted = "" if own(actor) else "?" + urlencode({name: code for name, code in whose.items() if code})
    out = []
    for row in mandates:
        answer = answers.get(row.pk)
        out.append(
            Line(
                mandate_name(row.reference), named("mandates").url_of(row), documents.wording(row),
                documents.label("acts", row.act),
                documents.listed("addressees", row.addressees),
                str(row.due_year or ""), not row.surely, row.stage or MISSING, answer,
                collection.url_of(answer) if answer else "",
                documents.label("progress", answer.progress) if answer else "",
                f"{collection.url}record/{row.key}/{wanted}" if may_write(collection, actor) else "",
            )
        )  # fmt: skip
    return out


def _lost(collection: Collection, actor: Actor, whose: dict[str, str]) -> list[tuple[str, str]]:
    """The follow-ups whose clause the document, as it was last read, has no more: name and address."""
    rows: Any = visible(collection, actor).filter(revises=None, mandate__gone=True, **whose)
    return [(mandate_name(row.reference), collection.url_of(row)) for row in rows.order_by("reference")]
