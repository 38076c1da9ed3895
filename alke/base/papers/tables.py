"""Tables as spreadsheets and comma-separated text; no cell is ever read as a formula."""

import csv
import datetime as dt
import io
from dataclasses import dataclass
from importlib import import_module

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # noqa: RUF001 - as wide letters
MOST = 32_767  # characters that a cell of a spreadsheet holds
Value = str | int


@dataclass(frozen=True)
class Column:
    """A column: its heading and its width in characters."""

    label: str
    width: int


@dataclass(frozen=True)
class Grid:
    """A table: its name, columns, rows, and when it stood so."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    moment: dt.datetime
    author: str = ""


def write_xlsx(grid: Grid) -> bytes:
    """An Excel file; the same bytes for the same grid. Texts are text, whatever they look like."""
    made = io.BytesIO()
    book = import_module("xlsxwriter").Workbook(made, {"in_memory": True})
    created = grid.moment.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": grid.title, "author": grid.author, "created": created})
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "bg_color": "#F2F3F5", "text_wrap": True, "border": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    for number, column in enumerate(grid.columns):
        sheet.set_column(number, number, column.width, cell)
        sheet.write_string(0, number, column.label, head)
    for line, row in enumerate(grid.rows, start=1):
        for number, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(line, number, value, cell)
            else:
                sheet.write_string(line, number, value[:MOST], cell)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, len(grid.rows), len(grid.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    book.close()
    return made.getvalue()


def write_csv(grid: Grid) -> bytes:
    """UTF-8 with its mark and semicolons, as Excel opens it in Finland."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow([_harmless(column.label) for column in grid.columns])
    writer.writerows([_harmless(value) for value in row] for row in grid.rows)
    return made.getvalue().encode("utf-8-sig")


def _harmless(value: Value) -> Value:
    """A text that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
