"""The outbox: a mail is noted with what causes it, and sent once by whoever claims it."""

import datetime as dt
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from alke.base import clock
from alke.domain.notices import sending_operations as sending
from alke.domain.notices.models import Mail
from alke.domain.notices.operations import quietly, try_again, write_mail
from alke.domain.notices.sending_operations import Sending, mark_bounced, send_waiting
from tests.smtp import MailServer

pytestmark = pytest.mark.django_db
Outbox = list[EmailMessage]


def noted(to: str = "vm@vm.example", **more: Any) -> Mail:
    """A mail that waits."""
    values = {"kind": "test", "subject": "Alke: koe", "text": "Hei.\n\nÄäkköset.", **more}
    return write_mail(to=to, language="fi", **values)


def anew(mail: Mail) -> Mail:
    return Mail.objects.get(pk=mail.pk)


def later(monkeypatch: pytest.MonkeyPatch, **how_much: float) -> None:
    """The real clock, by which claims and tries go."""
    moment = clock.real() + dt.timedelta(**how_much)
    monkeypatch.setattr(clock, "real", lambda: moment)


def test_what_is_rolled_back_is_never_sent(mailoutbox: Outbox) -> None:
    with transaction.atomic():
        noted()
        transaction.set_rollback(True)
    noted("okm@okm.example")
    assert send_waiting({}) == Sending(sent=1)
    assert [mail.to for mail in mailoutbox] == [["okm@okm.example"]]


def test_a_mail_is_sent_once(mailoutbox: Outbox) -> None:
    mail = noted()
    assert (send_waiting({}), send_waiting({})) == (Sending(sent=1), Sending())
    assert (anew(mail).state, anew(mail).sent_at) == ("sent", clock.now())


def test_what_is_written_quietly_is_not_kept(mailoutbox: Outbox) -> None:
    with quietly():
        noted()
    assert not Mail.objects.exists()


def test_it_is_text_and_html_and_nothing_is_fetched_from_the_net(mail_host: MailServer) -> None:
    mail = noted(text="Hei.\n\n- Yksi <b>\n  https://alke.example/2024/\n- Kaksi")
    send_waiting({})
    taken = mail_host.message("vm@vm.example")
    assert taken["Message-ID"] == f"<{mail.message_id}>"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in taken.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    html = taken.get_body(("html",)).get_content().replace("\r\n", "\n")  # type: ignore[union-attr]
    link = '<a href="https://alke.example/2024/">https://alke.example/2024/</a>'
    assert f"<ul><li>Yksi &lt;b&gt;<br>\n{link}</li><li>Kaksi</li></ul>" in html
    assert '<html lang="fi">' in html
    assert not any(word in html for word in ("<img", "<link", "src=", "url(", "@import"))


