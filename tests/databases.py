"""A SQLite database kept in a file, brought back from there, and shared by the run's processes."""

import fcntl
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import connection

from tests import settings


def keep(path: Path) -> None:
    """Writes the database as it stands, triggers and all."""
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as file:
        connection.connection.backup(file)


def bring(path: Path) -> None:
    """Makes the database what the file has."""
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as file:
        file.backup(connection.connection)


def made_once(name: str, make: Callable[[], None]) -> Path:
    """The file of that name; whichever process of the run asks first makes it.

    `make` brings the database to what is kept, and leaves it so.
    """
    path = settings.SHARED / name
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until it is closed
        if not path.exists():
            make()
            part = path.with_suffix(".part")
            keep(part)
            part.rename(path)
    return path
