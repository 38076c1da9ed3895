"""Reads of contacts: those of a discussion, and the bodies that may have one."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.people.models import Membership, Organisation, User
from alke.domain.people.queries import coordinators_on, people_in
from alke.domain.rounds.models import Contact, Discussion
from alke.domain.rounds.participation import council_ids

Kind = Organisation.Kind


def contacts_of(discussion: Discussion) -> list[Contact]:
    """With the owner of the joint discussion to which a regional meeting belongs. One query.

    An owner who is named to the meeting, too, is there once.
    """
    rows = _contacts(discussion.pk, discussion.parent_id)
    own = [row for row in rows if row.discussion_id == discussion.pk]
    named = {(row.organisation_id, row.title, row.email) for row in own}
    return [
        row
        for row in rows
        if row.discussion_id == discussion.pk
        or (row.organisation_id, row.title, row.email) not in named
    ]


@prepared
def _contacts(discussion_id: int, parent_id: int | None) -> QuerySet[Contact]:
    own = Q(discussion=discussion_id)
    if parent_id is not None:
        own |= Q(discussion=parent_id, duty=Contact.Duty.OWNER)
    return Contact.objects.filter(own).select_related("organisation")


def owners_of(discussion: Discussion) -> list[User]:
    """Who runs the discussion: the accounts of its owner, else the coordinators. Three queries."""
    duties = [row for row in contacts_of(discussion) if row.duty == Contact.Duty.OWNER]
    bodies, today = {row.organisation_id for row in duties}, clock.today()
    people = people_in(bodies, [Membership.Role.OWNER], today)
    return [user for user in people if has_duty(user, duties)] or coordinators_on(today)


def has_duty(user: User, duties: Iterable[Contact]) -> bool:
    """Whether one is the person's: by account, or by an address named before there was one."""
    return any(
        row.user_id == user.pk if row.user_id else row.email.lower() == user.email for row in duties
    )


def bodies_with_contacts(discussion: Discussion) -> list[Organisation]:
    """The ministries, and the councils of the discussion's regions. Two queries."""
    councils = Q(kind=Kind.COUNCIL, pk__in=council_ids(discussion))
    rows = Organisation.objects.filter(Q(kind=Kind.MINISTRY) | councils)
    return list(rows.valid_on(discussion.day or clock.today()).order_by("kind", "name_fi"))
