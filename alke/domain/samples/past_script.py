"""Steps of the earlier round's file: its themes, conclusions, actions and their follow-up."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from alke.domain.samples.script import Data, Step, step

FIELDS = ("situation", "challenges", "goals", "questions")


def past_steps(file: Data) -> Iterator[Step]:
    """All steps of the earlier round and of the follow-ups of its actions, in no order."""
    discussion = file["discussion"]
    yield step(
        "contact",
        _later(file["prepared"], by="uusimaa"),
        discussion=discussion,
        organisation="uusimaa",
        title="Yhteyshenkilö",
    )
    for place, theme in enumerate(file["theme"], start=1):
        yield from _theme(file, discussion, theme, place)
    for place, action in enumerate(file["action"]):
        yield from _action(file, action, place)
    yield step("publish-agenda", file["published"], discussion=discussion)
    yield from _outcome(file, discussion)
    for followup in file["followup"]:
        yield from _followup(file, followup)


def _theme(file: Data, discussion: str, theme: Data, place: int) -> Iterator[Step]:
    start, topic = file["prepared"], f"2023-{theme['key']}"
    council = theme["opening_mk"]
    yield step(
        "propose",
        _later(start, minutes=place),
        discussion=discussion,
        key=topic,
        title=theme["title"],
        title_sv=theme["title_sv"],
        language="fi",
        proposal="",
        draft_side="",
    )
    owner = _later(start, hours=2, minutes=place, by=file["published"]["by"])
    yield step("take", owner, topic=topic, place=place)
    for number, field in enumerate(FIELDS):
        writer = _later(start, days=1, minutes=15 * place + number)
        yield step("text", writer, topic=topic, field=field, language="fi", text=theme[field])
    yield _opening(_later(start, days=1, hours=2), topic, "vn", "tem", theme["opening_vn"])
    yield _opening(
        _later(start, days=1, hours=3, by=council), topic, "mk", council, "maakuntajohtaja"
    )
    yield step("stage", _later(owner, days=2), topic=topic, what="comment")
    yield step("confirm", _later(start, days=10, by=council), topic=topic, side="mk")
    yield step("confirm", _later(start, days=13, hours=1), topic=topic, side="vn")


def _opening(when: Data, topic: str, side: str, organisation: str, speaker: str) -> Step:
    return step(
        "opening",
        when,
        topic=topic,
        side=side,
        organisation=organisation,
        speaker=speaker,
        minutes=5,
    )


def _action(file: Data, row: Data, place: int) -> Iterator[Step]:
    added = _later(file["prepared"], days=2, minutes=7 * place, by=row["vn"][0])
    yield step(
        "action-new",
        added,
        key=row["key"],
        topic=f"2023-{row['theme']}",
        kind=row["kind"],
        title=row["title"],
        title_sv=row.get("title_sv", ""),
        vn=row["vn"],
        mk=row["mk"],
        next_step=row["next_step"],
        due=row["due"],
    )
    for body in [*row["vn"], *row["mk"]]:
        yield step("answers", _later(added, days=6, by=body), accepts=[row["key"]])


def _outcome(file: Data, discussion: str) -> Iterator[Step]:
    start, end = file["concluded"], file["outcome_published"]
    items = [
        {"topic": f"2023-{theme['key']}", "text": text}
        for theme in file["theme"]
        for text in theme["conclusions"]
    ]
    decisions = [{"action": row["key"], "decision": "taken"} for row in file["action"]]
    yield step("outcome", start, discussion=discussion, items=items, decisions=decisions)
    council = file["theme"][0]["opening_mk"]
    for side, by, days in (("mk", council, 7), ("vn", file["prepared"]["by"], 8)):
        yield step(
            "confirm-outcome", _later(start, days=days, by=by), discussion=discussion, side=side
        )
    yield step("publish-outcome", end, discussion=discussion)


def _followup(file: Data, followup: Data) -> Iterator[Step]:
    slug = followup["slug"]
    yield step("open-followup", followup["opened"], followup=slug)
    for body, at in followup["answered"].items():
        cells = {row["key"]: row[slug][body] for row in file["action"] if body in row.get(slug, {})}
        yield step("reports", {"at": at, "by": body}, followup=slug, answers=cells)
    yield step("review", followup["reviewed"], followup=slug, **_reviewed(file, followup))
    for event, kind in (("closed", "close-followup"), ("published", "publish-followup")):
        if event in followup:
            yield step(kind, followup[event], followup=slug)


def _reviewed(file: Data, followup: Data) -> dict[str, Any]:
    """What is accepted and what is returned; "not ours" is always settled."""
    accepted, returned = [], []
    for row in file["action"]:
        for body, cell in row.get(followup["slug"], {}).items():
            if cell[2:] == ["accepted"] or cell[0] == "not-ours":
                accepted.append([row["key"], body])
            elif cell[2:3] == ["returned"]:
                returned.append([row["key"], body, cell[3]])
    return {"accepted": accepted, "returned": returned}


def _later(
    when: Data, *, by: str | None = None, days: int = 0, hours: int = 0, minutes: int = 0
) -> Data:
    """The same hand or another, so much later."""
    after = dt.timedelta(days=days, hours=hours, minutes=minutes)
    return {"at": when["at"] + after, "by": by or when["by"]}
