"""The history of a record, each change with what was and what became, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isonomia.site.languages import NAMES, current_language
from isonomia.site.records.access import Actor, sees_field, sees_unpublished
from isonomia.site.records.declaration import Collection
from isonomia.site.records.display import as_text
from isonomia.site.records.fields.texts import LANGUAGES, ORIGINAL
from isonomia.site.records.kinds import Coded, CodedMany, Multilingual
from isonomia.site.records.models import Change, Record, State
from isonomia.site.records.shape import Shape, Spec
from isonomia.site.records.workflow import BY_NAME

ACTIONS = {
    "created": gettext_lazy("Created"),
    "edited": gettext_lazy("Edited"),
    "imported": gettext_lazy("Imported"),
    "revised": gettext_lazy("Revision begun"),
    "revision_published": gettext_lazy("Revision published"),
}
_WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that changed: where, and both texts with what differs marked."""

    label: str
    before: SafeString
    after: SafeString


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as a reader sees it."""

    change: Change
    action: str
    state: str
    differences: list[Difference]


def entries(collection: Collection, actor: Actor, record: Record) -> list[Entry]:
    """The changes that an actor may see, the newest first.

    The public sees what happened in public: how a published record changed, and that it was published or withdrawn;
    not its drafts, not reasons that writers and reviewers gave each other before.
    """
    changes = Change.objects.filter(collection=collection.name, record_key=record.key).order_by("-version")
    insider = sees_unpublished(collection, actor) and _sees_drafts(collection, actor, record)
    out = []
    for change in changes.select_related("author"):
        public = State.PUBLISHED in (change.state_before, change.state_after)
        if not insider and not public:
            continue
        in_public = change.state_before in ("", State.PUBLISHED) and change.state_after == State.PUBLISHED
        differences = list(_differences(collection, actor, record, change)) if insider or in_public else []
        if not insider:
            change.author = None
            change.reason = change.reason if in_public else ""
        out.append(Entry(change, _action(change), str(State(change.state_after).label), differences))
    return out


def _sees_drafts(collection: Collection, actor: Actor, record: Record) -> bool:
    from isonomia.site.records.access import may_review, owns

    return actor.role == "auditor" or may_review(collection, actor) or owns(actor, record)


def _action(change: Change) -> str:
    step = BY_NAME.get(change.action)
    return str(step.label if step else ACTIONS.get(change.action, change.action))


def _differences(collection: Collection, actor: Actor, record: Record, change: Change) -> Iterator[Difference]:
    before = {name: pair[0] for name, pair in change.values.items()}
    after = {name: pair[1] for name, pair in change.values.items()}
    yield from compared(collection, actor, record, before, after)


def compared(
    collection: Collection, actor: Actor, record: Record, mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> Iterator[Difference]:  # fmt: skip
    """What differs between two states of a record, as plain data: `before` is mine, `after` theirs."""
    for name, part in _visible_shape(collection, actor, record).items():
        was = dict(_flat(part, mine.get(name), collection, actor, record))
        now = dict(_flat(part, theirs.get(name), collection, actor, record))
        for label in dict.fromkeys((*was, *now)):
            if was.get(label, "") != now.get(label, ""):
                yield Difference(label, *marked(was.get(label, ""), now.get(label, "")))


def _visible_shape(collection: Collection, actor: Actor, record: Record) -> dict[str, Any]:
    parts: list[Any] = [*collection.shape.fields, *collection.shape.branches]
    return {part.name: part for part in parts if sees_field(collection, actor, part.seen_by, record)}


def _flat(
    part: Any, value: Any, collection: Collection, actor: Actor, record: Record, prefix: str = ""
) -> Iterator[tuple[str, str]]:
    """A value as label and text, one for each language and each value of a child."""
    label = f"{prefix}{part.label}"
    if isinstance(part, Spec):
        if isinstance(part.kind, Multilingual):
            yield from _flat_languages(label, value or {})
        elif value is not None and value != []:
            yield label, plain_text(part, value)
        return
    shape: Shape = part.shape
    for number, row in enumerate(value or [], 1):
        parts: list[Any] = [*shape.fields, *shape.branches]
        for below in parts:
            if sees_field(collection, actor, below.seen_by, record):
                yield from _flat(
                    below, row.get(below.name), collection, actor, record, f"{prefix}{part.one} {number}: "
                )


def _flat_languages(label: str, value: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for code in LANGUAGES:
        if value.get(code):
            yield f"{label} ({NAMES[code]})", value[code]
    if value.get(ORIGINAL):
        yield _("%(field)s: original") % {"field": label}, NAMES.get(value[ORIGINAL], value[ORIGINAL])


def plain_text(spec: Spec, value: Any) -> str:
    """A value of JSON in words."""
    if isinstance(spec.kind, CodedMany | Coded) or isinstance(value, bool):
        return as_text(spec.kind, value, current_language())
    return str(value)


def marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Two texts with the words marked that one has and the other has not."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) * len(new) > 4_000_000:
        return format_html("<del>{}</del>", before), format_html("<ins>{}</ins>", after)
    left: list[tuple[str, str]] = []
    right: list[tuple[str, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left.append(("" if kind == "equal" else "del", "".join(old[a:b])))
        right.append(("" if kind == "equal" else "ins", "".join(new[c:d])))
    return _joined(left), _joined(right)


def _joined(parts: list[tuple[str, str]]) -> SafeString:
    return format_html_join(
        "", "{}", ((_part(tag, text),) for tag, text in parts if text)
    )  # fmt: skip


def _part(tag: str, text: str) -> SafeString:
    return format_html("<{0}>{1}</{0}>", SafeString(tag), text) if tag else format_html("{}", text)
