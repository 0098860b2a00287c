"""Codes proposed for a national list of offences, each with its reason, how sure it is, and what else it may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isonomia.statistics.classification.learning import Coded
from isonomia.statistics.classification.names import EXCLUDED
from isonomia.statistics.classification.wording import LANGUAGES

if TYPE_CHECKING:
    from isonomia.statistics.classification.decide import Judge
    from isonomia.statistics.classification.learning import Scored
    from isonomia.statistics.classification.likeness import Matrix
    from isonomia.statistics.classification.reasons import Reasons

DECIDED, PROPOSED, EXCLUDED_LINE, NOTHING = "decided", "proposed", "excluded", "nothing"
SAME_LABEL = 0.5
"""A line whose code an expert has decided keeps the decision where its label is at least so much like the expert's."""
SUPPORT = 0.2
"""Below this likeness to every name and example a label is supported by nothing but its neighbours in the list."""


AT_ONCE = 3000
"""So many lines are taken at once, to keep the likenesses in memory."""


@dataclass(frozen=True, slots=True)
class Offence:
    """A line of a national list; `count` where the list has counts; `row` in its file."""

    code: str
    label: str
    count: float | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for a line: `iccs` is empty where there is none. `standing` is decided (an expert's, kept),
    proposed, excluded (no offence of the classification) or nothing (too little is known)."""

    offence: Offence
    iccs: str
    confidence: float
    reason: str
    alternatives: tuple[tuple[str, float], ...] = ()
    standing: str = PROPOSED

    def to_dict(self) -> dict[str, object]:
        """The columns of the mapped list."""
        others = "; ".join(f"{code} ({sure:.2f})" for code, sure in self.alternatives)
        return {"code": self.offence.code, "label": self.offence.label, "iccs": self.iccs,
                "confidence": round(self.confidence, 3), "reason": self.reason, "alternatives": others}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposals:
    """The proposals in the order of the list; the language taken and the share of the words known in it; whether
    confidence was told from the examples."""

    rows: tuple[Proposal, ...]
    language: str
    known_words: float
    calibrated: bool


def propose(
    offences: Sequence[Offence], examples: Sequence[Coded] = (), *, language: str | None = None,
    dictionary: Mapping[str, str] | None = None,
) -> Proposals:  # fmt: skip
    """Proposes a code of the classification for every line.

    `examples` are an expert's decisions, for other lines of the list or for these: those are kept as they are.
    `language` is en, es or fr, and told from the labels where it is None; labels in another language are translated
    word by word by `dictionary` first. Raises UnknownLanguage.
    """
    from isonomia.errors import UnknownLanguage
    from isonomia.statistics.classification.decide import Judge
    from isonomia.statistics.classification.learning import score
    from isonomia.statistics.classification.names import KNOWN_WORDS, language_of, names, translated
    from isonomia.statistics.classification.reasons import Reasons

    if language is not None and language not in LANGUAGES:
        raise UnknownLanguage(
            f"there are names of offences in {', '.join(LANGUAGES)}, not in {language!r}; "
            "give a dictionary of words into one of these"
        )
    read = [translated(line.label, dictionary) if dictionary else line.label for line in offences]
    taught = [
        Coded(one.national, translated(one.label, dictionary), one.codes, one.author, one.date) if dictionary else one
        for one in examples
    ]
    found, share = language_of([*read, *(one.label for one in taught)])
    taken = language or found
    # without a language that the lexicons know, only names that look alike (cognates) would speak: weak, not wrong
    known = names(taken) if language or dictionary or share >= KNOWN_WORDS / 2 or not examples else ()
    decisions: list[Proposal] = []
    calibrated = False
    for first in range(0, len(offences), AT_ONCE):
        part, texts = offences[first : first + AT_ONCE], read[first : first + AT_ONCE]
        scored = score([(line.code, text) for line, text in zip(part, texts, strict=True)], known, taught, taken)
        judge = Judge(scored.held_out, taught)
        calibrated = judge.calibrated
        decisions += _proposed(part, scored, judge, Reasons(known, taught, scored), examples)
    return Proposals(tuple(decisions), taken, share, calibrated)


def _proposed(
    offences: Sequence[Offence], scored: Scored, judge: Judge, reasons: Reasons, examples: Sequence[Coded]
) -> list[Proposal]:
    experts = _decided(offences, examples, scored.to_examples)
    rows = []
    for place, line in enumerate(offences):
        if place in experts:
            rows.append(_kept(line, experts[place]))
        elif not reasons.supported(place, SUPPORT):
            rows.append(Proposal(line, "", 0.0, reasons.nothing(place), (), NOTHING))
        else:
            decision = judge.decide(scored.scores[place])
            excluded = decision.code == EXCLUDED
            rows.append(
                Proposal(
                    line,
                    "" if excluded else decision.code,
                    decision.confidence,
                    reasons.of(place, decision),
                    decision.alternatives,
                    EXCLUDED_LINE if excluded else PROPOSED,
                )
            )
    return rows


def _decided(offences: Sequence[Offence], examples: Sequence[Coded], alike: Matrix) -> dict[int, Coded]:
    by_code = {one.national: place for place, one in enumerate(examples) if one.national}
    found = {}
    for place, line in enumerate(offences):
        at = by_code.get(line.code)
        if at is None:
            continue
        same = examples[at].label.strip().casefold() == line.label.strip().casefold()
        if same or alike[place, at] >= SAME_LABEL:
            found[place] = examples[at]
    return found


def _kept(line: Offence, expert: Coded) -> Proposal:
    by = " ".join(
        part for part in (expert.author and f"by {expert.author}", expert.date and f"on {expert.date}") if part
    )
    reason = f"decided {by}".strip() + ": kept as it is"
    if expert.codes == (EXCLUDED,):
        return Proposal(line, "", 1.0, f"excluded: {reason}", (), DECIDED)
    others = tuple((code, 1.0) for code in expert.codes[1:])
    return Proposal(line, expert.codes[0], 1.0, reason + (" (several codes)" if others else ""), others, DECIDED)
