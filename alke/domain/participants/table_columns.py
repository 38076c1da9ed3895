"""Which column of a brought table holds what: by its heading, or by what stands in it."""

import re
from collections.abc import Sequence
from typing import Final

from alke.domain.participants.models import Participant

Mode, Mandate = Participant.Mode, Participant.Mandate

# Beginnings of headings in Finnish, Swedish and English, in small letters.
HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "organisation": ("organisaatio", "taho", "yhteisö", "organisation", "body", "organization"),
    "title": (
        *("tehtävä", "rooli", "titteli", "nimike", "virka", "asema"),
        *("titel", "roll", "uppgift", "befattning", "title", "role"),
    ),
    "name": ("nimi", "osallistuja", "henkilö", "namn", "deltagare", "name", "participant"),
    "email": ("sähköposti", "s-posti", "e-post", "epost", "e-mail", "email", "mail"),
    "language": ("kieli", "språk", "language"),
    "mode": ("osallistumistapa", "tapa", "paikalla", "etänä", "sätt", "deltar", "mode"),
    "opening": ("avaus", "avaa", "teeman avaus", "inledning", "öppnar", "opening", "opens"),
    "mandate": ("mandaatti", "valtuus", "mandat", "mandate"),
}
TITLES: Final = 5  # rows among which the headings stand
PLAIN_ORDER: Final = ("organisation", "title", "name")  # without headings, beside the address
_NUMBER = re.compile(r"\d")

MODES: Final[dict[str, str]] = {
    **dict.fromkeys(("etä", "etänä", "teams", "distans", "på distans", "remote"), Mode.REMOTE),
    **dict.fromkeys(("remotely", "verkossa", "online"), Mode.REMOTE),
    **dict.fromkeys(("paikalla", "läsnä", "på plats", "on site", "on-site"), Mode.ON_SITE),
}
MANDATES: Final[dict[str, str]] = {
    **dict.fromkeys(("kyllä", "ottaa kantaa", "voi ottaa kantaa", "ja", "yes"), Mandate.POSITION),
    **dict.fromkeys(("tar ställning", "kan ta ställning", "may take a position"), Mandate.POSITION),
    **dict.fromkeys(("vie kotiin", "tar hem", "tar hem frågan", "takes it home"), Mandate.HOME),
    **dict.fromkeys(("kuuntelee", "ei", "lyssnar", "nej", "listens", "no"), Mandate.LISTENS),
}
LANGUAGES: Final[dict[str, str]] = {
    **dict.fromkeys(("fi", "suomi", "finska", "finnish"), "fi"),
    **dict.fromkeys(("sv", "ruotsi", "svenska", "swedish"), "sv"),
    **dict.fromkeys(("en", "englanti", "engelska", "english"), "en"),
}
_NO: Final = {"", "ei", "nej", "no", "-", "–", "0"}


def columns_of(rows: Sequence[Sequence[str]]) -> tuple[dict[str, int], int]:
    """Columns by what they hold, and how many rows come before the people.

    Above the headings the list may have a title; without headings nothing is left out.
    """
    for number, row in enumerate(rows[:TITLES]):
        if any("@" in cell for cell in row):
            break
        head = _by_heading(row)
        if len(head) > 1:
            return head, number + 1
    return _by_contents(rows), 0


def _by_heading(cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, cell in enumerate(cells):
        said = cell.strip().casefold()
        for key, words in HEADINGS.items():
            if said and key not in found and said.startswith(words):
                found[key] = number
                break
    return found


def _by_contents(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """The address is where an @ stands; before and after it organisation, title and name."""
    width = max(map(len, rows), default=0)
    email = next(
        (n for n in range(width) if any(n < len(row) and "@" in row[n] for row in rows)), None
    )
    rest = [number for number in range(width) if number != email]
    found = dict(zip(PLAIN_ORDER, rest, strict=False))
    return found if email is None else found | {"email": email}


def opening_of(text: str) -> tuple[bool, int | None]:
    """Whether the person opens a topic, and which: “kyllä”, “1”, “teema 2”."""
    said = text.strip().casefold()
    if said in _NO:
        return False, None
    number = _NUMBER.search(said)
    return True, int(number[0]) if number else None
