"""What is odd about the dates of a round: weekdays, holidays, order, collisions."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base import holidays
from alke.base.dates import format_at, format_date, format_days, format_span, format_time
from alke.domain.people.models import Region
from alke.domain.rounds.facts import RoundFacts
from alke.domain.rounds.findings_agendas import late_agendas
from alke.domain.rounds.findings_meetings import odd_meeting_deadlines
from alke.domain.rounds.findings_words import (
    ANY_DATE,
    ERROR,
    INFO,
    WARNING,
    Finding,
    day_off_name,
    evidence_of,
    holidays_name,
    name_of,
    subject_of,
    weekday_name,
)
from alke.domain.rounds.models import Deadline, Discussion
from alke.domain.rounds.regional import meetings_from, tracks_of

Kind = Discussion.Kind
_WEEKDAYS = {
    name: number
    for names in (
        ("ma", "ti", "ke", "to", "pe", "la", "su"),
        ("må", "ti", "on", "to", "fr", "lö", "sö"),
    )
    for number, name in enumerate(names)
}
_STATED = re.compile(
    rf"(?:\b({'|'.join(_WEEKDAYS)})\b\.?\s+)?(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}})?", re.IGNORECASE
)
_SHORTEST = dt.timedelta(hours=1)  # of a discussion whose end is not known


def odd_dates(facts: RoundFacts) -> Iterator[Finding]:
    """Every finding that the dates alone show; no queries."""
    held = [row for row in facts.deadlines if not row.discussion or not row.discussion.cancelled_at]
    facts = replace(facts, deadlines=held)
    for deadline in held:
        yield from _weekday_mismatch(deadline)
        yield from _deadline_on_holiday(deadline)
    yield from late_agendas(facts)
    yield from odd_meeting_deadlines(facts)
    for discussion in facts.discussions:
        yield from _weekday_mismatch(discussion)
        yield from _discussion_on_holiday(discussion)
        yield from _booking_on_other_day(facts, discussion)
        yield from _meeting_too_early(facts, discussion)
        yield from _slot_shared(facts, discussion)
    yield from _basis_after_phase(facts)
    yield from _deadlines_collide(facts)
    yield from _region_overlap(facts)


def _weekday_mismatch(row: Discussion | Deadline) -> Iterator[Finding]:
    """The letter's wording against the calendar: "to 14.3.2023" was a Tuesday."""
    match, day = _STATED.search(row.stated), row.day
    if match is None or day is None:
        return
    weekday, stated = _stated_day(match, day)
    if stated == day and weekday in {None, day.weekday()}:
        return
    words = [_("The letter says “%(stated)s”.") % {"stated": match[0]}]
    if stated is None:
        words.append(_("There is no such day."))
    elif weekday not in {None, stated.weekday()}:
        words.append(
            _("%(day)s is a %(weekday)s.")
            % {"day": format_date(stated, "plain"), "weekday": weekday_name(stated)}
        )
    words.append(_("In this round the day is %(day)s.") % {"day": format_date(day)})
    yield Finding(
        "weekday-mismatch",
        ERROR,
        subject_of(row),
        _("%(name)s: weekday and date do not match") % {"name": name_of(row)},
        " ".join(words),
        _("Correct the wording to “%(day)s”, or leave it as it is.") % {"day": format_date(day)},
        evidence_of(row.stated, day),
    )


def _stated_day(match: re.Match[str], day: dt.date) -> tuple[int | None, dt.date | None]:
    weekday = _WEEKDAYS[match[1].lower()] if match[1] else None
    try:
        return weekday, dt.date(int(match[4] or day.year), int(match[3]), int(match[2]))
    except ValueError:
        return weekday, None


def _deadline_on_holiday(row: Deadline) -> Iterator[Finding]:
    day = row.day
    before = holidays.previous_working_day(day)
    if not holidays.is_working_day(day):
        title, message = _falls_on_a_day_off(row)
        remedy = _("Move the deadline to %(before)s or %(after)s.") % {
            "before": format_date(before),
            "after": format_date(holidays.next_working_day(day)),
        }
    elif days := holidays.holidays_before(day):
        title, message = _falls_after_days_off(row, days)
        remedy = _("Remind already on %(before)s, or leave it as it is.") % {
            "before": format_date(before, "short")
        }
    else:
        return
    yield Finding(
        "deadline-on-holiday",
        WARNING,
        subject_of(row),
        title,
        message,
        remedy,
        evidence_of(day),
        move=subject_of(row),
    )


def _falls_on_a_day_off(row: Deadline) -> tuple[str, str]:
    return (
        _("%(name)s: the deadline is on a day off") % {"name": name_of(row)},
        _("The deadline %(day)s is a day off (%(name)s).")
        % {"day": format_date(row.day), "name": day_off_name(row.day)},
    )


