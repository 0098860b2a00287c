"""When little is found: the nearest words that would find more, as they are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from isonomia.site.search import arabic
from isonomia.site.search.errors import BadQuery
from isonomia.site.search.index import Index
from isonomia.site.search.scripts import chunks, fold, han_characters, letters, lower
from isonomia.site.search.terms import Leaf, Query, read_query

LITTLE = 0
"""Hits up to which a suggestion is looked for."""
TRIED = 5
"""Words that are tried for one that finds nothing."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another query, and what it puts in the place of what: as typed, as suggested."""

    text: str
    changes: tuple[tuple[str, str], ...]


def suggest(query: Query, there: Index, total: Callable[[Query], int]) -> Suggestion | None:
    """The query with those words changed that find nothing. `total` says what a query finds for this reader.

    So nothing is suggested that this reader could not find: a word may stand in what others alone may see.
    """
    changes: list[tuple[Leaf, str]] = []
    for leaf in query.leaves():
        if leaf.is_symbol or total(_alone(query, leaf)) > LITTLE:
            continue
        better = next((word for word in _candidates(leaf, there) if _finds(word, total)), None)
        if better is not None:
            changes.append((leaf, better))
    if not changes:
        return None
    text = query.text
    for leaf, better in reversed(changes):
        text = text[: leaf.start] + better + text[leaf.end :]
    if not _finds(text, total):
        return None
    return Suggestion(text, tuple((query.text[leaf.start : leaf.end], better) for leaf, better in changes))


def _alone(query: Query, leaf: Leaf) -> Query:
    return Query(leaf.printed, leaf, (), (), ())


def _finds(text: str, total: Callable[[Query], int]) -> bool:
    try:
        return total(read_query(text)) > LITTLE
    except BadQuery:
        return False


def _candidates(leaf: Leaf, there: Index) -> Iterator[str]:
    """What may be meant by a leaf: a word near to it; a phrase with near words; a Han run cut in two and two."""
    runs = list(chunks(leaf.printed))
    if len(runs) == 1 and runs[0].lastgroup == "han":
        chars = han_characters(runs[0][0])
        if len(chars) > 3:
            yield " ".join(chars[at : at + 2] for at in range(0, len(chars), 2))
        return
    if any(run.lastgroup == "han" for run in runs):
        return
    if len(runs) == 1:
        yield from near(runs[0][0], there)
        return
    words = leaf.printed
    for run in reversed(runs):
        better = next(iter(near(run[0], there)), None)
        if better is not None:
            words = words[: run.start()] + better + words[run.end() :]
    if words != leaf.printed:
        yield f'"{words}"'
    yield words.strip('"')


def near(word: str, there: Index) -> list[str]:
    """Words of the index nearest to `word`, nearest first, as they are printed; `word` itself where it is one."""
    form = letters(fold(lower(word)))
    if any("\u0620" <= char <= "\u08ff" for char in form):
        form = arabic.spelling(form)
    most = 1 if len(form) < 5 else 2
    if len(form) < 3:
        return []
    words = there.near(form, most)
    found = process.extract(form, list(words), scorer=OSA.distance, score_cutoff=most, limit=TRIED * 4)
    # of words that are as near, one that begins alike: the first letter is seldom the wrong one
    found.sort(key=lambda one: (one[1], one[0][:1] != form[:1], one[0]))
    return [words[name] for name, _, _ in found[:TRIED]]
