"""Tables for the tests of forms of exchange, and what of them must come back."""

from published import row

from isonomia.statistics.dataset import NUMBER, TEXT_NUMBER

ROWS = [
    row(8000, Category="Drug possession"),
    row(12.5, 2020, **{"Unit of measurement": "Rate per 100,000 population"}),
    row("<5", 2020, Sex="Female"),
    row("1,757", 2018),
    row("..", 2017),
    row("6/11/2019", 2016),
    row(0, Sex="Male", Age="0 to 17 years"),
    row(3, 2021, Category="Drug Possession", Source="CTS/MoI"),
    row(288, 2021, Category="Drug Possession", Source="MoI"),
    row(7, Iso3_code="CIV", Country="Côte d’Ivoire", Region="Africa", Subregion="Sub-Saharan Africa"),
    row(9, Iso3_code="GBR_E_W", Country='United Kingdom & "Wales" <x>', Category="=SUM(A1)"),
]
"""Each way in which a cell is no plain number, a repeated key, labels that need escaping."""
COLUMNS = (
    "iso3",
    "country",
    "region",
    "subregion",
    "indicator",
    "dimension",
    "category",
    "sex",
    "age",
    "unit",
    "source",
)


def observations(data):
    """All that a table says, row by row: labels, year, and the number or what is printed instead."""
    return [
        (
            *(data[name][i] for name in COLUMNS), int(data.year[i]),
            float(data.value[i]) if data.status[i] in (NUMBER, TEXT_NUMBER) else data.texts[i],
        )
        for i in range(len(data))
    ]  # fmt: skip


def put(folder, files):
    """Writes the files of a form; gives the path of the first."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / next(iter(files))
