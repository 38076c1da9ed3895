"""The name under which a file is kept: readable everywhere, and true to the content."""

import re
import unicodedata
from typing import Final

from alke.base.uploads.kinds import PICTURES, Kind
from alke.base.uploads.refusal import is_misnamed

MOST_BYTES: Final = 180  # file systems take 255; whoever saves the file may add something

_ENDING = re.compile(r"\.[a-z][a-z0-9]{1,5}", re.IGNORECASE)  # not that of “Muistio 4.3.2024”
_FORBIDDEN = re.compile(r'[<>:"|?*]')  # on Windows
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # there too


def ending_of(name: str) -> str:
    """In small letters, with its dot; "" where there is none."""
    stem, dot, ending = name.strip().rpartition(".")
    found = f"{dot}{ending}".lower()
    return found if stem and _ENDING.fullmatch(found) else ""


def named(name: str, kind: Kind) -> str:
    """The name, cleaned, with the ending of the kind.

    Raises `BadInput` when it ends like another kind; only pictures may be taken for one another.
    """
    whole = _cleaned(name)
    ending = ending_of(whole)
    if ending and ending not in kind.endings and not _are_pictures(ending, kind):
        raise is_misnamed(ending, kind.ending)
    stem = whole[: len(whole) - len(ending)].rstrip(". ")
    stem = stem.encode()[:MOST_BYTES].decode(errors="ignore").rstrip(". ") or "tiedosto"
    return f"_{stem}{kind.ending}" if _RESERVED.fullmatch(stem) else f"{stem}{kind.ending}"


def _are_pictures(ending: str, kind: Kind) -> bool:
    return kind in PICTURES and any(ending in picture.endings for picture in PICTURES)


def _cleaned(name: str) -> str:
    """One line without folders, signs that turn the text's direction and others unseen."""
    name = re.split(r"[/\\]", name)[-1]
    name = unicodedata.normalize("NFC", name)
    shown = (" " if sign.isspace() else sign for sign in name)
    name = "".join(sign for sign in shown if not unicodedata.category(sign).startswith("C"))
    return re.sub(r" +", " ", _FORBIDDEN.sub("-", name)).strip(". ")
