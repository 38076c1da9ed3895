"""Does what pages ask for and the clock starts: long works one after the other, and its jobs.

The works are tasks of django-tasks-db; the clock's jobs run beside them in a thread of their own.
"""

import os
import signal
import sys
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from alke.jobs.clockwork import Clockwork, run_due
from alke.management.ready import require_migrated

SECONDS_TO_SETTLE = 30  # for the mail that is being sent


class Command(BaseCommand):
    """`alke worker [--once]`; several may run beside each other, none does another's work."""

    help = "Do the long works that the pages ask for, send mail, remind."

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
        if options["once"]:
            _work(batch=True)
            run_due()
            return
        clockwork = Clockwork()
        clockwork.start()
        try:
            _work(batch=False)
        finally:
            clockwork.end(SECONDS_TO_SETTLE)


def _work(*, batch: bool) -> None:
    call_command("db_worker", verbosity=0, batch=batch, startup_delay=False, reload=False)


def _end_with_input() -> None:
    """Waits until whoever has started it is gone, then ends it as its user would."""
    sys.stdin.buffer.read()
    while True:  # the first lets a work end, which may take a minute; the second stops it
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1)
