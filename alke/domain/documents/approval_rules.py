"""Who approves a version and whose turn it is; when the seal is set, or a signed file filed."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from alke.base.verdicts import Verdict, allowed, refused
from alke.domain.documents.approval_models import Approval
from alke.domain.documents.models import DocumentFile, DocumentVersion
from alke.domain.documents.rules import can_run_documents, not_erased
from alke.domain.people.actors import Actor

State = Approval.State


def next_approval(approvals: Sequence[Approval]) -> Approval | None:
    """Whose turn it is; nobody's when all have approved, or one has refused."""
    if any(row.state == State.REFUSED for row in approvals):
        return None
    return next((row for row in approvals if row.state == State.WAITING), None)


def can_approve(actor: Actor, approvals: Sequence[Approval]) -> Verdict:
    """Whether it is the actor's turn to approve or refuse."""
    turn = next_approval(approvals)
    if turn is None:
        return refused(_("The version waits for nobody’s approval."))
    if actor.user is None or turn.user_id != actor.user.pk:
        return refused(_("It is not your turn to approve this version."))
    return allowed()


def can_seal(actor: Actor, version: DocumentVersion, approvals: Sequence[Approval]) -> Verdict:
    """Whether the seal may be set: all have approved; by who runs the place or approved last."""
    if version.has_form(DocumentFile.Form.SEALED):
        return refused(_("The version has been sealed already."))
    if not approvals or any(row.state != State.APPROVED for row in approvals):
        return refused(_("The seal is set when all have approved the version."))
    if actor.user is not None and approvals[-1].user_id == actor.user.pk:
        return not_erased(version)
    return can_run_documents(actor, version.document.discussion) and not_erased(version)


def can_attach_signed(
    actor: Actor, version: DocumentVersion, approvals: Sequence[Approval]
) -> Verdict:
    """Whether a file signed elsewhere may be filed as the version's signed form, once.

    A version is signed in one way: what is approved in Alke gets the seal.
    """
    if not version.document.is_made:
        return refused(_("Alke has not made this document. Add the signed file as a new version."))
    if version.has_form(DocumentFile.Form.SIGNED):
        return refused(_("The version has its signed file already."))
    if approvals:
        return refused(_("This version is approved and sealed in Alke."))
    return can_run_documents(actor, version.document.discussion) and not_erased(version)
