"""Requests a second of the real server with wrk, its start and its memory; on loopback only."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from bench.targets import Target

PORT = 8099
CONNECTIONS = (1, 8, 32)
SECONDS = 3
SCRIPT = Path(__file__).with_name("load.lua")
TRIVIAL = Target("trivial view", "/tyhja/")


@contextmanager
def server() -> Iterator[tuple[str, int, float]]:
    """Two workers; their address, the process and the seconds until the first answer."""
    command = [sys.executable, "-m", "django", "serve", "--port", str(PORT)]
    address, began = f"http://127.0.0.1:{PORT}", time.perf_counter()
    process = subprocess.Popen(command, env=os.environ | {"ALKE_LOG_LEVEL": "ERROR"})
    try:
        for _try in range(1000):
            try:
                urlopen(f"{address}/terveys/").close()
                break
            except OSError:
                time.sleep(0.01)
        yield address, process.pid, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(20)


def run(wanted: Iterable[tuple[Target, str]]) -> None:
    """Prints a line a page: a trivial view first, public pages as kept, unchanged and made."""
    head = "".join(f"{f'c={c} req/s':>12}{'p95 ms':>8}" for c in CONNECTIONS)
    sys.stdout.write(f"{'page':<18}{'for':<24}{head}\n")
    with server() as (address, pid, start):
        for target, how, headers in _visits(wanted, address):
            line = f"{target.name:<18}{how:<24}"
            for connections in CONNECTIONS:
                rate, slow = _wrk(address + target.path, connections, headers, fresh=how == "made")
                line += f"{rate:>12.0f}{slow:>8.1f}"
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        sys.stdout.write(f"first answer {start:.2f} s after the start; ")
        sys.stdout.write(f"memory {_memory(pid):.0f} MB (PSS of all processes)\n")


def _visits(
    wanted: Iterable[tuple[Target, str]], address: str
) -> Iterator[tuple[Target, str, list[str]]]:
    yield TRIVIAL, "anyone", []
    for target, cookie in wanted:
        if cookie:
            yield target, target.kind, [f"Cookie: {cookie}"]
            continue
        yield target, "made", []
        yield target, "kept", []
        tag = urlopen(address + target.path).headers["ETag"]
        yield target, "unchanged (304)", [f"If-None-Match: {tag}"]


def _wrk(address: str, connections: int, headers: list[str], *, fresh: bool) -> tuple[float, float]:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency", "-s", str(SCRIPT)]
    for header in headers:
        command += ["-H", header]
    env = os.environ | {"FRESH": "1" if fresh else ""}
    done = subprocess.run([*command, address], capture_output=True, text=True, check=True, env=env)
    if bad := re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout):
        sys.stdout.write(f"! {bad[0]}: {address}\n")
    rate, slow = re.search(r"RATE ([\d.]+) P95 ([\d.]+)", done.stdout).groups()  # type: ignore[union-attr]
    return float(rate), float(slow)


def _memory(pid: int) -> float:
    """Megabytes of the process and its children; pages that they share are counted once."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    total = 0
    for each in [str(pid), *children]:
        text = Path(f"/proc/{each}/smaps_rollup").read_text()
        total += int(re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)[1])  # type: ignore[index]
    return total / 1000
