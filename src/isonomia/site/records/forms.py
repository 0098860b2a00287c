"""The form of a record, derived from its shape: inputs by kind, children as groups that grow without any script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from isonomia.site.languages import NAMES, current_language
from isonomia.site.records.access import Actor
from isonomia.site.records.declaration import Collection
from isonomia.site.records.fields import MultilingualText
from isonomia.site.records.fields.texts import LANGUAGES, ORIGINAL
from isonomia.site.records.kinds import Choice, Coded, CodedMany, Link, Multilingual
from isonomia.site.records.shape import Branch, Shape, Spec

FEW = 24
"""So many codes are shown as boxes to tick; more as a list to choose from."""
MOST_OFFERED = 500
OWNED = {"focal_point": "country", "body_focal_point": "body"}


@dataclass(frozen=True, slots=True)
class Option:
    """One value to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(slots=True)
class Input:
    """One field of the form."""

    name: str
    spec: Spec
    value: Any
    errors: list[str]
    options: list[Option] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id of the input, for its label."""
        return "f-" + self.name.replace(".", "-")

    @property
    def template(self) -> str:
        """The template of the input."""
        kind = self.spec.kind.input
        return f"records/inputs/{'codes_many' if kind == 'codes' and len(self.options) > FEW else kind}.html"

    @property
    def hint_id(self) -> str:
        """What describes the input: its hint and its errors."""
        return f"{self.id}-hint" if self.spec.hint or self.errors else ""

    @property
    def languages(self) -> list[tuple[str, str, str, str]]:
        """For a text in several languages: code, name, direction, text; the reader's language first."""
        order = sorted(LANGUAGES, key=lambda code: code != current_language())
        value = self.value or {}
        return [(code, NAMES[code], "rtl" if code == "ar" else "ltr", value.get(code, "")) for code in order]

    @property
    def original(self) -> str:
        """Which language of a text is the original."""
        return str((self.value or {}).get(ORIGINAL, ""))

    @property
    def is_long(self) -> bool:
        """Whether a text in languages has paragraphs."""
        held = self.spec.kind.field
        return isinstance(held, MultilingualText) and held.long


@dataclass(slots=True)
class Group:
    """The children of one kind: their forms, and what the button sends that adds one more."""

    branch: Branch
    name: str
    rows: list[Node]
    errors: list[str]


@dataclass(slots=True)
class Node:
    """The form of a record or of one child."""

    name: str
    number: int
    inputs: list[Input]
    groups: list[Group]


def data_of(shape: Shape, post: QueryDict, prefix: str = "") -> dict[str, Any]:
    """What a form says, as plain data: for `values.clean`. Children that are empty or to be removed are left out."""
    out = {spec.name: spec.kind.from_post(post, prefix + spec.name) for spec in shape.fields}
    for branch in shape.branches:
        rows = []
        for at in _positions(post, prefix + branch.name):
            place = f"{prefix}{branch.name}.{at}."
            row = data_of(branch.shape, post, place)
            if post.get(f"{place}remove") != "on" and not _is_blank(branch.shape, row):
                rows.append(row)
        out[branch.name] = rows
    return out


def _positions(post: QueryDict, name: str) -> list[int]:
    """The numbers of the children that the form had."""
    return sorted({int(at) for at in post.getlist(f"{name}.rows") if at.isascii() and at.isdigit() and len(at) < 5})


def _is_blank(shape: Shape, row: Mapping[str, Any]) -> bool:
    return all(not row.get(spec.name) for spec in shape.fields) and all(not row.get(b.name) for b in shape.branches)


