"""Tasks of preparation: agendas that are not published yet, and whose turn it is in each."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base import clock
from alke.domain.insight.desk_queries import Desk, DiscussionLine
from alke.domain.insight.task import Task
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Side
from alke.domain.people.roles import Power, roles_with
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.participation import owns

Role = Membership.Role


def agendas_to_prepare(actor: Actor, desk: Desk) -> list[Task]:
    """Those that one prepares; a side that has done its part is not asked any more (R19)."""
    if not actor.has_role(*roles_with(Power.EDIT_SHEET), Role.COORDINATOR):
        return []
    return [_task(actor, desk, line) for line in desk.lines if _is_waiting(actor, line)]


def _is_waiting(actor: Actor, line: DiscussionLine) -> bool:
    discussion = line.discussion
    if not discussion.max_topics or discussion.agenda_published_at or not discussion.starts_at:
        return False
    if discussion.starts_at < clock.now():
        return False
    if actor.has_role(Role.OWNER):
        return owns(actor, discussion)
    return line.mine and discussion.stands_alone and (_runs(actor) or not _has_done(actor, line))


def _runs(actor: Actor) -> bool:
    return actor.has_role(Role.OWNER, Role.COORDINATOR)


def _has_done(actor: Actor, line: DiscussionLine) -> bool:
    """Whether the actor's side has confirmed every topic and named who opens it."""
    opens = line.discussion.kind != Discussion.Kind.REGIONAL
    return bool(actor.sides and line.topics) and all(
        line.has_confirmed(side) and (line.has_openings(side) or not opens) for side in actor.sides
    )


def _task(actor: Actor, desk: Desk, line: DiscussionLine) -> Task:
    discussion = line.discussion
    return Task(
        title=_("Complete the agenda: %(name)s") % {"name": discussion.name},
        text=_text(actor, line),
        button=_("Open the agenda"),
        page="discussion_detail",
        args=(desk.year, discussion.slug),
        due_at=line.agenda_due,
        purpose="agenda",
        states=tuple(
            (
                topic.state,
                _("Topic %(number)d: %(state)s")
                % {"number": topic.number, "state": topic.get_state_display().lower()},
            )
            for topic in line.topics
        ),
    )


def _text(actor: Actor, line: DiscussionLine) -> str:
    """What is still to be done, and by whom."""
    if not line.topics:
        return _("No topics yet. Propose one, or take one from the proposals to the agenda.")
    confirmed = {side for side in Side if line.has_confirmed(side)}
    if not _runs(actor) and actor.sides <= confirmed:
        return _("Your side has confirmed the topics. Name who opens them for it.")
    if len(confirmed) == len(Side):
        return _("Both sides have confirmed the topics. See what is missing, then publish it.")
    if confirmed == {Side.VN}:
        return _("The Government side has confirmed the topics and waits for the regions.")
    if confirmed == {Side.MK}:
        return _("The regions’ side has confirmed the topics and waits for the Government.")
    days = line.agenda_days
    text = ngettext(
        "The agenda must be ready and known to the participants %(n)s day before the discussion.",
        "The agenda must be ready and known to the participants %(n)s days before the discussion.",
        days,
    )
    return text % {"n": days}
