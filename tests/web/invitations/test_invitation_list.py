"""The page of a discussion's invitations: who gets which, and what came of each."""

import pytest
from django.test import Client

from alke.domain.invitations.models import InvitationReply
from alke.domain.invitations.reply_operations import take_reply
from alke.domain.notices.models import Mail
from alke.domain.participants.models import Participant
from tests.cast import Cast, ClientFor
from tests.domain.invitations.test_replies import reply
from tests.factories.participants import make_participant
from tests.factories.rounds import discussion, make_round

pytestmark = pytest.mark.either_database
PAGE = "/2024/ita/osallistujat/kutsut/"


@pytest.fixture
def row(world: None) -> Participant:
    """The head of Kainuu's council, registered for the East."""
    east = discussion(make_round(), "ita")
    make_participant(east, "pohjois-savo", email="", title="Aluekehitysjohtaja")
    return make_participant(east)


@pytest.fixture
def owner(client_for: ClientFor) -> Client:
    """The owner of the East, signed in."""
    return client_for("vastuuhenkilo-ita")


def test_before_sending_it_says_who_gets_what_and_what_it_says(
    row: Participant, owner: Client
) -> None:
    page = owner.get(PAGE).content.decode()
    assert "Lähetä 1 kutsu" in page
    assert "1 osallistuja saa kutsun." in page
    assert "Ei sähköpostiosoitetta" in page
    assert "Kutsu: Maakuntien yhteinen keskustelu: Itäinen Suomi" in page
    assert Mail.objects.count() == 0
    [link] = [word for word in page.split() if "/osallistuminen/" in word]
    assert link.endswith("…/")


def test_sent_ones_stand_with_their_mail_and_the_answer(
    row: Participant, owner: Client, cast: Cast
) -> None:
    sent = owner.post(f"{PAGE}laheta/", follow=True).content.decode()
    assert "1 kutsu lähtee. Tästä eteenpäin muutokset lähtevät itsestään." in sent
    assert "Kutsut lähetettiin 4.3.2024." in sent
    assert "Odottaa lähetystä" in sent
    assert "Lähetä 1 kutsu" not in sent
    assert [mail.to for mail in Mail.objects.all()] == ["johtaja@kainuu.example"]
    again = owner.post(f"{PAGE}laheta/", follow=True).content.decode()
    assert "Kutsut on lähetetty." in again
    assert Mail.objects.count() == 1


def test_replies_that_were_not_taken_are_listed_with_the_reason(
    row: Participant, owner: Client
) -> None:
    owner.post(f"{PAGE}laheta/")
    take_reply(reply(row, sender="muu@kainuu.example", more=["COMMENT:Sihteeri vastaa."]))
    take_reply(reply(row))
    page = owner.get(PAGE).content.decode()
    assert "Eri osoitteesta kuin se, johon kutsu lähti. Ei kirjattu. Vastaus: tulee." in page
    assert "”Sihteeri vastaa.”" in page
    assert "muu@kainuu.example" in page
    assert f'<a href="/2024/ita/osallistujat/{row.pk}/">Maakuntajohtaja</a>' in page
    assert page.count("Tulee<br>") == 1
    assert InvitationReply.objects.count() == 2


def test_to_whom_the_person_handed_the_invitation_on_is_filled_in_where_the_deputy_is_named(
    row: Participant, owner: Client
) -> None:
    owner.post(f"{PAGE}laheta/")
    edit = f"/2024/ita/osallistujat/{row.pk}/"
    assert 'value="apulainen@kainuu.example"' not in owner.get(edit).content.decode()
    take_reply(reply(row, said='DELEGATED;DELEGATED-TO="mailto:apulainen@kainuu.example"'))
    page = owner.get(edit).content.decode()
    assert "siirsi kutsun kalenterissa osoitteeseen apulainen@kainuu.example." in page
    assert page.count('value="apulainen@kainuu.example"') == 1


def test_whom_another_body_has_registered_too_stands_with_the_one_invitation(
    row: Participant, owner: Client
) -> None:
    make_participant(row.discussion, "pohjois-karjala", sure=True, email=row.email)
    page = owner.get(PAGE).content.decode()
    assert "Lähetä 1 kutsu" in page
    assert page.count("Kutsu toisen tahon osallistujana: Kainuu<") == 1


def test_nobody_else_sees_them(row: Participant, client_for: ClientFor) -> None:
    for account in ("kainuu", "vastuuhenkilo-lansi", "lvm"):
        assert client_for(account).get(PAGE).status_code == 403
        assert client_for(account).post(f"{PAGE}laheta/").status_code == 403
