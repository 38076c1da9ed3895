"""The `alke` command: every command with one line, exit status 0, 1 or 2."""

import os
import sys
from typing import Any

COMMANDS = {
    "audit": "verify the chain of recorded changes (audit verify)",
    "demo": "set up the sample round and serve it, for trying out",
    "demo-data": "make a synthetic database for benchmarks",
    "migrate": "bring the database up to date",
    "round": "load, check or make a round (round load FILE, round check YEAR, round new YEAR)",
    "serve": "serve the pages",
}


def usage() -> str:
    """All commands, one line each."""
    width = max(map(len, COMMANDS)) + 2
    lines = [f"  {name:<{width}}{text}" for name, text in sorted(COMMANDS.items())]
    return (
        "alke <command> [options]\n\n"
        + "\n".join(lines)
        + "\n\nalke <command> --help tells more.\n"
    )


def main(arguments: list[str] | None = None) -> None:
    """Runs one command; a refusal or a missing setting is one line on standard error."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] in {"-h", "--help", "help"}:
        sys.stdout.write(usage())
        sys.exit(0 if words else 2)
    if words[0] not in COMMANDS:
        sys.stderr.write(f"alke: no command “{words[0]}”; alke --help lists them\n")
        sys.exit(2)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(_run(words))


def _run(words: list[str]) -> int:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import ManagementUtility
    from django.core.management.base import CommandError

    try:
        if words[0] == "demo":
            os.environ.setdefault("ALKE_DEMO", "1")
        name = {"migrate": "update"}.get(words[0], words[0].replace("-", "_"))
        # with --traceback Django leaves a refusal to us instead of printing its class
        command: Any = ManagementUtility(["alke", name, "--traceback", *words[1:]])
        command.execute()
    except (ImproperlyConfigured, CommandError) as fault:
        sys.stderr.write(f"alke: {fault}\n")
        return 1
    return 0
