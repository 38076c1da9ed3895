"""Filing a paper of Alke, approving and sealing it, and checking any signed file."""

import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alke.base import files
from alke.domain.documents.models import Document, DocumentFile
from tests.cast import Cast, ClientFor
from tests.factories.signed import signed_elsewhere

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample"),
    pytest.mark.either_database,  # what is checked is the answer
]

MAKE = "/2024/ita/asiakirjat/laadi/"
CHECK = "/tarkistus/"


def membership(cast: Cast, account: str) -> str:
    return str(cast.user(account).memberships.get(role__in=["owner", "coordinator"]).pk)


def sent(cast: Cast, *accounts: str, **changes: str) -> dict[str, str]:
    """What the form of a sheet sends."""
    chosen = {f"approver{n}": membership(cast, who) for n, who in enumerate(accounts, start=1)}
    return {"paper": "sheet:1", "language": "fi", "note": ""} | chosen | changes


def sealed(client_for: ClientFor, cast: Cast) -> Document:
    """A sheet that the owner has filed, approved and thereby sealed."""
    owner = client_for("vastuuhenkilo-ita")
    owner.post(MAKE, sent(cast, "vastuuhenkilo-ita"))
    document = Document.objects.get()
    owner.post(f"/asiakirjat/{document.pk}/hyvaksy/")
    return document


def upload(data: bytes, name: str = "paperi.pdf") -> dict[str, object]:
    return {"tiedosto": SimpleUploadedFile(name, data, "application/pdf")}


def test_a_paper_of_alke_is_filed_as_word_and_pdf(client_for: ClientFor, cast: Cast) -> None:
    response = client_for("vastuuhenkilo-ita").post(MAKE, sent(cast), follow=True)
    document = Document.objects.get()
    assert response.redirect_chain == [(f"/asiakirjat/{document.pk}/", 302)]
    names = list(DocumentFile.objects.values_list("name", flat=True))
    assert names == ["alke-2024-ita-sapluuna-1.docx", "alke-2024-ita-sapluuna-1.pdf"]


def test_filing_the_same_again_says_that_nothing_has_changed(
    client_for: ClientFor, cast: Cast
) -> None:
    owner = client_for("vastuuhenkilo-ita")
    owner.post(MAKE, sent(cast))
    response = owner.post(MAKE, sent(cast, note="Uusi versio, kiitos."))
    page = response.content.decode()
    assert response.status_code == 403
    assert "Mikään ei ole muuttunut version 1 jälkeen." in page
    assert 'value="Uusi versio, kiitos."' in page


def test_the_last_approval_sets_the_seal(client_for: ClientFor, cast: Cast) -> None:
    owner = client_for("vastuuhenkilo-ita")
    owner.post(MAKE, sent(cast, "vastuuhenkilo-ita", "koordinaattori"))
    address = f"/asiakirjat/{Document.objects.get().pk}/"
    assert "Hyväksy asiakirja" in owner.get("/").content.decode()
    assert client_for("koordinaattori").post(f"{address}hyvaksy/").status_code == 403
    owner.post(f"{address}hyvaksy/")
    page = client_for("koordinaattori").post(f"{address}hyvaksy/", follow=True).content.decode()
    assert "Kaikki ovat hyväksyneet. Asiakirja on sinetöity." in page
    assert client_for("kainuu").get(f"{address}1/sealed/").content.startswith(b"%PDF-")


def test_a_refusal_without_a_reason_is_asked_for_it(client_for: ClientFor, cast: Cast) -> None:
    owner = client_for("vastuuhenkilo-ita")
    owner.post(MAKE, sent(cast, "vastuuhenkilo-ita"))
    address = f"/asiakirjat/{Document.objects.get().pk}/"
    response = owner.post(f"{address}hylkaa/", {"syy": " "})
    assert response.status_code == 403
    assert "Kirjoita syy." in response.content.decode()
    page = owner.post(f"{address}hylkaa/", {"syy": "Luku puuttuu."}, follow=True).content.decode()
    assert "Luku puuttuu." in page
    assert "Hyväksy versio" not in page


def test_anybody_can_check_a_file_that_alke_has_sealed(
    client: Client, client_for: ClientFor, cast: Cast
) -> None:
    document = sealed(client_for, cast)
    data = files.read(DocumentFile.objects.get(form="sealed").digest)
    page = client.post(CHECK, upload(data)).content.decode()
    assert "Alken sinetöimä, eheä ja voimassa" in page
    assert f"/asiakirjat/{document.pk}/" not in page  # the public may not see it
    seen = client_for("kainuu").post(CHECK, upload(data)).content.decode()
    assert f"/asiakirjat/{document.pk}/" in seen


