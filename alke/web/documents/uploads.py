"""Word files that come with a form."""

from django.utils.translation import gettext as _

from alke.base.papers.word.container import LARGEST_FILE
from alke.base.richtext import BadInput
from alke.web.access import Request


def word_file(request: Request) -> tuple[bytes, str]:
    """Contents and name of the file in the field `tiedosto`."""
    file = request.FILES.get("tiedosto")
    if file is None or not hasattr(file, "read"):
        raise BadInput(_("Choose a Word file first."))
    if (file.size or 0) > LARGEST_FILE:
        raise BadInput(
            _("The file is too large: at most %(most)d MB.") % {"most": LARGEST_FILE // 2**20}
        )
    return file.read(), file.name or ""
