"""What stands in a calendar: discussions as events, deadlines as tasks or whole days.

Nothing of what is being prepared is in it, so that no side's draft reaches the other (R13).
"""

import datetime as dt
from collections.abc import Iterator
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.calendars.items import Event, Feed, Item, Task
from alke.base.calendars.writing import feed_bytes
from alke.base.languages import pick
from alke.base.links import link
from alke.domain.calendars.models import CalendarFeed
from alke.domain.calendars.queries import Rows, rows_of_feed, rows_of_round
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Deadline, Discussion, Round

Deadlines = CalendarFeed.Deadlines
LATE: Final = dt.timedelta(days=30)  # a task that nobody ticks off would be late for good
NAMES: Final = {"discussion": "discussion", Deadlines.DAYS: "deadline", Deadlines.TASKS: "task"}


def feed_contents(feed: CalendarFeed, actor: Actor, root: str) -> bytes:
    """The calendar of a person's address, in the person's language. Two queries.

    `root` is where the site is ("https://alke.example").
    """
    language = feed.user.language
    with translation.override(language):
        rows = rows_of_feed(feed, actor)
        items = _items(rows, Deadlines(feed.deadlines), root, language, inside=actor.reads)
        head = Feed(name=name_of(feed), url=root + link("calendar_page"), language=language)
        return feed_bytes(head, items)


def round_contents(round_: Round, root: str, language: str) -> bytes:
    """The calendar of a published round, for anyone. Two queries."""
    with translation.override(language):
        rows = rows_of_round(round_, Actor.public())
        items = _items(rows, Deadlines.DAYS, root, language, inside=False)
        url = root + link("round_schedule", round_.year)
        return feed_bytes(Feed(name=_round_name(round_.year), url=url, language=language), items)


def name_of(feed: CalendarFeed) -> str:
    """How the calendar is called among others, in the active language."""
    if feed.round is not None:
        return _round_name(feed.round.year)
    if feed.organisation is not None:
        return _("Development discussions: %(name)s") % {"name": feed.organisation.short}
    return _("My development discussions")


def _round_name(year: int) -> str:
    return _("Development discussions %(year)d") % {"year": year}


def _items(
    rows: Rows, deadlines: Deadlines, root: str, language: str, *, inside: bool
) -> Iterator[Item]:
    for row in rows.discussions:
        yield from _events(row, root, language, inside=inside)
    since = clock.now() - LATE
    for deadline in rows.deadlines:
        if deadlines != Deadlines.TASKS or deadline.due_at > since:
            yield _deadline(deadline, deadlines, root, language)


def _events(row: Discussion, root: str, language: str, *, inside: bool) -> Iterator[Event]:
    """The discussion; one whose time was given up stands there as cancelled."""
    starts, ends = row.known_span
    left = bool(getattr(row, "left", False))
    gone = left or row.cancelled_at is not None or row.starts_at is None
    if starts is None:
        return
    url = root + link("discussion_detail", row.round.year, row.slug)
    door = row.link if inside and not gone else ""
    yield Event(
        uid=uid_of("discussion", row.round.year, row.slug),
        summary=title_of(row, language),
        description=_no_more(url) if left else description_of(url, door, gone=gone),
        changed_at=_changed(row),
        sequence=row.revision,
        language=language,
        url=door or url,
        starts=starts,
        ends=ends,
        place=row.place,
        conference=door,
        busy=not gone,
        cancelled=gone,
    )


def _no_more(url: str) -> str:
    """Of a discussion for which the person is not registered any more."""
    return "\n".join(
        [
            _("You are not registered any more."),
            _("Agenda and participants: %(url)s") % {"url": url},
        ]
    )


def title_of(row: Discussion, language: str) -> str:
    """What tells the discussion from everything else in a person's calendar."""
    name = pick(row, "name", language)
    if row.kind in {Discussion.Kind.JOINT, Discussion.Kind.REGIONAL}:  # by the names of regions
        return (
            f"{Discussion.Kind(row.kind).label}: {name}"  # get_kind_display takes ten times as long
        )
    return name


def description_of(url: str, door: str, *, gone: bool = False) -> str:
    """What a calendar shows with the event; programs without a button for the meeting have it here.

    `url` is the discussion's page, `door` where one joins the meeting.
    """
    lines = [_("The discussion is cancelled.")] if gone else []
    if door:
        lines.append(_("Join the meeting: %(url)s") % {"url": door})
    lines.append(_("Agenda and participants: %(url)s") % {"url": url})
    return "\n".join(lines)


def _deadline(row: Deadline, form: Deadlines, root: str, language: str) -> Item:
    name = pick(row, "name", language)
    place = row.discussion
    if place is not None:
        name = f"{name}: {pick(place, 'name', language)}"
        url = root + link("discussion_detail", row.round.year, place.slug)
    else:
        url = root + link("round_schedule", row.round.year)
    gone = place is not None and place.cancelled_at is not None
    uid = uid_of(NAMES[form], row.round.year, row.key)
    summary = _("Deadline: %(name)s") % {"name": name}
    owner, changed_at = f"{Deadline.Owner(row.owner).label}\n{url}", _changed(row)
    if form == Deadlines.TASKS:
        return Task(
            uid=uid,
            summary=summary,
            description=owner,
            changed_at=changed_at,
            sequence=row.revision,
            language=language,
            url=url,
            due=row.due_at,
            cancelled=gone,
        )
    return Event(
        uid=uid,
        summary=summary,
        description=owner,
        changed_at=changed_at,
        sequence=row.revision,
        language=language,
        url=url,
        starts=row.day,
        busy=False,
        cancelled=gone,
    )


def uid_of(kind: str, year: int, key: str) -> str:
    """For life: not even a backup that is restored elsewhere changes it."""
    return str(uuid5(NAMESPACE_URL, f"alke:{kind}:{year}:{key}"))


def _changed(row: Discussion | Deadline) -> dt.datetime:
    """Its last change; for what was never changed, when the round was published or its year."""
    first = clock.at_time(dt.date(row.round.year, 1, 1), dt.time())
    return row.revised_at or row.round.published_at or first
