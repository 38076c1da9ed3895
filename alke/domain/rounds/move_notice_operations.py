"""Tells those concerned of moved and cancelled dates, each once for one change (R2, S10)."""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base import clock
from alke.base.dates import format_date, format_span, to_helsinki
from alke.base.languages import in_all, pick
from alke.base.links import link
from alke.domain.notices.operations import LINE_LIMIT, write_notices
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, User
from alke.domain.people.queries import people_in
from alke.domain.rounds.models import Deadline, Discussion, Round
from alke.domain.rounds.participation import council_ids
from alke.domain.rounds.schedule import DateChange

Role = Membership.Role
SHOWN: Final = 12  # at most, of the dates that moved together; the page has them all
# guests see the dates of where they are invited only, and the administrator has no part in it
_TOLD: Final = frozenset(Role) - {Role.GUEST, Role.ADMINISTRATOR}


def tell_moved(
    round_: Round,
    changes: tuple[DateChange, ...],
    bodies: Iterable[Organisation],
    by: Actor,
    reason: str = "",
) -> None:
    """One line for all that moved and why, to each person of the bodies concerned.

    Not to who moved it.
    """
    line, about = in_all(lambda: _moved(changes, reason)), f"round:{round_.pk}"
    _tell(round_, bodies, by, "dates-moved", line, about)
    for change in changes:
        if isinstance(change.row, Discussion):
            line = in_all(partial(_moved, (change,), reason))
            _tell_guests(change.row, by, "dates-moved", line, about)


def tell_cancelled(
    discussion: Discussion, bodies: Iterable[Organisation], by: Actor, reason: str
) -> None:
    """That it is not held, and why; or that it is held after all."""
    if discussion.cancelled_at:
        kind = "discussion-cancelled"
        text = in_all(
            lambda: (
                _("The discussion has been cancelled: %(name)s. Reason: %(reason)s")
                % {"name": pick(discussion, "name"), "reason": reason}
            )
        )
    else:
        kind = "discussion-restored"
        text = in_all(
            lambda: (
                _("The discussion is held after all: %(name)s.")
                % {"name": pick(discussion, "name")}
            )
        )
    about = f"discussion:{discussion.pk}"
    _tell(discussion.round, bodies, by, kind, text, about)
    _tell_guests(discussion, by, kind, text, about)


def tell_placed(
    discussion: Discussion,
    bodies: Iterable[Organisation],
    by: Actor,
    *,
    place: bool,
    urgent: bool,
) -> None:
    """Where it is held now, or that one joins it at another address, which its page alone tells."""
    write_notices(
        [*_people(bodies), *_guests(discussion)],
        but=by.user,
        kind="discussion-placed",
        about=f"discussion:{discussion.pk}",
        line=in_all(lambda: _placed(discussion, place=place)),
        path=link("discussion_detail", discussion.round.year, discussion.slug),
        urgent=urgent,
    )


def _placed(discussion: Discussion, *, place: bool) -> str:
    name = pick(discussion, "name")
    if place and discussion.place:
        words = {"name": name, "place": discussion.place}
        return _("The place of the discussion: %(name)s, %(place)s.") % words
    if place:
        return _("The discussion has no place for the moment: %(name)s.") % {"name": name}
    if discussion.link:
        return _("The link for joining has changed: %(name)s.") % {"name": name}
    return _("The link for joining has been taken away: %(name)s.") % {"name": name}


def _tell(
    round_: Round,
    bodies: Iterable[Organisation],
    by: Actor,
    kind: str,
    line: dict[str, str],
    about: str,
) -> None:
    path = f"/{round_.year}/aikataulu/"
    people = _people(bodies)
    write_notices(people, but=by.user, kind=kind, about=about, line=line, path=path, urgent=True)


def _tell_guests(
    discussion: Discussion, by: Actor, kind: str, line: dict[str, str], about: str
) -> None:
    """Guests hear of their own discussion alone, and are led to its page."""
    people = _guests(discussion)
    path = link("discussion_detail", discussion.round.year, discussion.slug)
    write_notices(people, but=by.user, kind=kind, about=about, line=line, path=path, urgent=True)


def _guests(discussion: Discussion) -> list[User]:
    """People of its regions' bodies and of others that are invited to the discussion."""
    invited = council_ids(discussion).union(
        discussion.participants_from.values_list("pk", flat=True)
    )
    return people_in(invited, [Role.GUEST], clock.today())


def _people(bodies: Iterable[Organisation]) -> list[User]:
    return people_in((body.pk for body in bodies), _TOLD, clock.today())


def _moved(changes: tuple[DateChange, ...], reason: str) -> str:
    """As many of the dates as fit into a line beside the reason."""
    lines = [_line(changes, shown, reason) for shown in range(min(SHOWN, len(changes)), 0, -1)]
    return next((line for line in lines if len(line) <= LINE_LIMIT), lines[-1])


def _line(changes: tuple[DateChange, ...], shown: int, reason: str) -> str:
    told = "; ".join(_change(row) for row in changes[:shown])
    if (more := len(changes) - shown) > 0:
        told += ngettext(" and %(n)d more", " and %(n)d more", more) % {"n": more}
    line = _("Dates have been moved: %(dates)s.") % {"dates": told}
    return line + " " + _("Reason: %(reason)s") % {"reason": reason} if reason else line


def _change(row: DateChange) -> str:
    name = row.name
    if isinstance(row.row, Deadline) and row.row.discussion is not None:
        name = f"{name}, {row.row.discussion.name}"
    before, after = _times(row) if isinstance(row.row, Discussion) else _days(row)
    return f"{name}: {before} → {after}" if before else f"{name}: {after}"


def _days(row: DateChange) -> tuple[str, str]:
    return format_date(row.before) if row.before else "", format_date(row.after)


def _times(row: DateChange) -> tuple[str, str]:
    """Of a discussion; the hours only where they change as well."""
    ended, ends = row.ends
    before, after = row.before, row.after
    if not isinstance(after, dt.datetime):
        return _days(row)
    if not isinstance(before, dt.datetime):
        return "", format_span(after, ends)
    if _hours(before, ended) == _hours(after, ends):
        return _days(row)
    return format_span(before, ended), format_span(after, ends)


def _hours(*moments: dt.datetime | None) -> list[dt.time | None]:
    return [to_helsinki(moment).time() if moment else None for moment in moments]
