"""Removes kept files that no row names any more."""

from collections.abc import Collection

from alke.base import files
from alke.domain.documents.models import DocumentFile
from alke.domain.documents.work_models import Work


def forget_unnamed(digests: Collection[str]) -> None:
    """Removes those of the files that nothing names; call it when the rows are committed."""
    named = set[str]()
    for table in (DocumentFile, Work):
        rows = table.objects.filter(digest__in=digests)
        named |= set(rows.values_list("digest", flat=True))
    for digest in sorted(set(digests) - named - {""}):
        files.forget(digest)