def test_an_altered_file_is_called_altered(
    client: Client, client_for: ClientFor, cast: Cast
) -> None:
    sealed(client_for, cast)
    data = bytearray(files.read(DocumentFile.objects.get(form="sealed").digest))
    data[len(data) // 4] ^= 1
    page = client.post(CHECK, upload(bytes(data))).content.decode()
    assert "Muutettu" in page


def test_a_file_without_a_signature_is_said_to_have_none(
    client: Client, client_for: ClientFor, cast: Cast
) -> None:
    client_for("vastuuhenkilo-ita").post(MAKE, sent(cast))
    data = files.read(DocumentFile.objects.get(form="pdf").digest)
    page = client.post(CHECK, upload(data)).content.decode()
    assert "Ei allekirjoitettu" in page


def test_what_is_no_pdf_is_said_to_be_none(client: Client) -> None:
    page = client.post(CHECK, upload(b"Hei", "hei.pdf")).content.decode()
    assert "Ei PDF-tiedosto" in page


def test_no_file_is_asked_for(client: Client) -> None:
    response = client.post(CHECK, {})
    assert response.status_code == 422
    assert "Valitse ensin PDF-tiedosto." in response.content.decode()


def test_a_document_is_checked_from_its_page_by_who_may_see_it(
    client: Client, client_for: ClientFor, cast: Cast
) -> None:
    document = sealed(client_for, cast)
    asked = {"asiakirja": str(document.pk), "versio": "1", "muoto": "sealed"}
    assert client.post(CHECK, asked).status_code == 404
    page = client_for("vm").post(CHECK, asked).content.decode()
    assert "Alken sinetöimä, eheä ja voimassa" in page


def test_more_checks_than_a_person_makes_are_put_off(client: Client) -> None:
    codes = [client.post(CHECK, upload(b"Hei")).status_code for _n in range(11)]
    assert codes == [200] * 10 + [429]


def test_pdfsig_and_the_page_agree_on_an_altered_file(
    client: Client, client_for: ClientFor, cast: Cast, tmp_path: object
) -> None:
    sealed(client_for, cast)
    data = bytearray(files.read(DocumentFile.objects.get(form="sealed").digest))
    data[len(data) // 4] ^= 1
    path = tmp_path / "altered.pdf"  # type: ignore[operator]
    path.write_bytes(bytes(data))
    done = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True)
    assert "Signature is Valid." not in done.stdout
    assert "Muutettu" in client.post(CHECK, upload(bytes(data))).content.decode()


def test_a_paper_signed_elsewhere_is_filed_shown_and_checked(
    client: Client, client_for: ClientFor, cast: Cast
) -> None:
    owner = client_for("vastuuhenkilo-ita")
    owner.post(MAKE, sent(cast))
    address = f"/asiakirjat/{Document.objects.get().pk}/"
    data = signed_elsewhere(files.read(DocumentFile.objects.get(form="pdf").digest))
    page = owner.post(f"{address}allekirjoitettu/", upload(data), follow=True).content.decode()
    assert "Allekirjoitettu tiedosto on liitetty versioon." in page
    seen = client_for("kainuu").get(address).content.decode()
    assert "Ylijohtaja, Allekirjoituspalvelu" in seen
    assert "Sivut ovat asiakirjan omat." in seen
    assert "Liitä allekirjoitettu PDF" not in seen
    told = client_for("kainuu").post(CHECK, upload(data)).content.decode()
    assert "asiakirjan allekirjoitettuna muotona" in told
    assert address in told
    assert address not in client.post(CHECK, upload(data)).content.decode()


def test_an_unsigned_file_is_refused_where_a_signed_one_is_asked_for(
    client_for: ClientFor, cast: Cast
) -> None:
    owner = client_for("vastuuhenkilo-ita")
    owner.post(MAKE, sent(cast))
    data = files.read(DocumentFile.objects.get(form="pdf").digest)
    address = f"/asiakirjat/{Document.objects.get().pk}/allekirjoitettu/"
    response = owner.post(address, upload(data) | {"luettu": "1"})
    assert response.status_code == 422
    assert "Tiedostossa ei ole sähköistä allekirjoitusta." in response.content.decode()
    assert not DocumentFile.objects.filter(form="signed").exists()
