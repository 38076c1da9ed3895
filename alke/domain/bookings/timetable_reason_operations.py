"""Why wishes were not granted: told of a proposal at once, or bit by bit when they are many."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db import transaction

from alke.base import clock
from alke.domain.bookings.models import TimetableProposal
from alke.domain.bookings.timetable import Key, Timetable
from alke.domain.bookings.timetable_pins import Pins
from alke.domain.bookings.timetable_reasons import why_not
from alke.domain.bookings.timetable_source import Source

BATCH: Final = 10  # reasons that are told together,
OFTEN: Final = dt.timedelta(seconds=20)  # or fewer when they take so long
Wanted = Sequence[tuple[Key, Key]]  # meeting, time
Reason = tuple[str, dict[str, Any]]


def unmet(source: Source, best: Timetable) -> Wanted:
    """Each meeting whose best wish was not granted, with the time that it wished.

    Not of those that were set by hand: that is the reason.
    """
    found = []
    for line in source.lines:
        if line.meeting.pk in source.pins:
            continue
        wishes = source.wishes(line)
        wished = max(wishes, key=lambda key: wishes[key], default=None)
        if wished is not None and best.places.get(line.meeting.pk) != wished:
            found.append((line.meeting.pk, wished))
    return found


def reasons_of(source: Source, best: Timetable, wanted: Wanted) -> Iterator[Reason]:
    """What each of the times would have cost; also one that the meeting may not have now."""
    if not wanted:
        return
    pins = Pins(source.problem, wanted)
    for meeting, time in wanted:
        why = why_not(pins, best, meeting, time)
        bodies = [[row.body, [m for m in row.meetings if m != meeting]] for row in why.clashes]
        yield (
            str(meeting),
            {
                "time": source.texts[time],
                "goal": why.goal,
                "worse": why.worse,
                "others": list(why.others),
                "bodies": bodies,
            },
        )


def explain(
    pk: int, source: Source, best: Timetable, wanted: Wanted, *, told_at: dt.datetime
) -> None:
    """Adds the reasons to a proposal that is shown since `told_at`, until somebody gives it up."""
    places = source.stored(best.places)
    found: dict[str, Any] = {}
    for done, (meeting, why) in enumerate(reasons_of(source, best, wanted), 1):
        found[meeting] = why
        if done < len(wanted) and len(found) < BATCH and clock.real() - told_at < OFTEN:
            continue
        later = _add(pk, found, places, done, told_at)
        if later is None:
            return
        found, told_at = {}, later


@transaction.atomic
def _add(
    pk: int, found: dict[str, Any], places: dict[str, str], done: int, told_at: dt.datetime
) -> dt.datetime | None:
    """Not of a meeting that the hand has moved meanwhile; None when the proposal is another's."""
    rows = TimetableProposal.objects.select_for_update()
    row = rows.filter(pk=pk, state=TimetableProposal.State.READY, touched_at=told_at).first()
    if row is None:
        return None
    held = {key: why for key, why in found.items() if row.places.get(key) == places.get(key)}
    row.reasons |= held
    row.done, row.touched_at = done, clock.real()
    row.save(update_fields=["reasons", "done", "touched_at"])
    return row.touched_at
