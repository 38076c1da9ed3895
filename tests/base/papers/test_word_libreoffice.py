"""Word files that LibreOffice has opened, edited and saved: the foreign editor of the tests."""

from dataclasses import replace

import pytest

from alke.base.papers.model import Item, Items, Paragraph, Run, text
from alke.base.papers.richtext import blocks
from alke.base.papers.word.found import Position, Tracked, WordBlock, WordFile, WordTable
from alke.base.papers.word.reader import read
from alke.base.papers.word.writer import write
from tests.base.papers.sheet_sample import paper
from tests.base.papers.word_files import cells, lines
from tests.libreoffice import EDITOR, LibreOffice, Step

CODE = "Alke 2024/ita/1 v. 7"
HEAD = [["Käynnissä olevat toimenpiteet", "Vastuutahot"], ["VN", "Maakunnat"]]
STEPS: list[Step] = [
    ("replace", "Lappi", "Kainuu"),
    ("append", 1, "A3", ", jatkuu"),
    ("overtype", 1, "B3", "VM"),
    ("insert_row", 1, 3, ["Uusi toimi", "STM", "Uusimaa"]),
    ("add_paragraph", 0, "B2", "Toinen kappale"),
    ("bold", "toinen"),
    ("delete", "Kaksi"),
    ("delete_row", 1, 4),
]


@pytest.fixture
def file() -> bytes:
    """The sheet as it is exported."""
    return write(paper())


def untitled(file: WordFile) -> tuple[WordBlock, ...]:
    """All blocks, without what LibreOffice drops: the tables' alternative texts."""
    return tuple(
        replace(one, title="") if isinstance(one, WordTable) else one for one in file.blocks
    )


def names(found: WordTable) -> list[list[tuple[str, ...]]]:
    """The bookmarks of each cell."""
    return [[one.names for one in row.cells] for row in found.rows]


def test_a_file_opened_and_saved_is_the_same(libreoffice: LibreOffice, file: bytes) -> None:
    found = read(libreoffice.resave(file))
    assert untitled(found) == untitled(read(file))
    assert (found.identifier, found.data) == (CODE, '{"a": "<ä>"}')
    assert [lines(one.blocks)[0].split("\t")[0] for one in found.elsewhere] == [CODE]


def test_by_way_of_odt_texts_and_names_stay(libreoffice: LibreOffice, file: bytes) -> None:
    found = read(libreoffice.via_odt(file))
    assert untitled(found) == untitled(read(file))
    assert [lines(one.blocks)[0].split("\t")[0] for one in found.elsewhere] == [CODE]


def assert_edited(found: WordFile, original: WordFile) -> None:
    """What the steps lead to, in the running text and in the cells."""
    fields, actions = found.tables
    situation, goals = (one.blocks for one in fields.rows[1].cells)
    start = (
        Run("Kuvaus "),
        Run("lihava", bold=True),
        Run(" ja "),
        Run("päätös", link="https://tem.example/a_b"),
        Run("\n"),
        Run("toinen", bold=True),
        Run(" rivi"),
    )
    assert situation == (
        Paragraph(start),
        Items((Item((Run("Yksi"),)),)),
        Items((Item((Run("C"),), 0, 3),)),
    )
    assert goals == (text("Mål", language="sv"), text("Toinen kappale"))
    assert cells(actions) == [
        *HEAD,
        ["12\u2002Sähköverkko & luvitus <12>, jatkuu", "VM", "Kainuu"],
        ["Uusi toimi", "STM", "Uusimaa"],
    ]
    assert actions.rows[2].cells[0].blocks[0] == Paragraph(
        (Run("12\u2002", number=True), Run("Sähköverkko & luvitus <12>, jatkuu"))
    )
    assert names(actions)[2:] == [
        [("alke_r_12", "alke_a_12_text"), ("alke_a_12_vn",), ("alke_a_12_mk",)],
        [(), (), ()],
    ]
    assert found.identifier == original.identifier
    assert found.data == original.data


def test_edits_are_found_where_they_were_made(libreoffice: LibreOffice, file: bytes) -> None:
    found = read(libreoffice.edit(file, STEPS))
    assert_edited(found, read(file))
    assert found.tracked == Tracked()


def test_tracked_edits_are_read_as_accepted(libreoffice: LibreOffice, file: bytes) -> None:
    found = read(libreoffice.edit(file, STEPS, tracked=True))
    assert_edited(found, read(file))
    assert found.tracked.authors == (EDITOR,)
    assert found.tracked.insertions >= 8  # versions count the cells of a row differently
    assert found.tracked.deletions >= 4


@pytest.mark.parametrize("tracked", [False, True])
def test_a_cell_typed_over_as_a_whole_is_one_paragraph(
    libreoffice: LibreOffice, file: bytes, *, tracked: bool
) -> None:
    steps: list[Step] = [("overtype", 0, "A2", "Kaikki uusiksi")]
    found = read(libreoffice.edit(file, steps, tracked=tracked))
    assert found.tables[0].rows[1].cells[0].blocks == (text("Kaikki uusiksi"),)


@pytest.mark.parametrize("tracked", [False, True])
def test_joined_paragraphs_become_one(
    libreoffice: LibreOffice, file: bytes, *, tracked: bool
) -> None:
    steps: list[Step] = [("add_paragraph", 0, "B2", " ja muuta")]
    edited = libreoffice.edit(file, steps)
    found = read(libreoffice.edit(edited, [("join", 0, "B2")], tracked=tracked))
    assert cells(found.tables[0])[1][1] == "Mål ja muuta"


def test_without_bookmarks_the_text_is_the_same(libreoffice: LibreOffice, file: bytes) -> None:
    found = read(libreoffice.edit(file, [("drop_bookmarks",)]))
    assert [cells(one) for one in found.tables] == [cells(one) for one in read(file).tables]
    assert {name for one in found.tables for row in names(one) for name in row} == {()}


def test_comments_come_with_the_names_of_their_cell(libreoffice: LibreOffice, file: bytes) -> None:
    steps: list[Step] = [("comment", 1, "B3", "Myös LVM?"), ("append", 1, "B3", "!")]
    (comment,) = read(libreoffice.edit(file, steps)).comments
    assert (comment.author, comment.text, comment.quoted) == (EDITOR, "Myös LVM?", "TEM, LVM")
    assert (comment.names, comment.position) == (("alke_a_12_vn",), Position(1, 2, 1))


def test_lists_within_lists_keep_their_numbers(libreoffice: LibreOffice) -> None:
    rich = "- a\n  1. x\n  2. y\n- b\n  1. z\n\nväli\n\n7. c\n   - d\n   - e\n8. f"
    file = write(replace(paper(), blocks=blocks(rich)))
    assert read(file).blocks[-3:] == blocks(rich)
    assert read(libreoffice.resave(file)).blocks[-3:] == blocks(rich)
    assert read(libreoffice.via_odt(file)).blocks[-3:] == blocks(rich)
