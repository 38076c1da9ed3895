"""Django's tasks: a function that a process beside the pages runs, named in the database."""

import datetime as dt
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, Protocol, cast

PATIENCE: Final = dt.timedelta(seconds=15)  # a worker looks every second
SILENCE: Final = dt.timedelta(minutes=5)  # a job that runs tells of itself more often


class Job(Protocol):
    """A function that waits for a worker once it is enqueued."""

    def enqueue(self, *args: Any) -> object:
        """Notes the call, in the caller's transaction."""


def job(function: Callable[..., None]) -> Job:
    """The function as a task; it keeps its name in its module, by which the worker finds it."""
    tasks = import_module("django.tasks" if find_spec("django.tasks") else "django_tasks")
    return cast("Job", tasks.task(function))
