"""The values of a record as one tree: from records to plain data, and from data that people give to clean values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from isonomia.site.records.access import OWNED, Actor, sees_field
from isonomia.site.records.declaration import Collection
from isonomia.site.records.kinds import Coded, Link
from isonomia.site.records.models import Record
from isonomia.site.records.shape import Shape, Spec

MOST_CHILDREN = 1000
Values = dict[str, Any]
"""Clean values by field; a child's name holds a list of the same."""


class Faulty(Exception):
    """What was given is wrong: path of each field (`defendants.0.name`) to its messages."""

    def __init__(self, faults: Mapping[str, list[str]]) -> None:
        super().__init__("; ".join(f"{path}: {' '.join(messages)}" for path, messages in faults.items()))
        self.faults = dict(faults)


def plain_of(shape: Shape, row: Any) -> dict[str, Any]:
    """A record as JSON has it, children within. Restricted fields are in it: take them out for who may not see them."""
    out = {spec.name: spec.kind.plain(getattr(row, spec.name)) for spec in shape.fields}
    for branch in shape.branches:
        out[branch.name] = [plain_of(branch.shape, child) for child in getattr(row, branch.name).all()]
    return out


def without_restricted(
    collection: Collection, actor: Actor, record: Record | None, plain: dict[str, Any], shape: Shape | None = None
) -> dict[str, Any]:
    """The same tree without the fields that an actor may not see."""
    shape = shape or collection.shape
    out = {
        spec.name: plain[spec.name]
        for spec in shape.fields
        if spec.name in plain and sees_field(collection, actor, spec.seen_by, record)
    }
    for branch in shape.branches:
        if branch.name in plain and sees_field(collection, actor, branch.seen_by, record):
            rows = plain[branch.name] or []
            out[branch.name] = [without_restricted(collection, actor, record, row, branch.shape) for row in rows]
    return out


def clean(
    collection: Collection, data: Mapping[str, Any], actor: Actor, *, partial: bool = False,
    links: Mapping[tuple[str, str], Any] | None = None, held: Mapping[str, Any] | None = None,
    check_retired: bool = True,
) -> Values:  # fmt: skip
    """Clean values of a record, with the country or body for which a focal point speaks. Raises Faulty with every
    fault.

    `partial`: fields that are not given stay as they are; call `validated` when the whole is known. `links`: records
    that were looked up beforehand, by path and key. `held`: the plain values of the record as it is, so that a code
    that was retired since may stay.
    """
    faults: dict[str, list[str]] = {}
    data = owned(collection.shape, actor, data)
    values = _clean_level(collection.shape, data, actor, "", faults, partial, links, held or {})
    if (name := OWNED.get(actor.role)) and name not in faults:
        own = getattr(actor, name)
        if values.setdefault(name, own) != own:  # of collections without this field it is the frame's own
            faults[name] = [_("Your account writes for “%(own)s” only.") % {"own": own}]
    if check_retired:
        for path, texts in retired_codes(collection.shape, values, held or {}).items():
            faults.setdefault(path, []).extend(texts)
    if not faults and not partial:
        for path, message in collection.validate(values).items():
            faults.setdefault(path, []).append(message)
    if faults:
        raise Faulty(faults)
    return values


def misfits(shape: Shape, data: Mapping[str, Any], prefix: str = "") -> dict[str, list[str]]:
    """What in JSON is not of its type: path to message. Files and forms know no types; programs do."""
    out = {
        f"{prefix}{spec.name}": [_("In JSON this is of the type %(type)s.") % {"type": spec.kind.json}]
        for spec in shape.fields
        if not spec.kind.fits(data.get(spec.name))
    }
    for branch in shape.branches:
        rows = data.get(branch.name, [])
        if not isinstance(rows, list):
            out[f"{prefix}{branch.name}"] = [_("Give a list of objects.")]
            continue
        for at, row in enumerate(rows):
            if isinstance(row, Mapping):
                out |= misfits(branch.shape, row, f"{prefix}{branch.name}.{at}.")
    return out


