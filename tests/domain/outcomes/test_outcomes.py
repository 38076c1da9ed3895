"""What a discussion came to: drawn up from the sheet, confirmed by both sides, published."""

from collections.abc import Callable

import pytest

from alke.base import clock
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.audit.models import AuditEvent
from alke.domain.outcomes import operations, queries, rules
from alke.domain.outcomes.models import Outcome, OutcomeItem
from alke.domain.people.actors import Actor
from alke.domain.people.models import Region, Side
from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_duty_operations import add_responsible
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_operations import create_action, edit_action
from tests.cast import Cast
from tests.factories.outcomes import AFTER, confirm_both, decide_all, make_held, make_outcome
from tests.factories.topics import make_meeting, make_topic

SYSTEM = Actor.system()


@pytest.fixture
def held(cast: Cast) -> Discussion:
    """A discussion that has been held."""
    return make_held(cast.user("vastuuhenkilo-ita"))


@pytest.fixture
def outcome(held: Discussion) -> Outcome:
    """Its outcome, open for comment."""
    return make_outcome(held)


@pytest.fixture
def memo(cast: Cast) -> Outcome:
    """The memo of a regional meeting."""
    region = Region.objects.get(slug="kainuu")
    meeting = make_meeting(
        slug="kainuu", kind="regional", group=None, region=region, max_topics=1, outcome="memo"
    )
    make_topic(meeting)
    return make_outcome(meeting)


def test_conclusions_start_from_the_goals_of_the_sheet(outcome: Outcome) -> None:
    assert list(outcome.items.values_list("kind", "text")) == [
        ("conclusion", "Verkko vahvistuu."),
        ("conclusion", "Osaajia on."),
    ]


def test_drawing_up_twice_makes_one_outcome(outcome: Outcome, held: Discussion) -> None:
    with clock.at(AFTER):
        again = operations.draw_up_outcome(held, by=SYSTEM)
    assert again.pk == outcome.pk
    assert again.items.count() == 2


def test_an_outcome_is_not_drawn_up_before_the_discussion(held: Discussion, cast: Cast) -> None:
    with pytest.raises(Refused, match="when the discussion has begun"):
        operations.draw_up_outcome(held, by=cast["vastuuhenkilo-ita"])


def test_only_the_owner_draws_up_the_outcome(held: Discussion, cast: Cast) -> None:
    with clock.at(AFTER):
        assert not rules.can_draw_up_outcome(cast["kainuu"], held)
        assert not rules.can_draw_up_outcome(cast["vastuuhenkilo-lansi"], held)
        assert rules.can_draw_up_outcome(cast["vastuuhenkilo-ita"], held)
        assert rules.can_draw_up_outcome(cast["koordinaattori"], held)


def test_a_webinar_records_nothing(cast: Cast) -> None:
    webinar = make_meeting(slug="webinaari", kind="webinar", outcome="none")
    with clock.at(AFTER), pytest.raises(Refused, match="Nothing is recorded"):
        operations.draw_up_outcome(webinar, by=SYSTEM)


def test_a_regional_meeting_has_a_memo_and_no_conclusions(memo: Outcome) -> None:
    assert memo.is_memo
    assert memo.items.count() == 0
    with pytest.raises(Refused, match="Conclusions are not drawn up"):
        operations.record_item(memo, by=SYSTEM, kind="conclusion", text="Sovittiin.")
    note = operations.record_item(memo, by=SYSTEM, kind="note", text="Keskusteltiin.")
    assert note.position == 1


def test_a_memo_decides_nothing_on_actions(memo: Outcome) -> None:
    action = Action(number=1)
    with pytest.raises(Refused, match="A memo decides nothing"):
        operations.decide_action(memo, action, by=SYSTEM, decision="taken")


def test_both_sides_and_the_owner_edit_the_draft(outcome: Outcome, cast: Cast) -> None:
    for account in ("vastuuhenkilo-ita", "okm", "kainuu", "kainuu-valmistelija", "koordinaattori"):
        assert rules.can_edit_outcome(cast[account], outcome), account
    for account in ("lappi", "ely-lappi", "aune", "yllapito", "public"):
        assert not rules.can_edit_outcome(cast[account], outcome), account


