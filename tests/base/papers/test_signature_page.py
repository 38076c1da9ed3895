"""The page that closes an official document: who has signed, and room for the seal."""

import io
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import outloud
import pdfua
import pikepdf
import pytest

from alke.base.papers.model import Approval, Paper, Signatures
from alke.base.papers.pdf import place, writer
from alke.base.papers.pdf.stamp import stamp
from alke.base.papers.word import writer as word
from tests.base.papers.sheet_sample import paper

APPROVALS = (
    Approval("Osastopäällikkö, ylijohtaja", "Maija Malli", "4.3.2024"),
    Approval("Johtava asiantuntija", date="5.3.2024"),
)
SAID = [
    "Seuraavat henkilöt ovat allekirjoittaneet tämän asiakirjan sähköisesti /",
    "Följande personer har undertecknat denna handling elektroniskt /",
    "This document has been signed electronically by the following persons:",
]
SIGN = [
    "Seuraavat henkilöt allekirjoittavat tämän asiakirjan sähköisesti /",
    "Följande personer undertecknar denna handling elektroniskt /",
    "This document is signed electronically by the following persons:",
]
IS_SIGNED = [
    "Tämä asiakirja allekirjoitetaan sähköisesti. /",
    "Denna handling undertecknas elektroniskt. /",
    "This document is signed electronically.",
]
SIGNED = [
    "Osastopäällikkö, ylijohtaja",
    "Maija Malli",
    "4.3.2024",
    "Johtava asiantuntija",
    "5.3.2024",
]


def signed_paper(approvals: tuple[Approval, ...] = APPROVALS, *, language: str = "fi") -> Paper:
    """The sample with a signature page."""
    page = Signatures(approvals, "VN/18234/2023-TEM-15")
    return replace(paper(), language=language, blocks=(*paper().blocks, page))


def last_page(pdf: bytes) -> list[str]:
    """The lines of the second page, without its footer."""
    made = subprocess.run(["pdftotext", "-f", "2", "-", "-"], input=pdf, capture_output=True)
    lines = [line for line in made.stdout.decode().splitlines() if line]
    return lines[: lines.index("Alke 2024/ita/1 v. 7")]


def test_it_is_a_page_of_its_own_in_the_words_of_the_letter() -> None:
    lines = last_page(writer.write(signed_paper()))
    number = "VN/18234/2023-TEM-15"
    note = "Ilman sinettiä asiakirjaa ei ole allekirjoitettu."
    assert lines == ["Allekirjoitukset", number, *SAID, *SIGNED, "Sähköinen sinetti", note]


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        (
            "sv",
            "Underskrifter",
            ["Elektronisk stämpel", "Utan stämpeln är handlingen inte undertecknad."],
        ),
        (
            "en",
            "Signatures",
            ["Electronic seal", "Without the seal the document has not been signed."],
        ),
    ],
)
def test_its_headings_are_in_the_language_of_the_paper(
    language: str, first: str, last: list[str]
) -> None:
    lines = last_page(writer.write(signed_paper(language=language)))
    assert (lines[0], lines[2:5], lines[-2:]) == (first, SAID, last)


def test_it_passes_both_checks_of_pdf_ua(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(writer.write(signed_paper()))
    assert [row for row in outloud.check(str(file)).findings if row.severity == "error"] == []
    assert pdfua.validate(str(file)).findings == ()


def test_the_file_knows_where_the_room_for_the_seal_is() -> None:
    with pikepdf.open(io.BytesIO(writer.write(signed_paper()))) as pdf:
        name, target = pdf.Root.Names.Dests.Names
        assert str(name) == place.NAME
        assert target[0].objgen == pdf.pages[1].obj.objgen
        left, top = float(target[2]), float(target[3]) - place.BELOW
        assert 0 < left < left + place.WIDTH < float(pdf.pages[1].MediaBox[2])
        assert top - place.HEIGHT > 0


def test_where_nobody_approves_it_says_of_nobody_to_have_signed_and_keeps_no_room() -> None:
    pdf = writer.write(signed_paper(()))
    assert last_page(pdf) == ["Allekirjoitukset", "VN/18234/2023-TEM-15", *IS_SIGNED]
    with pikepdf.open(io.BytesIO(pdf)) as found:
        assert "/Names" not in found.Root


def test_in_word_it_begins_a_page_and_says_each_in_its_language_who_signs() -> None:
    document = docx.Document(io.BytesIO(word.write(signed_paper())))
    rows = [row for row in document.paragraphs if row.style]
    first = next(n for n, row in enumerate(rows) if row.text == "Allekirjoitukset")
    assert 'w:br w:type="page"' in rows[first - 1]._p.xml
    found = [(row.style.name, row.text) for row in rows[first:] if row.style]
    assert found == [
        ("Heading 1", "Allekirjoitukset"),
        ("Normal", "VN/18234/2023-TEM-15"),
        *(("Normal", words) for words in SIGN),
        ("Heading 2", "Osastopäällikkö, ylijohtaja"),
        ("Normal", "Maija Malli\n4.3.2024"),
        ("Heading 2", "Johtava asiantuntija"),
        ("Normal", "5.3.2024"),
    ]
    spoken = [
        [code for code in ("sv-FI", "en-GB") if f'w:lang w:val="{code}"' in row._p.xml]
        for row in rows[first + 2 : first + 5]
    ]
    assert spoken == [[], ["sv-FI"], ["en-GB"]]


def test_a_stamp_is_one_page_of_the_room_and_cuts_a_long_name() -> None:
    made = stamp("Sinetöity", "Nimi " * 40, "4.3.2024", language="fi")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        box = [float(edge) for edge in pdf.pages[0].MediaBox]
        assert (len(pdf.pages), box) == (1, [0, 0, place.WIDTH, place.HEIGHT])
        assert "/StructTreeRoot" not in pdf.Root
    text = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True).stdout.decode()
    assert text.split("\n")[0] == "Sinetöity"
    assert "…" in text
    assert "4.3.2024" in text
