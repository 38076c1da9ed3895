"""What belongs to each kind of document and each folder, in one table each."""

from dataclasses import dataclass
from typing import Final

from alke.domain.documents.models import Document

Kind = Document.Kind
Folder = Document.Folder

ROUND_FOLDERS: Final = (Folder.LETTER, Folder.BASIS, Folder.FOLLOWUP, Folder.MATERIAL)
DISCUSSION_FOLDERS: Final = (
    Folder.AGENDA,
    Folder.PARTICIPANTS,
    Folder.OUTCOME,
    Folder.MATERIAL,
)
# where only who runs the round files papers; elsewhere both sides do
KEPT_FOLDERS: Final = frozenset({Folder.LETTER, Folder.BASIS})
ARCHIVED_YEARS: Final = 10  # what is kept for so long, or for good


@dataclass(frozen=True)
class KindInfo:
    """Where a kind is filed and how long it is kept."""

    folder: Document.Folder
    retention: str  # years after the round has ended; "permanent" for what tells what was agreed

    @property
    def years(self) -> int | None:
        """The same as a number; None for good."""
        return int(self.retention) if self.retention.isdigit() else None

    @property
    def is_archived(self) -> bool:
        """Whether it goes into the archive package; what does not only tells who took part."""
        return self.years is None or self.years >= ARCHIVED_YEARS


KINDS: Final[dict[Document.Kind, KindInfo]] = {
    Kind.LETTER: KindInfo(Folder.LETTER, "permanent"),
    Kind.AGENDA: KindInfo(Folder.AGENDA, "permanent"),
    Kind.SHEET: KindInfo(Folder.AGENDA, "permanent"),
    Kind.CONTACTS: KindInfo(Folder.PARTICIPANTS, "2"),
    Kind.PARTICIPANTS: KindInfo(Folder.PARTICIPANTS, "2"),
    Kind.NOTICE: KindInfo(Folder.PARTICIPANTS, "10"),
    Kind.CONCLUSIONS: KindInfo(Folder.OUTCOME, "permanent"),
    Kind.MEMO: KindInfo(Folder.OUTCOME, "permanent"),
    Kind.FOLLOWUP: KindInfo(Folder.FOLLOWUP, "permanent"),
    Kind.FILED: KindInfo(Folder.MATERIAL, "10"),
}
