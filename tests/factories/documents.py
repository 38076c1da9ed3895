"""Documents, filed by the operations."""

from typing import Any

from alke.domain.documents.models import DocumentFile, DocumentVersion
from alke.domain.documents.operations import Description, NewFile, file_document
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion, Round


def _pdf() -> bytes:
    """An empty page, with the table of places that a whole file ends in."""
    made, places = b"%PDF-1.4\n", []
    for number, row in enumerate(
        (
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <<>>>>",
        ),
        1,
    ):
        places.append(b"%010d 00000 n \n" % len(made))
        made += b"%d 0 obj %b endobj\n" % (number, row)
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(places)
    end = b"trailer <</Root 1 0 R /Size 4>>\nstartxref\n%d\n%%%%EOF\n" % len(made)
    return made + table + end


PAPER = _pdf()


def new_file(data: bytes = PAPER, name: str = "paperi.pdf") -> NewFile:
    """A file that has been let in."""
    return NewFile(name, "application/pdf", data, DocumentFile.Form.PDF)


def filed(
    place: Round | Discussion, by: Actor, file: NewFile | None = None, **said: Any
) -> DocumentVersion:
    """A paper in a folder of a round or of a discussion."""
    values = {"title": "Taustamuistio", "folder": "material", "language": "fi"} | said
    discussion = place if isinstance(place, Discussion) else None
    round_ = place.round if isinstance(place, Discussion) else place
    return file_document(round_, discussion, Description(**values), file or new_file(), by=by)
