"""The `alke` command: every command with one line, exit status 0, 1 or 2."""

import os
import sys
from typing import Any

COMMANDS = {
    "account": "give a person a role (account add EMAIL --organisation SLUG --role ROLE)",
    "archive": "write the archive package of a round (archive YEAR FILE)",
    "audit": "verify the chain of recorded changes (audit verify)",
    "demo": "set up the sample round and serve it, for trying out",
    "demo-data": "make a synthetic database for benchmarks",
    "migrate": "bring the database up to date",
    "retention": "erase personal data whose time has come (retention [--dry-run])",
    "round": "load, check, publish, show or make a round (round load FILE, round publish YEAR)",
    "serve": "serve the pages",
    "worker": "do the long works that the pages ask for",
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
    if words and words[0] in {"-h", "--help", "help"}:
        sys.stdout.write(usage())
        sys.exit(0)
    if not words:
        sys.stderr.write(usage())
        sys.exit(2)
    if words[0] not in COMMANDS:
        sys.stderr.write(f"alke: no command “{words[0]}”; alke --help lists them\n")
        sys.exit(2)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(_run(words))


def _run(words: list[str]) -> int:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, ManagementUtility
    from django.db import DatabaseError
    from django.utils.translation import gettext as _

    from alke.base.verdicts import Refused

    name = {"migrate": "update"}.get(words[0], words[0].replace("-", "_"))
    if name == "demo":
        os.environ.setdefault("ALKE_DEMO", "1")
    # with --traceback Django hands faults over instead of writing them itself
    command: Any = ManagementUtility(["alke", name, "--traceback", *words[1:]])
    try:
        command.execute()
    except CommandError as fault:
        return _fail(str(fault), fault.returncode)
    except (ImproperlyConfigured, Refused, OSError) as fault:
        return _fail(str(fault))
    except DatabaseError as fault:
        said = _("The database cannot be used: %(why)s") % {"why": " ".join(str(fault).split())}
        return _fail(said)
    return 0


def _fail(reason: str, status: int = 1) -> int:
    """Says why."""
    sys.stderr.write(f"alke: {reason.strip()}\n")
    return status


if __name__ == "__main__":
    main()
