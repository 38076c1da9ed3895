"""Writes of documents: filed, made, shared, registered, published; versions are only ever added."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock, files
from alke.base.richtext import BadInput, clean_line
from alke.base.verdicts import Refused
from alke.domain.audit.operations import CREATED
from alke.domain.documents import rules
from alke.domain.documents.document_record import lock_document, record_version
from alke.domain.documents.kinds import DISCUSSION_FOLDERS, ROUND_FOLDERS
from alke.domain.documents.models import (
    GROUND_LIMIT,
    NUMBER_LIMIT,
    TITLE_LIMIT,
    Document,
    DocumentFile,
    DocumentVersion,
)
from alke.domain.documents.unnamed import forget_unnamed
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion, Round

Stage = DocumentVersion.Stage
Form = DocumentFile.Form
NOTE_LIMIT = 500


@dataclass(frozen=True)
class NewFile:
    """A file that has been looked at and may be kept."""

    name: str
    media_type: str
    data: bytes
    form: str = Form.OTHER


@dataclass(frozen=True)
class Description:
    """What a person says of a document that it files."""

    title: str
    folder: str
    language: str
    note: str = ""
    as_draft: bool = False


@transaction.atomic
def file_document(
    round: Round, discussion: Discussion | None, said: Description, file: NewFile, *, by: Actor
) -> DocumentVersion:
    """Files a paper from outside as the first version of a new document.

    Raises `BadInput` for a missing title or a folder that the place does not have.
    """
    rules.can_file_document(by, round, discussion, said.folder).require()
    if said.folder not in (DISCUSSION_FOLDERS if discussion else ROUND_FOLDERS):
        raise BadInput(_("Choose a folder."), "kansio")
    title = clean_line(said.title, limit=TITLE_LIMIT, field="otsikko")
    if not title:
        raise BadInput(_("Give the document a title."), "otsikko")
    document = Document.objects.create(
        kind=Document.Kind.FILED,
        folder=said.folder,
        round=round,
        discussion=discussion,
        language=said.language,
        title=title,
    )
    side = rules.filing_side(by, discussion) if said.as_draft else None
    if said.as_draft and side is None:
        raise BadInput(_("You write for neither side: share the document at once."), "luonnos")
    version = DocumentVersion(document=document, number=1, side=side or "", note=said.note)
    return _add(version, [file], by=by)


@transaction.atomic
def renew_document(
    document: Document, file: NewFile, *, by: Actor, note: str = ""
) -> DocumentVersion:
    """Adds a version to a filed document; the earlier ones stay as they are."""
    document = lock_document(document.pk)
    newest = _newest(document)
    rules.can_renew_document(by, document, newest).require()
    if files.digest_of(file.data) in {row.digest for row in newest.files.all()}:
        raise BadInput(_("The newest version has this very file already."), "tiedosto")
    version = DocumentVersion(
        document=document, number=newest.number + 1, side=newest.side, note=note
    )
    return _add(version, [file], by=by)


@transaction.atomic
def make_document(
    series: Document,
    made: Callable[[], Sequence[NewFile]],
    source: str,
    contents: str,
    *,
    by: Actor,
    note: str = "",
) -> DocumentVersion:
    """Files a paper of Alke as it stands, as a new version of `series` (made if it is not there).

    `source` is the code of the state it was made of, `contents` the hash of what it says, and
    `made` gives its files. Refused, and none made, when it says what the newest version says.
    """
    rules.can_make_document(by, series.round, series.discussion).require()
    document = _series(series)
    newest = document.versions.order_by("-number").first()
    if newest is not None and newest.contents == contents:
        raise Refused(_("Nothing has changed since version %(n)d.") % {"n": newest.number})
    version = DocumentVersion(
        document=document,
        number=newest.number + 1 if newest else 1,
        source=source,
        contents=contents,
        note=note,
    )
    return _add(version, made(), by=by)


@transaction.atomic
def share_version(version: DocumentVersion, *, by: Actor) -> None:
    """Shows a side's draft document, with all its versions, to the other side."""
    document = lock_document(version.document_id)
    rules.can_share_version(by, again(version)).require()
    for row in document.versions.filter(stage=Stage.DRAFT):
        _advance(row, Stage.SHARED, by, "document.shared", side="")


