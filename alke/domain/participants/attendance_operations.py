"""Writes of who was there on the day, topic by topic."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.richtext import BadInput
from alke.domain.participants import rules
from alke.domain.participants.models import Attendance, Participant
from alke.domain.people.actors import Actor
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.models import Discussion
from alke.domain.topics.models import Topic
from alke.domain.topics.topic_record import lock_discussion

WHOLE = 0  # stands for the whole discussion, where it has no topics


@transaction.atomic
def take_attendance(
    discussion: Discussion, present: Mapping[int, Collection[int]], *, by: Actor
) -> int:
    """Notes who was there: ids of participants by the topic's number; `WHOLE` without topics.

    What stood before is replaced. Returns how many marks changed.
    """
    locked = lock_discussion(discussion)
    rules.can_take_attendance(by, locked).require()
    people = set(
        Participant.objects.registered().filter(discussion=locked).values_list("pk", flat=True)
    )
    rows = Topic.objects.on_agenda().filter(discussion=locked)
    topics: dict[int, int | None] = {WHOLE: None}
    topics |= {number or WHOLE: pk for number, pk in rows.values_list("number", "pk")}
    wanted = {(person, number) for number, found in present.items() for person in found}
    if any(person not in people or number not in topics for person, number in wanted):
        raise BadInput(_("The list of participants has changed. Look at it again."))
    kept = Attendance.objects.filter(participant__discussion=locked).select_related("topic")
    held = {(row.participant_id, row.topic.number if row.topic else WHOLE): row for row in kept}
    gone = [row.pk for key, row in held.items() if key not in wanted]
    new = sorted(wanted - held.keys())
    if not gone and not new:
        return 0
    Attendance.objects.filter(pk__in=gone).delete()
    now = clock.now()
    Attendance.objects.bulk_create(
        Attendance(participant_id=person, topic_id=topics[number], at=now) for person, number in new
    )
    record_discussion("attendance.taken", locked, by=by, changes=_changes(set(held), wanted))
    return len(gone) + len(new)


def _changes(before: set[Any], after: set[Any]) -> dict[str, list[Any]]:
    """By topic, the numbers of the persons: no names (R17)."""
    numbers = sorted({number for _person, number in before | after})
    return {
        f"topic.{number}": [
            sorted(person for person, at in held if at == number) for held in (before, after)
        ]
        for number in numbers
    }