def owned(shape: Shape, actor: Actor, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data with the country or body for which a focal point speaks, where they name none."""
    name = OWNED.get(actor.role)
    if name is None or data.get(name) not in (None, "") or all(spec.name != name for spec in shape.fields):
        return data
    return {**data, name: getattr(actor, name)}


def _clean_level(
    shape: Shape, data: Mapping[str, Any], actor: Actor, prefix: str, faults: dict[str, list[str]], partial: bool,
    links: Mapping[tuple[str, str], Any] | None, held: Mapping[str, Any],
) -> Values:  # fmt: skip
    known = {spec.name for spec in shape.fields} | {branch.name for branch in shape.branches}
    for name in data:
        if name not in known:
            faults.setdefault(f"{prefix}{name}", []).append(_("There is no such field."))
    out: Values = {}
    for spec in shape.fields:
        if partial and spec.name not in data:
            continue
        try:
            out[spec.name] = clean_value(spec, data.get(spec.name), actor, links, held.get(spec.name))
        except ValidationError as error:
            faults.setdefault(f"{prefix}{spec.name}", []).extend(error.messages)
    for branch in shape.branches:
        if partial and branch.name not in data:
            continue
        rows = data.get(branch.name) or []
        path = f"{prefix}{branch.name}"
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            faults.setdefault(path, []).append(_("Give a list of objects."))
            continue
        if len(rows) > MOST_CHILDREN:
            faults.setdefault(path, []).append(_("There are more than %(most)s.") % {"most": MOST_CHILDREN})
            continue
        was = held.get(branch.name) or []
        out[branch.name] = [
            _clean_level(
                branch.shape, row, actor, f"{path}.{at}.", faults, False, links, was[at] if at < len(was) else {}
            )
            for at, row in enumerate(rows)
        ]
    return out


def clean_value(
    spec: Spec, given: Any, actor: Actor, links: Mapping[tuple[str, str], Any] | None = None, held: Any = None
) -> Any:
    """The clean value of one field; `links` and `held` as in `clean`. Raises ValidationError."""
    kind = spec.kind
    if isinstance(kind, Link):
        return _clean_link(spec, kind, given, actor, links, held)
    return kind.clean(given)


def validated(collection: Collection, values: Values) -> None:
    """Checks what concerns several fields of a whole record. Raises Faulty."""
    if faults := collection.validate(values):
        raise Faulty({path: [message] for path, message in faults.items()})


def retired_codes(shape: Shape, values: Values, held: Mapping[str, Any], prefix: str = "") -> dict[str, list[str]]:
    """What is wrong with retired codes: one stays where it was, and is given to nothing new."""
    out: dict[str, list[str]] = {}
    for spec in shape.fields:
        if isinstance(spec.kind, Coded) and (given := values.get(spec.name)):
            was = held.get(spec.name)
            for code in given if isinstance(given, list) else [given]:
                entry = spec.kind.terms.get(code)
                if entry.retired and code not in (was if isinstance(was, list) else [was]):
                    instead = _(" Use “%(code)s”.") % {"code": entry.replaced_by} if entry.replaced_by else ""
                    text = _("“%(code)s” is retired.") % {"code": code} + instead
                    out.setdefault(f"{prefix}{spec.name}", []).append(text)
    for branch in shape.branches:
        rows = held.get(branch.name) or []
        for at, row in enumerate(values.get(branch.name) or []):
            below = rows[at] if at < len(rows) else {}
            out |= retired_codes(branch.shape, row, below, f"{prefix}{branch.name}.{at}.")
    return out


def completed(collection: Collection, values: Values) -> Values:
    """The values of a new record, with what was not given left empty. Raises Faulty where it must be given."""
    out, faults = dict(values), {}
    for spec in collection.shape.fields:
        if spec.name not in out:
            try:
                out[spec.name] = spec.kind.clean(None)
            except ValidationError as error:
                faults[spec.name] = error.messages
    if faults:
        raise Faulty(faults)
    return out


def _clean_link(
    spec: Spec, kind: Link, given: Any, actor: Actor, links: Mapping[tuple[str, str], Any] | None, held: Any
) -> Any:
    key = kind.parse(given)
    if key is None:
        return kind.clean(None)
    if isinstance(key, str):
        if key == held:  # it stays what it was, even where the record is not this actor's to see
            return kind.resolve([key]).get(key)
        found = links.get((spec.path, key)) if links is not None else kind.resolve([key], kind.visible(actor)).get(key)
        if found is None:
            raise ValidationError(_("There is no record “%(key)s” that you may link to.") % {"key": key[:80]})
        return found
    return key
