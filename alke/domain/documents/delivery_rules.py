"""Who delivers a version, who reads the record of it, and what a delivery still can become."""

from django.utils.translation import gettext_lazy as _

from alke.base.verdicts import Verdict, allowed, refused
from alke.domain.documents.delivery_models import Delivery
from alke.domain.documents.models import DocumentVersion
from alke.domain.documents.rules import can_run_documents, not_erased
from alke.domain.people.actors import Actor

Stage = DocumentVersion.Stage


def can_deliver_version(
    actor: Actor, version: DocumentVersion, *, later_delivered: bool = False
) -> Verdict:
    """Whether the version goes out by the distribution list: a registered one, by its owner."""
    verdict = can_run_documents(actor, version.document.discussion)
    if not verdict:
        return verdict
    if version.stage not in {Stage.REGISTERED, Stage.PUBLIC}:
        return refused(_("Register the version first. Only a registered document is delivered."))
    if later_delivered:
        return refused(_("A later version has been delivered already."))
    return not_erased(version)


def can_read_deliveries(actor: Actor) -> Verdict:
    """Whether the actor reads who has got a document: whoever reads all that the sides share."""
    if actor.reads_all:
        return allowed()
    return refused(_("The record of delivery is for those who work on the round."))


def can_mark_bounced(actor: Actor, delivery: Delivery) -> Verdict:
    """Whether the mail can be said to have come back: a sent one that nobody has opened."""
    verdict = can_run_documents(actor, delivery.version.document.discussion)
    if not verdict:
        return verdict
    if delivery.state != Delivery.State.SENT:
        return refused(_("Only a mail that was sent can come back."))
    if delivery.is_opened:
        return refused(_("The link has been opened, so the mail has arrived."))
    return allowed()
