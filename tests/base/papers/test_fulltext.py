"""The Markdown of a whole document as blocks."""

from alke.base.papers.fulltext import LINE, document
from alke.base.papers.model import Cell as Box
from alke.base.papers.model import Heading, Item, Items, Paragraph, Row, Run, Table, header, text

LETTER = """\
# Kutsu

Keskustelut *pidetään* huhtikuussa.

## Ajat

| Aika | Keskustelu |
| --- | --- |
| ke 10.4. | **Läntinen** Suomi \\| A |
| ti 16.4. | |

### Teemat

- yksi
"""


def test_the_first_heading_is_the_title_and_those_below_begin_anew() -> None:
    found = document(LETTER)
    assert found.title == "Kutsu"
    assert [row for row in found.blocks if isinstance(row, Heading)] == [
        Heading("Ajat", 1),
        Heading("Teemat", 2),
    ]
    assert found.blocks[0] == Paragraph(
        (Run("Keskustelut "), Run("pidetään", italic=True), Run(" huhtikuussa."))
    )
    assert found.blocks[-1] == Items((Item((Run("yksi"),)),))


def test_a_table_has_header_cells_and_columns_as_wide_as_their_texts() -> None:
    (table,) = [row for row in document(LETTER).blocks if isinstance(row, Table)]
    western = Paragraph((Run("Läntinen", bold=True), Run(" Suomi | A")))
    assert table == Table(
        "Aika, Keskustelu",
        (11, 21),
        (Row((header("Aika"), header("Keskustelu"))),),
        (
            Row((Box((text("ke 10.4."),)), Box((western,)))),
            Row((Box((text("ti 16.4."),)), Box())),
        ),
    )


def test_columns_without_room_for_their_texts_keep_their_words_whole() -> None:
    rows = (
        "| Keskustelu | Vastuuhenkilö | Sähköposti |",
        "| --- | --- | --- |",
        "| Pohjoinen Suomi | TEM-vastuuhenkilö, Pohjois-Suomi | pohjois-suomi@tem.example |",
    )
    (table,) = document("\n".join(rows)).blocks
    assert isinstance(table, Table)
    assert table.widths == (14, 23, 28)
    assert sum(table.widths) <= LINE


def test_a_document_that_begins_otherwise_has_no_title() -> None:
    assert document("Teksti\n\n## Otsikko").title == ""


def test_a_link_to_a_script_stays_text() -> None:
    (row,) = document("[x](javascript:alert(1))").blocks
    assert row == Paragraph((Run("[x](javascript:alert(1))"),))
