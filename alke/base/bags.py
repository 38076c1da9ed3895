"""Archive packages after BagIt (RFC 8493): files with their checksums in one ZIP."""

import hashlib
from collections.abc import Iterable
from typing import BinaryIO, Final

from alke.base.packing import Pack

ALGORITHMS: Final = ("sha256", "sha512")
DECLARATION: Final = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class Bag(Pack):
    """A bag in one folder of a ZIP. `add` takes what is to be kept, under `data/`."""

    def __init__(self, out: BinaryIO, folder: str) -> None:
        super().__init__(out)
        self._folder = folder
        self._payload: dict[str, dict[str, str]] = {}  # checksums by path
        self._size = 0

    def add(self, path: str, data: bytes) -> str:
        """Adds a file of the payload and gives its path in the bag: "data/…"."""
        kept = self._put(f"data/{path}", data)
        self._payload[kept] = _checksums(data)
        self._size += len(data)
        return kept

    def seal(self, info: Iterable[tuple[str, str]]) -> None:
        """Writes what the bag is (`info`, in its order) and the checksums, and closes it."""
        oxum = ("Payload-Oxum", f"{self._size}.{len(self._payload)}")
        tags = {
            "bagit.txt": DECLARATION,
            "bag-info.txt": "".join(f"{name}: {_line(text)}\n" for name, text in (*info, oxum)),
            **{f"manifest-{name}.txt": _manifest(self._payload, name) for name in ALGORITHMS},
        }
        sums = {name: _checksums(text.encode()) for name, text in tags.items()}
        tags |= {f"tagmanifest-{name}.txt": _manifest(sums, name) for name in ALGORITHMS}
        for name, text in tags.items():
            self._put(name, text.encode())
        self.close()

    def _put(self, path: str, data: bytes) -> str:
        return super().add(f"{self._folder}/{path}", data).removeprefix(f"{self._folder}/")


def _checksums(data: bytes) -> dict[str, str]:
    return {name: hashlib.new(name, data).hexdigest() for name in ALGORITHMS}


def _manifest(sums: dict[str, dict[str, str]], algorithm: str) -> str:
    return "".join(f"{sums[path][algorithm]}  {path}\n" for path in sorted(sums))


def _line(text: str) -> str:
    return " ".join(text.split())
