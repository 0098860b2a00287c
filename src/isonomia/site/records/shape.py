"""The tree of a record: its fields, its children, their fields. Forms, files, the API and pages walk it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils.text import capfirst

from isonomia.site.records.errors import DeclarationFault
from isonomia.site.records.fields import ParentKey
from isonomia.site.records.kinds import Kind, kind_of
from isonomia.site.records.models import FRAME_FIELDS, Child, Record


@dataclass(frozen=True, slots=True)
class Spec:
    """One field: where it is, what kind of value it has, and who sees it (None: whoever sees the record)."""

    name: str
    path: str
    kind: Kind
    seen_by: frozenset[str] | None = None

    @property
    def label(self) -> str:
        """The name of the field in the language of the page."""
        return capfirst(str(self.kind.field.verbose_name))

    @property
    def hint(self) -> str:
        """What whoever fills it in should know."""
        return str(self.kind.field.help_text)

    @property
    def required(self) -> bool:
        """Whether it must say something."""
        return not self.kind.field.blank


@dataclass(frozen=True, slots=True)
class Branch:
    """Children of a record or of a child."""

    name: str
    path: str
    parent: str
    shape: Shape
    seen_by: frozenset[str] | None = None

    @property
    def label(self) -> str:
        """What these rows are called."""
        return capfirst(str(self.shape.model._meta.verbose_name_plural))

    @property
    def one(self) -> str:
        """What one row is called."""
        return capfirst(str(self.shape.model._meta.verbose_name))


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields and children of a model, in order."""

    model: type[models.Model]
    fields: tuple[Spec, ...]
    branches: tuple[Branch, ...] = ()

    def find(self, path: str) -> Spec | None:
        """The field of a path with dots; of the frame's own fields too (state, updated_at)."""
        first, _, rest = path.partition(".")
        if rest:
            branch = next((branch for branch in self.branches if branch.name == first), None)
            return branch.shape.find(rest) if branch else None
        for spec in self.fields:
            if spec.name == first:
                return spec
        return _frame_spec(self.model, first)

    def walk(self) -> Iterator[Spec]:
        """All fields, those of children after those of their parent."""
        yield from self.fields
        for branch in self.branches:
            yield from branch.shape.walk()

    def paths(self) -> list[str]:
        """All fields and children by path."""
        out = [spec.path for spec in self.fields]
        for branch in self.branches:
            out += [branch.path, *branch.shape.paths()]
        return out

    def prefetches(self) -> list[str]:
        """What must be fetched with the rows so that walking them asks nothing more."""
        return [
            name
            for branch in self.branches
            for name in (branch.name, *(f"{branch.name}__{deeper}" for deeper in branch.shape.prefetches()))
        ]

    def links(self) -> list[str]:
        """What must be fetched besides so that links, those of children too, are known by their keys."""
        from isonomia.site.records.kinds import Link

        below = [f"{branch.name}__{name}" for branch in self.branches for name in branch.shape.links()]
        return [*(spec.name for spec in self.fields if isinstance(spec.kind, Link)), *below]


SORTABLE_FRAME = ("updated_at", "created_at", "published_at", "state", "key")


@dataclass(frozen=True, slots=True)
class WithDerived(Shape):
    """A shape with fields that facets, columns and searches find, but that no form, file or program writes."""

    derived: tuple[Spec, ...] = ()

    def find(self, path: str) -> Spec | None:
        """A field of the record, or one that is derived."""
        return Shape.find(self, path) or next((spec for spec in self.derived if spec.name == path), None)


def _frame_spec(model: type[models.Model], name: str) -> Spec | None:
    if name in SORTABLE_FRAME and issubclass(model, Record):
        field = model._meta.get_field(name)
        assert isinstance(field, models.Field)
        return Spec(name, name, kind_of(field))
    return None


def _children(model: type[models.Model]) -> dict[str, ParentKey]:
    out = {}
    for relation in model._meta.related_objects:
        if isinstance(relation.field, ParentKey) and isinstance(relation.related_model, type):
            if not issubclass(relation.related_model, Child):
                raise DeclarationFault(
                    f"{relation.related_model.__module__}.{relation.related_model.__name__}: a model with a ParentKey"
                    " must be a Child"
                )
            out[str(relation.get_accessor_name())] = relation.field
    return out


def _own_fields(model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
    skip = FRAME_FIELDS | {"id", "position"} if issubclass(model, Record) else {"id", "position"}
    return {
        field.name: field
        for field in model._meta.concrete_fields
        if field.name not in skip and not isinstance(field, ParentKey) and field.editable
    }


def shape_of(
    model: type[models.Model], names: tuple[str, ...] = (), restricted: Mapping[str, frozenset[str]] | None = None,
    prefix: str = "",
) -> Shape:  # fmt: skip
    """The tree of a model; `names` chooses and orders its fields and children. Raises DeclarationFault."""
    restricted = restricted or {}
    own, children = _own_fields(model), _children(model)
    chosen = names or (*own, *children)
    fields, branches = [], []
    for name in chosen:
        path = prefix + name
        if name in own:
            fields.append(Spec(name, path, kind_of(own[name]), restricted.get(path)))
        elif name in children:
            child = children[name]
            shape = shape_of(child.model, (), restricted, f"{path}.")
            branches.append(Branch(name, path, child.name, shape, restricted.get(path)))
        else:
            known = ", ".join([*own, *children])
            raise DeclarationFault(f"fields: “{name}” is no field or child of {model.__name__}; it has {known}")
    return Shape(model, tuple(fields), tuple(branches))


def shape_with_derived(
    model: type[models.Model], fields: Sequence[str], derived: Sequence[str], kinds: Mapping[str, type[Kind]]
) -> WithDerived:
    """The shape of a model with these fields, and these that are derived; `kinds` are those of fields that are of a
    kind of their own."""
    plain = shape_of(model, tuple(fields))
    specs = [replace(one, kind=kinds[one.name](one.kind.field)) if one.name in kinds else one for one in plain.fields]
    more = [Spec(name, name, kind_of(_field(model, name))) for name in derived]
    return WithDerived(plain.model, tuple(specs), plain.branches, tuple(more))


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field
