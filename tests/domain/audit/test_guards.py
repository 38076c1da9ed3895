"""The databases themselves refuse to alter what was recorded."""

import pytest
from django.db import DatabaseError, connection, transaction

from alke.domain.audit.models import AuditEvent
from alke.domain.audit.operations import record
from alke.domain.audit.queries import first_broken_link
from tests.cast import Cast

STATEMENTS = {
    "sqlite": (
        "UPDATE alke_auditevent SET event = 'other'",
        "UPDATE alke_auditevent SET user_id = NULL WHERE seq = 1",
        "DELETE FROM alke_auditevent",
        "DELETE FROM alke_auditevent WHERE seq = 1",
    ),
    "postgresql": (
        "UPDATE alke_auditevent SET event = 'other'",
        "UPDATE alke_auditevent SET user_id = NULL WHERE seq = 1",
        "DELETE FROM alke_auditevent",
        "DELETE FROM alke_auditevent WHERE seq = 1",
        "TRUNCATE alke_auditevent",
        "TRUNCATE alke_auditevent CASCADE",
    ),
}


def test_the_database_refuses_every_statement_that_alters_the_chain(cast: Cast) -> None:
    count = AuditEvent.objects.count()
    for statement in STATEMENTS[connection.vendor]:
        with (
            pytest.raises(DatabaseError, match="the audit chain is never altered"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert AuditEvent.objects.count() == count
    assert first_broken_link() is None


def test_models_cannot_alter_it_either(cast: Cast) -> None:
    row = record("test.made", "test:1", by=cast["system"], changes={})
    for alter in (row.save, row.delete, AuditEvent.objects.all().delete):
        with (
            pytest.raises(DatabaseError, match="the audit chain is never altered"),
            transaction.atomic(),
        ):
            alter()
    assert AuditEvent.objects.filter(pk=row.pk).exists()


def test_adding_is_not_hindered(cast: Cast) -> None:
    row = record("test.made", "test:1", by=cast["system"], changes={"a": [1, 2]})
    assert AuditEvent.objects.get(seq=row.seq).changes == {"a": [1, 2]}