def _falls_after_days_off(row: Deadline, days: tuple[dt.date, ...]) -> tuple[str, str]:
    return (
        _("%(name)s: the deadline comes right after the holidays") % {"name": name_of(row)},
        _(
            "The deadline %(day)s is the first working day after the holidays "
            "(%(holidays)s, %(days)s). The last working day before them is %(before)s."
        )
        % {
            "day": format_date(row.day, "short"),
            "holidays": holidays_name(days),
            "days": format_days(days[0], days[-1]),
            "before": format_date(holidays.previous_working_day(row.day)),
        },
    )


def _discussion_on_holiday(row: Discussion) -> Iterator[Finding]:
    day = row.day
    if day is None or holidays.is_working_day(day):
        return
    yield Finding(
        "discussion-on-holiday",
        WARNING,
        subject_of(row),
        _("%(name)s: the discussion is on a day off") % {"name": row.name},
        _("%(day)s is a day off (%(name)s).")
        % {"day": format_date(day), "name": day_off_name(day)},
        _("Move the discussion to a working day."),
        evidence_of(day),
        move=subject_of(row),
    )


def _basis_after_phase(facts: RoundFacts) -> Iterator[Finding]:
    """A base document that comes after the occasion that rests on it (letter 2024: the webinar)."""
    discussions = {row.pk: row for row in facts.discussions}
    for basis in facts.basis:
        opened = discussions.get(basis.opened_by_id or 0)
        day = opened.day if opened is not None else None
        if opened is None or day is None or basis.date is None or basis.date <= day:
            continue
        late = (basis.date - day).days
        yield Finding(
            "basis-adopted-after-phase",
            WARNING,
            subject_of(basis),
            _("The base document comes after the occasion that rests on it"),
            ngettext(
                "“%(basis)s” is dated %(date)s, %(n)s day after “%(name)s” (%(day)s).",
                "“%(basis)s” is dated %(date)s, %(n)s days after “%(name)s” (%(day)s).",
                late,
            )
            % {
                "basis": basis.title,
                "date": format_date(basis.date),
                "n": late,
                "name": opened.name,
                "day": format_date(day, "short"),
            },
            _("Move the occasion, or send the draft of the document to those who take part."),
            evidence_of(basis.date, day),
            move=subject_of(opened),
        )


def _deadlines_collide(facts: RoundFacts) -> Iterator[Finding]:
    """A deadline on the day of another one, of a discussion, or of a base document."""
    by_day: dict[dt.date, list[tuple[str, str]]] = {}
    for day, subject, text in sorted(_events(facts)):
        by_day.setdefault(day, []).append((subject, text))
    for day, events in by_day.items():
        if len(events) < 2 or not any(subject.startswith("deadline:") for subject, _t in events):
            continue
        yield Finding(
            "deadlines-collide",
            WARNING,
            f"day:{day.isoformat()}",
            _("Several dates on %(day)s") % {"day": format_date(day)},
            _("On the same day: %(things)s.") % {"things": "; ".join(t for _s, t in events)},
            _("Move one of them, or leave it as it is."),
            evidence_of(day, *(subject for subject, _t in events)),
            move=ANY_DATE,
        )


def _events(facts: RoundFacts) -> Iterator[tuple[dt.date, str, str]]:
    """Day, subject and words of what may collide; meetings of one region disturb nobody else."""
    for row in facts.deadlines:
        if row.discussion is None or row.discussion.kind != Kind.REGIONAL:
            yield row.day, subject_of(row), _("deadline: %(name)s") % {"name": name_of(row)}
    for discussion in facts.discussions:
        if (day := discussion.day) is not None and discussion.kind != Kind.REGIONAL:
            text = _("discussion: %(name)s") % {"name": discussion.name}
            yield day, subject_of(discussion), text
    for basis in facts.basis:
        if basis.date is not None:
            text = _("base document: %(name)s") % {"name": basis.title}
            yield basis.date, subject_of(basis), text


def _region_overlap(facts: RoundFacts) -> Iterator[Finding]:
    """Two discussions of the same region at the same time."""
    placed = sorted(
        ((row.starts_at, row.pk, row) for row in facts.discussions if row.starts_at is not None),
    )
    rows = [row for _starts, _pk, row in placed]
    for number, first in enumerate(rows):
        for second in rows[number + 1 :]:
            if not _starts_before_end(first, second):
                break
            shared = _shared(facts.regions_of(first), facts.regions_of(second))
            if shared:
                yield _overlap(first, second, shared)


