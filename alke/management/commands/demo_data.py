"""Makes a synthetic database for benchmarks."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from alke.domain.rounds.models import Round
from alke.domain.samples.synthetic import make_synthetic
from alke.domain.samples.synthetic_world import Size


class Command(BaseCommand):
    """`alke demo-data --regions N --rounds M [--actions A]` into an empty database."""

    help = "Make a synthetic database for benchmarks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The size."""
        parser.add_argument("--regions", type=int, default=18)
        parser.add_argument("--rounds", type=int, default=2)
        parser.add_argument("--actions", type=int, default=0, help="in all; 0: ten a topic")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses to write into a database that has rounds."""
        if not settings.DEMO:
            raise CommandError("ALKE_DEMO=0: synthetic data belongs into demo mode")
        if not (1 <= options["regions"] <= 900 and 1 <= options["rounds"] <= 50):
            raise CommandError("give 1–900 regions and 1–50 rounds")
        call_command("update", stdout=self.stdout)
        if Round.objects.exists():
            raise CommandError(
                "the database has rounds; point ALKE_VAR or DATABASE_URL to an empty one"
            )
        began = time.perf_counter()
        counts = make_synthetic(
            Size(regions=options["regions"], rounds=options["rounds"], actions=options["actions"])
        )
        for name, count in counts.items():
            self.stdout.write(f"{name:<16}{count:>10}")
        self.stdout.write(f"made in {time.perf_counter() - began:.1f} s")
