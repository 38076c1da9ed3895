"""Writes of participants: registered, changed, taken back, replaced, and what they answer."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.audit.models import Doer
from alke.domain.participants import rules
from alke.domain.participants.link_operations import write_link
from alke.domain.participants.models import Enrolment, Participant
from alke.domain.participants.participant_record import (
    lock_participant,
    record_participant,
)
from alke.domain.participants.person import Person, cleaned, recorded
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.models import Discussion
from alke.domain.topics.models import Opening
from alke.domain.topics.operations import set_opening
from alke.domain.topics.rules import can_set_opening
from alke.domain.topics.topic_record import lock_discussion

Reply, How = Participant.Reply, Participant.How
OWN = frozenset({How.LINK, How.MAIL, How.SELF})  # the person answers itself


class AskFirst(Refused):
    """A question, not a refusal: the same again with `sure` is done."""


@transaction.atomic
def register_participant(
    discussion: Discussion,
    body: Organisation,
    person: Person,
    *,
    by: Actor,
    side: str = "",
    sure: bool = False,
) -> Participant:
    """Registers a person for a body (R9), on its side or, by who runs the discussion, the other.

    An address that the body has registered already is refused; one that another body has
    registered is asked about first (`AskFirst`). Who opens a topic for which the side has agreed
    on nobody, becomes its opening on the agenda.
    """
    locked = lock_discussion(discussion)
    rules.can_register(by, locked, body).require()
    row = _made(locked, body, cleaned(person, locked, body.language), side=side, by=by)
    _refuse_second(row, sure=sure)
    _add(row, by)
    _agree_opening(row, by)
    return row


@transaction.atomic
def edit_participant(
    participant: Participant, person: Person, *, by: Actor, seen: int | None = None
) -> Participant:
    """Changes what is known of a person. A new address gets a link of its own.

    `seen`: the row's `sequence` on which the change rests; a later one raises `Stale`.
    """
    locked = lock_participant(participant)
    rules.can_edit_participant(by, locked).require()
    person = cleaned(person, locked.discussion, locked.language)
    if seen is not None and seen != locked.sequence:
        reason = _("The data was changed after you opened it. Read it again, then save.")
        raise Stale(reason, current=Person.of(locked), offered=person)
    row = _change(locked, person, by, "participant.edited")
    _agree_opening(row, by)
    return row


@transaction.atomic
def correct_own_data(participant: Participant, person: Person, *, by: Doer) -> Participant:
    """What the person itself corrects by its link: name, title, language, mode, nothing else."""
    locked = lock_participant(participant)
    rules.can_answer_by_link(locked).require()
    own = {name: getattr(person, name) for name in ("name", "title", "language", "mode")}
    person = cleaned(replace(Person.of(locked), **own), locked.discussion, locked.language)
    return _change(locked, person, by, "participant.corrected")


@transaction.atomic
def cancel_participant(participant: Participant, *, by: Actor) -> Participant:
    """Takes the registration back; the row stays, so that it can be restored."""
    locked = lock_participant(participant)
    rules.can_cancel_participant(by, locked).require()
    return _set_cancelled(locked, by, "participant.cancelled", clock.now())


@transaction.atomic
def restore_participant(participant: Participant, *, by: Actor) -> Participant:
    """Undoes that the registration was taken back."""
    locked = lock_participant(participant)
    rules.can_restore_participant(by, locked).require()
    _refuse_second(locked, sure=True)
    return _set_cancelled(locked, by, "participant.restored", None)


@transaction.atomic
def set_reply(
    participant: Participant, reply: str, *, by: Doer, how: Participant.How
) -> Participant:
    """What the person answers; by whom and by what way, the record of changes says.

    By the link `by` is its holder, from the calendar the system; else somebody signed in. The
    person's own answer holds for all bodies that have registered the address.
    """
    locked = lock_participant(participant)
    _require_may_reply(locked, by, how)
    if reply not in Reply.values:
        raise BadInput(_("Choose one of the alternatives."), "reply")
    others = _same_person(locked) if how in OWN else []
    for row in [locked, *others]:
        _note_reply(row, reply, by, how)
    return locked


def _note_reply(row: Participant, reply: str, by: Doer, how: Participant.How) -> None:
    if row.reply == reply and row.replied_how == how:
        return
    changes: dict[str, list[Any]] = {"reply": [row.reply, reply], "how": [None, how]}
    row.reply, row.replied_at, row.replied_how = reply, clock.now(), how
    row.save(update_fields=["reply", "replied_at", "replied_how"])
    record_participant("participant.replied", row, by=by, changes=changes)


def _same_person(row: Participant) -> list[Participant]:
    """Registrations of the address by other bodies, save where the body itself has declined."""
    others = Participant.objects.registered().filter(discussion=row.discussion, email=row.email)
    others = others.exclude(pk=row.pk).exclude(email="")
    others = others.exclude(reply=Reply.DECLINED, replied_how=How.CONTACT)
    found = list(others.select_related("organisation").order_by("pk"))
    for other in found:
        other.discussion = row.discussion
    return [other for other in found if rules.can_reply_by_link(other)]


@transaction.atomic
def pass_on(
    participant: Participant, person: Person, *, by: Doer, how: Participant.How
) -> Participant:
    """A deputy takes the person's place, with its opening and mandate; the person declines.

    By the link the person passes the place on to a colleague (B18), for the same body only; the
    colleague gets a link of its own.
    """
    locked = lock_participant(participant)
    _require_may_pass_on(locked, by, how)
    kept = Person.of(locked)
    person = replace(
        person,
        represents=kept.represents,
        gives_opening=kept.gives_opening,
        topic=kept.topic,
        mandate=person.mandate or kept.mandate,
    )
    person = cleaned(person, locked.discussion, locked.language)
    if how == How.LINK and not person.email:
        raise BadInput(_("Give the colleague’s e-mail address."), "email")
    deputy = _made(locked.discussion, locked.organisation, person, side=locked.side, by=by)
    deputy.deputy_for = locked
    _refuse_second(deputy, sure=True)
    if locked.reply != Reply.DECLINED:
        _note_reply(locked, Reply.DECLINED, by, how)
    _add(deputy, by)
    return write_link(deputy, by=by) if how == How.LINK else deputy


def _made(
    discussion: Discussion, body: Organisation, person: Person, *, side: str, by: Doer
) -> Participant:
    side = side or body.side
    if not body.may_stand_on(side):
        raise Refused(_("The organisation takes part on its own side."))
    return Participant(
        discussion=discussion,
        organisation=body,
        side=side,
        registered_at=clock.now(),
        registered_by=by.user,
        **person.values,
    )


def _add(row: Participant, by: Doer) -> None:
    answered = next((each for each in _same_person(row) if _says_itself(each)), None)
    if answered is not None:  # to another body's registration; nobody is asked twice (R19)
        row.reply, row.replied_at = answered.reply, answered.replied_at
        row.replied_how = answered.replied_how
    row.save(force_insert=True)
    changes: dict[str, list[Any]] = {
        **recorded({}, Person.of(row).values),
        "organisation": [None, row.organisation.slug],
        "side": [None, row.side],
    }
    if row.deputy_for_id is not None:
        changes["deputy_for"] = [None, row.deputy_for_id]
    if answered is not None:
        changes["reply"] = [None, row.reply]
    record_participant("participant.registered", row, by=by, changes=changes)
    _take_part_after_all(row, by)


def _says_itself(row: Participant) -> bool:
    """Whether the person has said that it comes, or perhaps does."""
    return row.replied_how in OWN and row.reply in {Reply.ACCEPTED, Reply.TENTATIVE}


def _take_part_after_all(row: Participant, by: Doer) -> None:
    """A body that said it takes no part, does when it registers somebody."""
    said = Enrolment.objects.filter(discussion=row.discussion, organisation=row.organisation)
    if said.exclude(declined_at=None).update(declined_at=None, declined_by=None, reason=""):
        changes: dict[str, list[Any]] = {row.organisation.slug: ["declined", None]}
        record_discussion("enrolment.taken-back", row.discussion, by=by, changes=changes)


def _change(locked: Participant, person: Person, by: Doer, event: str) -> Participant:
    before = Person.of(locked).values
    changes = recorded(before, person.values)
    if not changes:
        return locked
    if person.email != locked.email:
        locked.link_number, locked.link_sent_at = locked.link_number + 1, None
    for name, value in person.values.items():
        setattr(locked, name, value)
    _refuse_second(locked, sure=True)
    locked.sequence += 1
    locked.save()
    record_participant(event, locked, by=by, changes=changes)
    return locked


def _set_cancelled(locked: Participant, by: Actor, event: str, moment: Any) -> Participant:
    changes = {"cancelled_at": [locked.cancelled_at, moment]}
    locked.cancelled_at, locked.sequence = moment, locked.sequence + 1
    locked.save(update_fields=["cancelled_at", "sequence"])
    record_participant(event, locked, by=by, changes=changes)
    return locked


def _refuse_second(row: Participant, *, sure: bool) -> None:
    """An address takes part once for a body; for a second body it is asked about."""
    if not row.email:
        return
    others = Participant.objects.registered().filter(discussion=row.discussion, email=row.email)
    found = list(others.exclude(pk=row.pk).select_related("organisation"))
    if any(other.organisation_id == row.organisation_id for other in found):
        text = _("%(email)s is registered for this organisation already.")
        raise BadInput(text % {"email": row.email}, "email")
    if found and not sure:
        text = _(
            "%(email)s is registered for %(body)s already. "
            "Does the person represent this body, too?"
        )
        raise AskFirst(text % {"email": row.email, "body": found[0].organisation.name})


def _agree_opening(row: Participant, by: Actor) -> None:
    """Nobody is asked twice who opens the topic (R19): what the agenda lacks, it now has."""
    topic = row.topic
    if topic is None or Opening.objects.filter(topic=topic, side=row.side).exists():
        return
    topic.discussion = row.discussion
    if can_set_opening(by, topic, row.side, row.organisation):
        set_opening(topic, row.side, by=by, organisation=row.organisation, speaker=row.title)


def _require_may_reply(locked: Participant, by: Doer, how: Participant.How) -> None:
    if how == How.LINK:
        rules.can_reply_by_link(locked).require()
    elif how != How.MAIL or not by.is_system:
        rules.can_reply(_actor(by), locked).require()


def _require_may_pass_on(locked: Participant, by: Doer, how: Participant.How) -> None:
    if how == How.LINK:
        rules.can_pass_on_by_link(locked).require()
    else:
        rules.can_edit_participant(_actor(by), locked).require()


def _actor(by: Doer) -> Actor:
    """Whoever comes without a link is an actor; a link gives no other way in."""
    if not isinstance(by, Actor):
        raise Refused(_("The link does not allow this."))
    return by
