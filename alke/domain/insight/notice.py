"""Proof of notice: what was published when, to whom it was told, who opened it when (B4)."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from alke.base import clock
from alke.domain.insight.evidence import publishers
from alke.domain.participants.agenda_mail_queries import agenda_mails
from alke.domain.participants.models import AgendaMail, Participant
from alke.domain.people.models import Organisation
from alke.domain.topics.agenda_models import AgendaPublication, NoticeRecipient
from alke.domain.topics.agenda_queries import notice_rows, publications

State = NoticeRecipient.State


@dataclass(frozen=True)
class Told:
    """One recipient with what is known of each version."""

    recipient: NoticeRecipient
    versions: list[NoticeRecipient]

    @property
    def opened(self) -> list[NoticeRecipient]:
        """The versions that were opened."""
        return [row for row in self.versions if row.first_opened_at]


@dataclass(frozen=True)
class Mailed:
    """A participant who was told by mail, version by version."""

    participant: Participant
    versions: list[AgendaMail]

    @property
    def state(self) -> str:
        """What became of the latest mail, in the words of recipients' states."""
        mail = self.versions[-1].mail
        return mail.state if mail is not None and mail.state in State else State.RECORDED


@dataclass(frozen=True)
class Notice:
    """The whole record of one agenda."""

    publications: list[AgendaPublication]
    at_deadline: AgendaPublication | None  # in force when the deadline passed
    due_at: dt.datetime | None
    due_passed: bool
    span: tuple[dt.datetime | None, dt.datetime | None]  # of the discussion as last published
    publishers: dict[str, Organisation | None]  # by the hash of a version
    bodies: list[tuple[Organisation, list[Told]]]
    people: int
    opened: int
    mailed: list[Mailed]  # registered participants beside the people of bodies


def notice_of(discussion: Any) -> Notice:
    """Of a discussion that was read with its deadline at hand. Four queries."""
    rows = publications(discussion)
    due_at = rows[-1].due_at if rows else discussion.due_at
    in_time = [row for row in rows if due_at is None or row.at <= due_at]
    recipients = notice_rows(discussion)
    return Notice(
        publications=rows,
        at_deadline=in_time[-1] if in_time else None,
        due_at=due_at,
        due_passed=due_at is not None and due_at < clock.now(),
        span=rows[-1].span if rows else (discussion.starts_at, discussion.ends_at),
        publishers=publishers(discussion),
        bodies=_by_body(recipients),
        people=len({(row.organisation_id, *_person(row)) for row in recipients}),
        opened=len({_person(row) for row in recipients if row.first_opened_at}),
        mailed=_mailed(discussion),
    )


def _mailed(discussion: Any) -> list[Mailed]:
    rows = groupby(agenda_mails(discussion), key=attrgetter("participant"))
    return [Mailed(participant, list(versions)) for participant, versions in rows]


def _person(row: NoticeRecipient) -> tuple[int | None, int | None]:
    """One for each person, also once it was erased who it was."""
    return row.user_id, row.person


def _by_body(rows: list[NoticeRecipient]) -> list[tuple[Organisation, list[Told]]]:
    """Bodies by name, each with its people and what they were told of."""
    bodies: dict[int, tuple[Organisation, dict[tuple[int | None, int | None], Told]]] = {}
    for row in rows:
        _body, people = bodies.setdefault(row.organisation_id, (row.organisation, {}))
        people.setdefault(_person(row), Told(row, [])).versions.append(row)
    return [(body, list(people.values())) for body, people in bodies.values()]
