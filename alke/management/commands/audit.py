"""Verifies the chain of recorded changes (R14)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alke.domain.audit.models import AuditEvent
from alke.domain.audit.queries import first_broken_link, head
from alke.domain.insight.evidence import altered_publications


class Command(BaseCommand):
    """`alke audit verify`: 0 when whole, 1 with the first broken link or altered publication."""

    help = "Verify the chain of recorded changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The one thing to do."""
        parser.add_argument("what", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Walks the chain, then holds every publication against it."""
        if broken := first_broken_link():
            raise CommandError(f"the chain is broken at event {broken.seq}: {broken.reason}")
        if altered := list(altered_publications()):
            raise CommandError("published contents were altered: " + ", ".join(altered))
        self.stdout.write(f"{AuditEvent.objects.count()} events, whole; head {head()}")
