"""Writes of long works: asked for, cancelled, and done by the worker in many short transactions."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from tempfile import TemporaryFile
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from alke.base import clock, files
from alke.base.jobs import job
from alke.base.languages import CODES
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit import operations as audit
from alke.domain.documents import work_rules as rules
from alke.domain.documents.archive import LANGUAGE, Archive
from alke.domain.documents.bundle import Bundle
from alke.domain.documents.packages import Failed, Package, pack
from alke.domain.documents.unnamed import forget_unnamed
from alke.domain.documents.work_models import Work
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Round

Kind = Work.Kind
State = Work.State
KEPT: Final = 3  # results of a kind and language; the files of older ones are removed
logger = logging.getLogger(__name__)

PACKAGES: Final[dict[str, Callable[[Actor, Work], Package]]] = {
    Kind.BUNDLE: lambda actor, work: Bundle(actor, work.round, work.language),
    Kind.ARCHIVE: lambda _actor, work: Archive(work.round),
}


class Stopped(Exception):
    """Somebody has cancelled the work, or taken it for dead: it is given up."""


@transaction.atomic
def ask_work(round: Round, kind: str, language: str, *, by: Actor) -> Work:
    """Notes a work for the worker. Refused while the same is waiting or under way.

    One that has not been heard of for long, since its worker was ended, is set aside.
    """
    rules.can_ask_work(by).require()
    if kind not in Kind.values or language not in CODES:
        raise BadInput(_("Choose what is to be made and in which language."), "laji")
    language = LANGUAGE if kind == Kind.ARCHIVE else language
    Round.objects.select_for_update().get(pk=round.pk)
    for row in Work.objects.active().filter(round=round, kind=kind, language=language):
        if not row.is_dead:
            raise Refused(_("The same is being made already."))
        _end(row, State.FAILED, fault=_("The worker was stopped. Ask for it again."))
    work = Work.objects.create(
        kind=kind,
        round=round,
        language=language,
        by=by.user,
        at=clock.now(),
        touched_at=clock.real(),
    )
    _record("work.asked", work, by, {**audit.CREATED, "kind": [None, kind]})
    do_work.enqueue(work.pk)
    return work


@transaction.atomic
def cancel_work(work: Work, *, by: Actor) -> None:
    """Stops it: at once while it waits, after the document in the making while it runs."""
    work = Work.objects.select_for_update().get(pk=work.pk)
    rules.can_cancel_work(by, work).require()
    before = work.state
    _end(work, State.CANCELLED)
    _record("work.cancelled", work, by, {"state": [before, State.CANCELLED]})


def run_work(pk: int) -> None:
    """Does the work `pk`, if it still waits: whoever takes it first does it alone.

    Between two documents it says how far it is, and stops when it has been cancelled. What goes
    wrong is told on the page with the document's name, and with its trace in the log.
    """
    waiting = Work.objects.filter(pk=pk, state=State.WAITING)
    if not waiting.update(state=State.RUNNING, touched_at=clock.real()):
        return
    work = Work.objects.select_related("round", "by").get(pk=pk)
    language = work.by.language if work.by else "fi"
    with clock.as_asked(work.at), override(language), _faults_told(work):
        actor = Actor.of(work.by) if work.by else Actor.public()
        rules.can_ask_work(actor).require()
        package = PACKAGES[work.kind](actor, work)
        with TemporaryFile() as out:
            pack(package, out, partial(_tell, work))
            work.size, work.name = out.seek(0, os.SEEK_END), package.name
            work.digest = files.keep_file(out)
        _finish(work)


@job
def do_work(pk: int) -> None:
    """What the worker is asked to do."""
    run_work(pk)


@contextmanager
def _faults_told(work: Work) -> Iterator[None]:
    """Ends the work with what went wrong in it."""
    try:
        yield
    except Stopped:
        return
    except Failed as fault:
        logger.exception("work %s", work.pk)
        _end(work, State.FAILED, fault=_why(fault))
    except Refused as fault:
        _end(work, State.FAILED, fault=str(fault))
    except Exception:
        logger.exception("work %s", work.pk)
        _end(work, State.FAILED, fault=_("Something went wrong. The log tells what."))
    except BaseException:  # the worker is being ended
        _end(work, State.FAILED, fault=_("The worker was stopped. Ask for it again."))
        raise


def _why(fault: Failed) -> str:
    cause = fault.__cause__
    told = isinstance(cause, BadInput | Refused)
    why = str(cause) if told else _("The log tells the reason.")
    return _("“%(name)s” could not be made. %(why)s") % {"name": fault.name, "why": why}


def _tell(work: Work, done: int, total: int, name: str) -> None:
    rows = Work.objects.filter(pk=work.pk, state=State.RUNNING)
    told = rows.update(done=done, total=total, current=name[:200], touched_at=clock.real())
    if not told:
        raise Stopped


@transaction.atomic
def _finish(work: Work) -> None:
    """Puts the result beside it, unless it was cancelled meanwhile; older results go."""
    rows = Work.objects.select_for_update().filter(pk=work.pk, state=State.RUNNING)
    if not rows.update(
        state=State.DONE,
        digest=work.digest,
        name=work.name,
        size=work.size,
        touched_at=clock.real(),
    ):
        transaction.on_commit(partial(forget_unnamed, [work.digest]))
        return
    same = Work.objects.filter(round=work.round, kind=work.kind, language=work.language)
    old = list(same.exclude(digest="").values_list("pk", "digest")[KEPT:])
    Work.objects.filter(pk__in=[pk for pk, _digest in old]).update(digest="")
    transaction.on_commit(partial(forget_unnamed, [digest for _pk, digest in old]))


def _end(work: Work, state: str, *, fault: str = "") -> None:
    """Ends one that waits or runs; one that has ended stays as it is."""
    rows = Work.objects.active().filter(pk=work.pk)
    rows.update(state=state, fault=fault[:500], touched_at=clock.real())


def _record(event: str, work: Work, by: Actor, changes: audit.Changes) -> None:
    """Beside the round's events: asking for its archive does not change what is in it."""
    audit.record(event, work.audit_key, by=by, changes=changes)
