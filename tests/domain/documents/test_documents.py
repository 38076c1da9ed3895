"""Documents: visible by stage, added to and never altered, each step in the record (R13-R15)."""

import pytest

from alke.base import files
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.documents import operations
from alke.domain.documents.models import Document, DocumentFile, DocumentVersion
from alke.domain.documents.queries import folders_of
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.state_operations import publish_round
from tests.cast import Cast
from tests.factories.documents import PAPER, filed, new_file
from tests.factories.rounds import discussion, make_round

SEES_DRAFTS_OF_REGIONS = {"kainuu", "pohjois-karjala", "lappi"}
EVERYBODY = ["public", "koordinaattori", "vm", "kainuu", "pohjois-karjala", "lappi", "aune"]


@pytest.fixture
def east(cast: Cast) -> Discussion:
    """The joint discussion of the East, in a round that the public sees."""
    round_ = make_round("2024")
    publish_round(round_, by=cast["system"])
    return discussion(round_, "ita")


def seeing(cast: Cast, *accounts: str) -> set[str]:
    """Who of the accounts sees some document."""
    return {who for who in accounts if Document.objects.visible_to(cast[who]).exists()}


def register(
    version: DocumentVersion, cast: Cast, publicity: str = "public", ground: str = ""
) -> None:
    operations.register_version(
        version,
        number="VN/18234/2023-TEM-20",
        publicity=publicity,
        ground=ground,
        by=cast["koordinaattori"],
    )


def test_a_draft_is_seen_by_its_own_side_only(east: Discussion, cast: Cast) -> None:
    filed(east, cast["kainuu"], as_draft=True)
    assert seeing(cast, *EVERYBODY) == SEES_DRAFTS_OF_REGIONS


def test_a_shared_document_is_seen_by_members_and_not_by_the_public(
    east: Discussion, cast: Cast
) -> None:
    version = filed(east, cast["kainuu"], as_draft=True)
    operations.share_version(version, by=cast["kainuu"])
    assert seeing(cast, *EVERYBODY) == set(EVERYBODY) - {"public"}


def test_a_published_document_is_seen_by_all(east: Discussion, cast: Cast) -> None:
    version = filed(east, cast["koordinaattori"])
    register(version, cast)
    operations.publish_version(version, by=cast["koordinaattori"])
    assert seeing(cast, *EVERYBODY) == set(EVERYBODY)


def test_a_published_document_of_an_unpublished_round_is_not_public(cast: Cast) -> None:
    version = filed(make_round("2024"), cast["koordinaattori"])
    register(version, cast)
    operations.publish_version(version, by=cast["koordinaattori"])
    assert seeing(cast, "public", "vm") == {"vm"}


def test_guests_see_what_is_shared_where_they_are_invited(east: Discussion, cast: Cast) -> None:
    filed(east, cast["koordinaattori"])
    filed(discussion(east.round, "pohjoinen"), cast["koordinaattori"], title="Pohjoinen")
    seen = Document.objects.visible_to(cast["ely-lappi"])
    assert [row.title for row in seen] == ["Pohjoinen"]


def test_guests_do_not_see_secret_documents(east: Discussion, cast: Cast) -> None:
    north = discussion(east.round, "pohjoinen")
    version = filed(north, cast["koordinaattori"])
    register(version, cast, "secret", "JulkL 24 § 1 mom. 20 k")
    assert seeing(cast, "ely-lappi", "lappi", "public") == {"lappi"}


def test_a_new_version_stands_beside_the_earlier_one(east: Discussion, cast: Cast) -> None:
    first = filed(east, cast["kainuu"])
    second = operations.renew_document(
        first.document, new_file(b"new"), by=cast["kainuu"], note="Luku 2 lisätty."
    )
    kept = {row.number: files.read(row.files.get().digest) for row in first.document.versions.all()}
    assert (second.number, second.note) == (2, "Luku 2 lisätty.")
    assert kept == {1: PAPER, 2: b"new"}


def test_the_same_file_is_no_new_version(east: Discussion, cast: Cast) -> None:
    version = filed(east, cast["kainuu"])
    with pytest.raises(BadInput, match="juuri tämä tiedosto"):
        operations.renew_document(version.document, new_file(), by=cast["kainuu"])
    assert version.document.versions.count() == 1


def test_versions_of_a_draft_are_drafts_until_all_are_shared(east: Discussion, cast: Cast) -> None:
    first = filed(east, cast["kainuu"], as_draft=True)
    second = operations.renew_document(first.document, new_file(b"new"), by=cast["pohjois-karjala"])
    assert (second.stage, second.side) == ("draft", "mk")
    operations.share_version(second, by=cast["kainuu"])
    assert {row.stage for row in first.document.versions.all()} == {"shared"}


