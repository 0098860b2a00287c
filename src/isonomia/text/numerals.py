"""Section numbers: Roman, Chinese, letters and digits, and what comes next in each."""

from __future__ import annotations

import re

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_HAN = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def roman(text: str) -> int | None:
    """The value of a Roman numeral (I to CCC); None where it is none."""
    if not re.fullmatch(r"C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})", text) or not text:
        return None
    total = 0
    for char, following in zip(text, text[1:] + " ", strict=True):
        value = _ROMAN[char]
        total += -value if following in _ROMAN and _ROMAN[following] > value else value
    return total


def han(text: str) -> int | None:
    """The value of a Chinese numeral up to 99; None where it is none."""
    match = re.fullmatch(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?", text)
    if not match or not text:
        return None
    first, ten, last = match.groups()
    if ten:
        return (_HAN[first] if first else 1) * 10 + (_HAN[last] if last else 0)
    return _HAN[first] if first and not last else None


def style(number: str) -> str:
    """han, roman, letter or digit: how a section number is written ("I" and "C" may be either of two)."""
    if number.isdecimal():
        return "digit"
    if han(number) is not None:
        return "han"
    return "roman" if roman(number) is not None else "letter"


def value(number: str, kind: str) -> int | None:
    """The rank of a section number when it is written in style `kind`."""
    if kind == "digit":
        return int(number) if number.isdecimal() else None
    if kind == "han":
        return han(number)
    if kind == "roman":
        return roman(number)
    return ord(number) - 64 if re.fullmatch(r"[A-Z]", number) else None


def plain(number: str) -> str:
    """A section number as it stands in an id: digits for Chinese and Roman numerals, small letters for letters."""
    kind = style(number)
    if kind in ("han", "roman"):
        return str(value(number, kind))
    return number.casefold()


_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмнопрстуфхцчшщэюя",
    "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
)
_TWINS = {"а": "a", "с": "c", "е": "e"}
"""Cyrillic letters that are typed for the Latin ones they look like."""
_SMALL_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


_BRACKETED_HAN = tuple("㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩")


def _ranks(label: str) -> list[tuple[str, int]]:
    """All readings of an item's label: (alphabet, rank from 1)."""
    label = "一二三四五六七八九十"[ord(label) - ord("㈠")] if label in _BRACKETED_HAN else label.casefold()
    readings: list[tuple[str, int]] = []
    if label.isdecimal():
        readings.append(("digit", int(label)))
    if label in _SMALL_ROMAN:
        readings.append(("roman", _SMALL_ROMAN.index(label) + 1))
    for alphabet in _ALPHABETS:
        if label and set(label) == {label[0]} and label[0] in alphabet:
            rank = alphabet.index(label[0]) + 1 + (len(label) - 1) * len(alphabet)
            readings.append((alphabet[0], rank))
    if (rank_in_han := han(label)) is not None:
        readings.append(("一", rank_in_han))
    if label in _TWINS:
        readings.append(("a", ord(_TWINS[label]) - 96))
    if label == "ا":
        readings.append(("أ", 1))
    return readings


def _follows(label: str, before: str) -> str | None:
    """The alphabet in which a label follows another."""
    return next((kind for kind, rank in _ranks(label) if (kind, rank - 1) in _ranks(before)), None)


def place(label: str, items: list[str]) -> tuple[str, ...]:
    """Where an item stands, given the path of the item before it: ("b",) after ["a"], ("b", "i") after ["b"].

    Empty where the label follows from nothing: then it is no item but part of a sentence ("(b) of article 2").
    """
    for depth in range(len(items), 0, -1):
        kind = _follows(label, items[depth - 1])
        if kind:
            meant = _TWINS.get(label, label) if kind == "a" else label
            return (*items[: depth - 1], meant)
    if any(rank == 1 for _, rank in _ranks(label)):
        return (*items, label)
    return ()


def item_ids(path: tuple[str, ...]) -> list[str]:
    """The labels of an item and of those that hold it as they stand in an id."""
    return [item_id(label, depth) for depth, label in enumerate(path)]


def item_id(label: str, depth: int = 0) -> str:
    """An item's label as it stands in an id, the same in every language: أ, а and a are all "a"; on the second level
    (`depth` 1) '1', 一 and i are all "i"."""
    for kind, rank in _ranks(label):
        if depth and kind in ("digit", "一") and rank <= len(_SMALL_ROMAN):
            return _SMALL_ROMAN[rank - 1]
        if kind in ("а", "أ", "一"):
            letter = chr(96 + (rank - 1) % 26 + 1)
            return letter * ((rank - 1) // 26 + 1)
    return label.casefold()
