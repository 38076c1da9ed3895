"""Tables as spreadsheets and comma-separated text."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest

from alke.base.papers.tables import Column, Grid, write_csv, write_xlsx
from tests.base.papers.sheet_sample import MOMENT

GRID = Grid(
    "Seuranta",
    (Column("Nro", 6), Column("Eteneminen", 60)),
    ((12, "Verkko; vahvistuu\ntoinen rivi"), (13, '=HYPERLINK("https://a.example")')),
    MOMENT,
)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"]  # noqa: RUF001


def members(made: bytes) -> dict[str, str]:
    """The texts of the file's parts."""
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_the_same_grid_gives_the_same_bytes() -> None:
    assert write_xlsx(GRID) == write_xlsx(GRID)
    assert write_xlsx(GRID) != write_xlsx(replace(GRID, title="Toinen"))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_spreadsheet_has_no_formula(text: str) -> None:
    parts = members(write_xlsx(replace(GRID, rows=((1, text),))))
    sheet = fromstring(parts["xl/worksheets/sheet1.xml"])  # noqa: S314 - our own
    assert [row for row in sheet.iter() if row.tag.endswith("}f")] == []
    assert text.strip() in parts["xl/sharedStrings.xml"]


def test_numbers_are_numbers_and_texts_keep_their_lines() -> None:
    parts = members(write_xlsx(GRID))
    (cell,) = re.findall(r'<c r="A2"[^>]*>.*?</c>', parts["xl/worksheets/sheet1.xml"])
    assert cell.endswith("><v>12</v></c>")
    assert 't="s"' not in cell
    assert "Verkko; vahvistuu\ntoinen rivi" in parts["xl/sharedStrings.xml"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_comma_separated_text_is_made_harmless(text: str) -> None:
    made = write_csv(replace(GRID, rows=((1, text),)))
    [_head, row] = csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";")
    assert row == ["1", f"'{text}"]


def test_comma_separated_text_comes_back() -> None:
    made = write_csv(GRID)
    assert made.startswith(b"\xef\xbb\xbfNro;Eteneminen\r\n")
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1] == ["12", "Verkko; vahvistuu\ntoinen rivi"]
