"""Writes of links: sent to the person by mail, and revoked (B18)."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.dates import format_date, format_span
from alke.base.links import link
from alke.base.mail import wording
from alke.base.site import absolute
from alke.base.verdicts import Refused
from alke.domain.audit.models import Doer
from alke.domain.notices.operations import write_mail
from alke.domain.participants import rules
from alke.domain.participants.links import token_of
from alke.domain.participants.models import Participant
from alke.domain.participants.participant_record import lock_participant, record_participant
from alke.domain.people.actors import Actor

MAIL_KIND = "participant-link"


@transaction.atomic
def send_link(participant: Participant, *, by: Actor) -> Participant:
    """Writes the mail with the person's link, in the person's language; the worker sends it."""
    locked = lock_participant(participant)
    rules.can_edit_participant(by, locked).require()
    return write_link(locked, by=by)


@transaction.atomic
def write_link(locked: Participant, *, by: Doer, moved: bool = False) -> Participant:
    """The mail itself, of a row that its operation has locked; also to a colleague of a holder.

    `moved`: it tells another time than an earlier one.
    """
    if not locked.email:
        raise Refused(_("The person has no e-mail address."))
    before, locked.link_sent_at = locked.link_sent_at, clock.now()
    locked.save(update_fields=["link_sent_at"])
    subject, text = _letter(locked, moved=moved)
    write_mail(
        to=locked.email,
        language=locked.language,
        kind=MAIL_KIND,
        subject=subject,
        text=text,
        about=locked.audit_key,
    )
    changes = {"link_sent_at": [before, locked.link_sent_at]}
    record_participant("participant.link-sent", locked, by=by, changes=changes)
    return locked


@transaction.atomic
def revoke_link(participant: Participant, *, by: Actor) -> Participant:
    """The links that were sent open nothing any more; a new one may be sent."""
    locked = lock_participant(participant)
    rules.can_edit_participant(by, locked).require()
    changes = {"link_number": [locked.link_number, locked.link_number + 1]}
    locked.link_number, locked.link_sent_at = locked.link_number + 1, None
    locked.save(update_fields=["link_number", "link_sent_at"])
    record_participant("participant.link-revoked", locked, by=by, changes=changes)
    return locked


def link_address(participant: Participant) -> str:
    """The address of the person's own page, in the person's language, as mails carry it."""
    with translation.override(participant.language):
        return absolute(link("participant_link", token_of(participant)))


def _letter(row: Participant, *, moved: bool) -> tuple[str, str]:
    """Subject and text; what is discussed stands in the text only."""
    discussion = row.discussion
    with translation.override(row.language):
        context = {
            "participant": row,
            "moved": moved,
            "discussion": discussion,
            "body": row.organisation.name,
            "when": format_span(discussion.starts_at, discussion.ends_at)
            if discussion.starts_at
            else "",
            "ends": format_date(row.link_ends, "plain"),
            "address": link_address(row),
        }
        return wording("participant_link", row.language, context)
