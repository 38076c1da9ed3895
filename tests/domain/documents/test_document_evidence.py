"""What was filed is held against the record of changes, and the files against their hashes."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from alke.domain.documents.evidence import altered_documents
from alke.domain.documents.models import DocumentFile, DocumentVersion
from alke.domain.documents.operations import register_version, remove_version
from alke.domain.rounds.models import Discussion
from tests.cast import Cast
from tests.factories.documents import filed, new_file
from tests.factories.rounds import discussion, make_round


@pytest.fixture
def version(cast: Cast) -> DocumentVersion:
    """A registered paper."""
    version = filed(discussion(make_round("2024"), "ita"), cast["koordinaattori"])
    register_version(version, number="VN/1", publicity="public", by=cast["koordinaattori"])
    return version


@pytest.fixture
def east(version: DocumentVersion) -> Discussion:
    """Where it is filed."""
    place = version.document.discussion
    assert place is not None
    return place


def test_untouched_documents_are_as_they_were_recorded(
    version: DocumentVersion, east: Discussion, cast: Cast
) -> None:
    remove_version(filed(east, cast["kainuu"], new_file(b"gone"), as_draft=True), by=cast["kainuu"])
    assert list(altered_documents()) == []


def test_an_exchanged_file_is_named(version: DocumentVersion) -> None:
    DocumentFile.objects.update(digest="ab" * 32)
    first, second = altered_documents()
    assert first == f"{version.audit_key} (file.pdf)"
    assert second == f"kept file {'ab' * 32} is missing"


def test_a_changed_number_is_named(version: DocumentVersion) -> None:
    DocumentVersion.objects.update(registry_number="VN/2")
    assert list(altered_documents()) == [f"{version.audit_key} (registry_number)"]


def test_a_removed_file_is_named(version: DocumentVersion) -> None:
    DocumentFile.objects.all().delete()
    assert list(altered_documents()) == [f"{version.audit_key} (file.pdf)"]


def test_a_file_that_nobody_recorded_is_named(version: DocumentVersion) -> None:
    row = DocumentFile.objects.get()
    row.pk, row.form = None, "other"
    row.save()
    assert list(altered_documents()) == [f"{version.audit_key} (file.other)"]


def test_bytes_that_were_changed_in_the_store_are_named(version: DocumentVersion) -> None:
    digest = DocumentFile.objects.get().digest
    storage = storages["documents"]
    place = f"{digest[:2]}/{digest}"
    with storage.open(place) as file:
        kept = file.read()
    storage.delete(place)
    storage.save(place, ContentFile(kept + b"%"))
    try:
        assert list(altered_documents()) == [f"kept file {digest} has been altered"]
    finally:
        storage.delete(place)
        storage.save(place, ContentFile(kept))
