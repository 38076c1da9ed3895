"""A seal on a paper: what it adds, how it looks, when none is set."""

import datetime as dt
import io
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import outloud
import pdfua
import pikepdf
import pytest

from alke.base.papers.model import Approval, Signatures
from alke.base.papers.pdf import place, writer
from alke.base.signing.demo import Authority
from alke.base.signing.sealing import seal
from alke.base.signing.timestamps import local
from alke.base.signing.trouble import SealTrouble
from alke.base.signing.trust import Trust
from tests.base.papers.sheet_sample import paper
from tests.base.signing.conftest import AT, House, issued, trust_in, written

NAME = "Alke-esittely, ei oikea sinetti"


def widget(pdf: pikepdf.Pdf) -> Any:
    """The field of the seal."""
    return next(field for field in pdf.Root.AcroForm.Fields if field.T == "AlkeSeal")


def page_of(pdf: pikepdf.Pdf, field: Any) -> int:
    """On which page it stands."""
    return [page.obj.objgen for page in pdf.pages].index(field.P.objgen)


def test_a_sealed_file_begins_with_the_file_that_was_given(
    original: bytes, dated: bytes, undated: bytes
) -> None:
    assert dated.startswith(original)
    assert undated.startswith(original)


def test_it_tells_who_sealed_it_when_and_how_well(house: House, original: bytes) -> None:
    made = house.sealed(original)
    assert (made.by, made.at, made.level) == (NAME, AT, "B-LTA")
    assert {made.fingerprint} == house.trust.own
    assert house.sealed(original, dated=False).level == "B-B"


@pytest.mark.parametrize("name", ["dated", "undated"])
def test_a_sealed_file_still_passes_both_checks_of_pdf_ua(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    file = written(tmp_path, "a.pdf", request.getfixturevalue(name))
    assert [row for row in outloud.check(str(file)).findings if row.severity == "error"] == []
    assert pdfua.validate(str(file)).findings == ()


def test_it_keeps_title_language_and_standards(dated: bytes) -> None:
    with pikepdf.open(io.BytesIO(dated)) as pdf:
        meta = pdf.open_metadata()
        assert meta["dc:title"] == "ALKE-keskustelut 2024"
        assert (meta["pdfuaid:part"], meta["pdfaid:part"]) == ("1", "2")
        assert meta["pdfaid:conformance"] == "A"
        assert str(pdf.Root.Lang) == "fi"


def test_the_seal_is_seen_where_the_paper_keeps_room_for_it(dated: bytes) -> None:
    with pikepdf.open(io.BytesIO(dated)) as pdf:
        field = widget(pdf)
        left, low, right, high = (int(edge) for edge in field.Rect)
        assert page_of(pdf, field) == len(pdf.pages) - 1
    assert (right - left, high - low) == (place.WIDTH, place.HEIGHT)
    made = subprocess.run(
        ["pdftotext", "-bbox", "-f", "2", "-", "-"], input=dated, capture_output=True
    ).stdout.decode()
    heading = next(line for line in made.splitlines() if ">sinetti<" in line)
    bottom = 595 - float(heading.split('yMax="')[1].split('"')[0])
    assert 0 < bottom - high < 12  # points below its heading


def test_the_seal_is_read_aloud_last_with_its_name_and_moment(dated: bytes) -> None:
    words = f"Sähköinen sinetti: {NAME}, 4.3.2024 klo\u00a011"
    with pikepdf.open(io.BytesIO(dated)) as pdf:
        field = widget(pdf)
        assert (str(field.TU), str(field.Contents)) == (words, words)
        tree = pdf.Root.StructTreeRoot
        element = tree.K[0].K[-1]
        assert (str(element.S), str(element.Alt)) == ("/Form", words)
        assert element.K.Obj.objgen == field.objgen
        number, leads_back = list(tree.ParentTree.Nums)[-2:]
        assert (int(number), leads_back.objgen) == (int(field.StructParent), element.objgen)
        assert int(tree.ParentTreeNextKey) == int(field.StructParent) + 1
        assert str(pdf.pages[1].Tabs) == "/S"


def test_its_looks_have_fonts_of_their_own(dated: bytes, tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(dated)) as pdf:
        fonts = widget(pdf).AP.N.Resources.Font
        files = [font.DescendantFonts[0].FontDescriptor.FontFile2 for font in fonts.values()]
    assert len(files) == 2
    picture = tmp_path / "page"
    command = ["pdftoppm", "-r", "40", "-f", "2", "-gray", "-", str(picture)]
    with_seal = subprocess.run(command, input=dated, check=True)
    assert with_seal.returncode == 0
    assert dark(picture.with_name("page-2.pgm")) > 100


def dark(picture: Path) -> int:
    """Points of the seal's place that are not white."""
    content = picture.read_bytes().split(b"\n", 3)
    width, _ = (int(part) for part in content[1].split())
    rows = [content[3][at : at + width] for at in range(0, len(content[3]), width)]
    middle = rows[len(rows) * 30 // 100 : len(rows) * 45 // 100]
    return sum(point < 200 for row in middle for point in row)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", f"Elektronisk stämpel: {NAME}, 4.3.2024 kl.\u00a011"),
        ("en", f"Electronic seal: {NAME}, 4\u00a0Mar\u00a02024 at\u00a011:00"),
    ],
)
def test_it_speaks_the_language_of_the_paper(house: House, language: str, words: str) -> None:
    page = Signatures((Approval("Avdelningschef"),))
    pdf = writer.write(replace(paper(), language=language, blocks=(*paper().blocks, page)))
    with pikepdf.open(io.BytesIO(house.sealed(pdf, dated=False).pdf)) as found:
        assert str(widget(found).TU) == words


