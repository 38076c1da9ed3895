"""What is said of a PDF file's signatures."""

import datetime as dt
import enum
from dataclasses import dataclass


class Outcome(enum.StrEnum):
    """All of it in one word."""

    OURS = "ours-and-whole"
    OTHER = "valid-from-other"
    ALTERED = "altered"  # or not told to be unaltered
    UNTRUSTED = "untrusted"  # whole, but by somebody whom no trusted certificate vouches for
    UNSIGNED = "no-signature"
    NO_PDF = "not-a-pdf"
    UNREADABLE = "unreadable"  # damaged, encrypted, too large, or made to be so


class Changes(enum.StrEnum):
    """What was added to a file after a signature."""

    NONE = "none"
    PROOFS = "proofs"  # timestamps and certificates that keep signatures provable
    SIGNATURES = "signatures"
    OTHER = "other"


@dataclass(frozen=True)
class SignatureCheck:
    """One signature, or one timestamp over the file (`is_timestamp`)."""

    by: str  # whom its certificate names
    fingerprint: str  # the certificate's
    at: dt.datetime | None
    is_dated: bool  # `at` is proven by a trusted timestamp, not only claimed
    level: str  # "B-B", "B-T", "B-LT", "B-LTA" (PAdES), "CMS" for older forms
    is_whole: bool  # what it covers is as it was, and so is everything that is to be seen
    is_trusted: bool  # its certificate was valid then and leads to a trusted root
    is_ours: bool  # the certificate is one of our own
    changes: Changes
    is_timestamp: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Verification:
    """What a file's signatures are worth; `checks` are in the order in which they were set."""

    outcome: Outcome
    checks: tuple[SignatureCheck, ...] = ()

    @property
    def signatures(self) -> tuple[SignatureCheck, ...]:
        """Without the timestamps over the file."""
        return tuple(check for check in self.checks if not check.is_timestamp)

    @property
    def is_valid(self) -> bool:
        """Whether the file is whole, and signed by somebody who is known."""
        return self.outcome in {Outcome.OURS, Outcome.OTHER}


def judge(checks: tuple[SignatureCheck, ...]) -> Verification:
    """The worst of all signatures decides; a timestamp has to be whole only."""
    signatures = [check for check in checks if not check.is_timestamp]
    if not signatures:
        outcome = Outcome.UNSIGNED
    elif not all(check.is_whole for check in checks):
        outcome = Outcome.ALTERED
    elif not all(check.is_trusted for check in signatures):
        outcome = Outcome.UNTRUSTED
    elif any(check.is_ours for check in signatures):
        outcome = Outcome.OURS
    else:
        outcome = Outcome.OTHER
    return Verification(outcome, checks)
