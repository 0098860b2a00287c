"""Writes the numbers of automatic lists and notes as word processors and browsers print them."""

from __future__ import annotations

import re
from collections.abc import Callable

from isonomia.text.readers.inline import is_unspaced

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_ARABIC_ALPHABET = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ARABIC_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_NOTE_SIGNS = "*†‡§"

# Above this a list is no list; the writing of huge numbers is refused to spare memory (the letters repeat).
_MAX_REPEATED = 40


def roman(number: int) -> str:
    """Upper-case Roman numeral; plain digits outside 1 to 3999."""
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


def repeated(number: int, signs: str) -> str:
    """One of `signs`, doubled in the second round (a ... z, aa, bb), as Word writes letters and note signs."""
    if number < 1 or number > len(signs) * _MAX_REPEATED:
        return str(number)
    return signs[(number - 1) % len(signs)] * ((number - 1) // len(signs) + 1)


def bijective(number: int, signs: str) -> str:
    """Letters as browsers write them: a ... z, aa, ab."""
    written = ""
    while number > 0:
        number, place = divmod(number - 1, len(signs))
        written = signs[place] + written
    return written


def chinese(number: int, digits: str = "〇一二三四五六七八九", units: str = "十百千", *, short_ten: bool = True) -> str:
    """Chinese numeral with its units: 十二, 一百零五; digit by digit outside 1 to 9999."""
    if not 0 < number < 10000:
        return by_digit(number, digits)
    zero = "零"
    written = ""
    for place, figure in enumerate(reversed(str(number))):
        if figure != "0":
            written = digits[int(figure)] + (units[place - 1] if place else "") + written
        elif written and not written.startswith(zero):
            written = zero + written
    if short_ten and 10 <= number < 20:
        return written[1:]
    return written


def by_digit(number: int, digits: str) -> str:
    """Every figure replaced by another script's: 12 as 一二 or ١٢."""
    return str(number).translate({ord("0") + value: digit for value, digit in enumerate(digits)})


def _enclosed(number: int, first: int, last: int, start: int) -> str:
    return chr(start + number - first) if first <= number <= last else str(number)


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalzero": lambda number: f"{number:02d}",
    "upperroman": roman,
    "lowerroman": lambda number: roman(number).lower(),
    "upperletter": lambda number: repeated(number, _LATIN.upper()),
    "lowerletter": lambda number: repeated(number, _LATIN),
    "russianupper": lambda number: repeated(number, _RUSSIAN.upper()),
    "russianlower": lambda number: repeated(number, _RUSSIAN),
    "arabicalpha": lambda number: repeated(number, _ARABIC_ALPHABET),
    "arabicabjad": lambda number: repeated(number, _ARABIC_ABJAD),
    "arabicindic": lambda number: by_digit(number, "٠١٢٣٤٥٦٧٨٩"),
    "chicago": lambda number: repeated(number, _NOTE_SIGNS),
    "numberindash": lambda number: f"- {number} -",
    "chinesecounting": chinese,
    "chinesecountingthousand": chinese,
    "taiwanesecounting": chinese,
    "taiwanesecountingthousand": chinese,
    "japanesecounting": chinese,
    "chineselegalsimplified": lambda n: chinese(n, "零壹贰叁肆伍陆柒捌玖", "拾佰仟", short_ten=False),
    "ideographlegaltraditional": lambda n: chinese(n, "零壹貳參肆伍陸柒捌玖", "拾佰仟", short_ten=False),
    "ideographdigital": lambda number: by_digit(number, "〇一二三四五六七八九"),
    "japanesedigitaltenthousand": lambda number: by_digit(number, "〇一二三四五六七八九"),
    "taiwanesedigital": lambda number: by_digit(number, "○一二三四五六七八九"),
    "ideographtraditional": lambda number: repeated(number, _STEMS) if number <= 10 else str(number),
    "ideographzodiac": lambda number: repeated(number, _BRANCHES) if number <= 12 else str(number),
    "decimalfullwidth": lambda number: by_digit(number, "０１２３４５６７８９"),
    "decimalfullwidth2": lambda number: by_digit(number, "０１２３４５６７８９"),
    "decimalenclosedcircle": lambda number: _enclosed(number, 1, 20, 0x2460),
    "decimalenclosedcirclechinese": lambda number: _enclosed(number, 1, 10, 0x2460),
    "decimalenclosedparen": lambda number: _enclosed(number, 1, 20, 0x2474),
    "decimalenclosedfullstop": lambda number: _enclosed(number, 1, 20, 0x2488),
    "ideographenclosedcircle": lambda number: _enclosed(number, 1, 10, 0x3280),
    "bullet": lambda number: "",
    "none": lambda number: "",
}


def write_number(number: int, form: str) -> str:
    """The number in a form named as in Office Open XML (`lowerRoman`, `chineseCounting` ...), digits if unknown."""
    return _WRITERS.get(form.lower(), str)(number)


# "12." and "一、" are the numbers 12 and 一; brackets stay: "(a)"
_TRAILING = " \t.．、。:："
_ITEM = re.compile(r"[^\W\d_]{1,5}")


def label(printed: str) -> str:
    """A printed list number as `Line.number` has it: "12." is "12" and "IV." is "IV".

    The full stop of an item's letter stays ("a."), because it tells an item from a word; Chinese has no such need.
    """
    printed = printed.strip()
    bare = printed.rstrip(_TRAILING)
    is_item = _ITEM.fullmatch(bare) and not bare.isupper() and not is_unspaced(bare[0])
    return f"{bare}." if is_item and printed != bare else bare
