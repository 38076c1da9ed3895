"""What the archive is told of a version: everything but who, as a person, had a hand in it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from alke.base import clock
from alke.base.papers.tables import Column, Grid
from alke.domain.documents.approval_models import Seal
from alke.domain.documents.kinds import KINDS
from alke.domain.documents.models import Document, DocumentVersion
from alke.domain.documents.signed_models import SignedForm
from alke.domain.people.models import Membership
from alke.domain.rounds.models import Round

Facts = dict[str, Any]
WIDTH = 20
FILE_LABELS = ("path", "name", "media_type", "size", "sha256")
LABELS = (
    *("document", "version", "kind", "title", "language", "discussion", "folder", "number"),
    *("publicity", "ground", "retention", "stage", "filed_at", "registered_at", "published_at"),
    *("made_of", "organisation", "role", "approvals", "seal", "signed_elsewhere", "left_out"),
    *FILE_LABELS,
)
NO_FILE: Final[Facts] = dict.fromkeys(FILE_LABELS, "")


def roles_of(round: Round) -> dict[tuple[int, int], str]:
    """The role in which people have filed documents of the round, by person and body. One query."""
    filed = DocumentVersion.objects.filter(document__round=round).values("by")
    rows = Membership.objects.filter(user__in=filed).order_by("-pk")
    return {(row.user_id, row.organisation_id): row.role for row in rows}


def facts_of(version: DocumentVersion, roles: dict[tuple[int, int], str]) -> Facts:
    """All of it, in a fixed order; moments are in UTC."""
    document, body = version.document, version.organisation
    return {
        "document": document.pk,
        "version": version.number,
        "kind": document.kind,
        "title": document.title,
        "language": document.language,
        "discussion": document.discussion.slug if document.discussion else "",
        "folder": document.folder,
        "number": version.registry_number,
        "publicity": version.publicity,
        "ground": version.ground,
        "retention": KINDS[Document.Kind(document.kind)].retention,
        "stage": version.stage,
        "filed_at": _moment(version.at),
        "registered_at": _moment(version.registered_at),
        "published_at": _moment(version.published_at),
        "made_of": version.source,
        "organisation": body.name_fi if body else "",
        "role": roles.get((version.by_id or 0, version.organisation_id or 0), ""),
        "approvals": [
            {
                "title": row.title,
                "organisation": row.organisation.name_fi,
                "state": row.state,
                "at": _moment(row.at),
            }
            for row in version.approvals.all()
        ],
        "seal": _seal(version),
        "signed_elsewhere": _signed(version),
        "files": [
            {
                "path": "",
                "name": row.name,
                "media_type": row.media_type,
                "size": row.size,
                "sha256": row.digest,
            }
            for row in version.files.all()
        ],
        "left_out": "",
    }


def as_grid(told: Sequence[Facts]) -> Grid:
    """The same as a table, a line a file; a version without files has one line."""
    rows = [line for facts in told for line in _lines(facts)]
    return Grid(
        "metatiedot",
        tuple(Column(label, WIDTH) for label in LABELS),
        tuple(tuple(line[label] for label in LABELS) for line in rows),
        clock.now(),
    )


def _lines(facts: Facts) -> list[Facts]:
    seal = facts["seal"]
    said = [f"{row['title']}, {row['organisation']}: {row['state']}" for row in facts["approvals"]]
    signed = facts["signed_elsewhere"]
    marks = [row["fingerprint"] for row in signed["signatures"]] if signed else []
    flat = facts | {
        "approvals": "; ".join(said),
        "seal": seal["fingerprint"] if seal else "",
        "signed_elsewhere": "; ".join(marks),
    }
    return [flat | file for file in facts["files"] or [NO_FILE]]


def _seal(version: DocumentVersion) -> Facts | None:
    seal: Seal | None = getattr(version, "seal", None)
    if seal is None:
        return None
    return {
        "by": seal.by,
        "fingerprint": seal.fingerprint,
        "level": seal.level,
        "at": _moment(seal.at),
    }


def _signed(version: DocumentVersion) -> Facts | None:
    """What was signed elsewhere; who signed it stands in the file only."""
    form: SignedForm | None = getattr(version, "signed_form", None)
    if form is None:
        return None
    return {
        "content": form.content,
        "added_pages": form.added,
        "at": _moment(form.at),
        "signatures": [
            {
                "fingerprint": row.fingerprint,
                "level": row.level,
                "at": _moment(row.at),
                "dated": row.is_dated,
                "trusted": row.is_trusted,
            }
            for row in form.signatures.all()
        ],
    }


def _moment(moment: dt.datetime | None) -> str:
    return moment.astimezone(dt.UTC).isoformat() if moment else ""
