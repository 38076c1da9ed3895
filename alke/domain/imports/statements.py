"""What a cell of progress says: of one body, or of several under their names.

Papers write “Kainuu: palvelu avattiin.”, a name alone on its line, or, as our own export does, the
name and the day in bold; and many write nothing but the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from django.utils.translation import override

from alke.base.languages import CODES
from alke.base.papers.model import Paragraph, Run, Runs
from alke.base.papers.richtext import markdown, plain, words_of
from alke.base.papers.word.found import TextBlock
from alke.domain.followup.models import ProgressReport
from alke.domain.imports.returned import Name
from alke.domain.imports.returned_table import Statement
from alke.domain.imports.word_tables import plain_words
from alke.domain.people.recognition import Certainty, Recogniser

Answer = ProgressReport.Answer
SURE = {Certainty.CERTAIN.value, Certainty.GROUP.value}
LONGEST_NAME = 120
NOTHING_NEW = {
    *("ei uutta", "ei uutta raportoitavaa", "ei muutoksia", "ei muutosta", "ei uutta tietoa"),
    *("inget nytt", "inget nytt att rapportera", "inga ändringar", "nothing new"),
}
_COLON = re.compile(r":(?=\s|\Z)")
_DAY = re.compile(r"[\s,(]*\d{1,2}\.\s?\d{1,2}\.(\s?\d{4})?\)?\s*\Z")


def statements_in(
    blocks: Sequence[TextBlock], side: str, recogniser: Recogniser
) -> tuple[Statement, ...]:
    """The statements of one cell, in order; nothing of its text is left out."""
    found: list[tuple[tuple[Name, ...], list[TextBlock]]] = [((), [])]
    for block in blocks:
        names, rest = _named(block, recogniser)
        if names:
            found.append((names, []))
        if rest is not None:
            found[-1][1].append(rest)
    return tuple(
        _statement(side, names, own) for names, own in found if names or words_of(own).strip()
    )


def _statement(side: str, names: tuple[Name, ...], blocks: Sequence[TextBlock]) -> Statement:
    """An answer's label before the text, as our export prints it, is no part of the text."""
    first, rest = blocks[:1], blocks[1:]
    answer = _labels().get(plain_words(words_of(first)))
    if answer is None:
        return Statement(side, Answer.TEXT.value, markdown(blocks), names)
    return Statement(side, answer, markdown(rest), names)


@cache
def _labels() -> dict[str, str]:
    """What each answer is called."""
    found: dict[str, str] = dict.fromkeys(NOTHING_NEW, Answer.NOTHING_NEW.value)
    for code in CODES:
        with override(code):
            for answer in Answer:
                if answer != Answer.TEXT:
                    found[plain_words(str(answer.label))] = answer.value
    return found


def _named(block: TextBlock, recogniser: Recogniser) -> tuple[tuple[Name, ...], TextBlock | None]:
    """Who begins to speak in the paragraph, and what of it is left."""
    if not isinstance(block, Paragraph):
        return (), block
    for length in _ends(block.runs):
        head = _DAY.sub("", plain(block.runs)[:length].strip().rstrip(":")).strip()
        mentions = recogniser.read(head) if 0 < len(head) <= LONGEST_NAME else []
        if mentions and all(row.certainty.value in SURE for row in mentions):
            names = tuple(
                Name(row.text, row.certainty.value, tuple(body.slug for body in row.bodies))
                for row in mentions
            )
            runs = _after(block.runs, length)
            return names, replace(block, runs=runs) if plain(runs).strip() else None
    return (), block


def _ends(runs: Runs) -> Iterator[int]:
    """Where a name at the beginning may end: after a colon, after bold words, or with the line."""
    text = plain(runs)
    if colon := _COLON.search(text):
        yield colon.end()
    bold = 0
    for run in runs:
        if not run.bold:
            break
        bold += len(run.text)
    if bold:
        yield bold
    if len(text) <= LONGEST_NAME and not text.rstrip().endswith("."):
        yield len(text)


def _after(runs: Runs, length: int) -> Runs:
    """The runs without their first `length` signs and what parts a name from its text."""
    left: list[Run] = []
    for run in runs:
        cut = run.text[min(length, len(run.text)) :]
        length -= len(run.text) - len(cut)
        if not left:
            cut = cut.lstrip(" \t\n:–-")
        if cut:
            left.append(replace(run, text=cut))
    return tuple(left)
