"""Works out the days of a format's deadlines: fixed, or counted from something else."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from alke.base import holidays
from alke.domain.rounds.formats_shapes import DeadlineSpec, DiscussionSpec, RoundFormat

_LONGEST_CHAIN = 20  # deadlines counted from one another


class Unresolvable(ValueError):
    """The day cannot be told: the anchor is missing, has no day, or leads back to itself."""


@dataclass(frozen=True)
class Due:
    """A deadline of the round as it will stand: its own spec and its day."""

    spec: DeadlineSpec
    day: dt.date


def expanded(format_: RoundFormat) -> Iterator[DeadlineSpec]:
    """All deadlines; one "for each" becomes one of every discussion of its kind."""
    for spec in format_.deadlines:
        if not spec.each:
            yield spec
            continue
        for discussion in format_.discussions:
            if discussion.kind == spec.each:
                yield replace(
                    spec,
                    key=key_of_one(spec, discussion),
                    each="",
                    anchor=f"discussion:{discussion.slug}",
                    discussion=discussion.slug,
                )


def key_of_one(spec: DeadlineSpec, discussion: DiscussionSpec) -> str:
    """The key of a deadline "for each", for one discussion."""
    return f"{spec.key}-{discussion.slug}"


def to_working_day(day: dt.date, rule: str) -> dt.date:
    """`day`, moved by the round's rule when it is a weekend or a holiday (R2)."""
    if rule == "flag" or holidays.is_working_day(day):
        return day
    if rule == "move-before":
        return holidays.previous_working_day(day)
    return holidays.next_working_day(day)


class Schedule:
    """The days of one format."""

    def __init__(self, format_: RoundFormat) -> None:
        self._weekends = format_.weekends
        self.deadlines = {spec.key: spec for spec in expanded(format_)}
        self._discussions = {d.slug: d.date for d in format_.discussions}
        self._basis = {b.key: b.adopted or b.expected for b in format_.basis}

    def day(self, key: str, seen: tuple[str, ...] = ()) -> dt.date:
        """The day of the deadline `key`; raises `Unresolvable`."""
        spec = self.deadlines.get(key)
        if spec is None or key in seen or len(seen) > _LONGEST_CHAIN:
            raise Unresolvable(key)
        if spec.date is not None:
            return to_working_day(spec.date, self._weekends)
        start = self._anchor(spec.anchor, (*seen, key))
        return to_working_day(start + dt.timedelta(days=spec.offset or 0), self._weekends)

    def due(self) -> list[Due]:
        """Every deadline with its day."""
        return [Due(spec, self.day(key)) for key, spec in self.deadlines.items()]

    def _anchor(self, anchor: str, seen: tuple[str, ...]) -> dt.date:
        kind, _, name = anchor.partition(":")
        if kind == "deadline":
            return self.day(name, seen)
        day = {"discussion": self._discussions, "basis": self._basis}.get(kind, {}).get(name)
        if day is None:
            raise Unresolvable(anchor)
        return day
