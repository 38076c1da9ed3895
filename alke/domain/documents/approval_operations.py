"""Writes of signing: named people approve a version in order, then the seal is set."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock, files
from alke.base.richtext import clean_line
from alke.base.signing import office
from alke.base.signing.sealed import Sealed
from alke.base.verdicts import Refused
from alke.domain.documents import approval_rules as rules
from alke.domain.documents.approval_models import REASON_LIMIT, TITLE_LIMIT, Approval, Seal
from alke.domain.documents.document_record import lock_document, record_version
from alke.domain.documents.models import DocumentFile, DocumentVersion
from alke.domain.documents.operations import NewFile, add_file, again
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, User

Form = DocumentFile.Form
State = Approval.State


@dataclass(frozen=True)
class Approver:
    """Who is asked, and as what the person stands on the page of signatures."""

    user: User
    organisation: Organisation
    title: str


def ask_approvals(version: DocumentVersion, approvers: Sequence[Approver]) -> None:
    """Names who approves the version in which order, in the transaction that makes it."""
    Approval.objects.bulk_create(
        Approval(
            version=version,
            position=position,
            title=clean_line(one.title, limit=TITLE_LIMIT, field="hyvaksyja"),
            user=one.user,
            organisation=one.organisation,
        )
        for position, one in enumerate(approvers, start=1)
    )


@transaction.atomic
def approve_version(version: DocumentVersion, *, by: Actor) -> bool:
    """The actor's approval, when it is its turn; says whether it was the last."""
    approvals = _locked(version)
    rules.can_approve(by, approvals).require()
    _answer(version, approvals, State.APPROVED, by)
    return all(row.state == State.APPROVED for row in approvals)


@transaction.atomic
def refuse_version(version: DocumentVersion, reason: str, *, by: Actor) -> None:
    """The actor's refusal with its reason: this version is not sealed any more."""
    approvals = _locked(version)
    rules.can_approve(by, approvals).require()
    reason = clean_line(reason, limit=REASON_LIMIT, field="syy")
    if not reason:
        raise Refused(_("Give the reason. It is shown to all who work on the document."))
    _answer(version, approvals, State.REFUSED, by, reason)


def seal_version(version: DocumentVersion, *, by: Actor) -> Seal:
    """Sets the organisation's seal on the PDF file that all have approved.

    The file is sealed first, in a process of its own and outside of any transaction, for a
    service of timestamps takes its time; then it is kept, unless somebody was quicker. Raises
    `SealTrouble` where the key or the service is at fault: then nothing has changed.
    """
    _may_seal(version, by)
    pdf = version.files.get(form=Form.PDF)
    sealed = office.seal(
        files.read(pdf.digest),
        setup=office.configured(),
        at=clock.now(),
        reason=version.registry_number,
    )
    return _keep(version, pdf, sealed, by)


@transaction.atomic
def _keep(version: DocumentVersion, pdf: DocumentFile, sealed: Sealed, by: Actor) -> Seal:
    _locked(version)
    _may_seal(version, by)
    stem, _dot, _end = pdf.name.rpartition(".")
    file = add_file(
        version,
        NewFile(f"{stem}-sinetoity.pdf", pdf.media_type, sealed.pdf, Form.SEALED),
    )
    seal: Seal = Seal.objects.create(
        version=version,
        by=sealed.by,
        fingerprint=sealed.fingerprint,
        level=sealed.level,
        at=sealed.at,
    )
    changes: dict[str, list[Any]] = {
        "file.sealed": [None, file.digest],
        "seal": [None, sealed.fingerprint],
        "level": [None, sealed.level],
    }
    record_version("document.sealed", version, by, changes)
    return seal


def _may_seal(version: DocumentVersion, by: Actor) -> None:
    version = again(version)
    rules.can_seal(by, version, list(version.approvals.all())).require()


def _locked(version: DocumentVersion) -> list[Approval]:
    """Its approvals, under the lock of its document."""
    lock_document(version.document_id)
    return list(version.approvals.order_by("position"))


def _answer(
    version: DocumentVersion, approvals: Sequence[Approval], state: str, by: Actor, reason: str = ""
) -> None:
    turn = rules.next_approval(approvals)
    assert turn is not None  # noqa: S101 - the rule has looked
    turn.state, turn.at, turn.reason = state, clock.now(), reason
    turn.save(update_fields=["state", "at", "reason"])
    changes: dict[str, list[Any]] = {
        "state": ["waiting", state],
        "title": [None, turn.title],
        "reason": ["", reason],
    }
    record_version(f"document.{state}", version, by, changes)
