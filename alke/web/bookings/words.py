"""What collides and why a wish was not granted, in sentences."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base.dates import format_date, format_span
from alke.domain.bookings.queries import Board, Line, Overlap
from alke.domain.participants.queries import called
from alke.domain.people.models import Organisation


def overlap_words(row: Overlap) -> str:
    """What collides at a meeting: "MMM cannot attend at this time."."""
    body = called(row.body) if row.body is not None else ""
    others = ", ".join(line.meeting.name for line in row.others)
    match row.kind:
        case "same-slot":
            return _("The same time as %(others)s.") % {"others": others}
        case "away":
            return _("%(body)s cannot attend at this time.") % {"body": body}
        case "person":
            said = {"body": f"{body}, {row.title}", "others": others}
            return _("%(body)s: the same person is also at %(others)s.") % said
    return _("%(body)s is also expected at %(others)s.") % {"body": body, "others": others}


def reason_words(board: Board, why: Mapping[str, Any]) -> str:
    """Why the time that was wished best was not granted, of what is kept in the proposal."""
    time = format_span(dt.datetime.fromisoformat(why["time"]), style="short")
    said = {"time": time, "others": _names(board, why["others"]), "n": why["worse"]}
    match why["goal"]:
        case "unplaced":
            return _("%(time)s stays with %(others)s.") % said
        case "elsewhere":
            return (
                _("%(time)s would send %(others)s to another day than its joint discussion.") % said
            )
        case "doubled":
            return _doubled(board, why, said)
        case "missed":
            return _("%(time)s was given to %(others)s, whose wish weighs more.") % said
        case "stretches":
            return (
                _(
                    "%(time)s would make the ministries come once more: their meetings would not "
                    "follow each other."
                )
                % said
            )
    return _("%(time)s would have been as good; the other time was drawn.") % said


def _doubled(board: Board, why: Mapping[str, Any], said: dict[str, Any]) -> str:
    bodies = {row.pk: row for row in board.ministries}
    people = {row.key: row for row in board.people}
    parts = []
    for pk, meetings in why["bodies"]:
        if pk in people:
            names = {"body": called(people[pk].body), "others": _names(board, meetings)}
            parts.append(
                _("the same person of %(body)s is then at the meeting of %(others)s") % names
            )
        body: Organisation | None = bodies.get(pk)
        if body is None:
            continue
        if meetings:
            names = {"body": body.short, "others": _names(board, meetings)}
            parts.append(_("%(body)s is then at the meeting of %(others)s") % names)
        else:
            parts.append(_("%(body)s cannot attend then") % {"body": body.short})
    if not parts:
        return _("%(time)s: somebody would have been in two places.") % said
    return _("%(time)s: %(reasons)s.") % (said | {"reasons": "; ".join(parts)})


def _names(board: Board, keys: list[int]) -> str:
    lines = (board.by_meeting.get(key) for key in keys)
    return ", ".join(line.meeting.name for line in lines if line is not None)


def collision_words(board: Board, rules: list[Mapping[str, Any]]) -> list[str]:
    """The smallest set of wishes and rules that cannot all hold, in sentences."""
    said = []
    rooms: dict[dt.date, list[dt.datetime]] = {}
    for rule in rules:
        line = board.by_meeting.get(rule["meeting"])
        at = dt.datetime.fromisoformat(rule["time"]) if rule["time"] else None
        if rule["kind"] == "pinned" and line is not None and at is not None:
            words = {"name": line.meeting.name, "time": format_span(at, style="short")}
            said.append(_("%(name)s is to be at %(time)s.") % words)
        if rule["kind"] == "room" and at is not None:
            rooms.setdefault(at.date(), []).append(at)
    placed = [board.by_meeting[r["meeting"]] for r in rules if r["kind"] == "placed"]
    if placed:
        said.append(_placed(placed))
    said += [_room(board, day, times) for day, times in sorted(rooms.items())]
    return said


def _room(board: Board, day: dt.date, times: list[dt.datetime]) -> str:
    """How many meetings fit at the times; a single one is named."""
    tracks = max((slot.tracks for slot in board.slots if slot.starts_at in times), default=1)
    n = len(times) * tracks
    if len(times) == 1:
        text = ngettext(
            "At %(time)s there is room for %(n)d meeting.",
            "At %(time)s there is room for %(n)d meetings.",
            n,
        )
        return text % {"time": format_span(times[0], style="short"), "n": n}
    text = ngettext(
        "On %(day)s there is room for %(n)d meeting at these times.",
        "On %(day)s there is room for %(n)d meetings at these times.",
        n,
    )
    return text % {"day": format_date(day, "short"), "n": n}


def _placed(lines: list[Line]) -> str:
    return ngettext(
        "%(n)d meeting wants a time: %(names)s.",
        "%(n)d meetings want a time: %(names)s.",
        len(lines),
    ) % {"n": len(lines), "names": ", ".join(line.meeting.name for line in lines)}
