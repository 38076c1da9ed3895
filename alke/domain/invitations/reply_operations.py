"""Takes the replies of calendar programs (RFC 6047): only of whom was invited, to what he was told.

A sender's address proves little, for anyone can write it. But a reply has to name the invitation,
whose identifier is random and went to that one person. Whatever is not taken is noted with the
reason, so that people can look at it.
"""

from email.message import EmailMessage, Message
from email.utils import parseaddr
from typing import Final
from uuid import UUID

from django.db import transaction

from alke.base import clock
from alke.base.calendars import items
from alke.base.calendars.answers import ANSWERS, Answer, Answered, read_answer
from alke.base.calendars.items import Method
from alke.base.mailaddress import is_mail_address
from alke.base.richtext import BadInput
from alke.domain.invitations.hand_on_operations import hand_on
from alke.domain.invitations.letters import REPLIES
from alke.domain.invitations.models import COMMENT_LIMIT, Invitation, InvitationReply
from alke.domain.invitations.plan import follows, tells_time
from alke.domain.invitations.queries import invitation_by
from alke.domain.participants.models import Participant
from alke.domain.participants.operations import set_reply
from alke.domain.people.actors import Actor
from alke.domain.topics.topic_record import lock_discussion

Result = InvitationReply.Result
CALENDARS: Final = frozenset({"text/calendar", "application/ics"})
MEANT: Final = {partstat: reply for reply, partstat in REPLIES.items()}
LONGEST_ADDRESS: Final = 254


@transaction.atomic
def take_reply(message: EmailMessage) -> bool:
    """Takes the reply that the mail brings; says whether it brought one, taken or not."""
    part = _calendar_part(message)
    if part is None:
        return False
    sender = _sender_of(message)
    data = part.get_payload(decode=True)
    try:
        answer = read_answer(data if isinstance(data, bytes) else b"")
    except BadInput:
        if str(part.get_param("method", "")).upper() not in ANSWERS:
            return False  # somebody else's invitation, or a calendar without a question
        _note(Result.UNREADABLE, sender)
        return True
    _take(answer, sender)
    return True


def _take(answer: Answer, sender: str) -> None:
    invitation = _invitation_of(answer)
    if invitation is None:
        _note(Result.UNKNOWN, sender)
        return
    invitation.participant.discussion = lock_discussion(invitation.participant.discussion)
    invitation.refresh_from_db(fields=["timed_sequence", "reply_stamp", "email", "told", "state"])
    said = answer.of(sender)
    result = _judged(answer, said, sender, invitation)
    shown = said or answer.of(invitation.email)  # where somebody else has answered for the person
    row = _note(result, sender, invitation.participant, answer, shown)
    if result in {Result.COUNTER, Result.DELEGATED}:
        hand_on(row, invitation)
    if result != Result.TAKEN or said is None:
        return
    invitation.reply_stamp = answer.stamp
    invitation.save(update_fields=["reply_stamp"])
    set_reply(
        invitation.participant, MEANT[said.reply], by=Actor.system(), how=Participant.How.MAIL
    )


def _judged(
    answer: Answer, said: Answered | None, sender: str, invitation: Invitation
) -> InvitationReply.Result:
    """Whether it is taken; the first reason against it."""
    participant = invitation.participant
    if said is None or sender != invitation.email.lower():
        return Result.SENDER
    if answer.method == Method.COUNTER:
        return Result.COUNTER
    if said.reply == items.Reply.DELEGATED:
        return Result.DELEGATED
    if _is_old(answer, invitation):
        return Result.OLD
    return Result.LATE if _is_late(participant, invitation) else Result.TAKEN


def _is_old(answer: Answer, invitation: Invitation) -> bool:
    """To another time, of which the mail may just be about to go out, or overtaken by a later one.

    An answer from before another place was told is to the same time.
    """
    if answer.sequence < invitation.timed_sequence or answer.stamp < invitation.reply_stamp:
        return True
    discussion = invitation.participant.discussion
    return discussion.starts_at is not None and not tells_time(invitation, discussion)


def _is_late(participant: Participant, invitation: Invitation) -> bool:
    return (
        participant.cancelled_at is not None
        or invitation.told == Invitation.Told.CANCEL
        or not follows(participant.discussion)
    )


def _invitation_of(answer: Answer) -> Invitation | None:
    try:
        uid = UUID(answer.uid)
    except ValueError:
        return None
    return invitation_by(str(uid))


def _note(
    result: InvitationReply.Result,
    sender: str,
    participant: Participant | None = None,
    answer: Answer | None = None,
    said: Answered | None = None,
) -> InvitationReply:
    return InvitationReply.objects.create(
        participant=participant,
        sender=sender,
        said=said.reply if said else "",
        comment=answer.comment[:COMMENT_LIMIT] if answer and said else "",
        proposed_at=answer.starts_at if answer and result == Result.COUNTER else None,
        deputy=_address(said.delegated_to) if said else "",
        result=result,
        at=clock.now(),
    )


def _calendar_part(message: Message) -> Message | None:
    """The first part of that type."""
    for part in message.walk():
        if part.get_content_type() in CALENDARS:
            return part
    return None


def _sender_of(message: EmailMessage) -> str:
    return _address(parseaddr(str(message.get("From", "")))[1].lower())


def _address(text: str) -> str:
    fits = len(text) <= LONGEST_ADDRESS and is_mail_address(text)
    return text if fits else ""
