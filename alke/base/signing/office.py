"""Seals, verifies and compares in a process of its own, within limits of time and memory.

Cheap to import: what reads and signs PDF is loaded in that process only. A hostile file costs no
more than the limits, and a PKCS#11 module, which is safe neither among threads nor after a fork,
is alone there.
"""

import datetime as dt
import json
import os
from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings

from alke.base.bounded import OutOfBounds, answer_of
from alke.base.signing.likeness import Content, Likeness
from alke.base.signing.sealed import Sealed
from alke.base.signing.setup import Setup
from alke.base.signing.trouble import SealTrouble
from alke.base.signing.verification import Changes, Outcome, SignatureCheck, Verification

LARGEST: Final = 64 * 1024 * 1024  # bytes of a file that is looked at
MEMORY: Final = 1024 * 1024 * 1024  # bytes of address space; a file of 60 MB takes half of it
VERIFY_TIME: Final = 10  # seconds of the processor; three times as many by the clock
SEAL_TIME: Final = 40  # a timestamp service has 20 for each of four answers, by the clock


def configured() -> Setup:
    """What the settings say; in demo mode there is always a seal."""
    return Setup(
        seal=settings.SEAL,
        password=settings.SEAL_PASSWORD,
        timestamps=settings.TIMESTAMP_URL,
        trust=settings.TRUST,
        demo=str(settings.VAR / "demo-seal") if settings.DEMO else "",
    )


def seal(pdf: bytes, *, setup: Setup, at: dt.datetime, reason: str = "") -> Sealed:
    """The file with the organisation's seal; see `sealing.seal`. SealTrouble where none is set."""
    if not setup.can_seal:
        raise SealTrouble("there is no seal: ALKE_SEAL is empty")
    task = {"task": "seal", "setup": setup.plain(), "at": at.isoformat(), "reason": reason}
    try:
        answer, made = _ask(task, pdf, seconds=SEAL_TIME, environment=dict(os.environ))
    except OutOfBounds as why:
        raise SealTrouble(str(why)) from why
    return Sealed(made, **answer, at=at)


def verify(pdf: bytes, *, setup: Setup, at: dt.datetime, own: Iterable[str] = ()) -> Verification:
    """What the file's signatures are worth at `at`; `own` are the fingerprints of our seals.

    Asks no network. SealTrouble where the settings are at fault, never for what a file holds.
    """
    if not pdf.startswith(b"%PDF-"):
        return Verification(Outcome.NO_PDF)
    if len(pdf) > LARGEST:
        return Verification(Outcome.UNREADABLE)
    plain = Setup(trust=setup.trust, demo=setup.demo).plain()  # nothing that opens a seal
    task = {"task": "verify", "setup": plain, "at": at.isoformat(), "own": sorted(own)}
    try:
        answer, _ = _ask(task, pdf, seconds=VERIFY_TIME, environment={})
    except OutOfBounds:  # out of time or memory
        return Verification(Outcome.UNREADABLE)
    checks = tuple(_check(row) for row in answer["checks"])
    return Verification(Outcome(answer["outcome"]), checks)


def compare(given: bytes, signed: bytes) -> Likeness:
    """Whether a file that was signed elsewhere shows what the given one shows."""
    task = {"task": "compare", "given": len(given)}
    if len(signed) > LARGEST:
        return Likeness(Content.OTHER)
    try:
        answer, _ = _ask(task, given + signed, seconds=VERIFY_TIME, environment={})
    except OutOfBounds:
        return Likeness(Content.OTHER)
    return Likeness(Content(answer["content"]), answer["added"])


def _check(row: dict[str, Any]) -> SignatureCheck:
    at = dt.datetime.fromisoformat(row["at"]) if row["at"] else None
    return SignatureCheck(**row | {"at": at, "changes": Changes(row["changes"])})


def _ask(
    task: dict[str, Any], pdf: bytes, *, seconds: int, environment: dict[str, str]
) -> tuple[dict[str, Any], bytes]:
    """Gives a task to a process of its own: a line of JSON, then the file; answered alike."""
    head = json.dumps(task).encode()
    done = answer_of(
        "alke.base.signing.clerk",
        head + b"\n" + pdf,
        seconds=seconds,
        memory=MEMORY,
        environment=environment,
    )
    line, _, made = done.partition(b"\n")
    answer: dict[str, Any] = json.loads(line)
    if "trouble" in answer:
        raise SealTrouble(answer["trouble"])
    return answer, made
