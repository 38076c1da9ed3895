"""Writes of the ministries' answers: who attends which regional meeting (B8)."""

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.richtext import BadInput, clean_line
from alke.domain.bookings import rules
from alke.domain.bookings.booking_operations import lock_meeting
from alke.domain.bookings.models import MinistryAnswer
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.models import Discussion

ATTENDEE_LIMIT = 120
OPEN = ""  # takes the answer back


@transaction.atomic
def answer_attendance(
    meeting: Discussion, ministry: Organisation, answer: str, *, by: Actor, attendee: str = ""
) -> MinistryAnswer | None:
    """Says whether the ministry attends, and who; an empty answer takes it back."""
    row = lock_meeting(meeting)
    rules.can_answer_attendance(by, row, ministry).require()
    if answer and answer not in MinistryAnswer.Answer.values:
        raise BadInput(_("Choose whether the ministry attends."), "answer")
    held = MinistryAnswer.objects.filter(discussion=row, organisation=ministry).first()
    comes = answer in {MinistryAnswer.Answer.ATTENDS, MinistryAnswer.Answer.OTHER_TIME}
    attendee = clean_line(attendee, limit=ATTENDEE_LIMIT, field="attendee") if comes else ""
    before = [held.answer, held.attendee] if held else ["", ""]
    if before == [answer, attendee]:
        return held
    if answer == OPEN:
        assert held is not None  # noqa: S101 - else nothing has changed
        held.delete()
        held = None
    else:
        held = held or MinistryAnswer(discussion=row, organisation=ministry)
        held.answer, held.attendee = answer, attendee
        held.starts_at, held.at = row.starts_at, clock.now()
        held.save()
    record_discussion(
        "attendance.answered",
        row,
        by=by,
        changes={ministry.slug: [before[0], answer], "attendee": [before[1] != "", attendee != ""]},
    )
    return held
