"""A real virus scanner: ClamAV's daemon, with one signature that only these tests know."""

import hashlib
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

# The test file of the scanners' makers, in two parts, so that none finds it here.
TEST_FILE = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
FINDING = "Alke.Test.UNOFFICIAL"  # how the daemon calls what a signature of no maker finds
LONGEST = 1024 * 1024  # of a file that this one takes
_READY = "Self checking"


@dataclass(frozen=True)
class Clamd:
    """Where it listens, in the two forms of the setting."""

    path: str
    port: tuple[str, int]


@pytest.fixture(scope="session")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    """Starts with the first test that asks for it."""
    folder = tmp_path_factory.mktemp("clamd")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    daemon = subprocess.Popen(
        [_program(), "--config-file", _written(folder, port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if daemon.stdout is None:
        raise RuntimeError("no output")
    said = []
    for line in daemon.stdout:
        said.append(line)
        if line.startswith(_READY):
            break
    else:
        pytest.fail(f"clamd has ended:\n{''.join(said)}", pytrace=False)
    yield Clamd(str(folder / "socket"), ("127.0.0.1", port))
    daemon.terminate()
    daemon.communicate(timeout=60)


def _program() -> str:
    return shutil.which("clamd") or "/usr/sbin/clamd"


def _written(folder: Path, port: int) -> Path:
    """The configuration, and beside it the one signature."""
    signatures = folder / "signatures"
    signatures.mkdir()
    digest = hashlib.sha256(TEST_FILE).hexdigest()
    (signatures / "alke.hsb").write_text(f"{digest}:{len(TEST_FILE)}:Alke.Test\n")
    lines = {
        "Foreground": "yes",
        "LocalSocket": folder / "socket",
        "TCPAddr": "127.0.0.1",
        "TCPSocket": port,
        "DatabaseDirectory": signatures,
        "TemporaryDirectory": folder,
        "StreamMaxLength": LONGEST,
    }
    found = folder / "clamd.conf"
    found.write_text("".join(f"{name} {value}\n" for name, value in lines.items()))
    return found
