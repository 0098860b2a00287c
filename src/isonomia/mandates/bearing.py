"""How strongly a paragraph bears on what another one asks.

Words and subjects are weighed by how rare they are among the accounts (the paragraphs that may answer). Three things
count: how much of the ask's wording the account shares (only within one language), how much of its subjects the account
names, and whether the account is about these subjects or only mentions them. Headings count for the paragraphs below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt

from isonomia.mandates.asks import Ask
from isonomia.mandates.features import MARK
from isonomia.mandates.traced import NAMED, Bag, kind_of


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much. Chosen on the development set of tests/annotations/evidence, see docs/methods/evidence.md.

    `wording`, `coverage` and `focus` are the shares of the three parts. `rare_words` and `rare_subjects` are exponents
    of the rarity. `around`: what the paragraph says beside what it asks (all of it where the asking clause only refers
    back to it: "for that purpose"). `heading`: the nearest heading, `above`: each step further up. `length`: how far
    long accounts are held to say more. `advice`: an account that recommends shows no work. `silent`: an account that
    does not name the body asked. `section`: how far the best account of a section lifts the others of it. `kinds`: the
    kinds of subjects.
    """

    wording: float = 1.5
    coverage: float = 0.5
    focus: float = 1.0
    rare_words: float = 2.0
    rare_subjects: float = 1.5
    around: float = 0.4
    heading: float = 0.8
    above: float = 0.5
    length: float = 0.2
    advice: float = 0.4
    silent: float = 0.5
    section: float = 0.4
    kinds: Mapping[str, float] = field(
        default_factory=lambda: {
            "about": 1.7,
            "concept": 0.7,
            "means": 0.2,
            "names": 0.6,
            "cites": 0.7,
            "refers": 0.4,
            "place": 0.5,
            "printed": 0.7,
        }
    )


WEIGHTS = Weights()
REFERS_BACK = 0.5
"""A clause that says less than this share of what the rest of its paragraph says refers back to it."""


@dataclass(frozen=True, slots=True)
class Account:
    """A paragraph that may answer: what it says, what the headings above it say (nearest first), whether it advises.

    `section`: the id of its heading; paragraphs without one are no section.
    """

    paragraph: str
    said: Bag
    headings: tuple[Bag, ...] = ()
    advises: bool = False
    section: str | None = None


