"""Comments of a Word file, each on the field or action on which it was written."""

from collections.abc import Mapping

from alke.base.papers.word.found import WordComment, WordFile
from alke.domain.imports.returned import ReturnedComment
from alke.domain.papers.sheet_keys import read_key


def comments_of(file: WordFile, fields: Mapping[str, str]) -> tuple[ReturnedComment, ...]:
    """Comments that are not done, in order; an answer stands where its question does."""
    return tuple(
        ReturnedComment(row.text, _target(row, file, fields), row.quoted)
        for row in file.comments
        if row.text.strip() and not row.done
    )


def _target(row: WordComment, file: WordFile, fields: Mapping[str, str]) -> str:
    if row.answers is not None:
        return _target(file.comments[row.answers], file, fields)
    for name in row.names:
        if name in fields:
            return fields[name]
        key = read_key(name)
        if key is not None:
            return f"action:{key.number}"
    return ""
