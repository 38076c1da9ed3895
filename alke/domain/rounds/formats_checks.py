"""Checks what no single table of a format can tell: references, order, and agreement."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from alke.domain.rounds.formats_reader import Reading
from alke.domain.rounds.formats_schedule import Schedule, Unresolvable, expanded, key_of_one
from alke.domain.rounds.formats_shapes import (
    KEY_LIMIT,
    DeadlineSpec,
    DiscussionSpec,
    FollowUpSpec,
    RoundFormat,
)

# Words that stand in addresses where a discussion's slug would.
RESERVED = frozenset(
    (
        *("aikataulu", "asiakirjat", "havainnot", "julkaise", "keskustelut", "kirje", "muokkaa"),
        *("seuranta", "tilannekuva", "vaihe", "varaukset"),
    )
)
_SINGLE = {"discussion", "basis", "deadline"}


def check(format_: RoundFormat, reading: Reading) -> None:
    """Notes every fault that only the whole shows."""
    _Checks(format_, reading).run()


class _Checks:
    def __init__(self, format_: RoundFormat, reading: Reading) -> None:
        self.format, self.reading = format_, reading
        sound = all(fault.path != "round.year" for fault in reading.faults)
        self.year = format_.year if sound and "round.year" in reading.lines.at else None
        self.schedule = Schedule(format_)
        self.groups = {g.slug for g in format_.groups}
        self.discussions = {d.slug: d for d in format_.discussions}
        self.deadlines = {d.key for d in format_.deadlines}
        once = tuple({d.key: d for d in format_.deadlines}.values())
        self.keys = Counter(d.key for d in expanded(replace(format_, deadlines=once)))
        self.kinds = {k.key for k in format_.kinds}

    def run(self) -> None:
        self._names_stand_once()
        self._groups()
        for number, discussion in enumerate(self.format.discussions, 1):
            self._discussion(f"discussions[{number}]", discussion)
        self._regional()
        for number, basis in enumerate(self.format.basis, 1):
            self._exists(f"basis[{number}].opened_by", basis.opened_by, self.discussions)
            for key in ("expected", "adopted"):
                self._year(f"basis[{number}].{key}", getattr(basis, key), 10)
        for number, deadline in enumerate(self.format.deadlines, 1):
            self._deadline(f"deadlines[{number}]", deadline)
        for number, followup in enumerate(self.format.followups, 1):
            self._followup(f"followups[{number}]", followup)
        self._sheet()
        self._year("round.letter.date", self.format.letter.date, 1)

    def _names_stand_once(self) -> None:
        sheet = self.format.sheet
        self._once("basis", "key", self.format.basis)
        self._once("kinds", "key", self.format.kinds)
        self._once("groups", "slug", self.format.groups)
        self._once("discussions", "slug", self.format.discussions)
        self._once("themes", "key", self.format.themes)
        self._once("deadlines", "key", self.format.deadlines)
        self._once("followups", "slug", self.format.followups)
        self._once("priorities", "key", self.format.priorities)
        self._distribution()
        self._once("states", "key", self.format.states)
        if sheet is not None:
            self._once("sheet.sections", "key", sheet.sections)
            self._once("sheet.fields", "key", sheet.fields)
            self._once("sheet.columns", "key", sheet.columns)

    def _once(self, path: str, key: str, items: Iterable[Any]) -> None:
        seen: set[str] = set()
        for number, item in enumerate(items, 1):
            value = getattr(item, key)
            if value in seen:
                self._add(
                    f"{path}[{number}].{key}",
                    _("“%(value)s” stands in the file twice.") % {"value": value},
                )
            seen.add(value)

    def _distribution(self) -> None:
        seen: set[str] = set()
        numbers: dict[str, int] = {}
        for row in self.format.distribution:
            number = numbers[row.purpose] = numbers.get(row.purpose, 0) + 1
            if row.organisation in seen:
                self._add(
                    f"distribution.{row.purpose}[{number}]",
                    _("“%(value)s” stands in the file twice.") % {"value": row.organisation},
                )
            seen.add(row.organisation)

    def _groups(self) -> None:
        primary: dict[str, str] = {}
        for number, group in enumerate(self.format.groups, 1):
            path = f"groups[{number}]"
            if not group.members:
                self._add(path, _("The group has no regions in “members”."))
            for place, region in enumerate(group.members, 1):
                if other := primary.get(region):
                    self._add(
                        f"{path}.members[{place}]",
                        _(
                            "Region %(region)s is a member of “%(group)s” already; "
                            "put it into “also” of one of the two."
                        )
                        % {"region": region, "group": other},
                    )
                primary.setdefault(region, group.slug)
            for place, region in enumerate(group.also, 1):
                if region in group.members:
                    self._add(
                        f"{path}.also[{place}]",
                        _("“%(value)s” stands here twice.") % {"value": region},
                    )

    def _discussion(self, path: str, spec: DiscussionSpec) -> None:
        if spec.kind not in self.kinds:
            self._add(
                f"{path}.kind",
                _("What “%(kind)s” allows is missing: add it to [[kinds]].") % {"kind": spec.kind},
            )
        if spec.slug in RESERVED:
            self._add(
                f"{path}.slug",
                _("“%(value)s” is the address of another page.") % {"value": spec.slug},
            )
        self._exists(f"{path}.group", spec.group, self.groups)
        self._exists(f"{path}.parent", spec.parent, self.discussions)
        if spec.parent == spec.slug:
            self._add(f"{path}.parent", _("A discussion cannot be its own parent."))
        if spec.group and spec.region:
            self._add(f"{path}.region", _("Give a group or a region, not both."))
        if spec.kind == "regional" and not spec.region:
            self._add(path, _("A regional meeting needs its region."))
        if spec.name is None and not spec.region:
            self._missing(path, "name")
        self._times(path, spec)

    def _times(self, path: str, spec: DiscussionSpec) -> None:
        self._year(f"{path}.date", spec.date, 1)
        for key in ("until", "starts", "ends"):
            if getattr(spec, key) is not None and spec.date is None:
                self._missing(path, "date")
        if spec.date is None:
            return
        if spec.starts is None:
            self._missing(path, "starts")
        last = spec.until or spec.date
        if last < spec.date:
            self._add(f"{path}.until", _("The last day is before the first."))
        elif last == spec.date and spec.starts and spec.ends and spec.ends <= spec.starts:
            self._add(f"{path}.ends", _("The end is not after the start."))

    def _regional(self) -> None:
        rule = self.format.regional
        if rule is None:
            return
        if "regional" not in self.kinds:
            self._add(
                "regional",
                _("What “%(kind)s” allows is missing: add it to [[kinds]].") % {"kind": "regional"},
            )
        self._exists("regional.booking", rule.booking, self.deadlines)
        regions = {code for group in self.format.groups for code in group.members}
        taken = {self.reading.regions[code] for code in regions if code in self.reading.regions}
        for number, spec in enumerate(self.format.discussions, 1):
            if spec.slug in taken:
                self._add(
                    f"discussions[{number}].slug",
                    _("“%(value)s” is the address of the region's own meeting.")
                    % {"value": spec.slug},
                )

    def _deadline(self, path: str, spec: DeadlineSpec) -> None:
        self._year(f"{path}.date", spec.date, 1)
        self._exists(f"{path}.discussion", spec.discussion, self.discussions)
        counted = bool(spec.anchor) + bool(spec.each)
        if counted + (spec.date is not None) != 1:
            self._add(
                path,
                _("Give one of these: “date”, “anchor” with “offset”, or “each” with “offset”."),
            )
            return
        if counted and spec.offset is None:
            self._missing(path, "offset")
        if not counted and spec.offset is not None:
            self._add(f"{path}.offset", _("A fixed date has no offset."))
        if spec.anchor:
            self._anchor(f"{path}.anchor", spec)
        if spec.each:
            self._each(f"{path}.each", spec)

    def _each(self, path: str, spec: DeadlineSpec) -> None:
        found = [d for d in self.format.discussions if d.kind == spec.each]
        if not found:
            self._add(
                path, _("There is no discussion of the kind “%(kind)s”.") % {"kind": spec.each}
            )
        for discussion in found:
            if discussion.date is None:
                self._add(path, _no_day(discussion.slug))
            self._key_of_one(f"{path.removesuffix('each')}key", key_of_one(spec, discussion))

    def _key_of_one(self, path: str, key: str) -> None:
        """The key of a deadline of one discussion is as short as others, and no other's."""
        if len(key) > KEY_LIMIT:
            self._add(
                path,
                _("With the discussion it becomes “%(value)s”: at most %(limit)s characters.")
                % {"value": key, "limit": KEY_LIMIT},
            )
        if self.keys[key] > 1:
            self._add(path, _("“%(value)s” stands in the file twice.") % {"value": key})

    def _anchor(self, path: str, spec: DeadlineSpec) -> None:
        kind, _colon, name = spec.anchor.partition(":")
        if kind not in _SINGLE:
            self._add(
                path,
                _("“%(value)s” is no anchor; write “discussion:…”, “basis:…” or “deadline:…”.")
                % {"value": spec.anchor},
            )
            return
        known = {
            "discussion": self.discussions,
            "basis": {basis.key for basis in self.format.basis},
            "deadline": self.schedule.deadlines,
        }[kind]
        if name not in known:
            self._exists(path, name, known)
            return
        try:
            self.schedule.day(spec.key)
        except Unresolvable:
            self._add(path, _no_day(name) if kind != "deadline" else _loop(name))
        except OverflowError:
            self._add(path, _("The day lies outside the calendar."))

    def _followup(self, path: str, spec: FollowUpSpec) -> None:
        self._exists(f"{path}.deadline", spec.deadline, self.schedule.deadlines)
        self._year(f"{path}.opens", spec.opens, 2)
        try:
            due = self.schedule.day(spec.deadline)
        except (Unresolvable, OverflowError):
            due = dt.date.max
        if spec.opens > due:
            self._add(f"{path}.opens", _("It opens after its deadline."))
        self._previous(f"{path}.previous", spec)

    def _previous(self, path: str, spec: FollowUpSpec) -> None:
        """The earlier follow-up is in this file or loaded, unless what it followed up is not."""
        here = {row.slug: row for row in self.format.followups}
        if spec.previous in here:
            if here[spec.previous].opens >= spec.opens:
                self._add(
                    path, _("“%(value)s” does not open before it.") % {"value": spec.previous}
                )
            return
        if spec.scope in self.reading.followups:
            known = set().union(*self.reading.followups.values())
            self._exists(path, spec.previous, known, _("There is no follow-up “%(value)s”."))

    def _sheet(self) -> None:
        sheet = self.format.sheet
        if sheet is None:
            return
        if not sheet.fields:
            self._add("sheet", _("The sheet has no fields."))
        sections = {section.key for section in sheet.sections}
        for number, column in enumerate(sheet.columns, 1):
            self._exists(f"sheet.columns[{number}].section", column.section, sections)

    def _exists(self, path: str, name: str, known: Iterable[str], reason: str = "") -> None:
        if name and name not in set(known):
            reason = reason or _("“%(value)s” is not in this file.")
            self._add(path, reason % {"value": name})

    def _year(self, path: str, day: dt.date | None, span: int) -> None:
        if self.year is None or day is None or day == dt.date.min:
            return
        if abs(day.year - self.year) > span:
            self._add(
                path,
                _("The year %(day)s does not fit a round of %(year)s.")
                % {"day": day.year, "year": self.year},
            )

    def _missing(self, path: str, key: str) -> None:
        """A key that is there has had its own fault already."""
        if f"{path}.{key}" not in self.reading.lines.at:
            self.reading.add(path, _("“%(key)s” is missing.") % {"key": key})

    def _add(self, path: str, reason: str) -> None:
        """Notes a fault, unless a plainer one of the same place is known."""
        if all(fault.path != path for fault in self.reading.faults):
            self.reading.add(path, reason)


def _no_day(name: str) -> str:
    return _("“%(value)s” has no date to count from.") % {"value": name}


def _loop(name: str) -> str:
    return _(
        "The day of “%(value)s” cannot be told: it leads back to this deadline or has no date."
    ) % {"value": name}
