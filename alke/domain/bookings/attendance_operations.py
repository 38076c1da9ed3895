"""Writes of the ministries' answers: who attends which regional meeting (B8)."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.richtext import BadInput, clean_line
from alke.domain.bookings import rules
from alke.domain.bookings.booking_operations import lock_meeting
from alke.domain.bookings.models import MinistryAnswer
from alke.domain.participants.models import Participant
from alke.domain.participants.operations import (
    cancel_participant,
    edit_participant,
    register_participant,
)
from alke.domain.participants.person import Person, clean_address
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.models import Discussion

ATTENDEE_LIMIT = 120
OPEN = ""  # takes the answer back


@transaction.atomic
def answer_attendance(
    meeting: Discussion,
    ministry: Organisation,
    answer: str,
    *,
    by: Actor,
    attendee: str = "",
    email: str = "",
) -> MinistryAnswer | None:
    """Says whether the ministry attends, and who; an empty answer takes it back.

    With an address, who attends is registered as the ministry's participant, and so invited; an
    answer by which nobody comes any more takes that registration back. The same answer again
    holds for the meeting's time of now.
    """
    row = lock_meeting(meeting)
    rules.can_answer_attendance(by, row, ministry).require()
    if answer and answer not in MinistryAnswer.Answer.values:
        raise BadInput(_("Choose whether the ministry attends."), "answer")
    rows = MinistryAnswer.objects.filter(discussion=row, organisation=ministry)
    held = rows.select_related("participant").first()
    comes = answer in {MinistryAnswer.Answer.ATTENDS, MinistryAnswer.Answer.OTHER_TIME}
    attendee = clean_line(attendee, limit=ATTENDEE_LIMIT, field="attendee") if comes else ""
    email = clean_address(email) if comes else ""
    if email and not attendee:
        raise BadInput(_("Give the title of who attends."), "attendee")
    invited = held.invited if held else None
    before = [held.answer, held.attendee] if held else ["", ""]
    again = held is not None and held.is_to_other_time(row.starts_at)
    if before == [answer, attendee] and not again and email == (held.email if held else ""):
        return held
    if answer == OPEN:
        assert held is not None  # noqa: S101 - else nothing has changed
        _take_back(invited, by)
        held.delete()
        held = None
    else:
        held = held or MinistryAnswer(discussion=row, organisation=ministry)
        held.answer, held.attendee = answer, attendee
        held.starts_at, held.at = row.starts_at, clock.now()
        held.participant = _invite(row, ministry, invited, Person(attendee, email), by)
        held.save()
    record_discussion(
        "attendance.answered",
        row,
        by=by,
        changes={ministry.slug: [before[0], answer], "attendee": [before[1] != "", attendee != ""]},
    )
    return held


def _invite(
    meeting: Discussion,
    ministry: Organisation,
    invited: Participant | None,
    person: Person,
    by: Actor,
) -> Participant | None:
    """Who is registered by the answer now; whoever was before and is not meant is taken back."""
    if not person.email:
        _take_back(invited, by)
        return None
    if invited is not None:
        same = replace(Person.of(invited), title=person.title, email=person.email)
        return edit_participant(invited, same, by=by) if same != Person.of(invited) else invited
    known = Participant.objects.registered().filter(
        discussion=meeting, organisation=ministry, email=person.email
    )
    if known.exists():  # by the ministry's own form: not the answer's, and not taken back with it
        return None
    return register_participant(meeting, ministry, person, by=by, sure=True)


def _take_back(invited: Participant | None, by: Actor) -> None:
    if invited is not None:
        cancel_participant(invited, by=by)
