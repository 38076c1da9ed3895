"""What a follow-up's page is made of: choices, counts, change marks, constant queries."""

from typing import Any

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from alke.domain.followup import operations
from alke.domain.followup.cell_queries import cell_of
from alke.domain.followup.count_queries import (
    Choice,
    asked_bodies,
    bodies_of,
    counts_of,
    progress,
    waiting_rows,
)
from alke.domain.followup.models import FollowUpRound
from alke.domain.followup.page_queries import grouped, number_of, rows_of
from alke.domain.followup.queries import history_of
from alke.domain.topics.action_models import Action
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.followup import (
    SYSTEM,
    cell,
    make_actions,
    make_autumn,
    make_event,
    make_february,
    make_open,
)


@pytest.fixture
def followup(cast: Cast) -> FollowUpRound:
    """Three actions of LVM, VM, Kainuu and Lappi, and two of OKM and Lappi; some answers."""
    make_actions(3, ("lvm", "vm", "kainuu", "lappi"))
    make_actions(2, ("okm", "lappi"), discussion=make_event("kasvu", "Kasvu"))
    followup = make_open(previous=make_autumn(answered=("lvm", "kainuu", "lappi")))
    say: dict[str, Any] = {"by": SYSTEM, "base_version": 1}
    operations.submit_report(cell(followup, "lvm", 1), text="Uusi", **say)
    operations.submit_report(cell(followup, "vm", 1), text="Uusi", status="delayed", **say)
    operations.submit_report(cell(followup, "kainuu", 1), answer="nothing-new", **say)
    row = operations.submit_report(cell(followup, "kainuu", 2), text="Uusi", **say)
    operations.return_report(row, "Täsmentäkää.", by=SYSTEM)
    return followup


def numbers(followup: FollowUpRound, cast: Cast, **choice: Any) -> list[int]:
    """The numbers of the actions that Kainuu's contact sees with a choice."""
    rows = rows_of(followup, cast["kainuu"], Choice(**choice), slice(0, 50))
    assert number_of(followup, cast["kainuu"], Choice(**choice)) == len(rows)
    return [row.number for row in rows]


def test_a_body_sees_its_own_actions_the_returned_ones_first(
    cast: Cast, followup: FollowUpRound
) -> None:
    assert numbers(followup, cast, body=cast.organisation("kainuu")) == [2, 1, 3]
    assert numbers(followup, cast, body=cast.organisation("okm")) == [4, 5]
    assert numbers(followup, cast) == [1, 2, 3, 4, 5]


def test_what_waits_is_chosen_by_who_is_awaited(cast: Cast, followup: FollowUpRound) -> None:
    kainuu = cast.organisation("kainuu")
    assert numbers(followup, cast, body=kainuu, show="meita") == [2, 3]
    assert numbers(followup, cast, body=kainuu, show="vn") == [2, 3]
    assert numbers(followup, cast, body=kainuu, show="mk") == [2, 1, 3]
    assert numbers(followup, cast, body=kainuu, show="palautetut") == [2]
    assert numbers(followup, cast, show="tarkistettavat") == [1]
    assert numbers(followup, cast, body=kainuu, other=cast.organisation("okm")) == []
    assert numbers(followup, cast, body=cast.organisation("lappi"), other=kainuu) == [1, 2, 3]


def test_the_state_chosen_is_the_one_reported_or_the_actions_own(
    cast: Cast, followup: FollowUpRound
) -> None:
    assert numbers(followup, cast, state="delayed") == [1]
    assert numbers(followup, cast, state="ongoing") == [2, 3, 4, 5]


def test_the_counts_agree_with_what_is_shown(cast: Cast, followup: FollowUpRound) -> None:
    body = cast.organisation("kainuu")
    counts = counts_of(followup, cast["kainuu"], Choice(body), own=True)
    assert (counts.actions, counts.ours, counts.returned) == (3, 2, 1)
    assert counts.waiting == {"vn": 2, "mk": 3}
    assert counts.done == {"vn": (2, 6), "mk": (1, 6)}
    assert (counts.nothing_new, counts.drafts) == (1, 0)
    everybody = counts_of(followup, cast["koordinaattori"], Choice())
    assert everybody.actions == 5
    assert everybody.done == {"vn": (2, 8), "mk": (1, 8)}
    assert everybody.waiting == {"vn": 6, "mk": 7}
    assert (everybody.review, everybody.returned) == (3, 1)
    assert progress([followup])[followup.pk].vn == (2, 8)


def test_each_row_has_both_sides_the_leading_body_first(
    cast: Cast, followup: FollowUpRound
) -> None:
    actor = cast["kainuu"]
    [row] = rows_of(followup, actor, Choice(), slice(0, 1))
    assert [(cell.short, cell.lead) for cell in row.vn] == [("MTC", True), ("MoF", False)]
    assert [(cell.short, cell.lead) for cell in row.mk] == [("Kainuu", True), ("Lapland", False)]


