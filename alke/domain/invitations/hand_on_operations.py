"""Hands replies on to people: another time is proposed, or somebody else is sent instead."""

import datetime as dt
from functools import partial
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from alke.base.calendars.items import Method
from alke.base.calendars.writing import keep_time_bytes
from alke.base.dates import format_span
from alke.base.languages import in_all, pick
from alke.base.links import link
from alke.base.mail import wording
from alke.domain.calendars.contents import title_of
from alke.domain.invitations.letters import event_of
from alke.domain.invitations.models import Invitation, InvitationReply
from alke.domain.notices.operations import write_mail, write_notices
from alke.domain.participants.link_operations import link_address
from alke.domain.rounds.contact_queries import owners_of

COUNTER = InvitationReply.Result.COUNTER
MAIL_KIND: Final = "invitation-kept"
AGAIN: Final = dt.timedelta(days=1)  # one mail a day answers however many proposals


def hand_on(row: InvitationReply, invitation: Invitation) -> None:
    """Tells who runs the discussion of a reply on which somebody has to decide.

    Who proposes another time is told that the time stays for now (RFC 5546, 3.2.8).
    """
    discussion = invitation.participant.discussion
    write_notices(
        owners_of(discussion),
        kind="invitation-reply",
        about=f"discussion:{discussion.pk}",
        line=in_all(partial(_line, row, invitation)),
        path=link("invitation_list", discussion.round.year, discussion.slug),
    )
    if row.result == COUNTER and not _was_told(row):
        _keep_time(invitation)


def _line(row: InvitationReply, invitation: Invitation) -> str:
    person = invitation.participant
    words = {
        "who": f"{person.title}, {person.represents or pick(person.organisation, 'name')}",
        "name": pick(person.discussion, "name"),
    }
    if row.result == COUNTER:
        return _("A participant proposes another time: %(name)s (%(who)s).") % words
    return _("A participant sends somebody else: %(name)s (%(who)s).") % words


def _was_told(row: InvitationReply) -> bool:
    earlier = InvitationReply.objects.filter(participant=row.participant, result=COUNTER)
    return earlier.filter(at__gt=row.at - AGAIN).exclude(pk=row.pk).exists()


def _keep_time(invitation: Invitation) -> None:
    """The mail to the invited address, whoever wrote the proposal."""
    participant, language = invitation.participant, invitation.participant.language
    discussion = participant.discussion
    starts, ends = discussion.starts_at, discussion.ends_at
    if starts is None:
        return  # that it has no time for now, another mail tells
    with translation.override(language):
        words = {
            "title": title_of(discussion, language),
            "when": format_span(starts, ends),
            "answer": link_address(participant) if participant.link_sent_at else "",
        }
        subject, text = wording("invitation_kept", language, words)
        event = event_of(invitation, discussion)
    write_mail(
        to=invitation.email,
        language=language,
        kind=MAIL_KIND,
        subject=subject,
        text=text,
        calendar=keep_time_bytes(event),
        calendar_method=Method.DECLINECOUNTER.value,
        about=participant.audit_key,
    )