def test_an_edit_after_agreement_withdraws_it_visibly(outcome: Outcome, cast: Cast) -> None:
    operations.confirm_outcome(outcome, Side.MK, by=cast["kainuu"])
    item = outcome.items.first()
    assert item is not None
    operations.edit_item(
        item, by=cast["okm"], text="Verkko vahvistuu 2030.", base_version=item.version
    )
    assert queries.confirmed_sides(outcome) == {}
    row = outcome.confirmations.get()
    assert row.withdrawn_at is not None
    assert row.organisation == cast.organisation("kainuu")


def test_a_stale_edit_shows_both_texts_and_loses_neither(outcome: Outcome, cast: Cast) -> None:
    item = outcome.items.first()
    assert item is not None
    operations.edit_item(item, by=cast["okm"], text="Ministeriön teksti.", base_version=1)
    with pytest.raises(Stale) as caught:
        operations.edit_item(item, by=cast["kainuu"], text="Liiton teksti.", base_version=1)
    assert caught.value.current.text == "Ministeriön teksti."
    assert caught.value.offered == "Liiton teksti."


def test_saving_the_same_text_again_changes_nothing(outcome: Outcome) -> None:
    item = outcome.items.first()
    assert item is not None
    events = AuditEvent.objects.count()
    same = operations.edit_item(item, by=SYSTEM, text=item.text, base_version=0)
    assert same.version == item.version
    assert AuditEvent.objects.count() == events


def test_each_side_confirms_for_itself_only(outcome: Outcome, cast: Cast) -> None:
    assert rules.can_confirm_outcome(cast["kainuu"], outcome, Side.MK)
    refusal = rules.can_confirm_outcome(cast["kainuu"], outcome, Side.VN)
    assert str(refusal.reason) == "You can confirm for your own side only."
    assert not rules.can_confirm_outcome(cast["kainuu-valmistelija"], outcome, Side.MK)
    assert rules.can_confirm_outcome(cast["okm"], outcome, Side.VN)


def test_a_draft_is_not_confirmed(held: Discussion) -> None:
    with clock.at(AFTER):
        draft = operations.draw_up_outcome(held, by=SYSTEM)
    with pytest.raises(Refused, match="is a draft"):
        operations.confirm_outcome(draft, Side.VN, by=SYSTEM)


def test_not_taking_an_action_up_needs_a_reason(outcome: Outcome) -> None:
    action = Action.objects.get()
    with pytest.raises(BadInput, match="Give the reason"):
        operations.decide_action(outcome, action, by=SYSTEM, decision="not-taken")
    row = operations.decide_action(
        outcome, action, by=SYSTEM, decision="not-taken", reason="Ei rahoitusta."
    )
    assert (row.decision, row.reason) == ("not-taken", "Ei rahoitusta.")


def test_an_action_of_another_discussion_is_not_decided_here(outcome: Outcome, cast: Cast) -> None:
    other = make_held(cast.user("vastuuhenkilo-pohjoinen"), slug="pohjoinen")
    action = Action.objects.get(origins__discussion=other)
    with pytest.raises(Refused, match="does not belong to this discussion"):
        operations.decide_action(outcome, action, by=SYSTEM, decision="taken")


def test_publishing_waits_for_decisions_and_both_sides(outcome: Outcome, cast: Cast) -> None:
    number = Action.objects.get().number
    assert queries.missing_for_publication(outcome) == [
        f"These proposals have no decision yet: {number}.",
        "The Government side has not confirmed.",
        "The regions’ side has not confirmed.",
    ]
    with pytest.raises(Refused, match="no decision yet"):
        operations.publish_outcome(outcome, by=cast["vastuuhenkilo-ita"])


def test_a_published_outcome_is_frozen_and_public(outcome: Outcome, cast: Cast) -> None:
    decide_all(outcome)
    confirm_both(outcome)
    assert not Outcome.objects.visible_to(cast["public"]).exists()
    publication = operations.publish_outcome(outcome, by=cast["vastuuhenkilo-ita"])
    assert Outcome.objects.visible_to(cast["public"]).count() == 1
    assert publication.hash == queries.contents_hash(publication.contents)
    outcome.refresh_from_db()
    with pytest.raises(Refused, match="published outcome is not altered"):
        operations.record_item(outcome, by=SYSTEM, kind="conclusion", text="Lisä.")


def test_a_proposal_that_was_taken_up_is_carried_out(outcome: Outcome) -> None:
    decide_all(outcome)
    confirm_both(outcome)
    operations.publish_outcome(outcome, by=SYSTEM)
    action = Action.objects.get()
    assert (action.kind, action.state) == ("ongoing", "not-started")
    assert action.published_at is not None


