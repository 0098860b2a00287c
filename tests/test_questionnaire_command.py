"""`isonomia questionnaire`: workbooks for respondents."""

import json

import openpyxl

from isonomia.cli import main


def test_a_workbook_is_made_filled_in_and_checked(tmp_path, capsys):
    path = tmp_path / "q.xlsx"
    call = ["questionnaire", "--module", "prisons", "--country", "AUT", "--year", "2022", "--language", "ru"]
    assert main([*call, "-o", str(path)]) == 0
    assert f"{path} written" in capsys.readouterr().err
    book = openpyxl.load_workbook(path)
    book["Questions"]["C6"].value, book["Questions"]["D6"].value = 10, 12
    book["Start"]["B5"].value = "A. Muster"
    book.save(path)
    assert main(["check", str(path), "--format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["rule"], finding["places"]) == ("part-exceeds-total", ["Questions!6", "Questions!6"])
    assert main(["questionnaire", "--notes", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["person"] == "A. Muster"


def test_the_modules_are_listed_and_one_must_be_named(capsys):
    assert main(["questionnaire", "--list", "--language", "fr"]) == 0
    assert "prisons  Prisons et personnes détenues" in capsys.readouterr().out
    assert main(["questionnaire"]) == 2
    assert "name a module with --module: homicide, prisons, trafficking, firearms" in capsys.readouterr().err
    assert main(["questionnaire", "--module", "prisons", "--year", "2001:2022"]) == 2


def test_a_country_that_is_none_is_refused_with_the_nearest(tmp_path, capsys):
    path = tmp_path / "q.xlsx"
    assert main(["questionnaire", "--module", "prisons", "--country", "Austira", "-o", str(path)]) == 1
    assert "Austria is near" in capsys.readouterr().err
    assert not path.exists()
