"""A paper as a PDF file: checked by two programs for PDF/UA-1, and read back."""

import io
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf

from alke.base.papers.model import Cell, Row, Table, header, text
from alke.base.papers.pdf.writer import write
from tests.base.papers.letter_sample import letter
from tests.base.papers.sheet_sample import paper
from tests.pdf_checks import faults, pages, words


def tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The names of all tags, in reading order."""

    def walk(element: Any) -> Iterator[str]:
        if isinstance(element, pikepdf.Array):
            for row in element:
                yield from walk(row)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                yield str(element.S)
            if "/K" in element:
                yield from walk(element.K)

    return walk(pdf.Root.StructTreeRoot.K)


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert write(paper()) == write(paper())
    assert write(paper()) != write(replace(paper(), title="Toinen"))


def test_two_independent_checks_of_pdf_ua_find_no_error(tmp_path: Path) -> None:
    assert faults(write(paper()), tmp_path) == []
    assert faults(write(letter()), tmp_path) == []


def test_it_names_its_title_language_standards_and_page_order() -> None:
    with pikepdf.open(io.BytesIO(write(paper()))) as pdf:
        meta = pdf.open_metadata()
        assert meta["dc:title"] == "ALKE-keskustelut 2024"
        assert meta["pdfuaid:part"] == "1"
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
        assert str(pdf.Root.Lang) == "fi"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked


def test_tables_headings_and_lists_are_tagged() -> None:
    with pikepdf.open(io.BytesIO(write(paper()))) as pdf:
        count = Counter(tags(pdf))
    assert (count["/Table"], count["/TH"], count["/TD"]) == (2, 6, 8)
    assert (count["/Title"], count["/H1"], count["/L"], count["/LI"]) == (1, 1, 2, 3)
    assert count["/Link"] == 1


def test_what_no_font_shows_is_named_and_users_texts_are_no_mark_up() -> None:
    shown = replace(paper(), title="#panic() $x$ *ei* 漢")
    text = words(write(shown))
    assert "#panic() $x$ *ei* [cjk unified ideograph-6f22]" in text
    assert "Loppu [grinning face] →" in text


def test_every_page_tells_its_code_and_number() -> None:
    assert "Alke 2024/ita/1 v. 7" in words(write(paper()))
    assert words(write(paper())).rstrip().endswith("1/1")


def spoken(made: bytes) -> list[str]:
    """The texts in the order of the tags, as a screen reader says them."""
    told = subprocess.run(
        ["pdfinfo", "-struct-text", "-"], input=made, capture_output=True, check=True
    ).stdout.decode()
    return re.findall(r'^ +"(.*)"$', told, re.MULTILINE)


def test_a_letter_is_spoken_in_order_and_its_mark_is_no_content() -> None:
    made = write(letter())
    assert words(made).startswith("Luonnos Työ- ja elinkeinoministeriö Ohje")
    said = spoken(made)
    assert said[:6] == [
        *("Työ- ja elinkeinoministeriö", "Ohje", "14.2.2024", "VN/1/2023", "VN/1/2023-TEM-2"),
        "Keskusteluihin valmistautuminen",
    ]
    assert said[-5:] == ["Jakelu", "YM Ympäristöministeriö", "Lapin liitto", "Liite", "Bilaga"]


def test_fonts_are_embedded() -> None:
    made = subprocess.run(
        ["pdffonts", "-"], input=write(paper()), capture_output=True, check=True
    ).stdout.decode()
    rows = made.splitlines()[2:]
    assert rows
    assert [row for row in rows if " yes yes yes " not in row] == []


def table(*rows: tuple[str, ...]) -> bytes:
    """A paper with a table of six columns, as wide as those of the annex."""
    widths = (11, 7, 7, 11, 8, 7)
    head = (Row(tuple(header(str(n)) for n in range(len(widths)))),)
    body = tuple(Row(tuple(Cell((text(words),)) for words in row)) for row in rows)
    blocks = (Table("Vastuutahot", widths, head, body),)
    return write(replace(paper(), blocks=blocks, language="sv"))


def test_names_in_a_narrow_column_are_not_broken() -> None:
    names = "Södra Karelen, Kymmenedalen, Norra Savolax, Egentliga Tavastland"
    said = words(table(("", "", names, "", "", "")))
    assert names in said


def test_a_word_without_room_is_broken_and_not_cut() -> None:
    long = "informationssäkerhetsmyndighetsverksamheten"
    said = words(table(("", "", long, "", "", "")))
    assert long not in said
    assert long in said.replace("\u00ad ", "")


def test_a_row_that_is_longer_than_the_page_goes_on_overleaf_with_all_of_its_words() -> None:
    long = [f"ord{n}" for n in range(900)]
    made = table(("kort",) * 6, ("kort", "kort", "kort", " ".join(long), "kort", "kort"))
    assert pages(made) > 2
    assert [word for word in words(made).split() if word.startswith("ord")] == long


def test_a_narrow_cell_that_fills_more_than_a_page_loses_nothing() -> None:
    names = [f"Kymmene{n}" for n in range(39)]
    made = table(("", "", ", ".join(names), "", "", ""))
    assert [word for word in words(made).replace(",", "").split() if "Kymmene" in word] == names
