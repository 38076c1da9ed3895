"""LibreOffice as the foreign editor of Word files: opens, edits and saves them as people do.

One process for all tests of a run, with a profile of its own; it listens on a pipe only.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

DRIVER = Path(__file__).with_name("libreoffice_driver.py")
PYTHON = "/usr/bin/python3"  # the one that `python3-uno` belongs to
EDITOR = "Maija Muokkaaja"  # in whose name changes are tracked

Step = tuple[Any, ...]  # its name and values, see `Editor` in libreoffice_driver.py


class LibreOffice:
    """Takes a file's bytes and gives those of the file that it saved."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = (folder / "log").open("w+")
        self.driver = subprocess.Popen(
            [PYTHON, DRIVER, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )

    def resave(self, file: bytes) -> bytes:
        """Opened and saved again."""
        return self.edit(file, [])

    def via_odt(self, file: bytes) -> bytes:
        """Saved as OpenDocument, opened, and saved as a Word file."""
        return self._work(file, ["b.odt", "c.docx"])

    def printed(self, file: bytes) -> bytes:
        """As PDF, with the pages that it has there."""
        return self._work(file, ["b.pdf"])

    def edit(self, file: bytes, steps: Sequence[Step], *, tracked: bool = False) -> bytes:
        """Opened, changed step by step, with tracking on if wanted, and saved."""
        return self._work(file, ["b.docx"], steps, tracked=tracked)

    def _work(
        self, file: bytes, targets: list[str], steps: Sequence[Step] = (), *, tracked: bool = False
    ) -> bytes:
        with tempfile.TemporaryDirectory(dir=self.folder) as made:
            source, *paths = (Path(made) / name for name in ["a.docx", *targets])
            source.write_bytes(file)
            self._ask(
                source=str(source), targets=list(map(str, paths)), steps=steps, tracked=tracked
            )
            return paths[-1].read_bytes()

    def _ask(self, **request: Any) -> None:
        if self.driver.stdin is None or self.driver.stdout is None:
            raise RuntimeError("closed")
        self.driver.stdin.write(json.dumps(request) + "\n")
        self.driver.stdin.flush()
        line = self.driver.stdout.readline()
        if not line:
            self.log.seek(0)
            pytest.fail(f"LibreOffice has ended:\n{self.log.read()}", pytrace=False)
        if error := json.loads(line).get("error"):
            raise RuntimeError(error)

    def close(self) -> None:
        """Ends LibreOffice."""
        if self.driver.stdin is not None:
            self.driver.stdin.close()
        self.driver.wait(60)
        if self.driver.stdout is not None:
            self.driver.stdout.close()
        self.log.close()


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibreOffice]:
    """Starts with the first test that asks for it."""
    office = LibreOffice(tmp_path_factory.mktemp("libreoffice"))
    yield office
    office.close()
