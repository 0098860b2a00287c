"""The form of a record, derived from its shape: inputs by kind, children as groups that grow without any script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from isonomia.site.languages import NAMES, current_language
from isonomia.site.records import linking
from isonomia.site.records.access import OWNED, Actor
from isonomia.site.records.declaration import Collection
from isonomia.site.records.errors import BadValue, UnknownParameter
from isonomia.site.records.fields import MultilingualText
from isonomia.site.records.fields.texts import LANGUAGES, ORIGINAL
from isonomia.site.records.kinds import Choice, Coded, CodedMany, Link, Multilingual
from isonomia.site.records.shape import Branch, Shape, Spec
from isonomia.site.records.values import clean_value
from isonomia.site.records.view import LONGEST, refused

FEW = 24
"""So many codes are shown as boxes to tick; more as a list to choose from."""


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
    said: str = ""
    """What the record is called to which a link leads."""
    matches: list[Option] | None = None
    """The records that were looked up for a link; None where nobody asked."""

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


Sought = tuple[str, str]
"""The path of a link, and the text for which records are looked up."""
NOTHING: Sought = ("", "")


def sent(shape: Shape, post: QueryDict) -> tuple[dict[str, Any], Sought | None]:
    """What a form says, and (unless it is to be saved) what it is shown again with: one more child, what was found for
    a link, or the record that was chosen."""
    if chosen := post.get("choose"):
        name, _sep, address = chosen.partition("=")
        post = post.copy()
        post[name] = address
        return data_of(shape, post), NOTHING
    data = data_of(shape, post)
    if where := post.get("add"):
        return with_added(shape, data, where), NOTHING
    if where := post.get("find"):
        path = ".".join(part for part in where.split(".") if not part.isdigit())
        return data, (path, post.get(where, "").strip())
    return data, None


def prefilled(collection: Collection, actor: Actor, params: QueryDict) -> dict[str, Any]:
    """What the address of a form fills in: fields by the names of their inputs. Raises UnknownParameter, UnknownCode,
    BadValue."""
    names = {
        name: spec for spec in collection.shape.fields for name in
        ([spec.name + suffix for suffix in spec.kind.columns()])
    }  # fmt: skip
    for name in params:
        if name not in names:
            message = _("“%(name)s” is no field of this form that a link can fill in.") % {"name": name[:LONGEST]}
            raise UnknownParameter(message, names)
        if len(params.getlist(name)) > 1 and not isinstance(names[name].kind, CodedMany):
            raise BadValue(_("“%(name)s” is given twice; give it once.") % {"name": name})
    out = {}
    for spec in {names[name].name: names[name] for name in params}.values():
        given = spec.kind.from_post(params, spec.name)
        if given:
            out[spec.name] = spec.kind.plain(_prefill(spec, actor, given))
    return out


def _prefill(spec: Spec, actor: Actor, given: Any) -> Any:
    try:
        value = clean_value(spec, given, actor)
    except ValidationError as error:
        if isinstance(spec.kind, Coded):
            raise refused(spec.name, str(given), [entry.code for entry in spec.kind.terms.active()]) from None
        raise BadValue(f"{spec.name}: {' '.join(error.messages)}") from None
    own = getattr(actor, spec.name) if OWNED.get(actor.role) == spec.name else value
    if value != own:
        raise BadValue(_("Your account writes for “%(own)s” only.") % {"own": own})
    return value


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
    collection: Collection, actor: Actor, data: Mapping[str, Any], faults: Mapping[str, list[str]] | None = None,
    find: Sought = NOTHING,
) -> Node:  # fmt: skip
    """The form that shows data (plain, as `values.plain_of` gives it, or as it was sent) with what is wrong of it, and
    what is found for a link."""
    return _Form(actor, faults or {}, find).node(collection.shape, data)


@dataclass(slots=True)
class _Form:
    """What all inputs of one form are made with."""

    actor: Actor
    faults: Mapping[str, list[str]]
    find: Sought
    few: dict[str, list[Option]] = field(default_factory=dict)
    """What each link can be chosen from, by its path: looked up once for all children."""

    def node(self, shape: Shape, data: Mapping[str, Any], prefix: str = "", number: int = 1) -> Node:
        """The form of a record or a child."""
        inputs = [self.input(spec, data.get(spec.name), prefix) for spec in shape.fields]
        groups = []
        for branch in shape.branches:
            name = prefix + branch.name
            rows = [
                self.node(branch.shape, row, f"{name}.{at}.", at + 1)
                for at, row in enumerate(data.get(branch.name) or [])
            ]
            groups.append(Group(branch, name, rows, list(self.faults.get(name, ()))))
        return Node(prefix.removesuffix("."), number, inputs, groups)

    def input(self, spec: Spec, value: Any, prefix: str) -> Input:
        """One input with what may be chosen in it."""
        kind, name, actor = spec.kind, prefix + spec.name, self.actor
        owned = not prefix and OWNED.get(actor.role) == spec.name
        if owned:
            value = value or getattr(actor, spec.name)
        errors = list(self.faults.get(name, ()))
        if isinstance(kind, CodedMany):
            chosen = value if isinstance(value, list) else []
            return Input(name, spec, chosen, errors, list(_code_options(kind, chosen)))
        if isinstance(kind, Coded):
            only = {getattr(actor, spec.name)} if owned else None
            return Input(name, spec, value, errors, list(_code_options(kind, [value] if value else [], only)))
        if isinstance(kind, Choice):
            options = [Option(str(code), str(label), str(code) == str(value)) for code, label in kind.field.flatchoices]
            return Input(name, spec, value, errors, options)
        if isinstance(kind, Link):
            return self.link(kind, spec, kind.to_input(value), errors, name)
        if isinstance(kind, Multilingual):
            return Input(name, spec, value if isinstance(value, dict) else {}, errors)
        if kind.input == "yes_no":
            shown = {True: "yes", False: "no"}.get(value, value or "") if not isinstance(value, str) else value
            options = [Option(code, words, code == shown) for code, words in (("yes", _("yes")), ("no", _("no")))]
            return Input(name, spec, shown, errors, options)
        return Input(name, spec, "" if value is None else value, errors)

    def link(self, kind: Link, spec: Spec, typed: str, errors: list[str], name: str) -> Input:
        """A link is typed, chosen where there are few to choose from, or looked up by a word: no script is needed."""
        if spec.path not in self.few:
            self.few[spec.path] = _offered(linking.all_of_few(kind, self.actor))
        there = linking.named(kind, self.actor, typed)
        out = Input(name, spec, typed, errors, self.few[spec.path])
        if there:
            out.value, out.said = there
        if (spec.path, typed) == self.find or (errors and typed and not there):
            out.matches = _offered(linking.matching(kind, self.actor, typed))
        return out


def _offered(offers: list[linking.Offer]) -> list[Option]:
    return [Option(address, label, False) for address, label in offers]


def _code_options(kind: Coded, chosen: list[str], only: set[str] | None = None) -> Iterator[Option]:
    """What may be chosen, by label; a retired code only where it is chosen already."""
    language = current_language()
    listed = kind.terms if len(kind.terms) <= FEW else kind.terms.in_order(language)
    entries = [entry for entry in listed if not entry.retired or entry.code in chosen]
    if only is not None:
        entries = [entry for entry in entries if entry.code in only]
    for entry in entries:
        yield Option(entry.code, entry.label(language), entry.code in chosen)
    for code in chosen:
        if code not in kind.terms:
            yield Option(code, code, True)
