#!/usr/bin/env python3
"""A real PostgreSQL for the tests: an existing server, or one of its own until they end.

    postgres.py COMMAND [ARGUMENT...]

runs the command with ALKE_TEST_DATABASE_URL set and ends with its exit status. The server
that DATABASE_URL names is used where there is one. Needs nothing but Python.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

INSTALLED = Path("/usr/lib/postgresql")  # where Debian and Ubuntu put every version
ACCOUNT = "postgres"  # the server refuses to run as root
PATIENCE = 60  # seconds to start and to stop
FAST = (  # nothing is kept, so nothing needs to be safe
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "jit=off",
    "max_wal_size=2GB",
)
PR_SET_PDEATHSIG = 1
NEW = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")


class Fault(Exception):
    """The server cannot be had; says what to do."""


def programs() -> Path:
    """The folder of the newest installed version."""
    found = [folder for folder in INSTALLED.glob("*/bin") if (folder / "initdb").exists()]
    if found:
        return max(found, key=lambda folder: float(folder.parent.name))
    if (initdb := shutil.which("initdb")) and shutil.which("postgres"):
        return Path(initdb).resolve().parent
    raise Fault(
        "PostgreSQL is missing: install the package postgresql "
        "(scripts/install-test-tools.sh does), or name a server in DATABASE_URL."
    )


def identity() -> dict[str, Any]:
    """Whose process the server is: one's own, but never root's."""
    if os.geteuid() != 0:
        return {}
    try:
        account = pwd.getpwnam(ACCOUNT)
    except KeyError as fault:
        raise Fault(f"PostgreSQL cannot run as root, and there is no user {ACCOUNT}.") from fault
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _end_with_parent() -> None:
    """Lets Linux stop the server even when this program is killed."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


class Server:
    """A server in a folder of its own, reached through a socket there and nowhere else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.binaries = programs()
        self.identity = identity()
        self.log = folder / "log"
        if self.identity:
            os.chown(folder, self.identity["user"], self.identity["group"])

    def start(self) -> None:
        """Makes an empty cluster and serves it; returns when it takes connections."""
        data = f"{self.folder}/data"
        made = self._launch(["initdb", "--pgdata", data, "--username", ACCOUNT, *NEW])
        if made.wait():
            raise Fault(f"PostgreSQL's initdb failed:\n{self.log.read_text()}")
        options = [word for setting in FAST for word in ("-c", setting)]
        self.process = self._launch(
            ["postgres", "-D", data, "-k", str(self.folder), "-h", "", *options]
        )
        end = time.monotonic() + PATIENCE
        ready = [str(self.binaries / "pg_isready"), "--quiet", "--host", str(self.folder)]
        while subprocess.run(ready, check=False).returncode:
            if self.process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise Fault(f"PostgreSQL did not start:\n{self.log.read_text()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Ends the server, and whatever is still connected to it."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _launch(self, command: list[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as output:
            return subprocess.Popen(
                [str(self.binaries / command[0]), *command[1:]],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                preexec_fn=_end_with_parent,
                **self.identity,
            )


@contextmanager
def address() -> Iterator[str]:
    """The URL of a server; one that was started here is stopped at the end."""
    existing = os.environ.get("DATABASE_URL", "")
    if existing.startswith(("postgres://", "postgresql://")):
        yield existing
        return
    with tempfile.TemporaryDirectory(prefix="alke-postgres-") as folder:
        server = Server(Path(folder))
        server.start()
        try:
            yield f"postgres://{ACCOUNT}@/{folder}/postgres"
        finally:
            server.stop()


def main(command: list[str]) -> int:
    """Runs the command beside the server."""
    if not command:
        sys.stderr.write(__doc__ or "")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with address() as url:
        environment = os.environ | {"ALKE_TEST_DATABASE_URL": url}
        status = subprocess.run(command, env=environment, check=False).returncode
    if status < 0:
        sys.stderr.write(f"postgres: {command[0]} was ended by {signal.Signals(-status).name}\n")
        return 128 - status
    return status


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Fault as fault:
        sys.exit(f"postgres: {fault}")
