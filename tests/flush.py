"""Empties the tables after tests that really commit, triggers notwithstanding."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# no model's tables, so Django's flush leaves them
EXTRA = ['DELETE FROM "alke_cache"', 'DELETE FROM "alke_notes"']


def lift_guards(connection: BaseDatabaseWrapper) -> None:
    """Makes Django's flush set triggers aside while it empties the tables."""
    operations: Any = type(connection.ops)
    plain = operations.execute_sql_flush

    def execute_sql_flush(self: Any, sql_list: Sequence[str]) -> None:
        before, after = _guards(self.connection)
        plain(self, [*before, *sql_list, *EXTRA, *after])

    if plain.__name__ != "guarded":
        execute_sql_flush.__name__ = "guarded"
        operations.execute_sql_flush = execute_sql_flush


def _guards(connection: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    """Statements that set the triggers aside, and those that bring them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            found = cursor.fetchall()
            return [f'DROP TRIGGER "{name}"' for name, _sql in found], [sql for _, sql in found]
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        )
        tables = [table for (table,) in cursor.fetchall()]
        return (
            [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables],
            [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables],
        )
