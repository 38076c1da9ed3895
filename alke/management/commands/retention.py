"""Erases personal data whose time has come, or tells what would be erased and when."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base import clock
from alke.base.dates import format_date
from alke.base.languages import CODES
from alke.domain.retention.operations import erase_due
from alke.domain.retention.queries import Left, left_in_all
from alke.domain.retention.rules import can_erase_personal
from alke.management.ready import require_migrated


class Command(BaseCommand):
    """`alke retention [--dry-run]`; the worker does the same once a day."""

    help = "Erase personal data of rounds whose time has come."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether anything is written."""
        parser.add_argument("--language", choices=CODES, default="fi", help="of what is printed")
        parser.add_argument("--dry-run", action="store_true", help="only tell, erase nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """A paragraph for each round."""
        require_migrated()
        with translation.override(options["language"]):
            if options["dry_run"]:
                for left in left_in_all(clock.now()):
                    self._tell(left)
                return
            done = erase_due(at=clock.now())
            for year, rows in done.items():
                text = ngettext(
                    "%(year)d: personal data erased, %(n)d row.",
                    "%(year)d: personal data erased, %(n)d rows.",
                    rows,
                )
                self.stdout.write(text % {"year": year, "n": rows})
            if not done:
                self.stdout.write(_("Nothing has to be erased now."))

    def _tell(self, left: Left) -> None:
        """When, and how many rows of what."""
        year, verdict = left.term.round.year, can_erase_personal(left.term, clock.now())
        if not left.counts:
            self.stdout.write(_("%(year)d: no personal data.") % {"year": year})
            return
        if verdict and left.term.until is not None:
            day = format_date(left.term.until, "plain")
            when = _("The time ended on %(day)s; it is erased the next time.") % {"day": day}
        else:
            when = str(verdict.reason)
        self.stdout.write(f"{year}: {when}")
        for label, count in left.words:
            self.stdout.write(f"   {label}: {count}")
