"""What is written in packages of documents."""

import io
import zipfile

from tests.pdf_checks import words


def all_text_of(package: bytes, *, without: str = "") -> str:
    """All that is written in it, also in Word and PDF files; `without` the files of a folder."""
    found = []
    packed = zipfile.ZipFile(io.BytesIO(package))
    for name in packed.namelist():
        if without and without in name:
            continue
        data = packed.read(name)
        found.append(name)
        if name.endswith(".pdf"):
            found.append(words(data))
        elif name.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(data)) as word:
                found += [word.read(part).decode(errors="replace") for part in word.namelist()]
        else:
            found.append(data.decode())
    return "\n".join(found).casefold()
