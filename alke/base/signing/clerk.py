"""Does one task of `office` and ends; run as a program."""

import datetime as dt
import json
import logging
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pyhanko.sign.timestamps import TimeStamper

from alke.base.signing.demo import Demo, demo
from alke.base.signing.examining import examine
from alke.base.signing.sameness import compare
from alke.base.signing.sealing import seal
from alke.base.signing.seals import opened
from alke.base.signing.setup import Setup
from alke.base.signing.sources import FileSource, read_source
from alke.base.signing.timestamps import local, remote
from alke.base.signing.trouble import SealTrouble
from alke.base.signing.trust import Trust, certificates, read_trust

Answer = tuple[dict[str, Any], bytes]


def main() -> None:
    """Reads the task, a line of JSON, and the file after it; answers alike."""
    logging.disable(logging.CRITICAL)  # pyHanko tells of every oddity of a file
    task = json.loads(sys.stdin.buffer.readline())
    pdf = sys.stdin.buffer.read()
    try:
        answer, made = _done(task, pdf)
    except (SealTrouble, OSError, ValueError) as why:
        answer, made = {"trouble": str(why)}, b""
    sys.stdout.buffer.write(json.dumps(answer, default=_plain).encode() + b"\n" + made)


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not told in JSON")


def _done(task: dict[str, Any], pdf: bytes) -> Answer:
    if task["task"] == "compare":
        return asdict(compare(pdf[: task["given"]], pdf[task["given"] :])), b""
    setup, at = Setup(**task["setup"]), dt.datetime.fromisoformat(task["at"])
    if task["task"] == "seal":
        return _seal(pdf, setup, at, task["reason"])
    root = Path(setup.demo) / "root.pem" if setup.demo else None
    trust = _trust(setup, root, task["own"])
    return asdict(examine(pdf, trust=trust, at=at)), b""


def _seal(pdf: bytes, setup: Setup, at: dt.datetime, reason: str) -> Answer:
    own = demo(Path(setup.demo)) if setup.demo else None
    if setup.seal:
        source = read_source(setup.seal)
    elif own:
        source = FileSource(own.seal)
    else:
        raise SealTrouble("there is no seal")
    trust = _trust(setup, own.root if own else None)
    clock = _clock(setup, own, at)
    with opened(source, setup.password) as open_seal:
        made = seal(pdf, seal=open_seal, trust=trust, at=at, reason=reason, timestamps=clock)
    return {"by": made.by, "fingerprint": made.fingerprint, "level": made.level}, made.pdf


def _trust(setup: Setup, root: Path | None, own: Iterable[str] = ()) -> Trust:
    """What the settings trust in, and the demo's root, once there is one."""
    trust = read_trust(Path(setup.trust) if setup.trust else None, own)
    return trust.with_roots(certificates(root.read_bytes())) if root and root.exists() else trust


def _clock(setup: Setup, own: Demo | None, at: dt.datetime) -> TimeStamper | None:
    if setup.timestamps:
        return remote(setup.timestamps)
    return local(own.timestamps, at) if own else None


if __name__ == "__main__":
    main()
