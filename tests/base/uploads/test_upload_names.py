"""The name under which a file is kept, by what it is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alke.base.richtext import BadInput
from alke.base.uploads.inspection import inspect
from alke.base.uploads.kinds import JPEG, PDF
from alke.base.uploads.names import named
from tests.base.uploads.upload_files import MISNAMED, pdf, picture, why


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Muistio.pdf", "Muistio.pdf"),
        ("MUISTIO.PDF", "MUISTIO.pdf"),
        ("Muistio", "Muistio.pdf"),
        ("Muistio 4.3.2024", "Muistio 4.3.2024.pdf"),
        ("lasku.exe.pdf", "lasku.exe.pdf"),
        ("C:\\Users\\maija\\Muistio.pdf", "Muistio.pdf"),
        ("../../etc/Muistio.pdf", "Muistio.pdf"),
        ("  Pöytä\n kirja \x07.pdf", "Pöytä kirja.pdf"),
        ("Muistio\u202efdp.pdf", "Muistiofdp.pdf"),
        ("Pa\u0308iva\u0308.pdf", "Päivä.pdf"),
        ('Mitä: "nyt"?.pdf', "Mitä- -nyt--.pdf"),
        ("", "tiedosto.pdf"),
        (".pdf", "pdf.pdf"),
        ("...", "tiedosto.pdf"),
        ("nul.pdf", "_nul.pdf"),
        ("COM1", "_COM1.pdf"),
        ("ä" * 300 + ".pdf", "ä" * 90 + ".pdf"),
    ],
)
def test_a_name_is_cleaned_and_ends_as_its_content_says(given_name: str, kept: str) -> None:
    assert named(given_name, PDF) == kept


@given(st.text(max_size=300))
@example("a." * 300)
@example("/" * 300)
def test_every_name_becomes_a_short_line_or_is_refused(name: str) -> None:
    try:
        kept = named(name, PDF)
    except BadInput:
        return
    assert kept.endswith(".pdf")
    assert kept.isprintable()
    assert len(kept.encode()) < 200
    assert not set(kept) & set('/\\<>:"|?*')
    assert named(kept, PDF) == kept


@pytest.mark.parametrize("name", ["a.jpeg", "a.JPG", "a.jfif", "a.jpe", "a"])
def test_endings_that_mean_the_same_become_the_usual_one_without_a_word(name: str) -> None:
    found = inspect(name, picture("JPEG"))
    assert (found.name, found.notes) == ("a.jpg", ())


def test_a_picture_under_the_ending_of_another_is_set_right_and_told() -> None:
    found = inspect("kartta.png", picture("JPEG"))
    assert (found.name, found.media_type) == ("kartta.jpg", JPEG.media_type)
    assert found.notes == ("Tiedoston nimen pääte oikaistiin: .jpg.",)


@pytest.mark.parametrize("ending", [".docx", ".exe", ".html", ".png", ".pdf2"])
def test_an_ending_that_misleads_is_refused(ending: str) -> None:
    said = why(f"muistio{ending}", pdf())
    assert said.startswith(MISNAMED % (ending, ".pdf"))
    assert said.endswith("anna sille pääte .pdf ja tuo se uudelleen.")
