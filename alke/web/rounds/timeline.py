"""The round's calendar as the gantt component shows it: lanes, weeks, holidays."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.dates import format_at
from alke.base.holidays import holiday_name
from alke.domain.insight.desk_queries import DiscussionLine
from alke.domain.rounds.models import Deadline, Discussion, Round
from alke.web.addresses import addresses

LONGEST = 52  # weeks; a longer round shows a window around today
WITH_LANE = {Discussion.Kind.JOINT, Discussion.Kind.EVENT, Discussion.Kind.WRITTEN}


def timeline(
    round_: Round, lines: list[DiscussionLine], deadlines: list[Deadline]
) -> dict[str, Any]:
    """Arguments of the `gantt` macro, or {} when the round has no dates."""
    lanes = [_common_lane(round_, lines, deadlines), *_discussion_lanes(round_, lines, deadlines)]
    days = [event["day"] for lane in lanes for event in lane["events"]]
    if not days:
        return {}
    held = [line.discussion.day for line in lines if line.discussion.day]
    start, weeks = _window(min(days), max(days), max(held, default=max(days)))
    end = start + dt.timedelta(weeks=weeks)
    for lane in lanes:
        lane["events"] = [event for event in lane["events"] if start <= event["day"] < end]
    today = clock.today()
    return {
        "start": start,
        "weeks": weeks,
        "lanes": [lane for lane in lanes if lane["events"]],
        "bands": _bands(start, end),
        "today": today if start <= today < end else None,
    }


def _window(first: dt.date, last: dt.date, held: dt.date) -> tuple[dt.date, int]:
    """The Monday before the first day, and enough weeks.

    A very long round is cut to a window around today, or the last discussion once it is `held`.
    """
    start = first - dt.timedelta(days=first.weekday())
    weeks = max(6, (last - start).days // 7 + 2)
    if weeks > LONGEST:
        weeks = LONGEST
        wanted = max(start, min(clock.today(), held) - dt.timedelta(weeks=4))
        latest = last - dt.timedelta(weeks=weeks - 1)
        start = min(wanted, latest)
        start -= dt.timedelta(days=start.weekday())
    return start, weeks


def _common_lane(
    round_: Round, lines: list[DiscussionLine], deadlines: list[Deadline]
) -> dict[str, Any]:
    events = []
    if round_.letter_date:
        events.append({"day": round_.letter_date, "text": _("Guidance letter"), "kind": "event"})
    events += [_deadline(row) for row in deadlines if row.discussion_id is None]
    events += [
        {
            "day": line.discussion.day,
            "text": _("Webinar cancelled") if line.discussion.cancelled_at else _("Webinar"),
            "kind": "event",
        }
        for line in lines
        if line.discussion.kind == Discussion.Kind.WEBINAR and line.discussion.day
    ]
    return {"title": _("Whole round"), "events": sorted(events, key=lambda event: event["day"])}


def _label(row: Deadline) -> str:
    """A word that fits between two weeks; the timetable below has the full name."""
    match row.purpose:
        case "agenda":
            return _("Agenda")
        case "attendance":
            return _("Attendance")
        case "booking":
            return _("Bookings")
        case "attendance":
            return _("Attendance")
        case "followup":
            return _("Follow-up")
    return row.name


def _discussion_lanes(
    round_: Round, lines: list[DiscussionLine], deadlines: list[Deadline]
) -> list[dict[str, Any]]:
    own: dict[int | None, list[dict[str, Any]]] = {line.discussion.pk: [] for line in lines}
    for row in deadlines:
        if row.discussion_id in own:
            own[row.discussion_id].append(_deadline(row))
    address, lanes = addresses("discussion_detail", round_.year), []
    for line in lines:
        discussion, day = line.discussion, line.discussion.day
        if day is None or not _has_lane(discussion):
            continue
        events = own[discussion.pk]
        lane: dict[str, Any] = {
            "title": discussion.name,
            "url": address(discussion.slug),
            "events": [*events, _held(discussion, day)],
        }
        if events:
            lane["span"] = [min(event["day"] for event in events), day]
        lanes.append(lane)
    return lanes


def _deadline(row: Deadline) -> dict[str, Any]:
    return {"day": row.day, "text": _label(row), "kind": "deadline"}


def _held(row: Discussion, day: dt.date) -> dict[str, Any]:
    if row.cancelled_at:
        return {"day": day, "text": _("Cancelled"), "kind": "event"}
    time = format_at(row.starts_at) if row.starts_at else ""
    return {"day": day, "text": _("Discussion"), "kind": "event", "time": time}


def _has_lane(row: Discussion) -> bool:
    """Joint ones, and those of one region that belong to no joint one."""
    return row.kind in WITH_LANE or (row.kind == Discussion.Kind.REGIONAL and row.stands_alone)


def _bands(start: dt.date, end: dt.date) -> list[dict[str, Any]]:
    """Runs of three or more days off that hold a holiday: Easter, Christmas."""
    bands: list[dict[str, Any]] = []
    run: list[dt.date] = []
    day = start
    while day <= end:
        if day.weekday() >= 5 or holiday_name(day):
            run.append(day)
        else:
            if len(run) > 3 and (names := [n for d in run if (n := holiday_name(d))]):
                easter = len(names) > 2
                bands.append(
                    {"first": run[0], "last": run[-1], "name": _("Easter") if easter else names[0]}
                )
            run = []
        day += dt.timedelta(days=1)
    return bands
