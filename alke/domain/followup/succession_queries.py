"""Who goes on in follow-up with the work of bodies that have ended (R12, S9)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.db.models import Exists, OuterRef

from alke.base import clock
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.people.models import Organisation, Succession
from alke.domain.topics.action_models import Responsibility


def predecessors() -> dict[int, list[int]]:
    """The bodies whose work each body goes on with, by ids."""
    found: dict[int, list[int]] = defaultdict(list)
    for old, new in Succession.objects.values_list("predecessor_id", "successor_id"):
        found[new].append(old)
    return found


def left_behind(followup: FollowUpRound) -> Iterator[tuple[ProgressReport, list[Organisation]]]:
    """What waits for bodies that have ended and are not named any more, each with its heirs.

    Heirs are its successors, or theirs, that are named for the action and exist today.
    """
    day, after = clock.today(), _successors()
    named = Responsibility.objects.filter(action=OuterRef("action"))
    cells = followup.reports.missing().filter(
        ~Exists(named.filter(organisation=OuterRef("organisation"))),
        organisation__in=Organisation.objects.ended_by(day),
    )
    for cell in cells.select_related("action", "organisation").order_by("pk"):
        bodies = Organisation.objects.valid_on(day).filter(
            pk__in=_line(cell.organisation_id, after),
            responsibilities__in=cell.action.responsibilities.exclude(
                answer=Responsibility.Answer.DECLINED
            ),
        )
        yield cell, list(bodies.order_by("pk"))


def _successors() -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for new, olds in predecessors().items():
        for old in olds:
            found[old].append(new)
    return found


def _line(body: int, after: Mapping[int, list[int]]) -> set[int]:
    """All that come after the body."""
    seen: set[int] = set()
    waiting = [body]
    while waiting:
        new = [pk for pk in after.get(waiting.pop(), ()) if pk not in seen]
        seen.update(new)
        waiting += new
    return seen
