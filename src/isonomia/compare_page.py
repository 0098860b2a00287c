"""The comparison as one self-contained page: two columns, words marked, changes said in words, a filter."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from isonomia.mandates.actors import GENERIC, PARTIES
from isonomia.mandates.chain import Chain
from isonomia.mandates.lineage import Comparison, Pair
from isonomia.mandates.model import Due
from isonomia.mandates.passages import Passage
from isonomia.mandates.relation import RELATIONS
from isonomia.text.grammar import grammar
from isonomia.text.model import Document

FATES = (*RELATIONS, "dropped", "added")
_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W_]+|\s+|[\W_]")
_ISLAND = 4
"""A run of unchanged text with fewer letters than this between two changes is marked with them: "of", "and"."""

Piece = tuple[str, str]
"""A stretch of text and how to mark it: "", "ins" or "del"."""


@lru_cache(maxsize=1)
def _labels() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("isonomia.templates").joinpath("compare.toml").read_text(encoding="utf-8"))


# -- words inserted and deleted ------------------------------------------------------------------------------------


def _kept(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """The runs that two token lists share, without lone short words between changes."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()[:-1]
    out: list[tuple[int, int, int]] = []
    for a, b, size in blocks:
        opens, closes = a == 0 and b == 0, a + size == len(old) and b + size == len(new)
        if opens or closes or _letters("".join(old[a : a + size])) >= _ISLAND:
            out.append((a, b, size))
    return out


def _letters(text: str) -> int:
    """How many letters a text has; an ideograph stands for two."""
    return sum(2 if char > "\u2fff" else 1 for char in text if char.isalnum())


def _marked(tokens: Sequence[str], kept: set[int], mark: str) -> list[Piece]:
    """The tokens as stretches; those not kept carry the mark, white space only between two that do."""
    changed = [place not in kept and not token.isspace() for place, token in enumerate(tokens)]
    pieces: list[Piece] = []
    for place, token in enumerate(tokens):
        bridges = token.isspace() and place not in kept and all(changed[place - 1 : place + 2 : 2])
        how = mark if changed[place] or (bridges and 0 < place < len(tokens) - 1) else ""
        if pieces and pieces[-1][1] == how:
            pieces[-1] = pieces[-1][0] + token, how
        else:
            pieces.append((token, how))
    return pieces


def word_changes(old: Sequence[str], new: Sequence[str]) -> tuple[list[list[Piece]], list[list[Piece]]]:
    """For texts that belong together, the old ones with what is in none of the new marked "del", the new ones with
    what was in none of the old marked "ins". Joining the stretches of a text gives it back."""
    before = [_TOKEN.findall(text) for text in old]
    after = [_TOKEN.findall(text) for text in new]
    kept_before: list[set[int]] = [set() for _ in before]
    kept_after: list[set[int]] = [set() for _ in after]
    for i, one in enumerate(before):
        for j, other in enumerate(after):
            for a, b, size in _kept(one, other):
                kept_before[i].update(range(a, a + size))
                kept_after[j].update(range(b, b + size))
    return (
        [_marked(tokens, kept, "del") for tokens, kept in zip(before, kept_before, strict=True)],
        [_marked(tokens, kept, "ins") for tokens, kept in zip(after, kept_after, strict=True)],
    )


# -- rows ----------------------------------------------------------------------------------------------------------


@dataclass
class Row:
    """Paragraphs that stand side by side: an old one with its heir, or all that were merged or split together."""

    old: list[Passage] = field(default_factory=list)
    new: list[Passage] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)

    @property
    def fates(self) -> list[str]:
        """What became of it: relations without repetition, or dropped, or added."""
        if self.pairs:
            return list(dict.fromkeys(pair.relation for pair in self.pairs))
        return ["dropped" if self.old else "added"]


def rows(comparison: Comparison) -> list[Row]:
    """The rows in the order of the new text; a dropped paragraph stands behind the one it stood behind."""
    row_of_new: dict[str, Row] = {}
    row_of_old: dict[str, Row] = {}
    old = {passage.id: passage for passage in comparison.old_passages}
    new = {passage.id: passage for passage in comparison.new_passages}
    order = {id: place for place, id in enumerate(new)}
    for pair in comparison.pairs:
        first, second = row_of_old.get(pair.old), row_of_new.get(pair.new)
        row = first or second or Row()
        if first and second and first is not second:
            row = _joined(first, second, row_of_old, row_of_new)
        if pair.old not in row_of_old:
            row.old.append(old[pair.old])
        if pair.new not in row_of_new:
            row.new.append(new[pair.new])
        row.pairs.append(pair)
        row_of_old[pair.old] = row_of_new[pair.new] = row
    out: list[Row] = []
    for passage in comparison.new_passages:
        row = row_of_new.get(passage.id) or Row(new=[passage])
        if not any(row is other for other in out):
            row.new.sort(key=lambda other: order[other.id])
            out.append(row)
    behind: Row | None = None
    for passage in comparison.old_passages:
        if passage.id in row_of_old:
            behind = row_of_old[passage.id]
            continue
        row = Row(old=[passage])
        out.insert(_place(out, behind, passage.role), row)
        behind = row
    return out


def _joined(first: Row, second: Row, row_of_old: dict[str, Row], row_of_new: dict[str, Row]) -> Row:
    first.old += second.old
    first.new += second.new
    first.pairs += second.pairs
    row_of_old.update({passage.id: first for passage in second.old})
    row_of_new.update({passage.id: first for passage in second.new})
    return first


