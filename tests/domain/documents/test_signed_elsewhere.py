"""A paper that was signed in another service: looked at, filed with its version, kept provable."""

import io
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from alke.base import files
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.documents.approval_operations import Approver
from alke.domain.documents.archive_record import facts_of
from alke.domain.documents.evidence import altered_documents
from alke.domain.documents.making_operations import file_paper
from alke.domain.documents.models import DocumentFile, DocumentVersion
from alke.domain.documents.offers import offers
from alke.domain.documents.operations import NewFile
from alke.domain.documents.signed_models import SignedForm
from alke.domain.documents.signed_operations import attach_signed
from alke.domain.rounds.models import Discussion
from tests.cast import Cast
from tests.factories.documents import filed, new_file
from tests.factories.signed import AT, ROOT, signed_elsewhere

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample"),
    pytest.mark.either_database,  # what is checked is the file
]
OWNER = "vastuuhenkilo-ita"


def sheet(cast: Cast, *, approved: bool = False) -> DocumentVersion:
    """A sheet of the East that its owner has filed."""
    east = Discussion.objects.select_related("round").get(round__year=2024, slug="ita")
    offer = next(row for row in offers(east.round, east) if row.key == "sheet:1")
    who = [Approver(cast.user(OWNER), cast.organisation("tem"), "Ylijohtaja")]
    return file_paper(
        *(east.round, east, offer), by=cast[OWNER], language="fi", approvers=who if approved else ()
    )


@pytest.fixture
def version(cast: Cast) -> DocumentVersion:
    """One that nobody is asked to approve in Alke."""
    return sheet(cast)


def pdf_of(version: DocumentVersion) -> bytes:
    return files.read(version.files.get(form="pdf").digest)


def brought(data: bytes) -> NewFile:
    return NewFile("palvelusta.pdf", "application/pdf", data, DocumentFile.Form.PDF)


def rewritten(pdf: bytes) -> bytes:
    """A paper of one empty page in its place."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.add_blank_page()
        del opened.pages[:-1]
        opened.save(out)
    return out.getvalue()


def test_a_signed_paper_is_filed_as_the_signed_form_of_its_version(
    version: DocumentVersion, cast: Cast
) -> None:
    data = signed_elsewhere(pdf_of(version))
    form = attach_signed(version, brought(data), by=cast[OWNER])
    assert form.content == "same"
    row = version.files.get(form="signed")
    assert (row.name, files.read(row.digest)) == (
        "alke-2024-ita-sapluuna-1-allekirjoitettu.pdf",
        data,
    )
    (signature,) = form.signatures.all()
    assert (signature.by, signature.at, signature.is_trusted, signature.is_dated) == (
        *("Ylijohtaja, Allekirjoituspalvelu", AT, False, False),
    )


def test_whoever_is_trusted_is_said_to_be(
    version: DocumentVersion, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    root = tmp_path / "root.pem"
    root.write_bytes(ROOT)
    settings.TRUST = str(root)
    form = attach_signed(version, brought(signed_elsewhere(pdf_of(version))), by=cast[OWNER])
    assert [row.is_trusted for row in form.signatures.all()] == [True]


def test_what_was_altered_after_signing_is_refused(version: DocumentVersion, cast: Cast) -> None:
    data = bytearray(signed_elsewhere(pdf_of(version)))
    data[len(data) // 4] ^= 1
    with pytest.raises(BadInput, match="muutettu allekirjoittamisen jälkeen"):
        attach_signed(version, brought(bytes(data)), by=cast[OWNER], is_read=True)
    assert not SignedForm.objects.exists()
    assert not version.files.filter(form="signed").exists()


@pytest.mark.parametrize(
    ("data", "told"), [(None, "ei ole sähköistä allekirjoitusta"), (b"Hei", "ei voitu lukea")]
)
def test_what_is_not_signed_is_refused(
    version: DocumentVersion, cast: Cast, data: bytes | None, told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        attach_signed(version, brought(data or pdf_of(version)), by=cast[OWNER], is_read=True)


def test_another_paper_is_taken_only_from_who_has_read_it(
    version: DocumentVersion, cast: Cast
) -> None:
    other = brought(signed_elsewhere(rewritten(pdf_of(version))))
    with pytest.raises(BadInput, match="eivät ole asiakirjan omat"):
        attach_signed(version, other, by=cast[OWNER])
    assert attach_signed(version, other, by=cast[OWNER], is_read=True).content == "told"


def test_there_is_one_signed_form(version: DocumentVersion, cast: Cast) -> None:
    data = brought(signed_elsewhere(pdf_of(version)))
    attach_signed(version, data, by=cast[OWNER])
    with pytest.raises(Refused, match="on jo allekirjoitettu tiedosto"):
        attach_signed(version, data, by=cast[OWNER])


def test_what_is_approved_in_alke_is_not_signed_elsewhere(cast: Cast) -> None:
    version = sheet(cast, approved=True)
    with pytest.raises(Refused, match="hyväksytään ja sinetöidään Alkessa"):
        attach_signed(version, brought(signed_elsewhere(pdf_of(version))), by=cast[OWNER])


def test_a_paper_from_outside_has_no_signed_form(version: DocumentVersion, cast: Cast) -> None:
    discussion = version.document.discussion
    assert discussion is not None
    other = filed(discussion, cast["kainuu"], new_file())
    with pytest.raises(Refused, match="uutena versiona"):
        attach_signed(other, brought(signed_elsewhere(pdf_of(version))), by=cast[OWNER])


def test_only_who_runs_the_place_files_it(version: DocumentVersion, cast: Cast) -> None:
    with pytest.raises(Refused):
        attach_signed(version, brought(signed_elsewhere(pdf_of(version))), by=cast["kainuu"])


def test_it_is_in_the_record_and_held_against_it(version: DocumentVersion, cast: Cast) -> None:
    form = attach_signed(version, brought(signed_elsewhere(pdf_of(version))), by=cast[OWNER])
    event = AuditEvent.objects.of(version.audit_key).get(event="document.signed")
    mark = form.signatures.get().fingerprint
    assert event.changes["signatures"] == [None, [mark]]
    assert event.changes["content"] == [None, "same"]
    assert "Ylijohtaja" not in json.dumps(event.changes)  # names can be erased, the chain cannot
    assert list(altered_documents()) == []
    version.files.filter(form="signed").delete()
    assert list(altered_documents()) == [f"{version.audit_key} (file.signed)"]


def test_the_archive_is_told_of_the_signatures_without_names(
    version: DocumentVersion, cast: Cast
) -> None:
    form = attach_signed(version, brought(signed_elsewhere(pdf_of(version))), by=cast[OWNER])
    told = facts_of(DocumentVersion.objects.get(pk=version.pk), {})
    found = told["signed_elsewhere"]
    assert found["content"] == "same"
    assert [row["fingerprint"] for row in found["signatures"]] == [
        form.signatures.get().fingerprint
    ]
    assert "Ylijohtaja" not in json.dumps(found)
    assert [row["name"] for row in told["files"]][-1].endswith("-allekirjoitettu.pdf")
