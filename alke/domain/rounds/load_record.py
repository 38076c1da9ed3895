"""Brings the tables of a round to a plan, row by row; used by the operation that loads it.

A row is told by its key. Only what the file itself changed since it was last loaded is changed,
so that what people have moved meanwhile stays as they left it.
"""

from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alke.domain.people.models import Organisation, Region
from alke.domain.rounds.formats_rows import Plan, Row
from alke.domain.rounds.load_tables import TABLES, Table
from alke.domain.rounds.models import Round
from alke.domain.rounds.revised import Revised, note_revision
from alke.domain.rounds.sheet_models import SheetTemplate

Changes = dict[str, list[Any]]
_MISSING = object()
# Rows that are part of a format; everything else that hangs on a row is people's work.
_OF_FORMAT = frozenset(table.model for table in TABLES)
WORK: dict[str, Promise] = {
    "Topic": _("topics"),
    "ActionOrigin": _("actions"),
    "Action": _("actions"),
    "AgendaPublication": _("published agendas"),
    "Outcome": _("outcomes"),
    "ProgressReport": _("follow-up reports"),
    "Discussion": _("discussions"),
    "Booking": _("bookings"),
    "MinistryAnswer": _("ministries’ answers"),
    "FollowUpRound": _("follow-up rounds"),
}


@dataclass
class Loader:
    """One loading of a round; `changes` fills with what was changed."""

    round: Round
    old: Plan
    new: Plan
    changes: Changes = field(default_factory=dict)
    rows: dict[str, MutableMapping[str, Any]] = field(default_factory=dict)
    touched: set[tuple[str, str]] = field(default_factory=set)
    made: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rows["organisations"] = {row.slug: row for row in Organisation.objects.all()}
        self.rows["regions"] = {row.code: row for row in Region.objects.all()}

    def bring(self) -> None:
        """Makes and changes rows until all are as planned."""
        self._bring_round()
        for table in TABLES:
            self._read(table)
            if table.name == "members":  # a region has one primary group at any moment
                self._take_away(table)
            made = [
                self._bring_row(table, key, row, without=table.own_references)
                for key, row in self._in_order(table)
            ]
            every: models.QuerySet[Any] = models.QuerySet(table.model)
            every.bulk_create(row for row in made if row is not None)
            for key, row in self._in_order(table):
                own = {name: row[name] for name in table.own_references}
                if own and key in self.rows[table.name]:
                    self._bring_row(table, key, own, without=())
        self._bring_sheet()

    def take_away(self) -> dict[str, list[str | Promise]]:
        """Takes away what the file gave up; returns what cannot go, with the work on it."""
        kept: dict[str, list[str | Promise]] = {}
        for table in reversed(TABLES):
            kept |= self._take_away(table)
        return kept

    def _bring_round(self) -> None:
        before = self.old.get("round", {}).get("")
        self._alter("round", self.round, self.new["round"][""], before)

    def _read(self, table: Table) -> None:
        every: models.QuerySet[Any] = models.QuerySet(table.model)
        found = every.filter(**{table.of_round: self.round}).select_related(*table.joins)
        rows = self.rows[table.name] = {table.key(row): row for row in found}
        if table.name == "followups":  # its own come first, also those made now
            others = {table.key(row): row for row in every.order_by("opens_date")}
            self.rows["followups-of-all"] = ChainMap(rows, others)

    def _in_order(self, table: Table) -> list[tuple[str, Row]]:
        planned = self.new.get(table.name, {})
        return sorted(planned.items(), key=lambda item: bool(item[1].get("primary")))

    def _bring_row(
        self, table: Table, key: str, wanted: Row, *, without: tuple[str, ...]
    ) -> models.Model | None:
        """Changes the row that is there; one that is not is returned, to be saved with others."""
        fields = {name: value for name, value in wanted.items() if name not in without}
        made = (table.name, key) in self.made
        before = None if made else self.old.get(table.name, {}).get(key)
        row = self.rows[table.name].get(key)
        if row is not None:
            if self._alter(f"{table.name}:{key}", row, fields, before, table):
                self.touched.add((table.name, key))
        elif before != self.new[table.name][key]:  # else someone took it away on purpose
            row = table.model(**table.base(self.round, key))
            for name, value in self._resolved(table, fields).items():
                setattr(row, name, value)
            for name, value in table.derive(row).items():
                setattr(row, name, value)
            self.rows[table.name][key] = row
            self.made.add((table.name, key))
            self.touched.add((table.name, key))
            self.changes[f"{table.name}:{key}"] = [None, fields]
            return row
        return None

    def _alter(
        self, subject: str, row: Any, wanted: Row, before: Row | None, table: Table | None = None
    ) -> bool:
        """Sets what the file changed; returns whether anything did change."""
        given = {
            name: value
            for name, value in wanted.items()
            if before is None or before.get(name, _MISSING) != value
        }
        changed = {
            name: value
            for name, value in self._resolved(table, given).items()
            if getattr(row, name) != value
        }
        if not changed:
            return False
        old, new = self.changes.get(subject) or [{}, {}]
        for name, value in changed.items():
            old = None if old is None else {**old, name: getattr(row, name)}
            new = {**new, name: value}
            setattr(row, name, value)
        fields = list(changed)
        if isinstance(row, Revised):
            fields += note_revision(row)
        row.save(update_fields=fields)
        self.changes[subject] = [old, new]
        return True

    def _resolved(self, table: Table | None, fields: Row) -> Row:
        """References become ids of the rows with those keys."""
        references: Mapping[str, str] = table.references if table else {}
        found: Row = {}
        for name, value in fields.items():
            if name not in references:
                found[name] = value
            else:
                row = self.rows[references[name]].get(value) if value else None
                found[f"{name}_id"] = row.pk if row is not None else None
        return found

    def _take_away(self, table: Table) -> dict[str, list[str | Promise]]:
        kept: dict[str, list[str | Promise]] = {}
        gone = self.old.get(table.name, {}).keys() - self.new.get(table.name, {}).keys()
        rows = self.rows[table.name]
        # a meeting goes before the discussion to which it belongs
        for key in sorted(gone & rows.keys(), key=lambda k: not getattr(rows[k], "parent_id", 0)):
            if work := work_on(rows[key]):
                kept[f"{table.name}:{key}"] = work
                continue
            rows.pop(key).delete()
            self.changes[f"{table.name}:{key}"] = [self.old[table.name][key], None]
        return kept

    def _bring_sheet(self) -> None:
        """A changed sheet is a new version; earlier ones stay for what was written on them."""
        wanted = self.new["sheet"].get("")
        if wanted is None or wanted == self.old.get("sheet", {}).get(""):
            return
        newest = SheetTemplate.objects.filter(round=self.round).first()
        if newest is not None and all(getattr(newest, name) == wanted[name] for name in wanted):
            return
        version = newest.version + 1 if newest else 1
        SheetTemplate.objects.create(round=self.round, version=version, **wanted)
        self.changes["sheet"] = [version - 1 or None, version]


def work_on(row: models.Model) -> list[str | Promise]:
    """What of people's work hangs on the row and would go with it; nothing when it may go."""
    collector = Collector(using="default", origin=row)
    try:
        collector.collect([row])
    except (ProtectedError, RestrictedError) as fault:
        work = {type(thing).__name__ for thing in fault.args[1]}
    else:
        found = set(collector.data) | {q.model for q in collector.fast_deletes if q.exists()}
        work = {model.__name__ for model in found if model not in _OF_FORMAT}
    return sorted({WORK.get(name, _("other work")) for name in work}, key=str)
