"""Lines that the export prints around the tables: known again in any language, never imported."""

from collections.abc import Iterable
from itertools import product
from typing import Any

from alke.base.languages import CODES
from alke.base.papers.words import Own, own_words
from alke.base.papers.words import printed as _
from alke.domain.papers.moments import read_code
from alke.domain.papers.sheet_source import SheetSource

# What the letter's annex prints, whatever the round (letter 2024, Liite).
ANNEX = {"asiakirjat", "toimenpiteet", "seuranta toimenpiteistä"}
ANNEX_THEME = "keskusteluteema:"
MARK = "\x00"


def legend() -> str:
    """Under the tables."""
    return _("A body in bold leads the action; the others take part.")


def theme(title: str) -> str:
    """The heading of the topic."""
    return _("Discussion theme: %(title)s") % {"title": title}


def _theme_starts(own: Own) -> Iterable[str]:
    yield ANNEX_THEME
    for code in CODES:
        with own_words(own, code):
            if start := theme(MARK).partition(MARK)[0].strip():
                yield start.lower()


def title_in(words: str, own: Own) -> str | None:
    """The topic's title, where the line is its heading, as shipped or as the round words it."""
    for start in (*_theme_starts(own), *_theme_starts({})):
        if words.lower().startswith(start):
            return " ".join(words[len(start) :].split()) or None
    return None


def is_printed(words: str, source: SheetSource) -> bool:
    """Whether the line is one of ours: title, headings of sections, legend, code."""
    line = " ".join(words.split()).lower()
    if line in ANNEX or read_code(words) is not None or line.startswith("alke-keskustelut 2"):
        return True
    return line in _printed(source)


def _printed(source: SheetSource) -> set[str]:
    found = {name.lower() for row in source.sections for name in row.names.values()}
    discussion = source.topic.discussion
    for own, code in product(({}, source.own_words), CODES):
        with own_words(own, code):
            found |= {legend().lower(), paper_title(source).lower(), theme("").strip().lower()}
            found.add(theme(source.topic.heading).lower())
            found.add(discussion.round.name.lower())
    return found


def paper_title(source: SheetSource) -> str:
    """The document's title."""
    return numbered_title(source.topic.discussion, source.topic.number or 0)


def numbered_title(discussion: Any, number: int) -> str:
    """The title of a sheet that has that place on the agenda."""
    return _("ALKE discussions %(year)d: %(discussion)s, topic %(number)d") % {
        "year": discussion.round.year,
        "discussion": discussion.name,
        "number": number,
    }
