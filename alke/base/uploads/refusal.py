"""Why a file is not let in: sentences that say what is wrong and what to do."""

from typing import Final

from django.utils.translation import gettext as _

from alke.base.richtext import BadInput

FIELD: Final = "tiedosto"


def _refusal(message: str) -> BadInput:
    return BadInput(message, FIELD)


def is_empty() -> BadInput:
    """Not one byte."""
    return _refusal(_("The file is empty. Open it, save it again and bring the new file."))


def too_large(limit: int) -> BadInput:
    """More bytes than `limit`."""
    return _refusal(
        _(
            "The file is larger than %(limit)d MB. Remove pictures from it, or bring it in "
            "several parts."
        )
        % {"limit": limit // (1024 * 1024)}
    )


def not_taken() -> BadInput:
    """A program, a web page, an SVG, an archive ..."""
    return _refusal(
        _(
            "Files of this kind are not taken. Bring a PDF, a Word, Excel, PowerPoint or "
            "OpenDocument file, a text file (.txt, .csv in UTF-8) or a picture (.png, .jpg, .webp)."
        )
    )


def is_misnamed(ending: str, right: str) -> BadInput:
    """The name says another kind than the content is."""
    return _refusal(
        _(
            "The file's name ends in %(ending)s, but by its content it is a %(right)s file. Check "
            "that it is the right one, let its name end in %(right)s and bring it again."
        )
        % {"ending": ending, "right": right}
    )


def is_old() -> BadInput:
    """A .doc, an .xls or a .ppt."""
    return _refusal(
        _(
            "This is a file of the old kind (such as .doc, .xls or .ppt). Save it as a .docx, "
            ".xlsx or .pptx file and bring that file."
        )
    )


def has_password() -> BadInput:
    """Encrypted as a whole."""
    return _refusal(
        _("The file is protected with a password. Remove the password and bring the file again.")
    )


def is_protected() -> BadInput:
    """A PDF that is encrypted, be it only against changes."""
    return _refusal(
        _(
            "The PDF is protected with a password or against changes. Save it without protection "
            "and bring that file."
        )
    )


def has_macros(right: str) -> BadInput:
    """Macros, controls and what else runs inside an office program."""
    return _refusal(
        _(
            "The file has macros or other programs in it, and such files are not taken. Save it "
            "as a %(right)s file without macros and bring that file."
        )
        % {"right": right}
    )


def carries(name: str) -> BadInput:
    """Another file inside that starts a program."""
    return _refusal(
        _(
            "Another file is packed into the file that could start a program: “%(name)s”. Remove "
            "it, save the file and bring it again."
        )
        % {"name": name}
    )


def fetches(address: str) -> BadInput:
    """A template or an object that an office program fetches as soon as the file is opened."""
    return _refusal(
        _(
            "When the file is opened, it fetches a template or another part from elsewhere: "
            "“%(address)s”. Remove that link (in Word under Developer → Document Template) and "
            "bring the file again."
        )
        % {"address": address}
    )


def has_scripts() -> BadInput:
    """A PDF that does something by itself."""
    return _refusal(
        _(
            "The PDF has scripts in it, starts programs or is a dynamic form (XFA), and such files "
            "are not taken. Print it into a new PDF and bring that file."
        )
    )


def damaged() -> BadInput:
    """Half a file, broken XML, what no program writes."""
    return _refusal(
        _(
            "The file is damaged, or only a part of it has arrived. Open it, save it again and "
            "bring the new file."
        )
    )


def too_much() -> BadInput:
    """More inside than can be looked through within bounds."""
    return _refusal(
        _(
            "There is more in the file than can be looked through. Bring it in several parts, or "
            "save it as a PDF first."
        )
    )


def too_many_pixels(millions: int) -> BadInput:
    """A picture that takes too much memory."""
    return _refusal(
        _(
            "The picture has more than %(millions)d million pixels. Make it smaller and bring it "
            "again."
        )
        % {"millions": millions}
    )


def moves() -> BadInput:
    """An animation."""
    return _refusal(_("The picture moves. Save it as a still picture and bring that."))


def not_utf8() -> BadInput:
    """A text in another encoding, or with characters that no text has."""
    return _refusal(
        _("The text is not in UTF-8. Save it as UTF-8 (in Excel: “CSV UTF-8”) and bring that file.")
    )


def has_virus(finding: str) -> BadInput:
    """What the scanner calls it."""
    return _refusal(
        _(
            "The virus scanner found “%(finding)s” in the file, and it was not taken. Tell those "
            "who look after your computer, and whoever sent the file."
        )
        % {"finding": finding}
    )


def scanner_is_silent() -> BadInput:
    """No file is let in unscanned."""
    return _refusal(
        _(
            "The virus scanner does not answer, and no file is taken without it. Try again in a "
            "while, and tell the administrator if it goes on."
        )
    )
