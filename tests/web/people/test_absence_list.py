"""The page on which one notes one's absence; the administrator does for others (B13)."""

import pytest

from alke.domain.notices.models import Notice
from alke.domain.people.models import Absence, Membership
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock

pytestmark = pytest.mark.either_database
PAGE = "/poissaolo/"
ROLE = "liiton yhteyshenkilö, Kainuun liitto."


def test_an_absence_is_noted_seen_by_the_deputy_and_ended(
    cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    row = Membership.objects.get(user=cast.user("kainuu"))
    deputy = cast.user("kainuu-valmistelija")
    sent = {"membership": row.pk, "deputy": deputy.pk, "first": "2024-03-11", "last": "2024-03-15"}
    client = client_for("kainuu")
    assert "Näinä päivinä sijainen" in client.post(PAGE, sent, follow=True).content.decode()
    assert client.post(PAGE, sent).status_code == 422
    page = client_for("kainuu-valmistelija").get(PAGE).content.decode()
    assert "Olet sijaisena: liiton yhteyshenkilö, Kainuun liitto, 11.3.–15.3.2024" in page
    absence = Absence.objects.get()
    at("2024-03-12")
    assert client_for("lappi").post(f"{PAGE}{absence.pk}/paata/").status_code == 403
    client.post(f"{PAGE}{absence.pk}/paata/")
    page = client_for("kainuu-valmistelija").get(PAGE).content.decode()
    assert "Olet sijaisena:" not in page
    told = Notice.objects.filter(to=deputy).order_by("pk")
    assert [(line.kind, line.text_fi) for line in told] == [
        ("deputy", f"{deputy} on sijaisena 11.3.–15.3.2024: {ROLE}"),
        ("deputy", f"{deputy} ei ole enää sijaisena: {ROLE}"),
    ]
    assert not Notice.objects.filter(to=row.user).exists()  # who is away has noted it


def test_no_deputy_is_named_by_default(cast: Cast, client_for: ClientFor) -> None:
    row = Membership.objects.get(user=cast.user("koordinaattori"))
    client = client_for("koordinaattori")
    assert '<option value="" selected>Valitse</option>' in client.get(PAGE).content.decode()
    sent = {"membership": row.pk, "deputy": "", "first": "2024-03-11", "last": "2024-03-15"}
    assert client.post(PAGE, sent).status_code == 422
    assert not Absence.objects.exists()


def test_the_administrator_notes_it_for_somebody_who_fell_ill(
    cast: Cast, client_for: ClientFor
) -> None:
    row = Membership.objects.get(user=cast.user("kainuu"))
    address = f"{PAGE}?jasen={row.pk}"
    deputy = cast.user("kainuu-valmistelija")
    sent = {"membership": row.pk, "deputy": deputy.pk, "first": "2024-03-04", "last": "2024-03-08"}
    assert client_for("lappi").post(address, sent).status_code == 403
    assert client_for("yllapito").post(address, sent).status_code == 302
    assert Absence.objects.get().membership == row
    assert Notice.objects.filter(to__in=[row.user, deputy], kind="deputy").count() == 2


def test_the_administrator_is_told_when_there_is_nobody_to_stand_in(
    cast: Cast, client_for: ClientFor
) -> None:
    row = Membership.objects.get(user=cast.user("okm"))
    page = client_for("yllapito").get(f"{PAGE}?jasen={row.pk}").content.decode()
    assert "Organisaatiossa ei ole muita, joilla on rooli. Anna rooli ensin sijaiselle." in page
