"""Reads a round format (kierroksen muoto) from TOML: a whole format, or every fault of it."""

import re
import tomllib
from collections.abc import Collection, Container, Mapping
from typing import Any

from django.utils.translation import gettext as _

from alke.domain.rounds.formats_checks import check
from alke.domain.rounds.formats_lines import locate, quote_impossible_dates
from alke.domain.rounds.formats_parts import read_format
from alke.domain.rounds.formats_reader import Fault, FormatFaults, Reading, Table
from alke.domain.rounds.formats_shapes import RoundFormat

__all__ = ["Fault", "FormatFaults", "RoundFormat", "parse_format"]

LONGEST = 300_000  # characters of a file
_POSITION = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")


def parse_format(
    text: str,
    *,
    organisations: Container[str],
    regions: Mapping[str, str],
    followups: Mapping[int, Collection[str]] | None = None,
) -> RoundFormat:
    """The format that `text` describes.

    `organisations` are the slugs, `regions` the codes (with their slugs) that exist, and
    `followups` the slugs of the follow-ups of each round, by its year. Raises `FormatFaults`
    with every fault of the file, each with its line and key path; the second discussion is
    `discussions[2]`. A file that is no TOML has that one fault.
    """
    if len(text) > LONGEST:
        reason = _("The file is too long: at most %(limit)s characters.") % {"limit": LONGEST}
        raise FormatFaults([Fault(1, "", reason)])
    text = quote_impossible_dates(text.removeprefix("\ufeff"))
    values = _values(text)
    reading = Reading(locate(text), organisations, regions, followups or {})
    found = read_format(Table(values, "", reading))
    reading.close()
    check(found, reading)
    if reading.faults:
        raise FormatFaults(reading.faults)
    return found


def _values(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        reason = _("The file has too many brackets within one another.")
        raise FormatFaults([Fault(1, "", reason)]) from None
    except ValueError as fault:
        raise FormatFaults([_syntax_fault(text, str(fault))]) from None


def _syntax_fault(text: str, message: str) -> Fault:
    at = _POSITION.search(message)
    line = int(at[1]) if at and at[1] else text.count("\n", 0, len(text.rstrip())) + 1
    if any(word in message for word in ("overwrite", "twice", "Duplicate", "mutate")):
        return Fault(line, "", _("This key or table stands in the file twice."))
    return Fault(
        line,
        "",
        _(
            "The file cannot be read here. Look for a missing quotation mark, bracket or equals "
            "sign on this line and the one before."
        ),
    )
