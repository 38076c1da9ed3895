"""Who may set up a round, move its dates and let findings be; and when."""

from django.utils.translation import gettext_lazy as _

from alke.base.verdicts import Verdict, allowed, first_refusal, refused
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side
from alke.domain.people.roles import Power
from alke.domain.rounds.models import BasisDocument, Contact, Deadline, Discussion, Round
from alke.domain.rounds.participation import may, sides_in


def can_run_round(actor: Actor) -> Verdict:
    """Whether the actor may load, make, publish and check rounds."""
    return may(actor, Power.RUN_ROUND)


def can_move_dates(actor: Actor, round: Round) -> Verdict:
    """Whether the actor may move dates of this round."""
    return first_refusal(may(actor, Power.MOVE_DATES), _not_ended(round))


def can_move_discussion(actor: Actor, discussion: Discussion, *, reason: str = "") -> Verdict:
    """Whether the discussion may get another time; a published agenda wants a reason (R5)."""
    return first_refusal(
        can_move_dates(actor, discussion.round),
        _not_cancelled(discussion),
        _not_held(discussion),
        has_reason(discussion, reason),
    )


def can_cancel_discussion(actor: Actor, discussion: Discussion, *, reason: str = "") -> Verdict:
    """Whether the discussion may be cancelled; everybody concerned is told why."""
    return first_refusal(
        can_move_dates(actor, discussion.round),
        _not_cancelled(discussion),
        _not_begun(discussion),
        allowed() if reason.strip() else refused(_("Give the reason. It is shown to all.")),
    )


def can_restore_discussion(actor: Actor, discussion: Discussion) -> Verdict:
    """Whether a cancelled discussion may be held after all."""
    verdict = can_move_dates(actor, discussion.round)
    if verdict and discussion.cancelled_at is None:
        return refused(_("The discussion has not been cancelled."))
    return verdict


def can_set_place(actor: Actor, discussion: Discussion) -> Verdict:
    """Whether the actor may say where it is held: who runs it, and the council its own meeting."""
    verdict = may(actor, Power.RUN_DISCUSSION, discussion)
    if not verdict and discussion.kind == Discussion.Kind.REGIONAL:
        verdict = may(actor, Power.BOOK_MEETING, discussion)
    return first_refusal(verdict, _goes_on(discussion))


def can_move_deadline(actor: Actor, deadline: Deadline) -> Verdict:
    """Whether the deadline may move; one that has passed may still be put off."""
    return can_move_dates(actor, deadline.round)


def can_move_basis(actor: Actor, basis: BasisDocument) -> Verdict:
    """Whether the base document may get another date."""
    return can_move_dates(actor, basis.round)


def can_accept_finding(actor: Actor, round: Round) -> Verdict:
    """Whether the actor may let a finding of the round be, or take that back (R3)."""
    return may(actor, Power.RUN_ROUND)


def can_see_contacts(actor: Actor) -> Verdict:
    """Whoever reads what is being prepared sees whom to ask."""
    return allowed() if actor.reads else refused(_("Your role does not allow this."))


def can_name_contact(
    actor: Actor,
    discussion: Discussion,
    organisation: Organisation,
    duty: str = Contact.Duty.CONTACT,
) -> Verdict:
    """The coordinator and the owner name any; a council or ministry its own (letter 2024).

    An owner, whose duty gives powers, is named by the former only.
    """
    if may(actor, Power.RUN_DISCUSSION, discussion):
        return _goes_on(discussion)
    if duty == Contact.Duty.OWNER:
        return refused(_("The coordinator names the owner of the discussion."))
    side: Side = organisation.side
    if side in sides_in(actor, discussion, Power.CONFIRM) and (
        organisation.pk in actor.organisation_ids
    ):
        return _goes_on(discussion)
    return refused(_("An organisation names its own contacts; the coordinator names any."))


def can_name_contacts(actor: Actor, discussion: Discussion) -> Verdict:
    """Whether the actor may name a contact of some organisation for the discussion."""
    found = may(actor, Power.RUN_DISCUSSION, discussion)
    if found:
        return _goes_on(discussion)
    for row in actor.memberships:
        found = can_name_contact(actor, discussion, row.organisation)
        if found:
            return found
    return found


def _not_ended(round: Round) -> Verdict:
    if round.state == Round.State.ENDED:
        return refused(_("The round has ended; it is not changed any more."))
    return allowed()


def _goes_on(discussion: Discussion) -> Verdict:
    return first_refusal(_not_ended(discussion.round), _not_cancelled(discussion))


def _not_cancelled(discussion: Discussion) -> Verdict:
    if discussion.cancelled_at is not None:
        return refused(_("The discussion has been cancelled."))
    return allowed()


def _not_begun(discussion: Discussion) -> Verdict:
    if discussion.has_begun:
        return refused(_("The discussion has begun already. It can no longer be cancelled."))
    return allowed()


def _not_held(discussion: Discussion) -> Verdict:
    if discussion.has_begun:
        return refused(_("The discussion has begun already; its time is not moved any more."))
    return allowed()


def has_reason(discussion: Discussion, reason: str) -> Verdict:
    """A published agenda does not move without a reason, whatever takes it along (R5)."""
    if discussion.agenda == Discussion.Agenda.PUBLISHED and not reason.strip():
        return refused(
            _("The agenda has been published. Give the reason: it is told to those concerned.")
        )
    return allowed()
