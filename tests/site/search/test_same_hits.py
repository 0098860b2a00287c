"""Both indexes find the same rows, and those that the terms of a query mean: whatever the texts, whatever is asked."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import isonomia
from isonomia.site.search.documents import Entry, entry
from isonomia.site.search.errors import BadQuery
from isonomia.site.search.index import Filters
from isonomia.site.search.terms import AllOf, AnyOf, Leaf, Match, Row, read_query

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "documents"


def holds(entry: Entry, match: Match) -> bool:
    """What a match means, said once more without a database."""
    if isinstance(match, Leaf):
        return any(_row(entry, row) for row in match.rows)
    if isinstance(match, AnyOf):
        return any(holds(entry, part) for part in match.parts)
    assert isinstance(match, AllOf)
    return all(holds(entry, part) for part in match.parts) and not any(holds(entry, part) for part in match.without)


def _row(entry: Entry, row: Row) -> bool:
    *start, last = row.terms
    for stream in (entry.names, entry.title, entry.body, *([term] for term in entry.bag)):
        for at in range(len(stream) - len(start)):
            if stream[at : at + len(start)] == start:
                there = stream[at + len(start)]
                if there == last or (row.open and there.startswith(last)):
                    return True
    return False


WORDS = [
    "crime", "crimes", "organized", "organised", "organisé", "organisée", "organisee", "l'enquête", "enquetes", "the", "of",
    "corrupción", "corrupcion", "anti-corruption", "anticorruption", "A/RES/76/187", "76/187", "L.60", "UNODC", "UNODC问题",
    "腐败", "腐", "败", "犯罪", "腐败犯罪", "联合国", "الجريمة", "جرائم", "للجريمة", "لمنع", "منع", "وبمنع", "الفساد", "فساد",
    "преступность", "преступности", "ёлка", "елка", "U.N.", "2021", "1,000", "x", "¶", "=crime", "ﬁrearms", "ｃｒｉｍｅ", "½",
]  # fmt: skip
word = st.sampled_from(WORDS) | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=6)
text = st.lists(word, max_size=8).map(" ".join)
row = st.tuples(
    st.sampled_from([None, "ar", "en", "es", "fr", "ru", "zh"]),
    text,
    text,
    st.sampled_from([[], ["A/RES/76/187"], ["L.60 crime"]]),
)
simple = (
    word
    | word.map(lambda w: f"-{w}")
    | word.map(lambda w: f"{w}*")
    | text.map(lambda t: f'"{t}"')
    | text.map(lambda t: f'-"{t}"')
)
query = st.recursive(
    st.lists(simple, min_size=1, max_size=4).map(" ".join),
    lambda inner: st.builds(
        lambda a, op, b: f"({a}) {op} ({b})", inner, st.sampled_from(["", "OR", "NOT", "AND", "-"]), inner
    ),
    max_leaves=3,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(row, min_size=1, max_size=6), queries=st.lists(query, min_size=1, max_size=6))
def test_random_texts_and_queries(both, make_row, rows, queries):
    documents = [
        make_row(str(at), body, language, title=title, names=names)
        for at, (language, title, body, names) in enumerate(rows)
    ]
    for corpus in both:
        corpus.index.remove(("text", str(at)) for at in range(10))
        corpus.put(*documents)
    entries = {document.key: entry(document) for document in documents}
    for asked in queries:
        try:
            match = read_query(asked).match
        except BadQuery:
            continue
        meant = {key for key, one in entries.items() if holds(one, match)}
        embedded, postgres = (set(corpus.find(asked)) for corpus in both)
        assert embedded == postgres == meant, asked


def _sample_rows(make_row):
    manifest = tomllib.loads((SAMPLES / "MANIFEST.toml").read_text(encoding="utf-8"))
    assert manifest
    for path in sorted(SAMPLES.iterdir()):
        if path.suffix in (".txt", ".html"):
            document = isonomia.read(path.read_bytes())
            yield make_row(path.name, document.text, document.language, title=document.symbol or "",
                           names=[document.symbol] if document.symbol else [])  # fmt: skip
            for paragraph in document.paragraphs:
                yield make_row(f"{path.name} {paragraph.id}", paragraph.text, document.language)


ASKED = [
    "crime", "organized crime", '"organized crime"', '"organized crime" -drugs', "traffick* OR corrupt*", "腐败", "腐", "联合国",
    '"联合国 毒品"', "预防犯罪 OR 恐怖主义", "犯罪 -腐败", "الجريمة", '"الجريمة المنظمة"', "الفساد OR المخدرات", "منع الجريمة", "преступность",
    '"организованной преступности"', "преступность -наркотики", "criminalité", '"criminalité transnationale organisée"', "victime*",
    "delincuencia", '"delincuencia organizada"', "76/187", "A/RES/68/193", "68/193 -76/187", "UNODC", "2013", '"of the"', "co*",
]  # fmt: skip


@pytest.fixture
def shelved(both, make_row):
    rows = list({one.key: one for one in _sample_rows(make_row)}.values())
    for corpus in both:
        corpus.put(*rows)
    return both, {one.key: entry(one) for one in rows}


def test_samples(shelved):
    """Whole documents, longer than PostgreSQL counts positions, and each of their paragraphs."""
    both, entries = shelved
    assert max(len(one.body) for one in entries.values()) > 16_383
    for asked in ASKED:
        match = read_query(asked).match
        meant = {key for key, one in entries.items() if holds(one, match)}
        embedded, postgres = (corpus.find(asked) for corpus in both)
        assert meant, asked
        assert set(embedded) == set(postgres) == meant, asked
        assert len(embedded) == len(set(embedded))
    for corpus in both:
        assert corpus.find("76/187")[0] == "A_RES_76_187.zh.txt"
        assert corpus.find("A/RES/68/193")[0] == "A_RES_68_193.zh.txt"


def test_pages_follow_each_other(both, make_row):
    """More hits than are weighed as a whole; the best are first and none comes twice."""
    rows = [make_row(str(at), f"crime {'and drugs ' * (at % 7)}", "en") for at in range(1100)]
    for corpus in both:
        corpus.put(*rows, make_row("best", "crime", "en", title="Crime", names=["crime"]))
        asked = read_query("crime")
        found = corpus.find("crime")
        assert len(set(found)) == 1101
        assert found[0] == "best"
        pages = [corpus.index.hits(asked, {"public"}, Filters(), 90, at) for at in range(0, 1200, 90)]
        assert [hit.key for page in pages for hit in page] == found