def test_a_proposal_that_was_not_taken_up_stays_a_proposal(outcome: Outcome) -> None:
    decide_all(outcome, "not-taken", "Ei rahoitusta.")
    confirm_both(outcome)
    operations.publish_outcome(outcome, by=SYSTEM)
    assert Action.objects.get().state == "proposed"


def test_a_correction_needs_a_reason_and_supersedes(outcome: Outcome, cast: Cast) -> None:
    decide_all(outcome)
    confirm_both(outcome)
    first = operations.publish_outcome(outcome, by=SYSTEM)
    outcome.refresh_from_db()
    with pytest.raises(BadInput, match="Give the reason"):
        operations.reopen_outcome(outcome, by=cast["vastuuhenkilo-ita"], reason=" ")
    operations.reopen_outcome(outcome, by=cast["vastuuhenkilo-ita"], reason="Kirjoitusvirhe.")
    item = outcome.items.first()
    assert item is not None
    operations.edit_item(item, by=SYSTEM, text="Korjattu.", base_version=item.version)
    first.refresh_from_db()
    assert first.contents["sections"][0]["items"][0]["text"] == "Verkko vahvistuu."
    operations.set_outcome_state(outcome, "commenting", by=SYSTEM)
    confirm_both(outcome)
    second = operations.publish_outcome(outcome, by=SYSTEM)
    assert (second.number, second.reason) == (2, "Kirjoitusvirhe.")
    assert second.contents["sections"][0]["items"][0]["text"] == "Korjattu."


def test_a_state_is_not_jumped_over(outcome: Outcome) -> None:
    with pytest.raises(Refused, match="cannot move to this state"):
        operations.set_outcome_state(outcome, "published", by=SYSTEM)
    with pytest.raises(Refused, match="cannot move to this state"):
        operations.set_outcome_state(outcome, "commenting", by=SYSTEM)


def test_a_removed_item_stays_in_the_record_of_changes(outcome: Outcome, cast: Cast) -> None:
    item = outcome.items.last()
    assert item is not None
    operations.remove_item(item, by=cast["kainuu"], base_version=item.version)
    event = AuditEvent.objects.get(event="outcome.item-removed")
    assert list(event.changes.values()) == [["Osaajia on.", None]]
    assert OutcomeItem.objects.count() == 1


def test_no_correction_is_begun_in_a_round_that_has_ended(outcome: Outcome, cast: Cast) -> None:
    outcome.state = Outcome.State.PUBLISHED
    outcome.discussion.round.state = "ended"
    verdict = rules.can_reopen_outcome(cast["koordinaattori"], outcome)
    assert str(verdict.reason).startswith("The round has ended.")


def test_the_outcomes_of_an_ended_round_are_no_longer_changed(
    outcome: Outcome, held: Discussion, cast: Cast
) -> None:
    held.round.state = "ended"
    held.round.save()
    outcome.discussion.round.refresh_from_db()
    owner = cast["vastuuhenkilo-ita"]
    verdicts = [
        rules.can_draw_up_outcome(owner, outcome.discussion),
        rules.can_edit_outcome(owner, outcome),
        rules.can_change_outcome_state(owner, outcome, "draft"),
        rules.can_confirm_outcome(cast["kainuu"], outcome, Side.MK),
        rules.can_publish_outcome(owner, outcome, []),
    ]
    with clock.at(AFTER):
        assert [bool(verdict) for verdict in verdicts] == [False] * 5
    assert "The round has ended" in str(verdicts[1].reason)


def test_an_outcome_that_changed_after_it_was_opened_is_not_confirmed(
    outcome: Outcome, cast: Cast
) -> None:
    seen = queries.outcome_mark(queries.sections(outcome))
    operations.record_item(outcome, by=cast["okm"], kind="note", text="Lisäys.")
    with pytest.raises(Refused, match="Read it again, then confirm"):
        operations.confirm_outcome(outcome, Side.MK, by=cast["kainuu"], seen=seen)
    seen = queries.outcome_mark(queries.sections(outcome))
    row = operations.confirm_outcome(outcome, Side.MK, by=cast["kainuu"], seen=seen)
    again = operations.confirm_outcome(outcome, Side.MK, by=cast["kainuu"], seen="vanha")
    assert again == row


