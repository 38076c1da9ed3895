"""The mails: the text in the person's language, and the object for the calendar beside it."""

from dataclasses import dataclass
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.calendars import items
from alke.base.calendars.writing import cancel_bytes, keep_time_bytes, request_bytes
from alke.base.dates import format_span
from alke.base.links import link
from alke.base.mail import wording
from alke.base.site import absolute
from alke.domain.calendars.contents import description_of, title_of
from alke.domain.invitations.models import Invitation
from alke.domain.invitations.plan import Step
from alke.domain.participants.link_operations import link_address
from alke.domain.participants.models import Participant
from alke.domain.rounds.models import Discussion

REPLIES: Final = {
    Participant.Reply.OPEN: items.Reply.OPEN,
    Participant.Reply.ACCEPTED: items.Reply.ACCEPTED,
    Participant.Reply.TENTATIVE: items.Reply.TENTATIVE,
    Participant.Reply.DECLINED: items.Reply.DECLINED,
}


@dataclass(frozen=True)
class Letter:
    """What `write_mail` is given."""

    to: str
    language: str
    subject: str
    text: str
    calendar: bytes
    method: str


def letter_of(invitation: Invitation, discussion: Discussion, step: Step) -> Letter:
    """The mail of what `invitation` holds now."""
    participant = invitation.participant
    language = participant.language
    gone = step == Step.CANCEL
    with translation.override(language):
        subject, text = wording(
            "invitation",
            language,
            {
                "step": step.value,
                "title": title_of(discussion, language),
                "when": _when(discussion),
                "place": discussion.place,
                "door": discussion.link,
                "page": _page(discussion),
                "answer": "" if gone else link_address(participant),
                "body": participant.organisation.name,
                "held": discussion.cancelled_at is None and discussion.starts_at is not None,
            },
        )
        event = event_of(invitation, discussion, cancelled=gone)
    write, method = (cancel_bytes, "CANCEL") if gone else (request_bytes, "REQUEST")
    return Letter(
        to=invitation.email,
        language=language,
        subject=subject,
        text=text,
        calendar=write(event),
        method=method,
    )


def kept_letter_of(invitation: Invitation) -> Letter:
    """The mail to whoever proposed another time: it stays for now (RFC 5546, 3.2.8)."""
    participant, language = invitation.participant, invitation.participant.language
    discussion = participant.discussion
    with translation.override(language):
        words = {
            "title": title_of(discussion, language),
            "when": _when(discussion),
            "answer": link_address(participant) if participant.link_sent_at else "",
        }
        subject, text = wording("invitation_kept", language, words)
        event = event_of(invitation, discussion)
    return Letter(
        to=invitation.email,
        language=language,
        subject=subject,
        text=text,
        calendar=keep_time_bytes(event),
        method=items.Method.DECLINECOUNTER.value,
    )


def event_of(
    invitation: Invitation, discussion: Discussion, *, cancelled: bool = False
) -> items.Event:
    """The person's event; of a time that was given up, the one that it had."""
    participant, language = invitation.participant, invitation.participant.language
    starts, ends = discussion.known_span
    if starts is None:
        raise ValueError("a discussion that never had a time invites nobody")
    page, door = _page(discussion), "" if cancelled else discussion.link
    return items.Event(
        uid=str(participant.uid),
        summary=title_of(discussion, language),
        description=description_of(page, door),
        changed_at=invitation.sent_at,
        sequence=invitation.sequence,
        language=language,
        url=door or page,
        starts=starts,
        ends=ends,
        place=discussion.place,
        conference=door,
        cancelled=cancelled,
        organizer=organizer(),
        attendees=(_attendee(invitation, participant),),
    )


def organizer() -> items.Organizer:
    """Alke itself, whose mailbox takes the replies."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return items.Organizer(address, name or _("Alke, Ministry of Economic Affairs and Employment"))


def _attendee(invitation: Invitation, participant: Participant) -> items.Attendee:
    """With the answer, which is always to the time that the discussion has."""
    reply = REPLIES[Participant.Reply(participant.reply)]
    name = participant.name or participant.title
    return items.Attendee(invitation.email, name, reply, participant.language)


def _page(discussion: Discussion) -> str:
    return absolute(link("discussion_detail", discussion.round.year, discussion.slug))


def _when(discussion: Discussion) -> str:
    starts, ends = discussion.known_span
    return str(format_span(starts, ends)) if starts else ""


def sample_of(participant: Participant) -> Letter:
    """The mail that would invite the participant now."""
    now = clock.now()
    invitation = Invitation(participant=participant, email=participant.email, sent_at=now)
    return letter_of(invitation, participant.discussion, Step.INVITE)
