"""Tables that people bring: pasted from a spreadsheet, CSV and Excel files, as rows of texts."""

import csv
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module
from statistics import median_low
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
SAID: Final = re.compile(r"\ufeff?sep=(?P<mark>[\t;,|])\n")
LOOKED_AT: Final = 20  # lines by which the separator is known
TEXTS: Final = {".csv", ".tsv", ".txt", ""}
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
QUOTED: Final = re.compile(r'"[^"]*"')
MERGED: Final = re.compile(
    rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"'
)

Row = list[str]


Merged = dict[int, list[tuple[int, int]]]  # by its first row: a cell's column and last row


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
    checked = inspect(name, _in_utf8(data) if ending_of(name) in TEXTS else data)
    if checked.media_type == XLSX.media_type:
        return list(_first(_excel(checked.data)))
    if checked.media_type in {CSV.media_type, TXT.media_type}:
        return read_pasted(checked.data.decode("utf-8-sig"))
    raise wrong


def as_text(rows: Iterable[Row]) -> str:
    """The rows with semicolons, as `read_pasted` takes them again and a person can type them."""
    return "".join(";".join(_quoted(" ".join(cell.split())) for cell in row) + "\n" for row in rows)


def _quoted(cell: str) -> str:
    """A comma is quoted, too, so that it is not taken for what parts the cells."""
    if not any(mark in cell for mark in (*SEPARATORS, '"')):
        return cell
    return '"{}"'.format(cell.replace('"', '""'))


def _in_utf8(data: bytes) -> bytes:
    """A text as Excel saves it elsewhere: in UTF-16 by its mark, else in Windows' own letters.

    What is neither is left to the inspection.
    """
    if data.startswith(UTF_16):
        return data.decode("utf-16", "replace").encode()
    try:
        data.decode()
    except UnicodeDecodeError:
        if b"\0" not in data:
            return data.decode("cp1252", "replace").encode()
    return data


def _separator(text: str) -> str:
    """What parts most lines; a tab before all others, as spreadsheets copy.

    A title above the headings may have a comma, a cell a semicolon.
    """
    bare = QUOTED.sub("", text)
    if SEPARATORS[0] in bare:
        return SEPARATORS[0]
    lines = [line for line in bare.split("\n") if line.strip()][:LOOKED_AT] or [""]

    def parts(mark: str) -> tuple[int, int]:
        found = [line.count(mark) for line in lines]
        return median_low(found), max(found)

    return max(SEPARATORS, key=parts)


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
        shown = ([_shown(cell) for cell in row] if any(row) else [] for row in rows)
        yield from _filled(shown, merged)
    except Exception as fault:
        raise damaged from fault
    finally:
        book.close()


def _merged(data: bytes, path: str) -> Merged:
    """Cells that stand over several rows, none beyond the rows that are taken."""
    bounds = import_module("openpyxl.utils").range_boundaries
    found: Merged = defaultdict(list)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        refs = MERGED.findall(package.read(path))
    for ref in refs[: MOST_ROWS * MOST_COLUMNS]:
        column, first, _right, last = bounds(ref.decode())
        if first < last and column <= MOST_COLUMNS and first <= MOST_ROWS:
            found[first].append((column - 1, last))
    return found


def _filled(rows: Iterable[Row], merged: Merged) -> Iterator[Row]:
    """A merged cell holds for every row over which it stands; an empty row stays empty.

    A row costs no more than its columns, however many cells were merged.
    """
    held: dict[int, tuple[int, str]] = {}  # by column: the last row, and what stands there
    for number, cells in enumerate(rows, 1):
        for column, (last, text) in list(held.items()):
            if number > last:
                del held[column]
            elif column < len(cells):
                cells[column] = cells[column] or text
        for column, last in merged.get(number, ()):
            if column < len(cells):
                held[column] = last, cells[column]
        yield cells


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
