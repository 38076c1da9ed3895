"""Writes the archive package of a round: what is registered, as BagIt (RFC 8493)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from alke.base.languages import CODES
from alke.domain.documents.archive import Archive
from alke.domain.documents.packages import Failed, pack, unwatched
from alke.domain.rounds.models import Round
from alke.management.ready import require_migrated


class Command(BaseCommand):
    """`alke archive YEAR FILE`; a file that is there is not written over."""

    help = "Write the archive package of a round."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which round, and where to."""
        parser.add_argument("--language", choices=CODES, default="fi", help="of what is printed")
        parser.add_argument("year", type=int)
        parser.add_argument("file", type=Path, help="a ZIP")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Writes it, or says in one line why not."""
        require_migrated()
        with translation.override(options["language"]):
            self._write(options["year"], options["file"])

    def _write(self, year: int, file: Path) -> None:
        round_ = Round.objects.filter(year=year).first()
        if round_ is None:
            raise CommandError(_("There is no round of %(year)s.") % {"year": year})
        if file.exists():
            raise CommandError(_("%(file)s is there already.") % {"file": file})
        part = file.with_name(f"{file.name}.part")
        try:
            with part.open("wb") as out:
                pack(Archive(round_), out, unwatched)
            part.rename(file)
        except Failed as fault:
            raise CommandError(
                _("The package could not be made: %(name)s.") % {"name": fault.name}
            ) from fault
        finally:
            part.unlink(missing_ok=True)
        self.stdout.write(_("The package is in %(file)s.") % {"file": file})
