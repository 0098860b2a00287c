"""The site's lists and search over 100,000 mandates against Datasette over the same table, each in its own process.

Ours are the real pages, with sight decided for the reader, ten facets counted and labelled, compressed as browsers ask
for it. Three of the facets are lists of codes, whose counts take Datasette seconds: the same page is asked for a few
times with all ten, and many times with Datasette left to count seven while ours counts ten.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import site_peer
from measuring import Row
from register_rows import Register
from site_serving import DATA, Load, against, asked, free_port, many, run_data, served

NUMBER = 100_000
CLIENTS = 32
SECONDS = 10.0
NAME = "peer"
PAGE = "/en/mandates/"
COMMAND = Path(sys.executable).parent / "isonomia"
SLOW = 3
"""Times that each kind of page is asked for with all facets, which takes the peer seconds."""
MOST_WORDS = 60
"""Different words that can be asked for."""
Pair = tuple[str, str]
"""The address of the same at our site and at the peer's."""


def words_of(register: Register, number: int) -> list[str]:
    """Words of the register's texts, common and rare alike, always the same."""
    texts = [clause.data["text"] for clause in register.clauses.whole["en"]]
    found = Counter(word for text in texts for word in re.findall(r"\b[a-z]{6,}\b", text))
    ranked = sorted(found, key=lambda word: (-found[word], word))
    step = max(1, len(ranked) // number)
    return ranked[::step][:number]


def views(number: int) -> list[Pair]:
    """So many views that differ, by one filter or two, as parameters at ours and at theirs."""
    chance = random.Random(5)
    acts = ("requests", "invites", "calls_upon", "encourages", "urges")
    out: dict[Pair, None] = {}
    while len(out) < number:
        act, year, session = chance.choice(acts), chance.randint(1994, 2028), chance.randint(46, 80)
        out[
            chance.choice(
                [
                    (f"session={session}", f"session={session}"),
                    (f"due_year={year}", f"due_year={year}"),
                    (f"act={act}&session={session}", f"act={act}&session={session}"),
                    (f"act={act}&condition=yes", f"act={act}&conditional=1"),
                    (f"act={act}&due_year={year}", f"act={act}&due_year={year}"),
                    (f"force=3&session={session}", f"force=3&session={session}"),
                ]
            )
        ] = None
    return list(out)


def _parameters(query: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in query.split("&"))


def with_facets(register: Register, number: int, *, lists: bool) -> dict[str, list[Pair]]:
    """Pages with facets, by what they are: each address once. `lists`: the peer counts the lists of codes too."""
    return {
        "filtered list": [
            (f"{PAGE}?{ours}", site_peer.listed(NAME, lists=lists, **_parameters(theirs)))
            for ours, theirs in views(number)
        ],
        "searched list": [
            (f"{PAGE}?q={word}", site_peer.listed(NAME, lists=lists, _search=word))
            for word in words_of(register, number)
        ],
    }


def as_json(register: Register, number: int) -> dict[str, list[Pair]]:
    """What programs ask for, by what it is: each address once."""
    narrowed, words = views(number), words_of(register, number)
    return {
        "filtered list as JSON": [
            (
                f"/api/v1/mandates?limit=25&{ours}",
                site_peer.listed(NAME, facets=False, json=True, **_parameters(theirs)),
            )
            for ours, theirs in narrowed
        ],
        "search by rank with passages, as JSON": [
            (f"/api/v1/search?kind=mandates&limit=25&q={word}", site_peer.ranked(NAME, word)) for word in words
        ],
    }


def in_turns(ours: httpx.Client, theirs: httpx.Client, pairs: Sequence[Pair]) -> list[tuple[float, float]]:
    """Milliseconds of each address at ours and at theirs, one after the other, whose turn is first changing."""
    out = []
    for at, (own, other) in enumerate(pairs):
        if at % 2:
            second = asked(theirs, other)
            out.append((asked(ours, own), second))
        else:
            first = asked(ours, own)
            out.append((first, asked(theirs, other)))
    return out


@contextmanager
def changer(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A process that changes one mandate for each line that it is sent."""
    command = [sys.executable, str(DATA), "change"]
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait()


def change(process: subprocess.Popen[str]) -> None:
    """One change, made before this returns."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("once\n")
    process.stdin.flush()
    process.stdout.readline()


def _loaded(name: str, load: Load) -> dict[str, str]:
    middle, last = statistics.median(load.took), sorted(load.took)[int(len(load.took) * 0.99)]
    return {f"{name}, answers/s": f"{load.rate:.1f}", f"{name}, ms": f"median {middle:.0f}, p99 {last:.0f}"}


def under_load(ours: str, theirs: str, pairs: Sequence[Pair], *, seconds: float) -> list[Row]:
    """Many clients at once, on ours and on theirs in turns: who answers more, and that nothing is refused."""
    loads: dict[str, list[Load]] = {ours: [], theirs: []}
    for _ in range(2):
        for base, paths in ((ours, [own for own, _ in pairs]), (theirs, [other for _, other in pairs])):
            loads[base].append(many(base, paths, clients=CLIENTS, seconds=seconds / 2))
    own, other = (
        Load([took for load in some for took in load.took], [], sum(load.seconds for load in some))
        for some in loads.values()
    )
    faults = [fault for load in loads[ours] for fault in load.faults]
    detail = {**_loaded("ours", own), **_loaded("Datasette", other)}
    detail["Datasette, faults"] = str(sum(len(load.faults) for load in loads[theirs]))
    alone = many(ours, [own for own, _ in pairs], clients=1, seconds=seconds / 4)
    return [
        Row(f"site, {CLIENTS} clients at once: answers", own.rate / other.rate, "times", 1.0, detail=detail),
        Row(f"  faults of ours, {CLIENTS} clients", len(faults), "", 0, "less", detail=dict.fromkeys(faults[:1], "")),
        Row(f"  answers with {CLIENTS} clients against one", own.rate / alone.rate, "times", 0.7),
    ]  # fmt: skip


def measure(*, rounds: int = 24, number: int = NUMBER) -> list[Row]:
    """Lists, facets and search one by one, after a change, and with many clients at once."""
    register = Register(number)
    with tempfile.TemporaryDirectory(prefix="isonomia-bench-") as folder:
        data, table = Path(folder) / "site", Path(folder) / f"{NAME}.db"
        data.mkdir()
        environment = {"ISONOMIA_DATA": str(data)}
        run_data("fill", str(number), "search", environment=environment)
        site_peer.fill(table, register)
        port, other = free_port(), free_port()
        start = [str(COMMAND), "serve", "--data", str(data), "--port", str(port)]
        with served(start, port, {}, "/en/") as ours, served(site_peer.command(table, other), other, {}) as theirs:
            # `serve` reads the facets ahead; a reader who is faster waits for it
            first = asked(ours, PAGE)
            whole = [(PAGE, site_peer.listed(NAME))]
            in_turns(ours, theirs, [("/en/search/", f"/{NAME}"), *whole * 3])
            rows = []
            every = {"list": [(PAGE, site_peer.listed(NAME, lists=True))], **with_facets(register, SLOW, lists=True)}
            for name, some in every.items():
                rows.append(against(f"site, {name}, both count ten facets", in_turns(ours, theirs, some)))
            rows.append(
                against("site, list asked again, Datasette counts seven", in_turns(ours, theirs, whole * rounds))
            )
            with changer(environment) as process:
                pairs = []
                for _ in range(rounds):
                    change(process)
                    pairs += in_turns(ours, theirs, whole)
            rows.append(against("  list after a change, Datasette counts seven", pairs))
            asks = with_facets(register, rounds + SLOW, lists=False)
            asks = {f"{name}, Datasette counts seven": some[SLOW:] for name, some in asks.items()}
            asks |= as_json(register, rounds)
            for name, some in asks.items():
                rows.append(against(f"  {name}, not asked before", in_turns(ours, theirs, some)))
            everything = [*whole * rounds, *(pair for some in asks.values() for pair in some)]
            rows.append(against("site, all of these", in_turns(ours, theirs, everything)))
            rows += under_load(str(ours.base_url), str(theirs.base_url), everything, seconds=SECONDS)
            plain = [
                site_peer.listed(NAME, facets=False, json=True, _search=word) for word in words_of(register, rounds)
            ]
            took = statistics.median(asked(theirs, path) for path in plain)
            rows.append(Row("  Datasette, search without rank or passages, as JSON", took, "ms"))
            rows.append(Row("  ours, first page after the start", first / 1000, "s"))
    return rows


if __name__ == "__main__":
    from run import table

    print(table(measure()))
