"""`isonomia load`: files into the site, each fault by its file."""

from __future__ import annotations

import pytest

from isonomia.cli import main
from isonomia.site import serve
from isonomia.site.documents.models import Document, Mandate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def prepared(monkeypatch):
    """The tests' own database is there already."""
    seen = []
    monkeypatch.setattr(serve, "prepare", seen.append)
    monkeypatch.setattr(serve, "migrate", lambda: None)
    return seen


def test_files_are_loaded_and_told(samples, capsys, tmp_path, prepared):
    call = ["load", str(samples / "A_RES_98_504.en.txt"), str(samples / "A_RES_97_503.fr.txt"), "--data", str(tmp_path)]
    assert main(call) == 0
    told = capsys.readouterr()
    assert "A/RES/98/504 (en), new: 15 mandates (15 new" in told.out
    assert "A/RES/97/503 (fr), new:" in told.out
    assert told.err == ""
    assert prepared == [tmp_path]
    assert main(call) == 0
    assert capsys.readouterr().out.count("nothing changed") == 2


def test_a_faulty_file_is_named_and_the_others_are_loaded(samples, tmp_path, capsys):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "letter.txt").write_text("Dear friends,\n\nthis is no document of anybody.\n")
    (tmp_path / "good.txt").write_bytes((samples / "A_RES_98_504.en.txt").read_bytes())
    assert main(["load", str(tmp_path), str(tmp_path / "missing.pdf")]) == 1
    told = capsys.readouterr()
    lines = told.err.splitlines()
    assert [line.split(":")[0].rsplit("/", 1)[-1] for line in lines] == ["empty.txt", "letter.txt", "missing.pdf"]
    assert "--symbol" in lines[1]
    assert list(Document.objects.values_list("symbol", flat=True)) == ["A/RES/98/504"]


def test_a_symbol_names_one_document(samples, capsys):
    report = str(samples / "A_73_131.zh.txt")
    assert main(["load", report, "--symbol", "A/73/131"]) == 0
    assert Document.objects.get().symbol == "A/73/131"
    capsys.readouterr()
    assert main(["load", report, report, "--symbol", "A/73/131"]) == 2
    assert main(["load", report, "--symbol", "nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err


def test_a_call_without_files_is_wrong(capsys, tmp_path):
    assert main(["load"]) == 2
    assert main(["load", str(tmp_path)]) == 2
    assert "name files" in capsys.readouterr().err


def test_again_reads_all_documents_anew(samples, capsys):
    main(["load", str(samples / "A_RES_98_504.en.txt")])
    Mandate.objects.filter(reference__endswith="op6.1").update(act="urges")
    capsys.readouterr()
    assert main(["load", "--again"]) == 0
    assert "A/RES/98/504: 15 mandates (0 new, 1 changed, 0 gone)" in capsys.readouterr().out
    assert Mandate.objects.get(reference__endswith="op6.1").act == "requests"
