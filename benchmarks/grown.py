"""Grows resolutions of any length from the samples: openings, parts of actions and subjects, drawn anew each time.

An opening is a verb with those it asks, up to the action; an action is cut into parts at its commas, and the subjects
(terms of the list of topics) in a part are places where another subject may stand. `reworded` says a paragraph anew, as
a later session would: another verb, other words for some, a part more or less, parts in another order, moved dates. A
seed gives one growth.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from measuring import SAMPLES

import isonomia
from isonomia.mandates.topics import topic_mentions
from isonomia.registers import topics
from isonomia.text.model import Document

SLOT = "\0"
LONGEST_OPENING = 240
PARTS = (2, 5)


@dataclass(frozen=True, slots=True)
class Wording:
    """What the benchmark must know of a language: how parts are joined, words of like meaning, a clause with a date."""

    front: str
    comma: str
    about: str
    report: str
    ordinals: tuple[str, ...]
    shortest: int
    swaps: tuple[tuple[str, str], ...]


WORDINGS = {
    "en": Wording(
        "A/RES/{n}/5{n}\n\nGeneral Assembly\n{ordinal} session\n\nResolution adopted by the General Assembly on 18"
        " December {year}\n\n{n}/5{n}. A grown resolution, put together for measuring\n\nThe General Assembly,\n\n"
        "Recalling its resolution 46/152 of 18 December 1991,\n",
        ", ",
        "with regard to {slot}",
        "and to report thereon to the Commission on Crime Prevention and Criminal Justice at its {ordinal} session",
        ("fiftieth", "fifty-first", "sixty-second", "seventy-fourth", "eighty-fifth", "ninety-ninth"),
        14,
        (
            ("strengthen", "reinforce"), ("provide", "offer"), ("develop", "elaborate"), ("ensure", "guarantee"),
            ("promote", "foster"), ("information", "data"), ("measures", "steps"), ("consider", "examine"),
            ("effective", "efficient"), ("assistance", "support"), ("prevent", "forestall"), ("exchange", "share"),
            ("training", "instruction"), ("experts", "specialists"), ("as appropriate", "where suitable"),
        ),
    ),
    "zh": Wording(
        "A/RES/{n}/5{n}\n\n大会\n\n第{ordinal}届会议\n\n{year} 年 12 月 18 日大会决议\n\n"
        "{n}/5{n}. 为测量而拼成的决议\n\n大会，\n\n回顾其 1991 年 12 月 18 日第 46/152 号决议，\n",
        "，",
        "涉及{slot}问题",
        "并向预防犯罪和刑事司法委员会第{ordinal}届会议报告",
        ("五十", "五十一", "六十二", "七十四", "八十五", "九十九"),
        5,
        (
            ("加强", "强化"), ("提供", "给予"), ("制定", "拟订"), ("确保", "保证"), ("促进", "推动"), ("信息", "资料"),
            ("措施", "举措"), ("有效", "切实"), ("援助", "支助"), ("继续", "持续"), ("审议", "研究"), ("交流", "分享"),
            ("培训", "训练"), ("专家", "行家"), ("酌情", "视情况"),
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stock:
    """What the samples of a language give."""

    openings: tuple[str, ...]
    parts: tuple[str, ...]
    subjects: tuple[str, ...]


@lru_cache(maxsize=2)
def stock(language: str) -> Stock:
    """Openings, parts of actions (with SLOT where a subject stood) and subjects, each once, in reading order."""
    wording = WORDINGS[language]
    openings: dict[str, None] = {}
    parts: dict[str, None] = {}
    for path in sorted(SAMPLES.glob(f"*.{language}.*")):
        document = isonomia.read(path)
        for row in isonomia.extract_mandates(document):
            at = row.text.find(row.action) if row.action else -1
            opens = row.order == 1 and document.kind == "resolution" and 0 < at <= LONGEST_OPENING
            if opens and not re.search(r"[:：;；\n]", row.text[:at]):
                openings[row.text[:at]] = None
            for part in re.split(r"[,，;；]\s*", row.action):
                if len(part) >= wording.shortest and "\n" not in part:
                    parts[_slotted(part.strip(), language)] = None
    subjects = {term.replace("*", ""): None for topic in topics().values() for term in topic.terms.get(language, ())}
    return Stock(tuple(openings), tuple(parts), tuple(subjects))


def _slotted(part: str, language: str) -> str:
    """A part with SLOT in the place of each subject that it names (the longest where two overlap)."""
    out, at = [], 0
    for mention in sorted(topic_mentions(part, language), key=lambda m: (m.start, -m.end)):
        if mention.start >= at:
            out += [part[at : mention.start], SLOT]
            at = mention.end
    return "".join([*out, part[at:]])


@dataclass(frozen=True, slots=True)
class Grown:
    """A paragraph: its opening, its parts and the subjects that fill their slots in order, and the session it names."""

    language: str
    opening: str
    parts: tuple[str, ...]
    subjects: tuple[str, ...]
    session: str | None = None
    swapped: bool = False

    @property
    def text(self) -> str:
        """The paragraph as it is printed, without a mark at its end."""
        wording = WORDINGS[self.language]
        parts = list(self.parts)
        if self.session is not None:
            parts.append(wording.report.format(ordinal=self.session))
        text = wording.comma.join(parts)
        for subject in self.subjects:
            text = text.replace(SLOT, subject, 1)
        if self.swapped:
            for word, other in wording.swaps:
                text = text.replace(word, other)
        return self.opening + text


class Grower:
    """Paragraphs drawn by one random generator."""

    def __init__(self, language: str, seed: int) -> None:
        self.language = language
        self.random = random.Random(seed)
        self.stock = stock(language)
        self.wording = WORDINGS[language]

    def paragraph(self) -> Grown:
        """A new paragraph: two to five parts with at least two subjects of its own."""
        parts = self.random.sample(self.stock.parts, self.random.randint(*PARTS))
        while sum(part.count(SLOT) for part in parts) < 2:
            parts.append(self.wording.about.format(slot=SLOT))
        subjects = self.random.sample(self.stock.subjects, sum(part.count(SLOT) for part in parts))
        return Grown(self.language, self._opening(), tuple(parts), tuple(subjects), self._session(0.3))

    def reworded(self, grown: Grown) -> Grown:
        """The same mandate as a later session would say it; parts keep their subjects wherever they move."""
        parts = _with_subjects(grown)
        chance = self.random.random
        if len(parts) > 2 and chance() < 0.25:
            del parts[self.random.randrange(len(parts))]
        if chance() < 0.25:
            part = self.random.choice(self.stock.parts)
            subjects = tuple(self.random.sample(self.stock.subjects, part.count(SLOT)))
            parts.insert(self.random.randrange(1, len(parts) + 1), (part, subjects))
        if chance() < 0.3:
            self.random.shuffle(parts)
        return replace(
            grown,
            opening=self._opening() if chance() < 0.5 else grown.opening,
            parts=tuple(part for part, _ in parts),
            subjects=tuple(subject for _, subjects in parts for subject in subjects),
            session=self._session(1.0) if grown.session else None,
            swapped=chance() < 0.7,
        )

    def merged(self, one: Grown, other: Grown) -> Grown:
        """A paragraph that takes in another."""
        return replace(one, parts=one.parts + other.parts, subjects=one.subjects + other.subjects)

    def _opening(self) -> str:
        return self.random.choice(self.stock.openings)

    def _session(self, share: float) -> str | None:
        return self.random.choice(self.wording.ordinals) if self.random.random() < share else None


def _with_subjects(grown: Grown) -> list[tuple[str, tuple[str, ...]]]:
    subjects: Iterator[str] = iter(grown.subjects)
    return [(part, tuple(next(subjects) for _ in range(part.count(SLOT)))) for part in grown.parts]


def resolution(paragraphs: Sequence[Grown], number: int) -> str:
    """A resolution of these paragraphs as plain text; its symbol is A/RES/number/5number."""
    wording = WORDINGS[paragraphs[0].language]
    front = wording.front.format(n=number, year=1945 + number, ordinal=wording.ordinals[-1])
    return "\n\n".join([front, *(f"{at}. {row.text};" for at, row in enumerate(paragraphs, 1))])[:-1] + ".\n"


@dataclass(frozen=True, slots=True)
class TwoSessions:
    """Two resolutions as texts, and which paragraph of the old one has which heirs in the new one (by id)."""

    old: str
    new: str
    pairs: frozenset[tuple[str, str]]

    def read(self) -> tuple[Document, Document]:
        """Both, read."""
        return isonomia.read(self.old.encode()), isonomia.read(self.new.encode())


def two_sessions(
    language: str, count: int, *, seed: int, dropped: int = 0, merged: int = 0, added: int = 0
) -> TwoSessions:
    """A resolution of `count` paragraphs and its successor: all paragraphs reworded and in another order.

    The successor leaves out `dropped`, joins `merged` pairs into one paragraph each and has `added` new ones.
    """
    grower = Grower(language, seed)
    old = [grower.paragraph() for _ in range(count)]
    rows = [([at], grower.reworded(row)) for at, row in enumerate(old)]
    del rows[:dropped]
    for _ in range(merged):
        (one, text), (other, more) = rows.pop(), rows.pop()
        rows.insert(0, ([*one, *other], grower.merged(text, more)))
    rows += [([], grower.paragraph()) for _ in range(added)]
    grower.random.shuffle(rows)
    pairs = {(f"op{at + 1}", f"op{place}") for place, (origins, _) in enumerate(rows, 1) for at in origins}
    number = 60 + seed % 20
    return TwoSessions(resolution(old, number), resolution([row for _, row in rows], number + 8), frozenset(pairs))
