"""Papers as they were made before Alke: the letter's annex filled in somebody's own Word file."""

import copy
import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.table import Table

FIELDS = (
    "Keskusteluteema/käsillä olevan tilanteen kuvaus",
    "Kehittämiskärjet/haasteet ja mahdollisuudet",
    "Tavoitteet",
)
ACTIONS = (
    ("Käynnissä olevat toimenpiteet", "VN", "Maakunnat"),
    ("Ehdotukset uusiksi toimenpiteiksi", "VN", "Maakunnat"),
)
FOLLOWUP = "Toimenpiteet (käynnissä olevat ja ehdotukset uusiksi toimenpiteiksi)"
Rows = Sequence[Sequence[str]]


def file_of(document: Document) -> bytes:
    """As it is sent."""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def annex(theme: str, fields: Sequence[str], actions: Rows) -> bytes:
    """“ALKE-keskustelut 2024”: the theme, its texts, and actions of both kinds side by side."""
    document = docx.Document()
    document.add_heading("ALKE-keskustelut 2024", 1)
    document.add_paragraph("Asiakirjat")
    document.add_paragraph(f"Keskusteluteema: {theme}")
    table = document.add_table(1, len(FIELDS))
    _fill(table, 0, FIELDS)
    _add(table, [fields])
    document.add_heading("Toimenpiteet", 2)
    table = document.add_table(2, 6)
    for at, (label, *sides) in zip((0, 3), ACTIONS, strict=True):
        table.cell(0, at).merge(table.cell(1, at)).text = label
        table.cell(0, at + 1).merge(table.cell(0, at + 2)).text = "Vastuutahot"
        _fill(table, 1, sides, start=at + 1)
    _add(table, actions)
    return file_of(document)


def followup_table(rows: Rows, *more: str, title: str = "Seuranta toimenpiteistä") -> bytes:
    """The annex's third table: action | progress VN, regions | responsible VN, regions."""
    document = docx.Document()
    document.add_heading(title, 1)
    table = document.add_table(2, 5)
    table.cell(0, 0).merge(table.cell(1, 0)).text = FOLLOWUP
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Etenemisen tilanne"
    table.cell(0, 3).merge(table.cell(0, 4)).text = "Vastuutahot"
    _fill(table, 1, ("VN", "Maakunnat", "VN", "Maakunnat"), start=1)
    _add(table, rows)
    for text in more:
        document.add_paragraph(text)
    return file_of(document)


def long_table(rows: int) -> bytes:
    """Written as XML, for python-docx would take minutes."""
    document = docx.Document(
        io.BytesIO(followup_table([("Toimi", "", "Lappi: Tehty.", "", "Lappi")]))
    )
    row = document.tables[0].rows[-1]._tr
    for _more in range(rows - 1):
        row.addnext(copy.deepcopy(row))
    return file_of(document)


def plain_followup_table(rows: Rows) -> bytes:
    """The same with one row of headings in somebody's own words."""
    document = docx.Document()
    table = document.add_table(1, 5)
    heads = ("Toimenpide", "Eteneminen, VN", "Eteneminen, maakunnat", "Vastuutahot VN")
    _fill(table, 0, (*heads, "Vastuutahot maakunnat"))
    _add(table, rows)
    return file_of(document)


def _add(table: Table, rows: Rows) -> None:
    for row in rows:
        table.add_row()  # type: ignore[no-untyped-call]
        _fill(table, len(table.rows) - 1, row)


def _fill(table: Table, row: int, texts: Sequence[str], start: int = 0) -> None:
    for column, text in enumerate(texts, start):
        first, *more = text.split("\n")
        cell = table.cell(row, column)
        cell.text = first
        for line in more:
            cell.add_paragraph(line)
