"""Writes of deliveries: a version goes out, its mails are sent, opened, or come back.

The rows are written first, in one transaction; `send_deliveries` then sends what waits, and can
run again after any fault. Addresses stand in the rows alone, never in the record of changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.richtext import clean_line
from alke.base.verdicts import Refused
from alke.domain.documents import delivery_rules as rules
from alke.domain.documents.delivery_letter import letter_of
from alke.domain.documents.delivery_models import REASON_LIMIT, Delivery
from alke.domain.documents.delivery_queries import recipients_of
from alke.domain.documents.document_record import lock_document, record_version
from alke.domain.documents.models import DocumentVersion
from alke.domain.documents.rules import can_run_documents
from alke.domain.people.actors import Actor

State = Delivery.State


@dataclass(frozen=True)
class Sending:
    """What one run of sending came to."""

    sent: int = 0
    failed: int = 0


@transaction.atomic
def deliver_version(version: DocumentVersion, *, by: Actor) -> int:
    """Names everybody on the live list who has not got the version; says how many addresses.

    Nothing is sent yet: that is `send_deliveries`, when this has been committed.
    """
    lock_document(version.document_id)
    places = ("document__round", "document__discussion__round")
    version = DocumentVersion.objects.select_related(*places).get(pk=version.pk)
    later = Delivery.objects.filter(
        version__document=version.document_id, version__number__gt=version.number
    )
    rules.can_deliver_version(by, version, later_delivered=later.exists()).require()
    rows = list(_deliveries(version, by))
    if not rows:
        raise Refused(_("Everybody on the list who has an address has got this version."))
    Delivery.objects.bulk_create(rows)
    slugs = sorted({row.organisation.slug for row in rows})
    changes: dict[str, list[Any]] = {"recipients": [0, len(rows)], "to": [None, slugs]}
    record_version("document.delivered", version, by, changes)
    return len(rows)


def send_deliveries(version: DocumentVersion, *, by: Actor, root: str) -> Sending:
    """Sends the mails of the version that wait, that failed, or that were cut off halfway.

    Call it outside of any transaction: each mail is claimed, sent and settled by itself, so that
    a sent one is never sent twice. `root` is where the site is ("https://alke.example"). When the
    mail server does not answer, the rest waits.
    """
    can_run_documents(by, version.document.discussion).require()
    connection: BaseEmailBackend = get_connection()
    sent = failed = 0
    try:
        for pk in list(version.deliveries.to_send().values_list("pk", flat=True)):
            delivery = _claimed(pk)
            if delivery is None:
                continue
            opened, fault = _send(delivery, connection, root)
            _settle(delivery, fault, by)
            sent, failed = sent + (fault is None), failed + (fault is not None)
            if not opened:
                break
    finally:
        connection.close()
    return Sending(sent, failed)


@transaction.atomic
def note_opening(delivery: Delivery) -> None:
    """Its link was opened: the first time is kept, also where the mail was thought lost."""
    now = clock.now()
    if not Delivery.objects.filter(pk=delivery.pk, opened_at=None).update(opened_at=now):
        return
    changes: dict[str, list[Any]] = {
        "opened_at": [None, now],
        "to": [None, delivery.organisation.slug],
    }
    record_version("delivery.opened", delivery.version, Actor.public(), changes)


@transaction.atomic
def mark_bounced(delivery: Delivery, reason: str, *, by: Actor) -> None:
    """The mail has come back, as its sender was told; with what the mail server said."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related(
        "organisation", "version__document__discussion__round"
    )
    delivery = rows.get(pk=delivery.pk)
    rules.can_mark_bounced(by, delivery).require()
    reason = clean_line(reason, limit=REASON_LIMIT, field="syy")
    if not reason:
        raise Refused(_("Tell why the mail came back. The returned mail says it."))
    delivery.state, delivery.reason = State.BOUNCED, reason
    delivery.save(update_fields=["state", "reason"])
    record_version("delivery.bounced", delivery.version, by, _became(delivery, State.SENT))


def _deliveries(version: DocumentVersion, by: Actor) -> Iterator[Delivery]:
    now = clock.now()
    for recipient in recipients_of(version):
        for address in recipient.due:
            yield Delivery(
                version=version,
                organisation=recipient.organisation,
                purpose=recipient.purpose,
                address=address.email,
                language=address.language,
                by=by.user,
                sender=by.organisation,
                at=now,
                renews=recipient.renewed(address),
            )


def _claimed(pk: int) -> Delivery | None:
    """The delivery, when nobody else has taken it meanwhile: one statement decides."""
    mine = Delivery.objects.to_send().filter(pk=pk)
    if not mine.update(state=State.SENDING, tried_at=clock.now()):
        return None
    related = ("organisation", "sender", "renews__version", "version__document__discussion__round")
    return Delivery.objects.select_related(*related).get(pk=pk)


def _send(
    delivery: Delivery, connection: BaseEmailBackend, root: str
) -> tuple[bool, OSError | None]:
    """Whether the mail server answered, and what it had against the mail.

    All faults of the net and of SMTP are `OSError`.
    """
    try:
        connection.open()
    except OSError as fault:
        return False, fault
    try:
        connection.send_messages([letter_of(delivery, root)])
    except OSError as fault:
        connection.close()  # what was begun may be half said: the next one begins anew
        return True, fault
    return True, None


@transaction.atomic
def _settle(delivery: Delivery, fault: OSError | None, by: Actor) -> None:
    delivery.state = State.SENT if fault is None else State.FAILED
    delivery.sent_at = clock.now() if fault is None else None
    delivery.reason = "" if fault is None else _said(fault)
    delivery.save(update_fields=["state", "sent_at", "reason"])
    record_version(
        f"delivery.{delivery.state}", delivery.version, by, _became(delivery, State.WAITING)
    )


def _said(fault: OSError) -> str:
    """What the mail server answered, on one line and as long as there is room."""
    return " ".join(str(fault).split())[:REASON_LIMIT] or type(fault).__name__


def _became(delivery: Delivery, before: str) -> dict[str, list[Any]]:
    return {"state": [before, delivery.state], "to": [None, delivery.organisation.slug]}