def test_a_calendar_object_goes_with_its_method(mail_host: MailServer) -> None:
    noted(calendar=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", calendar_method="REQUEST")
    send_waiting({})
    part = list(mail_host.message("vm@vm.example").walk())[-1]
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params["method"] == "REQUEST"
    assert part.get_content() == "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def test_a_refused_address_is_given_up_and_said(mail_host: MailServer) -> None:
    mail_host.refused = {"vm@vm.example"}
    told: list[str] = []
    mail, other = noted(), noted("okm@okm.example")
    done = send_waiting({"test": lambda row: told.append(f"{row.to} {row.state}")})
    assert done == Sending(sent=1, failed=1)
    assert (anew(mail).state, anew(mail).fault) == ("failed", "550 5.1.1 no such user")
    assert anew(other).state == "sent"
    assert told == ["vm@vm.example failed", "okm@okm.example sent"]
    mail_host.refused = set()
    assert (try_again(other), try_again(mail)) == (False, True)
    assert send_waiting({}) == Sending(sent=1)


def test_an_address_that_is_refused_for_now_is_tried_later_and_later(
    mail_host: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_host.busy_for = {"vm@vm.example"}
    mail = noted()
    waits, found = [], mail
    for _n in range(10):
        send_waiting({})
        found = anew(mail)
        waits.append(round((found.next_try_at - clock.real()) / dt.timedelta(minutes=1)))
        if found.state == "failed":
            break
        assert send_waiting({}) == Sending()  # not before its time
        later(monkeypatch, minutes=waits[-1], seconds=1)
    assert waits[:-1] == [1, 5, 15, 60, 180, 360, 720, 1440, 1440]
    assert (found.state, found.fault) == ("failed", "450 4.2.1 mailbox busy")
    assert (found.attempts, found.doubtful) == (10, False)


@pytest.mark.parametrize(
    "address", ["vm@vm.example\nBcc: other@vm.example", "ääkköset@vm.example", "nobody"]
)
def test_a_mail_that_cannot_go_out_holds_up_no_other(mail_host: MailServer, address: str) -> None:
    mail, other = noted(address), noted("okm@okm.example")
    assert send_waiting({}) == Sending(sent=1, failed=1)
    assert (anew(mail).state, anew(other).state) == ("failed", "sent")
    assert [to for to, _raw in mail_host.every] == ["okm@okm.example"]


def test_a_server_that_refuses_the_sender_condemns_no_recipient(mail_host: MailServer) -> None:
    mail_host.refuses_us = True
    mail = noted()
    send_waiting({})
    assert (anew(mail).state, anew(mail).fault) == ("waiting", "530 5.7.0 authentication required")
    assert not anew(mail).doubtful


def test_a_mail_server_that_is_away_costs_no_mail_a_try(
    mail_host: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail, other = noted(), noted("okm@okm.example")
    mail_host.stop()
    assert send_waiting({}) == Sending(server_away=True)
    assert (anew(mail).state, anew(mail).attempts, anew(other).attempts) == ("waiting", 0, 0)


def test_a_line_cut_while_a_mail_is_taken_leaves_it_doubtful(
    mail_host: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_host.hangs_up_after = {"vm@vm.example"}
    mail = noted()
    assert send_waiting({}) == Sending(failed=1)
    assert (anew(mail).state, anew(mail).doubtful) == ("waiting", True)
    mail_host.hangs_up_after = set()
    later(monkeypatch, minutes=2)
    assert send_waiting({}) == Sending(sent=1)
    first, second = mail_host.all_of("vm@vm.example")
    assert first["Message-ID"] == second["Message-ID"]  # by which it is known again


class Dead(BaseException):
    """The worker is killed."""


@pytest.mark.parametrize(("where", "doubtful"), [("_sent", False), ("_settle", True)])
def test_a_killed_worker_leaves_a_claim_that_runs_out(
    monkeypatch: pytest.MonkeyPatch, mailoutbox: Outbox, where: str, *, doubtful: bool
) -> None:
    """Before the server was told it was surely not sent; after it, it may have been."""

    def die(*_args: Any) -> None:
        raise Dead

    mail = noted()
    with monkeypatch.context() as patch:
        patch.setattr(sending, where, die)
        with pytest.raises(Dead):
            send_waiting({})
    assert send_waiting({}) == Sending()  # somebody may be at it
    later(monkeypatch, minutes=11)
    assert send_waiting({}) == Sending(sent=1)
    assert anew(mail).doubtful is doubtful
    assert len({row.extra_headers["Message-ID"] for row in mailoutbox}) == 1


def test_who_has_lost_its_claim_settles_nothing(
    monkeypatch: pytest.MonkeyPatch, mailoutbox: Outbox
) -> None:
    mail = noted()

    class Slow(EmailBackend):
        def send_messages(self, _messages: Any) -> int:
            Mail.objects.update(state="sent", sent_at=clock.now(), claimed_at=clock.real())
            raise SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr(sending, "get_connection", Slow)
    send_waiting({"test": lambda row: pytest.fail(f"told of {row}")})
    assert (anew(mail).state, anew(mail).fault) == ("sent", "")


def test_a_returned_mail_is_noted_once_with_its_reason(mailoutbox: Outbox) -> None:
    told: list[str] = []
    mail = noted()
    send_waiting({})
    follow = {"test": lambda row: told.append(row.state)}
    assert mark_bounced(mail.message_id, "550 5.1.1\n user unknown", follow) == mail
    assert mark_bounced(mail.message_id, "again", follow) is None
    assert mark_bounced("nobody@alke.example", "?", follow) is None
    assert (anew(mail).state, anew(mail).fault) == ("bounced", "550 5.1.1 user unknown")
    assert told == ["bounced"]
