"""Mails that did not arrive are a task of the coordinator, until they do (B4)."""

import datetime as dt

import pytest

from alke.base import clock
from alke.domain.insight.mail_tasks import mails_to_look_into
from alke.domain.notices.models import Mail
from alke.domain.notices.operations import write_mail
from alke.domain.people.models import User
from tests.cast import Cast
from tests.conftest import SetClock

pytestmark = pytest.mark.either_database


def mail(user: User | None, state: str, to: str = "") -> Mail:
    row = write_mail(
        to=to or str(user and user.email),
        kind="reminder",
        subject="Alke: Määräaika lähestyy",
        text="…",
        language="fi",
        user=user,
    )
    Mail.objects.filter(pk=row.pk).update(state=state, sent_at=clock.now())
    return row


def told(cast: Cast, account: str = "koordinaattori") -> list[tuple[str, str]]:
    return [(task.text, task.query) for task in mails_to_look_into(cast[account])]


def test_an_address_that_mail_does_not_reach_is_a_task_until_it_does(cast: Cast) -> None:
    kainuu, lappi = cast.user("kainuu"), cast.user("lappi")
    mail(kainuu, "bounced")
    mail(kainuu, "bounced")
    mail(lappi, "sent")
    text = "Mail did not reach 1 address. Check it, and tell the person in another way."
    assert told(cast) == [(text, "?tila=bounced")]
    assert told(cast, "kainuu") == []
    mail(lappi, "failed")
    ((both, query),) = told(cast)
    assert ("2 addresses" in both, query) == (True, "")
    mail(kainuu, "sent")
    mail(lappi, "sent")
    assert told(cast) == []


def test_what_is_old_or_went_to_strangers_is_no_task(cast: Cast, at: SetClock) -> None:
    mail(None, "bounced", to="kuka@muualla.example")
    assert told(cast) == []
    mail(cast.user("kainuu"), "bounced")
    day = clock.today()
    at((day + dt.timedelta(days=14)).isoformat())
    assert len(told(cast)) == 1
    at((day + dt.timedelta(days=15)).isoformat())
    assert told(cast) == []
