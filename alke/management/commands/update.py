"""Brings the database, the cache table and the static files up to date (alke migrate)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _


class Command(BaseCommand):
    """Called `alke migrate`; safe to run again at any time."""

    help = "Bring the database and the static files up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrates, makes the cache table, collects the static files."""
        Path(settings.VAR).mkdir(parents=True, exist_ok=True)
        quiet = {"verbosity": 0}
        call_command("migrate", interactive=False, **quiet)
        call_command("createcachetable", **quiet)
        call_command("collectstatic", interactive=False, **quiet)
        self.stdout.write(_("The database and the static files are up to date."))
