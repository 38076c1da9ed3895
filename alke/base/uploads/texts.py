"""Plain text and tables as text: anything else that looks like text is told apart."""

import re
from typing import Final

from alke.base.uploads import refusal
from alke.base.uploads.kinds import CSV, TEXTS, TXT, Kind
from alke.base.uploads.names import ending_of

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_OTHERS: Final = re.compile(  # web pages, SVG, RTF, PostScript, scripts
    r"\s*(?:<(?:!|\?|html|head|body|svg|script|iframe)|\{\\rtf|%!|#!)", re.IGNORECASE
)
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def text(name: str, data: bytes) -> Kind:
    """Which of the two it is only its name tells; raises `BadInput` for what is no text."""
    if b"\0" in data and not data.startswith(_UTF_16):
        raise refusal.not_taken()
    ending = ending_of(name)
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        is_text = any(ending in kind.endings for kind in TEXTS)
        raise (refusal.not_utf8() if is_text else refusal.not_taken()) from fault
    if _OTHERS.match(words) or _UNSEEN.search(words):
        raise refusal.not_taken()
    return CSV if ending in CSV.endings else TXT
