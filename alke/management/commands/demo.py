"""Sets up the sample round and serves it: the first command that a new user types."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from alke.domain.people.actors import Actor
from alke.domain.people.models import User
from alke.domain.samples.operations import load_sample
from alke.management.commands.serve import serve
from alke.management.ready import require_free

HOST = "127.0.0.1"

SHOWN = (
    ("koordinaattori", "runs the round (TEM)"),
    ("vastuuhenkilo-ita", "answers for the eastern discussion"),
    ("lvm", "a ministry's contact"),
    ("pohjois-savo", "a council's contact"),
    ("pohjanmaa", "a council's contact, in Swedish"),
    ("lappi-valmistelija", "an editor: confirms nothing"),
    ("ely-lappi", "a guest"),
    ("aune", "a reader"),
    ("yllapito", "administrator"),
)


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
            raise CommandError("ALKE_DEMO=0: the demo needs demo mode")
        if not options["no_serve"]:
            require_free(HOST, options["port"])
        if options["reset"]:
            self._empty()
        call_command("update", stdout=self.stdout)
        load_sample(by=Actor.system())
        self._tell(options["port"])
        if not options["no_serve"]:
            serve(host=HOST, port=options["port"], workers=2)

    def _empty(self) -> None:
        """Removes the demo's own database; one that DATABASE_URL names is left alone."""
        file = settings.VAR / "alke.sqlite3"
        if connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]) != file:
            raise CommandError("--reset: only the demo's own database in ALKE_VAR is emptied")
        connection.close()
        for name in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
            name.unlink(missing_ok=True)

    def _tell(self, port: int) -> None:
        accounts = User.objects.exclude(demo_account=None).count()
        lines = [f"  {name:<20}{what}" for name, what in SHOWN]
        self.stdout.write(
            f"\nAlke is at http://{HOST}:{port}\n"
            f"The day is {settings.FIXED_DAY:%d.%m.%Y}; move it at /esittely/.\n\n"
            f"Demo accounts, one click each at /kirjaudu/ ({accounts} in all):\n"
            + "\n".join(lines)
            + "\n\nStop with Ctrl+C.\n"
        )
        self.stdout.flush()
