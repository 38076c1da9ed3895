"""Server time and SQL per page, saving, page weight: of the database at ALKE_VAR.

python -m bench.pages time            as a table
python -m bench.pages json            the same for programs
python -m bench.pages weight          first visit, compressed, against the limits
python -m bench.pages wrk             requests a second; see bench/load.py
"""

import gzip
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
os.environ.setdefault("ALKE_DEMO", "1")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alke.domain.people.models import User
from alke.domain.topics.models import TopicText
from bench import load
from bench.targets import Target, field_target, targets

RUNS = 40
LIMITS = {"public": 60_000, "signed in": 80_000}
FILES = {
    "public": [
        "css/alke.css",
        "js/alke.js",
        "fonts/source-sans-3-latin-wght-normal.woff2",
        "icons.svg",
    ],
    "signed in": ["django_htmx/htmx-2.min.js"],
}


def client_for(account: str | None) -> Client:
    """A browser that is signed in."""
    client = Client(headers={"host": "127.0.0.1"})
    if account:
        client.force_login(User.objects.get(demo_account=account))
    return client


def page_times() -> list[dict[str, Any]]:
    """Median and 95th percentile of each page's server time, its SQL and size."""
    return [_page(target) for target in targets()] + [_saving()]


def _page(target: Target) -> dict[str, Any]:
    client = client_for(target.account)
    answer = client.get(target.path)  # opens the connection, which asks some of its own
    with CaptureQueriesContext(connection) as caught:
        client.get(target.path, {} if target.account else {"n": "sql"})
    statements = len(caught)

    def visit(number: int) -> HttpResponse:
        # a public page is measured as made, not as kept: the query makes each one new
        return client.get(target.path, {} if target.account else {"n": str(number)})  # type: ignore[return-value]

    return _row(target.name, target.kind, visit, statements, len(answer.content))


def _saving() -> dict[str, Any]:
    """A field of a sheet saved by the script, committed to disk."""
    target = field_target()
    client = client_for(target.account)
    count = [0]

    def save(number: int) -> HttpResponse:
        version = TopicText.objects.get(
            topic__discussion__round__year=int(target.path.split("/")[1]),
            topic__discussion__slug=target.path.split("/")[2],
            topic__number=1,
            field="goals",
            language="fi",
            current=True,
        ).version
        count[0] += 1
        form = {
            "text": f"Tavoite, jota täydennetään {time.time_ns()} {count[0]}.",
            "versio": str(version),
            "kieli": "fi",
            "perustelu": "Mittaus.",
        }
        return client.post(target.path, form, headers={"hx-request": "true"})  # type: ignore[return-value]

    save(0)
    with CaptureQueriesContext(connection) as caught:
        answer = save(0)
    return _row(target.name, target.kind, save, len(caught) - 1, len(answer.content))


def _row(
    name: str, kind: str, act: Callable[[int], HttpResponse], statements: int, size: int
) -> dict[str, Any]:
    times = []
    for number in range(RUNS):
        began = time.perf_counter()
        answer = act(number)
        times.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{name} for {kind}: {answer.status_code}")
    slow = statistics.quantiles(times, n=20)[-1]
    return {
        "page": name,
        "kind": kind,
        "ms": statistics.median(times),
        "p95": slow,
        "sql": statements,
        "kb": size / 1000,
    }


def print_times() -> None:
    """The table."""
    sys.stdout.write(f"{'page':<18}{'for':<24}{'ms p50':>8}{'p95':>8}{'SQL':>5}{'kB':>8}\n")
    for row in page_times():
        sys.stdout.write(
            f"{row['page']:<18}{row['kind']:<24}{row['ms']:>8.1f}{row['p95']:>8.1f}"
            f"{row['sql']:>5}{row['kb']:>8.1f}\n"
        )


def weigh() -> None:
    """What a first visit costs: page, styles, font, script, icons, all compressed."""
    root = Path(settings.STATIC_ROOT)
    for target in targets():
        kind = "signed in" if target.account else "public"
        page = gzip.compress(client_for(target.account).get(target.path).content, 6)
        names = FILES["public"] + (FILES["signed in"] if target.account else [])
        files = sum(_compressed(root / name) for name in names)
        total = len(page) + files
        sign = "over" if total > LIMITS[kind] else "ok"
        sys.stdout.write(
            f"{target.name:<18}{target.kind:<24}{len(page) / 1000:>7.1f} "
            f"+ {files / 1000:>5.1f} = {total / 1000:>6.1f} kB  {sign}\n"
        )


def _compressed(path: Path) -> int:
    packed = path.with_name(path.name + ".gz")
    return packed.stat().st_size if packed.exists() else path.stat().st_size


def _cookie(account: str | None) -> str:
    if account is None:
        return ""
    value = client_for(account).cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={value}"


if __name__ == "__main__":
    {
        "time": print_times,
        "json": lambda: sys.stdout.write(json.dumps(page_times())),
        "wrk": lambda: load.run([(t, _cookie(t.account)) for t in targets()]),
        "weight": weigh,
    }[sys.argv[1] if len(sys.argv) > 1 else "time"]()
