"""The write that files a PDF signed in another service as the signed form of a paper of Alke."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock, files
from alke.base.richtext import BadInput
from alke.base.signing import office
from alke.base.signing.likeness import Content, Likeness
from alke.base.signing.verification import Outcome, SignatureCheck, Verification
from alke.domain.documents.approval_queries import verified
from alke.domain.documents.approval_rules import can_attach_signed
from alke.domain.documents.document_record import lock_document, record_version
from alke.domain.documents.models import DocumentFile, DocumentVersion
from alke.domain.documents.operations import NewFile, add_file, again
from alke.domain.documents.signed_models import Signature, SignedForm
from alke.domain.people.actors import Actor

Form = DocumentFile.Form
NAME_LIMIT = 200


def attach_signed(
    version: DocumentVersion, file: NewFile, *, by: Actor, is_read: bool = False
) -> SignedForm:
    """Files `file`, which was signed elsewhere, as the signed form of the version.

    It is looked at first, in processes of their own and outside of any transaction. Raises
    `BadInput` where it is not signed, has been altered since, or shows other pages than the
    paper's and nobody says (`is_read`) to have read that it says the same.
    """
    _may_attach(version, by)
    found = verified(file.data)
    _refuse_unsigned(found)
    given = version.files.get(form=Form.PDF)
    likeness = office.compare(files.read(given.digest), file.data)
    if likeness.content == Content.OTHER and not is_read:
        raise BadInput(
            _(
                "The pages of the file are not those of the paper. If the paper was made into a "
                "PDF elsewhere, read it through and say so below."
            ),
            "luettu",
        )
    return _keep(version, given, file, (found, likeness), by)


def is_altered() -> BadInput:
    """What is said of a file that is not as it was signed, wherever it is brought."""
    return BadInput(
        _(
            "The file has been altered since it was signed. Ask for the signed file itself, as "
            "the signing service gives it."
        ),
        "tiedosto",
    )


def _refuse_unsigned(found: Verification) -> None:
    match found.outcome:
        case Outcome.OTHER | Outcome.UNTRUSTED:
            return
        case Outcome.ALTERED:
            raise is_altered()
        case Outcome.OURS:
            told = _("The file carries the seal of Alke. File here what was signed elsewhere.")
        case Outcome.UNSIGNED:
            told = _("The file has no electronic signature.")
        case _:
            told = _("The file could not be read as a signed PDF.")
    raise BadInput(told, "tiedosto")


@transaction.atomic
def _keep(
    version: DocumentVersion,
    given: DocumentFile,
    file: NewFile,
    found: tuple[Verification, Likeness],
    by: Actor,
) -> SignedForm:
    lock_document(version.document_id)
    _may_attach(version, by)
    verification, likeness = found
    stem, _dot, _end = given.name.rpartition(".")
    row = add_file(
        version, NewFile(f"{stem}-allekirjoitettu.pdf", given.media_type, file.data, Form.SIGNED)
    )
    is_other = likeness.content == Content.OTHER
    form: SignedForm = SignedForm.objects.create(
        version=version,
        content=SignedForm.Content.TOLD if is_other else likeness.content.value,
        added=likeness.added,
        at=clock.now(),
    )
    Signature.objects.bulk_create(
        _signature(form, n, check) for n, check in enumerate(verification.signatures, start=1)
    )
    changes: dict[str, list[Any]] = {
        "file.signed": [None, row.digest],
        "content": [None, form.content],
        "signatures": [None, [check.fingerprint for check in verification.signatures]],
    }
    record_version("document.signed", version, by, changes)
    return form


def _signature(form: SignedForm, position: int, check: SignatureCheck) -> Signature:
    return Signature(
        form=form,
        position=position,
        by=check.by[:NAME_LIMIT],
        fingerprint=check.fingerprint,
        level=check.level,
        at=check.at,
        is_dated=check.is_dated,
        is_trusted=check.is_trusted,
    )


def _may_attach(version: DocumentVersion, by: Actor) -> None:
    version = again(version)
    can_attach_signed(by, version, list(version.approvals.all())).require()
