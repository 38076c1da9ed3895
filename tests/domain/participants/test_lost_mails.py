"""A mail to a participant that did not arrive is told to whoever can mend the address (B4)."""

from dataclasses import replace

import pytest

from alke.domain.notices.models import Mail, Notice
from alke.domain.notices.sending_operations import mark_bounced
from alke.domain.participants.link_operations import send_link
from alke.domain.participants.models import Participant
from alke.domain.participants.operations import cancel_participant, edit_participant
from alke.domain.participants.person import Person
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership
from alke.jobs.mails import FOLLOWERS
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.participants import make_participant
from tests.factories.rounds import discussion, make_round

pytestmark = pytest.mark.either_database
SYSTEM = Actor.system()


@pytest.fixture
def row(world: None) -> Participant:
    """The head of Kainuu's council, registered for the East."""
    return make_participant(discussion(make_round(), "ita"))


def lose(row: Participant) -> None:
    """A mail to the person comes back."""
    send_link(row, by=SYSTEM)
    mark_bounced(Mail.objects.latest("pk").message_id, "550 User unknown", FOLLOWERS)


def told() -> set[str]:
    """To whom it was told."""
    return {row.to.email for row in Notice.objects.filter(kind="mail-lost").select_related("to")}


def test_the_body_hears_once_of_an_address_and_anew_of_another_one(
    row: Participant, cast: Cast
) -> None:
    lose(row)
    lose(row)
    notices = Notice.objects.filter(kind="mail-lost", to=cast.user("kainuu"))
    assert [notice.text_fi for notice in notices] == [
        "Viesti osallistujalle ei mennyt perille. Korjaa osoite: Itäinen Suomi "
        "(Maakuntajohtaja, Kainuun liitto)."
    ]
    assert notices[0].path == f"/2024/ita/osallistujat/{row.pk}/"
    assert told() == {cast.user("kainuu").email}
    edit_participant(row, replace(Person.of(row), email="jotahja@kainuu.example"), by=SYSTEM)
    row.refresh_from_db()
    lose(row)
    assert notices.all().count() == 2


def test_of_a_body_without_people_the_owner_of_the_discussion_hears(
    row: Participant, cast: Cast
) -> None:
    Membership.objects.filter(organisation=row.organisation).delete()
    lose(row)
    assert told() == {cast.user("vastuuhenkilo-ita").email}


def test_of_whom_is_not_awaited_any_more_nobody_hears(row: Participant, at: SetClock) -> None:
    send_link(row, by=SYSTEM)
    mail = Mail.objects.get()
    cancel_participant(row, by=SYSTEM)
    mark_bounced(mail.message_id, "550 User unknown", FOLLOWERS)
    late = make_participant(row.discussion, "pohjois-savo")
    send_link(late, by=SYSTEM)
    at("2024-04-16 09:00")
    mark_bounced(Mail.objects.latest("pk").message_id, "550 User unknown", FOLLOWERS)
    assert told() == set()


def test_a_mail_that_arrives_is_no_news(row: Participant) -> None:
    send_link(row, by=SYSTEM)
    mail = Mail.objects.get()
    mail.state = Mail.State.SENT
    FOLLOWERS[mail.kind](mail)
    assert told() == set()
