"""Who reads what was sent, and lets it be sent again."""

from django.utils.translation import gettext_lazy as _

from alke.base.verdicts import Verdict, allowed, refused
from alke.domain.notices.models import Mail
from alke.domain.people.actors import Actor
from alke.domain.people.roles import Power, roles_with


def can_read_mails(actor: Actor) -> Verdict:
    """Whether the actor reads what was sent to others: whoever runs the round (B4)."""
    if actor.is_system or actor.has_role(*roles_with(Power.RUN_ROUND)):
        return allowed()
    return refused(_("What was sent to others is for the coordinator."))


def can_read_mail(actor: Actor, mail: Mail) -> Verdict:
    """Its own person, and the coordinator."""
    if actor.user is not None and mail.user_id == actor.user.pk:
        return allowed()
    return can_read_mails(actor)


def can_send_again(actor: Actor, mail: Mail) -> Verdict:
    """A mail that was given up, for example after the address was put right."""
    verdict = can_read_mails(actor)
    if verdict and mail.state != Mail.State.FAILED:
        return refused(_("Only a mail that was not sent can be sent again."))
    if verdict and not mail.to:
        return refused(_("The recipient and the text of the mail were erased."))
    return verdict
