"""Which rounds' personal data was erased, as the record of changes knows it (R14, R17).

Whoever holds tables against the record must know: what was erased is no longer there, and nobody
has altered it.
"""

from collections.abc import Callable
from typing import Final, TypeVar

from alke.domain.audit.models import AuditEvent

ERASED: Final = "personal.erased"
ERASED_FILES: Final = "documents"  # in its changes: the versions that have no files any more
Found = TypeVar("Found")


def erased_rounds() -> dict[int, int]:
    """Each such round with the number of its last event. One query."""
    rows = AuditEvent.objects.filter(event=ERASED).order_by("seq")
    return {round_id or 0: seq for round_id, seq in rows.values_list("round_id", "seq")}


def without_erasing(look: Callable[[], Found]) -> Found:
    """What `look` finds; it looks again when something was erased meanwhile."""
    while True:
        before = erased_rounds()
        found = look()
        if erased_rounds() == before:
            return found
