"""Mandates as a table for the terminal, as CSV, as JSON or as a page."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from isonomia.mandates.model import Mandate


def render(rows: Sequence[dict[str, Any]], form: str) -> str:
    """The rows of `isonomia mandates` in one of its formats: table, csv, json, html."""
    if form == "json":
        return json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        return _csv(rows)
    if form == "html":
        from isonomia.pages import register_page

        return register_page(rows)
    return _table(rows)


def render_expressions(work: dict[str, Any], form: str) -> str:
    """What `isonomia expressions` found: as JSON whole, as table or CSV the disagreements."""
    if form == "json":
        return json.dumps(work, ensure_ascii=False, indent=1) + "\n"
    languages = list(work["languages"])
    rows = [
        {"paragraph": row["paragraph"], "differs in": row["kind"]}
        | {language: _cell(row["values"].get(language)) for language in languages}
        for row in work["disagreements"]
    ]
    if form == "csv":
        return _csv(rows) if rows else ",".join(["paragraph", "differs in", *languages]) + "\n"
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("paragraph", "differs in", *languages):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row.values())
    out = io.StringIO()
    console = Console(file=out, width=table_width(), force_terminal=False)
    console.print(f"{work['symbol']} in {', '.join(languages)}: {len(work['matched'])} clauses matched")
    console.print(table if rows else "The versions agree in paragraphs, clauses, acts and addressees.")
    return out.getvalue()


def _csv(rows: Sequence[dict[str, Any]]) -> str:
    """Comma-separated, lists joined by "; ", the due date by its year and words; spreadsheets run no formula of it."""
    out = io.StringIO()
    names = list(rows[0]) if rows else [row.name for row in fields(Mandate)]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([inert(_cell(row[name])) for name in names])
    return out.getvalue()


FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def inert(text: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return "'" + text if text.startswith(FORMULA) and not text.lstrip("-").isdigit() else text


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        text, year = value.get("text") or "", value.get("year")
        return text if year is None or str(year) in text else f"{text} ({year})"
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return str(value)


def _table(rows: Sequence[dict[str, Any]]) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_lines=False, pad_edge=False)
    table.add_column("paragraph", no_wrap=True)
    table.add_column("verb")
    table.add_column("who", overflow="fold", min_width=13)
    table.add_column("what", overflow="fold", ratio=3, min_width=16)
    table.add_column("condition", overflow="fold", ratio=1, min_width=10)
    table.add_column("due", overflow="fold", min_width=6)
    document = None
    for row in rows:
        if row["document"] != document:
            document = row["document"]
            table.add_section()
            table.add_row(Text(f"{document or 'without symbol'} ({row['language']})", style="bold"))
        table.add_row(
            Text(f"{row['paragraph']}.{row['order']}"),
            Text(row["verb"]),
            Text(", ".join(row["addressees"]) or "-"),
            Text(short(row["action"])),
            Text("; ".join(row["conditions"])),
            Text(_cell(row["due"])),
        )
    out = io.StringIO()
    console = Console(file=out, width=table_width(), force_terminal=False)
    console.print(table)
    console.print(Text(f"{len(rows)} clause{'s' if len(rows) != 1 else ''}"))
    return out.getvalue()


def table_width() -> int:
    """Columns of a table: the terminal's, 140 where there is none."""
    import shutil

    return max(80, shutil.get_terminal_size((140, 40)).columns)


def chosen_form(asked: str | None) -> str:
    """The form that is printed: what was asked for, else a table on a terminal and JSON where a program reads."""
    return asked or ("table" if sys.stdout.isatty() else "json")


def short(text: str, most: int = 120) -> str:
    """A text cut to so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"
