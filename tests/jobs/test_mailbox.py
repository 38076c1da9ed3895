"""The mailbox, on a real server: returned mail is noted, nothing is lost or taken twice."""

import imaplib
import ssl
from email.message import EmailMessage

import pytest
from django.conf import LazySettings

from alke.base.mailbox import Mailbox, Reading, read_new
from alke.domain.notices.models import Mail, Received
from alke.domain.notices.operations import write_mail
from alke.domain.notices.received_operations import take_message
from alke.jobs.mailbox import HANDLERS, read_mailbox
from tests.imap import ImapServer

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
REPORT = """From: MAILER-DAEMON@mail.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: alke@tem.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="AAA/mail.example"

--AAA/mail.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--AAA/mail.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
X-Postfix-Queue-ID: 4F1A

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <vm@vm.example>: Recipient
    address rejected

--AAA/mail.example
Content-Description: Undelivered Message
Content-Type: {kind}

Subject: Alke: koe
Message-ID: <{id}>
From: alke@tem.example
{body}
--AAA/mail.example--
"""
SAID = "550 5.1.1 <vm@vm.example>: Recipient address rejected"


def noted() -> Mail:
    return write_mail(
        to="vm@vm.example", language="fi", kind="test", subject="Alke: koe", text="Hei."
    )


def returned(mail: Mail, action: str = "failed", *, whole: bool = True) -> bytes:
    """The report that Postfix sends (RFC 3464), with the mail or its headers alone."""
    kind, body = ("message/rfc822", "\nHei.\n") if whole else ("text/rfc822-headers", "")
    text = REPORT.format(to=mail.to, action=action, id=mail.message_id, kind=kind, body=body)
    return text.encode()


def without_mail(report: bytes, header: str) -> bytes:
    """The same report of a system that sends nothing back, with one more header."""
    head, _mail = report.decode().split("--AAA/mail.example\nContent-Description: Undelivered")
    return f"{header}\n{head}--AAA/mail.example--\n".encode()


def letter(subject: str = "Poissa", body: str = "Olen lomalla.") -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = subject, "vm@vm.example"
    message.set_content(body)
    return message.as_bytes()


@pytest.fixture
def box(imap: ImapServer, settings: LazySettings) -> Mailbox:
    """The mailbox that the job reads."""
    settings.MAILBOX = imap.box
    return imap.box


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "headers"])
def test_a_returned_mail_is_noted_at_its_recipient(
    imap: ImapServer, box: Mailbox, *, whole: bool
) -> None:
    mail, other = noted(), noted()
    imap.put(returned(mail, whole=whole))
    read_mailbox(lambda: True)
    mail.refresh_from_db()
    other.refresh_from_db()
    assert (mail.state, mail.fault, other.state) == ("bounced", SAID, "waiting")
    assert imap.subjects() == []
    assert imap.subjects("Alke-handled") == ["Undelivered Mail Returned to Sender"]


@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_a_report_without_the_mail_is_known_by_what_it_answers_to(
    imap: ImapServer, box: Mailbox, header: str
) -> None:
    mail = noted()
    imap.put(without_mail(returned(mail), f"{header}: <other@x.example> <{mail.message_id}>"))
    read_mailbox(lambda: True)
    mail.refresh_from_db()
    assert (mail.state, mail.fault) == ("bounced", SAID)
    assert len(imap.subjects("Alke-handled")) == 1


def test_a_failure_that_names_no_mail_of_ours_is_left_to_people(
    imap: ImapServer, box: Mailbox
) -> None:
    mail = noted()
    imap.put(without_mail(returned(mail), "In-Reply-To: <other@x.example>"))
    imap.put(returned(Mail(to=mail.to, message_id="other@x.example")))
    read_mailbox(lambda: True)
    mail.refresh_from_db()
    assert mail.state == "waiting"
    assert imap.subjects("Alke-others") == ["Undelivered Mail Returned to Sender"] * 2


