"""Reads formats with the shipped organisations, and makes small ones to break."""

from alke.domain.people.reference import reference
from alke.domain.rounds.formats import FormatFaults, RoundFormat, parse_format

# A small whole format; the line of each key matters to the tests of faults.
SMALL = """\
[round]
year = 2024
title = { fi = "Kierros 2024" }

[[kinds]]
key = "joint"
outcome = "conclusions"
max_topics = 2

[[groups]]
slug = "ita"
name = { fi = "Itäinen Suomi" }
members = ["10", "11"]
also = ["18"]

[[discussions]]
slug = "ita"
kind = "joint"
group = "ita"
name = { fi = "Itäinen Suomi" }
date = 2024-04-16
starts = "9"
ends = "11.30"

[[deadlines]]
key = "asialista"
name = { fi = "Asialista" }
each = "joint"
offset = -14
"""


def parse(text: str) -> RoundFormat:
    """The format, with the organisations and regions of the project's own file."""
    known = reference()
    regions = {str(row["code"]): slug for slug, row in known.regions.items()}
    return parse_format(text, organisations=known.organisations, regions=regions)


def faults(text: str) -> list[tuple[int, str, str]]:
    """Line, path and reason of every fault; none when the text is sound."""
    try:
        parse(text)
    except FormatFaults as found:
        return [(fault.line, fault.path, fault.reason) for fault in found.faults]
    return []


def small(old: str = "", new: str = "", *, added: str = "") -> str:
    """The small format with `old` replaced by `new`, which must be in it, and more at its end."""
    assert old in SMALL
    return SMALL.replace(old, new, 1) + added if old else SMALL + added
