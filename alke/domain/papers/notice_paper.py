"""The record of notice on one page: who was to know, when, with what result (B4)."""

from collections.abc import Iterable
from typing import Any

from alke.base.dates import format_span, to_helsinki
from alke.base.languages import CODES
from alke.base.papers.model import (
    Block,
    Cell,
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
from alke.base.papers.words import own_words
from alke.base.papers.words import printed as _
from alke.domain.insight.notice import Notice, Told
from alke.domain.papers.ground import ground_of, spoken
from alke.domain.papers.headings import discussion_paper
from alke.domain.people.models import Organisation
from alke.domain.topics.agenda_models import AgendaPublication, NoticeRecipient

State = NoticeRecipient.State
PUBLICATION_WIDTHS = (3, 6, 6, 10)
OPENED = "opened"  # is known of a recipient, whatever became of the mail
LOST = (State.FAILED, State.BOUNCED)
STATES = (OPENED, *LOST, State.SENT, State.RECORDED)
ROOM = 2_600  # characters of recipients for which a page has room in its usual type


def notice_paper(discussion: Any, notice: Notice, language: str) -> Paper:
    """The paper in a language. `discussion` was read by `agenda_discussion`."""
    with own_words(ground_of(discussion).own_words, language):
        return discussion_paper(
            discussion,
            _("Record of notice"),
            _blocks(notice),
            language,
            place="asialista/tiedoksianto",
        )


def _blocks(notice: Notice) -> Iterable[Block]:
    yield facts(*_facts(notice))
    yield Heading(_("Publications"))
    names = (_("Version"), _("Published"), _("Published by"), _("Reason"))
    yield Table(
        _("Publications"),
        PUBLICATION_WIDTHS,
        (Row(tuple(map(header, names))),),
        tuple(Row(tuple(_publication(row, notice))) for row in notice.publications),
    )
    yield small("\n".join(map(_checksum, notice.publications)))
    yield Heading(_("Recipients"))
    yield from _recipients(notice)


def _checksum(row: AgendaPublication) -> str:
    version = _("Version %(number)d") % {"number": row.number}
    return f"{version}, {_('Checksum (SHA-256)')} {row.hash}"


def _facts(notice: Notice) -> Iterable[Fact | None]:
    start, end = notice.span
    yield fact(_("Discussion"), format_span(start, end) if start else _("Time not booked"))
    if notice.due_at:
        yield fact(_("Deadline"), format_span(notice.due_at))
    if notice.due_passed:
        yield fact(_("At the deadline"), _in_force(notice.at_deadline))
    numbers = {"people": notice.people, "opened": notice.opened}
    yield fact(_("Recipients"), _("%(people)d, of whom %(opened)d have opened it") % numbers)


def _in_force(row: AgendaPublication | None) -> str:
    return _("version %(n)s") % {"n": row.number} if row else _("no agenda published")


def _publication(row: AgendaPublication, notice: Notice) -> Iterable[Cell]:
    late = small(_("after the deadline")) if row.late else None
    yield Cell((text(str(row.number)), *((late,) if late else ())))
    yield Cell((text(format_span(row.at)),))
    body = notice.publishers.get(row.hash)
    by = str(row.by) if row.by else _("the system")
    yield Cell((text(f"{by}, {body.name}" if body else by),))
    yield Cell((text(row.reason, language=spoken("fi")),) if row.reason else ())


def _recipients(notice: Notice) -> Iterable[Block]:
    """By what is known of the delivery, those who opened it first, with the time.

    In running text: as rows of a table seventy people who open three versions fill ten pages.
    """
    found = [row for state in STATES for row in _told(state, notice)]
    many = sum(len(run.text) for runs in found for run in runs) > ROOM
    for runs in found:
        yield Paragraph(runs, style="small" if many else "text")
    yield from _mailed(notice)
    yield small(" ".join(_meanings(notice)))


def _mailed(notice: Notice) -> Iterable[Block]:
    """Registered participants who are not among the recipients, by what became of their mail."""
    for state in STATES:
        rows = [row.participant for row in notice.mailed if row.state == state]
        if rows:
            head = f"{_('Participants told by mail')}, {_state(state).lower()} ({len(rows)}): "
            said = "; ".join(f"{p.title}, {p.represents or p.organisation.short}" for p in rows)
            yield Paragraph((Run(head, bold=True), Run(f"{said}.")), style="small")


def _meanings(notice: Notice) -> Iterable[str]:
    """What the words and numbers mean that the record has."""
    rows = [row for _body, people in notice.bodies for row in people]
    fates = {_fate(row) for row in rows}
    if OPENED in fates and len(notice.publications) > 1:
        yield _("Before each time stands the version that was then opened for the first time.")
    if fates - {OPENED}:
        yield _(
            "The state tells what is known of the delivery. “Recorded” means that the recipient "
            "is on the list of this version."
        )
    if State.SENT in fates:
        yield _("“Sent” means that the mail server took the mail that told it.")
    if any(not _named(row) for row in rows):
        yield _("A body without a person was told through its registry.")


def _told(state: str, notice: Notice) -> Iterable[Runs]:
    """Those of whom this is known, by the language in which they were told."""
    for code in CODES:
        rows = [
            (body, row)
            for body, people in notice.bodies
            for row in people
            if (_fate(row), row.recipient.language) == (state, code)
        ]
        if rows:
            head = f"{_state(state)}, {_tongue(code)} ({len(rows)}): "
            yield Run(head, bold=True), Run(f"{_listed(rows, notice)}.")


def _fate(row: Told) -> str:
    return OPENED if row.opened else row.versions[-1].state


def _listed(rows: list[tuple[Organisation, Told]], notice: Notice) -> str:
    """Each body once, with its people."""
    people: dict[str, list[str]] = {}
    for body, row in rows:
        people.setdefault(_body(body), []).extend(_person(row, notice))
    return "; ".join(
        f"{body} ({', '.join(found)})" if found else body for body, found in people.items()
    )


def _body(body: Organisation) -> str:
    """An ELY Centre by its usual name, as letters have it."""
    return body.short if body.kind == Organisation.Kind.ELY else body.name


def _person(row: Told, notice: Notice) -> Iterable[str]:
    named = [row.recipient.who] if _named(row) else []
    if row.opened:
        yield " ".join([*named, ", ".join(_opened(row, notice))])
        return
    yield from named
    if len(row.versions) != len(notice.publications):
        numbers = ", ".join(str(version.publication.number) for version in row.versions)
        yield _("versions %(numbers)s") % {"numbers": numbers}


def _named(row: Told) -> bool:
    return bool(row.recipient.user or row.recipient.person)


def _opened(row: Told, notice: Notice) -> Iterable[str]:
    """When each version was opened first; of the others, which did not reach the recipient."""
    for version in row.versions:
        at, published = version.first_opened_at, version.publication.at
        if at:
            same_year = to_helsinki(at).year == to_helsinki(published).year
            said = format_span(at, style="day" if same_year else "plain")
        elif version.state in LOST:
            said = _state(version.state).lower()
        else:
            continue
        yield said if len(notice.publications) == 1 else f"{version.publication.number}: {said}"


def _state(state: str) -> str:
    words = {
        OPENED: _("Opened"),
        State.RECORDED: _("Recorded"),
        State.SENT: _("Sent"),
        State.FAILED: _("Failed"),
        State.BOUNCED: _("Came back"),
    }
    return words[state]


def _tongue(code: str) -> str:
    return {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}[code]
