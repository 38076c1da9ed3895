"""Who may manage organisations and accounts, and which roles an organisation can hold."""

from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.verdicts import Verdict, allowed, first_refusal, refused
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, User
from alke.domain.people.roles import Power, roles_with

Role = Membership.Role
Kind = Organisation.Kind
CONVENER = "tem"

_NOT_YOURS = _("Only the administrator can do this.")
_OWN_ACCOUNT = _("You cannot close your own account. Ask another administrator.")
_OWN_ROLE = _("You cannot end your own administrator’s role. Ask another administrator.")
_ENDED = _("The organisation has ended. Give the role in its successor.")
_WRONG_KIND = _("An organisation of this kind does not have this role.")

_BY_KIND = {
    Kind.MINISTRY: (Role.MINISTRY_CONTACT, Role.EDITOR, Role.READER),
    Kind.COUNCIL: (Role.COUNCIL_CONTACT, Role.EDITOR, Role.READER),
}
_OTHERS = (Role.GUEST, Role.READER)
_CONVENER_ONLY = (Role.COORDINATOR, Role.OWNER, Role.ADMINISTRATOR)


def roles_of(organisation: Organisation) -> tuple[Role, ...]:
    """The roles that can be held in the organisation, most usual first."""
    usual = _BY_KIND.get(Kind(organisation.kind), _OTHERS)
    return usual + _CONVENER_ONLY if organisation.slug == CONVENER else usual


def can_manage_organisations(actor: Actor) -> Verdict:
    """Organisations, accounts and memberships: the administrator, and the command line."""
    if actor.is_system or actor.has_role(*roles_with(Power.MANAGE_ORGANISATIONS)):
        return allowed()
    return refused(_NOT_YOURS)


def can_give_role(actor: Actor, organisation: Organisation, role: Role) -> Verdict:
    """A role that the organisation can hold, while the organisation exists."""
    ended = organisation.has_ended(clock.today())
    return first_refusal(
        can_manage_organisations(actor),
        refused(_ENDED) if ended else allowed(),
        allowed() if role in roles_of(organisation) else refused(_WRONG_KIND),
    )


def can_close_account(actor: Actor, user: User) -> Verdict:
    """Nobody locks themselves out."""
    if actor.user is not None and actor.user.pk == user.pk:
        return refused(_OWN_ACCOUNT)
    return can_manage_organisations(actor)


def can_end_membership(actor: Actor, membership: Membership) -> Verdict:
    """Nobody takes away their own right to manage."""
    own = actor.user is not None and actor.user.pk == membership.user_id
    if own and membership.role == Role.ADMINISTRATOR:
        return refused(_OWN_ROLE)
    return can_manage_organisations(actor)


def can_note_absence(actor: Actor, membership: Membership) -> Verdict:
    """One's own role, or the administrator any; that of an administrator nobody stands in for."""
    if membership.role == Role.ADMINISTRATOR:
        return refused(_("Nobody stands in for an administrator. Give another person the role."))
    if actor.user is not None and actor.user.pk == membership.user_id:
        return allowed()
    return can_manage_organisations(actor)


def can_end_absence(actor: Actor, membership: Membership) -> Verdict:
    """The same who may note it."""
    return can_note_absence(actor, membership)
