"""Server time and SQL per page, page weight, and requests a second with wrk.

python -m bench.pages time            server time and SQL of the database at ALKE_VAR
python -m bench.pages wrk             starts the server on loopback and runs wrk
python -m bench.pages weight          first visit, compressed, against the limits
"""

import gzip
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
os.environ.setdefault("ALKE_DEMO", "1")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alke.domain.people.models import User
from bench.targets import Target, targets

RUNS = 25
PORT = 8099
CONNECTIONS = (1, 8, 32)
SECONDS = 5


def client_for(account: str | None) -> Client:
    """A browser that is signed in."""
    client = Client(headers={"host": "127.0.0.1"})
    if account:
        client.force_login(User.objects.get(demo_account=account))
    return client


def time_pages() -> None:
    """Median and slowest server time of each page, and its SQL statements."""
    sys.stdout.write(f"{'page':<16}{'for':<28}{'ms p50':>8}{'ms max':>8}{'SQL':>5}{'kB':>7}\n")
    for target in targets():
        client = client_for(target.account)
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(target.path)
        statements = len(caught)  # the log is emptied by the next request
        if answer.status_code != 200:
            sys.stdout.write(
                f"{target.name:<16}{target.account or 'public':<28}  {answer.status_code}\n"
            )
            continue
        times = []
        for number in range(RUNS):
            # a public page is measured as made, not as kept: the query makes each one new
            query = {} if target.account else {"n": str(number)}
            began = time.perf_counter()
            client.get(target.path, query)
            times.append((time.perf_counter() - began) * 1000)
        sys.stdout.write(
            f"{target.name:<16}{target.account or 'public':<28}{statistics.median(times):>8.1f}"
            f"{max(times):>8.1f}{statements:>5}{len(answer.content) / 1000:>7.1f}\n"
        )


@contextmanager
def server() -> Iterator[str]:
    """The real server, two workers, on loopback; ended by its own process id."""
    command = [sys.executable, "-m", "django", "serve", "--port", str(PORT)]
    process = subprocess.Popen(command, env=os.environ | {"ALKE_LOG_LEVEL": "ERROR"})
    address = f"http://127.0.0.1:{PORT}"
    try:
        for _try in range(200):
            try:
                urlopen(f"{address}/terveys/").close()
                break
            except OSError:
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def run_wrk() -> None:
    """Requests a second and the 95th percentile at 1, 8 and 32 connections."""
    sys.stdout.write(
        f"{'page':<16}{'for':<28}"
        + "".join(f"{f'c={c} req/s':>13}{'p95 ms':>9}" for c in CONNECTIONS)
        + "\n"
    )
    wanted: list[Target] = [Target("trivial view", "/tyhja/"), *targets()]
    with server() as address:
        for target in wanted:
            cookie = _cookie(target.account)
            line = f"{target.name:<16}{target.account or 'public':<28}"
            for connections in CONNECTIONS:
                rate, slow = _wrk(address + target.path, connections, cookie)
                line += f"{rate:>13.0f}{slow:>9.1f}"
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


def _cookie(account: str | None) -> list[str]:
    if account is None:
        return []
    value = client_for(account).cookies[settings.SESSION_COOKIE_NAME].value
    return ["-H", f"Cookie: {settings.SESSION_COOKIE_NAME}={value}"]


def _wrk(address: str, connections: int, more: list[str]) -> tuple[float, float]:
    script = Path(__file__).with_name("p95.lua")
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{SECONDS}s",
        "--latency",
        "-s",
        str(script),
        *more,
        address,
    ]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate, slow = re.search(r"RATE ([\d.]+) P95 ([\d.]+)", text).groups()  # type: ignore[union-attr]
    if bad := re.search(r"Non-2xx or 3xx responses: (\d+)", text):
        sys.stdout.write(f"! {bad[0]}: {address}\n")
    return float(rate), float(slow)


def weigh() -> None:
    """What a first visit costs: page, styles, font, script, icons, all compressed."""
    assets = {
        "public": [
            "css/alke.css",
            "js/alke.js",
            "fonts/source-sans-3-latin-wght-normal.woff2",
            "icons.svg",
        ],
    }
    assets["signed in"] = [*assets["public"], "django_htmx/htmx-2.min.js"]
    root = Path(settings.STATIC_ROOT)
    for target in targets():
        kind = "signed in" if target.account else "public"
        page = gzip.compress(client_for(target.account).get(target.path).content, 6)
        files = {name: _compressed(root / name) for name in assets[kind]}
        total = len(page) + sum(files.values())
        limit = 80_000 if target.account else 60_000
        sign = "over" if total > limit else "ok"
        sys.stdout.write(
            f"{target.name:<16}{kind:<12}{len(page) / 1000:>7.1f} "
            f"+ {sum(files.values()) / 1000:>5.1f} = {total / 1000:>6.1f} kB  {sign}\n"
        )


def _compressed(path: Path) -> int:
    packed = path.with_name(path.name + ".gz")
    return packed.stat().st_size if packed.exists() else path.stat().st_size


if __name__ == "__main__":
    {"time": time_pages, "wrk": run_wrk, "weight": weigh}[
        sys.argv[1] if len(sys.argv) > 1 else "time"
    ]()
