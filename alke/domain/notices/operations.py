"""Writes of notices: mails and lines are noted in the transaction that causes them.

Nothing is sent here. The worker sends what has been committed (`sending_operations`), and puts
lines into mails (`gathering_operations`).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, NotRequired, TypedDict, Unpack
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from alke.base import clock
from alke.domain.notices.models import Mail, Notice
from alke.domain.people.models import User
from alke.domain.people.queries import deputies_of


class What(TypedDict):
    """What a line tells, and how."""

    kind: str
    about: str
    line: Mapping[str, Any]
    path: NotRequired[str]
    urgent: NotRequired[bool]


LINE_LIMIT: Final = 500  # of one line, as its column holds
_quiet: ContextVar[bool] = ContextVar("alke_notices_quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Within it nothing is noted: the sample's past was told to nobody."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


@transaction.atomic
def write_mail(  # noqa: PLR0913 - all that makes a mail
    *,
    to: str,
    language: str,
    kind: str,
    subject: str,
    text: str,
    html: str = "",
    calendar: bytes = b"",
    calendar_method: str = "",
    headers: Mapping[str, str] | None = None,
    user: User | None = None,
    about: str = "",
) -> Mail:
    """Notes a mail in the caller's transaction; the worker sends it when that has been committed.

    The subject is seen by everybody on the way: nothing secret stands in it. `html` goes into the
    frame that all mails share; without it, it is made from the text. `about` is the audit key of
    the thing ("participant:12"). A calendar object comes with its iTIP method, such as REQUEST.
    """
    mail = Mail(
        to=to,
        user=user,
        kind=kind,
        about=about,
        language=language,
        subject=" ".join(subject.split())[:200],
        text=text,
        html=html,
        calendar=calendar,
        calendar_method=calendar_method,
        headers=dict(headers or {}),
        message_id=_message_id(),
        at=clock.now(),
        next_try_at=clock.real(),
    )
    if not _quiet.get():
        mail.save(force_insert=True)
    return mail


def write_notices(
    people: Iterable[User], *, but: User | None = None, **what: Unpack[What]
) -> list[Notice]:
    """The same line for many, each once, but for the one who has done it; see `write_notice`.

    Who stands in for one of them today gets it, too (B13).
    """
    told = {user.pk: user for user in people}
    if told and not _quiet.get():
        told |= {user.pk: user for user in deputies_of(told, clock.today())}
    rows = [_notice(user, **what) for pk, user in told.items() if but is None or pk != but.pk]
    return rows if _quiet.get() else Notice.objects.bulk_create(rows)


@transaction.atomic
def write_notice(
    *,
    to: User,
    kind: str,
    about: str,
    line: Mapping[str, Any],
    path: str = "",
    urgent: bool = False,
) -> Notice:
    """Notes a line for a person in the caller's transaction.

    `line` has the sentence in "fi", "sv" and "en"; `path` is where it leads, as in Finnish ("/2024/
    ita/"). What is urgent goes out at once, all that one change causes in one mail; the rest in the
    day's digest. Who stands in for the person today gets it, too (B13). Tell only what the person
    may see now: nothing of the other side's drafts (R13).
    """
    (notice, *_to_deputies) = write_notices(
        [to], kind=kind, about=about, line=line, path=path, urgent=urgent
    )
    return notice


@transaction.atomic
def leave_unmailed(notices: Iterable[Notice]) -> None:
    """Lines that another mail tells the same people: they stay on the page."""
    keys = [row.pk for row in notices]
    Notice.objects.filter(pk__in=keys, settled_at=None).update(settled_at=clock.now())


@transaction.atomic
def try_again(mail: Mail) -> bool:
    """Lets the worker send a mail once more that was not sent; says whether it was one."""
    rows = Mail.objects.filter(pk=mail.pk, state=Mail.State.FAILED)
    return bool(
        rows.update(state=Mail.State.WAITING, attempts=0, next_try_at=clock.real(), fault="")
    )


def _notice(to: User, **what: Unpack[What]) -> Notice:
    line = what["line"]
    return Notice(
        to=to,
        kind=what["kind"],
        about=what["about"],
        path=what.get("path", ""),
        urgent=what.get("urgent", False),
        at=clock.now(),
        **{f"text_{code}": str(line.get(code, ""))[:LINE_LIMIT] for code in ("fi", "sv", "en")},
    )


def _message_id() -> str:
    """Nobody guesses it: a returned mail is believed when it names one."""
    return f"{uuid4().hex}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}"
