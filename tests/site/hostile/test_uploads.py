"""Documents that are broken or made to harm: refused in words, in a process of their own, and nothing is kept of them."""

from __future__ import annotations

import io
import re
from pathlib import Path

import isonomia_made as made
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from isonomia.errors import DamagedFile, FileTooLarge
from isonomia.site import apart
from isonomia.site.documents.models import Document, Expression, Mandate, Reading
from isonomia.site.documents.reading_apart import read_apart

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "documents"
ADDRESS = "/en/documents/-/upload/"
TEXT = "\n".join(
    made.paragraph(row)
    for row in ("Resolution 98/777", "The Commission,", "1. Requests the Secretary-General to report to it.")
)


def kept_files():
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


@pytest.fixture
def upload(client_of, tmp_path, monkeypatch):
    """Sends a file as an editor; gives the answer, after a look at what is left of one that was refused."""
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "files")
    client = client_of("editor")
    client.raise_request_exception = False

    def go(data, name="file", address=ADDRESS, **more):
        response = client.post(address, {"file": SimpleUploadedFile(name, data), "symbol": "A/RES/98/777", **more})
        if response.status_code != 302:
            assert response.status_code == 400, response.status_code
            assert not Document.objects.exists()
            assert not kept_files()
        return response

    return go


def refused(response) -> tuple[str, str]:
    tree = html.document_fromstring(response.content.decode())
    return "".join(tree.xpath("//span[@class='code']/text()")), " ".join(
        tree.xpath("//*[@role='alert']//text() | //*[@class='error']/text()")
    )


SECRET = "the contents of a file of the machine"


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path.as_uri()


# -- of the wrong kind ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ""), (b" \n\t ", "empty-file"), (b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "unknown-format"), (b"MZ" + b"\0" * 500, "unknown-format"),
        (b"{\\rtf1 x}", "unknown-format"), (b"GIF89a" + b"\0" * 99, "unknown-format"), (b"\x7fELF" + b"\1\0" * 99, "unknown-format"),
        (b"%PDF-1.7\n", "damaged-file"), (b"%PDF-1.7\n" + b"\0\xff" * 5000, "damaged-file"), (b"PK\x03\x04" + b"\0" * 90, "unknown-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unknown-format"), (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "unknown-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 20, "encrypted-file"),
    ],
)  # fmt: skip
def test_a_file_of_the_wrong_kind_is_named(upload, data, code):
    found, said = refused(upload(data, "resolution.pdf"))
    assert found == code
    assert said.strip()


def test_whatever_is_cut_off_or_changed_is_named_or_read(upload, caplog):
    """No byte of a real file that is changed brings the site down."""
    import random

    dice = random.Random(7)
    whole = (SAMPLES / "A_RES_99_501.es.docx").read_bytes()
    page = made.page_pdf(made.stream(made.HELLO))
    for data in (whole, page):
        for _ in range(4):
            hurt = bytearray(data[: dice.randrange(1, len(data))] if dice.random() < 0.5 else data)
            for _ in range(30):
                hurt[dice.randrange(len(hurt))] = dice.randrange(256)
            with_fault = upload(bytes(hurt))
            assert with_fault.status_code in (302, 400)
            Document.objects.all().delete()
            for path in kept_files():
                path.unlink()


# -- that unpack without end ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [made.pdf_that_unpacks(1500), made.pdf_that_laughs(12, 10)], ids=["unpacks to 1.5 GB", "draws a million million times"]
)  # fmt: skip
def test_a_pdf_of_a_few_kilobytes_takes_neither_memory_nor_time(upload, monkeypatch, data, caplog):
    import resource

    monkeypatch.setattr(apart, "MOST_SECONDS", 10)
    assert len(data) < 5000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    code, said = refused(upload(data, "small.pdf"))
    assert code == "file-too-large"
    assert "more memory or time" in said
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize(
    "data",
    [
        made.docx(made.paragraph("x" * 70_000_000)), made.docx(TEXT, **{"word/styles.xml": b"<" + b" " * 80_000_000}),
        made.docx(TEXT, **{"_rels/.rels": b" " * 80_000_000}), made.docx(TEXT, **{f"a/{n}": b"" for n in range(21_000)}),
        made.docx("<w:tbl><w:tr><w:tc>" * 30_000 + TEXT + "</w:tc></w:tr></w:tbl>" * 30_000),
    ],
    ids=["body", "styles", "relationships", "parts", "tables within tables"],
)  # fmt: skip
def test_a_word_file_that_unpacks_without_end_is_named(upload, data, caplog):
    assert len(data) < 3_000_000
    response = upload(data)
    if response.status_code == 400:
        assert refused(response)[0] in ("file-too-large", "damaged-file")
    else:
        assert len(Expression.objects.get().text) < 1000  # what was not needed was not unpacked


