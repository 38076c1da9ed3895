"""Does the long works that the pages ask for, one after the other (django-tasks-db)."""

import os
import signal
import sys
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from alke.management.ready import require_migrated


class Command(BaseCommand):
    """`alke worker [--once]`; several may run beside each other, none does another's work."""

    help = "Do the long works that the pages ask for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How it ends."""
        parser.add_argument("--once", action="store_true", help="do what waits, then end")
        parser.add_argument(
            "--attached", action="store_true", help="end when standard input is closed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Works until told to stop; a second signal stops it within a document."""
        require_migrated()
        if options["attached"]:
            threading.Thread(target=_end_with_input, daemon=True).start()
        call_command("prune_db_task_results", verbosity=0)
        call_command(
            "db_worker", verbosity=0, batch=options["once"], startup_delay=False, reload=False
        )


def _end_with_input() -> None:
    """Waits until whoever has started it is gone, then ends it as its user would."""
    sys.stdin.buffer.read()
    while True:  # the first lets a work end, which may take a minute; the second stops it
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1)
