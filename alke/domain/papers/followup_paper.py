"""A follow-up as the third table of the letter's annex: actions, progress, responsible bodies."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from alke.base.dates import format_date
from alke.base.papers import richtext
from alke.base.papers.model import (
    Block,
    Fact,
    Heading,
    Paper,
    Paragraph,
    Row,
    Run,
    Runs,
    Table,
    fact,
    facts,
    header,
    small,
    text,
)
from alke.base.papers.model import Cell as PaperCell
from alke.base.papers.words import own_words
from alke.base.papers.words import printed as _
from alke.domain.followup.cell_queries import Cell
from alke.domain.followup.models import FollowUpRound
from alke.domain.followup.page_queries import Row as ActionRow
from alke.domain.papers.bodies import SEPARATOR, named_cell
from alke.domain.papers.followup_source import FollowUpSource
from alke.domain.papers.followup_words import answer_words, state_words
from alke.domain.papers.ground import spoken
from alke.domain.papers.headings import letterhead, whole_side
from alke.domain.papers.sheet_columns import FOLLOWUP, SIDES
from alke.domain.papers.sheet_paper import NUMBER_SPACE, side_label
from alke.domain.papers.sheet_printed import legend
from alke.domain.people.models import Side

WIDTHS = (6, 7, 7, 3, 3)


def followup_paper(source: FollowUpSource, language: str) -> Paper:
    """The paper in a language; texts that are not written in it stand in their own."""
    followup = source.followup
    with own_words(source.ground.own_words, language):
        kind = _("Follow-up")
        day = followup.published_at or followup.closed_at or source.state.at
        name = followup.name + (f", {source.body.name}" if source.body else "")
        return Paper(
            title=name,
            language=language,
            blocks=tuple(_blocks(source)),
            moment=source.state.at,
            code=source.state.code(f"{followup.round.year}/seuranta/{followup.slug}"),
            letterhead=letterhead(source.ground, followup.round, kind, day),
            landscape=True,
            mark=_mark(followup),
            author=source.ground.sender_name,
            subject=_("Follow-up of the discussions of %(year)s") % {"year": followup.scope_year},
        )


def _mark(followup: FollowUpRound) -> str:
    """What is printed on every page until it is published."""
    if followup.published_at is not None:
        return ""
    closed = followup.state == FollowUpRound.State.CLOSED
    return _("Not published yet") if closed else _("Under way")


def _blocks(source: FollowUpSource) -> Iterable[Block]:
    yield facts(*_facts(source))
    labels = _labels(source)
    for name, rows in source.groups:
        yield Heading(name or _("Other actions"))
        yield _table(name or _("Other actions"), rows, labels, public=source.public)
    if not source.groups:
        yield text(_("No actions to follow up"))
    if any(cell.lead for row in source.rows for cell in row.cells):
        yield small(legend())


def _facts(source: FollowUpSource) -> Iterable[Fact | None]:
    followup = source.followup
    subject = _("Follow-up of the discussions of %(year)s") % {"year": followup.scope_year}
    yield fact(_("Subject"), subject)
    yield fact(_("Deadline"), format_date(followup.due))
    state = str(followup.get_state_display())
    if followup.closed_at:
        state += f", {format_date(followup.closed_at, 'plain')}"
    yield fact(_("State"), state)
    if followup.published_at:
        yield fact(_("Published"), format_date(followup.published_at))
    if followup.previous:
        yield fact(_("Earlier follow-up"), followup.previous.name)
    yield fact(_("Answers given"), *(_count(source, side) for side in SIDES))


def _count(source: FollowUpSource, side: Side) -> str:
    cells = [cell for row in source.rows for cell in row.cells if cell.side == side]
    done = sum(not cell.is_waiting for cell in cells)
    return f"{whole_side(side)} {done}/{len(cells)}"


def _labels(source: FollowUpSource) -> tuple[str, str, str]:
    """The columns' headings as the round's sheet has them."""
    found = {"text": _("Actions"), "progress": _("Progress"), "bodies": _("Responsible bodies")}
    for part in source.ground.sections:
        for table in part.tables:
            if table.key == FOLLOWUP:
                found |= {column.role: column.label for column in table.columns}
    return found["text"], found["progress"], found["bodies"]


def _table(
    title: str, rows: Sequence[ActionRow], labels: tuple[str, str, str], *, public: bool
) -> Table:
    first, progress, bodies = labels
    top = (header(first, rows=2), header(progress, columns=2), header(bodies, columns=2))
    sides = [
        header(side_label(side), side="vn" if side == Side.VN else "mk")
        for _part in (progress, bodies)
        for side in SIDES
    ]
    body = tuple(Row(tuple(_cells(row, public=public))) for row in rows)
    return Table(title, WIDTHS, (Row(top), Row(tuple(sides))), body)


def _cells(row: ActionRow, *, public: bool) -> Iterable[PaperCell]:
    number = Run(f"{row.number}{NUMBER_SPACE}", number=True)
    title = Paragraph((number, Run(row.title)), language=spoken(row.language))
    yield PaperCell((title, small(state_words(row.reported))))
    for cells in (row.vn, row.mk):
        yield PaperCell(tuple(_progress(cells, row.reported, public=public)))
    for cells in (row.vn, row.mk):
        yield named_cell((cell.short, cell.lead) for cell in cells)


def _progress(cells: list[Cell], told: str, *, public: bool) -> Iterable[Block]:
    """Each body's answer; those who have not answered stand together at the end."""
    waiting: dict[str, list[str]] = {}
    for cell in cells:
        if cell.is_waiting and not cell.text:
            waiting.setdefault(answer_words(cell, public=public), []).append(cell.short)
        else:
            yield from _answer(cell, told, public=public)
    for words, bodies in waiting.items():
        yield Paragraph((Run(f"{SEPARATOR.join(bodies)}: {words}"),), "small")


def _answer(cell: Cell, told: str, *, public: bool) -> Iterable[Block]:
    day = f" {format_date(cell.at, 'plain')}" if cell.at else ""
    state = state_words(cell.status) if cell.status != told else ""
    late = _("late") if cell.late else ""
    given = _("given by %(body)s") % {"body": cell.given_by} if cell.given_by else ""
    words = SEPARATOR.join(filter(None, [answer_words(cell, public=public), state, late, given]))
    told_by = (Run(cell.short, bold=True), Run(day + (f", {words}" if words else "")))
    yield from _led(told_by, richtext.blocks(cell.text, language=spoken(cell.language)))
    if cell.earlier is not None:
        old = cell.earlier
        parts = [old.name, old.body, format_date(old.at, "plain")]
        lead = (Run(SEPARATOR.join(filter(None, parts))),)
        found = _led(lead, richtext.blocks(old.text, language=spoken(old.language)))
        yield from map(_quiet, found)


def _quiet(block: Block) -> Block:
    """An earlier text stands in smaller type; its lists stay as they are."""
    return replace(block, style="small") if isinstance(block, Paragraph) else block


def _led(lead: Runs, blocks: Sequence[Block]) -> list[Block]:
    """A text after who says it, on one line where both are in one language."""
    match blocks:
        case (Paragraph(runs, language=""), *rest):
            return [Paragraph((*lead, Run(": "), *runs)), *rest]
    return [Paragraph(lead), *blocks]
