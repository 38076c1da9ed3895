"""Steps of a joint discussion's file: contacts, participants, topics, sheets, actions."""

from collections.abc import Iterator
from typing import Any

from alke.domain.samples.script import Data, Step, step, tables

ACTION = (
    *("kind", "title", "title_sv", "language", "vn", "mk", "next_step", "due", "money"),
    *("priorities", "predecessor", "draft_side", "see"),
)


def discussion_steps(file: Data) -> Iterator[Step]:
    """All steps of one discussion's file, in no order."""
    discussion = file["discussion"]
    for row in file.get("contact", ()):
        yield step(
            "contact",
            row,
            discussion=discussion,
            organisation=row["organisation"],
            title=row["title"],
        )
    for row in file.get("agenda", ()):
        yield step("agenda", row, discussion=discussion, state=row["state"])
    for kind, row in tables(file, "participants", "enrolment"):
        yield step(kind, row, discussion=discussion, **_but(row, "at", "by"))
    for topic in file.get("topic", ()):
        yield from _topic(discussion, topic)
    for row in file.get("proposal", ()):
        yield from _proposal(discussion, row)


def _topic(discussion: str, topic: Data) -> Iterator[Step]:
    key = topic["key"]
    yield _propose(discussion, topic, topic["proposed"])
    if "shared" in topic:
        yield step("share", topic["shared"], topic=key)
    yield step("take", topic["taken"], topic=key, place=topic["place"])
    yield from _sheet(key, topic)
    for row in topic.get("action", ()):
        yield from _action(key, row)
    for place, row in enumerate(topic.get("thread", ())):
        yield from _thread(key, f"{key}/{place}", row)
    for row in topic.get("step", ()):
        kind = "stage" if row["what"] == "comment" else row["what"]
        yield step(kind, row, topic=key, **_but(row, "at", "by"))


def _sheet(key: str, topic: Data) -> Iterator[Step]:
    for kind, row in tables(topic, "text", "edit"):
        yield text_step(kind, row, key, topic["language"])
    for kind, row in tables(topic, "opening", "answers"):
        yield step(kind, row, topic=key, **_but(row, "at", "by"))


def text_step(kind: str, row: Data, topic: str, language: str) -> Step:
    """A field's first text, or a change of one place in it."""
    data = {"language": language} | _but(row, "at", "by", "type", "topic", "discussion")
    return step(kind, row, topic=topic, **data)


def _propose(discussion: str, row: Data, when: Data) -> Step:
    return step(
        "propose",
        when,
        discussion=discussion,
        key=row["key"],
        title=row["title"],
        title_sv=row.get("title_sv", ""),
        language=row["language"],
        proposal=row["why"],
        draft_side=row.get("draft_side", ""),
    )


def _action(topic: str, row: Data) -> Iterator[Step]:
    fields = {name: row[name] for name in ACTION if name in row}
    yield step("action-new", row["added"], key=row["key"], topic=topic, **fields)
    if "also_in" in row:
        yield step("origin", row["also_in"], action=row["key"], topic=row["also_in"]["topic"])


def _thread(topic: str, key: str, row: Data) -> Iterator[Step]:
    private = "draft_side" in row
    for place, post in enumerate(row["posts"]):
        yield step(
            "comment",
            post,
            topic=topic,
            on=row["on"],
            text=post["text"],
            thread=key,
            reply=place > 0,
            private=private,
        )
    if "resolved" in row:
        yield step("resolve", row["resolved"], thread=key)


def _proposal(discussion: str, row: Data) -> Iterator[Step]:
    yield _propose(discussion, row, row)
    if "decided" in row:
        yield step(
            "proposal",
            row["decided"],
            proposal=row["key"],
            outcome=row["outcome"],
            into=row.get("into"),
            reason=row["reason"],
        )


def _but(row: Data, *names: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in names}
