"""The command `isonomia trend`: series over the years as data, chart, map or page."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isonomia.indicator_command import years_of
from isonomia.printing import chosen_form, inert, table_width
from isonomia.writing import write_whole

if TYPE_CHECKING:
    from isonomia.statistics.dataset import Dataset
    from isonomia.statistics.trends.lines import Line

DONE, WRONG_CALL = 0, 2
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
SUFFIXES = (".svg", ".png", ".html", ".csv", ".json")
Rows = list[dict[str, Any]]


def add_trend(commands: Any) -> None:
    """Adds the command to the parser's commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "trend",
        help="draw series over the years: constant panels, indices, breaks, maps",
        description="The same countries throughout, as counts, rates per 100,000 or an index, with the breaks of"
        " source, definition, level and coverage. Without --series it lists the series of the file.",
        epilog="examples: isonomia trend prisons.xlsx --series 'Persons held' --area Europe,Asia --measure rate"
        " --base 2010 -o held.svg; isonomia trend homicide.xlsx --series 16.1.1 --by sex -o homicide.html;"
        " isonomia trend prisons.xlsx --series 16.3.2 --map country -o map.png",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="workbook (xlsx) or CSV")
    parser.add_argument(
        "--series", metavar="NAME", help="'indicator > dimension > category' as the file says them, or a code as 16.1.1"
    )
    parser.add_argument("--area", metavar="NAME,NAME", default="world", help="world, regions, countries (world)")
    parser.add_argument(
        "--by", metavar="NAME", help="sex, age, category, source; of a code relationship, mechanism, ..."
    )
    parser.add_argument("--year", metavar="2010:2020", type=years_of, help="the first and the last year")
    parser.add_argument("--measure", choices=("count", "rate"), default="count", help="rate: per 100,000 (count)")
    parser.add_argument("--base", metavar="YEAR", type=int, help="an index that is 100 in this year")
    parser.add_argument(
        "--members", choices=("constant", "reporters"), default="constant",
        help="of an area: the countries that reported throughout, or those of each year (constant)",
    )  # fmt: skip
    parser.add_argument("--population", metavar="FILE", type=Path, help="table of countries, years and persons")
    parser.add_argument("--breaks", metavar="FILE", type=Path, help="known breaks: area, year, kind, note")
    parser.add_argument(
        "--map", choices=("country", "region", "subregion"), help="a map of one year (the last of --year)"
    )
    parser.add_argument("--title", metavar="TEXT", help="of the picture; the series where not given")
    parser.add_argument("--source", metavar="TEXT", help="named under the picture; the file where not given")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the picture (en)")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=_output, help="svg, png, html (a csv beside it), csv or json"
    )
    parser.add_argument(
        "--format", choices=("table", "json", "csv"), help="what to print; JSON where it is no terminal"
    )
    parser.set_defaults(run=run)


def _output(text: str) -> Path:
    path = Path(text)
    if path.suffix.casefold() not in SUFFIXES:
        raise argparse.ArgumentTypeError(f"{text!r}: its name must end in {', '.join(SUFFIXES)}")
    return path


def run(options: argparse.Namespace) -> int:
    """Computes, then draws or prints; gives the exit status."""
    from isonomia.statistics.reading import read_dataset

    data = read_dataset(options.file)
    form = chosen_form(options.format)
    if options.series is None:
        return _list(data, form)
    if options.map:
        rows, spec = _map(data, options)
        told: Any = rows
        page_of: Sequence[Line] = ()
    else:
        lines = _lines(data, options)
        rows, told, page_of = _rows(lines), [line.to_dict() for line in lines], lines
        spec = None
    if options.output is None:
        sys.stdout.write(_printed(rows, told, form))
        return DONE
    _write(options, rows, told, spec or _chart(page_of, options), page_of)
    return DONE


def _lines(data: Dataset, options: argparse.Namespace) -> list[Line]:
    from isonomia.statistics.trends.breaks import known_breaks
    from isonomia.statistics.trends.lines import trend

    return trend(
        data,
        options.series,
        areas=[area.strip() for area in options.area.split(",")],
        by=options.by,
        years=options.year,
        measure=options.measure,
        base=options.base,
        members=options.members,
        population=_population(options),
        known=known_breaks(options.breaks) if options.breaks else (),
    )


def _population(options: argparse.Namespace) -> Any:
    from isonomia.statistics.indicators.population import given_population
    from isonomia.statistics.reading import read_dataset

    return given_population(read_dataset(options.population)) if options.population else None


def _chart(lines: Sequence[Line], options: argparse.Namespace) -> dict[str, Any]:
    from isonomia.statistics.trends.pictures import chart

    return chart(lines, options.title or _title(options), options.source or options.file.name, options.language)


def _title(options: argparse.Namespace) -> str:
    from isonomia.statistics.indicators.declaration import indicator
    from isonomia.statistics.trends.lines import is_code

    name: str = indicator(options.series).name if is_code(options.series) else options.series.replace(" > ", ", ")
    return name


