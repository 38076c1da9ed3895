"""The agenda as a paper: facts, timetable, topics with texts and actions, marked changes (R5)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from alke.base.dates import format_date, format_span, format_times
from alke.base.papers import richtext
from alke.base.papers.model import (
    Block,
    Cell,
    Fact,
    Heading,
    Item,
    Items,
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
from alke.base.papers.words import own_words
from alke.base.papers.words import printed as _
from alke.domain.papers.action_tables import Line, legend, stacked
from alke.domain.papers.agenda_source import AgendaSource, PastSource
from alke.domain.papers.ground import said, spoken, titled, worded
from alke.domain.papers.headings import letterhead, paper_title, whole_side
from alke.domain.papers.money import euros
from alke.domain.papers.sheet_columns import SIDES
from alke.domain.topics.agenda_changes import Marked, marked
from alke.domain.topics.agenda_contents import Contents
from alke.domain.topics.agenda_models import AgendaPublication
from alke.domain.topics.agenda_times import Slot, published_timetable, span_of

WIDTHS = (4, 17, 3)  # of the timetable
CHANGE_WIDTHS = (3, 5, 5)


def agenda_paper(source: AgendaSource, language: str) -> Paper:
    """The paper in a language; texts that are not written in it stand in their own."""
    discussion, publication = source.discussion, source.publication
    with own_words(source.ground.own_words, language):
        day = publication.at if publication else source.state.at
        return Paper(
            title=paper_title(discussion, _("Agenda")),
            language=language,
            blocks=tuple(_blocks(source)),
            moment=source.state.at,
            code=source.state.code(f"{discussion.round.year}/{discussion.slug}/asialista"),
            letterhead=letterhead(source.ground, discussion.round, _("Agenda"), day),
            mark="" if publication else _("Draft"),
            author=source.ground.sender_name,
            subject=discussion.round.name,
        )


def past_agenda_paper(source: PastSource, language: str) -> Paper:
    """The topics as they were being prepared on a day (B15)."""
    discussion, past = source.discussion, source.past
    with own_words(source.ground.own_words, language):
        return Paper(
            title=paper_title(discussion, _("Agenda")),
            language=language,
            blocks=tuple(_past(source)),
            moment=past.moment,
            code=source.state.code(f"{discussion.round.year}/{discussion.slug}/asialista"),
            letterhead=letterhead(source.ground, discussion.round, _("Agenda"), past.moment),
            mark=_("Draft"),
            author=source.ground.sender_name,
            subject=discussion.round.name,
        )


def _past(source: PastSource) -> Iterable[Block]:
    past = source.past
    yield text(
        _("The agenda as it was being prepared on %(day)s. It had not been published then.")
        % {"day": format_span(past.moment)}
    )
    yield Heading(_("Topics"))
    yield Items(tuple(Item(tuple(_past_topic(row)), number=row.number) for row in past.topics))
    yield checksum(past.hash)


def _past_topic(row: Any) -> Iterable[Run]:
    yield Run(titled({"title": row.title, "title_sv": row.title_sv}, "fi")[0])
    if row.minutes:
        yield Run(", " + _("%(n)s min") % {"n": row.minutes})


def checksum(digest: str) -> Paragraph:
    """By which two prints can be told to be the same."""
    return small(_("Checksum (SHA-256)") + f" {digest}")


def _blocks(source: AgendaSource) -> Iterable[Block]:
    contents = source.contents
    yield facts(*_facts(source))
    yield Heading(_("Timetable"))
    yield _timetable(published_timetable(contents))
    lines: list[Line] = []
    for topic in contents["topics"]:
        own = [_line(row, topic["language"]) for row in topic["actions"]]
        lines += own
        yield from _topic(topic, source, own)
    if contents["actions"]:
        others = [_line(row, "fi") for row in contents["actions"]]
        lines += others
        yield Heading(_("Other actions of the discussion"))
        yield from stacked(source.ground.sections, others)
    yield from legend(lines)
    if source.changes:
        yield from _changes(source)
    yield checksum(source.hash)


def _facts(source: AgendaSource) -> Iterable[Fact | None]:
    contents, discussion = source.contents, source.discussion
    start, end = span_of(contents["starts_at"], contents["ends_at"])
    yield fact(_("Discussion"), said(contents["name"]))
    yield fact(_("Time"), format_span(start, end) if start else _("Time not booked"))
    yield fact(_("Place"), contents["place"])
    if source.publication is None:
        yield fact(_("State"), _("Draft: the agenda has not been published."))
    else:
        yield from _publication(source.publication)
    if discussion.cancelled_at:
        yield fact(_("State"), _("The discussion is cancelled."))


def _publication(row: AgendaPublication) -> Iterable[Fact | None]:
    yield fact(_("Version"), str(row.number))
    yield fact(_("Published"), format_span(row.at))
    if row.due_at:
        late = _("changed after it") if row.number > 1 else _("published after it")
        kept = late if row.late else _("kept")
        yield fact(_("Deadline"), f"{format_date(row.due_at)}, {kept}")
    label = _("Reason for the change") if row.number > 1 else _("Reason")
    yield fact(label, row.reason, language=spoken("fi"))


def _timetable(slots: list[Slot]) -> Table:
    """When what is handled; who opens the topics, and for how long."""
    names = (_("Time"), _("Item"), _("min"))
    return Table(
        _("Timetable"),
        WIDTHS,
        (Row(tuple(map(header, names))),),
        tuple(Row(tuple(_slot(slot))) for slot in slots),
    )


def _slot(slot: Slot) -> Iterable[Cell]:
    when = format_times(slot.start, slot.end, exact=True) if slot.start else "–"
    yield Cell((text(when),))
    if slot.minor:
        opens = slot.key == "opening"
        yield Cell((text(_("Opening of the meeting") if opens else _("Summary and next steps")),))
    else:
        title, mark = titled(slot.topic, "fi")
        words = Paragraph((Run(f"{slot.topic['number']}. {title}", bold=True),), language=mark)
        yield Cell((words, *_openings(slot.topic)))
    yield Cell((text(str(slot.minutes)),) if slot.minutes else ())


def _openings(topic: Contents) -> Iterable[Paragraph]:
    for side in SIDES:
        for row in topic["openings"]:
            if row["side"] == side:
                parts = [said(row["name"]), row["speaker"], _("%(n)s min") % {"n": row["minutes"]}]
                words = f"{_('Opening')}, {whole_side(side)}: {', '.join(filter(None, parts))}"
                yield Paragraph((Run(words),), "small")


def _topic(topic: Contents, source: AgendaSource, lines: list[Line]) -> Iterable[Block]:
    title, mark = titled(topic, "fi")
    yield Heading(f"{topic['number']}. {title}", language=mark)
    changed = source.changed_topics.get(topic["number"])
    if changed:
        yield small(_("Changed %(day)s") % {"day": format_date(changed, "plain")})
    for row in topic["texts"]:
        words, language = worded(row["text"], topic["language"])
        yield Heading(said(row["label"]), 2)
        yield from richtext.blocks(words, level=3, language=language)
    if lines:
        yield Heading(_("Actions"), 2)
        yield from stacked(source.ground.sections, lines)


def _line(row: Contents, own: str) -> Line:
    title, mark = titled(row, own)
    more = [_("Next step: %(text)s") % {"text": row["next_step"]}] if row["next_step"] else []
    if row["due_date"]:
        day = format_date(dt.date.fromisoformat(row["due_date"]), "plain")
        more.append(_("Due %(day)s") % {"day": day})
    bodies = {
        side.value: [(said(b["short"]), b["lead"]) for b in row["responsible"] if b["side"] == side]
        for side in SIDES
    }
    money = euros(row["money_amount"], row["money"])
    return Line(row["number"], row["kind"], title, mark, tuple(more), money, bodies=bodies)


def _changes(source: AgendaSource) -> Iterable[Block]:
    """What the version before said, and what this one does."""
    number = source.publication.number - 1 if source.publication else 0
    yield Heading(_("Changes from version %(n)s") % {"n": number})
    names = (_("What is changed"), _("Before"), _("Now"))
    yield Table(
        _("Changes from version %(n)s") % {"n": number},
        CHANGE_WIDTHS,
        (Row(tuple(map(header, names))),),
        tuple(Row(tuple(_change(marked(row)))) for row in source.changes),
    )
    yield small(_("Underlined was added, struck was removed."))


def _change(row: Marked) -> Iterable[Cell]:
    where = _("Topic %(n)s") % {"n": row.topic} if row.topic else ""
    yield Cell((text(row.title, bold=True), *((small(where),) if where else ())))
    for kind, change in (("del", "removed"), ("ins", "added")):
        runs: Runs = tuple(
            Run(part.text, change=change if part.kind else "")  # type: ignore[arg-type]
            for part in row.parts
            if part.kind in {"", kind}
        )
        yield Cell((Paragraph(runs),) if any(run.text for run in runs) else ())