@pytest.mark.parametrize("change", ["title", "decision", "reason", "body", "item"])
def test_the_mark_moves_with_all_that_is_published(
    outcome: Outcome, cast: Cast, change: str
) -> None:
    action = Action.objects.get()
    operations.decide_action(outcome, action, by=SYSTEM, decision="later", reason="Ei vielä.")
    before = queries.outcome_mark(queries.sections(outcome))
    item = outcome.items.first()
    assert item is not None
    match change:
        case "title":
            edit_action(action, by=SYSTEM, base_version=action.version, title="Uusi nimi")
        case "decision":
            operations.decide_action(outcome, action, by=SYSTEM, decision="taken")
        case "reason":
            operations.decide_action(outcome, action, by=SYSTEM, decision="later", reason="Syksy.")
        case "body":
            add_responsible(action, cast.organisation("lvm"), by=SYSTEM)
        case "item":
            operations.edit_item(item, by=SYSTEM, text="Toinen.", base_version=item.version)
    assert queries.outcome_mark(queries.sections(Outcome.objects.get())) != before


def test_an_item_is_not_removed_over_another_persons_edit(outcome: Outcome, cast: Cast) -> None:
    item = outcome.items.first()
    assert item is not None
    operations.edit_item(item, by=cast["okm"], text="Ministeriön teksti.", base_version=1)
    with pytest.raises(Stale, match="Read it again, then remove it"):
        operations.remove_item(item, by=cast["kainuu"], base_version=1)
    operations.remove_item(item, by=cast["kainuu"], base_version=2)


def test_a_decision_is_not_written_over_another_persons(outcome: Outcome, cast: Cast) -> None:
    action = Action.objects.get()
    first = operations.decide_action(outcome, action, by=cast["okm"], decision="taken", seen="")
    with pytest.raises(Stale, match="Read the decision, then save yours"):
        operations.decide_action(
            outcome, action, by=cast["kainuu"], decision="later", reason="Ei vielä.", seen=""
        )
    seen = queries.decision_mark(first)
    operations.decide_action(
        outcome, action, by=cast["kainuu"], decision="later", reason="Ei vielä.", seen=seen
    )
    assert outcome.decisions.get().decision == "later"


def test_the_same_decision_again_changes_nothing(outcome: Outcome) -> None:
    decide_all(outcome)
    confirm_both(outcome)
    events = AuditEvent.objects.count()
    decide_all(outcome)
    assert AuditEvent.objects.count() == events
    assert queries.confirmed_sides(outcome).keys() == {"vn", "mk"}


def test_an_edit_records_which_confirmations_it_withdrew(outcome: Outcome, cast: Cast) -> None:
    operations.confirm_outcome(outcome, Side.MK, by=cast["kainuu"])
    item = outcome.items.first()
    assert item is not None
    writes: list[Callable[[], object]] = [
        lambda: operations.edit_item(item, by=SYSTEM, text="Toinen.", base_version=1),
        lambda: operations.record_item(outcome, by=SYSTEM, kind="note", text="Lisäys."),
        lambda: decide_all(outcome),
        lambda: operations.remove_item(item, by=SYSTEM, base_version=2),
    ]
    for write in writes:
        operations.confirm_outcome(outcome, Side.MK, by=cast["kainuu"])
        write()
        event = AuditEvent.objects.latest("seq")
        assert event.changes["confirmations"] == [["mk"], []], event.event


def test_a_correction_records_which_confirmations_it_withdrew(outcome: Outcome) -> None:
    decide_all(outcome)
    confirm_both(outcome)
    operations.publish_outcome(outcome, by=SYSTEM)
    operations.reopen_outcome(outcome, by=SYSTEM, reason="Virhe.")
    event = AuditEvent.objects.get(event="outcome.reopened")
    assert event.changes["confirmations"] == [["mk", "vn"], []]


def test_each_action_that_becomes_public_with_the_outcome_is_recorded(
    outcome: Outcome, held: Discussion
) -> None:
    ongoing = create_action(held.topics.get(), by=SYSTEM, title="Jatkuva toimi", kind="ongoing")
    decide_all(outcome)
    confirm_both(outcome)
    operations.publish_outcome(outcome, by=SYSTEM)
    events = AuditEvent.objects.filter(event="action.published")
    subjects = {row.audit_key for row in Action.objects.all()}
    assert {event.subject for event in events} == subjects
    assert ongoing.audit_key in subjects
    assert all(event.changes["published_at"][0] is None for event in events)
