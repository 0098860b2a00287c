"""Cuts operative paragraphs into clauses: a performative verb with what it governs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

from isonomia.mandates.actors import Actors, Addressees
from isonomia.mandates.model import DIRECTIVE
from isonomia.text.grammar import Grammar, grammar
from isonomia.text.openings import Openings, Places, openings
from isonomia.text.verbs import VerbForms, VerbMatch

LEAST_ACTION = 6
"""Characters that the core of an action has at least: "take action" alone tells nothing."""


@dataclass(slots=True)
class Clause:
    """A clause in folded text: its verb, its span, whom it asks and what is to be done.

    `lead` is where a condition that stands before the verb begins.
    """

    verb: VerbMatch
    start: int
    end: int
    lead: int
    addressees: Addressees | None = None
    action: tuple[int, int] = (0, 0)
    shared: bool = False
    conditions: list[tuple[int, int]] = field(default_factory=list)


class ClauseRules:
    """The compiled clause grammar of one language."""

    def __init__(self, rules: Grammar) -> None:
        def get(key: str) -> Any:
            return rules.get("clause", key)

        self.rules = rules
        self.verbs = VerbForms.of(rules.language)
        self.boundary = rules.compile(get("boundary"))
        self.reported = rules.compile(get("reported") or [])
        self.reported_end = rules.compile(get("reported_end"))
        connectives = rules.source(get("connectives") or [])
        link = r"[,，、]?\s*"
        accompanying = rules.source(get("accompanying") or [])
        self.accompanying = re.compile(f"(?:{connectives}{link})*(?P<core>{accompanying})", re.I)
        self.trailing = rules.compile(get("trailing") or [])
        self.run_on = rules.compile(get("run_on") or [])
        self.inner_needs_actor = bool(rules.get("clause", "inner_needs_actor", False))
        self.clausal = rules.compile(rules.get("addressee", "clausal", []))
        self.action_end = rules.compile(rules.get("addressee", "action_end"))
        self.due = rules.compile(rules.get("due", "forms", []))
        self.aspect = rules.compile(rules.get("addressee", "aspect"))
        self.action_hold = rules.compile(rules.get("addressee", "action_hold"))
        self.purpose = rules.compile(rules.get("addressee", "purpose"))
        self.conditions = [rules.compile(form) for form in rules.get("conditions", "forms", [])]
        self.linking = re.compile(f"(?:{connectives}{link})+", re.I)
        self.joined = re.compile(rf"[,，、\s]\s*{connectives}\s*$", re.I)
        self.trail = re.compile(r"[\s,，;；:：、.。،؛]+$")
        self.condition_forms = range(len(OPENED), len(OPENED) + len(self.conditions))

    @cached_property
    def openings(self) -> Openings:
        """The patterns that are long alternations: those of OPENED, then the conditions."""
        verb = {self.verbs.operative[0]: self.verbs.openings}
        others = (self.accompanying, self.due, self.rules.session, *self.conditions)
        return Openings(verb | {pattern: openings(pattern.pattern) for pattern in others})


OPENED = VERB, ACCOMPANYING, DUE, SESSION = range(4)
"""The numbers of patterns in what `places` gives."""


@lru_cache(maxsize=4)
def places(text: str, language: str) -> Places:
    """Where verbs, conditions, due dates and sessions may begin in a text; the last texts are remembered."""
    return clause_rules(language).openings.scan(text)


@lru_cache(maxsize=8)
def clause_rules(language: str) -> ClauseRules:
    """The clause grammar of a language, compiled once."""
    return ClauseRules(grammar(language))


class ClauseCutter:
    """Finds the clauses of one document's paragraphs."""

    def __init__(self, text: str, actors: Actors, language: str) -> None:
        self.text = text
        self.actors = actors
        self.rules = clause_rules(language)
        self.places = places(text, language)

    # -- where clauses begin ---------------------------------------------------------------------------------------

    def cut(self, start: int, end: int) -> list[Clause]:
        """The clauses of a paragraph, in order."""
        return self.govern(self._verbs(start, end), (start, end))

    def govern(
        self, verbs: list[tuple[VerbMatch, int]], paragraph: tuple[int, int], ends: Sequence[int] = ()
    ) -> list[Clause]:
        """The clauses of known verbs: each runs to the next one's beginning, and not beyond its place in `ends`."""
        end = paragraph[1]
        clauses: list[Clause] = []
        for at, (verb, lead) in enumerate(verbs):
            limit = verbs[at + 1][1] if at + 1 < len(verbs) else end
            limit = self.trim(verb.end, min(limit, ends[at]) if ends else limit)
            clauses.append(Clause(verb, verb.start, limit, lead))
        for at, clause in enumerate(clauses):
            self._govern(clause, paragraph, clauses[at - 1] if at else None)
        self._share(clauses)
        return clauses

    def trim(self, start: int, end: int) -> int:
        """The end of a clause without the marks and spaces that close it."""
        match = self.rules.trail.search(self.text, start, end)
        return match.start() if match else end

    def _verbs(self, start: int, end: int) -> list[tuple[VerbMatch, int]]:
        """The performative verbs of a paragraph with the place where their clause, conditions included, begins."""
        rules = self.rules
        found: list[tuple[VerbMatch, int]] = []
        pending: int | None = None
        first = self._match(start, end)
        leading = self._accompanying(start, end)
        if leading and leading.group("core"):
            pending, held = start, first  # a condition that opens the paragraph belongs to the clause behind it
        else:
            held = None
            if first is not None:
                found.append((first, start))
        for mark in rules.boundary.finditer(self.text, start, end):
            place = mark.end()
            while place < end and self.text[place].isspace():
                place += 1
            accompanied = self._accompanying(place, end)
            if accompanied:
                pending = None if rules.trailing.match(self.text, place, end) else place
                continue
            verb = self._match(place, end)
            if verb is not None and any(verb.start == other.start for other, _ in found):
                continue
            if verb is None or not self._performs(verb, place, start, end):
                pending = None
                continue
            linked = verb.start > verb.opened
            found.append((verb, pending if pending is not None and not linked else place))
            pending = None
        if held is not None and not found:
            found.append((held, start))
        found += self._run_on(start, end, [verb.start for verb, _ in found])
        found.sort(key=lambda row: row[0].start)
        return found

    def _accompanying(self, place: int, end: int) -> re.Match[str] | None:
        if not self.places.can_begin(ACCOMPANYING, place):
            return None
        return self.rules.accompanying.match(self.text, place, end)

    def _match(self, place: int, end: int) -> VerbMatch | None:
        if not self.places.can_begin(VERB, place):
            return None
        verb = self.rules.verbs.match(self.text, place)
        return verb if verb is not None and verb.end <= end else None

    def _performs(self, verb: VerbMatch, place: int, start: int, end: int) -> bool:
        """Is the verb inside the paragraph a performance of the speaker, not a report or a part of an action?"""
        if self._reported(place, start, verb.start):
            return False
        linked = verb.start > verb.opened
        if verb.inner == "never" or (verb.inner == "linked" and not linked):
            return False
        if verb.act in DIRECTIVE and (self.rules.inner_needs_actor or not linked):
            # "requests", "calls" and "appeals" are nouns too, 请 and 鼓励 common words: an actor makes them verbs
            return self.directs(verb, end, (start, end))
        return True

    def directs(self, verb: VerbMatch, end: int, paragraph: tuple[int, int]) -> bool:
        """Does a directive verb inside a paragraph have an actor, of the register or another, before `end`?"""
        known = self._asks(verb, (verb.opened, end), paragraph)
        if known or self.rules.inner_needs_actor:
            return known
        return self._unknown(Clause(verb, verb.start, end, verb.opened)) is not None

    def _reported(self, place: int, start: int, verb: int) -> bool:
        """Does the text report what another body said there, and does the report still go on at the verb?"""
        marker = None
        for match in self.rules.reported.finditer(self.text, start, place):
            marker = match
        if marker is None:
            return False
        return self.rules.reported_end.search(self.text, marker.end(), verb) is None

    def _run_on(self, start: int, end: int, known: list[int]) -> list[tuple[VerbMatch, int]]:
        """Directive verbs that follow a conjunction with no mark before it: "... and requests the Office to ..."."""
        out: list[tuple[VerbMatch, int]] = []
        for word in self.rules.run_on.finditer(self.text, start + 1, end):
            if self.rules.rules.spaced and self.text[word.start() - 1].isalnum():
                continue
            verb = self._match(word.start(), end)
            if (
                verb is None
                or verb.start in known
                or verb.start == verb.opened
                or self._reported(word.start(), start, verb.start)
            ):
                continue
            if verb.act not in DIRECTIVE:
                if not self.rules.rules.spaced or verb.act == "other" or verb.inner == "never":
                    continue
            elif not self._asks(verb, (word.start(), end), (start, end)):
                continue
            known.append(verb.start)
            out.append((verb, word.start()))
        return out

    def _asks(self, verb: VerbMatch, clause: tuple[int, int], paragraph: tuple[int, int]) -> bool:
        """Does an actor, or a pronoun for one, follow the verb?"""
        return self.actors.read(verb.end, clause, paragraph) is not None or self._pronoun(verb, clause[1]) is not None

    def _pronoun(self, verb: VerbMatch, end: int) -> tuple[int, int] | None:
        """Where a pronoun for the last addressees stands: behind the verb; an empty place there if it is before it."""
        behind = self.actors.rules.pronoun.match(self.text, verb.end, end)
        if behind and behind.end() > verb.end:
            return behind.span()
        before = self.actors.rules.pronoun_before.search(self.text, verb.opened, verb.start)
        return (verb.end, verb.end) if before else None

    # -- what a verb governs ---------------------------------------------------------------------------------------

    def _govern(self, clause: Clause, paragraph: tuple[int, int], previous: Clause | None) -> None:
        span = (clause.start, clause.end)
        clause.conditions = self._conditions(clause)
        if clause.verb.act not in DIRECTIVE:
            clause.action = self.strip(clause.verb.end, clause.end)
            return
        addressees = self.actors.read(clause.verb.end, span, paragraph) or self._after_condition(clause, paragraph)
        if addressees is None and previous is not None and previous.addressees is not None:
            pronoun = self._pronoun(clause.verb, clause.end)
            if pronoun:
                same = previous.addressees
                addressees = Addressees(same.ids, same.places, *pronoun)
        if addressees is None:
            addressees = self._unknown(clause)
        clause.addressees = addressees
        start = addressees.end if addressees else clause.verb.end
        clause.action = self._core(*self._action(start, clause, addressees), clause)
        if any(a <= clause.action[0] and clause.action[1] <= b for a, b in clause.conditions):
            clause.action = (clause.action[1], clause.action[1])  # nothing but a condition: a chapeau

    def _core(self, start: int, end: int, clause: Clause) -> tuple[int, int]:
        """The action without what only adds to it: further actions, inclusions, purposes, a closing condition."""
        before = [(a, b) for a, b in clause.conditions if b <= start]
        if start < end and before and self.rules.purpose.match(self.text, start, end):
            # what looked like a condition is the action: "consider the weaknesses, with a view to ..."
            last = max(before)
            clause.conditions.remove(last)
            return last
        for cut in self.rules.action_end.finditer(self.text, start + LEAST_ACTION, end):
            if not self.rules.action_hold.match(self.text[start : cut.start()]):
                end = cut.start()
                break
        for a, b in reversed(clause.conditions):
            joined = self.rules.joined.search(self.text[start:a])
            if b >= end > a > start and joined and any(d <= start + joined.start() + 1 for _, d in clause.conditions):
                end = start + joined.start()
                continue
            if b >= end > a > start and self.text[a - 2 : a].strip()[-1:] in ("，", ",", "、", "،", ";", "；"):
                end = a - 1
        return (start, self.trim(start, end))

    def _after_condition(self, clause: Clause, paragraph: tuple[int, int]) -> Addressees | None:
        """ "Requests, within existing resources, the Secretary-General to ..."."""
        opened = re.compile(r"\s*[,，]").match(self.text, clause.verb.end, clause.end)
        if not opened:
            return None
        closed = re.compile(r"[,，]").search(self.text, opened.end(), clause.end)
        if not closed:
            return None
        return self.actors.read(closed.end(), (clause.start, clause.end), paragraph)

    def _unknown(self, clause: Clause) -> Addressees | None:
        """An actor outside the register: kept as `other`, with its wording."""
        rules = self.actors.rules
        if rules.unknown is None:
            return None
        place = clause.verb.end
        before = rules.before.match(self.text, place, clause.end)
        place = before.end() if before else place
        match = rules.unknown.match(self.text, place, clause.end)
        if not match or not match.group().strip():
            return None
        end = match.end()
        opens = [pattern for pattern in (rules.action, rules.action_verb) if pattern is not None]
        follows = re.compile(r"[\s,]*").match(self.text, end, clause.end)
        behind = follows.end() if follows else end
        if opens and not any(pattern.match(self.text, at, clause.end) for pattern in opens for at in (end, behind)):
            return None
        return Addressees(["other"], [(match.start(), end)], place, end)

    def _action(self, start: int, clause: Clause, addressees: Addressees | None) -> tuple[int, int]:
        rules = self.actors.rules
        end = clause.end
        if addressees is not None and rules.rules.spaced:
            between = self.text[clause.verb.end : addressees.start]
            if self.rules.clausal.search(between) or self.rules.clausal.search(
                self.text[clause.verb.start : clause.verb.end]
            ):
                return self.strip(start, end)
        if rules.action is not None and addressees is None and (marked := rules.action.match(self.text, start, end)):
            start = marked.end()  # "insta a que se adopten medidas": no one is named
        if rules.action is not None and addressees is not None:
            place = start
            for _ in range(6):
                marked = rules.action.match(self.text, place, end)
                if marked:
                    return self.strip(marked.end(), end, conditions=clause.conditions)
                comma = re.compile(r"\s*[,،]").match(self.text, place, end)
                if not comma:
                    break
                closed = re.compile(r"[,،]").search(self.text, comma.end(), end)
                if not closed:
                    break
                place = closed.end()
            later = re.compile(r"(?<=\s)" + rules.action.pattern, rules.action.flags).search(self.text, start, end)
            return self.strip(later.end() if later else start, end, conditions=clause.conditions)
        if rules.action_verb is not None and addressees is not None:
            later = rules.action_verb.search(self.text, start, end)
            return self.strip(later.start() if later else start, end, conditions=clause.conditions)
        return self.strip(start, end, conditions=clause.conditions)

    def strip(self, start: int, end: int, *, conditions: list[tuple[int, int]] | None = None) -> tuple[int, int]:
        """The span without marks, spaces and, where conditions or a due date lead it, without these."""
        start = self._past_marks(start, end)
        conditions = list(conditions or [])
        if conditions and (due := self.rules.due.match(self.text, start, end)):
            conditions.append(due.span())
        while (step := self._past_condition(start, end, conditions)) < end and step > start:
            start = self._past_marks(step, end)
        aspect = self.rules.aspect.match(self.text, start, end)
        if aspect:
            place = self._past_marks(aspect.end(), end)
            while (step := self._past_condition(place, end, conditions)) < end and step > place:
                place = self._past_marks(step, end)
            if place > aspect.end() and self.text[place - 1] in "，,、 ":
                start = place
        return (start, end) if start < end else (end, end)

    def _past_marks(self, start: int, end: int) -> int:
        while start < end and self.text[start] in " ,，、:：;；":
            start += 1
        return start

    def _past_condition(self, start: int, end: int, conditions: list[tuple[int, int]]) -> int:
        """Where a condition that stands at `start`, a connective before it allowed, ends; else `start`."""
        joined = self.rules.linking.match(self.text, start, end)
        for place in {start, joined.end() if joined else start}:
            for a, b in conditions:
                if a <= place < b:
                    return b
        return start

    def _conditions(self, clause: Clause) -> list[tuple[int, int]]:
        """Verbatim spans that limit the clause: longest first where two overlap, in order of the text."""
        return self.conditions_in(clause.lead if clause.lead < clause.start else clause.verb.end, clause.end)

    def conditions_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """All spans in a stretch of text that limit an action, none inside another."""
        spans: list[tuple[int, int]] = []
        for match in self.places.finditer(self.rules.condition_forms, start, end):
            a, b = match.span()
            while a < b and self.text[a] in " ,，、;；":
                a += 1
            while b > a and self.text[b - 1] in " ,，、;；":
                b -= 1
            if a < b:
                spans.append((a, b))
        spans.sort(key=lambda span: (span[0] - span[1], span[0]))
        kept: list[tuple[int, int]] = []
        for a, b in spans:
            if all(b <= c or d <= a for c, d in kept):
                kept.append((a, b))
        return sorted(kept)

    @staticmethod
    def _share(clauses: list[Clause]) -> None:
        """ "Invites Member States, and requests the Office, to ...": the first clause shares the second's action."""
        for clause, following in pairwise(clauses):
            if clause.addressees and clause.action[0] >= clause.action[1] and following.addressees:
                clause.action, clause.shared = following.action, True
