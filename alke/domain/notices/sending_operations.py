"""Sends what waits in the outbox: each mail is claimed, handed over and settled by itself.

A mail's way is noted in three short transactions. Claimed: a worker has it, surely unsent. Handed:
the mail server is being told, so that it may have been sent. Settled: sent, to be tried again, or
given up. What a killed worker leaves behind is told apart by that (docs/decisions/0020).
"""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from smtplib import (
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from typing import Final

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from alke.base import clock
from alke.domain.notices.letters import letter_of
from alke.domain.notices.models import FAULT_LIMIT, Mail, MailQuerySet

State = Mail.State
# Told of every mail that has been settled or has come back, in the same transaction.
Follow = Callable[[Mail], None]
Followers = Mapping[str, Follow]  # by the kind of the mail

BACKOFF: Final = tuple(
    dt.timedelta(minutes=n) for n in (1, 5, 15, 60, 180, 360, 720, 1440, 1440)
)  # after four days nobody waits for it any more
PORTION: Final = 100  # mails of one run; the next one begins a second later
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sending:
    """What one run of sending came to."""

    sent: int = 0
    failed: int = 0  # for good, or to be tried again
    server_away: bool = False


@dataclass(frozen=True)
class Fault:
    """What went wrong with a mail."""

    said: str
    final: bool = False  # the mail server has refused it for good
    unclear: bool = False  # it may have been taken


def send_waiting(follow: Followers, going_on: Callable[[], bool] = lambda: True) -> Sending:
    """Sends a portion of what is due; what has been committed is never sent by two workers.

    Call it outside of any transaction. `follow` is told what became of mails of its kinds, in the
    transaction that notes it. When the mail server does not answer, the rest waits. `going_on` is
    asked between two mails.
    """
    due = list(Mail.objects.due(clock.real()).order_by("pk").values_list("pk", flat=True)[:PORTION])
    if not due:
        return Sending()
    connection: BaseEmailBackend = get_connection()
    sent = failed = 0
    try:
        for pk in due:
            if not going_on():
                break
            if (mail := _claimed(pk)) is None:
                continue
            if (away := _opened(connection)) is not None:
                _release(mail, away)
                return Sending(sent, failed, server_away=True)
            fault = _sent(mail, connection)
            _settle(mail, fault, follow)
            sent, failed = sent + (fault is None), failed + (fault is not None)
    finally:
        connection.close()
    return Sending(sent, failed)


@transaction.atomic
def mark_bounced(message_id: str, reason: str, follow: Followers) -> Mail | None:
    """A returned mail names one of ours, by its Message-ID: it has not arrived.

    Also one that was never noted as sent, for it may have been. None when there is none.
    """
    mail = Mail.objects.select_for_update().filter(message_id=message_id).first()
    if mail is None or mail.state == State.BOUNCED:
        return None
    mail.state, mail.fault = State.BOUNCED, _short(reason)
    mail.save(update_fields=["state", "fault"])
    _tell(mail, follow)
    return mail


def _claimed(pk: int) -> Mail | None:
    """The mail, when nobody else has taken it meanwhile: one statement decides."""
    now = clock.real()
    repeated = When(Q(state=State.SENDING) & ~Q(handed_at=None), then=Value(True))  # noqa: FBT003
    taken = Mail.objects.due(now).filter(pk=pk)
    if not taken.update(
        state=State.SENDING,
        claimed_at=now,
        doubtful=Case(repeated, default=F("doubtful")),
        handed_at=None,
        attempts=F("attempts") + 1,
    ):
        return None
    return Mail.objects.get(pk=pk)


def _opened(connection: BaseEmailBackend) -> OSError | None:
    """Why no mail server can be talked to; none when it listens. SMTP's faults are `OSError`."""
    try:
        connection.open()
    except OSError as fault:
        logger.warning("the mail server does not answer: %s", fault)
        return fault
    return None


def _release(mail: Mail, fault: OSError) -> None:
    """Back to where it was: nothing is the mail's fault."""
    rows = _mine(mail)
    rows.update(
        state=State.WAITING,
        next_try_at=clock.real() + BACKOFF[0],
        attempts=F("attempts") - 1,
        fault=_short(str(fault)),
    )


def _sent(mail: Mail, connection: BaseEmailBackend) -> Fault | None:
    try:
        letter = letter_of(mail)
        letter.message()
    except Exception as fault:  # one that cannot be put together holds up no other
        logger.exception("mail %s", mail.pk)
        return Fault(f"{type(fault).__name__}: {fault}", final=True)
    if not _mine(mail).update(handed_at=clock.real()):
        return Fault("claimed by another", unclear=True)
    try:
        connection.send_messages([letter])
    except OSError as fault:
        connection.close()  # what was begun may be half said: the next one begins anew
        return _understood(fault)
    except Exception as fault:  # such as an address that this server cannot take
        logger.exception("mail %s", mail.pk)
        connection.close()
        return Fault(f"{type(fault).__name__}: {fault}", final=True)
    return None


def _understood(fault: OSError) -> Fault:
    """What an SMTP answer means: 5xx is final, 4xx is not, no answer is unclear (RFC 5321)."""
    if isinstance(fault, SMTPRecipientsRefused):
        code, said = next(iter(fault.recipients.values()), (0, b""))
        return Fault(f"{code} {_text(said)}", final=code >= 500)
    if isinstance(fault, SMTPSenderRefused):  # it is we who are refused, not the recipient
        return Fault(f"{fault.smtp_code} {_text(fault.smtp_error)}")
    if isinstance(fault, SMTPResponseException):
        return Fault(f"{fault.smtp_code} {_text(fault.smtp_error)}", final=fault.smtp_code >= 500)
    known = isinstance(fault, SMTPException)
    return Fault(str(fault) or type(fault).__name__, unclear=not known or "closed" in str(fault))


@transaction.atomic
def _settle(mail: Mail, fault: Fault | None, follow: Followers) -> None:
    """Only as long as it is this worker's: a claim that has run out is another's."""
    if fault is None:
        mail.state, mail.sent_at, mail.fault = State.SENT, clock.now(), ""
    else:
        left = len(BACKOFF) - mail.attempts
        mail.state = State.FAILED if fault.final or left < 0 else State.WAITING
        mail.next_try_at = clock.real() + BACKOFF[min(mail.attempts, len(BACKOFF)) - 1]
        mail.doubtful = mail.doubtful or fault.unclear
        mail.fault = _short(fault.said)
    values = {
        name: getattr(mail, name)
        for name in ("state", "sent_at", "fault", "next_try_at", "doubtful")
    }
    if _mine(mail).update(**values) and mail.state != State.WAITING:
        _tell(mail, follow)


def _mine(mail: Mail) -> MailQuerySet:
    return Mail.objects.filter(pk=mail.pk, state=State.SENDING, claimed_at=mail.claimed_at)


def _tell(mail: Mail, follow: Followers) -> None:
    if (told := follow.get(mail.kind)) is not None:
        told(mail)


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _short(text: str) -> str:
    return " ".join(text.split())[:FAULT_LIMIT]
