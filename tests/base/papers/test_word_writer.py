"""A paper as a Word file: looked at with python-docx and as XML, opened by LibreOffice."""

import io
from dataclasses import replace

import docx
from docx.document import Document
from docx.oxml.ns import qn

from alke.base.papers.richtext import blocks
from alke.base.papers.word.names import DATA
from alke.base.papers.word.writer import write
from tests.base.papers.letter_sample import letter
from tests.base.papers.sheet_sample import MOMENT, paper


def opened() -> Document:
    """The file as python-docx reads it."""
    return docx.Document(io.BytesIO(write(paper())))


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert write(paper()) == write(paper())
    assert write(paper()) != write(replace(paper(), title="Toinen"))


def test_headings_and_texts_stand_in_order_and_are_real_headings() -> None:
    rows = [(row.style.name, row.text) for row in opened().paragraphs if row.text and row.style]
    assert rows == [
        ("Normal", "Työ- ja elinkeinoministeriö\tOhje"),
        ("Normal", "\t14.2.2024"),
        ("Normal", "\tVN/1/2023"),
        ("Title", "ALKE-keskustelut 2024"),
        ("Heading 1", "Toimenpiteet"),
        ("Alke Small", "Loppu 😀 →"),
    ]


def test_word_of_today_opens_it_in_no_older_mode() -> None:
    settings = opened().settings.element
    modes = [
        row.get(qn("w:val"))
        for row in settings.iter(qn("w:compatSetting"))
        if row.get(qn("w:name")) == "compatibilityMode"
    ]
    assert modes == ["15"]
    assert [row.get(qn("w:val")) for row in settings.iter(qn("w:themeFontLang"))] == ["fi-FI"]


def test_header_rows_repeat_and_a_header_over_two_rows_is_one_cell() -> None:
    table = opened().tables[1]
    marked = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
    assert marked == [True, True, False, False]
    assert [cell.text for cell in table.rows[1].cells] == [
        "Käynnissä olevat toimenpiteet",
        "VN",
        "Maakunnat",
    ]


def test_every_cell_and_row_has_its_bookmark_once() -> None:
    body = opened().element.body
    names = [row.get(qn("w:name")) for row in body.iter(qn("w:bookmarkStart"))]
    expected = ["alke_f_situation", "alke_f_goals"]
    for n in (12, 15):
        expected += [f"alke_r_{n}", *(f"alke_a_{n}_{cell}" for cell in ("text", "vn", "mk"))]
    assert names == expected
    starts = [row.get(qn("w:id")) for row in body.iter(qn("w:bookmarkStart"))]
    ends = [row.get(qn("w:id")) for row in body.iter(qn("w:bookmarkEnd"))]
    assert sorted(map(str, starts)) == sorted(map(str, ends))
    assert len(set(starts)) == len(starts)


def test_the_language_is_told_for_the_file_and_for_a_passage() -> None:
    document = opened()
    assert document.core_properties.language == "fi-FI"
    default = document.styles.element.find(
        "/".join(map(qn, ("w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang")))
    )
    assert default.get(qn("w:val")) == "fi-FI"
    told = [row.get(qn("w:val")) for row in document.element.body.iter(qn("w:lang"))]
    assert told == ["sv-FI"]


def test_properties_and_data_come_back() -> None:
    document = opened()
    core = document.core_properties
    assert (core.title, core.identifier) == ("ALKE-keskustelut 2024", "Alke 2024/ita/1 v. 7")
    assert (core.created, core.modified) == (MOMENT, MOMENT)
    parts = [row.target_part for row in document.part.rels.values() if "customXml" in row.reltype]
    assert len(parts) == 1
    assert parts[0].blob.decode().endswith(f'<data xmlns="{DATA}">{{"a": "&lt;ä&gt;"}}</data>')


def test_lists_and_links_are_real() -> None:
    document = opened()
    cell = document.tables[0].rows[1].cells[0]
    lists = [row.text for row in cell.paragraphs if row.style and row.style.name == "Alke List"]
    assert lists == ["Yksi", "Kaksi", "C"]
    starts = document.part.numbering_part.element.findall(".//" + qn("w:startOverride"))
    assert [row.get(qn("w:val")) for row in starts] == ["3"]
    (link,) = cell.paragraphs[0].hyperlinks
    assert (link.text, link.address) == ("päätös", "https://tem.example/a_b")


def test_a_list_within_an_item_starts_anew_where_it_says() -> None:
    made = replace(paper(), blocks=blocks("- a\n  1. x\n  2. y\n- b\n  1. z"))
    document = docx.Document(io.BytesIO(write(made)))
    used = [row.get(qn("w:val")) for row in document.element.body.iter(qn("w:numId"))]
    assert used == ["1", "2", "2", "1", "3"]
    rows = document.part.numbering_part.element.findall(qn("w:num"))
    starts = [[start.get(qn("w:val")) for start in row.iter(qn("w:startOverride"))] for row in rows]
    assert starts == [[], ["1"], ["1"]]


def test_what_xml_cannot_hold_does_not_break_the_file() -> None:
    broken = replace(paper(), title="Otsikko \x00\ufffe")
    document = docx.Document(io.BytesIO(write(broken)))
    assert document.core_properties.title == "Otsikko "


def opened_letter() -> Document:
    """The draft of a letter as python-docx reads it."""
    return docx.Document(io.BytesIO(write(letter())))


def test_a_draft_is_marked_at_the_head_of_every_page() -> None:
    assert [row.text for row in opened_letter().sections[0].header.paragraphs] == ["Luonnos"]
    assert opened().sections[0].header.is_linked_to_previous


def test_a_letters_texts_stand_beside_its_headings() -> None:
    document = opened_letter()
    column = 2608  # twentieths of a point, as all lengths here
    indents = {
        row.text: round((row.paragraph_format.left_indent or 0) / 635)
        for row in document.paragraphs
    }
    assert indents["Ajankohta"] == 0
    assert indents["Keskustelut pidetään huhtikuussa."] == column
    assert indents["etänä"] == column + 284
    assert indents["Taulukon jälkeen."] == column
    assert {
        row.paragraph_format.left_indent for row in document.tables[0]._cells[0].paragraphs
    } == {None}


def test_facts_stand_in_the_margin_and_empty_ones_are_left_out() -> None:
    document = opened_letter()
    assert [row.text for row in document.paragraphs if row.text][-3:] == [
        "Jakelu\tYM Ympäristöministeriö",
        "Lapin liitto",
        "Liite\tBilaga",
    ]
    (language,) = document.paragraphs[-1]._p.iter(qn("w:lang"))
    assert language.get(qn("w:val")) == "sv-FI"


def test_what_was_removed_is_struck_and_what_was_added_underlined() -> None:
    removed, added = opened_letter().tables[0].rows[1].cells[0].paragraphs[0].runs
    assert (removed.font.strike, removed.font.underline) == (True, None)
    assert (added.font.strike, added.font.underline) == (None, True)
