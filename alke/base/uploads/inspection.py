"""The one way in for a file that somebody brings."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from alke.base.uploads import refusal
from alke.base.uploads.kinds import PDF, Kind
from alke.base.uploads.names import ending_of, named
from alke.base.uploads.office import office, refuse_old
from alke.base.uploads.pdf import refuse_harmful_pdf
from alke.base.uploads.pictures import is_picture, redone
from alke.base.uploads.programs import ZIP
from alke.base.uploads.scanner import scan
from alke.base.uploads.texts import text


@dataclass(frozen=True)
class Checked:
    """A file that is let in, as it is to be kept.

    The media type follows from the content alone; texts are in UTF-8. The notes tell whoever
    brought the file what is different from how it came.
    """

    name: str
    media_type: str
    data: bytes
    notes: tuple[str, ...] = ()


def inspect(name: str, data: bytes) -> Checked:
    """The file, if it is let in; raises `BadInput` with why it is not and what to do."""
    if not data:
        raise refusal.is_empty()
    if len(data) > settings.UPLOAD_LIMIT:
        raise refusal.too_large(settings.UPLOAD_LIMIT)
    kind, kept, notes = _looked_into(name, data)
    right = named(name, kind)
    scan(data)  # last, as it takes longest; the file as it came
    if ending_of(name) not in (*kind.endings, ""):
        notes = (*notes, _("The end of the file's name was set right: %s.") % kind.ending)
    return Checked(right, kind.media_type, kept, notes)


def _looked_into(name: str, data: bytes) -> tuple[Kind, bytes, tuple[str, ...]]:
    """What it is, what of it is kept, and what is to be told."""
    refuse_old(data)
    if is_picture(data):
        picture = redone(data)
        return picture.kind, picture.data, picture.notes
    if data.startswith(b"%PDF-"):
        refuse_harmful_pdf(data)
        return PDF, data, ()
    kind = office(data) if data.startswith(ZIP) else text(name, data)
    return kind, data, ()
