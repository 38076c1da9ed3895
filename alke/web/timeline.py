"""Where the points of a round's calendar stand: shares of the span, rows that keep labels apart."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from alke.base.dates import half_percents

TRACK = 940  # pixels of the narrowest wide calendar: labels are kept apart at this width
LETTER = 6.4
WIDEST = 144  # pixels of a label before it goes on to the next line
ROWS = 3
HEADINGS = 26  # as many weeks as the head can name; a longer calendar names every second


@dataclass(kw_only=True, slots=True)
class Point:
    """One thing in a lane; `kind` is event, deadline, off (a holiday) or span."""

    kind: str
    day: dt.date
    last: dt.date | None = None
    text: str = ""
    time: str = ""
    url: str = ""
    at: int = 0
    width: int = 0
    row: int = 0
    edge: str = ""
    inside: bool = False


@dataclass(frozen=True)
class Lane:
    """One row of the calendar."""

    title: str
    url: str
    points: list[Point]
    rows: int


@dataclass(frozen=True)
class Timeline:
    """A calendar ready to be drawn; weeks are the Mondays that its head names."""

    weeks: list[dt.date]
    lanes: list[Lane]
    bands: list[Point]
    today: int | None = None
    dense: bool = field(default=False)


def _get(thing: Any, name: str, default: Any = "") -> Any:
    value = thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
    return default if value is None else value


def timeline(
    start: dt.date,
    weeks: int,
    lanes: Iterable[Any],
    bands: Iterable[Any] = (),
    today: dt.date | None = None,
) -> Timeline:
    """Lays out `lanes` of `weeks` weeks from the Monday `start`; see parts/gantt.html."""
    step = -(-weeks // HEADINGS)
    weeks = -(-weeks // step) * step
    days = weeks * 7
    shut = [
        Point(
            kind="off",
            day=_get(band, "first"),
            last=_get(band, "last"),
            text=_get(band, "name"),
            at=half_percents((_get(band, "first") - start).days, days),
            width=half_percents((_get(band, "last") - _get(band, "first")).days + 1, days),
        )
        for band in bands
    ]
    return Timeline(
        weeks=[start + dt.timedelta(weeks=week) for week in range(0, weeks, step)],
        lanes=[_lane(lane, start, days, shut) for lane in lanes],
        bands=shut,
        today=half_percents((today - start).days + 0.5, days)
        if today and 0 <= (today - start).days < days
        else None,
        dense=weeks > 16,
    )


def _lane(lane: Any, start: dt.date, days: int, bands: Sequence[Point]) -> Lane:
    points = sorted(
        (_point(event, start, days) for event in _get(lane, "events", [])),
        key=lambda point: point.day,
    )
    _set_rows(points)
    rows = max((point.row + 1 + _is_long(point) for point in points), default=1)
    if points:
        points += [replace(b) for b in bands if points[0].day <= b.day <= points[-1].day]
    if span := _get(lane, "span", None):
        points.append(_span_within(points, span[0], span[1], start, days))
    points.sort(key=lambda point: (point.day, point.kind == "span"))
    return Lane(str(_get(lane, "title")), str(_get(lane, "url")), points, rows)


def _point(event: Any, start: dt.date, days: int) -> Point:
    day = _get(event, "day")
    return Point(
        kind=_get(event, "kind", "deadline"),
        day=day,
        text=str(_get(event, "text")),
        time=str(_get(event, "time")),
        url=str(_get(event, "url")),
        at=half_percents((day - start).days + 0.5, days),
    )


def _is_long(point: Point) -> bool:
    """Whether its label needs more lines than a row of the lane has room for."""
    return len(point.text) * LETTER > WIDEST


def _set_rows(points: Sequence[Point]) -> None:
    """Each label in the first row where it does not meet the one before it."""
    ends = [-100.0] * ROWS
    for point in points:
        letters = max(len(point.text), len(point.time) + 8)
        half = (min(WIDEST, letters * LETTER) + 8) / TRACK * 100
        edge = "first" if point.at < half / 2 else "last" if point.at > 200 - half else ""
        left = point.at - {"first": 0, "last": 2 * half}.get(edge, half)
        row = next((row for row in range(ROWS) if ends[row] <= left), ROWS - 1)
        for taken in range(row, min(ROWS, row + 1 + _is_long(point))):
            ends[taken] = left + 2 * half
        point.row, point.edge = row, edge


def _span_within(
    points: Sequence[Point], first: dt.date, last: dt.date, start: dt.date, days: int
) -> Point:
    """The span itself; the points in it are marked."""
    for point in points:
        point.inside = first <= point.day < last
    return Point(
        kind="span",
        day=first,
        last=last,
        at=half_percents((first - start).days + 0.5, days),
        width=half_percents((last - first).days, days),
        inside=True,
    )
