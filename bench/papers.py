"""Measures single papers, written as Word and PDF, and a file that comes back (see README.md)."""

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any, Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

import pikepdf
from django.db import transaction

from alke.base.papers.model import Paper
from alke.base.papers.pdf import writer as pdf
from alke.base.papers.word import writer as word
from alke.base.papers.word.reader import read
from alke.domain.imports.queries import recogniser_of
from alke.domain.imports.word_compare import compare
from alke.domain.imports.word_match import match
from alke.domain.papers.sheet_base import read_base
from alke.domain.papers.sheet_paper import sheet_paper
from alke.domain.papers.sheet_source import SheetSource, sheet_source, sheet_topic
from alke.domain.people.actors import Actor
from alke.domain.topics.action_operations import create_action

RUNS: Final = 15
ROWS: Final = 40
PAGES: Final = 10


def main() -> None:
    """Prints the table, of the sample at ALKE_VAR; the actions added for it are taken back."""
    actor = Actor.system()
    with transaction.atomic():
        source = _source(actor)
        paper = sheet_paper(source, "fi")
        rows: list[tuple[str, Callable[[], Any]]] = [
            ("sheet, Word, read from the database", lambda: word.write(_paper(actor))),
            ("sheet, PDF, read from the database", lambda: pdf.write(_paper(actor))),
        ]
        long = _long(paper)
        rows.append((f"PDF of {_pages(long)} pages", lambda: pdf.write(long)))
        for number in range(ROWS - len(source.actions)):
            create_action(source.topic, by=actor, title=f"Mittauksen toimenpide {number + 1}")
        many = _source(actor)
        file = word.write(sheet_paper(many, "fi"))
        rows.append((f"import of a sheet with {ROWS} actions", lambda: _import(file, many, actor)))
        sys.stdout.write("| paper | ms p50 |\n| --- | ---: |\n")
        for name, act in rows:
            sys.stdout.write(f"| {name} | {_median(act):.0f} |\n")
        transaction.set_rollback(True)


def _source(actor: Actor) -> SheetSource:
    (topic,) = sheet_topic(actor, 2024, "ita", 1)
    return sheet_source(topic, actor)


def _paper(actor: Actor) -> Paper:
    return sheet_paper(_source(actor), "fi")


def _long(paper: Paper) -> Paper:
    """The paper's contents again and again until it has ten pages."""
    blocks = paper.blocks
    while _pages(long := replace(paper, blocks=blocks)) < PAGES:
        blocks = (*blocks, *paper.blocks)
    return long


def _pages(paper: Paper) -> int:
    with pikepdf.open(BytesIO(pdf.write(paper))) as file:
        return len(file.pages)


def _import(file: bytes, source: SheetSource, actor: Actor) -> object:
    found = read(file)
    base = read_base(found.data, source.topic.pk)
    returned = match(found, source, recogniser_of(source.topic.discussion), base)
    return compare(returned, source, "fi")


def _median(act: Callable[[], Any]) -> float:
    act()
    times = []
    for _run in range(RUNS):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
