"""What was published is held against the hashes that the audit chain keeps (R14)."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import F

from alke.base import clock
from alke.domain.followup import operations as followups
from alke.domain.followup.models import FollowUpRound
from alke.domain.insight import evidence
from alke.domain.insight.evidence import altered_publications
from alke.domain.outcomes import operations as outcomes
from alke.domain.outcomes.models import Outcome, OutcomePublication
from alke.domain.rounds.models import Discussion
from alke.domain.topics.agenda_contents import contents_hash
from alke.domain.topics.agenda_models import AgendaPublication, NoticeRecipient
from alke.domain.topics.agenda_operations import mark_opened, publish_change
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.actions import SYSTEM, make_published
from tests.factories.followup import make_actions, make_autumn
from tests.factories.outcomes import confirm_both, decide_all, make_held, make_outcome
from tests.factories.topics import make_meeting

ALTERED = ["agenda 2024/ita, version 1"]


@pytest.fixture
def published(world: None, at: SetClock) -> Discussion:
    """A discussion with its agenda published."""
    at("2024-03-20 12:00")
    meeting = make_meeting()
    make_published(meeting)
    return meeting


def alter(discussion: Discussion, **over: Any) -> None:
    """Changes the kept contents past the application."""
    row = discussion.publications.get()
    contents = row.contents | {"place": "Muualla"}
    values = {"contents": contents} | over
    AgendaPublication.objects.filter(pk=row.pk).update(**values)


def test_publications_that_nobody_touched_are_whole(published: Discussion) -> None:
    assert list(altered_publications()) == []


def test_altered_contents_are_named(published: Discussion) -> None:
    alter(published)
    assert list(altered_publications()) == ALTERED


def test_a_hash_made_to_fit_does_not_help(published: Discussion) -> None:
    contents = published.publications.get().contents | {"place": "Muualla"}
    alter(published, hash=contents_hash(contents))
    assert list(altered_publications()) == ALTERED


@pytest.mark.parametrize(
    "values",
    [
        {"late": True},
        {"reason": "Muu syy"},
        {"at": dt.datetime(2024, 3, 19, tzinfo=dt.UTC)},
        {"due_at": dt.datetime(2024, 4, 9, tzinfo=dt.UTC)},
        {"number": 7},
    ],
    ids=lambda values: next(iter(values)),
)
def test_what_stands_beside_the_contents_is_held_too(
    published: Discussion, values: dict[str, Any]
) -> None:
    published.publications.update(**values)
    assert "agenda 2024/ita, version 1" in set(altered_publications())


def test_a_publication_that_was_taken_away_is_named(published: Discussion) -> None:
    Discussion.objects.update(place="Muualla")
    publish_change(published, by=SYSTEM, reason="Tila vaihtui")
    assert list(altered_publications()) == []
    second = published.publications.get(number=2)
    second.recipients.all().delete()
    second.delete()
    assert list(altered_publications()) == ["agenda 2024/ita, version 2"]


def test_a_publication_that_nobody_made_is_named(published: Discussion) -> None:
    row = published.publications.get()
    row.pk, row.number = None, 2
    row.save()
    assert list(altered_publications()) == ["agenda 2024/ita, version 2"]


def test_another_discussions_contents_do_not_pass(published: Discussion) -> None:
    other = make_published(make_meeting(slug="lansi"))
    AgendaPublication.objects.filter(discussion=published).update(
        contents=other.contents, hash=other.hash
    )
    assert list(altered_publications()) == ALTERED


@pytest.fixture
def told(published: Discussion, cast: Cast) -> NoticeRecipient:
    """Kainuu's contact, who has opened the agenda."""
    publication = published.publications.get()
    mark_opened(publication, by=cast["kainuu"])
    assert list(altered_publications()) == []
    return publication.recipients.get(user=cast.user("kainuu"))


@pytest.mark.parametrize(
    "values",
    [
        {"language": "sv"},
        {"organisation": F("organisation") + 1},
        {"user": None},
        {"first_opened_at": dt.datetime(2024, 3, 19, tzinfo=dt.UTC)},
        {"first_opened_at": None},
        {"state": "recorded"},
        {"first_opened_at": None, "state": "recorded"},
    ],
    ids=str,
)
def test_an_altered_recipient_is_named(told: NoticeRecipient, values: dict[str, Any]) -> None:
    NoticeRecipient.objects.filter(pk=told.pk).update(**values)
    assert list(altered_publications()) == ALTERED