def _starts_before_end(first: Discussion, second: Discussion) -> bool:
    if first.starts_at is None or second.starts_at is None:
        return False
    return second.starts_at < (first.ends_at or first.starts_at + _SHORTEST)


def _shared(first: list[Region] | None, second: list[Region] | None) -> list[str]:
    """Names of the regions in both; None stands for all."""
    if first is None and second is None:
        return [_("all regions")]
    if first is None or second is None:
        return [region.name for region in first or second or []]
    ids = {region.pk for region in second}
    return [region.name for region in first if region.pk in ids]


def _overlap(first: Discussion, second: Discussion, shared: list[str]) -> Finding:
    return Finding(
        "region-overlap",
        ERROR,
        f"discussions:{first.slug}/{second.slug}",
        _("%(first)s and %(second)s overlap") % {"first": first.name, "second": second.name},
        _("“%(first)s” is %(when)s, “%(second)s” %(then)s. Both concern: %(regions)s.")
        % {
            "first": first.name,
            "when": _span(first),
            "second": second.name,
            "then": _span(second),
            "regions": ", ".join(shared),
        },
        _("Move one of the two."),
        evidence_of(first.starts_at, first.ends_at, second.starts_at, second.ends_at, *shared),
        move=ANY_DATE,
    )


def _span(row: Discussion) -> str:
    return format_span(row.starts_at, row.ends_at, "short") if row.starts_at else ""


def _booking_on_other_day(facts: RoundFacts, row: Discussion) -> Iterator[Finding]:
    """A regional meeting aims at the day of the joint discussion that the region attends (R8)."""
    day = row.day
    if row.kind != Kind.REGIONAL or row.region is None or day is None:
        return
    days = sorted(facts.joint_days_of(row.region))
    if not days or day in days:
        return
    reason = row.other_day_reason
    words = _("The meeting is on %(day)s, the region's joint discussion on %(days)s.") % {
        "day": format_date(day, "short"),
        "days": ", ".join(map(format_date, days)),
    }
    yield Finding(
        "booking-on-other-day",
        INFO if reason else WARNING,
        subject_of(row),
        _("%(name)s: the meeting is on another day than the joint discussion") % {"name": row.name},
        _with_reason(words, reason),
        _("Accept the reason.") if reason else _("Book a time on that day, or give a reason."),
        evidence_of(day, *days, reason),
        move=subject_of(row),
    )


def _with_reason(words: str, reason: str) -> str:
    return f"{words} {_('Reason: %(reason)s') % {'reason': reason}}" if reason else words


def _slot_shared(facts: RoundFacts, row: Discussion) -> Iterator[Finding]:
    """More regional meetings at one time than the round has tracks: set by hand, or moved there."""
    most = tracks_of(facts.round)
    if row.track is None or row.track <= most:
        return
    others = [other for other in facts.discussions if other != row and _meet(row, other)]
    if len(others) < most:  # the others have left: it keeps its track, and is alone now
        return
    names = ", ".join(other.name for other in others)
    yield Finding(
        "slot-shared",
        WARNING,
        subject_of(row),
        _("%(name)s: the meeting has the same time as another one") % {"name": row.name},
        _("%(when)s there is also: %(names)s. Meetings side by side: %(most)d at most.")
        % {"when": _span(row), "names": names, "most": most},
        _("Move one of them to a free time, or have a timetable proposed."),
        evidence_of(row.starts_at, *sorted(other.slug for other in others)),
        move=subject_of(row),
    )


def _meet(one: Discussion, other: Discussion) -> bool:
    """Whether two regional meetings that have a slot are held at the same time."""
    if one.starts_at is None or one.ends_at is None or other.track is None:
        return False
    if other.starts_at is None or other.ends_at is None:
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _meeting_too_early(facts: RoundFacts, row: Discussion) -> Iterator[Finding]:
    """On the day of the joint discussion regional meetings have their hours (R8: from 12.30)."""
    if row.kind != Kind.REGIONAL or row.starts_at is None:
        return
    earliest = meetings_from(facts.round)
    if earliest is None or not facts.begins_early(row, row.starts_at):
        return
    reason = row.other_day_reason
    words = _("The meeting begins %(at)s; meetings of the day begin at %(time)s or later.") % {
        "at": format_at(row.starts_at),
        "time": format_time(earliest),
    }
    yield Finding(
        "meeting-too-early",
        INFO if reason else WARNING,
        subject_of(row),
        _("%(name)s: the meeting begins before the hours of meetings") % {"name": row.name},
        _with_reason(words, reason),
        _("Accept the reason.") if reason else _("Move the meeting later, or give a reason."),
        evidence_of(row.starts_at, earliest, reason),
        move=subject_of(row),
    )
