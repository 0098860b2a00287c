"""What can be searched: a document as its source gives it, the sources, and an entry as an index takes it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from isonomia.site.search.analyser import EVERYWHERE, GAP, Terms
from isonomia.site.search.errors import TooManyWords, UnknownKind
from isonomia.site.search.terms import name_term
from isonomia.site.search.words import AS_PRINTED

Texts = str | Mapping[str, str]
"""A text, or the same in several languages as {language: text}."""
FEW = 4000
"""Different terms that need not be measured."""
MOST_BYTES = 900_000
"""Of different terms in one entry: PostgreSQL takes one megabyte, and both indexes shall take the same."""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing that can be found.

    `names` are the names by which it is called, its symbol first: whoever types one sees it first. `visibility` are
    tags of which a reader needs one; without any nobody finds it. `date` is YYYY, YYYY-MM or YYYY-MM-DD. `languages`
    are those in which it can be read, where they are not those of its texts. `place(language, at)` gives the address
    of where the character `at` of a body stands; empty for none of its own.
    """

    kind: str
    key: str
    title: Texts
    body: Texts = ""
    language: str | None = None
    names: Sequence[str] = ()
    url: str = ""
    countries: Sequence[str] = ()
    date: str = ""
    visibility: Collection[str] = ()
    languages: Sequence[str] | None = None
    place: Callable[[str, int], str] | None = None


@dataclass(frozen=True, slots=True)
class SearchSource:
    """Where documents of a kind come from.

    `iterate()` gives all of them, in any state, a few in memory at a time. `fetch(keys)` gives those that exist now.
    """

    kind: str
    iterate: Callable[[], Iterable[SearchDocument]]
    fetch: Callable[[Sequence[str]], Iterable[SearchDocument]]


_sources: dict[str, SearchSource] = {}


def register(source: SearchSource) -> SearchSource:
    """Makes a kind searchable; a kind that is registered again is replaced."""
    _sources[source.kind] = source
    return source


def unregister(kind: str) -> None:
    """Forgets a kind."""
    _sources.pop(kind, None)


def kinds() -> list[str]:
    """The kinds that can be searched, in alphabetical order."""
    return sorted(_sources)


def source(kind: str) -> SearchSource:
    """The source of a kind. Raises UnknownKind."""
    try:
        return _sources[kind]
    except KeyError:
        known = ", ".join(kinds()) or "none"
        raise UnknownKind(f"{kind!r} is not a kind that can be searched; there are: {known}", place=kind) from None


@dataclass(slots=True)
class Entry:
    """A document in terms, as an index takes it. Streams are terms in the order of the text; tags are sorted."""

    kind: str
    key: str
    languages: list[str]
    countries: list[str]
    date: str
    visibility: list[str]
    names: list[str]
    title: list[str]
    body: list[str]
    bag: list[str]
    printed: dict[str, str] = field(default_factory=dict)


def entry(document: SearchDocument) -> Entry:
    """Reads a document into terms. Raises TooManyWords."""
    title, body, called = Terms(), Terms(), Terms()
    languages = []
    for texts, terms in ((document.title, title), (document.body, body)):
        for language, text in _by_language(texts, document.language):
            if text:
                terms.add(text, language)
                languages.append(language)
    names: list[str] = []
    for name in document.names:
        called.add(name, document.language)
        names.append(name_term(name))
    bag = title.bag() | body.bag() | called.bag()
    different = bag.union(title.stream, body.stream, called.stream)
    if len(different) > FEW and sum(len(term.encode()) + 8 for term in different) > MOST_BYTES:
        raise TooManyWords(
            f"the text has {len(different)} different words, more than one entry takes; index its parts one by one",
            place=f"{document.kind} {document.key}",
        )
    return Entry(
        document.kind,
        document.key,
        sorted({language for language in languages if language} if document.languages is None else document.languages),
        sorted(set(document.countries)),
        document.date,
        sorted(set(document.visibility)),
        # of the bag what no phrase has, for the parts of a name do not follow each other
        [*called.stream, GAP, *sorted(term for term in called.bag() if term.startswith(AS_PRINTED)), *names]
        if names
        else [],
        title.stream,
        body.stream,
        [*sorted(bag), EVERYWHERE],
        {**called.printed(), **title.printed(), **body.printed()},
    )


def _by_language(texts: Texts, language: str | None) -> list[tuple[str | None, str]]:
    if isinstance(texts, str):
        return [(language, texts)]
    return list(texts.items())