def test_a_text_that_is_too_long_is_named(upload):
    assert refused(upload(b"Requests the Secretariat to report. " * 600_000))[0] == "file-too-large"
    assert "too large for this page" in refused(upload(b"x" * (65 << 20)))[1]


# -- that reach outside --------------------------------------------------------------------------------------------


def _akn(doctype: str, text: str) -> bytes:
    from isonomia import read
    from isonomia.text.akn import to_akn

    akn = to_akn(read(SAMPLES / "A_RES_98_504.en.txt"))
    akn = akn.decode() if isinstance(akn, bytes) else akn
    head, root = re.match(r"(<\?xml.*?\?>)?\s*(.*)", akn, re.S).groups()
    return ((head or "") + doctype + root.replace("</p>", f" {text}</p>", 1)).encode()


@pytest.mark.parametrize("kind", ["docx", "akn", "html", "xhtml"])
@pytest.mark.parametrize("target", ["file", "http"])
def test_nothing_outside_a_file_is_read(upload, secret, kind, target, monkeypatch, caplog):
    asked = []
    monkeypatch.setattr("socket.socket.connect", lambda *a: asked.append(a) or (_ for _ in ()).throw(OSError("no")))
    target = secret if target == "file" else "http://127.0.0.1:9/secret"
    root = {"docx": "w:document", "akn": "akomaNtoso", "html": "html", "xhtml": "html"}[kind]
    doctype = made.outside(root, target)
    data = {
        "docx": made.docx(made.paragraph("&x;") + TEXT, doctype=doctype),
        "akn": _akn(doctype, "&x;"),
        "html": f"<!doctype html>{doctype}<p>Resolution 98/777</p><p>1. Requests the Secretary-General to report &x;.</p><iframe src='{target}'></iframe>".encode(),
        "xhtml": f"<?xml version='1.0'?>{doctype}<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Resolution</p><p>1. Requests the Secretary-General to report &x;.</p></body></html>".encode(),
    }[kind]
    response = upload(data, symbol="")
    if response.status_code != 302:
        response = upload(data)
    assert SECRET not in response.content.decode()
    for row in Expression.objects.all():
        assert SECRET not in row.text
    assert not asked


@pytest.mark.parametrize("kind", ["docx", "akn"])
def test_entities_are_not_unfolded(upload, kind, caplog):
    if kind == "docx":
        data = made.docx(made.paragraph("&l9;") + TEXT, doctype=made.laughs("w:document"))
    else:
        data = _akn(made.laughs("akomaNtoso"), "&l9;")
    response = upload(data, symbol="")
    assert response.status_code in (302, 400)
    assert all("haha" not in row.text for row in Expression.objects.all())


# -- that would run ------------------------------------------------------------------------------------------------

SCRIPTED = """<!doctype html><html><head><title>A/RES/98/777</title><script>alert(document.cookie)</script></head><body onload="alert(1)">
<p>A/RES/98/777</p><p>Resolution 98/777</p><p>The General Assembly,</p>
<p>1. <em>Requests</em> the Secretary-General &lt;script&gt;alert(2)&lt;/script&gt; to report <img src=x onerror=alert(3)>;</p>
<p>2. <em>Urges</em> Member States <a href="javascript:alert(4)">to act</a>.</p><svg onload="alert(5)"></svg></body></html>"""


def test_html_is_read_as_text_and_its_original_is_only_saved(upload, client):
    response = upload(SCRIPTED.encode(), "<img src=x onerror=alert(6)>.html", provenance="<script>alert(7)</script>")
    assert response.status_code == 302
    page = client.get(response["Location"])
    tree = html.document_fromstring(page.content.decode())
    assert not tree.xpath(
        "//script[not(@src)] | //*[@onerror] | //*[@onload] | //a[starts-with(@href, 'javascript')] | //img[@src='x']"
    )
    assert "<script>alert(2)</script> to report" in " ".join(tree.text_content().split())
    for path in ("original", "akn", "text", "json"):
        saved = client.get(f"/en/documents/A/RES/98/777/-/{path}/")
        assert saved.status_code == 200
        assert saved["Content-Disposition"].startswith("attachment; filename=")
        assert "sandbox" in saved["Content-Security-Policy"]
        assert "script-src" not in saved["Content-Security-Policy"]
        assert saved["X-Content-Type-Options"] == "nosniff"
    assert client.get("/en/documents/A/RES/98/777/-/original/").content == SCRIPTED.encode()
    for mandate in Mandate.objects.all():
        shown = html.document_fromstring(client.get(f"/en/mandates/{mandate.key}/").content.decode())
        assert not shown.xpath("//script[not(@src)] | //*[@onerror]")


