"""Sets up the sample round and serves it: the first command that a new user types."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import wrap
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base import clock
from alke.base.dates import format_date
from alke.domain.people.actors import Actor
from alke.domain.people.demo_accounts import demo_accounts
from alke.domain.people.models import Membership
from alke.domain.samples.operations import load_sample
from alke.management.commands.serve import serve
from alke.management.ready import require_free

HOST = "127.0.0.1"
Role = Membership.Role
GROUPS = {
    Role.COORDINATOR: gettext_lazy("runs the round"),
    Role.OWNER: gettext_lazy("own a discussion"),
    Role.MINISTRY_CONTACT: gettext_lazy("ministries"),
    Role.COUNCIL_CONTACT: gettext_lazy("councils"),
    Role.EDITOR: gettext_lazy("their editors"),
    Role.GUEST: gettext_lazy("guest"),
    Role.READER: gettext_lazy("reader"),
    Role.ADMINISTRATOR: gettext_lazy("administrator"),
}
WIDTH = 96
SECONDS_TO_END = 10


def accounts_listed() -> list[str]:
    """The name of every demo account, by what it may do, in as few lines as they need."""
    accounts = demo_accounts()
    label = max(len(str(what)) for what in GROUPS.values()) + 4
    lines = []
    for role, what in GROUPS.items():
        names = ", ".join(account.name for account in accounts if account.role == role)
        lines += wrap(
            names,
            WIDTH,
            initial_indent=f"  {what}".ljust(label),
            subsequent_indent=" " * label,
            break_on_hyphens=False,
        )
    return lines


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker in a process of its own, which ends with this one however that ends."""
    command = [sys.executable, "-m", "alke.management.cli", "worker", "--attached"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as worker:  # noqa: S603 - itself
        try:
            yield
        finally:
            worker.stdin.close()  # type: ignore[union-attr] # it is a pipe
            try:
                worker.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                worker.kill()


class Command(BaseCommand):
    """`alke demo [--port 8000] [--reset]`; data goes to ALKE_VAR, a second start keeps it."""

    help = "Set up the sample round and serve it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="only set it up")
        parser.add_argument("--reset", action="store_true", help="begin anew: empties the demo")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrates, loads the sample unless it is there, says where to look, serves."""
        if not settings.DEMO:
            raise CommandError(_("ALKE_DEMO=0: the demo needs demo mode."))
        if not options["no_serve"]:
            require_free(HOST, options["port"])
        if options["reset"]:
            self._empty()
        call_command("update", stdout=self.stdout)
        load_sample(by=Actor.system())
        self._tell(options["port"])
        if not options["no_serve"]:
            settings.SITE_ADDRESS = os.environ.setdefault(  # the worker reads it there
                "ALKE_ADDRESS", f"http://{HOST}:{options['port']}"
            )
            with worker_beside():
                serve(host=HOST, port=options["port"], workers=2)

    def _empty(self) -> None:
        """Removes the demo's own database; one that DATABASE_URL names is left alone."""
        file = settings.VAR / "alke.sqlite3"
        if connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]) != file:
            raise CommandError(_("--reset: only the demo’s own database in ALKE_VAR is emptied."))
        connection.close()
        for name in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
            name.unlink(missing_ok=True)

    def _tell(self, port: int) -> None:
        count = len(demo_accounts())
        told = (
            "",
            _("Alke is at %(address)s") % {"address": f"http://{HOST}:{port}"},
            _("The day is %(day)s; move it at /esittely/.")
            % {"day": format_date(clock.today(), "plain")},
            "",
            _("Demo accounts, one click each at /kirjaudu/ (%(count)d in all):") % {"count": count},
            *accounts_listed(),
            "",
            _("Stop with Ctrl+C."),
        )
        self.stdout.write("\n".join(told))
        self.stdout.flush()
