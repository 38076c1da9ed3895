"""Reads of documents: folders, one document with its versions, one file."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from alke.domain.documents.kinds import DISCUSSION_FOLDERS, ROUND_FOLDERS
from alke.domain.documents.models import Document, DocumentFile, DocumentVersion
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion, Round


@dataclass(frozen=True)
class FolderView:
    """A folder and the newest version of each document in it that the actor may see."""

    folder: Document.Folder
    versions: tuple[DocumentVersion, ...]


def folders_of(
    actor: Actor, round: Round, discussion: Discussion | None, *, drafts: bool = True
) -> list[FolderView]:
    """The folders of a place in their order, empty ones too. Two queries."""
    seen = DocumentVersion.objects.visible_to(actor)
    if not drafts:
        seen = seen.exclude(stage=DocumentVersion.Stage.DRAFT)
    newest = seen.filter(document=OuterRef("document")).order_by("-number").values("pk")[:1]
    rows = (
        seen.filter(document__round=round, document__discussion=discussion, pk=Subquery(newest))
        .select_related("document", "organisation")
        .prefetch_related("files")
        .order_by("document__title", "document__language", "document__pk")
    )
    found: dict[str, list[DocumentVersion]] = {}
    for row in rows:
        found.setdefault(row.document.folder, []).append(row)
    places = DISCUSSION_FOLDERS if discussion else ROUND_FOLDERS
    return [FolderView(folder, tuple(found.get(folder, ()))) for folder in places]


def discussions_with_documents(actor: Actor, round: Round) -> list[Discussion]:
    """The discussions of the round whose folders the actor may open; one query.

    In the order of the round. All for who works there; those with something published for the
    public.
    """
    rows = Discussion.objects.visible_to(actor).filter(round=round)
    if not actor.reads:
        shown = Document.objects.visible_to(actor).filter(discussion=OuterRef("pk"))
        rows = rows.filter(Exists(shown))
    return list(rows.order_by("position", "starts_at", "pk"))


def documents_with_dates(
    actor: Actor, round: Round, discussions: Collection[int]
) -> list[Document]:
    """The round's letter and the discussions' agendas, as far as registered. One query."""
    fixed = (DocumentVersion.Stage.REGISTERED, DocumentVersion.Stage.PUBLIC)
    rows = Document.objects.visible_to(actor).filter(round=round, versions__stage__in=fixed)
    letter = Q(kind=Document.Kind.LETTER, discussion=None)
    agenda = Q(kind=Document.Kind.AGENDA, discussion__in=discussions)
    return list(rows.filter(letter | agenda).distinct().order_by("kind", "title", "language"))


def document_of(actor: Actor, pk: int) -> list[Document]:
    """The document, if the actor may see a version of it."""
    rows = Document.objects.visible_to(actor).filter(pk=pk)
    return list(rows.select_related("round", "discussion", "discussion__round"))


def versions_of(actor: Actor, document: Document) -> list[DocumentVersion]:
    """Its versions that the actor may see, the newest first, with their files. Two queries."""
    rows = DocumentVersion.objects.visible_to(actor).filter(document=document)
    found = list(rows.select_related("organisation", "by").prefetch_related("files"))
    for row in found:
        row.document = document
    return found


def version_in(actor: Actor, pk: int, number: int) -> list[DocumentVersion]:
    """A version that the actor may see, with its document and place. One query."""
    places = ("document__round", "document__discussion__round", "organisation")
    return list(_numbered(actor, pk, number).select_related(*places))


def file_in(actor: Actor, pk: int, number: int, form: str) -> list[DocumentFile]:
    """One file of a version that the actor may see."""
    rows = DocumentFile.objects.filter(version__in=_numbered(actor, pk, number), form=form)
    return list(rows.select_related("version", "version__document"))


def _numbered(actor: Actor, pk: int, number: int) -> QuerySet[DocumentVersion]:
    document = Document.objects.filter(pk=pk)  # whatever the number, also one that is too large
    return DocumentVersion.objects.visible_to(actor).filter(document__in=document, number=number)


def files_in_folder(
    actor: Actor, round: Round, discussion: Discussion | None, folder: str
) -> list[DocumentFile]:
    """The files of the newest versions in a folder, for one ZIP."""
    for view in folders_of(actor, round, discussion):
        if view.folder == folder:
            return [file for version in view.versions for file in version.files.all()]
    return []
