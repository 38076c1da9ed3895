"""Makes the format of another year from one: every date on the same weekday, so far away."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from alke.domain.rounds.formats_shapes import (
    BasisSpec,
    DeadlineSpec,
    DiscussionSpec,
    FollowUpSpec,
    Letter,
    Names,
    RoundFormat,
)

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_NEAR = 1  # years around the round's own that its names may tell
DAYS_OF_A_YEAR = 365.2425


@dataclass(frozen=True)
class Shift:
    """From one year to another: whole weeks, so that weekdays and distances stay."""

    old: int
    new: int

    @property
    def days(self) -> dt.timedelta:
        """The whole weeks nearest to the years between."""
        return dt.timedelta(weeks=round((self.new - self.old) * DAYS_OF_A_YEAR / 7))

    def day(self, day: dt.date | None) -> dt.date | None:
        """The same weekday of the other year."""
        return None if day is None else day + self.days

    def text(self, text: str) -> str:
        """Years around the round's own become those around the new one."""
        return _YEAR.sub(self._year, text)

    def names(self, names: Names) -> Names:
        """The same in three languages."""
        return Names(self.text(names.fi), self.text(names.sv), self.text(names.en))

    def _year(self, match: re.Match[str]) -> str:
        year = int(match[0])
        return str(year + self.new - self.old) if abs(year - self.old) <= _NEAR else match[0]


def shift_format(format_: RoundFormat, year: int) -> RoundFormat:
    """The format for `year`: dates shifted, what belonged to the old letter left out."""
    shift = Shift(format_.year, year)
    own = {spec.slug for spec in format_.followups}
    return replace(
        format_,
        year=year,
        title=shift.names(format_.title),
        state="preparation",
        letter=Letter(),
        basis=tuple(_basis(spec, shift) for spec in format_.basis),
        discussions=tuple(_discussion(spec, shift) for spec in format_.discussions),
        regional=format_.regional
        and replace(format_.regional, booking=shift.text(format_.regional.booking)),
        deadlines=tuple(_deadline(spec, shift) for spec in format_.deadlines),
        followups=tuple(_followup(spec, shift, own) for spec in format_.followups),
        distribution=tuple(replace(row, stated="") for row in format_.distribution),
    )


def _basis(spec: BasisSpec, shift: Shift) -> BasisSpec:
    """What is made every year is expected anew; other documents keep their own dates."""
    spec = replace(spec, opened_by=shift.text(spec.opened_by))
    if not spec.yearly:
        return spec
    return replace(
        spec,
        title=shift.names(spec.title),
        number="",
        expected=shift.day(spec.adopted or spec.expected),
        adopted=None,
    )


def _discussion(spec: DiscussionSpec, shift: Shift) -> DiscussionSpec:
    return replace(
        spec,
        slug=shift.text(spec.slug),
        parent=shift.text(spec.parent),
        name=shift.names(spec.name) if spec.name is not None else None,
        date=shift.day(spec.date),
        until=shift.day(spec.until),
        link="",
        stated="",
        money=None,
    )


def _deadline(spec: DeadlineSpec, shift: Shift) -> DeadlineSpec:
    return replace(
        spec,
        key=shift.text(spec.key),
        name=shift.names(spec.name),
        date=shift.day(spec.date),
        anchor=spec.anchor if spec.anchor.startswith("basis:") else shift.text(spec.anchor),
        discussion=shift.text(spec.discussion),
        stated="",
    )


def _followup(spec: FollowUpSpec, shift: Shift, own: set[str]) -> FollowUpSpec:
    """It follows one of its own round, or none yet: nobody knows what will be done before it."""
    return replace(
        spec,
        slug=shift.text(spec.slug),
        name=shift.names(spec.name),
        scope=spec.scope + shift.new - shift.old,
        opens=spec.opens + shift.days,
        deadline=shift.text(spec.deadline),
        previous=shift.text(spec.previous) if spec.previous in own else "",
        questions=tuple(map(shift.names, spec.questions)),
    )
