"""The sheet as a paper, with the tables of the letter's annex; what came out of Word comes back.

The fields stand in one table, ongoing and proposed actions side by side in another, and on request
the follow-up in a third (letter 2024, Liite). Drafts of one side are left out: a file travels.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from django.utils.translation import gettext as _

from alke.base.papers import richtext
from alke.base.papers.model import (
    Block,
    Cell,
    Heading,
    Paper,
    Paragraph,
    Row,
    Run,
    Table,
    header,
    small,
)
from alke.base.papers.words import own_words
from alke.domain.papers.bodies import bodies_cell
from alke.domain.papers.money import euros
from alke.domain.papers.sheet_base import base_of
from alke.domain.papers.sheet_columns import (
    FOLLOWUP,
    SIDES,
    Column,
    Section,
    SheetTable,
)
from alke.domain.papers.sheet_keys import action_key, field_key, followup_key, row_key
from alke.domain.papers.sheet_printed import legend, paper_title, theme
from alke.domain.papers.sheet_progress import Progress
from alke.domain.papers.sheet_source import SheetSource
from alke.domain.people.models import Side
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_queries import named_bodies
from alke.domain.topics.queries import SheetField
from alke.domain.topics.topic_template import Template

WIDTHS = {"text": 6, "bodies": 3, "progress": 5, "money": 2, "other": 2}
BLANK_ROWS = 3
NUMBER_SPACE = "\u2002"  # between an action's number and its text


def sheet_paper(source: SheetSource, language: str, *, followup: bool = False) -> Paper:
    """The paper in a language; texts that are not written in it stand in their own."""
    topic, state = source.topic, source.state
    discussion = topic.discussion
    with own_words(source.own_words, language):
        return Paper(
            title=paper_title(source),
            language=language,
            blocks=tuple(_blocks(source, language, followup=followup)),
            moment=state.at,
            code=state.code(f"{discussion.round.year}/{discussion.slug}/{topic.number}"),
            landscape=True,
            author=discussion.round.name,
            subject=topic.heading,
            data=json.dumps(base_of(source.sheet, source.actions, language, state)),
        )


def _blocks(source: SheetSource, language: str, *, followup: bool) -> Iterable[Block]:
    topic = source.topic
    heading = topic.heading
    own = "sv" if heading == topic.title_sv != topic.title else topic.language
    yield Heading(theme(heading), 1, "" if own == language else own)
    yield from fields_tables(source.sheet.fields, language)
    for section in source.sections:
        tables = [row for row in section.tables if row.key != FOLLOWUP]
        if tables:
            yield Heading(section.name)
            yield _actions(section.name, tables, source.actions, language)
    for table in _followups(source.sections) if followup else ():
        yield Heading(table[0])
        yield _followup(*table, source, language)
    if any(row.lead for action in source.actions for row in named_bodies(action)):
        yield small(legend())


def blank_sheet(template: Template, sections: Sequence[Section]) -> Iterable[Block]:
    """The annex's tables with nothing in them, in the active language (letter 2024, Liite)."""
    yield Heading(theme("").strip(), 2)
    fields = sorted((row for row in template.fields if row.place), key=lambda row: row.place)
    if fields:
        head = Row(tuple(header(row.label) for row in fields))
        empty = Row(tuple(Cell() for _row in fields))
        widths = tuple(1 for _row in fields)
        yield Table(", ".join(row.label for row in fields), widths, (head,), (empty,))
    for section in sections:
        yield Heading(section.name, 2)
        body = (_empty(section.tables),) * BLANK_ROWS
        yield Table(section.name, _widths(section.tables), _head(section.tables), body)


def fields_tables(found: Sequence[SheetField], language: str) -> Iterable[Block]:
    """The annex's first table; fields without a place in it stand below, each in one of its own."""
    placed = sorted((f for f in found if f.template.place), key=lambda f: f.template.place)
    rest = [f for f in found if not f.template.place]
    for fields in ([placed] if placed else []) + [[row] for row in rest]:
        yield Table(
            title=", ".join(row.label for row in fields),
            widths=tuple(1 for _row in fields),
            head=(Row(tuple(header(row.label) for row in fields)),),
            body=(Row(tuple(_field(row, language) for row in fields)),),
        )


