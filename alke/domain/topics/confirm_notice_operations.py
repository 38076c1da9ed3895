"""Tells a side that the other one has confirmed a topic and waits for it."""

from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.languages import in_all, pick
from alke.domain.notices.operations import write_notices
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Side, User
from alke.domain.people.queries import people_in
from alke.domain.rounds.models import Contact, Discussion
from alke.domain.rounds.participation import council_ids
from alke.domain.topics.models import Topic


def ask_other_side(topic: Topic, side: str, by: Actor) -> None:
    """Those named for the side, else the councils' contacts or the discussion's owner."""
    discussion = topic.discussion
    line = in_all(
        lambda: (
            _("Topic %(number)s waits for your side’s confirmation: %(name)s.")
            % {"number": topic.number, "name": pick(discussion, "name")}
        )
    )
    path = f"/{discussion.round.year}/{discussion.slug}/asialista/{topic.number}/"
    write_notices(
        _asked(discussion, Side(side).other),
        but=by.user,
        kind="confirmation-asked",
        about=topic.audit_key,
        line=line,
        path=path,
    )


def _asked(discussion: Discussion, side: Side) -> list[User]:
    rows = list(discussion.contacts.filter(user__is_active=True).select_related("user"))
    duties = [(row.duty, row.user) for row in rows if row.side == side and row.user is not None]
    named = [user for duty, user in duties if duty == Contact.Duty.CONTACT]
    if named or side == Side.VN:
        return named or [user for _duty, user in duties]
    roles = [Membership.Role.COUNCIL_CONTACT]
    return people_in(council_ids(discussion), roles, clock.today())
