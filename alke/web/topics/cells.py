"""A field of the sheet as its cell shows it: read, edited, or saved by two at once."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise

from alke.base.languages import Language
from alke.base.verdicts import Stale, Verdict
from alke.domain.people.actors import Actor
from alke.domain.topics import rules
from alke.domain.topics.models import Topic, TopicText
from alke.domain.topics.queries import Sheet, SheetField
from alke.domain.topics.text_differences import Part, combined, differences
from alke.web.topics.presence import Present

WRITTEN = (Language.FI, Language.SV)  # the languages of contents
READ, EDIT, CONFLICT = "read", "edit", "conflict"
ANY_REASON = "…"  # asks a rule whether a reason would be enough


@dataclass(frozen=True)
class Conflict:
    """Two texts of one field, of which neither is lost."""

    theirs: TopicText | None
    mine: str

    @cached_property
    def parts(self) -> list[Part]:
        """From theirs to mine."""
        return differences(self.theirs.text if self.theirs else "", self.mine)

    @cached_property
    def combined(self) -> str:
        """Both in one, for a person to finish."""
        return combined(self.theirs.text if self.theirs else "", self.mine)


@dataclass(frozen=True)
class Cell:
    """One field of the sheet on a page."""

    topic: Topic
    field: SheetField
    language: str
    mode: str = READ
    typed: str | None = None  # what a refused form had
    error: str | Promise = ""
    start: str | None = None  # the text when the person opened the field
    reason: str = ""
    reason_error: str = ""
    conflict: Conflict | None = None
    editable: bool = False
    focus: bool = False  # the cell came in place of the one that had the focus
    saved: bool = False  # the page was loaded anew by saving it
    comments: int = 0
    editors: tuple[Present, ...] = ()  # others who have the field open

    @property
    def key(self) -> str:
        """The field's key, which names the cell in the page."""
        return self.field.key

    @property
    def text(self) -> str:
        """What the textarea holds."""
        return self.field.text(self.language) if self.typed is None else self.typed

    @property
    def opened_with(self) -> str:
        """The text to which "undo" goes back."""
        return self.field.text(self.language) if self.start is None else self.start

    @property
    def version(self) -> int:
        """The version on which a save rests."""
        if self.conflict is not None and self.conflict.theirs is not None:
            return self.conflict.theirs.version
        return self.field.version(self.language)

    @property
    def other_language(self) -> str:
        """The language of the second version."""
        return _other(self.language)

    @property
    def hidden_language(self) -> str:
        """The language that does not stand in the cell."""
        return _other(self.shown_language)

    @property
    def shown_language(self) -> str:
        """The language that stands in the cell: the other one where only that is written."""
        only_other = self.field.text(self.other_language) and not self.field.text(self.language)
        return self.other_language if only_other else self.language

    @property
    def late(self) -> bool:
        """Whether a change needs a reason."""
        return rules.is_frozen(self.topic.discussion)


def _other(language: str) -> str:
    return Language.SV if language == Language.FI else Language.FI


def can_edit(actor: Actor, topic: Topic) -> Verdict:
    """Whether the person may write the sheet, with a reason where one is needed."""
    return rules.can_edit_topic(actor, topic, late_reason=ANY_REASON)


def read_cells(sheet: Sheet, *, editable: bool, comments: dict[str, int]) -> list[Cell]:
    """All fields of the sheet as they are read."""
    topic = sheet.topic
    return [
        Cell(topic, row, topic.language, editable=editable, comments=comments.get(row.key, 0))
        for row in sheet.fields
    ]


def conflict_cell(topic: Topic, row: SheetField, language: str, stale: Stale, start: str) -> Cell:
    """The cell after a save that came second."""
    return Cell(
        topic,
        row,
        language,
        mode=CONFLICT,
        start=start,
        conflict=Conflict(stale.current, stale.offered),
        editable=True,
    )
