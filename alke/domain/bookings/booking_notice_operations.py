"""Tells people of requests for times, of the answers to them, and of the times that hold."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.dates import format_span
from alke.base.languages import in_all, pick
from alke.domain.bookings.models import BookingRequest, MinistryAnswer
from alke.domain.notices.operations import write_notices
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, User
from alke.domain.people.queries import coordinators_on, people_in
from alke.domain.rounds.models import Discussion

KIND: Final = "meeting-times"
Role = Membership.Role


def tell_asked(request: BookingRequest, by: Actor) -> None:
    """The council that is asked to swap, or the coordinators, who decide on late requests."""
    meeting, other = request.discussion, request.other
    if other is None:
        people = coordinators_on(clock.today())
        line = in_all(
            lambda: _("A late request for a regional meeting: %(name)s.") % {"name": _name(meeting)}
        )
    else:
        people = _contacts(other)
        line = in_all(
            lambda: (
                _("%(name)s asks to swap the times of the regional meetings.")
                % {"name": _name(meeting)}
            )
        )
    _tell(people, meeting, by, line)


def tell_answered(request: BookingRequest, by: Actor) -> None:
    """The council that asked: whether it was granted, or why not."""
    meeting = request.discussion
    if request.state == BookingRequest.State.ACCEPTED:
        line = in_all(
            lambda: (
                _(
                    "Your request for a time of the regional meeting was granted: "
                    "%(name)s, %(when)s."
                )
                % {"name": _name(meeting), "when": _when(meeting)}
            )
        )
    elif request.state == BookingRequest.State.DECLINED:
        line = in_all(
            lambda: (
                _(
                    "Your request for a time of the regional meeting was declined: %(name)s. "
                    "Reason: %(reason)s"
                )
                % {"name": _name(meeting), "reason": request.answer}
            )
        )
    else:
        return  # it took the request back itself
    _tell(_contacts(meeting), meeting, by, line)


def tell_retimed(meeting: Discussion, by: Actor, *, council: bool = True) -> None:
    """Who counts on the time that was changed: the ministries that come, and the council (R2).

    The council is not told of what its own people did, nor where another notice tells it.
    """
    people = _attending(meeting)
    if council and not _councils(meeting).filter(pk__in=by.organisation_ids).exists():
        people += _contacts(meeting)
    if meeting.starts_at is None:
        line = in_all(
            lambda: _("The regional meeting has no time now: %(name)s.") % {"name": _name(meeting)}
        )
    else:
        line = in_all(
            lambda: (
                _("The time of the regional meeting is now: %(name)s, %(when)s.")
                % {"name": _name(meeting), "when": _when(meeting)}
            )
        )
    _tell(people, meeting, by, line)


def tell_official(
    meetings: Iterable[Discussion], before: Mapping[int, dt.datetime | None], by: Actor
) -> None:
    """Each council: when its regional meeting is held now that the times hold, and was before."""

    def words(meeting: Discussion) -> str:
        said = {"name": _name(meeting), "when": _when(meeting)}
        earlier = before[meeting.pk]
        if earlier is None or earlier == meeting.starts_at:
            return _("The time of the regional meeting holds: %(name)s, %(when)s.") % said
        said["earlier"] = format_span(earlier)
        return (
            _(
                "The time of the regional meeting holds, and has changed: %(name)s, %(when)s. "
                "It was %(earlier)s."
            )
            % said
        )

    _tell_each(meetings, by, words)


def tell_given_up(meetings: Iterable[Discussion], by: Actor) -> None:
    """Each council whose regional meeting lost its time when the others' became official."""
    _tell_each(
        meetings,
        by,
        lambda meeting: (
            _("The regional meeting has no time now: %(name)s. Please ask for another one.")
            % {"name": _name(meeting)}
        ),
    )


def _tell_each(
    meetings: Iterable[Discussion], by: Actor, words: Callable[[Discussion], str]
) -> None:
    for meeting in meetings:
        _tell(_contacts(meeting), meeting, by, in_all(partial(words, meeting)))


def _tell(people: Iterable[User], meeting: Discussion, by: Actor, line: dict[str, str]) -> None:
    path = f"/{meeting.round.year}/varaukset/"
    about = f"discussion:{meeting.pk}"
    write_notices(people, but=by.user, kind=KIND, about=about, line=line, path=path)


def _contacts(meeting: Discussion) -> list[User]:
    ids = _councils(meeting).values_list("pk", flat=True)
    return people_in(ids, [Role.COUNCIL_CONTACT], clock.today())


def _councils(meeting: Discussion) -> QuerySet[Organisation]:
    return Organisation.objects.councils().filter(regions=meeting.region_id)


def _attending(meeting: Discussion) -> list[User]:
    """People of the ministries that have said that they come."""
    answers = MinistryAnswer.objects.filter(discussion=meeting)
    ids = [row.organisation_id for row in answers if row.comes]
    return people_in(ids, [Role.MINISTRY_CONTACT], clock.today()) if ids else []


def _name(meeting: Discussion) -> str:
    return pick(meeting, "name")


def _when(meeting: Discussion) -> str:
    return format_span(meeting.starts_at, meeting.ends_at) if meeting.starts_at else ""
