"""Takes a brought table of participants in: whole, or not at all."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base.verdicts import Refused
from alke.domain.participants import rules
from alke.domain.participants.operations import register_participant
from alke.domain.participants.table_ground import ground_of
from alke.domain.participants.table_match import Choices, Kind, Table, match_table
from alke.domain.people.actors import Actor
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.models import Discussion
from alke.domain.topics.topic_record import lock_discussion


class NotReady(Refused):
    """Some rows still want a decision; `table` says which. Nothing has been written."""

    def __init__(self, table: Table) -> None:
        super().__init__(_("Some rows want a decision first. Nothing has been registered."))
        self.table = table


@transaction.atomic
def import_participants(
    discussion: Discussion, cells: Sequence[Sequence[str]], choices: Choices, *, by: Actor
) -> Table:
    """Registers every new row of the table; who is registered already stays as registered.

    Reads and checks all rows again: what was registered meanwhile counts. Raises `NotReady` when a
    row has a fault or an open question that was not left out.
    """
    locked = lock_discussion(discussion)
    rules.can_register_some(by, locked).require()
    table = match_table(cells, ground_of(locked, by), choices)
    if not table.is_ready:
        raise NotReady(table)
    made: dict[str, list[int]] = defaultdict(list)
    for row in table.rows:
        if row.kind is Kind.NEW and row.body is not None:
            new = register_participant(locked, row.body, row.person, by=by, sure=True)
            made[row.body.slug].append(new.pk)
    changes: dict[str, list[Any]] = {
        "rows": [None, table.in_file],
        "kinds": [None, {kind.value: count for kind, count in sorted(table.counts.items())}],
        "registered": [None, dict(made)],
    }
    record_discussion("participants.imported", locked, by=by, changes=changes)
    return table
