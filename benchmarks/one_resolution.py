"""One resolution of 150 paragraphs: text in, mandates out, once the program is warm."""

from __future__ import annotations

from functools import partial

from measuring import SAMPLES, Row, in_turns, spread

import isonomia

PARAGRAPHS = 150
TARGET = 0.15
CHINESE = "A_RES_76_187.zh.txt"
FRONT = """A/RES/99/599

General Assembly
Ninety-ninth session

Resolution adopted by the General Assembly on 18 December 2044

99/599. A long resolution, put together for measuring

The General Assembly,
"""


def long_english(count: int = PARAGRAPHS) -> str:
    """An English resolution of so many paragraphs, put together from those of the English specimens, renumbered."""
    documents = [isonomia.read(path) for path in sorted(SAMPLES.glob("*.en.*"))]
    preamble = [p.text for document in documents for p in document.paragraphs if p.role == "preambular"]
    operative = [p for document in documents for p in document.paragraphs if p.role == "operative"]
    blocks = [FRONT, *preamble]
    number = at = 0
    while at < count - len(preamble):
        paragraph = operative[at % len(operative)]
        if "." in paragraph.id:
            blocks.append(f"({paragraph.id.rsplit('.', 1)[1]}) {paragraph.text}")
        else:
            number += 1
            blocks.append(f"{number}. {paragraph.text}")
        at += 1
    return "\n\n".join(blocks) + "\n"


def run(data: bytes) -> tuple[int, int]:
    """Reads a document from bytes and extracts its mandates; gives the numbers of paragraphs and of mandates."""
    document = isonomia.read(data)
    return len(document.paragraphs), len(isonomia.extract_mandates(document))


def measure(*, rounds: int = 15) -> list[Row]:
    """Seconds for the Chinese resolution and for an English one of the same number of paragraphs."""
    texts = {
        f"one resolution, Chinese ({CHINESE})": (SAMPLES / CHINESE).read_bytes(),
        "one resolution, English (put together)": long_english().encode(),
    }
    seconds = in_turns({name: partial(run, data) for name, data in texts.items()}, rounds=rounds)
    rows = []
    for name, data in texts.items():
        paragraphs, mandates = run(data)
        detail = {"paragraphs": paragraphs, "mandates": mandates, "bytes": len(data), "rounds": rounds}
        rows.append(spread(name, seconds[name], "s", target=TARGET, better="less", detail=detail))
    return rows
