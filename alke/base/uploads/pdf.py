"""PDF files: looked into by a process of its own, which may end however it likes.

A PDF of a few kilobytes can unpack to anything, and its reader is not written in Python: in a
process with little memory and time neither harms the pages (see pdf_look.py).
"""

from typing import Final

from alke.base.bounded import OutOfBounds, answer_of
from alke.base.uploads import refusal

SECONDS: Final = 30
MEMORY: Final = 512 * 1024 * 1024

_SAID: Final = {
    "damaged": refusal.damaged,
    "large": refusal.too_much,
    "protected": refusal.is_protected,
    "scripts": refusal.has_scripts,
}


def refuse_harmful_pdf(data: bytes) -> None:
    """Raises `BadInput` for a PDF that is not let in."""
    try:
        answer = answer_of("alke.base.uploads.pdf_look", data, seconds=SECONDS, memory=MEMORY)
    except OutOfBounds as fault:
        raise refusal.too_much() from fault
    said, _, name = answer.decode(errors="replace").partition(" ")
    if not said:
        raise refusal.too_much()
    if said == "carries":
        raise refusal.carries(name)
    if said in _SAID:
        raise _SAID[said]()