def test_a_recipient_that_was_taken_away_or_added_is_named(told: NoticeRecipient) -> None:
    told.delete()
    assert list(altered_publications()) == ALTERED
    told.pk = told.publication.recipients.order_by("pk")[0].pk + 1000
    told.save(force_insert=True)
    assert list(altered_publications()) == ALTERED


def test_an_opening_that_nobody_recorded_is_named(told: NoticeRecipient) -> None:
    others = told.publication.recipients.filter(first_opened_at=None)
    others.update(first_opened_at=clock.now(), state="opened")
    assert list(altered_publications()) == ALTERED


def test_what_is_opened_during_the_check_is_no_fault(
    told: NoticeRecipient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []

    def hash_while_others_open(contents: dict[str, Any]) -> str:
        if not opened:
            opened.append(mark_opened(told.publication, by=cast["pohjois-savo"]))
        return contents_hash(contents)

    def recorded_while_others_open() -> Any:
        opened.append(mark_opened(told.publication, by=cast["etela-savo"]))
        return recorded()

    recorded = evidence._recorded  # the moment between two readings
    monkeypatch.setattr(evidence, "contents_hash", hash_while_others_open)
    monkeypatch.setattr(evidence, "_recorded", recorded_while_others_open)
    assert list(altered_publications()) == []
    assert opened == [1, 1]


@pytest.fixture
def outcome(cast: Cast, at: SetClock) -> Outcome:
    """A published outcome."""
    outcome = make_outcome(make_held(cast.user("vastuuhenkilo-ita")))
    at("2024-04-17 12:00")
    decide_all(outcome)
    confirm_both(outcome)
    outcomes.publish_outcome(outcome, by=SYSTEM)
    return outcome


@pytest.mark.parametrize(
    "values",
    [{"contents": {}}, {"reason": "Muu syy"}, {"at": clock.end_of_day(dt.date(2024, 5, 2))}],
)
def test_an_altered_outcome_is_named(outcome: Outcome, values: dict[str, Any]) -> None:
    assert list(altered_publications()) == []
    OutcomePublication.objects.update(**values)
    assert list(altered_publications()) == ["outcome 2024/ita, version 1"]


def test_an_outcome_that_was_taken_away_is_named(outcome: Outcome) -> None:
    outcome.publications.all().delete()
    assert list(altered_publications()) == ["outcome 2024/ita, version 1"]


@pytest.fixture
def followup(world: None) -> FollowUpRound:
    """A published follow-up with two answers."""
    make_actions()
    autumn = make_autumn()
    followups.publish_followup(autumn, by=SYSTEM)
    return autumn


@pytest.mark.parametrize(
    "values",
    [
        {"text": "Muuta"},
        {"status": "done"},
        {"answer": "nothing-new"},
        {"state": "accepted"},
        {"given_by": F("organisation")},
    ],
    ids=lambda values: next(iter(values)),
)
def test_an_altered_answer_of_a_published_follow_up_is_named(
    followup: FollowUpRound, values: dict[str, Any]
) -> None:
    assert list(altered_publications()) == []
    followup.reports.filter(organisation__slug="lvm").update(**values)
    assert list(altered_publications()) == ["follow-up 2023/syksy-2023"]


def test_a_follow_up_whose_answers_or_publication_are_gone_is_named(
    followup: FollowUpRound,
) -> None:
    followup.reports.filter(organisation__slug="lvm").delete()
    assert list(altered_publications()) == ["follow-up 2023/syksy-2023"]
    FollowUpRound.objects.update(published_at=None)
    assert list(altered_publications()) == ["follow-up 2023/syksy-2023"]


def test_what_is_published_during_the_check_is_no_fault(
    published: Discussion, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_meeting(slug="lansi")

    def hash_while_others_publish(contents: dict[str, Any]) -> str:
        if not other.publications.exists():
            make_published(other)
        return contents_hash(contents)

    monkeypatch.setattr(evidence, "contents_hash", hash_while_others_publish)
    assert list(altered_publications()) == []
    assert other.publications.exists()
