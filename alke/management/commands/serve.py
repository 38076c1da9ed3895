"""Serves the pages with granian (WSGI)."""

import gc
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import override
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from alke.base import clock
from alke.base.holidays import holiday_name
from alke.base.languages import CODES
from alke.base.links import link
from alke.management.ready import load_pages, require_free, require_migrated

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def serve(*, host: str, port: int, workers: int) -> None:
    """Serves until told to stop; one blocking thread a worker suits short synchronous pages."""
    _load_all()
    Granian(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        backpressure=64,
        http1_settings=HTTP1Settings(),
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()


def _load_all() -> None:
    """Loads once what all workers need: forked from here, they share its memory."""
    import_module("config.wsgi")
    import_module(settings.ROOT_URLCONF)
    load_pages()
    for code in CODES:  # texts, addresses and days off are read by the first page that asks
        with override(code):
            link("home")
            holiday_name(clock.today())
    connections.close_all()  # the workers open their own
    gc.collect()
    gc.freeze()


class Command(BaseCommand):
    """`alke serve [--host 127.0.0.1] [--port 8000] [--workers 2]`."""

    help = "Serve the pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses to start on what is not up to date, and to show the demo to the world."""
        if settings.DEMO and not settings.FORCED and options["host"] not in LOOPBACK:
            raise CommandError(
                _(
                    "ALKE_DEMO: demo accounts are served on a loopback address only "
                    "(ALKE_DEMO_FORCED=1 allows others)."
                )
            )
        if not (settings.STATIC_ROOT / "staticfiles.json").exists():
            raise CommandError(_("The static files are missing. Run “alke migrate” first."))
        require_migrated()
        require_free(options["host"], options["port"])
        serve(host=options["host"], port=options["port"], workers=options["workers"])