def test_a_report_about_an_address_beyond_ascii_is_read(imap: ImapServer, box: Mailbox) -> None:
    mail = noted()
    text = returned(mail).replace(b"message/delivery-status", b"message/global-delivery-status")
    text = text.replace(b"message/rfc822", b"message/global").replace(
        b"rfc822; vm@", "utf-8; pääsihteeri@".encode()
    )
    imap.put(text.replace(b"address rejected", "osoitetta ei löydy".encode()))
    read_mailbox(lambda: True)
    mail.refresh_from_db()
    said = "550 5.1.1 <vm@vm.example>: Recipient osoitetta ei löydy"
    assert (mail.state, mail.fault) == ("bounced", said)


def test_a_second_report_of_the_same_mail_is_known(imap: ImapServer, box: Mailbox) -> None:
    mail = noted()
    imap.put(returned(mail))
    imap.put(returned(mail, whole=False))
    read_mailbox(lambda: True)
    assert len(imap.subjects("Alke-handled")) == 2


def test_a_delay_changes_nothing(imap: ImapServer, box: Mailbox) -> None:
    mail = noted()
    imap.put(returned(mail, "delayed"))
    read_mailbox(lambda: True)
    mail.refresh_from_db()
    assert mail.state == "waiting"
    assert len(imap.subjects("Alke-handled")) == 1


def test_what_nobody_knows_is_put_aside_for_people(imap: ImapServer, box: Mailbox) -> None:
    imap.put(letter())
    imap.put(letter("Iso", ("x" * 70 + "\n") * 150_000))
    read_mailbox(lambda: True)
    assert (imap.subjects(), imap.subjects("Alke-others")) == ([], ["Poissa", "Iso"])


def test_a_message_on_which_a_handler_fails_stays_with_a_flag_and_stops_no_other(
    imap: ImapServer, caplog: pytest.LogCaptureFixture
) -> None:
    def take(raw: bytes) -> bool:
        if b"Paha" in raw:
            raise ValueError("cannot be read")
        return True

    for subject in ("Paha", "Hyvä"):
        imap.put(letter(subject, subject))
    assert read_new(imap.box, take) == Reading(handled=1, failed=1)
    assert imap.subjects(which="FLAGGED") == ["Paha"]
    assert "cannot be read" in caplog.text
    assert read_new(imap.box, take) == Reading()  # until somebody takes the flag away


def test_a_message_that_could_not_be_moved_is_known_again(imap: ImapServer) -> None:
    mail, seen = noted(), []

    def take(raw: bytes) -> bool:
        seen.append(take_message(raw, HANDLERS))
        raise ConnectionResetError  # the line is cut before it is moved

    imap.put(returned(mail))
    for _n in range(2):
        with pytest.raises(ConnectionResetError):
            read_new(imap.box, take)
    assert seen == [True, True]
    assert Received.objects.count() == 1
    Mail.objects.update(state="sent", sent_at=mail.at)
    assert read_new(imap.box, lambda raw: take_message(raw, HANDLERS)) == Reading(handled=1)
    assert Mail.objects.get().state == "sent"  # it was not handled a second time


def test_another_folder_than_the_inbox_is_read(imap: ImapServer) -> None:
    imap.put(letter(), "Palautuneet viestit")
    folder = Mailbox(**{**vars(imap.box), "folder": "Palautuneet viestit"})
    assert read_new(folder, lambda _raw: True) == Reading(handled=1)


def test_a_wrong_password_is_a_fault_that_names_no_password(imap: ImapServer) -> None:
    wrong = Mailbox(**{**vars(imap.box), "password": "verysecret"})
    with pytest.raises(imaplib.IMAP4.error) as found:
        read_new(wrong, lambda _raw: True)
    assert "verysecret" not in str(found.value)


def test_the_line_is_protected_and_an_unknown_server_gets_no_password(
    imap: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    imap.put(letter())
    with pytest.raises(ssl.SSLCertVerificationError):
        read_new(imap.protected, lambda _raw: True)
    monkeypatch.setenv("SSL_CERT_FILE", str(imap.certificate))  # now its authority is known
    assert read_new(imap.protected, lambda _raw: True) == Reading(handled=1)
