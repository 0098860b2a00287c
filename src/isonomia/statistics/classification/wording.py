"""Labels of offences as features: stems, pairs of stems and runs of letters, the title before its explanation.

A national list writes "ROBO CON VIOLENCIA. ART. 436": what stands before the first citation names the offence, what
follows explains it and counts less. Earlier words count more than later ones, the first most: it is what is done.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LANGUAGES = ("en", "es", "fr")
STOP = {
    "en": "the and for with from other not any that which who whom his her its their this these those into upon under"
    " than such offence offences crime crimes against act acts section",
    "es": "del las los que con sin por para una uno sus como otro otra otros otras entre sobre delito delitos este"
    " esta estos estas son articulo articulos ley leyes art arts inc",
    "fr": "les des une aux par pour avec sans sur dans que qui autre autres son ses leur leurs cette est delit delits"
    " crime crimes infraction infractions article articles loi art",
}
"""Words that tell no offence from another."""
LETTERS = (3, 4, 5)
FADING = 0.3
"""A word counts by one over its place in the label to this power."""
AFTER_THE_TITLE = 0.4
FIRST_WORD = 0.7
ACROSS_WORDS = 0.6
PAIR = 0.5
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Letters of scripts that set no spaces between words."""
_EXPLANATION = re.compile(
    r"\(|;|\bart(?:s|[ií]culos?|icles?)?\b\.?\s*\d|\bss?\.?\s*\d|\bsection\s+\d|\b(?:ley|loi|act|law)\s+(?:n[º°o.]*\s*)?\d"
    r"|\binc\b|\. ",
    re.IGNORECASE,
)
STEM = 6
"""Letters of a word that are kept: enough that singular and plural, verb and noun meet in the three languages."""

Features = dict[str, float]


def folded(text: str) -> str:
    """Lower case without accents."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=8)
def _stop(language: str) -> frozenset[str]:
    return frozenset(STOP.get(language, "").split())


def words(text: str, language: str) -> list[str]:
    """The words of a label that tell something: in any script, without numbers, short words and stop words."""
    stop = _stop(language)
    found = [part for run in re.findall(r"[^\W\d_]+", folded(text)) for part in _cut(run)]
    return [word for word in found if word not in stop and (len(word) > 2 or not word.isascii())]


def _cut(run: str) -> list[str]:
    """A run of letters as one word; in scripts that set no spaces, every two neighbouring letters."""
    if len(run) < 3 or not UNSPACED.search(run):
        return [run]
    return [run[start : start + 2] for start in range(len(run) - 1)]


def title_and_rest(label: str) -> tuple[str, str]:
    """The name of an offence and what explains it: articles, laws, brackets, further sentences."""
    for found in _EXPLANATION.finditer(label):
        if re.search(r"[^\W\d_]{3}", label[: found.start()]):
            return label[: found.start()], label[found.start() :]
    return label, ""


@lru_cache(maxsize=16384)
def features(label: str, language: str) -> tuple[Features, Features]:
    """Word features and letter features with their weights. They are kept for the next time: do not change them."""
    by_word: Features = {}
    by_letters: Features = {}
    place = 0
    for part, weight in zip(title_and_rest(label), (1.0, AFTER_THE_TITLE), strict=True):
        found = words(part, language)
        stems = [word[:STEM] for word in found]
        fading = [weight / (1 + place + i) ** FADING for i in range(len(stems))]
        for i, one in enumerate(stems):
            _put(by_word, one, fading[i])
            if i:
                _put(by_word, f"{stems[i - 1]} {one}", PAIR * fading[i - 1])
            if place + i == 0:
                by_word[f"^{one}"] = FIRST_WORD
            if i and len(found[i - 1]) + len(found[i]) > max(LETTERS):
                joint = f"{found[i - 1]} {found[i]}"
                seam = len(found[i - 1])
                for start in range(max(0, seam - 4), min(seam, len(joint) - 5) + 1):
                    _put(by_letters, joint[start : start + 5], ACROSS_WORDS * fading[i])
            bounded = f" {found[i]} "
            for length in LETTERS:
                for start in range(len(bounded) - length + 1):
                    _put(by_letters, bounded[start : start + length], fading[i])
        place += len(stems)
    return by_word, by_letters


def _put(where: Features, name: str, weight: float) -> None:
    if weight > where.get(name, 0.0):
        where[name] = weight
