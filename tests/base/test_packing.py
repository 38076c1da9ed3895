"""ZIP files: the same files give the same bytes, names are safe and stand once."""

import io
import zipfile

import pytest

from alke.base.packing import LONGEST, Pack, clean_name, clean_path


def packed(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    pack = Pack(out)
    for path, data in files:
        pack.add(path, data)
    pack.close()
    return out.getvalue()


def names(packed: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(packed)).namelist()


def test_the_same_files_give_the_same_bytes() -> None:
    files = (("Kierros/kirje.pdf", b"%PDF" * 100), ("Kierros/kirje.docx", b"PK"))
    assert packed(*files) == packed(*files)


def test_a_second_file_of_a_name_gets_a_number_whatever_its_letters() -> None:
    made = packed(("a/Muistio.pdf", b"1"), ("a/muistio.pdf", b"2"), ("b/muistio.pdf", b"3"))
    assert names(made) == ["a/Muistio.pdf", "a/muistio (2).pdf", "b/muistio.pdf"]


def test_a_number_that_is_taken_is_passed_over() -> None:
    made = packed(("a.pdf", b"1"), ("a (2).pdf", b"2"), ("a.pdf", b"3"))
    assert names(made) == ["a.pdf", "a (2).pdf", "a (3).pdf"]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Itäinen Suomi: 1/2.pdf", "Itäinen Suomi- 1-2.pdf"),
        ("..", "-"),
        ("50 % valmis\n.pdf", "50 - valmis-.pdf"),
        ("a\u0308.pdf", "ä.pdf"),
        (" con. ", "con"),
    ],
)
def test_names_are_made_safe_for_every_system(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_a_long_name_keeps_its_ending() -> None:
    name = clean_name("ä" * 300 + ".docx")
    assert (len(name), name[-6:]) == (LONGEST, "ä.docx")


def test_no_path_leads_out_of_the_package() -> None:
    assert clean_path("../../etc/passwd") == "-/-/etc/passwd"
