"""Places what stands in a Word file on a topic's sheet: by names, else by headings and likeness.

Every block of text of the file is accounted for: it is a field, an action, a heading or a line
that our own export prints, or else it is listed as not placed (B10).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from alke.base.papers.model import Heading, Paragraph
from alke.base.papers.richtext import markdown, words_of
from alke.base.papers.word.found import TextBlock, WordCell, WordFile, WordTable
from alke.domain.imports.returned import Returned, Unplaced
from alke.domain.imports.word_actions import ActionRow, ActionRows
from alke.domain.imports.word_comments import comments_of
from alke.domain.imports.word_tables import Place, Recognised, TableReader
from alke.domain.papers.moments import read_code
from alke.domain.papers.sheet_columns import FOLLOWUP
from alke.domain.papers.sheet_keys import field_key
from alke.domain.papers.sheet_printed import is_printed, title_in
from alke.domain.papers.sheet_source import SheetSource
from alke.domain.people.recognition import Recogniser


@dataclass
class Found:
    """What has been placed so far."""

    fields: dict[str, list[TextBlock]] = field(default_factory=dict)
    rows: list[ActionRow] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    title: str | None = None

    def leave(self, blocks: Iterable[TextBlock], place: str, reason: str = "unknown") -> None:
        """Lists text that has no place; nothing is dropped."""
        text = words_of(blocks).strip()
        if text:
            self.unplaced.append(Unplaced(text, place, reason))  # type: ignore[arg-type]


def match(
    file: WordFile, source: SheetSource, recogniser: Recogniser, base: dict[str, Any]
) -> Returned:
    """The file's contents on the sheet of `source`."""
    found = Found()
    reader = TableReader(source.template, source.sections)
    names = {field_key(row.key): row.key for row in source.template.fields}
    for block in file.blocks:
        if isinstance(block, WordTable):
            _table(block, reader.recognise(block), names, found)
        else:
            _text(block, source, found)
    for part in file.elsewhere:
        rest = [block for block in part.blocks if not _is_code(block)]
        found.leave(rest, part.place)
    actions = ActionRows(source.actions, recogniser).read(found.rows)
    found.unplaced += actions.unplaced
    return Returned(
        title=found.title,
        fields={key: markdown(blocks) for key, blocks in found.fields.items()},
        actions=actions.found,
        unplaced=tuple(found.unplaced),
        comments=comments_of(file, names),
        base=base,
        tracked=(file.tracked.insertions, file.tracked.deletions),
        notes=tuple(str(note) for note in file.notes),
        paragraphs=sum(1 for _block in file.paragraphs()),
    )


def _is_code(block: TextBlock) -> bool:
    """Our footer: the code and the number of the page."""
    return read_code(words_of([block])) is not None


def _text(block: TextBlock, source: SheetSource, found: Found) -> None:
    words = words_of([block]).strip()
    title = title_in(words, source.own_words) if isinstance(block, Heading | Paragraph) else None
    if title and found.title is None:
        found.title = title
    elif words and not is_printed(words, source):
        found.leave([block], "text")


def _table(
    table: WordTable, recognised: Recognised | None, names: dict[str, str], found: Found
) -> None:
    """Cells go where their names lead, else where their column's heading does."""
    first = recognised.first_row if recognised is not None else 0
    places = recognised.places if recognised is not None else {}
    for row in table.rows[first:]:
        parts: dict[str, ActionRow] = {}
        for cell in row.cells:
            place = _place(cell, places, names)
            if place is None:
                found.leave(cell.blocks, "table")
            elif place.field:
                found.fields.setdefault(place.field, []).extend(cell.blocks)
            else:
                parts.setdefault(place.table, ActionRow(place.table)).add(place, cell)
        _actions(parts.values(), found)


def _place(cell: WordCell, places: dict[int, Place], names: dict[str, str]) -> Place | None:
    for name in cell.names:
        if name in names:
            return Place(field=names[name])
    return places.get(cell.column)


def _actions(rows: Iterable[ActionRow], found: Found) -> None:
    for row in rows:
        if row.table == FOLLOWUP:  # it is reported on its own page
            for cell in row.written():
                found.leave(cell.blocks, "table", "followup")
        elif not row.is_empty:
            found.rows.append(row)
