"""What a person does by the link of its mail, without an account (B18)."""

import pytest
from django.core.cache import caches
from django.test import Client

from alke.domain.audit.queries import head
from alke.domain.notices.models import Mail
from alke.domain.participants.links import token_of
from alke.domain.participants.models import Participant
from tests.cast import ClientFor
from tests.conftest import SetClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


@pytest.fixture
def row() -> Participant:
    """Who comes from Kainuu's council to the East."""
    rows = Participant.objects.select_related("organisation", "discussion")
    return rows.get(organisation__slug="kainuu", discussion__slug="ita")


@pytest.fixture
def address(row: Participant) -> str:
    """The person's page."""
    caches["default"].clear()  # what other tests have sent counts for the limit
    return f"/osallistuminen/{token_of(row)}/"


def test_the_link_comes_by_mail_in_the_persons_language(
    row: Participant, address: str, client_for: ClientFor
) -> None:
    Participant.objects.filter(pk=row.pk).update(language="sv")
    client_for("kainuu").post(f"/2024/ita/osallistujat/{row.pk}/linkki/")
    mail = Mail.objects.latest("pk")
    assert (mail.to, mail.kind, mail.about) == (row.email, "participant-link", row.audit_key)
    assert mail.subject == "Bekräfta ditt deltagande"
    assert f"/sv{address}" in mail.text


@pytest.mark.either_database
def test_a_visit_changes_nothing_and_is_kept_by_nobody(address: str, client: Client) -> None:
    before = head()
    answer = client.get(address)
    assert "Kainuun liitto on ilmoittanut sinut." in answer.content.decode()
    assert head() == before
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_whom_a_council_registered_for_a_stakeholder_sees_both(
    row: Participant, address: str, client: Client, client_for: ClientFor
) -> None:
    Participant.objects.filter(pk=row.pk).update(represents="Kajaanin kaupunki")
    page = client.get(address).content.decode()
    assert "Kainuun liitto on ilmoittanut sinut. Edustat: Kajaanin kaupunki." in page
    client_for("kainuu").post(f"/2024/ita/osallistujat/{row.pk}/linkki/")
    assert "Kainuun liitto on ilmoittanut sinut" in Mail.objects.latest("pk").text


def test_the_person_answers_corrects_and_passes_the_place_on(
    row: Participant, address: str, client: Client
) -> None:
    client.post(address, {"vastaus": "accepted"})
    client.post(f"{address}tiedot/", {"title": "Vt. johtaja", "mode": "on-site", "language": "fi"})
    row.refresh_from_db()
    assert (row.reply, row.replied_how, row.title, row.mode) == (
        "accepted",
        "link",
        "Vt. johtaja",
        "on-site",
    )
    sent = {"kollega-title": "Suunnittelija", "kollega-email": "suunnittelija@kainuu.example"}
    told = client.post(f"{address}kollega/", sent, follow=True).content.decode()
    assert "Paikkasi siirrettiin." in told
    colleague = Participant.objects.get(deputy_for=row)
    mail = Mail.objects.latest("pk")
    assert (mail.to, token_of(colleague) in mail.text) == (colleague.email, True)


@pytest.mark.either_database
def test_what_is_wrong_stands_beside_the_form(address: str, client: Client) -> None:
    answer = client.post(f"{address}kollega/", {"kollega-title": "Suunnittelija"})
    assert (answer.status_code, "Anna kollegan sähköpostiosoite." in answer.content.decode()) == (
        422,
        True,
    )
    assert client.post(f"{address}tiedot/", {"title": ""}).status_code == 422


def test_a_revoked_link_is_gone_and_a_forged_one_was_never_there(
    row: Participant, address: str, client: Client, client_for: ClientFor
) -> None:
    client_for("kainuu").post(f"/2024/ita/osallistujat/{row.pk}/linkki/", {"teko": "peru"})
    gone = client.get(address)
    assert (gone.status_code, "Linkki ei ole enää voimassa" in gone.content.decode()) == (410, True)
    assert "Pyydä uusi linkki organisaatiolta" in gone.content.decode()
    assert client.post(address, {"vastaus": "accepted"}).status_code == 410
    assert client.get("/osallistuminen/roskaa/").status_code == 404
    row.refresh_from_db()
    assert row.reply == "open"


@pytest.mark.either_database
def test_a_link_ends_with_the_day_of_the_discussion(
    address: str, client: Client, at: SetClock
) -> None:
    at("2024-04-17 08:00")
    ended = client.get(address)
    assert ended.status_code == 410
    assert "Keskustelu on pidetty." in ended.content.decode()


@pytest.mark.either_database
def test_who_sends_again_and_again_is_stopped(address: str, client: Client) -> None:
    answers = {client.post(address, {"vastaus": "accepted"}).status_code for _n in range(31)}
    assert answers == {302, 429}


def test_who_has_passed_the_place_on_does_not_come_beside_the_colleague(
    row: Participant, address: str, client: Client
) -> None:
    sent = {"kollega-title": "Suunnittelija", "kollega-email": "suunnittelija@kainuu.example"}
    page = client.post(f"{address}kollega/", sent, follow=True).content.decode()
    assert "Olet siirtänyt paikkasi kollegalle." in page
    assert "Tulen" not in page
    page = client.post(address, {"vastaus": "accepted"}, follow=True).content.decode()
    row.refresh_from_db()
    assert row.reply == "declined"
    Participant.objects.filter(deputy_for=row).update(reply="declined")
    client.post(address, {"vastaus": "accepted"})
    row.refresh_from_db()
    assert row.reply == "accepted"