def _field(row: SheetField, language: str) -> Cell:
    own, text = row.shown(language)
    spoken = own if own != language else ""
    return Cell(richtext.blocks(text, level=2, language=spoken), field_key(row.key))


def _actions(
    title: str, tables: Sequence[SheetTable], actions: Sequence[Action], language: str
) -> Table:
    """Kinds of actions side by side; the shorter list ends in empty cells."""
    kinds = [[row for row in actions if row.kind == table.key] for table in tables]
    body: list[Row] = []
    for row in zip_longest(*kinds):
        cells: list[Cell] = []
        keys: dict[int, str] = {}
        for table, action in zip(tables, row, strict=True):
            if action is not None:
                keys[len(cells)] = row_key(action.number)
            cells += _action(table, action, language)
        body.append(Row(tuple(cells), keys))
    return Table(title, _widths(tables), _head(tables), tuple(body or [_empty(tables)]))


def _widths(tables: Sequence[SheetTable]) -> tuple[int, ...]:
    columns = [column for table in tables for column in table.columns]
    return tuple(WIDTHS[column.role] for column in columns for _n in range(column.width))


def _head(tables: Sequence[SheetTable]) -> tuple[Row, ...]:
    """One row of headings, and one for the two sides where a column has them."""
    columns = [column for table in tables for column in table.columns]
    if not any(column.two_sided for column in columns):
        return (Row(tuple(header(column.label) for column in columns)),)
    top = [header(row.label, columns=row.width, rows=1 if row.two_sided else 2) for row in columns]
    below = [
        header(side_label(side), side="vn" if side == Side.VN else "mk")
        for column in columns
        if column.two_sided
        for side in SIDES
    ]
    return (Row(tuple(top)), Row(tuple(below)))


def side_label(side: Side) -> str:
    """VN | Maakunnat, as in the annex."""
    return _("VN") if side == Side.VN else _("Regions")


def _empty(tables: Sequence[SheetTable]) -> Row:
    return Row(tuple(Cell() for _width in _widths(tables)))


def _action(table: SheetTable, action: Action | None, language: str) -> Iterable[Cell]:
    for column in table.columns:
        if action is None:
            yield from (Cell() for _n in range(column.width))
        elif column.role == "bodies":
            for side in SIDES:
                yield bodies_cell(named_bodies(action), side, action_key(action.number, side))
        else:
            yield from _own_cells(column, action, language)


def _own_cells(column: Column, action: Action, language: str) -> Iterable[Cell]:
    if column.role == "text":
        yield Cell((numbered(action, language),), action_key(action.number, "text"))
    elif column.role == "money":
        words = euros(action.money_amount, action.money)
        yield Cell((Paragraph((Run(words),)),) if words else (), action_key(action.number, "money"))
    else:
        yield from (Cell() for _n in range(column.width))


def numbered(action: Action, language: str) -> Paragraph:
    """The action's text after its number."""
    heading = action.heading
    own = "sv" if heading == action.title_sv != action.title else action.language
    number = Run(f"{action.number}{NUMBER_SPACE}", number=True)
    return Paragraph((number, Run(heading)), language="" if own == language else own)


def _followups(sections: Sequence[Section]) -> Iterable[tuple[str, SheetTable]]:
    return [(row.name, table) for row in sections for table in row.tables if table.key == FOLLOWUP]


def _followup(title: str, table: SheetTable, source: SheetSource, language: str) -> Table:
    body = [
        Row(tuple(_progress_cells(table, action, source.progress.get(action.pk), language)))
        for action in source.actions
    ]
    return Table(title, _widths([table]), _head([table]), tuple(body or [_empty([table])]))


def _progress_cells(
    table: SheetTable, action: Action, progress: Progress | None, language: str
) -> Iterable[Cell]:
    number = action.number
    for column in table.columns:
        if column.role == "text":
            yield Cell((numbered(action, language),), followup_key(number, "text"))
        elif column.role == "bodies":
            for side in SIDES:
                yield bodies_cell(named_bodies(action), side, followup_key(number, side))
        elif column.role == "progress":
            for side in SIDES:
                told = progress.of_side(side, language) if progress else ()
                yield Cell(told, followup_key(number, f"p{side}"))
        else:
            yield from (Cell() for _n in range(column.width))
