"""Plays the steps of topics: proposals, places, texts, openings, comments, confirmations."""

from alke.domain.people.models import Side
from alke.domain.samples.script import Step
from alke.domain.samples.stage import Stage
from alke.domain.topics import action_operations, agenda_operations, operations
from alke.domain.topics.models import Topic

Disposition = Topic.Disposition


def propose(stage: Stage, step: Step) -> None:
    """A proposal into the pool, with its title in Swedish where there is one."""
    data, actor = step.data, stage.actor(step.by)
    words = {"title": data["title"], "proposal": data["proposal"]}
    topic = operations.propose_topic(
        stage.discussion(data["discussion"]),
        by=actor,
        language=data["language"],
        draft_side=data["draft_side"],
        **words,
    )
    if title := data["title_sv"]:
        version = topic.version
        operations.edit_proposal(topic, by=actor, base_version=version, title_sv=title, **words)
    stage.remember("topic", data["key"], topic)


def share(stage: Stage, step: Step) -> None:
    """A side's draft shown to the other side: a topic, a proposal, or actions."""
    actor = stage.actor(step.by)
    for key in (step.data.get("topic"), step.data.get("proposal")):
        if key:
            operations.share_topic(stage.topic(key), by=actor)
    for key in step.data.get("actions", ()):
        action_operations.share_action(stage.action(key), by=actor)


def take(stage: Stage, step: Step) -> None:
    """A place on the agenda."""
    topic = stage.topic(step.data["topic"])
    operations.take_topic_to_agenda(topic, by=stage.actor(step.by), number=step.data["place"])


def text(stage: Stage, step: Step) -> None:
    """The first text of a field; where somebody has written already, theirs stays."""
    if _current(stage, step)[1] == 0:
        _save(stage, step, step.data["text"], 0)


def edit(stage: Stage, step: Step) -> None:
    """A change of one place in a field's text; LookupError when the place is not there."""
    before, version = _current(stage, step)
    if step.data["replace"] not in before:
        raise LookupError(f"{step}: the text to replace is not there")
    _save(stage, step, before.replace(step.data["replace"], step.data["with"], 1), version)


def _current(stage: Stage, step: Step) -> tuple[str, int]:
    rows = stage.topic(step.data["topic"]).texts.filter(current=True)
    row = rows.filter(field=step.data["field"], language=step.data["language"]).first()
    return (row.text, row.version) if row else ("", 0)


def _save(stage: Stage, step: Step, new: str, version: int) -> None:
    operations.save_text(
        stage.topic(step.data["topic"]),
        step.data["field"],
        step.data["language"],
        new,
        by=stage.actor(step.by),
        base_version=version,
        late_reason=step.data.get("reason", ""),
    )


def opening(stage: Stage, step: Step) -> None:
    """Who opens the topic on one side."""
    data = step.data
    operations.set_opening(
        stage.topic(data["topic"]),
        data["side"],
        by=stage.actor(step.by),
        organisation=stage.body(data["organisation"]),
        speaker=data["speaker"],
        minutes=data["minutes"],
    )


def comment(stage: Stage, step: Step) -> None:
    """A comment or a reply on a field or an action."""
    data = step.data
    parent = stage.comment(data["thread"]) if data.get("reply") else None
    row = operations.add_comment(
        stage.topic(data["topic"]),
        _target(stage, data["on"]),
        data["text"],
        by=stage.actor(step.by),
        own_side_only=data.get("private", False),
        parent=parent,
    )
    if parent is None and "thread" in data:
        stage.remember("thread", data["thread"], row)


def _target(stage: Stage, on: str) -> str:
    known = f"action:{on}" in stage.keys
    return f"action:{stage.action(on).number}" if known else on


def resolve(stage: Stage, step: Step) -> None:
    """A thread closed."""
    operations.resolve_comment(stage.comment(step.data["thread"]), by=stage.actor(step.by))


def comment_stage(stage: Stage, step: Step) -> None:
    """The topic opened for comment."""
    topic = stage.topic(step.data["topic"])
    operations.set_topic_state(topic, Topic.State.COMMENTING, by=stage.actor(step.by))


def confirm(stage: Stage, step: Step) -> None:
    """One side's word that the topic is ready."""
    topic = stage.topic(step.data["topic"])
    operations.confirm_topic(topic, Side(step.data["side"]), by=stage.actor(step.by))


def decide(stage: Stage, step: Step) -> None:
    """What becomes of a proposal that gets no place of its own."""
    data, actor = step.data, stage.actor(step.by)
    topic = stage.topic(data["proposal"])
    if data["outcome"] == Disposition.MERGED:
        operations.merge_topics([topic], stage.topic(data["into"]), by=actor, reason=data["reason"])
        return
    regional = data["outcome"] == Disposition.REGIONAL
    to = stage.discussion(data["into"]) if regional else None
    operations.dispose_topic(topic, data["outcome"], data["reason"], by=actor, to=to)


def move_agenda(stage: Stage, step: Step) -> None:
    """The agenda opened for comment, or ready."""
    discussion = stage.discussion(step.data["discussion"])
    agenda_operations.set_agenda_state(discussion, step.data["state"], by=stage.actor(step.by))


def publish_agenda(stage: Stage, step: Step) -> None:
    """The agenda made public and served to its recipients."""
    discussion = stage.discussion(step.data["discussion"])
    agenda_operations.publish_agenda(discussion, by=stage.actor(step.by))
