"""Verifies the chain of recorded changes (R14)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base.languages import CODES
from alke.domain.audit.models import AuditEvent
from alke.domain.audit.queries import first_broken_link, head
from alke.domain.documents.evidence import altered_documents
from alke.domain.insight.evidence import altered_publications


class Command(BaseCommand):
    """`alke audit verify`: 0 when whole, 1 with the first broken link or altered publication."""

    help = "Verify the chain of recorded changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The one thing to do."""
        parser.add_argument("--language", choices=CODES, default="fi", help="of what is printed")
        parser.add_argument("what", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Walks the chain, then holds every publication against it."""
        with translation.override(options["language"]):
            self._verify()

    def _verify(self) -> None:
        if broken := first_broken_link():
            raise CommandError(
                _("The chain is broken at event %(seq)s: %(reason)s.")
                % {"seq": broken.seq, "reason": broken.reason}
            )
        if altered := [*altered_publications(), *altered_documents()]:
            names = "; ".join(altered)
            raise CommandError(_("Published contents were altered: %(names)s.") % {"names": names})
        count = AuditEvent.objects.count()
        text = ngettext(
            "%(n)s event, and the chain is whole. Its end: %(head)s",
            "%(n)s events, and the chain is whole. Its end: %(head)s",
            count,
        )
        self.stdout.write(text % {"n": count, "head": head()})
