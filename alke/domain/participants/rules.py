"""Who registers whom, who sees a person, who answers, and until when (R9, R13, R17)."""

from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.dates import format_date
from alke.base.verdicts import Verdict, allowed, first_refusal, refused
from alke.domain.participants.due_queries import registration_due
from alke.domain.participants.models import Participant
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation
from alke.domain.people.roles import ROLES, Power, Scope, roles_with
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.participation import council_ids, may, may_for
from alke.domain.rounds.party_queries import invited_ids, takes_part

Role = Membership.Role
Reply = Participant.Reply
# of a ministry these only read: what is shared, or nothing of the content
APART = frozenset({Role.READER, Role.ADMINISTRATOR})

# these register for their bodies; the others that have the power, where they run the discussion
FOR_BODIES = frozenset(
    role
    for role in roles_with(Power.REGISTER)
    if ROLES[role].powers[Power.REGISTER] in {Scope.OWN, Scope.REGION}
)

_CANCELLED = _("The discussion has been cancelled.")
_ENDED = _("The round has ended. Its participants are no longer changed.")
_OVER = _("The discussion has been held. Its participants are no longer changed.")
_BEGUN = _("The discussion has begun.")
_TAKEN_BACK = _("The registration has been cancelled. Restore it first.")


def can_see_people(actor: Actor, discussion: Discussion) -> Verdict:
    """Whether the actor sees persons: title, name, mandate, opening and answer.

    Those who take part in the discussion see them: the coordinator and the owner, contacts and
    editors of ministries and of bodies of its regions, and invited guests. Whoever reads for
    information sees bodies and how many come of each; the public too, once the agenda is
    published. Nobody sees more of an address than `can_see_address` says.
    """
    if actor.is_system:
        return allowed()
    for row in actor.memberships:
        role = Role(row.role)
        if role in APART:
            continue
        if role is Role.COORDINATOR or row.organisation.kind == Organisation.Kind.MINISTRY:
            return allowed()
        if row.organisation_id in council_ids(discussion) | _invited(role, discussion):
            return allowed()
    return refused(_("Only those who take part in the discussion see its participants by person."))


def can_see_bodies(actor: Actor, discussion: Discussion) -> Verdict:
    """Whether the actor sees which bodies take part, and with how many people."""
    if actor.reads or discussion.agenda_published_at is not None:
        return allowed()
    return refused(_("The bodies that take part are shown when the agenda has been published."))


def can_see_address(actor: Actor, discussion: Discussion, body: Organisation) -> Verdict:
    """Whether the actor sees the addresses of the body's people: its registrars, who runs it."""
    return _answers_for(actor, discussion, body)


def can_register(actor: Actor, discussion: Discussion, body: Organisation) -> Verdict:
    """Whether the actor may register people of the body, whose own power it is (R9).

    A ministry and a guest for their own body; a council for its own and its region's stakeholders;
    the owner and the coordinator for all.
    """
    return first_refusal(
        _answers_for(actor, discussion, body), registration_is_open(actor, discussion)
    )


def can_register_some(actor: Actor, discussion: Discussion) -> Verdict:
    """Whether there is a body for which the actor may register people."""
    if runs(actor, discussion):
        return registration_is_open(actor, discussion)
    verdict = may(actor, Power.REGISTER)
    if not actor.has_role(*FOR_BODIES):
        return may(actor, Power.REGISTER, discussion) if verdict else verdict
    for body in (row.organisation for row in actor.memberships):
        verdict = can_register(actor, discussion, body)
        if verdict:
            break
    return verdict


def registration_is_open(actor: Actor, discussion: Discussion) -> Verdict:
    """Bodies register until the deadline; who runs the discussion until its day is over."""
    verdict = _is_to_be_held(discussion)
    if not verdict or runs(actor, discussion):
        return verdict
    due = registration_due(discussion)
    if due is None or clock.now() < due:
        return allowed()
    text = _("Registration ended on %(day)s. Ask the owner of the discussion.")
    return refused(text % {"day": format_date(due, "plain")})


def _is_to_be_held(discussion: Discussion) -> Verdict:
    """Whether its day is still ahead, or is today."""
    if discussion.cancelled_at is not None:
        return refused(_CANCELLED)
    if discussion.round.state == Round.State.ENDED:
        return refused(_ENDED)
    if discussion.day is not None and clock.now() > clock.end_of_day(discussion.day):
        return refused(_OVER)
    return allowed()


def can_change_people(actor: Actor, discussion: Discussion, body: Organisation) -> Verdict:
    """Whether the actor may change people of the body who are registered, also after the deadline.

    Who falls ill the day before is replaced; new people wait for who runs the discussion.
    """
    return first_refusal(_answers_for(actor, discussion, body), _is_ahead(actor, discussion))


