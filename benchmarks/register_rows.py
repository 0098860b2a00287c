"""A register of any size, the same every time: documents and their mandates as rows of the site's tables.

Clauses are those of the samples; each mandate joins one with the tail of another, so that texts differ, and has
addressees, topics and years beyond those of its clause. A few are withdrawn, so that who sees what has to be decided.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from measuring import SAMPLES

import isonomia
from isonomia import registers

PER_DOCUMENT = 25
NOW = "2026-01-31 12:00:00+00:00"
ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
VERSIONS = (("en",), ("en", "fr"), ("en", "es", "fr"), ("ar", "en", "es", "fr", "ru", "zh"))
ORGANS = (("unga", "A/RES/{session}/{number}"), ("ecosoc", "E/RES/{year}/{number}"))
OWN = ("id", "document", "paragraph", "order", "act", "force", "addressees", "topics", "text")
"""What a wording has of its mandate, and not of the clause it is made of."""
DOCUMENT = (
    "id", "key", "state", "version", "country", "body", "created_at", "updated_at", "published_at", "symbol", "title",
    "kind", "organ", "session", "date", "agenda_item", "languages", "original", "mandates", "specimen",
)  # fmt: skip
MANDATE = (
    "id", "key", "state", "version", "country", "body", "created_at", "updated_at", "published_at", "document_id",
    "reference", "text", "verb", "act", "force", "intensity", "speaker", "addressees", "conditions", "conditional",
    "due", "due_session", "due_year", "due_date", "topics", "cited", "session", "date", "languages", "specimen",
    "wordings", "gone",
)  # fmt: skip
CODES = {"addressee": "addressees", "topic": "topics", "language": "languages"}
"""The facets of mandates in which one record may have several codes, and the columns that hold these."""


def quoted(text: str) -> str:
    """A text as JSON has it, without its quotes: what is put together of such needs no further care."""
    return json.dumps(text)[1:-1]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the samples, and its parts as JSON."""

    data: dict[str, Any]
    text: str
    rest: str

    @classmethod
    def of(cls, data: dict[str, Any]) -> Clause:
        """Of a mandate."""
        rest = {name: value for name, value in data.items() if name not in OWN}
        return cls(data, quoted(data["text"]), json.dumps(rest)[1:-1])


@dataclass
class Clauses:
    """The clauses of the samples by language, and pieces of their texts."""

    whole: dict[str, list[Clause]] = field(default_factory=dict)
    tails: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of_samples(cls) -> Clauses:
        """Those of the text and HTML files."""
        out = cls()
        for path in sorted(SAMPLES.iterdir()):
            if path.suffix in (".txt", ".html"):
                document = isonomia.read(path.read_bytes())
                rows = [mandate.to_dict() for mandate in isonomia.extract_mandates(document)]
                out.whole.setdefault(document.language, []).extend(Clause.of(row) for row in rows)
                tails = out.tails.setdefault(document.language, [])
                for row in rows:
                    pieces = re.split(r"(?<=[,;:，；。،؛])\s*", row["text"])
                    tails.extend(quoted(piece) for piece in pieces if len(piece) > 12)
        return out


@dataclass(frozen=True, slots=True)
class Place:
    """A document as its mandates need it."""

    symbol: str
    session: int
    year: int
    date: str
    languages: tuple[str, ...]
    organ: str


@dataclass
class Register:
    """So many mandates; `documents` and `mandates` can each be walked as often as one likes."""

    number: int
    seed: int = 1
    clauses: Clauses = field(default_factory=Clauses.of_samples)

    def _place(self, at: int) -> Place:
        chance = random.Random(self.seed * 1_000_003 + at)
        organ, form = ORGANS[0 if chance.random() < 0.8 else 1]
        session = chance.randint(46, 80)
        year = 1945 + session
        symbol = form.format(session=session, year=year, number=1000 + at)
        day = f"{year}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        return Place(symbol, session, year, day, chance.choices(VERSIONS, (75, 12, 8, 5))[0], organ)

    def documents(self) -> Iterator[tuple[Any, ...]]:
        """Rows of documents, in the order of DOCUMENT."""
        chance = random.Random(self.seed)
        for at in range(-(-self.number // PER_DOCUMENT)):
            place = self._place(at)
            title = ", ".join(f'"{code}": "{chance.choice(self.clauses.tails[code])}"' for code in place.languages)
            yield (
                at + 1, _key(chance), "published", 1, "", "", NOW, NOW, NOW, place.symbol,
                f'{{{title}, "original": "en"}}', "resolution", place.organ, place.session, place.date, "",
                json.dumps(place.languages), "en", PER_DOCUMENT, False,
            )  # fmt: skip

    def mandates(self) -> Iterator[tuple[Any, ...]]:
        """Rows of mandates, in the order of MANDATE."""
        chance = random.Random(self.seed + 1)
        asked_at_all = {code for rows in self.clauses.whole.values() for row in rows for code in row.data["addressees"]}
        # few are asked often and most seldom, as in life
        addressees = sorted(asked_at_all)
        often = list(accumulate(1 / (at + 1) for at in range(len(addressees))))
        topics = sorted(registers.topics())
        for at in range(self.number):
            if at % PER_DOCUMENT == 0:
                place = self._place(at // PER_DOCUMENT)
            paragraph = f"op{at % PER_DOCUMENT + 1}"
            reference = f"{place.symbol}#{paragraph}.1"
            lead = chance.choice(self.clauses.whole["en"])
            data = lead.data
            asked = list(data["addressees"])
            if chance.random() < 0.3:
                asked += chance.choices(addressees, cum_weights=often, k=chance.randint(1, 2))
            about = [*data["topics"], *chance.choices(topics, k=chance.choice((0, 0, 1, 2)))]
            codes = json.dumps(list(dict.fromkeys(asked))), json.dumps(list(dict.fromkeys(about)))
            own = (
                f'"id": "{reference}", "document": "{place.symbol}", "paragraph": "{paragraph}", "order": 1,'
                f' "act": "{data["act"]}", "force": {data["force"]}, "addressees": {codes[0]}, "topics": {codes[1]}'
            )
            texts, wordings = [], []
            for code in place.languages:
                clause = lead if code == "en" else chance.choice(self.clauses.whole[code])
                # a word that few others have ends each text
                word = f"{chance.choice('abcdefghij')}word{at * 7919 % 50_021}"
                text = f'"{clause.text} {chance.choice(self.clauses.tails[code])} {word}"'
                texts.append(f'"{code}": {text}')
                wordings.append(f'"{code}": {{{own}, {clause.rest}, "text": {text}}}')
            conditions = json.dumps({"en": "\n".join(data["conditions"])}) if data["conditions"] else "{}"
            yield (
                at + 1, _key(chance), "withdrawn" if chance.random() < 0.03 else "published", 1, "", "", NOW, NOW, NOW,
                at // PER_DOCUMENT + 1, reference, f'{{{", ".join(texts)}, "original": "en"}}',
                json.dumps({"en": data["verb"]}), data["act"], data["force"], data["intensity"], place.organ, codes[0],
                conditions, bool(data["conditions"]), "{}", None,
                place.year + chance.randint(1, 4) if chance.random() < 0.35 else None, None, codes[1],
                "; ".join(data["citations"]), place.session, place.date, json.dumps(place.languages), False,
                f'{{{", ".join(wordings)}}}', False,
            )  # fmt: skip


def _key(chance: random.Random) -> str:
    return "".join(chance.choices(ALPHABET, k=13))
