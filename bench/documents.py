"""Measures packages of documents: a whole round, a discussion, the archive (see README.md)."""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.db import transaction

from alke.domain.documents.archive import Archive
from alke.domain.documents.bundle import Bundle
from alke.domain.documents.makers import make
from alke.domain.documents.making_operations import file_paper
from alke.domain.documents.offers import offers
from alke.domain.documents.operations import register_version
from alke.domain.documents.packages import Package, pack
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion, Round

YEAR: Final = 2024
MEGABYTE: Final = 1024 * 1024


def measured(name: str, package: Package) -> str:
    """A row of the table: documents, seconds, seconds of the processor, size, memory so far."""
    steps: list[int] = []
    began, used = time.perf_counter(), time.process_time()
    with tempfile.TemporaryFile() as out:
        pack(package, out, lambda _done, of, _name: steps.append(of))
        size = out.seek(0, os.SEEK_END) / MEGABYTE
    wall, own = time.perf_counter() - began, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"| {name} | {steps[-1]} | {wall:.1f} | {own:.1f} | {size:.1f} | {memory:.0f} |"


def register_all(round_: Round, by: Actor) -> None:
    """Files every paper that can be made and registers it."""
    for spot in (None, *Discussion.objects.filter(round=round_).select_related("round")):
        for offer in offers(round_, spot):
            if make(by, round_, spot, offer, "fi") is not None:
                version = file_paper(round_, spot, offer, by=by, language="fi")
                register_version(version, number="VN/1", publicity="public", by=by)


def main() -> None:
    """Prints the table, of the sample at ALKE_VAR; what is registered for it is undone."""
    round_ = Round.objects.get(year=YEAR)
    east = Discussion.objects.get(round=round_, slug="ita")
    actor = Actor.system()
    rows: list[tuple[str, Callable[[], Package]]] = [
        ("bundle of a discussion", lambda: Bundle(actor, round_, "fi", east)),
        ("bundle of the round, Finnish", lambda: Bundle(actor, round_, "fi")),
        ("bundle of the round, Swedish", lambda: Bundle(actor, round_, "sv")),
        ("archive package of the round", lambda: Archive(round_)),
    ]
    sys.stdout.write("| package | documents | s | s of CPU | MB | memory MB |\n")
    sys.stdout.write("| --- | ---: | ---: | ---: | ---: | ---: |\n")
    with transaction.atomic():
        for name, package in rows:
            if name.startswith("archive"):
                register_all(round_, actor)
            sys.stdout.write(f"{measured(name, package())}\n")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
