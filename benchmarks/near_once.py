"""Indexes the paragraphs of many grown resolutions once and asks for near-duplicates; prints one JSON object.

A program of its own: peak memory is that of a process. A question is the rewording of a paragraph that is in the index.
What is near is counted to the end, without the index, for a part of the collection: the index must find all of it.
usage: near_once.py LANGUAGE RESOLUTIONS
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Sequence

from folder_once import KB
from grown import Grower, Grown

from isonomia.mandates.duplicates import LEAST, ParagraphIndex
from isonomia.mandates.hashed_features import hashed_features

PARAGRAPHS = 30
PORTION = 300
"""Resolutions that are grown, and then indexed, at a time."""
QUESTIONS = 200
COUNTED, ASKED = 20_000, 20
"""Paragraphs that are counted to the end, and questions for which they are."""


def peak() -> float:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KB / 1024


def near_all(texts: Sequence[str], question: str, language: str, least: float) -> set[int]:
    """Which texts share enough with the question, each compared with it."""
    (wanted, *rest) = (set(hashed_features([text], language)[1].tolist()) for text in (question, *texts))
    return {
        at for at, own in enumerate(rest) if 2 * len(own & wanted) >= least * (len(own) + len(wanted)) - 1e-9 and own
    }


def share_found(texts: Sequence[str], questions: Sequence[str], language: str) -> float:
    """Of all pairs of a question and a text that is near, the share that an index of the texts finds."""
    index = ParagraphIndex()
    index.add(("", str(at), text, language) for at, text in enumerate(texts))
    right = found = 0
    for question in questions:
        near = near_all(texts, question, language, LEAST)
        told = {int(row.paragraph) for row in index.near(question, language=language, limit=len(texts))}
        right += len(near)
        found += len(near & told)
    return found / right if right else 1.0


def main(language: str, resolutions: str) -> None:
    """Prints one JSON object."""
    grower = Grower(language, 5)
    hashed_features([grower.paragraph().text], language)  # the grammar is loaded
    index, seconds, before = ParagraphIndex(), 0.0, peak()
    chosen: list[tuple[str, str, Grown]] = []
    counted: list[str] = []
    count = int(resolutions)
    for start in range(0, count, PORTION):
        rows = []
        for at in range(start, min(start + PORTION, count)):
            for number in range(1, PARAGRAPHS + 1):
                grown = grower.paragraph()
                rows.append((f"A/RES/{at // 300}/{at % 300}", f"op{number}", grown.text, language))
                if at % max(1, count // QUESTIONS) == 0 and number == 7:
                    chosen.append((*rows[-1][:2], grown))
        if len(counted) < COUNTED:
            counted += [row[2] for row in rows[: COUNTED - len(counted)]]
        clock = time.perf_counter()
        index.add(rows)
        seconds += time.perf_counter() - clock
    clock = time.perf_counter()
    index.near(counted[0], language=language)  # the last shelf is closed
    seconds += time.perf_counter() - clock
    most = peak()
    times, found, first, questions = [], 0, 0, []
    for symbol, paragraph, grown in chosen[:QUESTIONS]:
        question = grower.reworded(grown).text
        questions.append(question)
        clock = time.perf_counter()
        near = index.near(question, language=language)
        times.append(time.perf_counter() - clock)
        told = [(row.symbol, row.paragraph) for row in near]
        found += (symbol, paragraph) in told
        first += told[:1] == [(symbol, paragraph)]
    shelves = index.all_shelves()
    postings = sum(len(shelf.postings) for shelf in shelves)
    size = sum(getattr(shelf, name).nbytes for shelf in shelves for name in ("sizes", "features", "starts", "postings"))
    asked = questions[:: max(1, len(questions) // ASKED)]
    result = {
        "paragraphs": len(index),
        "features of a paragraph": round(postings / len(index), 1),
        "rate": len(index) / seconds,
        "query": {"median": statistics.median(times), "min": min(times), "max": max(times)},
        "questions": len(times),
        "rewordings found": round(found / len(times), 3),
        "and first": round(first / len(times), 3),
        "found of all that are near": round(share_found(counted, asked, language), 4),
        "before indexing, MB": round(before),
        "index, MB": round(size / 1e6),
        "peak, MB": round(max(most, before), 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
