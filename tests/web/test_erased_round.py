"""Pages and lists of a round whose personal data was erased: roles, and no names (R17)."""

import io
import zipfile

import pytest
from django.test import Client

from alke.domain.documents.delivery_link import token_of
from alke.domain.documents.delivery_models import Delivery
from alke.domain.documents.models import Document
from alke.domain.imports.models import WordImport
from alke.domain.notices.models import Mail
from alke.domain.retention.operations import erase_due
from tests.cast import ClientFor
from tests.conftest import SetClock
from tests.domain.retention.conftest import DUE
from tests.factories.known import make_known

pytestmark = pytest.mark.django_db
PERSON = ("Mallikas", "maija.")
COORDINATOR = "koordinaattori"


@pytest.fixture(autouse=True)
def _erased(world: None, at: SetClock) -> None:
    at("2024-03-20 12:00")
    make_known()
    at(DUE)
    erase_due(at=DUE)


def text(client: Client, page: str, status: int = 200) -> str:
    """The page as it is sent; it names nobody."""
    answer = client.get(page)
    assert answer.status_code == status
    found = answer.content
    if found.startswith(b"PK"):  # Word and Excel files are packed
        with zipfile.ZipFile(io.BytesIO(found)) as packed:
            found = b"".join(map(packed.read, packed.namelist()))
    assert not [word for word in PERSON if word.encode() in found]
    return found.decode(errors="replace")


def test_the_list_of_participants_shows_roles(client_for: ClientFor) -> None:
    page = text(client_for(COORDINATOR), "/2024/ita/osallistujat/")
    assert "Maakuntajohtaja" in page
    assert "1 henkilö, 1 organisaatio" in page


@pytest.mark.parametrize("form", ["csv", "xlsx", "docx"])
def test_the_lists_to_take_along_are_still_made(client_for: ClientFor, form: str) -> None:
    assert "Maakuntajohtaja" in text(client_for(COORDINATOR), f"/2024/ita/osallistujat.{form}")


@pytest.mark.parametrize(
    "page",
    [
        "/2024/ita/",
        "/2024/ita/osallistujat/kutsut/",
        "/2024/ita/asialista/tiedoksianto/",
        "/2024/",
        "/",
    ],
)
def test_the_other_pages_of_the_round_open(client_for: ClientFor, page: str) -> None:
    text(client_for(COORDINATOR), page)


def test_the_record_of_notice_tells_people_apart_without_naming_them(
    client_for: ClientFor,
) -> None:
    assert "henkilö 1," in text(client_for(COORDINATOR), "/2024/ita/asialista/tiedoksianto/")
    text(client_for(COORDINATOR), "/2024/ita/asialista/tiedoksianto.docx")


def test_a_list_says_why_its_files_are_gone_and_nothing_more_is_done_with_it(
    client_for: ClientFor,
) -> None:
    gone, kept = (Document.objects.get(kind=kind) for kind in ("participants", "agenda"))
    client = client_for(COORDINATOR)
    page = text(client, f"/asiakirjat/{gone.pk}/")
    assert (
        "Tiedostoista näki, ketkä osallistuivat. Ne poistettiin, kun niiden aika oli tullut."
        in page
    )
    assert "/1.pdf" not in page
    assert "Julkaise versio" not in page
    assert client.post(f"/asiakirjat/{gone.pk}/julkaise/").status_code == 403
    assert "Julkaise versio" in client.get(f"/asiakirjat/{kept.pk}/").content.decode()


def test_the_link_of_a_delivered_list_has_ended(client: Client) -> None:
    delivery = Delivery.objects.filter(version__document__kind="participants").first()
    assert delivery is not None
    Delivery.objects.filter(pk=delivery.pk).update(at=DUE)
    text(client, f"/toimitus/{token_of(delivery)}/", status=410)


def test_a_mail_says_that_it_was_emptied_and_is_not_sent_again(client_for: ClientFor) -> None:
    mail = Mail.objects.filter(about__startswith="participant:").get()
    client = client_for(COORDINATOR)
    assert "Viestin vastaanottaja ja teksti on poistettu." in text(client, f"/viestit/{mail.pk}/")
    text(client, f"/viestit/{mail.pk}/html/")
    assert "Alke: kutsu" in text(client, "/viestit/")
    Mail.objects.filter(pk=mail.pk).update(state="failed")
    assert client.post(f"/viestit/{mail.pk}/uudelleen/").status_code == 403


def test_a_file_that_was_to_be_reviewed_is_said_to_be_decided(client_for: ClientFor) -> None:
    page = WordImport.objects.select_related("topic__discussion__round").get().get_absolute_url()
    assert client_for("kainuu").get(page, follow=True).status_code == 200


def test_the_record_of_changes_tells_it(client_for: ClientFor) -> None:
    page = text(client_for("yllapito"), "/muutosloki/")
    assert "poisti kierroksen henkilötietoja" in page


def test_the_page_on_privacy_says_for_how_long(client: Client) -> None:
    page = client.get("/tietosuoja/").content.decode()
    assert "poistetaan kahden vuoden kuluttua kierroksen viimeisestä päivästä" in page
