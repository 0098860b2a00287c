"""Illegal trade in wildlife by value: seizures, permits and prices."""

import pytest

from isonomia.statistics.errors import NotComputable, NotStatistics, UnreadableCell
from isonomia.statistics.indicators.wildlife import conversions, illegal_share, prices, trade
from isonomia.statistics.survey.microdata import read_microdata

HEAD = "year,taxon,product,unit,quantity"


def table(tmp_path, name, *lines):
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_microdata(path)


@pytest.fixture
def tables(tmp_path):
    seized = table(tmp_path, "seized.csv", HEAD, "2018,Manis,scales,kg,100", "2018,Python,skin,item,10",
                   "2019,Manis,scales,kg,300")  # fmt: skip
    permits = table(tmp_path, "permits.csv", HEAD, "2018,Python,skin,item,990", "2019,Python,skin,item,500")
    priced = table(tmp_path, "prices.csv", "taxon,product,unit,value,quantity", "Manis,scales,kg,1000,4",
                   "Manis,scales,kg,1000,6", "Python,skin,item,5000,100")  # fmt: skip
    return trade(seized), trade(permits), prices(priced)


def test_the_share_is_of_values_at_mean_import_prices(tables):
    first, second = illegal_share(*tables)
    # scales 2,000 / 10 = 200 a kilogram, skins 50 each
    assert (first.numerator, first.denominator) == (100 * 200 + 10 * 50, 100 * 200 + 1000 * 50)
    assert first.value == pytest.approx(20500 / 70000)
    assert second.value == pytest.approx(60000 / 85000)
    assert (first.flags, first.priced) == ((), 1)


def test_by_taxon(tables):
    found = {(share.group.get("taxon"), share.year): share.value for share in illegal_share(*tables, by_taxon=True)}
    assert found[("manis", 2018)] == 1
    assert found[("python", 2018)] == pytest.approx(0.01)
    assert len(found) == 6


def test_what_has_no_price_is_left_out_and_told(tables, tmp_path):
    seizures, permits, _ = tables
    (first, _) = illegal_share(seizures, permits, {("python", "skin", "item"): 50.0})
    assert first.value == pytest.approx(0.01)
    assert first.flags == ("without-price: 1",)
    assert illegal_share(seizures, permits, {})[0].value is None


def test_products_are_made_comparable_by_the_operators_table(tables, tmp_path):
    seizures, permits, _ = tables
    factors = conversions(table(tmp_path, "c.csv", "product,unit,factor,to,to unit", "scales,kg,0.5,live,item"))
    found = illegal_share(seizures, permits, {("manis", "live", "item"): 400.0, ("python", "skin", "item"): 50.0},
                          standard=factors)  # fmt: skip
    assert found[0].value == pytest.approx(20500 / 70000)


def test_a_price_may_be_given_and_numbers_may_have_decimal_commas(tmp_path):
    given = table(tmp_path, "prices.csv", "species;term;price", "Manis;scales;2,5", "Manis;scales;3,5")
    assert prices(given) == {("manis", "scales", ""): 3.0}


def test_what_is_wrong_is_told_with_its_place(tables, tmp_path):
    with pytest.raises(NotStatistics, match=r"bad\.csv: no column 'taxon'"):
        trade(table(tmp_path, "bad.csv", "year,quantity", "2018,1"))
    with pytest.raises(UnreadableCell, match=r"bad\.csv, row 2, column quantity: 'many' is no number"):
        trade(table(tmp_path, "bad.csv", HEAD, "2018,Manis,scales,kg,many"))
    with pytest.raises(UnreadableCell, match=r"row 2, column year: '18' is no year"):
        trade(table(tmp_path, "bad.csv", HEAD, "18,Manis,scales,kg,1"))
    with pytest.raises(NotComputable, match="no year is in both"):
        illegal_share(*tables, years=[1999])
