"""Prepared statements give the rows that the plain queryset gives, whatever they are asked."""

import datetime as dt
from collections.abc import Collection
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, Region, User
from alke.domain.rounds.models import Discussion
from alke.domain.topics.models import Topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

ACCOUNTS = ("koordinaattori", "kainuu", "okm", "ely-lappi", "lappi-valmistelija", "aune")


def discussions(actor: Actor, year: int) -> QuerySet[Discussion]:
    """Filters, joins, a subquery and an annotation."""
    topics = Topic.objects.visible_to(actor).filter(discussion=OuterRef("pk"))
    rows = Discussion.objects.visible_to(actor).filter(round__year=year)
    return rows.select_related("group", "round").annotate(with_topics=Exists(topics)).order_by("pk")


def actors() -> list[Actor]:
    """Of every form: roles, the public, the system."""
    users = User.objects.filter(demo_account__in=ACCOUNTS).order_by("pk")
    return [*map(Actor.of, users), Actor.public(), Actor.system()]


def test_everybody_gets_the_rows_that_the_queryset_gives() -> None:
    ready = prepared(discussions)
    for year in (2024, 2023, 1999):
        for actor in actors():
            plain = list(discussions(actor, year))
            found = ready(actor, year)
            assert found == plain
            assert [row.with_topics for row in found] == [row.with_topics for row in plain]  # type: ignore[attr-defined]
            assert [str(row.group) for row in found] == [str(row.group) for row in plain]


def test_two_people_of_one_form_get_each_their_own_rows() -> None:
    own = prepared(lambda actor: Membership.objects.filter(organisation__in=actor.organisation_ids))
    for account in ("kainuu", "lappi", "pohjois-savo"):
        actor = Actor.of(User.objects.get(demo_account=account))
        assert {row.organisation.slug for row in own(actor)} == {account}
    assert len(own.plans) == 1


def test_the_statement_is_put_together_once_for_each_form() -> None:
    built = []

    @prepared
    def named(slug: str, *, also_ended: bool) -> QuerySet[Organisation]:
        built.append(slug)
        rows = Organisation.objects.filter(slug=slug)
        return rows if also_ended else rows.filter(valid_to=None)

    for slug in ("lvm", "okm", "no-such-body"):
        known = [slug] if slug != "no-such-body" else []
        assert [row.slug for row in named(slug, also_ended=True)] == known
    assert len(built) == 2  # with two sets of marks
    assert named("ely-hame", also_ended=False) == []
    assert len(built) == 4


@given(sizes=st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_collections_of_any_size_find_what_they_name(sizes: list[int]) -> None:
    ready = prepared(_regions)
    codes = sorted(Region.objects.values_list("pk", flat=True))
    for size in sizes:
        wanted = codes[:size]
        assert [row.pk for row in ready(wanted)] == wanted


def _regions(ids: Collection[int]) -> QuerySet[Region]:
    return Region.objects.filter(pk__in=ids).order_by("pk")


def test_more_values_than_a_statement_is_kept_for_are_asked_for_all_the_same() -> None:
    ready = prepared(lambda keys: Organisation.objects.filter(pk__in=keys).order_by("pk"))
    keys = list(Organisation.objects.values_list("pk", flat=True))
    beyond = range(max(keys) + 1, max(keys) + 1_500)
    assert [row.pk for row in ready([*keys, *beyond])] == sorted(keys)
    assert not ready.plans


def test_days_moments_and_texts_are_parameters() -> None:
    @prepared
    def held(first: dt.datetime, place: str) -> QuerySet[Discussion]:
        rows = Discussion.objects.filter(starts_at__gte=first, place=place, round__year=2024)
        return rows.order_by("starts_at")

    @prepared
    def ended(day: dt.date) -> QuerySet[Organisation]:
        return Organisation.objects.ended_by(day)

    assert len(held(clock.now(), "Teams")) > len(held(clock.now() + dt.timedelta(45), "Teams")) > 0
    assert held(clock.now(), "Kuu") == []
    assert "ely-hame" not in {row.slug for row in ended(dt.date(2025, 12, 31))}
    assert "ely-hame" in {row.slug for row in ended(dt.date(2026, 1, 1))}


def test_values_slices_and_related_rows_work_as_in_a_queryset() -> None:
    @prepared
    def numbers(year: int, *, part: slice) -> QuerySet[Any, Any]:
        rows = Topic.objects.on_agenda().filter(discussion__round__year=year)
        counted = rows.order_by("discussion", "number").annotate(n=Count("openings"))
        return counted.values_list("number", "n")[part]

    @prepared
    def with_openings(year: int) -> QuerySet[Topic]:
        rows = Topic.objects.on_agenda().filter(discussion__round__year=year)
        return rows.prefetch_related(Prefetch("openings"))

    everything = numbers(2024, part=slice(0, 50))
    assert numbers(2024, part=slice(1, 3)) == everything[1:3]
    with CaptureQueriesContext(connection) as asked:
        found = with_openings(2024)
        assert sum(len(topic.openings.all()) for topic in found) == sum(n for _, n in everything)
    assert len(asked) == 2


def test_rows_of_one_call_are_not_those_of_the_next() -> None:
    ready = prepared(discussions)
    first, second = ready(Actor.system(), 2024), ready(Actor.system(), 2024)
    assert first == second
    assert all(one is not other for one, other in zip(first, second, strict=True))


def test_numbers_that_no_column_holds_are_found_nowhere() -> None:
    ready = prepared(discussions)
    for year in (-1, 2**15, 2**31, 2**63, 10**30):
        assert ready(Actor.system(), year) == []
        assert prepared(lambda pk: Region.objects.filter(pk=pk))(year) == []


def test_what_is_worked_out_of_a_parameter_is_refused() -> None:
    with pytest.raises(ValueError, match="is worked out"):
        prepared(lambda pk: Region.objects.filter(pk=pk + 1))(1)
    with pytest.raises(ValueError, match="form hangs on a parameter"):
        prepared(lambda size: Region.objects.all()[:size])(3)


def test_a_statement_that_needs_an_answer_first_is_refused() -> None:
    @prepared
    def own(pk: int) -> QuerySet[Region]:
        found = Region.objects.filter(pk=pk).values_list("pk", flat=True)
        return Region.objects.filter(pk__in=list(found))

    with pytest.raises(ValueError, match="asks the database"):
        own(1)


def test_each_thread_asks_over_its_own_connection() -> None:
    ready = prepared(_regions)
    code = Region.objects.values_list("pk", flat=True)[0]
    found: list[Region] = ready([code])

    def ask() -> None:
        found.extend(ready([code]))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found[0] == found[1]
