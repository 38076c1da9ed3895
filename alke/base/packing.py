"""Packs files into one ZIP: the same files give the same bytes, and no name leads elsewhere."""

import re
import unicodedata
import zipfile
from typing import BinaryIO, Final

A_MOMENT: Final = (1980, 1, 1, 0, 0, 0)  # of every part, so that the same files give the same
LONGEST: Final = 120  # characters of a name; Windows takes 260 for a whole path
PACKED: Final = (
    ".docx",
    ".xlsx",
    ".pptx",
    ".odt",
    ".ods",
    ".odp",
    ".jpg",
    ".jpeg",
    ".png",
    ".webp",
)
_BAD = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%]+')  # in names on some system, or in manifests


class Pack:
    """A ZIP that is being written; folders and names are made safe, and no name stands twice."""

    def __init__(self, out: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, strict_timestamps=True)
        self._taken: set[str] = set()

    def add(self, path: str, data: bytes) -> str:
        """Adds a file and gives its path; a second of the name gets “ (2)” before its ending."""
        path = self._free(clean_path(path))
        row = zipfile.ZipInfo(path, A_MOMENT)
        row.create_system, row.external_attr = 3, 0o644 << 16
        small = path.lower().endswith(PACKED)  # is a ZIP itself, or packed otherwise
        row.compress_type = zipfile.ZIP_STORED if small else zipfile.ZIP_DEFLATED
        self._zip.writestr(row, data)
        return path

    def close(self) -> None:
        """Writes the list of what is in it."""
        self._zip.close()

    def _free(self, path: str) -> str:
        folder, slash, name = path.rpartition("/")
        stem, dot, end = name.rpartition(".") if "." in name else (name, "", "")
        number = 1
        while path.casefold() in self._taken:
            number += 1
            path = f"{folder}{slash}{stem} ({number}){dot}{end}"
        self._taken.add(path.casefold())
        return path


def clean_path(path: str) -> str:
    """The path with every step made safe."""
    return "/".join(clean_name(step) for step in path.split("/"))


def clean_name(name: str) -> str:
    """A name for a file or folder that every system takes; a long one keeps its ending."""
    name = _BAD.sub("-", unicodedata.normalize("NFC", name)).strip(" .") or "-"
    if len(name) <= LONGEST:
        return name
    stem, dot, end = name.rpartition(".")
    if not dot or len(end) > 8:
        return name[:LONGEST].rstrip(" .")
    return f"{stem[: LONGEST - len(end) - 1].rstrip(' .')}.{end}"
