"""Why a file is not read: sentences that say what to do instead."""

from typing import Final

from django.utils.translation import gettext as _

from alke.base.richtext import BadInput

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word before 2007, and what Office encrypts
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")  # the stream's name (MS-OFFCRYPTO)


class Refusal(BadInput):
    """A file that is not read; the message says why and what to do."""


def refuse_by_type(file: bytes) -> None:
    """Raises `Refusal` for what is no zip at all, whatever the file's name says."""
    if file.startswith(_OLE):
        raise has_password() if _ENCRYPTED in file else is_old()
    if not file.startswith(_ZIP):
        raise no_word_file()


def no_word_file() -> Refusal:
    """A PDF, an OpenDocument or Excel file, a picture ..."""
    return Refusal(
        _("This is no Word document. Save it as a Word document (.docx) and bring that file.")
    )


def is_old() -> Refusal:
    """A .doc."""
    return Refusal(
        _(
            "This is a file of the old kind (.doc). Open it in Word, save it as a Word document "
            "(.docx) and bring that file."
        )
    )


def has_password() -> Refusal:
    """Encrypted as a whole."""
    return Refusal(
        _("The file is protected with a password. Remove the password and bring the file again.")
    )


def has_macros() -> Refusal:
    """A .docm, or a .docx into which somebody has put them."""
    return Refusal(
        _(
            "The file has macros, and such files are not taken. Save it as a Word document "
            "without macros (.docx) and bring that file."
        )
    )


def damaged() -> Refusal:
    """Half a file, broken XML, a zip that no program writes."""
    return Refusal(
        _(
            "The file is damaged, or only a part of it has arrived. Open it in Word, save it "
            "again and bring the new file."
        )
    )


def has_definitions() -> Refusal:
    """A document type with entities: ECMA-376 part 2 calls it an error."""
    return Refusal(
        _(
            "The file has definitions of its own (DTD), which no Word document has, and is not "
            "read. Save it again in Word and bring the new file."
        )
    )


def too_large(limit: int) -> Refusal:
    """More bytes than `limit`."""
    return Refusal(
        _(
            "The file is larger than %(limit)d MB. Remove pictures from it, or bring it in "
            "several parts."
        )
        % {"limit": limit // (1024 * 1024)}
    )


def too_much() -> Refusal:
    """More inside than can be read within bounds."""
    return Refusal(
        _(
            "There is more in the file than can be read at once. Bring it in several parts, or "
            "copy what you have edited into a new file."
        )
    )
