"""The record of notice on one page: who was to know, when, with what result (B4)."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from alke.base.dates import format_span
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
    Table,
    fact,
    facts,
    header,
    small,
    text,
)
from alke.domain.insight.notice import Notice, Told
from alke.domain.papers.ground import spoken
from alke.domain.papers.headings import discussion_paper
from alke.domain.people.models import Organisation
from alke.domain.topics.agenda_models import AgendaPublication, NoticeRecipient

State = NoticeRecipient.State
PUBLICATION_WIDTHS = (3, 7, 7, 8)
OPENED_WIDTHS = (8, 7, 3, 8)


def notice_paper(discussion: Any, notice: Notice, language: str) -> Paper:
    """The paper in a language. `discussion` was read by `agenda_discussion`."""
    with override(language):
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
    for row in notice.publications:
        version = _("Version %(number)d") % {"number": row.number}
        yield small(f"{version}, {_('Checksum (SHA-256)')} {row.hash}")
    yield Heading(_("Recipients"))
    yield from _recipients(notice)


def _facts(notice: Notice) -> Iterable[Fact | None]:
    start, end = notice.span
    yield fact(_("Discussion"), format_span(start, end) if start else _("Time not booked"))
    if notice.due_at:
        yield fact(_("Deadline"), format_span(notice.due_at))
    if notice.due_passed:
        yield fact(_("At the deadline"), _in_force(notice.at_deadline))
    yield fact(_("Recipients"), str(notice.people))
    yield fact(_("Opened"), str(notice.opened))


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
    """Those who opened it with the time; the others by what is known of the delivery."""
    told = [(body, row) for body, people in notice.bodies for row in people]
    opened = [(body, row) for body, row in told if row.opened]
    if opened:
        names = (_("Body"), _("Recipient"), _("Language"), _("Opened"))
        yield Table(
            _("Opened"),
            OPENED_WIDTHS,
            (Row(tuple(map(header, names))),),
            tuple(Row(tuple(_opened(body, row))) for body, row in opened),
        )
    for state in (State.FAILED, State.BOUNCED, State.SENT, State.RECORDED):
        for code in CODES:
            rows = [
                (body, row)
                for body, row in told
                if not row.opened
                and (row.versions[-1].state, row.recipient.language) == (state, code)
            ]
            if rows:
                head = f"{_state(state)}, {_tongue(code)} ({len(rows)}): "
                yield Paragraph((Run(head, bold=True), Run(f"{_listed(rows, notice)}.")))
    yield small(
        _(
            "The state tells what is known of the delivery. “Recorded” means that the recipient "
            "is on the list of this version."
        )
        + " "
        + _("“Sent” means that the mail server took the mail that told it.")
        + " "
        + _("A body without a person was told through its registry.")
    )


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
    if row.recipient.user or row.recipient.person:
        yield row.recipient.who
    if len(row.versions) != len(notice.publications):
        numbers = ", ".join(str(version.publication.number) for version in row.versions)
        yield _("versions %(numbers)s") % {"numbers": numbers}


def _state(state: State) -> str:
    words = {
        State.RECORDED: _("Recorded"),
        State.SENT: _("Sent"),
        State.FAILED: _("Failed"),
        State.BOUNCED: _("Came back"),
    }
    return words[state]


def _opened(body: Organisation, row: Told) -> Iterable[Cell]:
    yield Cell((text(_body(body)),))
    yield Cell((text(row.recipient.who),))
    yield Cell((text(_tongue(row.recipient.language)),))
    versions = (
        _("version %(n)s opened %(when)s")
        % {"n": version.publication.number, "when": format_span(version.first_opened_at)}
        for version in row.opened
        if version.first_opened_at
    )
    yield Cell(tuple(map(text, versions)))


def _tongue(code: str) -> str:
    return {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}[code]