class Bearing:
    """The accounts of one document, ready to be held against asks."""

    def __init__(self, accounts: Sequence[Account], *, one_language: bool, weights: Weights = WEIGHTS) -> None:
        """`one_language`: asks come in the language of the accounts, so that words can be compared."""
        self.accounts = accounts
        self.weights = weights
        self.one_language = one_language
        self._words = Counter(word for account in accounts for word in account.said.words)
        named = [account.said.subjects.union(*(bag.subjects for bag in account.headings)) for account in accounts]
        self._subjects = Counter(subject for row in named for subject in row)
        self._kept: dict[str, float] = {}
        self._lengths = [self._word_weight(account.said.words) for account in accounts]
        self._usual = sum(self._lengths) / len(accounts) if accounts else 0.0
        self._about = [self._shown(account) for account in accounts]
        self._own = [
            sum(factor * self._rare_subject(subject) for subject, factor in about.items()) for about in self._about
        ]

    def shares(self, ask: Ask) -> list[float]:
        """How much of what is asked each account says, 0 (nothing) to about 1, in the order of the accounts."""
        found: list[float] = []
        weights = self.weights
        wanted = self._wanted(ask.asked.subjects, ask.around.subjects, self._rare_subject)
        words = self._wanted(ask.asked.words, ask.around.words, self._rare_word) if self.one_language else {}
        for place, account in enumerate(self.accounts):
            coverage, focus = self._subject_parts(wanted, place)
            score = weights.coverage * coverage + weights.focus * sqrt(coverage * focus)
            whole = weights.coverage + weights.focus
            if self.one_language:
                damped = 1 - weights.length
                if self._usual:
                    damped += weights.length * self._lengths[place] / self._usual
                score += weights.wording * _share(words, account.said.words) / damped
                whole += weights.wording
            score /= whole
            if account.advises:
                score *= weights.advice
            if ask.actors and not any(f"{NAMED}{MARK}{actor}" in account.said.subjects for actor in ask.actors):
                score *= weights.silent
            found.append(score)
        return self._lifted(found)

    def _lifted(self, scores: Sequence[float]) -> list[float]:
        """A section that holds strong evidence is about what was asked: its other accounts speak of that too."""
        best: dict[str, float] = {}
        for account, score in zip(self.accounts, scores, strict=True):
            if account.section and not account.advises:
                best[account.section] = max(best.get(account.section, 0.0), score)
        lift = self.weights.section
        return [
            (1 - lift) * score + lift * best.get(account.section or "", score) if score else 0.0
            for account, score in zip(self.accounts, scores, strict=True)
        ]

    def telling(self, ask: Ask, sentences: Sequence[Bag]) -> list[float]:
        """How much of an ask each sentence shows: the same measure without headings and length."""
        subjects = self._wanted(ask.asked.subjects, ask.around.subjects, self._rare_subject)
        words = self._wanted(ask.asked.words, ask.around.words, self._rare_word) if self.one_language else {}
        return [
            self.weights.wording * _share(words, said.words) + self.weights.coverage * _share(subjects, said.subjects)
            for said in sentences
        ]

    def shared(self, ask: Ask, account: Account) -> tuple[str, ...]:
        """The subjects that an ask and an account (with its headings) share, the weightiest first."""
        named = account.said.subjects.union(*(bag.subjects for bag in account.headings))
        both = (ask.asked.subjects | ask.around.subjects) & named
        return tuple(sorted(both, key=lambda subject: (-self._rare_subject(subject), subject)))

    # -- weights -------------------------------------------------------------------------------------------------------

    def _rare_word(self, word: str) -> float:
        """The weight of a word; none where no account has it, since the same may be put in many words."""
        among = self._words.get(word, 0)
        return log((len(self.accounts) + 1) / (among + 0.5)) ** self.weights.rare_words if among else 0.0

    def _rare_subject(self, subject: str) -> float:
        """The weight of a subject; the greatest where no account names it: that nothing answers it is known."""
        if subject not in self._kept:
            rarity = max(0.0, log((len(self.accounts) + 1) / (self._subjects.get(subject, 0) + 0.5)))
            self._kept[subject] = self.weights.kinds[kind_of(subject)] * rarity**self.weights.rare_subjects
        return self._kept[subject]

    def _word_weight(self, words: frozenset[str]) -> float:
        return sum(self._rare_word(word) for word in words)

    def _wanted(self, asked: frozenset[str], around: frozenset[str], weigh: Callable[[str], float]) -> dict[str, float]:
        """What an ask looks for, with its weight."""
        wanted = {name: weigh(name) for name in asked}
        rest = {name: weigh(name) for name in around - asked}
        refers_back = sum(wanted.values()) < REFERS_BACK * sum(rest.values())
        factor = 1.0 if refers_back else self.weights.around
        return wanted | {name: factor * weight for name, weight in rest.items()}

    def _shown(self, account: Account) -> dict[str, float]:
        """How far an account is about each subject: 1 where it names it, less where only a heading does."""
        about = dict.fromkeys(account.said.subjects, 1.0)
        weight = self.weights.heading
        for bag in account.headings:
            for subject in bag.subjects:
                about[subject] = max(about.get(subject, 0.0), weight)
            weight *= self.weights.above
        return about

    def _subject_parts(self, wanted: Mapping[str, float], place: int) -> tuple[float, float]:
        """Which share of the ask's subjects an account shows, and which share of its own subjects are the ask's."""
        about, own = self._about[place], self._own[place]
        shared = about.keys() & wanted.keys()
        part = sum(wanted[subject] * about[subject] for subject in shared)
        whole = sum(wanted.values())
        return min(part / whole, 1.0) if whole else 0.0, min(part / own, 1.0) if own else 0.0


def _share(wanted: Mapping[str, float], said: frozenset[str]) -> float:
    """Which share of what is wanted, by weight, a text says."""
    whole = sum(wanted.values())
    return sum(weight for name, weight in wanted.items() if name in said) / whole if whole else 0.0
