"""Reads of signing: what waits for a person, the fingerprints of our seals, who can approve."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.files import digest_of
from alke.base.prepared import prepared
from alke.base.signing import office
from alke.base.signing.verification import Verification
from alke.domain.documents.approval_models import Approval, Seal
from alke.domain.documents.models import DocumentFile, DocumentVersion
from alke.domain.documents.signed_models import SignedForm
from alke.domain.insight.task import Task
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership

Role = Membership.Role
State = Approval.State
ASKED = (Role.COORDINATOR, Role.OWNER, Role.MINISTRY_CONTACT)  # the letter is the Government's


def own_seals() -> list[str]:
    """The fingerprints of all certificates with which we have sealed."""
    return list(Seal.objects.order_by().values_list("fingerprint", flat=True).distinct())


def approvals_asked(actor: Actor) -> list[Task]:
    """The versions whose approval waits for the actor now. One query, none for who is not asked."""
    if actor.user is None or not actor.has_role(*ASKED):
        return []
    return [
        Task(
            title=_("Approve the document: %(title)s") % {"title": row.version.document.title},
            text=_("When all have approved it, the seal is set."),
            button=_("Read and approve"),
            page="document_detail",
            args=(row.version.document_id,),
        )
        for row in _asked(actor.user.pk)
    ]


@prepared
def _asked(user_id: int) -> QuerySet[Approval]:
    same = Approval.objects.filter(version=OuterRef("version"))
    before = same.filter(position__lt=OuterRef("position")).exclude(state=State.APPROVED)
    rows = Approval.objects.filter(user=user_id, state=State.WAITING).exclude(Exists(before))
    return rows.select_related("version", "version__document").order_by("pk")


def possible_approvers() -> Sequence[Membership]:
    """Those who can be asked: who answers for a ministry or a discussion today."""
    today = clock.today()
    rows = Membership.objects.filter(role__in=ASKED)
    rows = rows.select_related("user", "organisation").order_by("role", "user__email")
    return [row for row in rows if row.is_valid_on(today) and row.user.is_active]


def verified(data: bytes) -> Verification:
    """What the file's signatures are worth now; in the demo, too, where another day is shown."""
    now = max(clock.now(), clock.real())
    return office.verify(data, setup=office.configured(), at=now, own=own_seals())


def signed_form_of(version: DocumentVersion) -> SignedForm | None:
    """What was signed elsewhere and filed with the version. Two queries."""
    return SignedForm.objects.filter(version=version).prefetch_related("signatures").first()


def signed_as(data: bytes, actor: Actor) -> DocumentVersion | None:
    """The version of which the file is the sealed or signed form, if the actor may see it."""
    rows = DocumentVersion.objects.visible_to(actor).select_related("document")
    forms = (DocumentFile.Form.SEALED, DocumentFile.Form.SIGNED)
    return rows.filter(files__digest=digest_of(data), files__form__in=forms).first()
