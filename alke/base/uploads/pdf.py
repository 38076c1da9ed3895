"""PDF files: looked into by a process of its own, which may end however it likes.

A PDF of a few kilobytes can unpack to anything, and its reader is not written in Python: in a
process with little memory and time neither harms the pages (see pdf_look.py).
"""

import subprocess
import sys
from typing import Final

from alke.base.uploads import refusal

SECONDS: Final = 60  # by the clock: the process itself counts what it works

_SAID: Final = {
    "damaged": refusal.damaged,
    "large": refusal.too_much,
    "protected": refusal.is_protected,
    "scripts": refusal.has_scripts,
}


def refuse_harmful_pdf(data: bytes) -> None:
    """Raises `BadInput` for a PDF that is not let in."""
    try:
        answer = subprocess.run(
            [sys.executable, "-P", "-X", "utf8", "-m", "alke.base.uploads.pdf_look"],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env={},  # nothing that it could tell
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise refusal.too_much() from fault
    said, _, name = answer.stdout.decode(errors="replace").partition(" ")
    if answer.returncode or not said:
        raise refusal.too_much()
    if said == "carries":
        raise refusal.carries(name)
    if said in _SAID:
        raise _SAID[said]()
