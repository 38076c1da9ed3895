"""What a command needs before it begins: an up-to-date database, a free port, loaded pages."""

import socket
from typing import Any

from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.template import engines
from django.utils.translation import gettext as _
from jinja2 import BytecodeCache

PORTS = range(1, 65536)


def require_migrated() -> None:
    """Ends the command when the database lacks a table or another change of this version."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(_("The database is not up to date. Run “alke migrate” first."))


def require_free(host: str, port: int) -> None:
    """Ends the command when nothing can listen there; the server itself would share the port."""
    if port not in PORTS:
        raise CommandError(_("--port: give 1–%(last)d.") % {"last": PORTS[-1]})
    try:
        ((family, kind, protocol, _name, address), *_others) = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        with socket.socket(family, kind, protocol) as plain:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # just ended: still free
            plain.bind(address)
    except OSError as fault:
        reason = fault.strerror or fault
        said = _("Cannot listen on %(host)s, port %(port)d: %(reason)s")
        raise CommandError(said % {"host": host, "port": port, "reason": reason}) from None


def load_pages(compiled: BytecodeCache | None = None) -> None:
    """Loads every page, and leaves there what was compiled for it."""
    engine: Any = engines["jinja2"]
    if compiled is not None:
        engine.env.bytecode_cache = compiled
    for name in engine.env.list_templates(extensions=["html"]):
        engine.env.get_template(name)
