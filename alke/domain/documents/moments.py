"""Of what a document was made: the place in the record of changes, printed on every page."""

import datetime as dt
import re
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


def read_code(text: str) -> tuple[str, int] | None:
    """Place and event of a printed code, wherever in the text it stands."""
    found = _CODE.search(text)
    return (found["place"], int(found["seq"])) if found else None


def state_at(seq: int) -> State | None:
    """The state of that event, if there is one."""
    found = AuditEvent.objects.filter(seq=seq).values_list("seq", "at").first()
    return State(*found) if found else None
