"""Who sends invitations, and when."""

from django.utils.translation import gettext_lazy as _

from alke.base.verdicts import Verdict, allowed, first_refusal, refused
from alke.domain.invitations.models import Inviting
from alke.domain.people.actors import Actor
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.participation import may


def can_see_invitations(actor: Actor, discussion: Discussion) -> Verdict:
    """Who runs the discussion sees to whom invitations went, and what came back."""
    return may(actor, Power.RUN_DISCUSSION, discussion)


def can_send_invitations(
    actor: Actor, discussion: Discussion, inviting: Inviting | None
) -> Verdict:
    """Whether the actor may send them: once; from then on they follow the discussion."""
    verdict = first_refusal(can_see_invitations(actor, discussion), _is_to_be_held(discussion))
    if verdict and inviting is not None:
        return refused(_("The invitations have been sent. What changes is told by itself."))
    return verdict


def _is_to_be_held(discussion: Discussion) -> Verdict:
    if discussion.cancelled_at is not None:
        return refused(_("The discussion has been cancelled."))
    if discussion.round.state == Round.State.ENDED:
        return refused(_("The round has ended; it is not changed any more."))
    if discussion.starts_at is None:
        return refused(_("The discussion has no time yet. Agree on a time first."))
    if discussion.has_begun:
        return refused(_("The discussion has begun."))
    return allowed()