def test_with_many_signatures_the_seal_stands_on_their_last_page(house: House) -> None:
    page = Signatures(tuple(Approval(f"Rooli {n}", "Maija Malli", "4.3.2024") for n in range(40)))
    pdf = writer.write(replace(paper(), landscape=False, blocks=(page,)))
    with pikepdf.open(io.BytesIO(house.sealed(pdf, dated=False).pdf)) as found:
        assert len(found.pages) > 2
        assert page_of(found, widget(found)) == len(found.pages) - 1
        assert int(widget(found).Rect[1]) > 0


def test_a_paper_without_room_for_it_is_sealed_unseen(house: House, tmp_path: Path) -> None:
    made = house.sealed(writer.write(paper())).pdf
    with pikepdf.open(io.BytesIO(made)) as pdf:
        field = widget(pdf)
        assert [int(edge) for edge in field.Rect] == [0, 0, 0, 0]
        assert int(field.F) & 2  # hidden
    file = written(tmp_path, "a.pdf", made)
    assert [row for row in outloud.check(str(file)).findings if row.severity == "error"] == []
    assert house.examined(made).is_valid


def test_nothing_may_be_changed_afterwards_and_nothing_is_sealed_twice(
    house: House, dated: bytes
) -> None:
    with pikepdf.open(io.BytesIO(dated)) as pdf:
        value = widget(pdf).V
        assert pdf.Root.Perms.DocMDP.objgen == value.objgen
        assert int(value.Reference[0].TransformParams.P) == 1
    with pytest.raises(SealTrouble, match=r"^the file cannot be sealed: .* filled already"):
        house.sealed(dated)


def test_a_seal_that_nobody_would_believe_is_not_set(house: House, original: bytes) -> None:
    loose = issued(Authority("Juuri"))
    bare = replace(loose, chain=())
    with pytest.raises(SealTrouble, match=r"^a certificate is not believed: .* no issuer"):
        seal(original, seal=bare, trust=house.trust, at=AT)


@pytest.mark.parametrize("days", [-2, 2])
def test_a_seal_is_not_set_outside_its_certificates_time(original: bytes, days: int) -> None:
    day = dt.timedelta(days=1)
    authority = Authority("Juuri", first=AT - day, last=AT + day)
    own = issued(authority)
    assert seal(original, seal=own, trust=trust_in(authority), at=AT).level == "B-B"
    with pytest.raises(
        SealTrouble, match=r"^a certificate is not believed: .*(not valid until|expired)"
    ):
        seal(original, seal=own, trust=trust_in(authority), at=AT + days * day)


def test_timestamps_that_nobody_would_believe_are_not_used(
    house: House, stranger: House, original: bytes
) -> None:
    own = issued(Authority("Juuri"))
    clock = local(stranger.files.timestamps, AT)
    with pytest.raises(SealTrouble, match=r"^a certificate is not believed: .* no issuer"):
        seal(original, seal=own, trust=Trust(()), at=AT, timestamps=clock)


@pytest.mark.parametrize("content", [b"", b"garbage", b"%PDF-1.7\nhalf"])
def test_what_is_no_pdf_is_not_sealed(house: House, content: bytes) -> None:
    with pytest.raises(SealTrouble, match=r"^the file cannot be sealed: "):
        house.sealed(content)
