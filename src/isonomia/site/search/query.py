"""The one box: words (all of them), "phrases", OR, -not or NOT, prefix*, parentheses. Knows no Django, no index.

AND binds closer than OR. A query that says nothing to look for, or that cannot be read, is a BadQuery that says where
and what would be right; nothing is silently left out but marks of punctuation. Operators are in capitals, so that
no language's small words are taken for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from isonomia.site.search.errors import BadQuery
from isonomia.site.search.scripts import chunks

LONGEST_QUERY = 1000
MOST_WORDS = 50
DEEPEST = 20
SHORTEST_PREFIX = 2
"""Letters before a star, where the script has letters; one Han character is a word."""


def gettext_noop(text: str) -> str:
    """Says to those who gather texts to translate that this is one."""
    return text


PROBLEMS = {
    "empty": gettext_noop("the box is empty; write a word to look for"),
    "nothing-to-find": gettext_noop("there is no word in it; write one to look for"),
    "only-excluded": gettext_noop("{word} only says what to leave out; add a word to look for"),
    "only-common": gettext_noop("{word}: too common to look for alone; add another word, or put several in quotes"),
    "unbalanced-quote": gettext_noop(
        "the quote opened at {at} is not closed; add {word} after the last word of the phrase"
    ),
    "unbalanced-parenthesis": gettext_noop("the parenthesis at {at} has no partner; add or remove one"),
    "empty-parentheses": gettext_noop("nothing stands in the parentheses at {at}; write words in them or remove them"),
    "empty-quotes": gettext_noop(
        "nothing to look for stands in the quotes at {at}; write words in them or remove them"
    ),
    "lone-operator": gettext_noop(
        "{word} at {at} needs a word on each side; write crime {word} drugs, or put it in quotes"
    ),
    "lone-not": gettext_noop("{word} at {at} needs a word after it; write NOT drugs or -drugs, or put it in quotes"),
    "star-alone": gettext_noop("the * at {at} must follow the first letters of a word; write traffick*"),
    "star-inside": gettext_noop("the * at {at} must be at the end of a word; write traffick*"),
    "star-in-quotes": gettext_noop(
        "a * has no meaning in quotes, as at {at}; write the word whole or take it out of the quotes"
    ),
    "short-prefix": gettext_noop("{word} at {at} would find too much; write at least two letters before the *"),
    "filter": gettext_noop(
        "{word} at {at} is no word to look for; choose {field} beside the results, or put it in quotes"
    ),
    "too-long": gettext_noop("the query has more than {most} characters; shorten it"),
    "too-many-words": gettext_noop("the query has more than {most} words; leave some out"),
    "too-deep": gettext_noop("parentheses stand in each other more than {most} deep at {at}; write fewer"),
}
"""Each fault by its name, with `at`, the place of the character from 1, where it has one."""

_QUOTES = {
    '"': '"',
    "“": "”",
    "”": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "＂": "＂",
    "《": "》",
}
_OPEN = "(（"
_CLOSE = ")）"
_STARS = "*＊"
_MINUS = "-−－"
_FILTERS = {
    "kind",
    "type",
    "lang",
    "language",
    "country",
    "date",
    "year",
    "title",
    "author",
    "symbol",
    "state",
    "topic",
}
_FILTER = re.compile(r"([A-Za-z]+)[:：=](?=\S)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Find:
    """A word, the words of a phrase, or the beginning of a word (`how`: word, phrase, prefix)."""

    how: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class All:
    """All of `parts` and none of `without`."""

    parts: tuple[Node, ...]
    without: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of `parts`."""

    parts: tuple[Node, ...]


Node = Find | All | Any


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def fail(problem: str, *, at: int | None = None, word: str = "", **more: object) -> NoReturn:
    """Raises the BadQuery of a problem; `at` counts from 0 here."""
    values = {"at": None if at is None else at + 1, "word": word, **more}
    raise BadQuery(problem, PROBLEMS[problem].format(**values), **values)


def parse(text: str) -> Node:
    """The query as a tree. Raises BadQuery. That it finds something is only known once its words are read."""
    if len(text) > LONGEST_QUERY:
        fail("too-long", most=LONGEST_QUERY)
    text = _CONTROL.sub(" ", text)
    tokens = list(_tokens(text))
    if not text.strip():
        fail("empty")
    if sum(token.kind in ("word", "phrase", "prefix") for token in tokens) > MOST_WORDS:
        fail("too-many-words", most=MOST_WORDS)
    parser = _Parser(tokens)
    node = parser.either(0)
    if parser.at < len(tokens):
        fail("unbalanced-parenthesis", at=tokens[parser.at].start)
    if node is None:
        fail("nothing-to-find")
    return node


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        char = text[at]
        if char.isspace():
            at += 1
        elif char in _OPEN or char in _CLOSE:
            yield _Token("open" if char in _OPEN else "close", char, at, at + 1)
            at += 1
        elif char in _QUOTES:
            token = _phrase(text, at)
            yield token
            at = token.end
        elif char in _MINUS and at + 1 < len(text) and not text[at + 1].isspace() and text[at + 1] not in _MINUS:
            yield _Token("not", char, at, at + 1)
            at += 1
        else:
            end = at
            while end < len(text) and not (text[end].isspace() or text[end] in _QUOTES or text[end] in _OPEN + _CLOSE):
                end += 1
            if word := _word(text, at, end):
                yield word
            at = end


