"""What the masthead of a text says that the text's model has no place for: the language of the original, a specimen."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from isonomia.text.model import Document as Text

_SPECIMEN = re.compile(r"(?<![A-Za-z])SPECIMEN(?![A-Za-z])")


@lru_cache(maxsize=1)
def _original() -> re.Pattern[str]:
    rows = tomllib.loads(Path(__file__).with_name("originals.toml").read_text(encoding="utf-8"))
    labels = "|".join(map(re.escape, rows["labels"]))
    named = "|".join(f"(?P<{code}>{'|'.join(map(re.escape, names))})" for code, names in rows["languages"].items())
    return re.compile(rf"(?:{labels})\s*[:：]\s*(?:{named})", re.IGNORECASE)


def _front(text: Text) -> str:
    starts = [row.span[0] for row in text.paragraphs] + [row.span[0] for row in text.headings]
    return text.text[: min(starts, default=len(text.text))]


def printed_original(text: Text) -> str:
    """The language in which a text says that it was written; empty where it says nothing, as resolutions do."""
    found = _original().search(_front(text))
    return found.lastgroup or "" if found else ""


def is_specimen(text: Text) -> bool:
    """Whether a text says of itself that it is a specimen and no document of the United Nations."""
    return bool(_SPECIMEN.search(_front(text)))
