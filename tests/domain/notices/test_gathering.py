"""Lines become mails: what is urgent at once, the rest in the digest of a working morning."""

import pytest
from django.core.mail import EmailMessage

from alke.base import clock
from alke.domain.notices.gathering_operations import gather_urgent, write_digests
from alke.domain.notices.models import Mail, Notice, Preferences
from alke.domain.notices.operations import write_notice
from alke.domain.notices.sending_operations import send_waiting
from tests.cast import Cast
from tests.conftest import SetClock

pytestmark = pytest.mark.either_database
Outbox = list[EmailMessage]
OUTCOME = "outcome-published"
LINE = {"fi": "Asialista on julkaistu.", "sv": "Listan är publicerad.", "en": "It is published."}


def told(cast: Cast, account: str = "vm", kind: str = OUTCOME, **more: object) -> Notice:
    values = {"about": "discussion:1", "line": LINE, "path": "/2024/ita/", **more}
    return write_notice(to=cast.user(account), kind=kind, **values)  # type: ignore[arg-type]


def prefer(cast: Cast, account: str, rhythm: str, *stopped: str) -> None:
    Preferences.objects.create(
        user=cast.user(account), rhythm=rhythm, stopped=list(stopped), changed_at=clock.now()
    )


def test_what_is_urgent_goes_at_once_in_one_mail_with_what_came_with_it(cast: Cast) -> None:
    told(cast, kind="dates-moved", urgent=True, line={"fi": "Päivä siirtyi."})
    told(cast, kind="agenda-changed", urgent=True)
    told(cast)
    assert (gather_urgent(), gather_urgent()) == (1, 0)
    mail = Mail.objects.get()
    assert (mail.kind, mail.subject) == ("urgent", "Alke: 2 uutta ilmoitusta")
    assert mail.text.count("\n- ") == 2
    assert Notice.objects.waiting().count() == 1


def test_an_urgent_line_alone_names_its_kind_in_the_readers_language(cast: Cast) -> None:
    user = cast.user("pohjanmaa")
    user.language = "sv"
    user.save()
    told(cast, "pohjanmaa", "agenda-published", urgent=True)
    gather_urgent()
    mail = Mail.objects.get()
    assert mail.subject == "Alke: En föredragningslista har publicerats"
    assert "- Listan är publicerad.\n  http://127.0.0.1:8000/sv/2024/ita/" in mail.text
    assert '<a href="http://127.0.0.1:8000/sv/2024/ita/">Listan är publicerad.</a>' in mail.html


def test_the_digest_goes_once_on_the_next_working_morning(
    cast: Cast, at: SetClock, mailoutbox: Outbox
) -> None:
    at("2024-03-28 15:00")  # Maundy Thursday: the next working day is Tuesday
    told(cast)
    told(cast, kind="report-returned")
    for moment in ("2024-03-29 08:00", "2024-04-01 08:00", "2024-04-02 06:59"):
        at(moment)
        assert write_digests() == 0
    at("2024-04-02 07:00")
    assert (write_digests(), write_digests()) == (1, 0)
    send_waiting({})
    assert [mail.subject for mail in mailoutbox] == ["Alke: 2 ilmoitusta tänään"]


def test_a_morning_without_a_worker_is_made_up_for_once(cast: Cast, at: SetClock) -> None:
    told(cast)
    at("2024-03-07 16:40")  # three mornings later
    told(cast, kind="report-returned")
    assert (write_digests(), write_digests()) == (1, 0)
    assert Notice.objects.waiting().get().kind == "report-returned"


def test_the_morning_is_by_helsinkis_clock_when_summer_time_begins(
    cast: Cast, at: SetClock
) -> None:
    at("2024-03-29 12:00")
    told(cast)
    at("2024-04-02 06:30")  # 7.30 by the clock of winter
    assert write_digests() == 0


def test_who_wants_no_digest_is_mailed_only_what_must_be_told(cast: Cast, at: SetClock) -> None:
    prefer(cast, "vm", "never")
    told(cast)
    told(cast, kind="agenda-published", urgent=True)
    at("2024-03-05 09:00")
    assert (gather_urgent(), write_digests()) == (1, 0)
    assert Notice.objects.filter(mail=None, settled_at=clock.now()).count() == 1


def test_a_stopped_kind_stays_on_the_page_and_others_come(cast: Cast, at: SetClock) -> None:
    prefer(cast, "vm", "daily", "outcome-published", "agenda-published")
    told(cast)
    told(cast, kind="report-returned")
    told(cast, kind="agenda-published")  # cannot be stopped
    at("2024-03-05 09:00")
    write_digests()
    kinds = Notice.objects.exclude(mail=None).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["report-returned", "agenda-published"]


def test_who_wants_all_at_once_waits_for_no_morning(cast: Cast) -> None:
    prefer(cast, "vm", "at-once")
    told(cast)
    told(cast, "okm")
    assert gather_urgent() == 1
    assert Mail.objects.get().to == "vm@vm.example"


def test_an_account_that_was_closed_is_written_to_no_more(cast: Cast) -> None:
    user = cast.user("vm")
    user.is_active = False
    user.save()
    told(cast, urgent=True)
    assert gather_urgent() == 0
    assert not Mail.objects.exists()
