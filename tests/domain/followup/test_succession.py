"""What open follow-ups still ask of a body that has ended goes to its successors (S9)."""

import datetime as dt
from typing import Any

import pytest

from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.followup import operations
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from alke.domain.people.models import Organisation, Succession
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_operations import add_responsible, remove_responsible
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.followup import cell, make_actions, make_open, make_year

ENDED = "2026-01-02 09:00"
SUCCESSORS = ["evk-sisa-suomi", "evk-kaakkois-suomi"]


@pytest.fixture
def followup(cast: Cast, at: SetClock) -> FollowUpRound:
    """A follow-up of December 2025 that goes on into the next year; Hämeen ELY is asked."""
    at("2025-12-01 09:00")
    make_actions(2, bodies=("lvm", "ely-hame"))
    due = dt.datetime(2026, 2, 27, 16, 0, tzinfo=dt.UTC)
    return make_open(round=make_year(2025), opens_date=dt.date(2025, 12, 1), due_at=due)


def hand_over(cast: Cast, *slugs: str, by: str = "koordinaattori") -> Action:
    """Hands the first action from Hämeen ELY to these successors."""
    action = Action.objects.order_by("number")[0]
    bodies = [cast.organisation(slug) for slug in slugs]
    operations.hand_over(action, cast.organisation("ely-hame"), bodies, by=cast[by])
    return action


def asked(followup: FollowUpRound, action: Action) -> dict[str, str]:
    """The state of the action's cells by body."""
    rows = followup.reports.filter(action=action)
    return dict(rows.values_list("organisation__slug", "state"))


def write_draft(report: ProgressReport, cast: Cast, text: str) -> ReportDraft:
    """Something that a body is writing."""
    return operations.save_draft(report, by=cast["system"], text=text, base_version=report.version)


