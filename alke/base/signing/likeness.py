"""What is said of a file that was signed elsewhere beside the file that was given to be signed."""

import enum
from dataclasses import dataclass


class Content(enum.StrEnum):
    """How the pages of the signed file stand to those of the given one."""

    SAME = "same"
    LONGER = "longer"  # all of them in a row, and others beside them
    OTHER = "other"  # or not told to be the same


@dataclass(frozen=True)
class Likeness:
    """What came of comparing."""

    content: Content
    added: int = 0  # pages beside ours
