"""Hands replies on to people: another time is proposed, or somebody else is sent instead."""

import datetime as dt
from functools import partial
from typing import Final

from django.utils.translation import gettext as _

from alke.base.languages import in_all, pick
from alke.base.links import link
from alke.domain.invitations.letters import kept_letter_of
from alke.domain.invitations.models import Invitation, InvitationReply
from alke.domain.invitations.operations import write_letter
from alke.domain.notices.operations import write_notices
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
    # that it has no time for now, another mail tells
    if row.result == COUNTER and discussion.starts_at is not None and not _was_told(row):
        write_letter(kept_letter_of(invitation), invitation.participant, MAIL_KIND)


def _line(row: InvitationReply, invitation: Invitation) -> str:
    person = invitation.participant
    words = {
        "who": person.by_role,
        "name": pick(person.discussion, "name"),
    }
    if row.result == COUNTER:
        return _("A participant proposes another time: %(name)s (%(who)s).") % words
    return _("A participant sends somebody else: %(name)s (%(who)s).") % words


def _was_told(row: InvitationReply) -> bool:
    earlier = InvitationReply.objects.filter(participant=row.participant, result=COUNTER)
    return earlier.filter(at__gt=row.at - AGAIN).exclude(pk=row.pk).exists()
