"""Code lists of this room that are made of the registers, and no file of their own."""

from __future__ import annotations

from collections.abc import Iterator

from isonomia import registers
from isonomia.pages.labels import PARTIES
from isonomia.site.records.codelists.seeding import Seed


def lists() -> Iterator[Seed]:
    """`addressees`: the bodies and actors of the register, the parties to treaties, and who is in no register."""
    known = {row.id: dict(row.label) for row in registers.bodies().values()}
    known |= {id: dict(label) for id, label in PARTIES.items()}
    yield Seed(
        "addressees",
        {
            "en": "Addressees", "fr": "Destinataires", "es": "Destinatarios", "ru": "Адресаты", "ar": "الجهات المخاطبة",
            "zh": "行为方",
        },
        [{"code": code, "labels": labels} for code, labels in known.items()],
    )  # fmt: skip
