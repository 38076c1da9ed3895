"""What tables of follow-up that have come in ask of bodies: to read their own answers in them."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base.prepared import prepared
from alke.domain.followup.models import FollowUpRound
from alke.domain.imports.models import WordImport
from alke.domain.imports.queries import spots_of_each
from alke.domain.imports.returned_table import ReturnedTable
from alke.domain.imports.rules import can_decide_table
from alke.domain.imports.spots import Spots
from alke.domain.imports.table_compare import ASKED, Kind, compare_table, count
from alke.domain.insight.task import Task
from alke.domain.people.actors import Actor


def tables_to_read(actor: Actor) -> list[Task]:
    """The tables with answers that wait for the actor's own hand. One query, two where one waits.

    A doubtful answer asks only the body that brought the file: it may be anybody's of its side.
    """
    waiting = [
        (row, row.followup, ReturnedTable.from_json(row.returned))
        for row in (_waiting(actor) if actor.sides else ())
        if row.followup is not None and can_decide_table(actor, row, row.followup)
    ]
    if not waiting:
        return []
    spots = spots_of_each(_wanted(actor, waiting), actor)
    counted = [
        (import_, followup, _asked(actor, import_, returned, spots[followup.pk]))
        for import_, followup, returned in waiting
    ]
    return [_task(import_, followup, asked) for import_, followup, asked in counted if asked]


def _wanted(
    actor: Actor, waiting: Iterable[tuple[WordImport, FollowUpRound, ReturnedTable]]
) -> dict[FollowUpRound, set[int] | None]:
    """Of each follow-up the actions that its tables name; all for who brought one."""
    found: dict[FollowUpRound, set[int] | None] = {}
    for import_, followup, returned in waiting:
        held = found.setdefault(followup, set())
        if _brought(actor, import_):
            found[followup] = None
        elif held is not None:
            held.update(row.number for row in returned.rows if row.number is not None)
    return found


@prepared
def _waiting(actor: Actor) -> QuerySet[WordImport]:
    rows = WordImport.objects.visible_to(actor).waiting().exclude(followup=None)
    places = ("round", "deadline", "previous")
    return rows.select_related(*(f"followup__{name}" for name in places)).order_by("pk")


def _asked(actor: Actor, import_: WordImport, returned: ReturnedTable, spots: Spots) -> int:
    kinds = ASKED if _brought(actor, import_) else ASKED - {Kind.DOUBTFUL}
    return count(compare_table(returned, spots), *kinds)


def _brought(actor: Actor, import_: WordImport) -> bool:
    return import_.organisation_id in actor.organisation_ids


def _task(import_: WordImport, followup: FollowUpRound, asked: int) -> Task:
    said = ngettext(
        "%(num)d answer of yours waits in the file %(name)s.",
        "%(num)d answers of yours wait in the file %(name)s.",
        asked,
    )
    return Task(
        title=_("Read your answers in the Word table: %(name)s") % {"name": followup.name},
        text=said % {"num": asked, "name": import_.file_name},
        button=_("Review the table"),
        page="followup_review",
        args=(followup.round.year, followup.slug, import_.pk),
        due_at=followup.due,
    )