def _map(data: Dataset, options: argparse.Namespace) -> tuple[Rows, dict[str, Any]]:
    from isonomia.statistics.trends.maps import map_values
    from isonomia.statistics.trends.naming import shown_name
    from isonomia.statistics.trends.pictures import tile_map, word

    year = options.year[-1] if options.year else None
    values, when, unit = map_values(
        data, options.series, level=options.map, year=year, measure=options.measure, population=_population(options)
    )
    rows = [
        {"iso3": code, "area": shown_name(code, options.language), "year": when, "value": value, "unit": unit}
        for code, value in sorted(values.items())
        if value is not None
    ]
    title = options.title or f"{_title(options)}, {when}"
    spec = tile_map(
        values, title, word("unit", unit, options.language), options.source or options.file.name, options.language
    )
    return rows, spec


def _rows(lines: Sequence[Line]) -> Rows:
    """The data beside a picture: a row for each line and year."""
    return [
        {
            "series": line.series, "part": line.label, "area": line.area, "year": point.year, "value": point.value,
            "unit": line.unit if line.base is None else f"{line.of}, index {line.base} = 100",
            "countries": point.countries, "interpolated": point.interpolated, "flags": "; ".join(point.flags),
            "breaks": "; ".join(f"{b.kind} {b.area}: {b.note}" for b in line.breaks if b.year == point.year),
        }
        for line in lines
        for point in line.points
    ]  # fmt: skip


def _write(options: argparse.Namespace, rows: Rows, told: Any, spec: dict[str, Any], lines: Sequence[Line]) -> None:
    """The file, and beside a picture or page its data."""
    path: Path = options.output
    suffix = path.suffix.casefold()
    if suffix == ".json":
        write_whole(path, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())
        return
    if suffix != ".csv":
        write_whole(path, _drawn(suffix, spec, rows, lines, options))
    write_whole(path.with_suffix(".csv"), _csv(rows).encode())


def _drawn(suffix: str, spec: dict[str, Any], rows: Rows, lines: Sequence[Line], options: argparse.Namespace) -> bytes:
    from isonomia.charts import png, svg
    from isonomia.statistics.trends.pictures import with_notes

    label = " ".join(spec["title"]["text"])
    if suffix == ".png":
        return png(with_notes(spec, options.language))
    if suffix == ".svg":
        return svg(with_notes(spec, options.language), label).encode()
    return _page(spec, rows, lines, label, options.language).encode()


def _page(spec: dict[str, Any], rows: Rows, lines: Sequence[Line], title: str, language: str) -> str:
    """One file without script: the picture, what stands under it, the breaks, the data."""
    from markupsafe import Markup

    from isonomia.charts import svg
    from isonomia.pages.shell import page
    from isonomia.statistics.trends.naming import shown_name
    from isonomia.statistics.trends.pictures import word

    bare = {key: cell for key, cell in spec.items() if key != "usermeta"}
    # the page has the title already: the picture keeps its unit
    bare["title"] = {**spec["title"], "text": spec["title"]["subtitle"], "subtitle": "", "fontSize": 13}
    columns = [name for name in (rows[0] if rows else {}) if any(row[name] not in ("", None) for row in rows)]
    columns = [name for name in columns if name != "breaks"]
    area = {row["area"]: shown_name(row["area"], language) for row in rows} | {"world": word("note", "world", language)}
    told = {"area": area, "unit": {row["unit"]: word("unit", row["unit"], language) for row in rows}}
    told["part"] = {row.get("part", ""): word("part", row.get("part", ""), language) for row in rows}
    return page(
        "trend.html.j2",
        styles=("page.css", "trend.css"),
        language=language,
        title=title,
        picture=Markup(svg(bare, title)),  # drawn here from numbers and escaped names
        notes=spec["usermeta"]["notes"],
        columns=columns,
        rows=[
            [
                (told[name][row[name]] if name in told else _shown(row[name]), isinstance(row[name], int | float))
                for name in columns
            ]
            for row in rows
        ],
        breaks=[b for line in lines for b in line.breaks],
        word=word,
        name=shown_name,
    )


def _shown(cell: Any) -> str:
    return "" if cell is None else f"{cell:,.4g}" if isinstance(cell, float) and abs(cell) < 1000 else (
        f"{cell:,.0f}" if isinstance(cell, float) else str(cell)
    )  # fmt: skip


def _list(data: Dataset, form: str) -> int:
    from isonomia.statistics.trends.choosing import all_series

    rows = [
        {"series": label, "countries": countries, "first": first, "last": last}
        for label, countries, first, last in all_series(data)
    ]
    sys.stdout.write(_printed(rows, rows, form))
    return DONE


def _printed(rows: Rows, told: Any, form: str) -> str:
    if form == "json":
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    return _csv(rows) if form == "csv" else _table(rows)


def _csv(rows: Rows) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(list(rows[0]) if rows else ["series"])
    for row in rows:
        writer.writerow(
            [inert(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row.values()]
        )
    return out.getvalue()


def _table(rows: Rows) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out = io.StringIO()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    names = [name for name in (rows[0] if rows else {"series": ""}) if any(row[name] not in ("", None) for row in rows)]
    for name in names:
        numbers = all(isinstance(row[name], int | float | None) for row in rows)
        table.add_column(name, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_shown(row[name])) for name in names))
    Console(file=out, width=table_width(), force_terminal=False, highlight=False).print(table)
    return out.getvalue()