# -- names and symbols ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "symbol",
    ["../../etc/passwd", "A/../../x", "A/RES/98/777\r\nX-Evil: 1", "/etc/passwd", "A\\RES", "A/RES/" + "9" * 200, "<script>", "A/RES/98/777/-/original", "\u202eA/RES", "-"],
)  # fmt: skip
def test_a_symbol_that_is_none_is_named(upload, symbol):
    response = upload((SAMPLES / "A_RES_98_504.en.txt").read_bytes(), symbol=symbol)
    if response.status_code == 302:  # white space and the like was put right
        assert re.fullmatch(r"[A-Z][\w./]*", Document.objects.get().symbol)
        return
    code, _said = refused(response)
    assert code in ("unknown-symbol", "no-symbol")
    assert "X-Evil" not in response


@pytest.mark.parametrize(
    "name",
    ["../../../evil.txt", "/etc/passwd", "a\u202etxt.exe", 'a".txt', "x" * 400 + ".txt", "\x07.txt", "C:\\evil.txt"],
)
def test_the_name_of_a_file_leads_nowhere(upload, client, name):
    response = upload((SAMPLES / "A_RES_98_504.en.txt").read_bytes(), name, symbol="")
    assert response.status_code == 302
    held = Reading.objects.get()
    assert not set(held.name) & set("/\\\u202e\x07\r\n")
    assert len(held.name) <= 255
    assert [path.name for path in kept_files()] == [held.sha256]
    saved = client.get("/en/documents/A/RES/98/504/-/original/")
    assert saved["Content-Disposition"] == 'attachment; filename="A_RES_98_504.en.txt"'


@pytest.mark.parametrize("code", ["0000", "D800", "FFFF", "0007", "202E"])
def test_a_pdf_whose_letters_are_none_is_read_without_them(upload, client, code):
    """The table of a font says what its letters are: it may say NUL, or half a letter."""
    cmap = f"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <78> <{code}> endbfchar endcmap end".encode()
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    lines = [
        b"A/RES/98/777",
        b"Resolution 98/777",
        b"The General Assembly,",
        b"1. Requests the Secretary-General to report xx on it;",
        b"2. Decides to remain seized of the matter.",
    ]
    content = b"".join(b"BT /F1 12 Tf 72 %d Td (%s) Tj ET\n" % (700 - 30 * at, line) for at, line in enumerate(lines))
    response = upload(made.page_pdf(made.stream(content), made.stream(cmap), font=font), "a.pdf")
    if response.status_code == 400:
        assert refused(response)[0] == "garbled-text"
    else:
        assert client.get(response["Location"]).status_code == 200
        assert not re.search(r"[\x00-\x08\ud800-\udfff\uffff]", Expression.objects.get().text)


# -- in the reader's language --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "word"), [("ar", "كلمة مرور"), ("en", "password"), ("es", "contraseña"), ("fr", "mot de passe"), ("ru", "паролем"), ("zh", "密码")]
)  # fmt: skip
def test_what_is_wrong_is_said_in_the_readers_language(upload, language, word):
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 20
    assert word in refused(upload(locked, address=f"/{language}/documents/-/upload/"))[1]


# -- the process apart ---------------------------------------------------------------------------------------------


def test_what_is_read_apart_is_what_is_read():
    import isonomia

    for name in ("A_RES_98_504.en.txt", "A_RES_99_501.es.docx", "A_RES_99_501.ar.html"):
        data = (SAMPLES / name).read_bytes()
        assert read_apart(data, name=name) == isonomia.read(data, name=name)


def test_what_breaks_its_reader_is_named_and_logged(monkeypatch, caplog):
    monkeypatch.setattr("isonomia.site.documents.reading_apart.__name__", "isonomia.site.no_such_module")
    monkeypatch.setattr(
        "isonomia.site.documents.reading_apart.reader", lambda _name: apart.reader("isonomia.site.no_such_module")
    )
    with pytest.raises(DamagedFile) as wrong:
        read_apart(b"x", name="x.txt")
    assert wrong.value.place == "x.txt"
    assert "no_such_module" in caplog.text


def test_the_process_apart_is_told_no_secret(monkeypatch, capfd):
    monkeypatch.setenv("DATABASE_URL", "postgres://u:geheim@host/x")
    monkeypatch.setenv("ISONOMIA_OIDC_SECRET", "geheim")
    with apart.reader("os") as process:  # a module that does nothing
        environment = Path(f"/proc/{process.pid}/environ")
        if environment.exists():
            assert b"geheim" not in environment.read_bytes()


def test_a_reader_that_is_slow_is_stopped(monkeypatch, tmp_path, caplog):
    (tmp_path / "slow_reader.py").write_text("import time; time.sleep(60)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.2)
    with pytest.raises(FileTooLarge), apart.reader("slow_reader") as process:
        process.communicate()
    assert process.returncode < 0


def test_who_breaks_off_leaves_no_process_behind(tmp_path, monkeypatch):
    (tmp_path / "talking_reader.py").write_text("while True: print('x' * 1000)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(io.UnsupportedOperation), apart.reader("talking_reader") as process:
        raise io.UnsupportedOperation
    assert process.poll() is not None
