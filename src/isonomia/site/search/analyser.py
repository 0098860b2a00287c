"""One analyser for texts and queries in Arabic, Chinese, English, French, Russian and Spanish. Knows no Django.

A text becomes a *stream* of terms in the order of its words, in which phrases are looked for, and a *bag* of what
else finds it. The script of a word decides how it is read, the language of the text only which stemmer its Latin
words get. A query says no language: its Latin words are read in all three (`isonomia.site.search.terms`).
"""

from __future__ import annotations

from collections.abc import Iterable

import Stemmer

from isonomia.errors import UnknownLanguage
from isonomia.site.search.scripts import chunks, han_characters, han_positions
from isonomia.site.search.words import LATIN, Piece, Word, arabic_word, other_word, plain_word

VERSION = f"3/{Stemmer.version()}"
"""What an index was built with; another one means that its terms may differ from a query's."""
OTHERS = ("ar", "ru", "zh")
EVERYWHERE = "§"
"""Stands in the bag of each row: an index that does not find it is damaged; no query has it."""
GAP = "¶"
"""Stands between texts that do not follow each other, so that no phrase is found across them; no query has it."""
_NOTHING = Word((), (), ())


def latin_language(text: str, language: str | None) -> str:
    """Which of en, es, fr the Latin words of a text are read in. Without a language the text itself tells, else en."""
    code = (language or "")[:2].lower()
    if code in LATIN:
        return code
    if code not in OTHERS:
        from isonomia.text.detect import detect_language

        try:
            code = detect_language(text)
        except UnknownLanguage:
            code = ""
    return code if code in LATIN else "en"


def words(text: str, latin: str) -> Iterable[tuple[Word, int]]:
    """The words of a text and where each begins. A Han run is none of them: see `han`."""
    for match in chunks(text):
        kind = match.lastgroup
        if kind == "plain":
            yield plain_word(match[0], latin), match.start()
        elif kind == "arabic":
            yield arabic_word(match[0]), match.start()
        elif kind == "other":
            yield other_word(match[0]), match.start()
        else:
            yield _han_word(match[0]), match.start()


def han_terms(run: str) -> list[str]:
    """The terms of a Han run: each two characters that are neighbours, then the last alone.

    So that whatever is looked for, of one character or many, is the beginning of a term or a row of terms.
    """
    chars = han_characters(run)
    return [chars[at : at + 2] for at in range(len(chars))]


def _han_word(run: str) -> Word:
    at = han_positions(run, 0, len(run))
    stream = []
    for i, term in enumerate(han_terms(run)):
        stream.append(Piece(term, at[i], at[min(i + 1, len(at) - 1)] + 1))
    return Word(tuple(stream), (), ())


class Terms:
    """The terms of one or more texts that belong together, as an index takes them."""

    def __init__(self) -> None:
        self.stream: list[str] = []
        self._words: set[Word] = set()

    def add(self, text: str, language: str | None = None) -> None:
        """Reads one more text; a gap keeps phrases from reaching into it."""
        latin = latin_language(text, language)
        stream = self.stream
        if stream:
            stream.append(GAP)
        seen = self._words
        for match in chunks(text):
            kind = match.lastgroup
            if kind == "plain":
                word = plain_word(match[0], latin)
            elif kind == "arabic":
                word = arabic_word(match[0])
            elif kind == "han":
                stream += han_terms(match[0])
                continue
            else:
                word = other_word(match[0])
            stream += word.stream_terms
            seen.add(word)

    def bag(self) -> set[str]:
        """What finds the texts besides the stream."""
        out: set[str] = set()
        for word in self._words:
            out.update(word.bag_terms)
        return out

    def printed(self) -> dict[str, str]:
        """The words that can be suggested, each with one way in which it is written here."""
        return {form: printed for word in self._words for form, printed in word.printed}


def pieces(text: str, language: str | None = None) -> tuple[list[Piece], list[Piece]]:
    """The stream and the bag of a text with the spans of the terms in it."""
    latin = latin_language(text, language)
    stream: list[Piece] = []
    bag: list[Piece] = []
    for word, start in words(text, latin):
        stream += [Piece(term, start + a, start + b) for term, a, b in word.stream]
        bag += [Piece(term, start + a, start + b) for term, a, b in word.bag]
    return stream, bag
