"""The citation grammar of one language, compiled once."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from isonomia.text.grammar import Grammar, Pattern, alternation, grammar, unnamed


class CitationRules:
    """What numbers, words, dates and titles of citations look like in one language (docs/languages.md, `citations`).

    `token` finds numbers (groups sc, roman, number), dates and the words resolution, decision, draft.
    """

    def __init__(self, rules: Grammar) -> None:
        self.rules = rules
        self.word_after = self._get("word_position") == "after"
        self.date_before = rules.get("dates", "position") == "before"
        self.letters: dict[str, str] = dict(rules.get("citations", "letters", {}))
        ranges = alternation(["-", "–", *map(re.escape, self._get("ranges", []))])
        part = r"(?-i:[A-Z])(?![A-Za-zÀ-ÿ'’])"
        spelt = "|" + r"\s" + alternation(map(re.escape, self.letters)) + r"(?!\w)" if self.letters else ""
        self.part_range = re.compile(rf"(?P<base>\S+?)\s*(?P<first>[A-Z])\s*{ranges}\s*(?P<last>[A-Z])")
        number = (
            r"(?<![A-Za-z0-9/.\-])(?:"
            r"(?P<sc>\d{1,4} ?\((?:19[4-9]\d|20\d\d|21\d\d)\))|"
            r"(?P<roman>\d{1,4}(?: ?(?-i:[A-Z]))? ?"
            rf"\((?:(?:S-|ES-)?(?-i:[IVXLC]+)|{self._get('old_session') or '(?!)'})\)(?: ?{part})?)|"
            rf"(?P<number>(?:S-|ES-)?\d{{1,4}}/\d{{1,4}}(?: ?(?-i:[A-Z])\s*{ranges}\s*{part}| ?{part}{spelt})?)"
            r")(?![/A-Za-z0-9])"
        )
        self.old_session = rules.compile(self._get("old_session"))
        edge = r"(?!\w)" if rules.spaced else ""
        lead = r"(?<!\w)" if rules.spaced and rules.script != "Arabic" else ""
        words = {name: rules.source(self._get(name, [])) for name in ("draft", "decision", "resolution")}
        word = "|".join(f"(?P<{name}>{lead}{source}{edge})" for name, source in words.items() if source != "(?!)")
        # one look at the first character spares all other places of the text
        openings = re.findall(r"[^\W\d_]{3,}", re.sub(r"\?P<\w+>|\{\w+\}", " ", " ".join(rules.get("dates", "forms"))))
        first = "".join(sorted({re.escape(word[0]) for word in (*rules.months, *openings)} | {"S", "E"}))
        guard = rf"(?=\d|(?<![A-Za-z])[{first}])"
        self.token = re.compile(f"{guard}(?:{number}|(?P<date>{rules.date.pattern}))|{word}", re.IGNORECASE)
        loose = [rules.source(form) for key in ("joiners", "between_date", "own") for form in self._get(key, [])]
        loose += [rules.source(form) for form in (self._get("prefix"), self._get("suffix")) if form]
        self.gap = re.compile(rf"(?:[\s,、，;؛،]|{alternation(loose)})*", re.IGNORECASE)
        self.gap_run = re.compile(rf"(?:[\s,、，;؛،]|{alternation(loose)})+", re.IGNORECASE)
        joiners = rules.source(self._get("joiners", []))
        own = rules.source(self._get("own", []))
        self.listed = re.compile(rf"(?:[,،]|\s{joiners})\s*(?:{own}\s*)?$", re.IGNORECASE)
        self.fillers = re.compile(rf"(?<!\w){rules.source(self._get('fillers', []))}(?!\w)", re.IGNORECASE)
        self.between = rules.compile(self._get("between_title"))
        self.prefix: str = self._get("prefix")
        suffix = self._get("suffix")
        named = alternation([words["decision"], words["resolution"]])
        self.tail = re.compile(
            (rf"(?:{rules.source(suffix)})?" if suffix else "") + (rf"(?:{named})?" if self.word_after else ""),
            re.IGNORECASE,
        )
        self.head = re.compile(rf"{lead}{named}\s+$", re.IGNORECASE)
        self.own = re.compile(rf"{own}[^.;:]*$", re.IGNORECASE)
        self.unts = rules.compile(self._get("unts"))
        self.unts_ibid = rules.compile(self._get("unts_ibid"))
        self.ibid = rules.compile([r"^\s*" + form for form in self._get("ibid", [])])
        self.addition = re.compile(rf"[\s,，、]*(?:{joiners})?\s*((?:Corr|Add|Rev)\.?\s?\d+)", re.IGNORECASE)
        self.body_before = rules.compile([form + r"\s*$" for form in self._get("body_before", [])])
        self.body_after = rules.compile(self._get("body_after", []))
        self.open_title: str = self._get("open_title")
        self.close_title: str = self._get("close_title")
        self.dated = re.compile(rf"(?:[\s,，،]|{alternation(loose)})*{rules.date.pattern}", re.IGNORECASE)
        pinpoint = unnamed(rules.source(self._get("pinpoints", [])))
        self.pinpoint_after = re.compile(
            rf"[\s,，،)）》」»”\"]*(?:的)?({pinpoint}(?:[,，、،]?\s*{pinpoint})*)", re.IGNORECASE
        )
        fillers = rules.source([*self._get("fillers", []), *self._get("own", [])])
        self.pinpoint_before: Pattern = re.compile(
            rf"({pinpoint}(?:[,،]\s*{pinpoint})*)[,،]?\s*(?:{fillers}\s*){{0,4}}$", re.IGNORECASE
        )

    def _get(self, key: str, default: Any = "") -> Any:
        return self.rules.get("citations", key, default)


@lru_cache(maxsize=8)
def citation_rules(language: str) -> CitationRules:
    """The citation grammar of a language."""
    return CitationRules(grammar(language))