@transaction.atomic
def remove_version(version: DocumentVersion, *, by: Actor) -> None:
    """Takes a draft version away; with the last one the document. What is shared stays."""
    document = lock_document(version.document_id)
    version = again(version)
    rules.can_remove_version(by, version).require()
    digests = [row.digest for row in version.files.all()]
    record_version("document.removed", version, by, {"title": [document.title, None]})
    version.delete()
    if not document.versions.exists():
        document.delete()
    transaction.on_commit(partial(forget_unnamed, digests))


@transaction.atomic
def register_version(
    version: DocumentVersion, *, number: str, publicity: str, ground: str = "", by: Actor
) -> None:
    """Gives a shared version its number and its class of publicity, for good (R15)."""
    lock_document(version.document_id)
    version = again(version)
    if publicity not in DocumentVersion.Publicity.values:
        raise BadInput(_("Choose the class of publicity."), "julkisuus")
    ground = clean_line(ground, limit=GROUND_LIMIT, field="peruste")
    rules.can_register_version(by, version, publicity=publicity, ground=ground).require()
    _advance(
        version,
        Stage.REGISTERED,
        by,
        "document.registered",
        registry_number=clean_line(number, limit=NUMBER_LIMIT, field="diaarinumero"),
        publicity=publicity,
        ground="" if publicity == DocumentVersion.Publicity.PUBLIC else ground,
        registered_at=clock.now(),
    )


@transaction.atomic
def publish_version(version: DocumentVersion, *, by: Actor) -> None:
    """Shows a registered version of the public class to everybody."""
    lock_document(version.document_id)
    version = again(version)
    rules.can_publish_version(by, version).require()
    _advance(version, Stage.PUBLIC, by, "document.published", published_at=clock.now())


def _add(version: DocumentVersion, made: Sequence[NewFile], *, by: Actor) -> DocumentVersion:
    """Keeps a new version with its files; a version of a side is its draft."""
    version.stage = Stage.DRAFT if version.side else Stage.SHARED
    version.by, version.organisation, version.at = by.user, by.organisation, clock.now()
    version.note = clean_line(version.note, limit=NOTE_LIMIT, field="huomautus")
    version.save(force_insert=True)
    changes: dict[str, list[Any]] = {
        **CREATED,
        "title": [None, version.document.title],
        "source": [None, version.source],
        **{f"file.{row.form}": [None, row.digest] for row in [add_file(version, f) for f in made]},
    }
    record_version("document.filed", version, by, changes)
    return version


def add_file(version: DocumentVersion, file: NewFile) -> DocumentFile:
    """Keeps one more file of a version, in the caller's transaction and event."""
    return DocumentFile.objects.create(
        version=version,
        form=file.form,
        name=file.name,
        media_type=file.media_type,
        size=len(file.data),
        digest=files.keep(file.data),
    )


def _advance(version: DocumentVersion, stage: str, by: Actor, event: str, **values: object) -> None:
    values = {"stage": stage, **values}
    changes: dict[str, list[Any]] = {
        name: [getattr(version, name), value] for name, value in values.items()
    }
    for name, value in values.items():
        setattr(version, name, value)
    version.save(update_fields=list(values))
    record_version(event, version, by, changes)


def _series(series: Document) -> Document:
    found = Document.objects.select_for_update(of=("self",)).filter(
        round=series.round,
        discussion=series.discussion,
        kind=series.kind,
        subject=series.subject,
        language=series.language,
    )
    document = found.first()
    if document is None:
        series.save(force_insert=True)
        return series
    return document


def _newest(document: Document) -> DocumentVersion:
    newest = document.versions.order_by("-number").first()
    if newest is None:
        raise Refused(_("The document has been removed."))
    newest.document = document
    return newest


def again(version: DocumentVersion) -> DocumentVersion:
    """The version as it stands, under the lock of its document."""
    rows = DocumentVersion.objects.select_related(
        "document", "document__round", "document__discussion", "document__discussion__round"
    )
    found = rows.filter(pk=version.pk).first()
    if found is None:
        raise Refused(_("The document has been removed."))
    return found