def test_the_open_cell_passes_to_the_only_successor(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    missing = followup.reports.missing().count()
    at(ENDED)
    action = hand_over(cast, "evk-kaakkois-suomi")
    assert asked(followup, action) == {"lvm": "missing", "evk-kaakkois-suomi": "missing"}
    assert followup.reports.missing().count() == missing


def test_both_successors_are_asked_and_the_old_body_is_not(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    at(ENDED)
    action = hand_over(cast, *SUCCESSORS)
    assert asked(followup, action) == dict.fromkeys(["lvm", *SUCCESSORS], "missing")
    other = Action.objects.order_by("number")[1]
    assert asked(followup, other) == {"lvm": "missing", "ely-hame": "missing"}


def test_one_event_tells_of_the_responsibility_and_of_the_cells(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    before = AuditEvent.objects.count()
    passed = cell(followup, "ely-hame").audit_key
    at(ENDED)
    hand_over(cast, *SUCCESSORS)
    assert AuditEvent.objects.count() == before + 1
    event = AuditEvent.objects.get(event="action.responsible-replaced")
    added = cell(followup, "evk-kaakkois-suomi").audit_key
    assert event.changes[passed] == ["ely-hame", "evk-sisa-suomi"]
    assert event.changes[added] == [None, "evk-kaakkois-suomi"]


def test_an_answer_stays_under_the_old_name(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    answered = cell(followup, "ely-hame")
    operations.submit_report(answered, by=cast["system"], text="Valmis.", base_version=1)
    at(ENDED)
    action = hand_over(cast, *SUCCESSORS)
    assert asked(followup, action) == {"lvm": "missing", "ely-hame": "submitted"}


def test_a_returned_answer_is_completed_by_the_successor(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    answered = cell(followup, "ely-hame")
    operations.submit_report(answered, by=cast["system"], text="Kesken.", base_version=1)
    operations.return_report(answered, "Kerro lisää.", by=cast["koordinaattori"])
    at(ENDED)
    hand_over(cast, "evk-sisa-suomi")
    passed = cell(followup, "evk-sisa-suomi")
    assert (passed.state, passed.text, passed.return_comment) == (
        "returned",
        "Kesken.",
        "Kerro lisää.",
    )


def test_a_draft_goes_with_its_cell(followup: FollowUpRound, cast: Cast, at: SetClock) -> None:
    write_draft(cell(followup, "ely-hame"), cast, "Puolivalmis.")
    at(ENDED)
    hand_over(cast, *SUCCESSORS)
    draft = ReportDraft.objects.get()
    assert (draft.text, draft.report.organisation.slug) == ("Puolivalmis.", "evk-sisa-suomi")


def test_a_successor_with_a_cell_of_its_own_is_asked_once_and_gets_the_draft(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    write_draft(cell(followup, "ely-hame"), cast, "Puolivalmis.")
    own = with_own_cell(followup, cast, at)
    action = hand_over(cast, "evk-sisa-suomi")
    assert asked(followup, action) == {"lvm": "missing", "evk-sisa-suomi": "missing"}
    draft = ReportDraft.objects.get()
    assert (draft.text, draft.report, draft.version) == ("Puolivalmis.", own, own.version + 1)


def with_own_cell(followup: FollowUpRound, cast: Cast, at: SetClock) -> ProgressReport:
    """Sisä-Suomi is asked of the first action already."""
    at(ENDED)
    action = Action.objects.order_by("number")[0]
    new = cast.organisation("evk-sisa-suomi")
    add_responsible(action, new, by=cast["system"])
    operations.open_followup(followup, by=cast["system"])
    return cell(followup, "evk-sisa-suomi")


def test_an_unfinished_text_is_never_lost_where_the_successor_has_written_too(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    write_draft(cell(followup, "ely-hame"), cast, "Vanhan luonnos.")
    write_draft(with_own_cell(followup, cast, at), cast, "Uuden luonnos.")
    with pytest.raises(Refused, match="unfinished text in “February 2024”"):
        hand_over(cast, "evk-sisa-suomi")
    action = Action.objects.order_by("number")[0]
    assert "ely-hame" in asked(followup, action)
    assert action.responsibilities.filter(organisation__slug="ely-hame").exists()
    hand_over(cast, *SUCCESSORS)
    drafts = ReportDraft.objects.values_list("report__organisation__slug", "text")
    assert dict(drafts) == {
        "evk-sisa-suomi": "Uuden luonnos.",
        "evk-kaakkois-suomi": "Vanhan luonnos.",
    }


def test_a_closed_follow_up_stays_as_it_was(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    operations.close_followup(followup, by=cast["system"])
    at(ENDED)
    action = hand_over(cast, "evk-sisa-suomi")
    assert asked(followup, action) == {"lvm": "missing", "ely-hame": "missing"}


def test_the_successor_answers_on_the_old_bodys_earlier_statement(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    for report in followup.reports.all():
        operations.submit_report(report, by=cast["system"], text="Ennen.", base_version=1)
    operations.close_followup(followup, by=cast["system"])
    second = make_open(
        slug="toinen", previous=followup, round=make_year(2025), opens_date=dt.date(2025, 12, 20)
    )
    at(ENDED)
    hand_over(cast, *SUCCESSORS)
    since = {cell(second, slug).since for slug in SUCCESSORS}
    assert [(old.text, old.organisation.slug) for old in since if old] == [("Ennen.", "ely-hame")]


@pytest.mark.parametrize("account", ["aune", "ely-lappi", "yllapito"])
def test_others_hand_nothing_over(
    followup: FollowUpRound, cast: Cast, at: SetClock, account: str
) -> None:
    at(ENDED)
    with pytest.raises(Refused):
        hand_over(cast, "evk-sisa-suomi", by=account)
    assert Organisation.objects.filter(
        slug="ely-hame", reports__followup=followup, reports__state="missing"
    ).exists()


def make_late(cast: Cast, at: SetClock) -> FollowUpRound:
    """A follow-up that opens when Hämeen ELY has ended and has handed nothing over yet."""
    at(ENDED)
    day = dt.date(2025, 12, 20)  # planned for a day on which it still was
    return make_open(slug="tammikuu", round=make_year(2025), opens_date=day)


def reopen(followup: FollowUpRound, cast: Cast) -> AuditEvent:
    """Opens it again; what was recorded of that."""
    operations.reopen_followup(followup, by=cast["koordinaattori"], reason="Suljettiin liian pian.")
    return AuditEvent.objects.get(event="followup.reopened")


def take_off(action: Action, cast: Cast, slug: str) -> None:
    """A body that has ended goes from the sheet without being handed over."""
    remove_responsible(action, cast.organisation(slug), by=cast["system"])


def test_who_has_ended_when_a_follow_up_opens_is_not_asked_until_the_successors_are(
    cast: Cast, at: SetClock
) -> None:
    [action] = make_actions(1, bodies=("lvm", "ely-hame"))
    followup = make_late(cast, at)
    assert asked(followup, action) == {"lvm": "missing"}
    hand_over(cast, *SUCCESSORS)
    assert asked(followup, action) == dict.fromkeys(["lvm", *SUCCESSORS], "missing")
    event = AuditEvent.objects.get(event="action.responsible-replaced")
    made = {cell(followup, slug).audit_key: [None, slug] for slug in SUCCESSORS}
    assert {key: event.changes.get(key) for key in made} == made


def test_an_heir_asked_late_still_stands_on_the_ended_bodys_statement(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    for report in followup.reports.all():
        operations.submit_report(report, by=cast["system"], text="Ennen.", base_version=1)
    operations.close_followup(followup, by=cast["system"])
    late = make_late(cast, at)
    hand_over(cast, "evk-sisa-suomi")
    since = cell(late, "evk-sisa-suomi").since
    assert since == cell(followup, "ely-hame")


@pytest.mark.parametrize("change", [{"state": "done"}, {"draft_side": "mk", "published_at": None}])
def test_successors_are_not_asked_what_the_follow_up_does_not_ask(
    cast: Cast, at: SetClock, change: dict[str, Any]
) -> None:
    [action] = make_actions(1, bodies=("lvm", "ely-hame"), **change)
    followup = make_late(cast, at)
    hand_over(cast, "evk-sisa-suomi")
    assert asked(followup, action) == {}


def test_opening_again_does_not_ask_successors_what_the_ended_body_has_answered(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    operations.submit_report(
        cell(followup, "ely-hame"), by=cast["system"], text="Valmis.", base_version=1
    )
    at(ENDED)
    action = hand_over(cast, *SUCCESSORS)
    assert operations.open_followup(followup, by=cast["koordinaattori"]) == 0
    assert asked(followup, action) == {"lvm": "missing", "ely-hame": "submitted"}


def test_reopening_asks_the_successors_what_was_handed_over_meanwhile(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    write_draft(cell(followup, "ely-hame"), cast, "Puolivalmis.")
    operations.close_followup(followup, by=cast["system"])
    at(ENDED)
    action = hand_over(cast, *SUCCESSORS)
    event = reopen(followup, cast)
    assert asked(followup, action) == dict.fromkeys(["lvm", *SUCCESSORS], "missing")
    draft = ReportDraft.objects.get()
    heir = draft.report
    assert (draft.text, heir.organisation.slug in SUCCESSORS) == ("Puolivalmis.", True)
    assert event.changes[heir.audit_key] == ["ely-hame", heir.organisation.slug]
    assert "Puolivalmis" not in str(event.changes)


def test_reopening_leaves_the_cell_with_a_body_that_has_not_handed_over(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    operations.close_followup(followup, by=cast["system"])
    at(ENDED)
    reopen(followup, cast)
    action = hand_over(cast, "evk-sisa-suomi")
    assert asked(followup, action) == {"lvm": "missing", "evk-sisa-suomi": "missing"}


def test_reopening_finds_the_successors_successor(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    operations.close_followup(followup, by=cast["system"])
    at(ENDED)
    hand_over(cast, "evk-sisa-suomi")
    middle, last = cast.organisation("evk-sisa-suomi"), cast.organisation("evk-kaakkois-suomi")
    Organisation.objects.filter(pk=middle.pk).update(valid_to=dt.date(2026, 1, 31))
    Succession.objects.create(predecessor=middle, successor=last)
    Succession.objects.filter(predecessor__slug="ely-hame", successor=last).delete()
    at("2026-02-02 09:00")
    action = Action.objects.order_by("number")[0]
    middle.refresh_from_db()
    operations.hand_over(action, middle, [last], by=cast["koordinaattori"])
    reopen(followup, cast)
    assert asked(followup, action) == {"lvm": "missing", "evk-kaakkois-suomi": "missing"}


def test_where_nobody_goes_on_nothing_waits_after_reopening(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    first, second = Action.objects.order_by("number")
    returned = cell(followup, "ely-hame", second.number)
    operations.submit_report(returned, by=cast["system"], text="Kesken.", base_version=1)
    operations.return_report(returned, "Kerro lisää.", by=cast["koordinaattori"])
    write_draft(cell(followup, "ely-hame", first.number), cast, "Puolivalmis.")
    operations.close_followup(followup, by=cast["system"])
    at(ENDED)
    take_off(first, cast, "ely-hame")
    take_off(second, cast, "ely-hame")
    event = reopen(followup, cast)
    assert asked(followup, first) == {"lvm": "missing"}
    assert asked(followup, second) == {"lvm": "missing", "ely-hame": "submitted"}
    assert "Puolivalmis" not in str(event.changes)
    [kept] = AuditEvent.objects.filter(event="report.draft-discarded")
    assert (kept.draft_side, kept.changes["draft.text"]) == ("mk", ["Puolivalmis.", None])


def test_opening_again_passes_on_what_was_taken_off_the_sheet_by_hand(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    at(ENDED)
    action = Action.objects.order_by("number")[0]
    add_responsible(action, cast.organisation("evk-sisa-suomi"), by=cast["system"])
    take_off(action, cast, "ely-hame")
    assert operations.open_followup(followup, by=cast["koordinaattori"]) == 0
    assert asked(followup, action) == {"lvm": "missing", "evk-sisa-suomi": "missing"}


def test_an_answer_of_who_has_handed_over_is_neither_returned_nor_taken_back(
    followup: FollowUpRound, cast: Cast, at: SetClock
) -> None:
    answered = cell(followup, "ely-hame")
    operations.submit_report(answered, by=cast["system"], text="Valmis.", base_version=1)
    at(ENDED)
    hand_over(cast, "evk-sisa-suomi")
    with pytest.raises(Refused, match="has ended, and its answer stays as it was given"):
        operations.return_report(answered, "Kerro lisää.", by=cast["koordinaattori"])
    with pytest.raises(Refused, match="has ended, and its answer stays as it was given"):
        operations.undo_report(answered, by=cast["system"])
    assert operations.accept_report(answered, by=cast["koordinaattori"]).state == "accepted"
