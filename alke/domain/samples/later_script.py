"""Steps of the file that tells how the round goes on after the demo's first day."""

from collections.abc import Iterator

from alke.domain.samples.script import Data, Step, step
from alke.domain.samples.topic_script import text_step

TEXTS = {"text": "text", "edit": "edit", "late-change": "edit"}


def later_steps(file: Data) -> Iterator[Step]:
    """The events of the file as steps."""
    for row in file["event"]:
        kind = row["type"]
        if kind in TEXTS:
            yield text_step(TEXTS[kind], row, row["topic"], row.get("language", "fi"))
        else:
            data = {key: value for key, value in row.items() if key not in {"at", "by", "type"}}
            yield step(kind, row, **data)
