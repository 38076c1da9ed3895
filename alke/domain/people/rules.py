"""Who may manage organisations and accounts."""

from django.utils.translation import gettext_lazy as _

from alke.base.verdicts import Verdict, allowed, refused
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, User
from alke.domain.people.roles import Power, roles_with

_NOT_YOURS = _("Only the administrator can do this.")
_NO_OTHER = _("You cannot close your own account. Ask another administrator.")


def can_manage_organisations(actor: Actor) -> Verdict:
    """Organisations, accounts and memberships: the administrator, and the command line."""
    if actor.is_system or actor.has_role(*roles_with(Power.MANAGE_ORGANISATIONS)):
        return allowed()
    return refused(_NOT_YOURS)


def can_close_account(actor: Actor, user: User) -> Verdict:
    """Nobody locks themselves out."""
    if actor.user is not None and actor.user.pk == user.pk:
        return refused(_NO_OTHER)
    return can_manage_organisations(actor)


def can_end_membership(actor: Actor, membership: Membership) -> Verdict:
    """Nobody takes away their own right to manage."""
    own = actor.user is not None and actor.user.pk == membership.user_id
    if own and membership.role == Membership.Role.ADMINISTRATOR:
        return refused(_NO_OTHER)
    return can_manage_organisations(actor)
