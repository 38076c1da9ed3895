"""Where documents are: on a round or on a discussion, found and addressed alike."""

from dataclasses import dataclass

from alke.base.links import link
from alke.domain.documents.kinds import DISCUSSION_FOLDERS, ROUND_FOLDERS
from alke.domain.documents.models import Document
from alke.domain.rounds.models import Discussion, Round
from alke.web.access import Request
from alke.web.find import find_discussion, find_round


@dataclass(frozen=True)
class Place:
    """A round, or a discussion in it."""

    round: Round
    discussion: Discussion | None = None

    @property
    def folders(self) -> tuple[Document.Folder, ...]:
        """Its folders in their order."""
        return DISCUSSION_FOLDERS if self.discussion else ROUND_FOLDERS

    def address(self, page: str, *more: str) -> str:
        """Of "documents", "document_add", "document_make" or "documents_zip" of the place."""
        slug = [self.discussion.slug] if self.discussion else []
        return link(page, self.round.year, *slug, *more)


def find_place(request: Request, year: int, slug: str = "") -> Place:
    """The place that the address names; 404 where the actor may not see it."""
    if not slug:
        return Place(find_round(request, year))
    discussion = find_discussion(request, year, slug)
    return Place(discussion.round, discussion)


def place_of(document: Document) -> Place:
    """Where a document is filed."""
    return Place(document.round, document.discussion)
