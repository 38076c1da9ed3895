"""A file signed elsewhere is held against the one that was given, page by page."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from alke.base.signing import office
from alke.base.signing.likeness import Content, Likeness
from alke.base.signing.sameness import compare
from tests.base.signing.conftest import House

SAME, OTHER = Likeness(Content.SAME), Likeness(Content.OTHER)


def edited(pdf: bytes, edit: Callable[[pikepdf.Pdf], object]) -> bytes:
    """The file, opened, changed and written anew."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        edit(opened)
        opened.save(out, recompress_flate=True)
    return out.getvalue()


def noted(pdf: pikepdf.Pdf) -> None:
    """A note laid over the first page."""
    box = Array([0, 0, 90, 90])
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=box, Contents="Hylätty")
    pdf.pages[0].Annots = pdf.make_indirect(Array([note]))


def redrawn(pdf: pikepdf.Pdf) -> None:
    """Another font behind the name that the page uses."""
    fonts = pdf.pages[0].resources.Font
    first = fonts[min(fonts.keys())]
    first.BaseFont = Name("/Other")


def test_a_sealed_file_shows_what_was_given(original: bytes, stranger: House) -> None:
    assert compare(original, stranger.sealed(original).pdf) == SAME
    assert office.compare(original, stranger.sealed(original, dated=False).pdf) == SAME


def test_a_file_that_is_packed_anew_shows_the_same(original: bytes) -> None:
    assert compare(original, edited(original, lambda _pdf: None)) == SAME


@pytest.mark.parametrize("at", [0, None])
def test_a_page_more_is_counted(original: bytes, at: int | None) -> None:
    def lengthened(pdf: pikepdf.Pdf) -> None:
        pdf.add_blank_page()
        if at == 0:
            pdf.pages.insert(0, pdf.pages.p(len(pdf.pages)))
            del pdf.pages[-1]

    assert compare(original, edited(original, lengthened)) == Likeness(Content.LONGER, 1)


@pytest.mark.parametrize(
    "edit",
    [
        lambda pdf: pdf.pages[0].contents_add(b"0 0 100 100 re f"),
        lambda pdf: pdf.pages.__delitem__(0),
        lambda pdf: pdf.pages[0].rotate(180, relative=True),
        lambda pdf: setattr(pdf.pages[0], "mediabox", [0, 0, 300, 300]),
        noted,
        redrawn,
    ],
    ids=["drawn", "shorter", "turned", "cut", "noted", "font"],
)
def test_what_shows_anything_else_is_other(
    original: bytes, edit: Callable[[pikepdf.Pdf], object]
) -> None:
    assert compare(original, edited(original, edit)) == OTHER


def test_what_is_no_pdf_is_other(original: bytes) -> None:
    assert compare(original, b"%PDF-1.7 half") == OTHER
    assert office.compare(original, b"") == OTHER
