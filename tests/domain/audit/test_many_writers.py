"""Many write at once; the chain stays one line."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from alke.base.verdicts import Refused, refused
from alke.domain.audit.models import AuditEvent, AuditHead
from alke.domain.audit.operations import record
from alke.domain.audit.queries import first_broken_link
from alke.domain.people.actors import Actor

WRITERS, EACH = 8, 6


def _write(writer: int, start: Barrier) -> None:
    """Several events, some in one transaction, some rolled back."""
    try:
        start.wait()
        for number in range(EACH):
            _write_one(writer, number)
    finally:
        connections.close_all()


def _write_one(writer: int, number: int) -> None:
    def add(kind: str) -> None:
        changes = {"n": [None, number]}
        record(f"test.{kind}", f"test:{writer}", by=Actor.system(), changes=changes)

    with transaction.atomic():
        add("first")
        add("second")
    try:
        with transaction.atomic():
            add("undone")
            refused("Not like this.").require()
    except Refused:
        add("after")


@pytest.mark.django_db(transaction=True)
def test_many_who_record_at_once_make_one_unbroken_line() -> None:
    start = Barrier(WRITERS)
    before = AuditEvent.objects.count()
    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(_write, writer, start) for writer in range(WRITERS)]:
            done.result()
    assert first_broken_link() is None
    rows = list(AuditEvent.objects.filter(event__startswith="test."))
    assert len(rows) == WRITERS * EACH * 3
    assert AuditEvent.objects.count() == before + len(rows) == AuditHead.objects.get().seq
    assert "test.undone" not in {row.event for row in rows}
    for writer in range(WRITERS):  # each one's events stand in the order of its acts
        events = [row.event for row in rows if row.subject == f"test:{writer}"]
        assert events == ["test.first", "test.second", "test.after"] * EACH


@pytest.mark.django_db(transaction=True)
def test_many_can_begin_an_empty_chain_at_once() -> None:
    call_command("flush", verbosity=0, interactive=False)
    start = Barrier(WRITERS)

    def begin(_writer: int) -> None:
        try:
            start.wait()
            record("test.first", "test:1", by=Actor.system(), changes={})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(begin, range(WRITERS)))
    assert first_broken_link() is None
    assert AuditHead.objects.get().seq == WRITERS
