"""Signing: named people approve in order, then the seal is set; the seal is known as ours."""

import subprocess
from pathlib import Path

import pytest

from alke.base import clock, files
from alke.base.papers.word.reader import read as read_word
from alke.base.richtext import BadInput
from alke.base.signing import office
from alke.base.signing.trouble import SealTrouble
from alke.base.signing.verification import Outcome
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.documents import approval_operations as operations
from alke.domain.documents.approval_models import Approval, Seal
from alke.domain.documents.approval_operations import Approver
from alke.domain.documents.approval_queries import approvals_asked, own_seals
from alke.domain.documents.makers import Made
from alke.domain.documents.making_operations import file_paper
from alke.domain.documents.models import Document, DocumentVersion
from alke.domain.documents.offers import Offer, offers
from alke.domain.rounds.models import Discussion
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
OWNER, COORDINATOR = "vastuuhenkilo-ita", "koordinaattori"


@pytest.fixture
def east(cast: Cast) -> Discussion:
    """The joint discussion of the East, with two topics."""
    return Discussion.objects.select_related("round").get(round__year=2024, slug="ita")


def sheet_offer(east: Discussion) -> Offer:
    return next(row for row in offers(east.round, east) if row.key == "sheet:1")


def approver(cast: Cast, account: str, title: str) -> Approver:
    return Approver(cast.user(account), cast.organisation("tem"), title)


@pytest.fixture
def version(east: Discussion, cast: Cast) -> DocumentVersion:
    """A sheet that the owner approves first, then the coordinator."""
    return file_paper(
        east.round,
        east,
        sheet_offer(east),
        by=cast[OWNER],
        language="fi",
        approvers=[
            approver(cast, OWNER, "Vastuuhenkilö"),
            approver(cast, COORDINATOR, "Ylijohtaja"),
        ],
    )


def data(version: DocumentVersion, form: str) -> bytes:
    return files.read(version.files.get(form=form).digest)


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def test_the_page_of_signatures_names_the_approvers_in_order(version: DocumentVersion) -> None:
    words = text_of(data(version, "pdf"))
    first = words.index("Vastuuhenkilö, Työ- ja elinkeinoministeriö")
    assert first < words.index("Ylijohtaja, Työ- ja elinkeinoministeriö")
    assert "Följande personer har undertecknat denna handling elektroniskt" in words


def test_the_word_file_names_the_approvers_and_says_of_none_to_have_signed(
    version: DocumentVersion,
) -> None:
    told = " ".join(str(block) for block in read_word(data(version, "docx")).blocks)
    assert "Ylijohtaja" in told
    assert "Följande personer undertecknar denna handling elektroniskt" in told
    assert "har undertecknat" not in told


def test_until_the_seal_the_page_says_that_it_is_missing(version: DocumentVersion) -> None:
    assert "Ilman sinettiä asiakirjaa ei ole allekirjoitettu." in text_of(data(version, "pdf"))


def test_the_page_bears_the_number_of_the_paper(east: Discussion, cast: Cast) -> None:
    offer = next(row for row in offers(east.round, east) if row.kind == Document.Kind.CONTACTS)
    who = [approver(cast, OWNER, "Vastuuhenkilö")]
    made = file_paper(east.round, east, offer, by=cast[OWNER], language="fi", approvers=who)
    assert text_of(data(made, "pdf")).split("Allekirjoitukset")[1].split()[0] == "VN/18234/2023"


def test_each_approves_when_it_is_their_turn(version: DocumentVersion, cast: Cast) -> None:
    with pytest.raises(Refused, match="vuorosi"):
        operations.approve_version(version, by=cast[COORDINATOR])
    assert operations.approve_version(version, by=cast[OWNER]) is False
    assert operations.approve_version(version, by=cast[COORDINATOR]) is True


def test_nobody_approves_twice(version: DocumentVersion, cast: Cast) -> None:
    operations.approve_version(version, by=cast[OWNER])
    with pytest.raises(Refused, match="vuorosi"):
        operations.approve_version(version, by=cast[OWNER])


def test_the_seal_waits_for_all_approvals(version: DocumentVersion, cast: Cast) -> None:
    operations.approve_version(version, by=cast[OWNER])
    with pytest.raises(Refused, match="kaikki ovat hyväksyneet"):
        operations.seal_version(version, by=cast[COORDINATOR])
    assert not Seal.objects.exists()


def test_a_refusal_ends_the_signing(version: DocumentVersion, cast: Cast) -> None:
    operations.refuse_version(version, "Luku puuttuu.", by=cast[OWNER])
    with pytest.raises(Refused, match="ei odota"):
        operations.approve_version(version, by=cast[COORDINATOR])
    assert [row.state for row in version.approvals.all()] == ["refused", "waiting"]


