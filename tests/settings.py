"""Settings of the tests: a database, mail and files of their own, everything else as it is."""

import os
import tempfile
from pathlib import Path

from scripts import messages

# scripts/test.sh runs the suite in parts; by hand it is SQLite unless a URL is given.
PART = os.environ.get("ALKE_TEST_PART", "")
SHARE = os.environ.get("ALKE_TEST_SHARE", "")  # of a part, see conftest.py; else all
_URL = (
    os.environ["ALKE_TEST_DATABASE_URL"]
    if PART == "postgresql"
    else ("" if PART else os.environ.get("ALKE_TEST_DATABASE_URL", ""))
)
if "PYTEST_XDIST_WORKER" not in os.environ:  # whoever starts the others does it for them
    messages.compile_all()  # before Django reads any text

FOLDER = Path(tempfile.gettempdir()) / f"alke-tests-{os.getpid()}"  # conftest.py makes it
# What one process of the run makes for all: in the folder of whoever starts the others.
SHARED = Path(os.environ.setdefault("ALKE_TEST_SHARED", str(FOLDER)))

os.environ |= {
    "ALKE_CLAMD": "",  # tests/clamd.py starts one for those who ask for it
    "ALKE_DEMO": "1",
    "ALKE_HOSTS": "testserver,localhost,127.0.0.1",
    "ALKE_SECRET_KEY": "a-key-of-the-tests-that-protects-nothing",
    "ALKE_TODAY": "2024-03-04",
    "ALKE_VAR": str(FOLDER),
    "DATABASE_URL": _URL or f"sqlite:///{FOLDER}/alke.sqlite3",
}

from config.settings import *  # noqa: E402

TESTING = True
if not _URL:
    # A file, not memory: the live server's threads have connections of their own, as in
    # production. Nothing of it is kept, so it need not reach the disk.
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-20000;"
    )
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # serves the sources, wants no collected files
WHITENOISE_USE_FINDERS = True
