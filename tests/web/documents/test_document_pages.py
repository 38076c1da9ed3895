"""The pages of documents: folders, filing, versions, registering and publishing, files."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from alke.domain.documents.models import Document, DocumentVersion
from alke.domain.rounds.models import Discussion
from tests.cast import Cast, ClientFor
from tests.factories.documents import PAPER, filed, new_file
from tests.files import content_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

FOLDERS = "/2024/ita/asiakirjat/"


@pytest.fixture
def east(cast: Cast) -> Discussion:
    """The joint discussion of the East."""
    return Discussion.objects.select_related("round").get(round__year=2024, slug="ita")


def paper(name: str = "Tausta muistio.pdf", data: bytes = PAPER) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data, "application/octet-stream")


def form(**changes: object) -> dict[str, object]:
    """What is typed with a paper."""
    typed = {
        "tiedosto": paper(),
        "title": "Taustamuistio",
        "folder": "material",
        "language": "fi",
        "note": "Liikennejärjestelmästä.",
    }
    return typed | changes


def test_a_filed_paper_stands_in_its_folder_with_a_link_to_its_file(client_for: ClientFor) -> None:
    client = client_for("kainuu")
    response = client.post(f"{FOLDERS}lisaa/", form(), follow=True)
    document = Document.objects.get()
    assert response.redirect_chain == [(f"/asiakirjat/{document.pk}/", 302)]
    assert f'href="/asiakirjat/{document.pk}/1/pdf/"' in client.get(FOLDERS).content.decode()
    file = client.get(f"/asiakirjat/{document.pk}/1/pdf/")
    assert file.content == PAPER
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"] == 'attachment; filename="Tausta muistio.pdf"'


def test_a_large_file_comes_in_pieces(client_for: ClientFor, east: Discussion, cast: Cast) -> None:
    data = bytes(range(256)) * 2400
    version = filed(east, cast["kainuu"], new_file(data))
    file = client_for("kainuu").get(f"/asiakirjat/{version.document_id}/1/pdf/")
    assert file.streaming
    assert content_of(file) == data
    assert file["Content-Length"] == str(len(data))


def test_a_form_without_a_file_keeps_what_was_typed(client_for: ClientFor) -> None:
    response = client_for("kainuu").post(f"{FOLDERS}lisaa/", form(tiedosto=""))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Valitse ensin tiedosto." in page
    assert 'value="Taustamuistio"' in page
    assert not Document.objects.exists()


def test_a_form_without_a_title_says_so_at_the_field(client_for: ClientFor) -> None:
    response = client_for("kainuu").post(f"{FOLDERS}lisaa/", form(title=" "))
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()
    assert not Document.objects.exists()


def test_the_form_offers_the_folder_of_the_letter_to_the_coordinator_only(
    client_for: ClientFor,
) -> None:
    offered = '<option value="letter"'
    assert offered in client_for("koordinaattori").get("/2024/asiakirjat/lisaa/").content.decode()
    assert offered not in client_for("kainuu").get("/2024/asiakirjat/lisaa/").content.decode()


@pytest.mark.parametrize(
    ("scanner", "told"), [(None, "koko ja makrot."), ("/run/clamd", "koko, makrot ja virukset.")]
)
def test_the_form_tells_of_viruses_where_somebody_looks_for_them(
    client_for: ClientFor, settings: Settings, scanner: str | None, told: str
) -> None:
    settings.CLAMD = scanner
    assert told in client_for("kainuu").get(f"{FOLDERS}lisaa/").content.decode()


def test_the_folders_of_discussions_stand_in_the_order_of_the_round(client_for: ClientFor) -> None:
    page = client_for("koordinaattori").get("/2024/asiakirjat/").content.decode()
    slugs = ("webinaari", "lansi", "ita", "pohjoinen", "etela", "uusimaa", "lappi")
    places = [page.index(f'"/2024/{slug}/asiakirjat/"') for slug in slugs]
    assert places == sorted(places)


def test_the_public_is_told_that_there_are_no_documents_yet(client: Client) -> None:
    page = client.get(FOLDERS).content.decode()
    assert "Asiakirjoja ei ole vielä" in page
    assert "Lisää asiakirja" not in page


def test_a_new_version_is_added_on_the_page_of_the_document(
    client_for: ClientFor, east: Discussion, cast: Cast
) -> None:
    document = filed(east, cast["kainuu"]).document
    sent = {"tiedosto": paper(data=PAPER + b"%"), "huomautus": "Luku 2."}
    response = client_for("kainuu").post(
        f"/asiakirjat/{document.pk}/uusi-versio/", sent, follow=True
    )
    page = response.content.decode()
    assert page.index("Versio 2") < page.index("Versio 1")
    assert "Luku 2." in page


def test_the_same_file_again_is_refused_with_what_was_typed(
    client_for: ClientFor, east: Discussion, cast: Cast
) -> None:
    document = filed(east, cast["kainuu"], new_file()).document
    sent = {"tiedosto": paper(), "huomautus": "Luku 2."}
    response = client_for("kainuu").post(f"/asiakirjat/{document.pk}/uusi-versio/", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "juuri tämä tiedosto" in page
    assert 'value="Luku 2."' in page


def test_a_version_is_registered_and_published_step_by_step(
    client_for: ClientFor, client: Client, east: Discussion, cast: Cast
) -> None:
    document = filed(east, cast["kainuu"]).document
    owner = client_for("vastuuhenkilo-ita")
    address = f"/asiakirjat/{document.pk}/"
    assert owner.post(f"{address}julkaise/").status_code == 403
    sent = {"diaarinumero": "VN/18234/2023-TEM-21", "julkisuus": "public"}
    assert owner.post(f"{address}rekisteroi/", sent).status_code == 302
    assert client.get(address).status_code == 404
    assert owner.post(f"{address}julkaise/").status_code == 302
    assert "VN/18234/2023-TEM-21" in client.get(address).content.decode()
    assert client.get(f"{address}1/pdf/").content == PAPER


def test_secrecy_without_its_ground_is_refused_and_keeps_the_number(
    client_for: ClientFor, east: Discussion, cast: Cast
) -> None:
    document = filed(east, cast["kainuu"]).document
    sent = {"diaarinumero": "VN/1", "julkisuus": "secret", "peruste": ""}
    response = client_for("vastuuhenkilo-ita").post(f"/asiakirjat/{document.pk}/rekisteroi/", sent)
    page = response.content.decode()
    assert response.status_code == 403
    assert "lainkohta" in page
    assert 'value="VN/1"' in page
    assert DocumentVersion.objects.get().stage == "shared"


def test_a_removed_draft_leads_back_to_the_folders(
    client_for: ClientFor, east: Discussion, cast: Cast
) -> None:
    document = filed(east, cast["kainuu"], as_draft=True).document
    response = client_for("kainuu").post(f"/asiakirjat/{document.pk}/poista/")
    assert response["Location"] == FOLDERS


def test_a_folder_comes_as_one_zip_with_every_name_once(
    client_for: ClientFor, east: Discussion, cast: Cast
) -> None:
    filed(east, cast["kainuu"], title="A")
    filed(east, cast["kainuu"], new_file(b"other"), title="B")
    response = client_for("vm").get(f"{FOLDERS}material.zip")
    with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
        found = {name: packed.read(name) for name in packed.namelist()}
    assert found == {"paperi.pdf": PAPER, "paperi (2).pdf": b"other"}
    assert response["Content-Disposition"] == 'attachment; filename="alke-2024-ita-material.zip"'


def test_the_zip_of_the_public_has_no_shared_paper(
    client: Client, east: Discussion, cast: Cast
) -> None:
    filed(east, cast["kainuu"])
    assert client.get(f"{FOLDERS}material.zip").status_code == 404


def test_drafts_are_named_on_the_page_of_their_own_side_only(
    client_for: ClientFor, east: Discussion, cast: Cast
) -> None:
    filed(east, cast["kainuu"], title="Maakuntien oma luonnos", as_draft=True)
    assert "Maakuntien oma luonnos" in client_for("kainuu").get(FOLDERS).content.decode()
    assert "Maakuntien oma luonnos" not in client_for("vm").get(FOLDERS).content.decode()