def test_the_state_told_is_the_leading_bodys_latest(
    cast: Cast, followup: FollowUpRound, at: SetClock
) -> None:
    def told() -> str:
        actor = cast["aune"]
        [row] = rows_of(followup, actor, Choice(), slice(0, 1))
        return row.reported

    assert told() == "ongoing"  # VM only takes part
    say: dict[str, Any] = {"by": SYSTEM, "text": "Näin."}
    at("2024-03-05 10:00")
    operations.submit_report(cell(followup, "lvm", 1), status="delayed", base_version=2, **say)
    assert told() == "delayed"
    at("2024-03-05 11:00")
    operations.submit_report(cell(followup, "kainuu", 1), status="done", base_version=2, **say)
    assert told() == "done"


@pytest.mark.parametrize(
    ("text", "mark"),
    [("Jotain uutta.", "new"), ("Syksyn teksti 3, kainuu.", "unchanged")],
)
def test_a_text_is_marked_against_the_round_before(
    cast: Cast, followup: FollowUpRound, text: str, mark: str
) -> None:
    row = cell(followup, "kainuu", 3)
    assert cell_of(row, cast["aune"]).mark == ""
    operations.submit_report(row, by=SYSTEM, text=text, base_version=1)
    assert cell_of(row, cast["aune"]).mark == mark


def test_the_first_answer_of_all_is_marked_as_first(cast: Cast, followup: FollowUpRound) -> None:
    assert cell_of(cell(followup, "vm", 1), cast["aune"]).mark == "first"


def test_a_ministry_sees_its_actions_under_their_discussions_with_its_progress(
    cast: Cast, followup: FollowUpRound
) -> None:
    body, actor = cast.organisation("lappi"), cast["lappi"]
    rows = rows_of(followup, actor, Choice(body), slice(0, 50), by_place=True)
    groups = grouped(rows, followup, body, returned="Returned")
    found = [(g.name, g.done, g.total, [row.number for row in g.rows]) for g in groups]
    assert found == [("Osaaminen", 0, 3, [1, 2, 3]), ("Kasvu", 0, 2, [4, 5])]


def test_returned_ones_stand_first_under_their_own_heading(
    cast: Cast, followup: FollowUpRound
) -> None:
    body, actor = cast.organisation("kainuu"), cast["kainuu"]
    rows = rows_of(followup, actor, Choice(body), slice(0, 50), by_place=True)
    groups = grouped(rows, followup, body, returned="Returned")
    assert [(g.name, [row.number for row in g.rows]) for g in groups] == [
        ("Returned", [2]),
        ("Osaaminen", [1, 3]),
    ]


def test_the_bodies_asked_are_listed_with_their_progress(
    cast: Cast, followup: FollowUpRound
) -> None:
    with translation.override("fi"):
        asked = [slug for slug, _short in asked_bodies(followup)]
        bodies = bodies_of(followup)
    assert asked == ["lvm", "okm", "vm", "kainuu", "lappi"]
    found = [(row.organisation.slug, row.done, row.total) for row in bodies]
    assert found == [
        ("lvm", 1, 3),
        ("okm", 0, 2),
        ("vm", 1, 3),
        ("kainuu", 1, 3),
        ("lappi", 0, 5),
    ]


def test_what_waits_says_whether_its_earlier_text_can_stay(
    cast: Cast, followup: FollowUpRound
) -> None:
    operations.save_draft(cell(followup, "lappi", 1), by=SYSTEM, text="x", base_version=1)
    rows = waiting_rows(followup, cast.organisation("lappi"), cast["lappi"])
    assert [(row.action.number, row.can_stay) for row in rows] == [
        (1, False),
        (2, True),
        (3, True),
        (4, True),
        (5, True),
    ]
    assert [
        row.can_stay for row in waiting_rows(followup, cast.organisation("kainuu"), cast["kainuu"])
    ] == [
        False,
        True,
    ]


def test_the_history_of_an_action_has_a_row_a_round(cast: Cast, followup: FollowUpRound) -> None:
    rows = history_of(Action.objects.get(number=1), cast["aune"])
    assert [row.followup.slug for row in rows] == ["helmikuu-2024", "syksy-2023"]
    assert [cell.text for cell in rows[1].vn] == ["Syksyn teksti 1, lvm.", ""]
    assert [cell.mark for cell in rows[0].mk] == ["nothing-new", ""]


@pytest.mark.parametrize("count", [5, 60])
def test_the_number_of_queries_does_not_grow_with_the_actions(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    followup = make_february(count)
    body, actor = cast.organisation("kainuu"), cast["kainuu"]
    with django_assert_num_queries(1):
        counts_of(followup, actor, Choice(body), own=True)
    with django_assert_num_queries(2):
        counts_of(followup, actor, Choice())
    with django_assert_num_queries(3):
        rows = rows_of(followup, actor, Choice(body), slice(0, 50), by_place=True)
    assert len(rows) == min(count, 50)
    with django_assert_num_queries(1):
        grouped(rows, followup, body, returned="")
    with django_assert_num_queries(4):
        history_of(Action.objects.get(number=1), actor)
