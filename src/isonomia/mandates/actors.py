"""Who is asked: reads the addressees that stand at a place of a clause, with all their names and short forms."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from isonomia.registers.surfaces import Mention
from isonomia.text.grammar import Grammar, grammar

PARTIES = {
    "UNTOC": "states_parties_untoc",
    "UNCAC": "states_parties_uncac",
    "UNTOC-PROTOCOLS": "states_parties_untoc_protocols",
    "UNTOC-TIP": "states_parties_untoc_protocols",
    "UNTOC-SOM": "states_parties_untoc_protocols",
    "UNTOC-FA": "states_parties_untoc_protocols",
}
OWN_PARTIES = {"untoc_cop": "states_parties_untoc", "uncac_cosp": "states_parties_uncac"}
"""The parties that a conference of parties means when it names no treaty."""
GENERIC = "states_parties"
LINK = 30
"""Characters from the parties to their treaty at most ("to the")."""


@dataclass(slots=True)
class Addressees:
    """What was read: ids and the places of their wordings side by side, and where the whole begins and ends."""

    ids: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    start: int = 0
    end: int = 0


class ActorRules:
    """The compiled addressee grammar of one language."""

    def __init__(self, rules: Grammar) -> None:
        def get(key: str) -> Any:
            return rules.get("addressee", key)

        space = r"\s*"
        determiner = rules.source(get("determiners") or [])
        edge = r"(?!\w)" if rules.spaced and rules.script != "Arabic" else ""
        before = rf"(?:{rules.source(get('before'))}(?:(?<=[\s'’])|{edge or '(?=)'}))?" if get("before") else ""
        self.before = re.compile(space + before + space, re.I)
        loose = f"(?:(?<=['’])|{edge})" if edge else ""
        self.determiners = re.compile(f"(?:{determiner}{loose}{space}){{0,4}}", re.I)
        self.joiner = re.compile(rf"\s*(?:[,、，،]\s*)?{rules.source(get('lists') or [])}{edge}\s*|\s*[,、،]\s*", re.I)
        self.premodifier = re.compile(rules.source(get("premodifier")), re.I) if get("premodifier") else None
        self.postmodifier = re.compile(rules.source(get("postmodifier")), re.I) if get("postmodifier") else None
        self.suffixes = re.compile(f"(?:{rules.source(get('suffixes'))})?" if get("suffixes") else "", re.I)
        self.unknown = re.compile(rules.source(get("unknown")), re.I) if get("unknown") else None
        self.action = re.compile(space + f"(?:{rules.source(get('action'))})", re.I) if get("action") else None
        self.action_verb = re.compile(rules.source(get("action_verb")), re.I) if get("action_verb") else None
        links = rules.source(get("party_links") or [])
        self.party_links = re.compile(rf"\s*(?:{links})?\s*", re.I)
        self.many_treaties = re.compile(rf"\s*(?:{links})?\s*{rules.source(get('many_treaties') or [])}{edge}", re.I)
        names = rules.source(get("name_links") or [])
        self.longer_name = re.compile(rf"\s+{names}\s+(?:\S{{1,4}}\s+)?[^\W\d_a-zà-ÿа-я]")
        pronouns = rules.source(get("pronouns") or [])
        self.pronoun = re.compile(rf"\s*{pronouns}{edge}", re.I)
        self.pronoun_before = re.compile(rf"(?<!\w){rules.source(get('pronouns_before') or [])}\s*$", re.I)
        self.rules = rules


@lru_cache(maxsize=8)
def actor_rules(language: str) -> ActorRules:
    """The addressee grammar of a language, compiled once."""
    return ActorRules(grammar(language))


class Actors:
    """The actors and instruments named in one text, with the memory that short forms need."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        instruments: Sequence[Mention],
        rules: ActorRules,
        organ: str | None,
    ) -> None:
        self.text = text
        self.rules = rules
        self.organ = organ or ""
        self.mentions = mentions
        self.starts = [mention.start for mention in mentions]
        self.instruments = instruments
        self.instrument_starts = [mention.start for mention in instruments]

    def at(self, place: int) -> Mention | None:
        """The actor whose name begins at a place."""
        index = bisect_left(self.starts, place)
        if index < len(self.mentions) and self.starts[index] == place:
            return self.mentions[index]
        return None

    def _from(self, start: int, named: int) -> Mention | None:
        """An actor whose name takes in the preposition or article before it ("à l'Office", "the Office")."""
        mention = self.first(start, named + 1)
        return mention if mention is not None and mention.end > named else None

    def first(self, start: int, end: int) -> Mention | None:
        """The first actor named in a span."""
        index = bisect_left(self.starts, start)
        if index < len(self.mentions) and self.starts[index] < end:
            return self.mentions[index]
        return None

    def _last_before(self, place: int) -> int:
        """The number of the last instrument that begins before a place: the only one that can end right before it."""
        return max(0, bisect_left(self.instrument_starts, place) - 1)

    def _resolve(self, mention: Mention, clause: tuple[int, int], paragraph: tuple[int, int]) -> list[str]:
        """The ids that a mention means here: a short form means the body of that name that was named last."""
        if mention.short:
            index = bisect_left(self.starts, mention.start)
            for other in reversed(self.mentions[:index]):
                shared = [id for id in other.ids if id in mention.ids]
                if shared and not other.short:
                    return shared[:1]
            if self.organ in mention.ids:
                return [self.organ]
            return list(mention.ids) if len(mention.ids) == 1 else ["other"]
        if GENERIC in mention.ids:
            return self._parties(mention, clause, paragraph)
        return list(mention.ids[:1])

    def _parties(self, mention: Mention, clause: tuple[int, int], paragraph: tuple[int, int]) -> list[str]:
        """Which treaty's parties: of the treaty named right beside, else of those named in the clause or paragraph."""
        beside = self._beside(mention)
        if beside:
            return list(dict.fromkeys(PARTIES.get(id, GENERIC) for id in beside))
        if self.organ in OWN_PARTIES:
            return [OWN_PARTIES[self.organ]]
        for span in (clause, paragraph, (0, paragraph[0])):
            named = [m for m in self.instruments if span[0] <= m.start < span[1] and not m.short]
            ids = list(dict.fromkeys(PARTIES[m.ids[0]] for m in named if m.ids[0] in PARTIES))
            if ids:
                if span[1] == paragraph[0]:
                    return ids[-1:]
                main = [id for id in ids if id != "states_parties_untoc_protocols"]
                return main or ids
        return [GENERIC]

    def _beside(self, mention: Mention) -> list[str]:
        """Treaties named right after ("parties to the Convention") or right before (《公约》缔约国) the parties."""
        out: list[str] = []
        many = self.rules.rules.compile(self.rules.rules.get("addressee", "many_treaties", []))
        window = self.text[max(0, mention.start - 24) : mention.end + 40]
        if many.search(window):
            return ["many"]
        for instrument in self.instruments[self._last_before(mention.start) :]:
            if instrument.start > mention.end + 400:
                break
            if mention.start <= instrument.start < mention.end < instrument.end:
                out.append(self._meant(instrument))  # "parties to the Convention" runs on in the title
                continue
            before = instrument.end <= mention.start and mention.start - instrument.end <= 2
            gap = self.text[mention.end : instrument.start] if instrument.start >= mention.end else None
            after = gap is not None and len(gap) <= 14 and not re.search(r"[,;，；、]", gap) and not out
            if (self.rules.rules.spaced and after) or (not self.rules.rules.spaced and before):
                out.append(self._meant(instrument))
        return out

    def _meant(self, instrument: Mention) -> str:
        """The treaty that a mention means: a short form means the one of that name that was named last."""
        if instrument.short:
            index = bisect_left(self.instrument_starts, instrument.start)
            for other in reversed(self.instruments[:index]):
                if not other.short and other.ids[0] in instrument.ids:
                    return other.ids[0]
        return instrument.ids[0]

    def read(self, start: int, clause: tuple[int, int], paragraph: tuple[int, int]) -> Addressees | None:
        """The addressees that begin at `start`: a list of known actors with their qualifications; None if none."""
        rules = self.rules
        end = clause[1]
        at = rules.before.match(self.text, start, end)
        place = at.end() if at else start
        found = Addressees(start=place, end=place)
        while place < end:
            opened = place
            head = rules.determiners.match(self.text, place, end)
            named = head.end() if head else place
            mention = self._titled(named, end) or self.at(named) or self._from(start if not found.ids else place, named)
            if mention is None and not found.ids:
                mention = self._premodified(place, end)
            if mention is None or mention.start >= end:
                break
            if mention.short and rules.longer_name.match(self.text, mention.end, end):
                break  # "the Institute for Arctic Studies" is not the institute named before
            ids = self._resolve(mention, clause, paragraph)
            last = self._whole(mention, end)
            if ids == ["many"] or (GENERIC in ids and self._beside(mention) == ["many"]):
                ids = ["states_parties_multi"]
            for id in ids:
                if id not in found.ids:
                    found.ids.append(id)
                    found.places.append((opened, last))
            found.end = last
            joiner = rules.joiner.match(self.text, last, end)
            if joiner is None or joiner.end() == last:
                break
            place = joiner.end()
        return found if found.ids else None

    def _whole(self, mention: Mention, end: int) -> int:
        """The end of an actor's wording with its suffix, its treaty and its qualification."""
        rules = self.rules
        last = mention.end
        suffix = rules.suffixes.match(self.text, last, end)
        last = suffix.end() if suffix else last
        if GENERIC in mention.ids and rules.rules.spaced:
            several = rules.many_treaties.match(self.text, last, end)
            last = several.end() if several else last
            for instrument in self.instruments[self._last_before(mention.start) :]:
                if instrument.start > last + LINK:
                    break
                runs_on = mention.start <= instrument.start < last < instrument.end  # "parties to the Convention | on"
                if runs_on or rules.party_links.fullmatch(self.text, last, instrument.start):
                    last = instrument.end
        if rules.postmodifier is not None:
            qualified = rules.postmodifier.match(self.text, last, end)
            last = qualified.end() if qualified else last
        return last

    def _titled(self, place: int, end: int) -> Mention | None:
        """An actor behind the title of its treaty (《联合国反腐败公约》缔约国)."""
        if self.rules.rules.spaced:
            return None
        index = bisect_left(self.instrument_starts, place)
        for instrument in self.instruments[index : index + 1]:
            if instrument.start - place <= 1:
                actor = self.first(instrument.end, min(end, instrument.end + 3))
                if actor is not None and actor.start - instrument.end <= 2:
                    return actor
        return None

    def _lead(self, mention: Mention) -> int:
        """Where the wording of an actor begins when the title of its treaty stands before it."""
        if self.rules.rules.spaced:
            return mention.start
        for instrument in self.instruments[self._last_before(mention.start) :]:
            if instrument.start >= mention.start:
                break
            if instrument.end <= mention.start and self.text[instrument.end : mention.start] in ("", "》"):
                opened = self.text[instrument.start - 1 : instrument.start] == "《"
                return instrument.start - opened
        return mention.start

    def _premodified(self, place: int, end: int) -> Mention | None:
        """An actor behind its qualification (Chinese: 尚未批准……的会员国)."""
        if self.rules.premodifier is None:
            return None
        index = bisect_left(self.starts, place)
        for mention in self.mentions[index : index + 12]:
            if mention.start >= end:
                return None
            if self.rules.premodifier.fullmatch(self.text, place, self._lead(mention)):
                return mention
        return None


def known_addressees() -> list[str]:
    """All ids that an addressee can have: the register's, the parties to treaties, and `other`."""
    from isonomia.registers import bodies

    return sorted({*bodies(), *PARTIES.values(), GENERIC, "states_parties_multi", "other"})
