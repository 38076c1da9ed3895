"""Writes of invitations: they are begun by a person, and follow the discussion from then on."""

import uuid
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from alke.base import clock
from alke.domain.audit.queries import head
from alke.domain.invitations import rules
from alke.domain.invitations.letters import Letter, letter_of
from alke.domain.invitations.models import Invitation, Inviting
from alke.domain.invitations.plan import (
    MAILED,
    Planned,
    Step,
    follows,
    is_wanted,
    only_time,
    state_of,
)
from alke.domain.invitations.queries import KIND, inviting_of, plan_of
from alke.domain.notices.operations import write_mail
from alke.domain.participants.models import Participant
from alke.domain.people.actors import Actor
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.models import Discussion
from alke.domain.topics.topic_record import lock_discussion

Told = Invitation.Told


@transaction.atomic
def send_invitations(discussion: Discussion, *, by: Actor) -> int:
    """Invites every participant who has an address; says how many.

    From then on whoever is registered gets one by himself, changes are told, and who is not
    wanted any more, or all when it is cancelled, are told that.
    """
    locked = lock_discussion(discussion)
    rules.can_send_invitations(by, locked, inviting_of(locked)).require()
    inviting = Inviting.objects.create(discussion=locked, begun_at=clock.now(), begun_by=by.user)
    done = _tell_all(locked)
    _record("invitations.sent", locked, done, by)
    return _settle(inviting, done)


@transaction.atomic
def follow_discussion(inviting: Inviting, *, by: Actor) -> int:
    """Tells participants what has changed since they were told last; says how many mails.

    However many changes there were, each person hears once.
    """
    locked = lock_discussion(inviting.discussion)
    inviting = Inviting.objects.select_for_update().get(pk=inviting.pk)
    if not follows(locked):
        return 0
    done = _tell_all(locked)
    if done:
        _record("invitations.updated", locked, done, by)
    return _settle(inviting, done)


def _settle(inviting: Inviting, done: Counter[Step]) -> int:
    inviting.checked_head = head()
    inviting.save(update_fields=["checked_head"])
    return done.total()


def _tell_all(discussion: Discussion) -> Counter[Step]:
    done: Counter[Step] = Counter()
    rows = plan_of(discussion)
    if _hand_over(rows, discussion):
        rows = plan_of(discussion)
    for row in rows:
        if row.step in MAILED:
            _leave_old_address(row, discussion)
            _tell(row, discussion)
            done[row.step] += 1
    return done


def _hand_over(rows: Iterable[Planned], discussion: Discussion) -> bool:
    """Who still comes for another body keeps the entry in the calendar, under its identifier.

    The change that is told then brings the link of the other registration.
    """
    heirs = {
        row.participant.email: row.participant
        for row in rows
        if row.step == Step.INVITE and row.invitation is None
    }
    done = False
    for row in rows:
        old = row.invitation
        if row.step == Step.CANCEL and old and not is_wanted(row.participant, discussion):
            heir = heirs.pop(old.email, None)
            if heir is not None:
                _give(old, heir)
                done = True
    return done


def _give(invitation: Invitation, heir: Participant) -> None:
    left, uid = invitation.participant, invitation.participant.uid
    left.uid = uuid.uuid4()
    left.save(update_fields=["uid"])
    heir.uid = uid
    heir.save(update_fields=["uid"])
    invitation.participant, invitation.state = heir, only_time(invitation)
    invitation.save(update_fields=["participant", "state"])


def _leave_old_address(row: Planned, discussion: Discussion) -> None:
    """Who is invited under a new address is not, any more, under the old one."""
    old = row.invitation
    if row.step == Step.INVITE and old is not None and old.told == Told.REQUEST:
        _tell(Planned(row.participant, old, Step.CANCEL), discussion)


def _tell(row: Planned, discussion: Discussion) -> None:
    """Writes the mail and what it told, in one transaction."""
    now, gone = clock.now(), row.step == Step.CANCEL
    invitation = row.invitation or Invitation(participant=row.participant)
    invitation.sequence += invitation.pk is not None
    invitation.told = Told.CANCEL if gone else Told.REQUEST
    if not gone:
        invitation.email = row.participant.email
        invitation.state = state_of(discussion)
        row.participant.link_sent_at = now  # the mail carries the link, which can be revoked
        row.participant.save(update_fields=["link_sent_at"])
    if row.moved:
        invitation.timed_sequence = invitation.sequence
    invitation.sent_at = now
    invitation.save()
    write_letter(letter_of(invitation, discussion, row.step), row.participant, KIND)


def write_letter(letter: Letter, participant: Participant, kind: str) -> None:
    """The mail, with its object for the calendar, about the participant."""
    write_mail(
        to=letter.to,
        language=letter.language,
        kind=kind,
        subject=letter.subject,
        text=letter.text,
        calendar=letter.calendar,
        calendar_method=letter.method,
        about=participant.audit_key,
    )


def _record(event: str, discussion: Discussion, done: Counter[Step], by: Actor) -> None:
    """Numbers only: who it was, the rows say (R17)."""
    changes: dict[str, list[Any]] = {step.value: [None, n] for step, n in sorted(done.items())}
    record_discussion(event, discussion, by=by, changes=changes)
