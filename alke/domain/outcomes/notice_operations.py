"""Tells of outcomes: that a side's word is asked for, and that one has been published."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.languages import in_all, pick
from alke.domain.notices.operations import write_notices
from alke.domain.outcomes.models import Outcome
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, User
from alke.domain.people.queries import people_in
from alke.domain.people.roles import Power, roles_with
from alke.domain.rounds.models import Discussion, Distribution
from alke.domain.rounds.participation import council_ids
from alke.domain.topics.agenda_queries import recipients

_ASKED: Final[dict[str, Promise]] = {
    "conclusions": _("The conclusions wait for your side’s confirmation: %(name)s."),
    "memo": _("The memo waits for your side’s confirmation: %(name)s."),
    "agreement": _("The co-operation document waits for your side’s confirmation: %(name)s."),
}
_PUBLISHED: Final[dict[str, Promise]] = {
    "conclusions": _("The conclusions have been published: %(name)s."),
    "memo": _("The memo has been published: %(name)s."),
    "agreement": _("The co-operation document has been published: %(name)s."),
}


def ask_confirmations(outcome: Outcome, by: Actor) -> None:
    """Those who confirm on either side; an outcome for comment is shared between them."""
    discussion = outcome.discussion
    listed = Distribution.objects.filter(
        round=discussion.round_id,
        purpose=Distribution.Purpose.ACTION,
        organisation__kind=Organisation.Kind.MINISTRY,
    )
    bodies = {*council_ids(discussion), *listed.values_list("organisation", flat=True)}
    people = people_in(bodies, roles_with(Power.CONFIRM) - {Membership.Role.OWNER}, clock.today())
    _tell("confirmation-asked", _ASKED, outcome, people, by)


def tell_published(outcome: Outcome, by: Actor) -> None:
    """Everybody to whom the agenda was told."""
    people = [row.user for row in recipients(outcome.discussion) if row.user is not None]
    _tell("outcome-published", _PUBLISHED, outcome, people, by)


def _tell(
    kind: str, sentences: dict[str, Promise], outcome: Outcome, people: list[User], by: Actor
) -> None:
    discussion = outcome.discussion
    sentence = sentences[discussion.outcome]
    line = in_all(lambda: str(sentence) % {"name": pick(discussion, "name")})
    write_notices(
        people,
        but=by.user,
        kind=kind,
        about=outcome.audit_key,
        line=line,
        path=_path(discussion),
    )


def _path(discussion: Discussion) -> str:
    memo = discussion.outcome == Discussion.Outcome.MEMO
    return f"/{discussion.round.year}/{discussion.slug}/{'muistio' if memo else 'johtopaatokset'}/"
