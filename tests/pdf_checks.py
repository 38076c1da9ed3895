"""Two independent programs look at a PDF file for the machine-checkable part of PDF/UA-1."""

import subprocess
from pathlib import Path

import outloud
import pdfua

REPEATED = "TAG-002"  # text that is no content


def words(pdf: bytes) -> str:
    """All of its text in reading order, as poppler reads it, with single spaces."""
    made = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(made.stdout.decode().split())


def faults(pdf: bytes, folder: Path) -> list[str]:
    """The errors that the two find.

    A table's header that is repeated on the next page is rightly no content there (PDF/UA-1,
    7.5 and 7.1), which one of the programs takes for lost text: what stands elsewhere in the
    file as well is not lost.
    """
    file = folder / "checked.pdf"
    file.write_bytes(pdf)
    text = words(pdf)
    found = [
        f"{row.rule}: {row.message} ({row.evidence})"
        for row in outloud.check(str(file)).findings
        if row.severity == "error" and not (row.rule == REPEATED and _stands_twice(row, text))
    ]
    return found + [str(row) for row in pdfua.validate(str(file)).findings]


def _stands_twice(row: outloud.findings.Finding, text: str) -> bool:
    whole = [word for word in row.evidence.split() if not word.endswith(("-", "…"))]
    return all(text.count(word) > 1 for word in whole)


def pages(pdf: bytes) -> int:
    """How many it has."""
    made = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True)
    (line,) = [row for row in made.stdout.decode().splitlines() if row.startswith("Pages:")]
    return int(line.split()[1])
