"""A file that a person brings: looked at before anything is kept."""

from django.conf import settings
from django.contrib import messages
from django.utils.translation import gettext as _

from alke.base.richtext import BadInput
from alke.base.signing.verification import Outcome
from alke.base.uploads.inspection import inspect
from alke.base.uploads.kinds import PDF
from alke.domain.documents.approval_queries import verified
from alke.domain.documents.models import DocumentFile
from alke.domain.documents.operations import NewFile
from alke.domain.documents.signed_operations import is_altered
from alke.web.access import Request

MOST_MB = settings.UPLOAD_LIMIT // 2**20
_FORMS = {"docx": DocumentFile.Form.WORD, "pdf": DocumentFile.Form.PDF}


def file_from(request: Request) -> NewFile:
    """The file of the form's field `tiedosto`. Raises `BadInput` when it may not come in."""
    file = brought(request)
    if file.media_type == PDF.media_type and b"/ByteRange" in file.data:
        _refuse_broken_signature(file.data)
    return file


def brought(request: Request) -> NewFile:
    """The same, for whoever looks at its signatures himself."""
    file = request.FILES.get("tiedosto")
    if file is None or not hasattr(file, "read"):
        raise BadInput(_("Choose a file first."), "tiedosto")
    if (file.size or 0) > settings.UPLOAD_LIMIT:
        raise BadInput(
            _("The file is too large: at most %(most)d MB.") % {"most": MOST_MB}, "tiedosto"
        )
    found = inspect(file.name or "", file.read())
    for note in found.notes:
        messages.info(request, note)
    form = _FORMS.get(found.name.rpartition(".")[2], DocumentFile.Form.OTHER)
    return NewFile(found.name, found.media_type, found.data, form)


def _refuse_broken_signature(data: bytes) -> None:
    """What was signed elsewhere may be filed instead of sealed here, as long as it is whole."""
    if verified(data).outcome == Outcome.ALTERED:
        raise is_altered()
