"""Who may make, file, share, register and publish documents, and when (R13, R15)."""

from django.utils.translation import gettext_lazy as _

from alke.base.verdicts import Verdict, allowed, first_refusal, refused
from alke.domain.documents.kinds import KEPT_FOLDERS
from alke.domain.documents.models import Document, DocumentVersion
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.participation import may, sides_in

Stage = DocumentVersion.Stage
Publicity = DocumentVersion.Publicity


def can_run_documents(actor: Actor, discussion: Discussion | None) -> Verdict:
    """Whether the actor makes, registers and distributes the papers of the place: its owner."""
    if discussion is None:
        return may(actor, Power.RUN_ROUND)
    return may(actor, Power.RUN_DISCUSSION, discussion)


def can_make_document(actor: Actor, round: Round, discussion: Discussion | None) -> Verdict:
    """Whether a paper of Alke may be filed as it stands now."""
    return first_refusal(can_run_documents(actor, discussion), _not_ended(round))


def can_file_document(
    actor: Actor, round: Round, discussion: Discussion | None, folder: str = ""
) -> Verdict:
    """Whether the actor may bring a file: who runs the place, and who writes for a side in it."""
    if can_run_documents(actor, discussion):
        return _not_ended(round)
    if folder in KEPT_FOLDERS:
        return refused(_("Only the coordinator files papers in this folder."))
    power = Power.REPORT if discussion is None else Power.EDIT_SHEET
    return first_refusal(may(actor, power, discussion), _not_ended(round))


def filing_side(actor: Actor, discussion: Discussion | None) -> Side | None:
    """The side for which the actor may file drafts; None for who writes for none."""
    sides = sides_in(actor, discussion, Power.EDIT_SHEET) if discussion else actor.sides
    return next((side for side in Side if side in sides), None)


def can_renew_document(actor: Actor, document: Document, newest: DocumentVersion) -> Verdict:
    """Whether the actor may add a version to a filed document: who files there for its side.

    A draft has further drafts of its side; what is shared has only shared versions, so that no
    number and no refusal tells of a draft of the other side (R13).
    """
    if document.is_made:
        return refused(_("Alke makes this document. Make it anew on the page of its folder."))
    place = can_file_document(actor, document.round, document.discussion, document.folder)
    return first_refusal(place, _own_draft(actor, newest), _own_paper(actor, newest))


def can_share_version(actor: Actor, version: DocumentVersion) -> Verdict:
    """Whether a draft may be shown to the other side: by the side whose draft it is."""
    if version.stage != Stage.DRAFT:
        return refused(_("The version has been shared already."))
    document = version.document
    place = can_file_document(actor, document.round, document.discussion, document.folder)
    return first_refusal(_own_draft(actor, version), place)


def can_remove_version(actor: Actor, version: DocumentVersion) -> Verdict:
    """Whether a draft may be taken away; what was shared stays (R15)."""
    if version.stage != Stage.DRAFT:
        return refused(_("What has been shared is not removed. File a new version instead."))
    return can_share_version(actor, version)


def can_register_version(
    actor: Actor, version: DocumentVersion, *, publicity: str = Publicity.PUBLIC, ground: str = "-"
) -> Verdict:
    """Whether the version becomes a registered document: by who runs the place, once."""
    if version.stage == Stage.DRAFT:
        return refused(_("A draft of one side is shared before it is registered."))
    if version.stage != Stage.SHARED:
        return refused(_("The version has been registered already."))
    if publicity != Publicity.PUBLIC and not ground.strip():
        return refused(_("Give the section of law on which the secrecy rests."))
    return can_run_documents(actor, version.document.discussion) and not_erased(version)


def can_publish_version(actor: Actor, version: DocumentVersion) -> Verdict:
    """Whether the public may be shown the version: a registered one of the public class."""
    if version.stage == Stage.PUBLIC:
        return refused(_("The version is public already."))
    if version.stage != Stage.REGISTERED:
        return refused(_("Register the version first: its number and class are shown with it."))
    if version.publicity != Publicity.PUBLIC:
        return refused(_("A secret document is not published."))
    discussion = version.document.discussion
    power = Power.RUN_ROUND if discussion is None else Power.PUBLISH
    return may(actor, power, discussion) and not_erased(version)


def not_erased(version: DocumentVersion) -> Verdict:
    """Whether the version still has its files."""
    if version.is_erased:
        return refused(
            _("The files told who took part. They were erased when their time had come.")
        )
    return allowed()


def _own_draft(actor: Actor, version: DocumentVersion) -> Verdict:
    if version.stage != Stage.DRAFT or version.side in actor.sides or actor.is_system:
        return allowed()
    return refused(_("Only the side whose draft it is does this."))


def _own_paper(actor: Actor, version: DocumentVersion) -> Verdict:
    """A paper goes on as the paper of its side, or of who runs the place."""
    body = version.organisation
    if (
        body is None
        or body.side in actor.sides
        or can_run_documents(actor, version.document.discussion)
    ):
        return allowed()
    return refused(_("The other side has filed this document. File your own beside it."))


def _not_ended(round: Round) -> Verdict:
    if round.state == Round.State.ENDED:
        return refused(_("The round has ended. Its folders are closed."))
    return allowed()