def _phrase(text: str, at: int) -> _Token:
    closing = _QUOTES[text[at]]
    end = min((where for char in closing if (where := text.find(char, at + 1)) >= 0), default=-1)
    if end < 0:
        fail("unbalanced-quote", at=at, word=closing[-1])
    words = text[at + 1 : end]
    for star in _STARS:
        if star in words:
            fail("star-in-quotes", at=at + 1 + words.index(star))
    if not has_words(words):
        fail("empty-quotes", at=at)
    return _Token("phrase", words, at, end + 1)


def _word(text: str, start: int, end: int) -> _Token | None:
    word = text[start:end]
    if word in ("OR", "AND", "NOT"):
        return _Token(word.lower(), word, start, end)
    if (match := _FILTER.match(word)) and match[1].lower() in _FILTERS:
        fail("filter", at=start, word=match[0], field=match[1].lower())
    bare = word.rstrip(_STARS + ".,;:!?…、，。；：！？؟،؛")
    tail = word[len(bare) :]
    for star in _STARS:
        if star in bare:
            fail("star-inside" if has_words(bare[: bare.index(star)]) else "star-alone", at=start + bare.index(star))
    if not any(star in tail for star in _STARS):
        return _Token("word", word, start, end) if has_words(word) else None
    if not has_words(bare):
        fail("star-alone", at=start + len(bare))
    last = list(chunks(bare))[-1]
    if last.end() != len(bare):
        fail("star-inside", at=start + len(bare))
    if last.lastgroup != "han" and len(last[0]) < SHORTEST_PREFIX:
        fail("short-prefix", at=start, word=word)
    return _Token("prefix", bare, start, end)


def has_words(text: str) -> bool:
    """Is there any letter or digit in it?"""
    return any(True for _ in chunks(text))


class _Parser:
    """Recursive descent; what it returns is None where a group held nothing but marks of punctuation."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def _kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else "end"

    def either(self, depth: int) -> Node | None:
        """What stands between ORs."""
        parts = []
        operator: _Token | None = None
        while True:
            part = self.all(depth)
            if part is None and operator is not None:
                fail("lone-operator", at=operator.start, word=operator.text)
            if self._kind() != "or":
                break
            operator = self.tokens[self.at]
            if part is None:
                fail("lone-operator", at=operator.start, word=operator.text)
            parts.append(part)
            self.at += 1
        if part is not None:
            parts.append(part)
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def all(self, depth: int) -> Node | None:
        """Words side by side."""
        parts: list[Node] = []
        without: list[Node] = []
        start = self.at
        operator: _Token | None = None
        while self._kind() not in ("or", "close", "end"):
            token = self.tokens[self.at]
            if token.kind == "and":
                if operator is not None or not (parts or without):
                    fail("lone-operator", at=token.start, word=token.text)
                operator = token
                self.at += 1
                continue
            excluded = token.kind == "not"
            if excluded:
                self.at += 1
            if self._kind() in ("or", "close", "end", "and", "not"):
                fail("lone-not", at=token.start, word=token.text)
            (without if excluded else parts).append(self._one(depth))
            operator = None
        if operator is not None:
            fail("lone-operator", at=operator.start, word=operator.text)
        if without and not parts:
            first, last = self.tokens[start], self.tokens[self.at - 1]
            word = " ".join(token.text for token in self.tokens[start : self.at]) if first != last else first.text
            fail("only-excluded", at=first.start, word=word.replace("- ", "-"))
        if not parts:
            return None
        return parts[0] if len(parts) == 1 and not without else All(tuple(parts), tuple(without))

    def _one(self, depth: int) -> Node:
        token = self.tokens[self.at]
        self.at += 1
        if token.kind != "open":
            return Find(token.kind, token.text, token.start, token.end)
        if depth >= DEEPEST:
            fail("too-deep", at=token.start, most=DEEPEST)
        inner = self.either(depth + 1)
        if self._kind() != "close":
            fail("unbalanced-parenthesis", at=token.start)
        self.at += 1
        if inner is None:
            fail("empty-parentheses", at=token.start)
        return inner