def with_added(shape: Shape, data: dict[str, Any], where: str) -> dict[str, Any]:
    """The data with one more child: `where` is `defendants`, or `defendants.0.charges`."""
    first, _dot, rest = where.partition(".")
    branch = next((branch for branch in shape.branches if branch.name == first), None)
    if branch is None:
        return data
    rows = list(data.get(first) or [])
    if not rest:
        return {**data, first: [*rows, {}]}
    at, _dot, deeper = rest.partition(".")
    if at.isascii() and at.isdigit() and int(at[:5]) < len(rows):
        rows[int(at)] = with_added(branch.shape, dict(rows[int(at)]), deeper)
    return {**data, first: rows}


def form_of(
    collection: Collection, actor: Actor, data: Mapping[str, Any], faults: Mapping[str, list[str]] | None = None
) -> Node:
    """The form that shows data (plain, as `values.plain_of` gives it, or as it was sent) with what is wrong of it."""
    return _node(collection.shape, actor, data, faults or {}, "", 1)


def _node(
    shape: Shape, actor: Actor, data: Mapping[str, Any], faults: Mapping[str, list[str]], prefix: str, number: int
) -> Node:
    inputs = [_input(spec, actor, data.get(spec.name), faults, prefix) for spec in shape.fields]
    groups = []
    for branch in shape.branches:
        name = prefix + branch.name
        rows = [
            _node(branch.shape, actor, row, faults, f"{name}.{at}.", at + 1)
            for at, row in enumerate(data.get(branch.name) or [])
        ]
        groups.append(Group(branch, name, rows, list(faults.get(name, ()))))
    return Node(prefix.removesuffix("."), number, inputs, groups)


def _input(spec: Spec, actor: Actor, value: Any, faults: Mapping[str, list[str]], prefix: str) -> Input:
    kind, name = spec.kind, prefix + spec.name
    if not prefix and OWNED.get(actor.role) == spec.name:
        value = value or getattr(actor, spec.name)
    errors = list(faults.get(name, ()))
    if isinstance(kind, CodedMany):
        chosen = value if isinstance(value, list) else []
        return Input(name, spec, chosen, errors, list(_code_options(kind, chosen)))
    if isinstance(kind, Coded):
        only = {getattr(actor, spec.name)} if not prefix and OWNED.get(actor.role) == spec.name else None
        return Input(name, spec, value, errors, list(_code_options(kind, [value] if value else [], only)))
    if isinstance(kind, Choice):
        options = [Option(str(code), str(label), str(code) == str(value)) for code, label in kind.field.flatchoices]
        return Input(name, spec, value, errors, options)
    if isinstance(kind, Link):
        return Input(name, spec, kind.to_input(value), errors, list(_link_options(kind, actor)))
    if isinstance(kind, Multilingual):
        return Input(name, spec, value if isinstance(value, dict) else {}, errors)
    if kind.input == "yes_no":
        shown = {True: "yes", False: "no"}.get(value, value or "") if not isinstance(value, str) else value
        options = [Option(code, words, code == shown) for code, words in (("yes", _("yes")), ("no", _("no")))]
        return Input(name, spec, shown, errors, options)
    return Input(name, spec, "" if value is None else value, errors)


def _code_options(kind: Coded, chosen: list[str], only: set[str] | None = None) -> Iterator[Option]:
    """What may be chosen, by label; a retired code only where it is chosen already."""
    language = current_language()
    entries = [entry for entry in kind.terms if not entry.retired or entry.code in chosen]
    if only is not None:
        entries = [entry for entry in entries if entry.code in only]
    elif len(entries) > FEW:
        entries.sort(key=lambda entry: entry.label(language).casefold())
    for entry in entries:
        yield Option(entry.code, entry.label(language), entry.code in chosen)
    for code in chosen:
        if code not in kind.terms:
            yield Option(code, code, True)


def _link_options(kind: Link, actor: Actor) -> Iterator[Option]:
    from isonomia.site.records.registry import collection_of

    target = collection_of(kind.target)
    if target is None:
        return
    for record in kind.visible(actor).filter(revises=None)[:MOST_OFFERED]:
        yield Option(target.address_of(record), target.label_of(record, current_language()), False)
