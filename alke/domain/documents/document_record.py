"""What every write of documents does alike: locks the document, records what came of a version."""

from alke.domain.audit import operations as audit
from alke.domain.audit.operations import Changes
from alke.domain.documents.models import Document, DocumentVersion
from alke.domain.people.actors import Actor


def lock_document(pk: int) -> Document:
    """The document with its place, locked until the transaction ends."""
    rows = Document.objects.select_for_update(of=("self",)).select_related("round", "discussion")
    return rows.get(pk=pk)


def record_version(event: str, version: DocumentVersion, by: Actor, changes: Changes) -> None:
    """Adds the event to the chain; what concerns a draft is its own side's (R13)."""
    document = version.document
    audit.record(
        event,
        version.audit_key,
        by=by,
        changes=changes,
        round_id=document.round_id,
        discussion_id=document.discussion_id,
        draft_side=version.side,
    )
