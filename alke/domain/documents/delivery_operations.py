"""Writes of deliveries: a version goes out, its mails are sent, opened, or come back.

The rows and their mails are written in one transaction; the worker sends these from the outbox, and
`note_mail` notes what became of them. Addresses stand in the rows alone, never in the record.
"""

from collections.abc import Iterator
from typing import Any, Final

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
from alke.domain.notices.models import Mail
from alke.domain.notices.operations import try_again, write_mail
from alke.domain.people.actors import Actor
from alke.domain.people.models import User

State = Delivery.State
MAIL: Final = "delivery"  # the kind of its mails


@transaction.atomic
def deliver_version(version: DocumentVersion, *, by: Actor) -> int:
    """Names everybody on the live list who has not got the version; says how many addresses.

    Nothing is sent yet: the worker does that, when this has been committed.
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
    _note_mails(Delivery.objects.bulk_create(rows))
    slugs = sorted({row.organisation.slug for row in rows})
    changes: dict[str, list[Any]] = {"recipients": [0, len(rows)], "to": [None, slugs]}
    record_version("document.delivered", version, by, changes)
    return len(rows)


@transaction.atomic
def send_failed(version: DocumentVersion, *, by: Actor) -> int:
    """Lets the worker try again what the mail server refused; says how many."""
    can_run_documents(by, version.document.discussion).require()
    rows = list(version.deliveries.failed().select_related("mail"))
    tried = [row for row in rows if row.mail is not None and try_again(row.mail)]
    Delivery.objects.filter(pk__in=[row.pk for row in tried]).update(state=State.WAITING, reason="")
    return len(tried)


def note_mail(mail: Mail) -> None:
    """What became of a delivery's mail; in the transaction of whoever sends or reads returns.

    A returned mail whose link has been opened has arrived all the same.
    """
    rows = Delivery.objects.select_for_update(of=("self",)).select_related(
        "organisation", "version__document__discussion__round"
    )
    delivery = rows.filter(mail=mail).first()
    if delivery is None or (mail.state == Mail.State.BOUNCED and delivery.is_opened):
        return
    before, delivery.state = delivery.state, mail.state
    delivery.sent_at = mail.sent_at or delivery.sent_at
    delivery.reason = mail.fault[:REASON_LIMIT]
    delivery.save(update_fields=["state", "sent_at", "reason"])
    event = f"delivery.{delivery.state}"
    record_version(event, delivery.version, Actor.system(), _became(delivery, before))


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


def _note_mails(rows: list[Delivery]) -> None:
    """A mail for each in the outbox."""
    people = {row.email: row for row in User.objects.filter(email__in=[r.address for r in rows])}
    for row in rows:
        letter = letter_of(row)
        row.mail = write_mail(
            to=row.address,
            user=people.get(row.address),
            language=row.language,
            kind=MAIL,
            subject=str(letter.subject),
            text=str(letter.body),
            about=f"delivery:{row.pk}",
        )
    Delivery.objects.bulk_update(rows, ["mail"])


def _became(delivery: Delivery, before: str) -> dict[str, list[Any]]:
    return {"state": [before, delivery.state], "to": [None, delivery.organisation.slug]}
