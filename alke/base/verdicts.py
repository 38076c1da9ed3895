"""Answers to "may this be done?", with the reason when not."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

type_text = str | Promise


class Refused(Exception):
    """An operation was refused; `reason` is a sentence for the person who asked.

    `field`: what of that which was sent it is about, where it is about one part.
    """

    def __init__(self, reason: type_text, field: str = "") -> None:
        super().__init__(reason)
        self.reason, self.field = reason, field

    def __str__(self) -> str:
        return str(self.reason)


class Stale(Refused):
    """A write rested on an older version; carries both texts so that neither is lost."""

    def __init__(self, reason: type_text, *, current: Any, offered: Any) -> None:
        super().__init__(reason)
        self.current = current
        self.offered = offered


@dataclass(frozen=True, slots=True)
class Verdict:
    """True when allowed; otherwise `reason` says why not, as a translatable sentence.

    `never`: no role of the person's gives it anywhere, so that pages leave it out.
    """

    reason: type_text | None = None
    never: bool = False

    def __bool__(self) -> bool:
        return self.reason is None

    def require(self) -> None:
        """Raises `Refused` with the reason unless allowed."""
        if self.reason is not None:
            raise Refused(self.reason)


_ALLOWED = Verdict()


def allowed() -> Verdict:
    """The verdict that lets through."""
    return _ALLOWED


def refused(reason: type_text, *, never: bool = False) -> Verdict:
    """The verdict that refuses for `reason`."""
    return Verdict(reason, never)


def first_refusal(*verdicts: Verdict) -> Verdict:
    """The first verdict that refuses, or the one that allows."""
    return next((verdict for verdict in verdicts if not verdict), _ALLOWED)
