"""Tells those who register for a body that a mail to its participant did not arrive (B4)."""

from functools import partial
from typing import Final

from django.utils.translation import gettext as _

from alke.base.languages import in_all, pick
from alke.domain.notices.models import Mail
from alke.domain.notices.operations import write_notices
from alke.domain.participants.mail_queries import LOST
from alke.domain.participants.models import Participant
from alke.domain.participants.nudge_operations import registrars_of
from alke.domain.rounds.contact_queries import owners_of

# of mails to participants: invitations with what follows them, links, agendas
MAILS: Final = ("invitation", "invitation-kept", "participant-link", "participant-agenda")
NOTICE_KIND: Final = "mail-lost"


def note_lost(mail: Mail) -> None:
    """What became of a mail to a participant; in the transaction of whoever finds it out.

    Of each address it is told once, and only as long as the person is awaited under it.
    """
    rows = Participant.objects.coming().filter(pk=mail.about.partition(":")[2], email=mail.to)
    row = rows.select_related("organisation", "discussion__round").first()
    if mail.state not in LOST or row is None or row.discussion.has_begun or _was_told(mail):
        return
    write_notices(
        registrars_of(row.organisation) or owners_of(row.discussion),
        kind=NOTICE_KIND,
        about=f"discussion:{row.discussion_id}",
        line=in_all(partial(_line, row)),
        path=row.get_absolute_url(),
    )


def _was_told(mail: Mail) -> bool:
    lost = Mail.objects.filter(about=mail.about, to=mail.to, state__in=LOST)
    return lost.exclude(pk=mail.pk).exists()


def _line(row: Participant) -> str:
    return _("A mail did not arrive. Correct the address: %(name)s (%(who)s).") % {
        "name": pick(row.discussion, "name"),
        "who": row.by_role,
    }
