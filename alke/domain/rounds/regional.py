"""What the round's format says of regional meetings: when, how long, who is always there (R8)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from alke.base import clock
from alke.domain.rounds.models import Discussion, Round

Kind = Discussion.Kind
MANY = 60  # meetings that stand at one time by hand: more are a mistake


def meetings_from(round: Round) -> dt.time | None:
    """The time of day from which regional meetings are held (letter 2024: 12.30)."""
    said = (round.settings.get("regional") or {}).get("from")
    return dt.time.fromisoformat(said) if said else None


def always_there(discussion: Discussion) -> list[str]:
    """Slugs of the bodies that take part in every discussion of the kind (letter 2024: TEM)."""
    rule = discussion.round.settings.get("kinds", {}).get(discussion.kind, {})
    return list(rule.get("must_attend", []))


@dataclass(frozen=True)
class Slot:
    """A time of a discussion day (aika): as many meetings fit as there are tracks."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    order: int  # within the day
    tracks: int

    @property
    def day(self) -> dt.date:
        """Its day, in Helsinki."""
        return self.starts_at.astimezone(clock.HELSINKI).date()


def has_slots(round: Round) -> bool:
    """Whether the round has regional meetings that are booked."""
    return bool(round.settings.get("regional"))


def minutes_of(round: Round) -> int:
    """How long a regional meeting is."""
    return int((round.settings.get("regional") or {}).get("minutes", 0))


def tracks_of(round: Round) -> int:
    """How many regional meetings are held side by side."""
    return int((round.settings.get("regional") or {}).get("tracks", 1))


def staff_of(round: Round) -> int | None:
    """At how many meetings at once those can be who attend them all; None: at each track's."""
    staff: int | None = (round.settings.get("regional") or {}).get("staff")
    return staff


def is_booked(discussion: Discussion) -> bool:
    """Whether it is a meeting of the kind whose time is booked."""
    regional = discussion.kind == Kind.REGIONAL and discussion.region_id is not None
    return regional and has_slots(discussion.round)


def slots_of(round: Round, days: Iterable[dt.date]) -> list[Slot]:
    """The times of `days` at which regional meetings are held, as the format says."""
    rule = round.settings.get("regional")
    if not rule:
        return []
    starts = dt.time.fromisoformat(rule["from"])
    length = dt.timedelta(minutes=rule["minutes"])
    step = length + dt.timedelta(minutes=rule.get("gap", 0))
    found = []
    for day in sorted(set(days)):
        first = clock.at_time(day, starts)
        for order in range(rule.get("slots", 1)):
            at = first + order * step
            found.append(Slot(at, at + length, order, rule.get("tracks", 1)))
    return found


def joint_days(discussions: Iterable[Discussion]) -> dict[dt.date, list[Discussion]]:
    """The days of joint discussions that are held, each with its discussions."""
    found: dict[dt.date, list[Discussion]] = defaultdict(list)
    for row in discussions:
        if row.kind == Kind.JOINT and row.day is not None and row.cancelled_at is None:
            found[row.day].append(row)
    return dict(sorted(found.items()))