def _place(out: list[Row], behind: Row | None, role: str) -> int:
    """Where a dropped paragraph goes: behind that row, or before the first row of its part of the text."""
    for place, row in enumerate(out):
        if row is behind and (row.old or row.new)[0].role == role:
            return place + 1
    same = [place for place, row in enumerate(out) if (row.old or row.new)[0].role == role]
    return same[0] if same else (0 if role == "preambular" else len(out))


# -- changes in words ----------------------------------------------------------------------------------------------


def said(pair: Pair, language: str) -> list[str]:
    """The changes between two paragraphs as sentences in a language."""
    words = _labels()[language]
    changes = pair.changes
    out: list[str] = []
    for one, other in pair.difference.clauses:
        if one.act != other.act or one.intensity != other.intensity:
            sentence = _fill(words["verb"], one.verb, other.verb)
            if one.force != other.force:
                strength = words["stronger" if other.force > one.force else "weaker"]
                sentence += f" ({strength}; {_fill(words['force'], str(one.force), str(other.force))})"
            out.append(sentence)
    before_ids, after_ids = changes.addressees
    if gained := [id for id in after_ids if id not in before_ids]:
        out.append(_fill(words["asked"], _actors(gained, language)))
    if lost := [id for id in before_ids if id not in after_ids]:
        out.append(_fill(words["released"], _actors(lost, language)))
    if _owed(changes.due[0]) != _owed(changes.due[1]):
        out.append(_fill(words["due"], *(_due(due) or words["none"] for due in changes.due)))
    was, now = changes.conditions
    out += [_fill(words["conditions_new"], text) for text in now if _bare(text) not in map(_bare, was)]
    out += [_fill(words["conditions_gone"], text) for text in was if _bare(text) not in map(_bare, now)]
    return out


def _fill(text: str, a: str, b: str = "") -> str:
    return text.replace("{a}", a).replace("{b}", b)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _owed(due: Due | None) -> tuple[object, ...] | None:
    return (due.session, due.year, due.date) if due else None


def _due(due: Due | None) -> str:
    return f"{due.text} ({due.year})" if due and due.year and str(due.year) not in due.text else due.text if due else ""


def _actors(ids: Sequence[str], language: str) -> str:
    return _labels()[language]["and"].join(_actor(id, language) for id in ids)


def _actor(id: str, language: str) -> str:
    """The name of an addressee: the register's, for the parties to a treaty with the treaty."""
    from isonomia.registers import bodies, instruments

    known = bodies()
    if id in known:
        return known[id].label.get(language, id)
    treaty = next((treaty for treaty, parties in PARTIES.items() if parties == id), None)
    parties = known[GENERIC].label[language] if id.startswith(GENERIC) else id.replace("_", " ")
    return f"{parties} ({instruments()[treaty].label[language]})" if treaty else parties


# -- the page ------------------------------------------------------------------------------------------------------


def comparison_page(chain: Chain, documents: Sequence[Document]) -> str:
    """The page of two or more documents, in their language. One file: no script, style or font from elsewhere."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from isonomia.registers import topics

    language = documents[0].language
    words = _labels()[language]
    environment = Environment(
        loader=PackageLoader("isonomia", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["fill"] = _fill
    subjects = topics()
    steps = [
        {
            "names": names,
            "documents": pair,
            "rows": [_shown(row, language, f"s{number}") for row in rows(step)],
            "counts": step.counts(),
            "lives_on": len({found.old for found in step.pairs}),
            "before": len(step.old_passages),
            "topics": [subjects[id].label.get(language, id) for id in step.new_topics],
        }
        for number, (step, names, pair) in enumerate(
            zip(chain.comparisons, pairwise(chain.documents), pairwise(documents), strict=True), 1
        )
    ]
    return environment.get_template("compare.html.j2").render(
        language=language,
        direction=grammar(language).direction,
        words=words,
        steps=steps,
        fates=FATES,
        names=chain.documents,
        lives=_lives(chain) if len(chain.comparisons) > 1 else [],
    )


def _shown(row: Row, language: str, step: str) -> dict[str, Any]:
    """What the template needs of a row."""
    before, after = word_changes([passage.text for passage in row.old], [passage.text for passage in row.new])
    if not row.pairs:
        before, after = ([[(passage.text, "")] for passage in part] for part in (row.old, row.new))
    sides = row.old or row.new
    return {
        "id": f"{step}-{sides[0].id}-{'old' if row.old else 'new'}",
        "role": sides[0].role,
        "fates": row.fates,
        "old": [(passage.id, pieces) for passage, pieces in zip(row.old, before, strict=True)],
        "new": [(passage.id, pieces) for passage, pieces in zip(row.new, after, strict=True)],
        "said": [(pair, said(pair, language)) for pair in row.pairs],
        "several": len(row.pairs) > 1,
    }


def _lives(chain: Chain) -> list[list[dict[str, Any]]]:
    """One row per life, one cell per document."""
    table: list[list[dict[str, Any]]] = []
    for life in chain.lives:
        stages = {stage.document: stage for stage in life.stages}
        first = True
        cells: list[dict[str, Any]] = []
        for name in chain.documents:
            stage = stages.get(name)
            cells.append({"stage": stage, "began": bool(stage) and first, "ended": name == life.ended})
            first = first and not stage
        table.append(cells)
    return table
