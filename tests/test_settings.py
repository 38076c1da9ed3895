"""A missing or malformed value of the environment stops the start with one line that names it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHOW = (
    "from config import settings as s;"
    "print(s.DEMO, *s.ALLOWED_HOSTS, s.FIXED_DAY, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS)"
)
SECRET = {"ALKE_SECRET_KEY": "x" * 32}
HOST = {**SECRET, "ALKE_HOSTS": "alke.example"}
REAL = {**HOST, "EMAIL_URL": "smtp+tls://u:p@mail.example:587"}
DEMO = {"ALKE_DEMO": "1"}
DATABASE = "give postgres://user:password@host:5432/name or sqlite:////folder/file.sqlite3."
MAIL = "give smtp+tls://user:password@host:587 or filemail:///folder."
MAILBOX = "give imaps://user:password@host/folder (characters such as @ and / as %40 and %2F)."
PLAIN = "imap:// sends the password unprotected; use imaps://."
NO_HOSTS = "name the hosts, separated by commas (ALKE_DEMO=1 for the demo)."
HOSTS = "name the hosts without scheme, port or path, separated by commas."
PROXIES = "give a whole number from 0 to 9."
SCANNER = "give unix:/path/of/a/socket or tcp://host:port."
SEAL = (
    "give file:/folder/seal.p12, env:NAME or "
    "pkcs11:token=NAME;object=NAME?module-path=/folder/module.so."
)
THIS = str(Path(__file__).resolve())
TOKEN = f"?module-path={THIS}"
SERVICE = "give https://host/path."
KEY = "give a random value of at least 32 characters."
EXPOSED = (
    "demo accounts are refused on a host that is not loopback (ALKE_DEMO_FORCED=1 allows them)."
)


def start(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """Starts with nothing else in the environment."""
    return subprocess.run(
        command or (sys.executable, "-c", SHOW),
        env={"PATH": os.environ["PATH"], **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def shown(environment: dict[str, str]) -> list[str]:
    """The settings of a start that succeeds."""
    answer = start(environment)
    assert answer.stderr == ""
    return answer.stdout.split()


@pytest.mark.parametrize(
    ("environment", "name", "reason"),
    [
        (SECRET, "ALKE_HOSTS", NO_HOSTS),
        ({**REAL, "ALKE_MAILBOX_URL": "imaps://mail.example"}, "ALKE_MAILBOX_URL", MAILBOX),
        ({**REAL, "ALKE_MAILBOX_URL": "pop3://u:p@mail.example"}, "ALKE_MAILBOX_URL", MAILBOX),
        ({**REAL, "ALKE_MAILBOX_URL": "imaps://u:p@mail.example:x"}, "ALKE_MAILBOX_URL", MAILBOX),
        ({**REAL, "ALKE_MAILBOX_URL": "imap://u:p@mail.example"}, "ALKE_MAILBOX_URL", PLAIN),
        ({**REAL, "ALKE_ADDRESS": "alke.example"}, "ALKE_ADDRESS", "give https://host."),
        ({**SECRET, "ALKE_HOSTS": " , "}, "ALKE_HOSTS", NO_HOSTS),
        ({**SECRET, "ALKE_HOSTS": "https://alke.example"}, "ALKE_HOSTS", HOSTS),
        ({**SECRET, "ALKE_HOSTS": "alke.example:443"}, "ALKE_HOSTS", HOSTS),
        ({"ALKE_HOSTS": "alke.example"}, "ALKE_SECRET_KEY", KEY),
        ({**REAL, "ALKE_SECRET_KEY": "x" * 31}, "ALKE_SECRET_KEY", KEY),
        ({**REAL, "ALKE_DEMO": "maybe"}, "ALKE_DEMO", "give 1 or 0."),
        ({**REAL, "ALKE_DEMO": "1"}, "ALKE_DEMO", EXPOSED),
        ({**DEMO, "ALKE_HOSTS": "localhost,alke.example"}, "ALKE_DEMO", EXPOSED),
        ({**DEMO, "ALKE_HOSTS": "*"}, "ALKE_DEMO", EXPOSED),
        ({**DEMO, "ALKE_DEMO_FORCED": "maybe"}, "ALKE_DEMO_FORCED", "give 1 or 0."),
        ({**DEMO, "ALKE_TODAY": "4.3.2024"}, "ALKE_TODAY", "give a day as YYYY-MM-DD."),
        ({**DEMO, "ALKE_TODAY": "20240304"}, "ALKE_TODAY", "give a day as YYYY-MM-DD."),
        ({**REAL, "ALKE_TODAY": "2024-02-30"}, "ALKE_TODAY", "give a day as YYYY-MM-DD."),
        ({**DEMO, "DATABASE_URL": "alke"}, "DATABASE_URL", DATABASE),
        ({**DEMO, "DATABASE_URL": "mysql://u:p@h/alke"}, "DATABASE_URL", DATABASE),
        ({**DEMO, "DATABASE_URL": "postgres://u:pass@h:port/alke"}, "DATABASE_URL", DATABASE),
        ({**DEMO, "DATABASE_URL": "postgres://u:pa/ss@h/alke"}, "DATABASE_URL", DATABASE),
        ({**DEMO, "DATABASE_URL": "postgres://h"}, "DATABASE_URL", DATABASE),
        (HOST, "EMAIL_URL", MAIL),
        ({**HOST, "EMAIL_URL": " "}, "EMAIL_URL", MAIL),
        ({**DEMO, "EMAIL_URL": "mail.example"}, "EMAIL_URL", MAIL),
        ({**DEMO, "EMAIL_URL": "imap://mail.example"}, "EMAIL_URL", MAIL),
        ({**DEMO, "EMAIL_URL": "smtp://u:pass@mail.example:port"}, "EMAIL_URL", MAIL),
        ({**DEMO, "EMAIL_URL": "smtp://"}, "EMAIL_URL", MAIL),
        ({**REAL, "ALKE_PROXIES": "one"}, "ALKE_PROXIES", PROXIES),
        ({**REAL, "ALKE_PROXIES": "-1"}, "ALKE_PROXIES", PROXIES),
        ({**REAL, "ALKE_PROXIES": "10"}, "ALKE_PROXIES", PROXIES),
        ({**REAL, "ALKE_PROXIES": "\u0661"}, "ALKE_PROXIES", PROXIES),
        *(
            ({**REAL, "ALKE_CLAMD": value}, "ALKE_CLAMD", SCANNER)
            for value in (
                *("/run/clamav/clamd.ctl", "unix:clamd.ctl", "unix:/a b", "tcp://127.0.0.1"),
                *("127.0.0.1:3310", "tcp://127.0.0.1:0", "tcp://127.0.0.1:65536", "tcp://:3310"),
                *("tcp://a:3310/x", "tcp://u:p@a:3310", "tcp://a:\u0661"),
            )
        ),
        ({**DEMO, "ALKE_MAIL_FROM": "alke"}, "ALKE_MAIL_FROM", "give a mail address."),
        ({**REAL, "ALKE_SEAL": THIS}, "ALKE_SEAL", SEAL),
        ({**REAL, "ALKE_SEAL": "file:seal.p12"}, "ALKE_SEAL", SEAL),
        ({**REAL, "ALKE_SEAL": "file:/nowhere/seal.p12"}, "ALKE_SEAL", "there is no such file."),
        ({**REAL, "ALKE_SEAL": "env:A-B"}, "ALKE_SEAL", SEAL),
        ({**REAL, "ALKE_SEAL": "env:MINE"}, "ALKE_SEAL", "the variable that it names is empty."),
        (
            {**REAL, "ALKE_SEAL": f"pkcs11:{TOKEN}"},
            "ALKE_SEAL",
            "name the key with object= or id=.",
        ),
        ({**REAL, "ALKE_SEAL": "pkcs11:object=a"}, "ALKE_SEAL", SEAL),
        ({**REAL, "ALKE_SEAL": f"pkcs11:objekt=a{TOKEN}"}, "ALKE_SEAL", SEAL),
        (
            {**REAL, "ALKE_SEAL": f"pkcs11:object=a;slot-id=x{TOKEN}"},
            "ALKE_SEAL",
            "give slot-id as a number.",
        ),
        (
            {**REAL, "ALKE_SEAL": f"pkcs11:object=a{TOKEN}&pin-value=1234"},
            "ALKE_SEAL",
            "give the PIN in ALKE_SEAL_PASSWORD.",
        ),
        (
            {**REAL, "ALKE_SEAL": "pkcs11:object=a?module-path=/nowhere.so"},
            "ALKE_SEAL",
            "there is no such module.",
        ),
        ({**REAL, "ALKE_TIMESTAMP_URL": "tsa.example"}, "ALKE_TIMESTAMP_URL", SERVICE),
        ({**REAL, "ALKE_TIMESTAMP_URL": "ldap://tsa.example"}, "ALKE_TIMESTAMP_URL", SERVICE),
        ({**REAL, "ALKE_TIMESTAMP_URL": "https://h:port/"}, "ALKE_TIMESTAMP_URL", SERVICE),
        ({**REAL, "ALKE_TRUST": "/nowhere"}, "ALKE_TRUST", "there is no such file or folder."),
        (
            {**DEMO, "ALKE_LOG_LEVEL": "loud"},
            "ALKE_LOG_LEVEL",
            "give DEBUG, INFO, WARNING, ERROR or CRITICAL.",
        ),
    ],
)
def test_a_wrong_value_stops_the_start_and_is_named(
    environment: dict[str, str], name: str, reason: str
) -> None:
    answer = start(environment)
    assert answer.returncode == 1
    assert answer.stdout == ""
    last = answer.stderr.splitlines()[-1]
    assert last == f"django.core.exceptions.ImproperlyConfigured: {name}: {reason}"


@pytest.mark.parametrize(
    ("environment", "line"),
    [
        ({}, f"alke: ALKE_HOSTS: {NO_HOSTS}\n"),
        ({"ALKE_HOSTS": "alke.example"}, f"alke: ALKE_SECRET_KEY: {KEY}\n"),
        (
            {**DEMO, "DATABASE_URL": "postgres://u:secret/@h/alke"},
            f"alke: DATABASE_URL: {DATABASE}\n",
        ),
    ],
)
def test_the_command_says_it_in_one_line(environment: dict[str, str], line: str) -> None:
    command = Path(sys.executable).parent / "alke"
    for words in (["migrate"], ["serve", "--port", "1"], ["audit", "verify"]):
        answer = start(environment, str(command), *words)
        assert (answer.returncode, answer.stdout, answer.stderr) == (1, "", line)


def test_the_demo_needs_no_value_at_all_beside_its_switch() -> None:
    hosts = ["127.0.0.1", "localhost", "[::1]"]
    assert shown(DEMO) == ["True", *hosts, "2024-03-04", "False", "0"]


@pytest.mark.parametrize(("given", "count"), [({}, "0"), ({"ALKE_PROXIES": " 2 "}, "2")])
def test_no_proxy_is_trusted_unless_it_is_told(given: dict[str, str], count: str) -> None:
    show = "from config import settings as s; print(s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    answer = start({**REAL, **given}, sys.executable, "-c", show)
    assert answer.stdout.strip() == count


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({}, None),
        ({"ALKE_CLAMD": " "}, None),
        ({"ALKE_CLAMD": "unix:/run/clamav/clamd.ctl"}, "/run/clamav/clamd.ctl"),
        ({"ALKE_CLAMD": "tcp://127.0.0.1:3310"}, ("127.0.0.1", 3310)),
        ({"ALKE_CLAMD": "tcp://clamd-1.alke.example:3310"}, ("clamd-1.alke.example", 3310)),
        ({"ALKE_CLAMD": "tcp://[::1]:3310"}, ("::1", 3310)),
    ],
)
def test_the_virus_scanner_is_where_it_is_told_to_be(
    given: dict[str, str], where: str | tuple[str, int] | None
) -> None:
    show = "from config import settings as s; print(repr(s.CLAMD))"
    answer = start({**REAL, **given}, sys.executable, "-c", show)
    assert answer.stdout == f"{where!r}\n"


def test_the_demo_can_be_shown_elsewhere_when_it_is_forced() -> None:
    environment = {**DEMO, "ALKE_HOSTS": "alke.example", "ALKE_DEMO_FORCED": "1"}
    assert shown(environment)[:2] == ["True", "alke.example"]


def test_a_real_service_has_the_real_day_and_safe_cookies() -> None:
    environment = {**REAL, "ALKE_HOSTS": "alke.example, www.alke.example"}
    expected = ["False", "alke.example", "www.alke.example", "None", "True", "31536000"]
    assert shown(environment) == expected


def test_an_empty_value_counts_as_missing() -> None:
    empty = dict.fromkeys(
        ["ALKE_DEMO_FORCED", "ALKE_HOSTS", "ALKE_TODAY", "DATABASE_URL", "EMAIL_URL"], ""
    )
    assert shown({**DEMO, **empty}) == shown(DEMO)
    assert start({**REAL, "ALKE_HOSTS": ""}).returncode == 1


def test_a_secret_may_hold_any_character() -> None:
    show = "from config import settings; print(settings.SECRET_KEY)"
    secret = "$ALKE_HOSTS-and-more-characters-%s-'\"\\"
    answer = start({**REAL, "ALKE_SECRET_KEY": secret}, sys.executable, "-c", show)
    assert answer.stdout == f"{secret}\n"


def test_a_service_has_no_seal_unless_it_is_given_one() -> None:
    show = "from config import settings as s; print([s.SEAL, s.SEAL_PASSWORD, s.TIMESTAMP_URL])"
    seal = f"pkcs11:token=Alke;object=sinetti{TOKEN}"
    given = {
        "ALKE_SEAL": seal,
        "ALKE_SEAL_PASSWORD": "1234",
        "ALKE_TIMESTAMP_URL": "https://tsa.example/",
        "ALKE_TRUST": str(ROOT),
    }
    for environment, expected in (
        (REAL, ["", "", ""]),
        ({**REAL, **given}, [seal, "1234", "https://tsa.example/"]),
    ):
        answer = start(environment, sys.executable, "-c", show)
        assert (answer.stderr, answer.stdout) == ("", f"{expected}\n")
