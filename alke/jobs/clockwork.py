"""Runs the jobs of the clock beside the worker's tasks, each by one worker at a time."""

import logging
import threading
import time
from collections.abc import Iterable
from typing import Final

from django.db import close_old_connections, connections
from django.db.utils import Error

from alke.domain.runs.operations import claim_run, finish_run
from alke.jobs.registry import JOBS, Job

TICK: Final = 1.0  # seconds
logger = logging.getLogger(__name__)


def run_due(jobs: Iterable[Job] = JOBS, stop: threading.Event | None = None) -> list[str]:
    """Runs every job that is due and that no other worker has; says which.

    A job that fails is logged with its trace, and comes again at its next time.
    """
    found = []
    for job in jobs:
        if stop is not None and stop.is_set():
            break
        if _run(job, stop or threading.Event()):
            found.append(job.name)
    return found


def _run(job: Job, stop: threading.Event) -> bool:
    claim = claim_run(job.name, job.lease) if job.waits() else None
    if claim is None:
        return False
    fault = ""
    try:
        job.run(lambda: not stop.is_set())
    except Exception as found:
        logger.exception("job %s", job.name)
        fault = f"{type(found).__name__}: {found}"
    finish_run(job.name, claim, job.every, fault=fault)
    return True


class Clockwork(threading.Thread):
    """A thread of its own: a bundle that takes a minute makes no mail wait."""

    def __init__(self) -> None:
        super().__init__(name="clockwork", daemon=True)
        self._stop_asked = threading.Event()

    def run(self) -> None:
        """Looks every second until it is stopped; a database that is away is waited for."""
        try:
            while not self._stop_asked.is_set():
                begun = time.monotonic()
                close_old_connections()
                try:
                    run_due(stop=self._stop_asked)
                except Error:
                    logger.exception("the clock's jobs")
                self._stop_asked.wait(max(0.0, TICK - (time.monotonic() - begun)))
        finally:
            connections.close_all()

    def end(self, seconds: float) -> None:
        """Lets the mail that is being sent be settled."""
        self._stop_asked.set()
        self.join(seconds)
