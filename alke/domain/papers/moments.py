"""Of what a document was made: the place in the record of changes, printed on every page."""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from alke.base import clock
from alke.domain.audit.models import AuditEvent

_CODE = re.compile(r"Alke (?P<place>[\w./-]+) #(?P<seq>\d{1,18})")


@dataclass(frozen=True)
class State:
    """The last event that a document knows of; the same state gives the same document."""

    seq: int
    at: dt.datetime

    def code(self, place: str) -> str:
        """What stands at the foot of each page: “Alke 2024/ita/1 #1234”."""
        return f"Alke {place} #{self.seq}"

    @classmethod
    def before_all(cls) -> "State":
        """When nothing has been recorded yet."""
        return cls(0, clock.now())


def last_event() -> QuerySet[AuditEvent]:
    """The end of the record of changes."""
    return AuditEvent.objects.order_by("-seq")


def state_by(moment: dt.datetime) -> State:
    """The last event by `moment`. One query."""
    rows = AuditEvent.objects.filter(at__lte=moment).order_by("-seq").values_list("seq", "at")
    return next((State(*row) for row in rows[:1]), State(0, moment))


def published_state(
    discussion_id: int, events: Collection[str], number: int, at: dt.datetime
) -> State:
    """The event of a discussion's publication: what it froze stays so, whatever comes later.

    `at`: when it was published, for one that the record does not know. One query.
    """
    rows = AuditEvent.objects.filter(discussion_id=discussion_id, event__in=events)
    found = rows.filter(changes__number__1=number).values_list("seq", "at").order_by("-seq")
    return next((State(*row) for row in found[:1]), State(0, at))


def read_code(text: str) -> tuple[str, int] | None:
    """Place and event of a printed code, wherever in the text it stands."""
    found = _CODE.search(text)
    return (found["place"], int(found["seq"])) if found else None


def state_at(seq: int) -> State | None:
    """The state of that event, if there is one."""
    found = AuditEvent.objects.filter(seq=seq).values_list("seq", "at").first()
    return State(*found) if found else None


def state_before(moment: dt.datetime) -> State:
    """The last state at `moment`."""
    found = AuditEvent.objects.filter(at__lte=moment).order_by("-seq")
    row = found.values_list("seq", "at").first()
    return State(*row) if row else State(0, moment)
