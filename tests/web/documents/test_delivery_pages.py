"""The pages of delivery: before a version goes out, the record of it, and the signed link."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from alke.domain.documents.delivery_link import token_of
from alke.domain.documents.delivery_models import Delivery
from alke.domain.documents.models import DocumentVersion
from alke.domain.documents.operations import register_version, renew_document
from alke.domain.notices.models import Mail
from alke.domain.rounds.models import Discussion
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.deliveries import delivered, registered, send
from tests.factories.documents import PAPER, new_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
Outbox = list[EmailMessage]
OWNER = "vastuuhenkilo-ita"


@pytest.fixture
def east(cast: Cast) -> Discussion:
    """The joint discussion of the East."""
    return Discussion.objects.select_related("round").get(round__year=2024, slug="ita")


@pytest.fixture
def version(east: Discussion, cast: Cast) -> DocumentVersion:
    """A registered paper of the public class, shown to nobody outside yet."""
    return registered(east, cast[OWNER])


def record(version: DocumentVersion) -> str:
    return f"/asiakirjat/{version.document_id}/{version.number}/jakelu/"


def link_of(version: DocumentVersion, slug: str = "vm") -> str:
    row = Delivery.objects.filter(version=version, organisation__slug=slug).earliest("pk")
    return f"/toimitus/{token_of(row)}/"


def test_the_page_of_a_registered_paper_leads_to_delivering_it(
    client_for: ClientFor, version: DocumentVersion
) -> None:
    address = f'href="{record(version)}toimita/"'
    page = f"/asiakirjat/{version.document_id}/"
    assert address in client_for(OWNER).get(page).content.decode()
    assert address not in client_for("kainuu").get(page).content.decode()


def test_everybody_who_will_get_it_is_shown_before_anything_is_sent(
    client_for: ClientFor, version: DocumentVersion, mailoutbox: Outbox
) -> None:
    page = client_for(OWNER).get(f"{record(version)}toimita/").content.decode()
    assert "Valtiovarainministeriö" in page
    assert "Österbottens förbund" in page or "Pohjanmaan liitto" in page
    assert "14 taholla ei ole osoitetta" in page or "taholla ei ole osoitetta" in page
    assert not Delivery.objects.exists()
    assert mailoutbox == []


def test_delivering_notes_the_mails_and_the_record_shows_when_they_are_sent(
    client_for: ClientFor, version: DocumentVersion, mailoutbox: Outbox
) -> None:
    response = client_for(OWNER).post(f"{record(version)}toimita/", follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [(record(version), 302)]
    waiting = Delivery.objects.filter(state="waiting").count()
    assert f"{waiting} viestiä on lähdössä." in page
    assert 'hx-trigger="every 3s"' in page
    assert mailoutbox == []
    assert send().sent == len(mailoutbox) == waiting > 20
    page = client_for(OWNER).get(record(version)).content.decode()
    assert Delivery.objects.filter(state="sent").count() == waiting
    assert "hx-trigger" not in page
    assert "vm@vm.example" in page


def test_a_second_press_of_the_button_sends_nothing_and_says_why(
    client_for: ClientFor, version: DocumentVersion, mailoutbox: Outbox
) -> None:
    client = client_for(OWNER)
    client.post(f"{record(version)}toimita/")
    send()
    before = len(mailoutbox)
    response = client.post(f"{record(version)}toimita/")
    assert response.status_code == 403
    assert "Kaikki jakelulistalla olevat" in response.content.decode()
    send()
    assert len(mailoutbox) == before


def test_the_other_side_reads_the_record_and_delivers_nothing(
    client_for: ClientFor, cast: Cast, version: DocumentVersion
) -> None:
    delivered(version, cast[OWNER])
    page = client_for("kainuu").get(record(version)).content.decode()
    assert "vm@vm.example" in page
    assert "Kirjaa palautus" not in page


def test_a_guest_does_not_read_who_got_a_public_paper(
    client_for: ClientFor, cast: Cast, version: DocumentVersion
) -> None:
    delivered(version, cast[OWNER])
    DocumentVersion.objects.update(stage="public")
    response = client_for("ely-lappi").get(record(version))
    assert response.status_code == 403
    assert "vm@vm.example" not in response.content.decode()
    page = client_for("ely-lappi").get(f"/asiakirjat/{version.document_id}/").content.decode()
    assert record(version) not in page


def test_the_link_shows_the_version_with_its_files_to_who_has_no_account(
    client: Client, cast: Cast, version: DocumentVersion
) -> None:
    delivered(version, cast[OWNER])
    address = link_of(version)
    response = client.get(address)
    page = response.content.decode()
    assert "Taustamuistio" in page
    assert "VN/1/2024-TEM-7" in page
    assert f"/asiakirjat/{version.document_id}/" not in page
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    file = client.get(f"{address}pdf/")
    assert file.content == PAPER
    assert file["Cache-Control"] == "private, no-store"


def test_the_record_tells_when_the_link_was_first_opened(
    client: Client, client_for: ClientFor, cast: Cast, version: DocumentVersion, at: SetClock
) -> None:
    delivered(version, cast[OWNER])
    client.head(link_of(version))
    assert not Delivery.objects.exclude(opened_at=None).exists()
    at("2024-03-05 08:30")
    client.get(link_of(version))
    at("2024-03-06 12:00")
    client.get(link_of(version))
    page = client_for(OWNER).get(record(version)).content.decode()
    assert ">ti 5.3.2024 klo 8.30<" in page.replace("\xa0", " ")
    assert ">ke 6.3.2024 klo" not in page.replace("\xa0", " ")


def test_the_link_of_an_earlier_version_says_that_a_later_one_has_been_sent(
    client: Client, client_for: ClientFor, cast: Cast, version: DocumentVersion
) -> None:
    delivered(version, cast[OWNER])
    newer = renew_document(version.document, new_file(PAPER + b"%"), by=cast[OWNER])
    register_version(newer, number="", publicity="public", by=cast[OWNER])
    told = "Versio 2 tästä asiakirjasta on lähetetty teille myöhemmin."
    assert told not in client.get(link_of(version)).content.decode()
    delivered(newer, cast[OWNER])
    assert told in client.get(link_of(version)).content.decode()
    assert client.get(f"{link_of(version)}pdf/").content == PAPER
    assert "korvaa version 1" in client_for(OWNER).get(record(newer)).content.decode()


def test_a_link_ends_after_half_a_year(
    client: Client, cast: Cast, version: DocumentVersion, at: SetClock
) -> None:
    delivered(version, cast[OWNER])
    address = link_of(version)
    at("2024-08-31 23:59")
    assert client.head(address).status_code == 200
    at("2024-09-01 00:00")
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 410
    assert "Linkki ei ole enää voimassa" in page
    assert "Taustamuistio" not in page
    assert client.get(f"{address}pdf/").status_code == 404
    assert not Delivery.objects.exclude(opened_at=None).exists()


@pytest.mark.parametrize("change", ["x", "%00", "."])
def test_a_forged_link_opens_nothing(
    client: Client, cast: Cast, version: DocumentVersion, change: str
) -> None:
    delivered(version, cast[OWNER])
    address = link_of(version).removesuffix("/")
    assert client.get(f"{address}{change}/").status_code == 404
    assert client.get(f"{address}{change}/pdf/").status_code == 404


def test_the_files_of_a_secret_paper_want_signing_in(
    client: Client, client_for: ClientFor, east: Discussion, cast: Cast
) -> None:
    version = registered(east, cast[OWNER], "secret", "JulkL 24 § 1 mom. 20 k")
    delivered(version, cast[OWNER])
    address = link_of(version)
    page = client.get(address).content.decode()
    assert "Taustamuistio" not in page
    assert f'href="/kirjaudu/?next=/asiakirjat/{version.document_id}/"' in page
    assert client.get(f"{address}pdf/").status_code == 404
    assert client_for("vm").get(f"{address}pdf/").status_code == 404
    assert (
        f'href="/asiakirjat/{version.document_id}/"'
        in client_for("vm").get(address).content.decode()
    )


def test_a_returned_mail_is_noted_in_the_record(
    client_for: ClientFor, cast: Cast, version: DocumentVersion
) -> None:
    row = delivered(version, cast[OWNER])[0]
    sent = {"toimitus": str(row.pk), "syy": "Osoitetta ei ole."}
    page = client_for(OWNER).post(f"{record(version)}palautui/", sent, follow=True).content.decode()
    assert "Osoitetta ei ole." in page
    assert Delivery.objects.get(pk=row.pk).state == "bounced"


def test_a_return_without_a_reason_or_of_another_paper_is_not_noted(
    client_for: ClientFor, cast: Cast, east: Discussion, version: DocumentVersion
) -> None:
    row = delivered(version, cast[OWNER])[0]
    address = f"{record(version)}palautui/"
    response = client_for(OWNER).post(address, {"toimitus": str(row.pk), "syy": ""})
    assert response.status_code == 403
    assert "Kerro, miksi viesti palautui." in response.content.decode()
    other = delivered(registered(east, cast[OWNER]), cast[OWNER])[0]
    response = client_for(OWNER).post(address, {"toimitus": str(other.pk), "syy": "Ei ole."})
    assert response.status_code == 422
    assert not Delivery.objects.filter(state="bounced").exists()


def test_what_was_not_sent_is_sent_by_its_button(
    client_for: ClientFor, cast: Cast, version: DocumentVersion, mailoutbox: Outbox
) -> None:
    delivered(version, cast[OWNER])
    row = Delivery.objects.filter(version=version).earliest("pk")
    Delivery.objects.filter(pk=row.pk).update(state="failed", sent_at=None, reason="550")
    Mail.objects.filter(delivery=row).update(state="failed", sent_at=None)
    client = client_for(OWNER)
    assert "Yhtä viestiä ei voitu lähettää." in client.get(record(version)).content.decode()
    del mailoutbox[:]
    page = client.post(f"{record(version)}laheta/", follow=True).content.decode()
    assert "Yksi viesti on lähdössä." in page
    send()
    assert [mail.to for mail in mailoutbox] == [[row.address]]
    assert "ei voitu lähettää" not in client.get(record(version)).content.decode()


def test_the_administrator_gives_the_address_of_a_registry(client_for: ClientFor) -> None:
    client = client_for("yllapito")
    page = client.get("/organisaatiot/ely-hame/muokkaa/").content.decode()
    assert "Kirjaamon sähköposti" in page
