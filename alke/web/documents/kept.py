"""Kept files as answers: handed out piece by piece, however large they are."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from alke.base import files
from alke.domain.documents.models import DocumentFile
from alke.web.publiccache import LARGEST

PIECE = 256 * 1024  # bytes


def file_answer(file: DocumentFile) -> HttpResponse:
    """A document's file under its name; PDF files of Alke open in the browser."""
    shown = file.version.document.is_made and file.form != DocumentFile.Form.WORD
    return handed_out(file.digest, file.name, file.media_type, file.size, as_attachment=not shown)


def handed_out(
    digest: str, name: str, media_type: str, size: int, *, as_attachment: bool = True
) -> HttpResponse:
    """What was kept as `digest`; whole where the public's cache may keep it."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment, name) or "attachment",
        "Content-Length": str(size),
    }
    pieces = _pieces(digest)  # opened when they are asked for, and closed at their end
    if size <= LARGEST:
        return HttpResponse(b"".join(pieces), content_type=media_type, headers=headers)
    response: Any = StreamingHttpResponse(pieces, content_type=media_type, headers=headers)
    found: HttpResponse = response  # as views are typed
    return found


def _pieces(digest: str) -> Iterator[bytes]:
    with files.opened(digest) as file:
        while piece := file.read(PIECE):
            yield piece
