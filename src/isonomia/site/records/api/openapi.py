"""The description of the API, derived from the declarations like the API itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from isonomia.site.languages import CODES
from isonomia.site.records.access import Actor, hidden, restricted_for, sees_unpublished
from isonomia.site.records.api.answers import answer, endpoint
from isonomia.site.records.declaration import Collection, Facet
from isonomia.site.records.facets import facet_label
from isonomia.site.records.fields.texts import ORIGINAL
from isonomia.site.records.kinds import Choice, Coded, Date, Integer, Moment, YesNo
from isonomia.site.records.models import State
from isonomia.site.records.paging import MOST, USUAL
from isonomia.site.records.registry import collections
from isonomia.site.records.shape import Shape
from isonomia.site.records.values import MOST_CHILDREN
from isonomia.site.records.view import NONE, STATE, usable_facets, usable_ranges, usable_sorts
from isonomia.site.records.views.common import no_parameters
from isonomia.site.records.workflow import STEPS

more_paths: list[Callable[[], dict[str, Any]]] = []
"""What other rooms add: each gives `paths` of its own."""


def _parameter(name: str, schema: dict[str, Any], words: str = "", where: str = "query") -> dict[str, Any]:
    out: dict[str, Any] = {"name": name, "in": where, "required": where == "path", "schema": schema}
    return {**out, "description": words} if words else out


def _facet(collection: Collection, facet: Facet) -> dict[str, Any]:
    kind = collection.spec(facet.path).kind
    words = facet_label(collection, facet)
    item: dict[str, Any] = {"type": "string"}
    if isinstance(kind, Coded):
        item = {"anyOf": [{"$ref": kind.list_ref}, {"const": NONE}]}
    elif isinstance(kind, Choice):
        item["enum"] = [*(str(value) for value, _label in kind.field.flatchoices), NONE]
    elif isinstance(kind, YesNo):
        item["enum"] = ["yes", "no", NONE]
    elif isinstance(kind, Date | Moment):
        item["pattern"] = "^((?!0+$)[0-9]{1,4}|none)$"
    elif isinstance(kind, Integer):
        item["pattern"] = "^(-?[0-9]{1,9}|none)$"
    schema = {"type": "array", "items": item}
    return {**_parameter(facet.name, schema, words), "style": "form", "explode": True}


def _list_parameters(collection: Collection, actor: Actor) -> list[dict[str, Any]]:
    out = [_facet(collection, facet) for facet in usable_facets(collection, actor)]
    for name in usable_ranges(collection, actor):
        schema = collection.spec(name.rsplit("_", 1)[0]).kind.schema()
        plain = {**schema, "type": schema["type"][0]} if isinstance(schema.get("type"), list) else schema
        out.append(_parameter(name, plain))
    if collection.search:
        out.append(_parameter("q", {"type": "string", "maxLength": 500}))
    if sees_unpublished(collection, actor):
        states = {"type": "array", "items": {"type": "string", "enum": State.values}}
        out.append({**_parameter(STATE, states), "style": "form", "explode": True})
    sorts = [sign + name for name in usable_sorts(collection, actor) for sign in ("", "-")]
    out.append(_parameter("sort", {"type": "string", "enum": sorts}))
    out.append(_parameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}))
    out.append(_parameter("cursor", {"type": "string"}))
    return [*out, _LANG]


_LANG = _parameter("lang", {"type": "string", "enum": list(CODES)}, "Language of messages and of the order of texts.")


def _schema(shape: Shape, kept: frozenset[str]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for spec in shape.fields:
        if not hidden(spec.path, kept):
            out[spec.name] = {"title": spec.label, **spec.kind.schema()}
    for branch in shape.branches:
        if not hidden(branch.path, kept):
            items = _closed(_schema(branch.shape, kept))
            out[branch.name] = {"title": branch.label, "type": "array", "items": items, "maxItems": MOST_CHILDREN}
    return out


def record_schema(collection: Collection, actor: Actor) -> dict[str, Any]:
    """The object of a record."""
    frame = {
        "key": {"type": "string"}, "state": {"type": "string", "enum": State.values}, "version": {"type": "integer"},
        "updated_at": {"type": "string", "format": "date-time"},
    }  # fmt: skip
    properties = {**frame, **_schema(collection.shape, restricted_for(collection, actor))}
    return collection.describe_schema({"type": "object", "title": collection.single, "properties": properties})


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _answers(schema: dict[str, Any], words: str, status: str = "200", *others: str) -> dict[str, Any]:
    out: dict[str, Any] = {status: {"description": words, "content": _json(schema)}}
    for other in others:
        out[other] = {"$ref": f"#/components/responses/E{other}"}
    return out


def _body(*required: str, **properties: Any) -> dict[str, Any]:
    return {"required": True, "content": _json(_closed(properties, required))}


def _closed(properties: dict[str, Any], required: Sequence[str] = ()) -> dict[str, Any]:
    """An object that takes nothing else."""
    out: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**out, "required": list(required)} if required else out


def _lists(collection: Collection) -> dict[str, Any]:
    """The code lists of the fields and facets of a collection, each told once."""
    specs = [*collection.shape.walk(), *(collection.spec(facet.path) for facet in collection.facets)]
    found = {spec.kind.list_name: spec.kind.terms for spec in specs if isinstance(spec.kind, Coded)}
    return {
        f"codes.{name}": {"type": "string", "enum": [entry.code for entry in terms]} for name, terms in found.items()
    }


def _paths(collection: Collection, actor: Actor) -> dict[str, Any]:
    name, ref = collection.name, {"$ref": f"#/components/schemas/{collection.name}"}
    page = {
        "type": "object", "required": ["items", "next", "count"],
        "properties": {
            "items": {"type": "array", "items": ref}, "next": {"type": ["string", "null"]},
            "count": {"type": "integer"},
        },
    }  # fmt: skip
    tag = {"tags": [name]}
    address = _parameter("address", {"type": "string"}, collection.address, "path")
    fields = _closed(_schema(collection.shape, restricted_for(collection, actor)))
    text, number = {"type": "string"}, {"type": "integer"}
    reading, writing = ("400", "401", "503"), ("400", "401", "403", "404", "409", "422")
    return {
        f"/api/v1/{name}": {
            "get": {
                **tag, "summary": str(collection.title), "operationId": f"list-{name}",
                "parameters": _list_parameters(collection, actor),
                "responses": _answers(page, "A page.", "200", *reading),
            },
            "post": {
                **tag, "summary": _("A new draft"), "operationId": f"create-{name}", "parameters": [_LANG],
                "security": [{"token": []}], "requestBody": _body("values", values=fields, reason=text),
                "responses": _answers(ref, "Written.", "201", *writing),
            },
        },
        f"/api/v1/{name}/{{address}}": {
            "get": {
                **tag, "summary": collection.single, "operationId": f"read-{name}", "parameters": [address, _LANG],
                "responses": _answers(ref, "The record.", "200", "400", "401", "404"),
            },
            "patch": {
                **tag, "summary": _("Changes a record; of a published one, begins a revision"),
                "operationId": f"change-{name}", "parameters": [address, _LANG], "security": [{"token": []}],
                "requestBody": _body("values", "version", values=fields, version=number, reason=text),
                "responses": {**_answers(ref, "Written.", "200", *writing), **_answers(ref, "A revision.", "201")},
            },
            "delete": {
                **tag, "summary": _("Deletes a draft"), "operationId": f"discard-{name}", "parameters": [address],
                "security": [{"token": []}],
                "responses": {
                    "204": {"description": "Deleted."},
                    **{code: {"$ref": f"#/components/responses/E{code}"} for code in ("400", "401", "403", "404")},
                },
            },
        },
        f"/api/v1/{name}/{{address}}/-/steps": {
            "post": {
                **tag, "summary": _("Takes a step of the workflow"), "operationId": f"step-{name}",
                "parameters": [address, _LANG], "security": [{"token": []}],
                "requestBody": _body(
                    "step", "version", step={"type": "string", "enum": [step.name for step in STEPS]}, reason=text,
                    version=number,
                ),
                "responses": _answers(ref, "Written.", "200", *writing),
            },
        },
    }  # fmt: skip


ERRORS = {
    "400": "A parameter or value is not known; `allowed` names those that are.", "401": "The token is not known.",
    "403": "Not for this account.", "404": "Nothing there, or nothing that this account sees.",
    "409": "Somebody else changed the record.", "422": "Values are wrong; `fields` says which.",
    "503": "The search index is not available.",
}  # fmt: skip


def describe(actor: Actor) -> dict[str, Any]:
    """The whole description, as it is for an actor."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {
        "Text": {
            "type": "object", "description": "A text by language; `original` names the language of the original.",
            "properties": {name: {"type": "string"} for name in (*CODES, ORIGINAL)},
        },
        "Error": {
            "type": "object", "required": ["error"],
            "properties": {
                "error": {
                    "type": "object", "required": ["code", "message"],
                    "properties": {
                        "code": {"type": "string"}, "message": {"type": "string"},
                        "allowed": {"type": "array", "items": {"type": "string"}}, "fields": {"type": "object"},
                    },
                }
            },
        },
    }  # fmt: skip
    for collection in collections():
        paths |= _paths(collection, actor)
        schemas[collection.name] = record_schema(collection, actor)
        schemas |= _lists(collection)
    for more in more_paths:
        paths |= more()
    from isonomia import __version__

    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Isonomia", "version": __version__,
            "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {
                f"E{code}": {"description": words, "content": _json({"$ref": "#/components/schemas/Error"})}
                for code, words in ERRORS.items()
            },
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }  # fmt: skip


@endpoint("GET")
def openapi(request: HttpRequest, actor: Actor, user: Any) -> HttpResponse:
    """`/api/v1/openapi.json`."""
    no_parameters(request.GET, "lang")
    return answer(request, describe(actor))


@endpoint("GET")
def index(request: HttpRequest, actor: Actor, user: Any) -> HttpResponse:
    """`/api/v1/`: what there is."""
    no_parameters(request.GET, "lang")
    found = [{"name": row.name, "title": str(row.title), "url": f"/api/v1/{row.name}"} for row in collections()]
    return answer(request, {"collections": found, "openapi": "/api/v1/openapi.json"})