def _is_ahead(actor: Actor, discussion: Discussion) -> Verdict:
    """Whether what is registered may still change, also after the deadline: until it begins.

    Who runs the discussion has its whole day.
    """
    verdict = _is_to_be_held(discussion)
    if not verdict or runs(actor, discussion) or not discussion.has_begun:
        return verdict
    return refused(_BEGUN)


def can_edit_participant(actor: Actor, participant: Participant) -> Verdict:
    """Whether the actor may change the person's data or replace the person by a deputy."""
    if participant.cancelled_at is not None:
        return refused(_TAKEN_BACK)
    return can_change_people(actor, participant.discussion, participant.organisation)


def can_cancel_participant(actor: Actor, participant: Participant) -> Verdict:
    """Whether the actor may take the registration back."""
    return can_edit_participant(actor, participant)


def can_restore_participant(actor: Actor, participant: Participant) -> Verdict:
    """Whether the actor may undo that it was taken back."""
    if participant.cancelled_at is None:
        return refused(_("The registration has not been cancelled."))
    return can_change_people(actor, participant.discussion, participant.organisation)


def can_reply(actor: Actor, participant: Participant) -> Verdict:
    """Whether the actor may say that the person comes or not: the person, or the own body."""
    if participant.cancelled_at is not None:
        return refused(_TAKEN_BACK)
    if is_self(actor, participant):
        return _is_ahead(actor, participant.discussion)
    return can_edit_participant(actor, participant)


def can_answer_by_link(participant: Participant) -> Verdict:
    """What the person's link still allows: until the day of the discussion is over (B18)."""
    discussion = participant.discussion
    if participant.cancelled_at is not None:
        return refused(_("Your registration has been cancelled."))
    if discussion.cancelled_at is not None:
        return refused(_CANCELLED)
    if discussion.round.state == Round.State.ENDED:
        return refused(_ENDED)
    if discussion.has_begun:
        return refused(_BEGUN)
    return allowed()


def can_reply_by_link(participant: Participant) -> Verdict:
    """The same for whether the person comes: not beside the colleague who has the place now."""
    verdict = can_answer_by_link(participant)
    coming = participant.deputies.filter(cancelled_at=None).exclude(reply=Reply.DECLINED)
    if verdict and participant.reply == Reply.DECLINED and coming.exists():
        return refused(
            _(
                "You have passed your place on to a colleague. If you come after all, ask your "
                "organisation to register it."
            )
        )
    return verdict


def can_pass_on_by_link(participant: Participant) -> Verdict:
    """Once: who has declined for a colleague, has passed the place on already."""
    verdict = can_answer_by_link(participant)
    if verdict and participant.reply == Reply.DECLINED:
        return refused(_("You have said that you are not coming."))
    return verdict


def can_decline_for_body(actor: Actor, discussion: Discussion, body: Organisation) -> Verdict:
    """Whether the actor may say that the body takes no part."""
    return can_register(actor, discussion, body)


def can_nudge(actor: Actor, discussion: Discussion) -> Verdict:
    """Whether the actor may remind bodies of which nothing was heard: who runs the discussion."""
    return first_refusal(
        may(actor, Power.RUN_DISCUSSION, discussion), registration_is_open(actor, discussion)
    )


def can_take_attendance(actor: Actor, discussion: Discussion) -> Verdict:
    """Whether the actor may note who was there: who runs the discussion, from its day on."""
    verdict = may(actor, Power.RUN_DISCUSSION, discussion)
    if not verdict:
        return verdict
    if discussion.cancelled_at is not None:
        return refused(_CANCELLED)
    if discussion.round.state == Round.State.ENDED:
        return refused(_ENDED)
    if discussion.day is None or discussion.day > clock.today():
        return refused(_("Who is there is noted on the day of the discussion."))
    return allowed()


def runs(actor: Actor, discussion: Discussion) -> bool:
    """Whether the actor registers for all bodies of the discussion."""
    return actor.is_system or bool(may(actor, Power.RUN_DISCUSSION, discussion))


def is_self(actor: Actor, participant: Participant) -> bool:
    """Whether the person is the one who is signed in."""
    return (
        actor.user is not None
        and bool(participant.email)
        and (actor.user.email == participant.email)
    )


def _answers_for(actor: Actor, discussion: Discussion, body: Organisation) -> Verdict:
    if runs(actor, discussion):
        return allowed()
    if not actor.has_role(*FOR_BODIES):
        return may(actor, Power.REGISTER, discussion)
    if not takes_part(body, discussion):
        return refused(_("The organisation does not take part in this discussion."))
    return may_for(actor, Power.REGISTER, body)


def _invited(role: Role, discussion: Discussion) -> frozenset[int]:
    return invited_ids(discussion) if role is Role.GUEST else frozenset()
