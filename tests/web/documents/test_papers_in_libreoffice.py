"""Every kind of produced document opens in LibreOffice, which finds in it what Alke wrote."""

import pytest

from alke.base.papers.word.reader import read
from tests.base.papers.test_word_libreoffice import untitled
from tests.cast import ClientFor
from tests.libreoffice import LibreOffice

pytestmark = [pytest.mark.usefixtures("sample"), pytest.mark.either_database]
EVENT = "/2023/yhteistilaisuus"


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize(
    "page",
    [
        "/2024/kirje",
        "/2024/ita/asialista",
        "/2024/ita/yhteyshenkilot",
        "/2024/seuranta/helmikuu-2024",
        f"{EVENT}/asialista",
        f"{EVENT}/asialista/tiedoksianto",
        f"{EVENT}/johtopaatokset",
    ],
)
def test_a_document_opened_and_saved_is_the_same(
    client_for: ClientFor, libreoffice: LibreOffice, page: str, language: str
) -> None:
    made = client_for("koordinaattori").get(f"{page}.docx?kieli={language}").content
    saved = libreoffice.resave(made)
    assert untitled(read(saved)) == untitled(read(made))
