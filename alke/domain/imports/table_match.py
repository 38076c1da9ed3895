"""Places the rows of a follow-up's Word table on its actions (B19).

Each row is an action by its names, its number or its text; else it is doubtful or new, and a person
says what it is. Rows in are rows accounted for: `ReturnedTable` counts both.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from alke.base.papers.richtext import words_of
from alke.base.papers.word.found import TextBlock, WordFile, WordTable
from alke.base.richtext import BadInput
from alke.domain.imports.returned import How, Unplaced
from alke.domain.imports.returned_table import ReturnedRow, ReturnedTable, Statement
from alke.domain.imports.statements import statements_in
from alke.domain.imports.word_actions import (
    ActionRow,
    likest,
    match_rows,
    names_in,
    text_of,
    titles_of,
)
from alke.domain.imports.word_tables import Recognised, TableReader
from alke.domain.papers.moments import read_code
from alke.domain.papers.sheet_columns import FOLLOWUP, Column, Section, SheetTable
from alke.domain.papers.sheet_printed import ANNEX
from alke.domain.people.models import Side
from alke.domain.people.recognition import Recogniser
from alke.domain.topics.action_models import Action
from alke.domain.topics.topic_template import Template

NEAR: Final = 60  # of 100: might be meant
SUGGESTED: Final = 3
MOST_ROWS: Final = 500
MOST_PARAGRAPHS: Final = 5_000  # in cells of such tables


def _labels(*texts: str) -> dict[str, str]:
    return {f"former{number}": text for number, text in enumerate(texts)}


# What the columns have been called in papers that no template has made.
FORMER = SheetTable(
    FOLLOWUP,
    FOLLOWUP,
    (
        Column(FOLLOWUP, "text", _labels(
            "Toimenpiteet (käynnissä olevat ja ehdotukset uusiksi toimenpiteiksi)",
            "Toimenpiteet", "Toimenpide", "Åtgärder", "Åtgärd", "Actions", "Action"),
            two_sided=False),
        Column("progress", "progress", _labels(
            "Etenemisen tilanne", "Eteneminen", "Tilanne", "Seuranta", "Toimenpiteen tilanne",
            "Läget i genomförandet", "Läget", "Uppföljning", "Progress"), two_sided=True),
        Column("followup-responsible", "bodies", _labels(
            "Vastuutahot", "Vastuutaho", "Vastuu", "Ansvariga instanser", "Ansvariga", "Ansvarig",
            "Responsible bodies", "Responsible"), two_sided=True),
    ),
)  # fmt: skip


@dataclass
class _Found:
    """What has been read so far."""

    rows: list[ActionRow] = field(default_factory=list)
    in_file: int = 0
    unplaced: list[Unplaced] = field(default_factory=list)

    def leave(self, blocks: Iterable[TextBlock], place: str) -> None:
        """Lists text that is no part of a follow-up's table."""
        if text := words_of(blocks).strip():
            self.unplaced.append(Unplaced(text, place))


def match_table(
    file: WordFile, sections: Sequence[Section], actions: Sequence[Action], recogniser: Recogniser
) -> ReturnedTable:
    """The file's rows, against the follow-up's actions; `BadInput` for far too many."""
    former = Section(FOLLOWUP, {}, (FORMER,))
    reader = TableReader(Template(), [*_of_followup(sections), former])
    found = _Found()
    for block in file.blocks:
        if isinstance(block, WordTable):
            _table(block, reader.recognise(block), found)
        elif not _is_printed(block, sections):
            found.leave([block], "text")
    _require_sensible(found)
    for part in file.elsewhere:
        rest = [block for block in part.blocks if read_code(words_of([block])) is None]
        found.leave(rest, part.place)
    for comment in file.comments:
        if comment.text.strip() and not comment.done:
            found.unplaced.append(Unplaced(comment.text, "comment"))
    return ReturnedTable(
        rows=tuple(_returned(found.rows, actions, recogniser)),
        in_file=found.in_file,
        continued=found.in_file - len(found.rows),
        unplaced=tuple(found.unplaced),
        tracked=(file.tracked.insertions, file.tracked.deletions),
        notes=tuple(str(note) for note in file.notes),
    )


def _require_sensible(found: _Found) -> None:
    paragraphs = sum(len(cell.blocks) for row in found.rows for _column, cell in row.cells)
    if found.in_file > MOST_ROWS or paragraphs > MOST_PARAGRAPHS:
        raise BadInput(
            _("The tables are too long: at most %(rows)d rows and %(paragraphs)d paragraphs.")
            % {"rows": MOST_ROWS, "paragraphs": MOST_PARAGRAPHS}
        )


def _is_printed(block: TextBlock, sections: Iterable[Section]) -> bool:
    """Whether the line is a heading of the annex."""
    line = " ".join(words_of([block]).split()).lower()
    names = {name.lower() for section in sections for name in section.names.values()}
    return line in ANNEX | names or line.startswith("alke-keskustelut 2")


def _of_followup(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        tables = tuple(table for table in section.tables if table.key == FOLLOWUP)
        yield Section(section.key, section.names, tables)


def _table(table: WordTable, recognised: Recognised | None, found: _Found) -> None:
    """A row without an action of its own goes on with the one above it."""
    places = recognised.places if recognised is not None else {}
    if not any(place.role == "progress" for place in places.values()):
        places = {}
    first = recognised.first_row if recognised is not None and places else 0
    above: ActionRow | None = None
    for row in table.rows[first:]:
        own = ActionRow(FOLLOWUP)
        for cell in row.cells:
            if cell.column in places:
                own.add(places[cell.column], cell)
            else:
                found.leave(cell.blocks, "table")
        if own.is_empty:
            continue
        found.in_file += 1
        if above is not None and not words_of(own.of("text")).strip():
            above.cells += own.cells
        else:
            found.rows.append(own)
            above = own


def _returned(
    rows: Sequence[ActionRow], actions: Sequence[Action], recogniser: Recogniser
) -> Iterator[ReturnedRow]:
    matched = match_rows(rows, actions)
    new: tuple[None, How] = (None, "new")
    titles = titles_of(actions)
    taken = {number for number, _by in matched.values()}
    free = {number: names for number, names in titles.items() if number not in taken}
    for place, row in enumerate(rows):
        number, how = matched.get(place, new)
        text = text_of(row.of("text"), set(titles))
        near = likest(text, free, SUGGESTED) if number is None else []
        yield ReturnedRow(
            number=number,
            how=how,
            text=text,
            statements=tuple(_statements(row, recogniser)),
            bodies={side.value: names_in(row.of("bodies", side), recogniser) for side in Side},
            near=tuple(other for score, other in near if score >= NEAR),
        )


def _statements(row: ActionRow, recogniser: Recogniser) -> Iterator[Statement]:
    for side in Side:
        yield from statements_in(row.of("progress", side), side.value, recogniser)