def test_the_other_side_does_nothing_with_a_draft(east: Discussion, cast: Cast) -> None:
    version = filed(east, cast["kainuu"], as_draft=True)
    for act in (operations.share_version, operations.remove_version):
        with pytest.raises(Refused):
            act(version, by=cast["koordinaattori"])
    version.refresh_from_db()
    assert version.stage == "draft"


def test_a_removed_draft_leaves_no_file(
    east: Discussion, cast: Cast, django_capture_on_commit_callbacks: type
) -> None:
    version = filed(east, cast["kainuu"], new_file(b"only here"), as_draft=True)
    digest = version.files.get().digest
    with django_capture_on_commit_callbacks(execute=True):
        operations.remove_version(version, by=cast["kainuu"])
    assert not Document.objects.exists()
    with pytest.raises(files.Altered):
        files.read(digest)


def test_a_removed_draft_leaves_the_file_that_another_document_has(
    east: Discussion, cast: Cast, django_capture_on_commit_callbacks: type
) -> None:
    filed(east, cast["koordinaattori"], new_file(b"twice"), title="Toinen")
    version = filed(east, cast["kainuu"], new_file(b"twice"), as_draft=True)
    with django_capture_on_commit_callbacks(execute=True):
        operations.remove_version(version, by=cast["kainuu"])
    assert files.read(files.digest_of(b"twice")) == b"twice"


def test_what_is_shared_is_not_removed(east: Discussion, cast: Cast) -> None:
    version = filed(east, cast["kainuu"])
    with pytest.raises(Refused, match="Jaettua ei poisteta"):
        operations.remove_version(version, by=cast["kainuu"])
    assert DocumentVersion.objects.get() == version


def test_a_version_is_registered_once(east: Discussion, cast: Cast) -> None:
    version = filed(east, cast["kainuu"])
    register(version, cast)
    with pytest.raises(Refused, match="jo rekisteröity"):
        register(version, cast, "secret", "JulkL 24 §")
    version.refresh_from_db()
    assert (version.registry_number, version.publicity) == ("VN/18234/2023-TEM-20", "public")


def test_secrecy_wants_its_ground(east: Discussion, cast: Cast) -> None:
    version = filed(east, cast["kainuu"])
    with pytest.raises(Refused, match="lainkohta"):
        register(version, cast, "secret", " ")
    version.refresh_from_db()
    assert version.stage == "shared"


def test_a_secret_document_is_not_published(east: Discussion, cast: Cast) -> None:
    version = filed(east, cast["kainuu"])
    register(version, cast, "partly", "JulkL 24 § 1 mom. 17 k")
    with pytest.raises(Refused, match="ei julkaista"):
        operations.publish_version(version, by=cast["koordinaattori"])
    assert seeing(cast, "public") == set()


def test_a_council_of_another_discussion_files_nothing_here(east: Discussion, cast: Cast) -> None:
    with pytest.raises(Refused, match="ei osallistu"):
        filed(east, cast["satakunta"])
    assert not Document.objects.exists()


def test_only_the_coordinator_files_in_the_folder_of_the_letter(
    east: Discussion, cast: Cast
) -> None:
    with pytest.raises(Refused, match="vain koordinaattori"):
        filed(east.round, cast["kainuu"], folder="letter")
    assert filed(east.round, cast["koordinaattori"], folder="letter").number == 1


def test_a_folder_that_the_place_does_not_have_is_refused(east: Discussion, cast: Cast) -> None:
    with pytest.raises(BadInput, match="Valitse kansio"):
        filed(east, cast["koordinaattori"], folder="letter")
    assert not DocumentFile.objects.exists()


def test_folders_show_the_newest_version_that_one_may_see(east: Discussion, cast: Cast) -> None:
    version = filed(east, cast["koordinaattori"])
    register(version, cast)
    operations.publish_version(version, by=cast["koordinaattori"])
    operations.renew_document(version.document, new_file(b"new"), by=cast["koordinaattori"])

    def newest(who: str) -> list[int]:
        found = folders_of(cast[who], east.round, east)
        return [row.number for view in found for row in view.versions]

    assert (newest("public"), newest("vm")) == ([1], [2])


def test_each_step_is_in_the_record_with_the_hash(east: Discussion, cast: Cast) -> None:
    version = filed(east, cast["kainuu"], as_draft=True)
    operations.share_version(version, by=cast["kainuu"])
    register(version, cast)
    operations.publish_version(version, by=cast["koordinaattori"])
    events = AuditEvent.objects.of(version.audit_key)
    assert [(row.event, row.draft_side) for row in events] == [
        ("document.filed", "mk"),
        ("document.shared", ""),
        ("document.registered", ""),
        ("document.published", ""),
    ]
    assert events[0].changes["file.pdf"] == [None, files.digest_of(PAPER)]
