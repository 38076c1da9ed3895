"""The objects of prepared statements are those that Django itself makes of the rows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count, Model, QuerySet

from alke.base.prepared import prepared
from alke.domain.followup.models import FollowUpRound
from alke.domain.people.models import Membership
from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_models import Responsibility
from alke.domain.topics.models import Topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


def held(thing: Model) -> dict[str, Any]:
    """Everything an object holds, and what its related objects hold."""
    state = thing._state
    related = {
        name: None if other is None else held(other) for name, other in state.fields_cache.items()
    }
    own = {name: value for name, value in thing.__dict__.items() if name != "_state"}
    return {**own, "": (type(thing), state.db, state.adding, related)}


def memberships() -> QuerySet[Membership]:
    return Membership.objects.select_related("user", "organisation").order_by("pk")


def discussions() -> QuerySet[Discussion]:
    rows = Discussion.objects.select_related("round", "parent__round", "group", "region")
    return rows.annotate(n=Count("topics")).order_by("pk")


def responsibilities() -> QuerySet[Responsibility]:
    rows = Responsibility.objects.select_related("action", "organisation", "answered_by")
    return rows.order_by("pk")


def parts() -> QuerySet[FollowUpRound]:
    rows = FollowUpRound.objects.select_related("round", "deadline", "previous")
    return rows.defer("round__format_text", "slug").order_by("pk")


@pytest.mark.parametrize("build", [memberships, discussions, responsibilities, parts])
def test_an_object_holds_what_django_puts_in_it(build: Callable[[], QuerySet[Any]]) -> None:
    found = prepared(build)()
    assert len(found) > 1
    assert [held(row) for row in found] == [held(row) for row in build()]


def test_an_outcome_and_its_discussion_know_each_other() -> None:
    def with_outcomes() -> QuerySet[Discussion]:
        return Discussion.objects.filter(result__isnull=False).select_related("result")

    found = prepared(with_outcomes)()
    assert found
    assert all(row.result.discussion is row for row in found)


def test_what_several_rows_name_is_one_object() -> None:
    rows = prepared(responsibilities)()
    bodies = {row.organisation_id for row in rows}
    assert len({id(row.organisation) for row in rows}) == len(bodies) < len(rows)


def test_what_was_not_read_is_read_when_it_is_asked_for() -> None:
    first, plain = prepared(parts)()[0], parts()[0]
    assert "slug" not in first.__dict__
    assert first.slug == plain.slug
    assert first.round.format_text == plain.round.format_text


def test_an_object_can_be_changed_and_saved() -> None:
    @prepared
    def topics(discussion: str) -> QuerySet[Topic]:
        return Topic.objects.filter(discussion__slug=discussion, number=1)

    topic = topics("ita")[0]
    topic.title = "Toinen otsikko"
    topic.save()
    assert topics("ita")[0].title == "Toinen otsikko"
    assert Topic.objects.filter(pk=topic.pk).count() == 1
