"""Reads HTML pages: each block of the page is a Line, in the order of the source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from isonomia.errors import DamagedFile, EmptyFile, FileTooLarge
from isonomia.text.lines import CALL_CLOSE, CALL_OPEN, Extract, Line, call
from isonomia.text.readers.counting import bijective, label, write_number
from isonomia.text.readers.encoding import decode
from isonomia.text.readers.html.notes import (
    NoteLinks,
    is_back_link,
    is_note,
    is_note_list,
    is_raised,
    link_notes,
    single_mark,
)
from isonomia.text.readers.inline import clean, flow, marks, with_calls
from isonomia.text.readers.notes import settle_notes
from isonomia.text.readers.plain import MAX_LINES, printed_lines

MAX_TAGS = 1_000_000
"""A page with more is refused, because its tree would fill the memory; a page of a megabyte has 50,000."""

LONGEST_PRINTED_LINE = 120
"""Where lines laid out by `<br>` are longer, each is a paragraph, not a line of one."""

_DROPPED = frozenset((
    "script", "style", "nav", "template", "noscript", "head", "title", "meta", "iframe", "object", "embed",
    "applet", "svg", "canvas", "audio", "video", "select", "datalist", "button", "textarea", "rp", "rt", "del",
    "noframes",
))  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre", "search",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp", "listing",
    "plaintext", "optgroup", "option",
))  # fmt: skip
_PREFORMATTED = frozenset(("pre", "xmp", "listing", "plaintext"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_CHARSET = re.compile(rb"<meta[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_DECLARED_WITHIN = 4096

# Pages of the nineties write the dashes and quotes of Windows as control characters.
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_TYPES = {"1": "decimal", "a": "lowerAlpha", "A": "upperAlpha", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {"decimal": "decimal", "decimal-leading-zero": "decimalZero", "lower-alpha": "lowerAlpha",
           "lower-latin": "lowerAlpha", "upper-alpha": "upperAlpha", "upper-latin": "upperAlpha",
           "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "arabic-indic": "arabicIndic",
           "cjk-ideographic": "chineseCounting", "simp-chinese-informal": "chineseCounting",
           "trad-chinese-informal": "chineseCounting", "cjk-decimal": "ideographDigital",
           "none": "none", "disc": "none", "circle": "none", "square": "none"}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.I)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# A line break that the page asks for; control characters are gone from the text by then.
_BREAK = "\x1e"
_WHITE_WITH_BREAK = re.compile(rf"[ \n]*{_BREAK}[ \n]*")


def read_html(data: bytes, *, name: str = "") -> Extract:
    """The visible text of a page, block by block; nothing is fetched.

    Blocks are complete lines, `<pre>` and runs of short lines set by `<br>` printed ones. Raises EmptyFile,
    FileTooLarge, DamagedFile for tags nested beyond reason, and UnknownFormat when no encoding fits.
    """
    if data.count(b"<") > MAX_TAGS:
        raise FileTooLarge(f"the page has over {MAX_TAGS:,} tags; split it into its documents", place=name)
    decoded = decode(data, declared=_declared(data), name=name)
    # entities are resolved by the parser, so that only it sees the characters that they stand for
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(decoded.text.replace("\0", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # the parser mends all faults but the lack of anything to parse
        root = None
    if any(fault.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for fault in parser.error_log):
        # the parser would drop the rest of the page without a word
        raise DamagedFile("the page nests its tags too deep to be read; save it anew", place=name)
    lines = [] if root is None else settle_notes(_Page(root, name).read())
    if not any(line.text for line in lines):
        raise EmptyFile("the page shows no text; give a page with the document's text", place=name)
    return Extract(tuple(lines), "html", decoded.warnings)


def _declared(data: bytes) -> str | None:
    head = data[:_DECLARED_WITHIN]
    match = _XML_ENCODING.search(head) or _CHARSET.search(head)
    return match[1].decode("ascii", "replace") if match else None


@dataclass(slots=True)
class _Note:
    """A note being read: it ends with the tag `end`."""

    end: etree._Element
    marker: str | None
    number: str | None = None
    texts: list[str] = field(default_factory=list)


class _Page:
    """Walks the tree once, without recursion, because hostile pages nest without end."""

    def __init__(self, root: etree._Element, name: str) -> None:
        self.root = root
        self.name = name
        self.links: NoteLinks = link_notes(root)
        self.lines: list[Line] = []
        self.pieces: list[tuple[str, bool]] = []
        self.blocks: list[etree._Element] = []
        self.raised = self.preformatted = self.furniture = 0
        self.headings: list[int] = []
        self.numbers: list[str] = []
        self.counters: dict[etree._Element, int] = {}
        self.note_lists: list[etree._Element] = []
        self.note: _Note | None = None
        self.titled = False
        self.skipped: etree._Element | None = None

    def read(self) -> list[Line]:
        walk = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walk:
            if not isinstance(element.tag, str):
                continue
            if event == "start":
                if self._is_skipped(element):
                    walk.skip_subtree()
                    self.skipped = element
                else:
                    self._open(element)
            else:
                self._close(element)
        self._flush()
        return self.lines

    def _is_skipped(self, element: etree._Element) -> bool:
        if element.tag in _DROPPED or element.get("hidden") is not None or element.get("role") == "navigation":
            return True
        if element.tag == "dialog" and element.get("open") is None:
            return True
        if _HIDDEN_STYLE.search(element.get("style", "")):
            return True
        # within a note, a link to another note is a cross-reference ("see note 12"), not a call
        if self.note is None and element in self.links.calls and element not in self.links.notes:
            self.pieces.append((call(self.links.calls[element]), False))
            return True
        return self._is_mark_in_note(element)

    def _is_mark_in_note(self, element: etree._Element) -> bool:
        """Whether the tag shows only the note's own marker, or leads back to the call."""
        note = self.note
        if note is None:
            return False
        if is_back_link(element):
            return True
        if note.texts or self._has_text() or element.tag in _BLOCKS or element in self.links.notes:
            return False
        mark = single_mark(element)
        if mark and note.marker is None and (is_raised(element) or element.tag == "a"):
            note.marker = mark
        return mark is not None and mark == note.marker

    def _has_text(self) -> bool:
        return any(text.strip() for text, _ in self.pieces)

    def _open(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
            self.blocks.append(element)
            self._open_block(element)
        elif tag == "br":
            self.pieces.append((_BREAK, False))
        elif tag == "q":
            self.pieces.append(("“", False))
        if is_raised(element):
            self.raised += 1
        if is_note_list(element):
            self.note_lists.append(element)
        begins_note = self._open_note(element)
        marker = self.note.marker if begins_note and self.note else None
        if marker is None or single_mark(element) != marker:
            self._text(element.text)  # else it is the marker that the note begins with

    def _open_block(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag == "hr":
            self._emit(Line("", complete=True, hint="rule"))
        elif tag == "li":
            number = self._number(element)
            if number:
                self.numbers.append(number)
        elif tag in _PREFORMATTED:
            self.preformatted += 1
        elif tag == "footer":
            self.furniture += 1
        if level := _heading_level(element):
            self.headings.append(level)

    def _open_note(self, element: etree._Element) -> bool:
        """Begins a note where the element begins one."""
        marker = self.links.notes.get(element)
        if marker is None and self.note and element.tag == "a" and element.get("name"):
            # below a note that was called stand others that nothing calls
            marker = single_mark(element)
        listed = element.tag == "li" and bool(self.note_lists)
        if marker is None and (self.note or not (listed or is_note(element))):
            return False
        if self.note and not self.note.texts and not self._has_text():
            self.note.marker = marker or self.note.marker
            return True
        is_block = element.tag in _BLOCKS
        if not is_block and not self._at_line_start():
            return False
        self._close_note()
        number = self.numbers.pop() if element.tag == "li" and self.numbers else None
        self.note = _Note(element if is_block or not self.blocks else self.blocks[-1], marker, number)
        return True

    def _at_line_start(self) -> bool:
        for text, _ in reversed(self.pieces):
            if text == _BREAK:
                return True
            if text.strip():
                return False
        return True

    def _close(self, element: etree._Element) -> None:
        tag = element.tag
        if element is self.skipped:
            self.skipped = None
        else:
            self._close_open(element)
        if element is not self.root:
            self._text(element.tail)
        if tag in _BLOCKS and element is self.root:
            self._flush()

    def _close_open(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "q":
            self.pieces.append(("”", False))
        if tag in _BLOCKS:
            self._flush()
            if self.blocks and self.blocks[-1] is element:
                self.blocks.pop()
            if tag in _PREFORMATTED:
                self.preformatted -= 1
            elif tag == "footer":
                self.furniture -= 1
            elif tag == "li":
                self.numbers.clear()
            if _heading_level(element):
                self.headings.pop()
        if is_raised(element):
            self.raised -= 1
        if self.note_lists and self.note_lists[-1] is element:
            self.note_lists.pop()
        if self.note and self.note.end is element and not self._note_goes_on(element):
            self._close_note()

    def _note_goes_on(self, element: etree._Element) -> bool:
        """A table or a definition list sets the marker in one box and the note in the next."""
        note, following = self.note, element.getnext()
        if note is None or following is None or element.tag not in ("td", "th", "dt"):
            return False
        if note.texts and marks(" ".join(note.texts).rstrip(".")) != [note.marker]:
            return False
        note.texts.clear()
        note.end = following
        return True

    def _close_note(self) -> None:
        self._flush()
        note, self.note = self.note, None
        if note is None or not note.texts:
            return
        text = " ".join(note.texts)
        leading = re.match(rf"{CALL_OPEN}([^{CALL_CLOSE}]*){CALL_CLOSE}[.)]?\s*|[\[(]?(\d{{1,3}}|\*+)[\]).]\s*", text)
        written = (leading[1] or leading[2]) if leading else None
        marker = note.marker or written or note.number
        if leading and written == marker:
            text = text[leading.end() :]
        self._emit(Line(text, complete=True, hint="note" if marker else "", marker=marker))

    def _text(self, text: str | None) -> None:
        if text:
            self.pieces.append((clean(text.translate(_C1)), self.raised > 0))

    def _emit(self, line: Line) -> None:
        if self.furniture and not line.hint:
            line = replace(line, hint="furniture")
        self.lines.append(line)
        if len(self.lines) > MAX_LINES:
            raise FileTooLarge(f"the page has over {MAX_LINES:,} blocks; split it into its documents", place=self.name)

    def _flush(self) -> None:
        """Ends the current block and gives its lines."""
        if not self.pieces:
            return
        text = with_calls(self.pieces)
        self.pieces = []
        if self.preformatted and not self.note:
            for line in printed_lines(text.replace(_BREAK, "\n")):
                self._emit(line)
            return
        if not text.strip(" \t\r\n\f" + _BREAK):
            return
        if self.note:
            self.note.texts.append(flow(text.replace(_BREAK, "\n")))
        elif self.headings:
            self._heading(flow(text.replace(_BREAK, "\n")))
        else:
            self._paragraphs(text)

    def _heading(self, text: str) -> None:
        level = self.headings[-1]
        if level == 1 and not self.titled:
            self.titled = True
            self._emit(Line(text, complete=True, hint="title", number=self._take_number()))
        else:
            self._emit(Line(text, complete=True, hint="heading", level=level, number=self._take_number()))

    def _paragraphs(self, text: str) -> None:
        """A block's text, which `<br>` may cut into printed lines and two of them into paragraphs."""
        groups: list[list[str]] = [[]]
        for part in _WHITE_WITH_BREAK.split(text):
            line = flow(part)
            if line:
                groups[-1].append(line)
            elif groups[-1]:
                groups.append([])
        for group in groups:
            whole = len(group) == 1 or any(len(line) > LONGEST_PRINTED_LINE for line in group)
            for place, line in enumerate(group):
                gap = None if whole else place == 0
                # "1. (a) ...": a list inside an item that has no text of its own
                inner = "".join(f"({number.rstrip('.')}) " for number in self.numbers[1:])
                self._emit(Line(inner + line, complete=whole, gap=gap, number=self._take_number()))

    def _take_number(self) -> str | None:
        if not self.numbers:
            return None
        number = self.numbers[0]
        self.numbers = []
        return number

    def _number(self, item: etree._Element) -> str | None:
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return None
        step = -1 if parent.get("reversed") is not None else 1
        if parent not in self.counters:
            first = len(parent.findall("li")) if step < 0 else 1
            self.counters[parent] = _integer(parent.get("start"), first) - step
        self.counters[parent] = _integer(item.get("value"), self.counters[parent] + step)
        written = _write(self.counters[parent], _list_form(item, parent))
        return label(f"{written}.") or None


def _heading_level(element: etree._Element) -> int:
    tag = str(element.tag)
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return int(tag[1])
    if element.get("role") == "heading" and tag in _BLOCKS:
        return max(1, _integer(element.get("aria-level"), 2))
    return 0


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*[+-]?\d{1,9}\s*", text) else otherwise


def _list_form(item: etree._Element, parent: etree._Element) -> str:
    for element in (item, parent):
        style = _LIST_STYLE.search(element.get("style", ""))
        if style and style[1].lower() in _STYLES:
            return _STYLES[style[1].lower()]
        if element.get("type", "") in _TYPES:
            return _TYPES[element.get("type", "")]
    return "decimal"


def _write(number: int, form: str) -> str:
    if form in ("lowerAlpha", "upperAlpha"):
        letters = bijective(number, _LETTERS) or str(number)
        return letters.upper() if form == "upperAlpha" else letters
    return write_number(number, form)
