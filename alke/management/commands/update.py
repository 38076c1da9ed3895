"""Brings the database, the cache table and the static files up to date (alke migrate)."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from jinja2 import FileSystemBytecodeCache

from alke.management.ready import load_pages


class Command(BaseCommand):
    """Called `alke migrate`; safe to run again at any time."""

    help = "Bring the database and the static files up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrates, makes the cache table, collects the static files, compiles the pages."""
        Path(settings.VAR).mkdir(parents=True, exist_ok=True)
        quiet = {"verbosity": 0}
        call_command("migrate", interactive=False, **quiet)
        call_command("createcachetable", **quiet)
        call_command("collectstatic", interactive=False, **quiet)
        _compile_pages(settings.COMPILED_PAGES)
        self.stdout.write(_("The database and the static files are up to date."))


def _compile_pages(folder: Path) -> None:
    """Compiles all pages anew, as they and their engine may have changed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)  # what lies there is run
    load_pages(FileSystemBytecodeCache(str(folder)))
