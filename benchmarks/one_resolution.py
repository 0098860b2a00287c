"""One resolution of 150 paragraphs: text in, mandates out, once the program is warm."""

from __future__ import annotations

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


class Renewed:
    """Reads another variant of one text at each call: what was remembered of the last one is of no use."""

    def __init__(self, data: bytes, number: int) -> None:
        self.data, self.number, self.calls = data, number, 0

    def __call__(self) -> tuple[int, int]:
        self.calls += 1
        return run(self.data.replace(f"/{self.number}".encode(), f"/{self.number + self.calls}".encode()))


def run(data: bytes) -> tuple[int, int]:
    """Reads a document from bytes and extracts its mandates; gives the numbers of paragraphs and of mandates."""
    document = isonomia.read(data)
    return len(document.paragraphs), len(isonomia.extract_mandates(document))


def measure(*, rounds: int = 15) -> list[Row]:
    """Seconds for the Chinese resolution and for an English one of the same number of paragraphs."""
    texts = {
        f"one resolution, Chinese ({CHINESE})": Renewed((SAMPLES / CHINESE).read_bytes(), 187),
        "one resolution, English (put together)": Renewed(long_english().encode(), 599),
    }
    seconds = in_turns(texts, rounds=rounds)
    rows = []
    for name, text in texts.items():
        paragraphs, mandates = run(text.data)
        detail = {"paragraphs": paragraphs, "mandates": mandates, "bytes": len(text.data), "rounds": rounds}
        rows.append(spread(name, seconds[name], "s", target=TARGET, better="less", detail=detail))
    return rows
