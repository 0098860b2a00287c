"""Fills the code lists from the registers and from `codes/*.toml` of every application.

What the source has is what the list has: a label that changed is changed, a code that is gone is retired.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Seed:
    """A code list as its source has it."""

    name: str
    title: Mapping[str, str]
    terms: list[dict[str, Any]] = field(default_factory=list)


def _registers() -> Iterator[Seed]:
    from isonomia import registers

    yield Seed(
        "bodies",
        {"en": "Bodies", "fr": "Organes", "es": "Órganos", "ru": "Органы", "ar": "الهيئات", "zh": "机构"},
        [{"code": row.id, "labels": dict(row.label)} for row in registers.bodies().values()],
    )
    yield Seed(
        "instruments",
        {
            "en": "Instruments",
            "fr": "Instruments",
            "es": "Instrumentos",
            "ru": "Документы",
            "ar": "الصكوك",
            "zh": "文书",
        },
        [
            {"code": row.id, "labels": dict(row.label), "broader": row.parent}
            for row in registers.instruments().values()
        ],
    )
    yield Seed(
        "topics",
        {"en": "Topics", "fr": "Thèmes", "es": "Temas", "ru": "Темы", "ar": "المواضيع", "zh": "主题"},
        [{"code": row.id, "labels": dict(row.label)} for row in registers.topics().values()],
    )


def _file(path: Path) -> Iterator[Seed]:
    for row in tomllib.loads(path.read_text(encoding="utf-8")).get("list", []):
        terms = [
            {
                "code": term["code"],
                "labels": term["label"],
                "broader": term.get("broader", ""),
                "retired": term.get("retired", False),
                "replaced_by": term.get("replaced_by", ""),
            }
            for term in row["term"]
        ]
        yield Seed(row["name"], row["title"], terms)


def sources() -> Iterator[Seed]:
    """All code lists: of the registers, of the frame, of the applications.

    An application has its lists in `codes/*.toml`, or makes them: its AppConfig's `code_lists()` yields them.
    """
    yield from _registers()
    for path in sorted(HERE.glob("*.toml")):
        yield from _file(path)
    for app in apps.get_app_configs():
        for path in sorted((Path(app.path) / "codes").glob("*.toml")):
            yield from _file(path)
        if made := getattr(app, "code_lists", None):
            yield from made()


def seed(**_signal: Any) -> int:
    """Brings all code lists up to date; gives the number of codes that changed."""
    from isonomia.site.records.codelists.lookup import forget

    with transaction.atomic():
        changed = sum(_fill(row) for row in sources())
    forget()
    return changed


def _fill(wanted: Seed) -> int:
    from isonomia.site.records.models import CodeList, Term

    held, _ = CodeList.objects.get_or_create(name=wanted.name, defaults={"title": dict(wanted.title)})
    there = {term.code: term for term in held.terms.all()}
    new, old = [], []
    names = ("labels", "broader", "retired", "replaced_by", "position")
    for position, row in enumerate(wanted.terms):
        values = {"broader": "", "retired": False, "replaced_by": "", **row, "position": position}
        term = there.pop(row["code"], None)
        if term is None:
            new.append(Term(code_list=held, **values))
        elif any(getattr(term, name) != values[name] for name in names):
            for name in names:
                setattr(term, name, values[name])
            old.append(term)
    for term in there.values():
        if not term.retired:
            term.retired = True
            old.append(term)
    Term.objects.bulk_create(new, batch_size=500)
    Term.objects.bulk_update(old, names, batch_size=500)
    if new or old or held.title != dict(wanted.title):
        CodeList.objects.filter(pk=held.pk).update(stamp=F("stamp") + 1, title=dict(wanted.title))
    return len(new) + len(old)
