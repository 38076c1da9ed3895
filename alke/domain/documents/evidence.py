"""Whether documents still are what was recorded of them: their files, numbers and classes (R15)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from alke.base import files
from alke.domain.audit.models import AuditEvent
from alke.domain.audit.queries import end
from alke.domain.documents.models import DocumentFile, DocumentVersion
from alke.domain.rounds.erased import ERASED, ERASED_FILES, without_erasing

Key = tuple[str, str]  # the version as the chain names it, and what of it
FACTS = ("registry_number", "publicity", "ground")


def altered_documents() -> Iterator[str]:
    """Names what is not as the audit chain holds it, was added beside it or is gone.

    Others may file meanwhile: what the chain held at first must be there, and of all that is
    there the chain must know at last. Files that were erased in time are rightly gone (R17).
    """
    yield from without_erasing(lambda: list(_altered()))


def _altered() -> Iterator[str]:
    first = end().seq
    kept = _kept()
    recorded, known = _recorded()
    expected = {key for key in recorded if known[key] <= first}
    for key in sorted(kept.keys() | expected):
        if kept.get(key) != recorded.get(key):
            yield f"{key[0]} ({key[1]})"
    for digest in sorted({value for (_name, what), value in kept.items() if what[:5] == "file."}):
        try:
            files.read(digest)
        except files.Altered as fault:
            yield str(fault)


def _kept() -> dict[Key, Any]:
    """Files and facts as the tables hold them now."""
    found: dict[Key, Any] = {}
    for row in DocumentFile.objects.select_related("version"):
        found[row.version.audit_key, f"file.{row.form}"] = row.digest
    for version in DocumentVersion.objects.exclude(registered_at=None):
        for name in FACTS:
            found[version.audit_key, name] = getattr(version, name)
    return found


def _recorded() -> tuple[dict[Key, Any], dict[Key, int]]:
    """The same as the chain holds it, and by which event it knows of each."""
    found: dict[Key, Any] = {}
    known: dict[Key, int] = {}
    rows = AuditEvent.objects.filter(Q(event__startswith="document.") | Q(event=ERASED))
    for event in rows.order_by("seq").iterator():
        if event.event == ERASED:
            gone = set(event.changes.get(ERASED_FILES, [None, []])[1])
            for key in [key for key in found if key[0] in gone and key[1].startswith("file.")]:
                del found[key]
            continue
        if event.event == "document.removed":
            for key in [key for key in found if key[0] == event.subject]:
                del found[key]
            continue
        registered = event.event == "document.registered"
        for name, (_before, value) in event.changes.items():
            if name.startswith("file.") or (registered and name in FACTS):
                found[event.subject, name] = value
                known[event.subject, name] = event.seq
    return found, known
