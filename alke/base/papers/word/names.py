"""What writer and reader of Word files agree on: namespaces, styles, languages, limits."""

import re
from typing import Final, TypeAlias

from lxml.etree import _Element

Element: TypeAlias = _Element  # what lxml's own annotations call it

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
M: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math"
W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
W15: Final = "http://schemas.microsoft.com/office/word/2012/wordml"
# Names of the standard's strict form, which Word can save too, and those of the usual one.
STRICT: Final = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": M.encode(),
}
DATA: Final = "urn:alke:paper"  # of the part that carries a paper's own data

NUMBER_STYLE: Final = "AlkeNumber"  # the character style of an action's number
LOCALES: Final = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}

LONGEST_NAME: Final = 40  # Word cuts off longer names of bookmarks
_UNSAFE = re.compile(r"\W", re.ASCII)
# What XML 1.0 cannot hold at all.
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def w(name: str) -> str:
    """The name in Word's namespace, as lxml writes it."""
    return f"{{{W}}}{name}"


def bookmark(*parts: str) -> str:
    """A bookmark's name of these parts: letters, digits and underscores, never cut by Word."""
    return _UNSAFE.sub("_", "_".join(("alke", *parts)))[:LONGEST_NAME]


def writable(text: str) -> str:
    """The text without what XML cannot hold; the interface lets none of it in."""
    return _UNWRITABLE.sub("", text)