def test_a_refusal_wants_its_reason(version: DocumentVersion, cast: Cast) -> None:
    with pytest.raises(Refused, match="Kirjoita syy"):
        operations.refuse_version(version, "  ", by=cast[OWNER])
    assert Approval.objects.filter(state="waiting").count() == 2


def test_the_sealed_file_begins_with_the_approved_one_and_is_known_as_ours(
    version: DocumentVersion, cast: Cast
) -> None:
    operations.approve_version(version, by=cast[OWNER])
    operations.approve_version(version, by=cast[COORDINATOR])
    operations.seal_version(version, by=cast[COORDINATOR])
    sealed = data(version, "sealed")
    assert sealed.startswith(data(version, "pdf"))
    found = office.verify(sealed, setup=office.configured(), at=clock.real(), own=own_seals())
    assert found.outcome == Outcome.OURS


def test_poppler_agrees_that_the_seal_is_valid(
    version: DocumentVersion, cast: Cast, tmp_path: Path
) -> None:
    operations.approve_version(version, by=cast[OWNER])
    operations.approve_version(version, by=cast[COORDINATOR])
    operations.seal_version(version, by=cast[COORDINATOR])
    path = tmp_path / "sealed.pdf"
    path.write_bytes(data(version, "sealed"))
    done = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True)
    assert "Signature is Valid." in done.stdout


def test_a_version_is_sealed_once(version: DocumentVersion, cast: Cast) -> None:
    operations.approve_version(version, by=cast[OWNER])
    operations.approve_version(version, by=cast[COORDINATOR])
    operations.seal_version(version, by=cast[COORDINATOR])
    with pytest.raises(Refused, match="jo sinetöity"):
        operations.seal_version(version, by=cast[COORDINATOR])
    assert version.files.filter(form="sealed").count() == 1


def test_trouble_with_the_key_changes_nothing_and_can_be_tried_again(
    version: DocumentVersion, cast: Cast, settings: object, tmp_path: Path
) -> None:
    operations.approve_version(version, by=cast[OWNER])
    operations.approve_version(version, by=cast[COORDINATOR])
    settings.SEAL, settings.DEMO = str(tmp_path / "none.p12"), False  # type: ignore[attr-defined]
    with pytest.raises(SealTrouble):
        operations.seal_version(version, by=cast[COORDINATOR])
    assert not Seal.objects.exists()
    settings.SEAL, settings.DEMO = "", True  # type: ignore[attr-defined]
    assert operations.seal_version(version, by=cast[COORDINATOR]).level == "B-LTA"


def test_the_one_whose_turn_it_is_has_it_on_the_desk(version: DocumentVersion, cast: Cast) -> None:
    assert [task.args for task in approvals_asked(cast[OWNER])] == [(version.document_id,)]
    assert approvals_asked(cast[COORDINATOR]) == []
    operations.approve_version(version, by=cast[OWNER])
    assert approvals_asked(cast[OWNER]) == []
    assert [task.args for task in approvals_asked(cast[COORDINATOR])] == [(version.document_id,)]


def test_an_approver_is_named_once(east: Discussion, cast: Cast) -> None:
    twice = [approver(cast, OWNER, "Vastuuhenkilö")] * 2
    with pytest.raises(BadInput, match="vain kerran"):
        file_paper(
            east.round,
            east,
            sheet_offer(east),
            by=cast[OWNER],
            language="fi",
            approvers=twice,
        )
    assert not DocumentVersion.objects.exists()


def test_an_unchanged_paper_is_no_new_version(
    version: DocumentVersion, east: Discussion, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = sheet_offer(east)
    with monkeypatch.context() as files_made:
        files_made.setattr(Made, "files", lambda *_titles: pytest.fail("a file was made"))
        with pytest.raises(Refused, match="version 1 jälkeen"):
            file_paper(east.round, east, offer, by=cast[OWNER], language="fi")
    swedish = file_paper(east.round, east, offer, by=cast[OWNER], language="sv")
    assert (swedish.number, swedish.document.language) == (1, "sv")


def test_signing_is_in_the_record(version: DocumentVersion, cast: Cast) -> None:
    operations.approve_version(version, by=cast[OWNER])
    operations.approve_version(version, by=cast[COORDINATOR])
    seal = operations.seal_version(version, by=cast[COORDINATOR])
    events = AuditEvent.objects.of(version.audit_key).order_by("seq")
    assert [row.event for row in events] == [
        "document.filed",
        "document.approved",
        "document.approved",
        "document.sealed",
    ]
    last = events.last()
    assert last is not None
    assert last.changes["seal"] == [None, seal.fingerprint]
