"""Tables that people bring: pasted from a spreadsheet, CSV and Excel files, as rows of texts."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from django.utils.translation import gettext as _

from alke.base.richtext import BadInput
from alke.base.uploads.inspection import inspect
from alke.base.uploads.kinds import CSV, TXT, XLSX
from alke.base.uploads.names import ending_of

MOST_ROWS: Final = 1000
MOST_COLUMNS: Final = 40
LONGEST: Final = 2000  # characters of a cell that are kept
LARGEST_SHEET: Final = 20 * 1024 * 1024  # unpacked: a thousand rows take a fiftieth of it
ENDINGS: Final = {
    ".xlsx",
    ".xlsm",
    ".xls",
    ".csv",
    ".tsv",
    ".txt",
    "",
}  # what is no list is told so
SEPARATORS: Final = ("\t", ";", ",")
SAID: Final = re.compile(r"\ufeff?sep=(?P<mark>.)\n")
QUOTED: Final = re.compile(r'"[^"]*"')
MERGED: Final = re.compile(rb'<mergeCell [^>]*ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')

Row = list[str]


@dataclass
class Merged:
    """A cell that stands over rows, `first` and `last` counted from one; its text once read."""

    column: int
    first: int
    last: int
    text: str = ""


def read_pasted(text: str) -> list[Row]:
    """Rows of a text with tabs, semicolons or commas between its cells, quoted or not."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    said = SAID.match(lines)  # as Excel writes for itself
    if said:
        lines = lines[said.end() :]
    mark = said["mark"] if said else _separator(lines)
    reader = csv.reader(io.StringIO(lines), delimiter=mark)
    try:
        return list(_first([cell.strip()[:LONGEST] for cell in row] for row in reader))
    except csv.Error as fault:
        raise BadInput(_("The rows cannot be told apart. Check the quotation marks.")) from fault


def read_table(name: str, data: bytes) -> list[Row]:
    """Rows of a file, which is looked into first; raises `BadInput` for another kind."""
    wrong = BadInput(_("Choose an Excel file (.xlsx) or a CSV file."))
    if ending_of(name) not in ENDINGS:
        raise wrong
    checked = inspect(name, data)
    if checked.media_type == XLSX.media_type:
        return list(_first(_excel(checked.data)))
    if checked.media_type in {CSV.media_type, TXT.media_type}:
        return read_pasted(checked.data.decode("utf-8-sig"))
    raise wrong


def as_text(rows: Iterable[Row]) -> str:
    """The rows with semicolons, as `read_pasted` takes them again and a person can type them."""
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=";", lineterminator="\n").writerows(
        [" ".join(cell.split()) for cell in row] for row in rows
    )
    return made.getvalue()


def _separator(text: str) -> str:
    """What parts the first line that is parted; a tab before all others, as spreadsheets copy."""
    bare = QUOTED.sub("", text)
    if SEPARATORS[0] in bare:
        return SEPARATORS[0]
    line = next((line for line in bare.split("\n") if any(m in line for m in SEPARATORS)), "")
    return next((mark for mark in SEPARATORS if mark in line), SEPARATORS[0])


def _first(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows as far as something stands in them; of too many none."""
    empty: list[Row] = []
    for number, row in enumerate(rows):
        cells = _trimmed(row)
        if not cells:
            empty = [*empty, cells][:MOST_ROWS]
            continue
        if number >= MOST_ROWS:
            text = _("The table has too many rows: at most %(most)d are taken at once.")
            raise BadInput(text % {"most": MOST_ROWS})
        yield from empty
        yield cells
        empty = []


def _trimmed(row: Row) -> Row:
    while row and not row[-1]:
        row = row[:-1]
    return row


def _excel(data: bytes) -> Iterator[Row]:
    """The rows of the first sheet, read one by one: values as they are shown, no formulas.

    The reader takes the file piece by piece; what a small file could unpack to was looked at
    before, and is looked at again here by a tighter measure.
    """
    damaged = BadInput(_("The Excel file cannot be read. Save it again, or paste the rows."))
    if _unpacked(data) > LARGEST_SHEET:
        raise BadInput(_("The Excel file is too large. Paste the rows instead."))
    try:
        # loaded when a file is brought: it takes NumPy along, together 40 MB
        openpyxl = import_module("openpyxl")
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
    except Exception as fault:  # of a damaged file the library raises anything
        raise damaged from fault
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        merged = _merged(data, sheet._worksheet_path)  # noqa: SLF001 - the reader leaves them out
        rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        for number, row in enumerate(rows, 1):
            cells = [_shown(cell) for cell in row] if any(row) else []
            yield _filled(cells, number, merged)
    except Exception as fault:
        raise damaged from fault
    finally:
        book.close()


def _merged(data: bytes, path: str) -> list[Merged]:
    """Cells that stand over several rows, none beyond the rows that are taken."""
    bounds = import_module("openpyxl.utils").range_boundaries
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found = [bounds(ref.decode()) for ref in MERGED.findall(package.read(path))]
    return [
        Merged(column - 1, first, last)
        for column, first, _right, last in found[: MOST_ROWS * MOST_COLUMNS]
        if first < last and column <= MOST_COLUMNS and first <= MOST_ROWS
    ]


def _filled(cells: Row, number: int, merged: Iterable[Merged]) -> Row:
    """A merged cell holds for every row over which it stands; an empty row stays empty."""
    for cell in merged:
        if number == cell.first:
            cell.text = cells[cell.column] if cell.column < len(cells) else ""
        elif cells and cell.first < number <= cell.last and cell.column < len(cells):
            cells[cell.column] = cells[cell.column] or cell.text
    return cells


def _unpacked(data: bytes) -> int:
    """How large the parts are together; no part unpacks to more than it says."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return sum(member.file_size for member in package.infolist())


def _shown(cell: object) -> str:
    """Whole numbers without a point, days without a time."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()[:LONGEST]
