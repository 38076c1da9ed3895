"""The kinds of files that are let in, and how a name ends that tells of each."""

from dataclasses import dataclass
from typing import Final

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Kind:
    """`ending` is the one that a name gets; the others of `endings` mean the same."""

    ending: str
    media_type: str
    other_endings: frozenset[str] = frozenset()

    @property
    def endings(self) -> frozenset[str]:
        """All by which the kind is known."""
        return self.other_endings | {self.ending}


PDF: Final = Kind(".pdf", "application/pdf")
DOCX: Final = Kind(".docx", f"{_OPEN_XML}.wordprocessingml.document")
XLSX: Final = Kind(".xlsx", f"{_OPEN_XML}.spreadsheetml.sheet")
PPTX: Final = Kind(".pptx", f"{_OPEN_XML}.presentationml.presentation")
ODT: Final = Kind(".odt", f"{_OPEN_DOCUMENT}.text")
ODS: Final = Kind(".ods", f"{_OPEN_DOCUMENT}.spreadsheet")
ODP: Final = Kind(".odp", f"{_OPEN_DOCUMENT}.presentation")
TXT: Final = Kind(".txt", "text/plain")
CSV: Final = Kind(".csv", "text/csv")
PNG: Final = Kind(".png", "image/png")
JPEG: Final = Kind(".jpg", "image/jpeg", frozenset({".jpeg", ".jpe", ".jfif"}))
WEBP: Final = Kind(".webp", "image/webp")

MICROSOFT: Final = (DOCX, XLSX, PPTX)
OPEN_DOCUMENT: Final = (ODT, ODS, ODP)
TEXTS: Final = (TXT, CSV)
PICTURES: Final = (PNG, JPEG, WEBP)
