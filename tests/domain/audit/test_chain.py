"""The chain holds whatever is done, and names the first place at which somebody broke it."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alke.base import clock
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, refused
from alke.domain.audit import queries
from alke.domain.audit.models import AuditEvent, AuditHead
from alke.domain.audit.operations import CREATED, record
from alke.domain.audit.queries import GENESIS, BrokenLink, event_hash, first_broken_link, head
from alke.domain.people.operations import close_account, reopen_account
from alke.domain.topics.models import Topic
from alke.domain.topics.operations import save_text
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.actions import make_action
from tests.factories.topics import make_meeting, make_proposal, make_topic, publish

SLOW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.datetimes(timezones=st.just(dt.UTC))
    | st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=6,
)
CHANGES = st.dictionaries(st.sampled_from(["title", "state", "due"]), st.tuples(VALUES, VALUES))


def last(count: int = 1) -> list[AuditEvent]:
    """The newest events, oldest first."""
    return list(AuditEvent.objects.order_by("-seq")[:count])[::-1]


def add(count: int, cast: Cast) -> list[AuditEvent]:
    """Adds events to the chain."""
    return [
        record(f"test.step-{n}", "test:1", by=cast["kainuu"], changes={"n": [n, n + 1]})
        for n in range(count)
    ]


def test_an_event_says_who_did_what_to_which_thing_and_when(cast: Cast, at: SetClock) -> None:
    at("2024-03-27 16:15:30")
    changes: dict[str, list[Any]] = {
        "due": [dt.date(2024, 4, 2), None],
        "amount": [Decimal("1.50"), True],
    }
    row = record(
        "topic.moved",
        "topic:7",
        by=cast["kainuu"],
        changes=changes,
        round_id=1,
        discussion_id=2,
        draft_side="mk",
    )
    row.refresh_from_db()
    assert row.at.isoformat() == "2024-03-27T14:15:30+00:00"
    assert (row.user, row.organisation) == (cast.user("kainuu"), cast.organisation("kainuu"))
    assert (row.event, row.subject, row.draft_side) == ("topic.moved", "topic:7", "mk")
    assert (row.round_id, row.discussion_id) == (1, 2)
    assert row.changes == {"due": ["2024-04-02", None], "amount": ["1.50", True]}


def test_each_event_follows_the_one_before(cast: Cast) -> None:
    end = AuditHead.objects.get()
    first, second = add(2, cast)
    assert (first.seq, first.previous_hash) == (end.seq + 1, end.hash)
    assert (second.seq, second.previous_hash) == (end.seq + 2, first.hash)
    assert head() == second.hash


def test_the_first_event_of_all_follows_zeros(unguarded: None, cast: Cast) -> None:
    AuditEvent.objects.all().delete()
    AuditHead.objects.all().delete()
    assert head() == GENESIS
    assert first_broken_link() is None
    (row,) = add(1, cast)
    assert (row.seq, row.previous_hash) == (1, "0" * 64)
    assert first_broken_link() is None


def test_two_events_that_say_the_same_have_different_hashes(cast: Cast) -> None:
    rows = [record("a.b", "test:1", by=cast["system"], changes={}) for _ in range(2)]
    assert rows[0].hash != rows[1].hash


def test_what_is_rolled_back_leaves_no_event(cast: Cast) -> None:
    before = head()
    with transaction.atomic():
        add(3, cast)
        transaction.set_rollback(True)
    assert head() == before
    assert add(1, cast)[0].previous_hash == before
    assert first_broken_link() is None


@pytest.mark.django_db
@SLOW
@given(history=st.lists(CHANGES, max_size=6))
def test_the_chain_holds_whatever_values_are_recorded(
    history: list[dict[str, Any]], cast: Cast
) -> None:
    """Numbers, too, come back from both databases as they went in."""
    with transaction.atomic():
        for changes in history:
            record("test.changed", "test:1", by=cast["system"], changes=changes)
        assert first_broken_link() is None
        transaction.set_rollback(True)


def test_numbers_with_fractions_are_kept_as_text(cast: Cast) -> None:
    """PostgreSQL would give 1e16 and -0.0 back in another form, with another hash."""
    changes: dict[str, list[Any]] = {"n": [1e16, -0.0], "list": [[0.5], {"a": 2}]}
    record("test.changed", "test:1", by=cast["system"], changes=changes)
    assert last()[0].changes == {"n": ["1e+16", "-0.0"], "list": [["0.5"], {"a": 2}]}
    assert first_broken_link() is None


Act = Callable[[Cast, Topic, int], object]


def _undo(_cast: Cast, topic: Topic, _number: int) -> None:
    """Something that is refused after it was half done."""
    with transaction.atomic():
        make_proposal(topic.discussion)
        refused("Rolled back.").require()


def _write(cast: Cast, topic: Topic, number: int) -> None:
    """A text; stale from the second time on."""
    save_text(topic, "goals", "fi", "x" * number, by=cast["kainuu"], base_version=0)


ACTS: dict[str, Act] = {
    "close": lambda cast, _topic, _n: close_account(cast.user("lvm"), by=cast["yllapito"]),
    "reopen": lambda cast, _topic, _n: reopen_account(cast.user("lvm"), by=cast["yllapito"]),
    "propose": lambda cast, topic, n: make_proposal(
        topic.discussion, by=cast["lvm"], title=f"Ehdotus {n}"
    ),
    "write": _write,
    "act": lambda cast, topic, _n: make_action(topic, by=cast["kainuu"]),
    "publish": lambda _cast, topic, _n: publish(topic.discussion),
    "undo": _undo,
}


@pytest.mark.django_db
@SLOW
@given(acts=st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=8))
def test_the_chain_holds_after_any_sequence_of_operations(acts: list[str], cast: Cast) -> None:
    with transaction.atomic():
        topic = make_topic(make_meeting())
        before = AuditHead.objects.get().seq
        for number, name in enumerate(acts):
            try:
                with transaction.atomic():
                    ACTS[name](cast, topic, number)
            except (Refused, BadInput):
                continue
        assert first_broken_link() is None
        end = AuditHead.objects.get()
        seqs = list(AuditEvent.objects.filter(seq__gt=before).values_list("seq", flat=True))
        assert seqs == list(range(before + 1, end.seq + 1))
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
        ("user_id", 987),
        ("organisation_id", 987),
        ("event", "test.other"),
        ("subject", "test:2"),
        ("round_id", 987),
        ("discussion_id", 987),
        ("draft_side", "vn"),
        ("changes", {"n": [0, 2]}),
        ("hash", "f" * 64),
    ],
)
def test_an_altered_event_is_named(field: str, value: Any, unguarded: None, cast: Cast) -> None:
    rows = add(5, cast)
    AuditEvent.objects.filter(pk=rows[1].pk).update(**{field: value})
    assert first_broken_link() == BrokenLink(rows[1].seq, "altered")


def test_an_altered_event_whose_hash_was_made_anew_breaks_the_next(
    unguarded: None, cast: Cast
) -> None:
    rows = add(5, cast)
    rows[1].changes = {"n": [0, 2]}
    rows[1].hash = event_hash(rows[1])
    rows[1].save()
    assert first_broken_link() == BrokenLink(rows[2].seq, "does not follow the one before")


def test_a_removed_event_is_named(unguarded: None, cast: Cast) -> None:
    rows = add(5, cast)
    rows[2].delete()
    assert first_broken_link() == BrokenLink(rows[2].seq, "missing")


def test_the_first_event_cannot_be_removed_unseen(unguarded: None, cast: Cast) -> None:
    add(1, cast)
    AuditEvent.objects.filter(seq=1).delete()
    assert first_broken_link() == BrokenLink(1, "missing")


def test_events_that_changed_places_are_named(unguarded: None, cast: Cast) -> None:
    rows = add(5, cast)
    AuditEvent.objects.filter(pk=rows[1].pk).update(seq=-1)
    AuditEvent.objects.filter(pk=rows[2].pk).update(seq=F("seq") - 1)
    AuditEvent.objects.filter(seq=-1).update(seq=rows[2].seq)
    assert first_broken_link() == BrokenLink(rows[1].seq, "does not follow the one before")


@pytest.mark.parametrize("kept", [0, 3])
def test_a_cut_off_end_is_named(kept: int, unguarded: None, cast: Cast) -> None:
    rows = add(5, cast)
    AuditEvent.objects.filter(seq__gt=rows[0].seq + kept - 1).delete()
    assert first_broken_link() == BrokenLink(rows[0].seq + kept, "the end is missing")


def test_a_chain_that_was_emptied_is_named(unguarded: None, cast: Cast) -> None:
    add(1, cast)
    AuditEvent.objects.all().delete()
    assert first_broken_link() == BrokenLink(1, "the end is missing")


def test_an_end_that_was_removed_is_named(unguarded: None, cast: Cast) -> None:
    (row,) = add(1, cast)
    AuditHead.objects.all().delete()
    assert first_broken_link() == BrokenLink(row.seq + 1, "the end is missing")


def test_what_others_write_during_the_walk_breaks_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(2, cast)
    written: list[AuditEvent] = []

    def hash_while_others_write(event: AuditEvent) -> str:
        written.extend([] if written else add(1, cast))
        return event_hash(event)

    monkeypatch.setattr(queries, "event_hash", hash_while_others_write)
    assert first_broken_link() is None
    assert written[0].hash == head()


def test_an_event_put_after_the_end_is_named(unguarded: None, cast: Cast) -> None:
    (row,) = add(1, cast)
    forged = AuditEvent(seq=row.seq + 1, at=clock.now(), event="test.forged", subject="test:1")
    forged.previous_hash = row.hash
    forged.hash = event_hash(forged)
    forged.save()
    assert first_broken_link() == BrokenLink(row.seq + 2, "the end is missing")


def test_an_event_put_between_others_is_named(unguarded: None, cast: Cast) -> None:
    rows = add(3, cast)
    AuditEvent.objects.filter(pk=rows[2].pk).update(seq=rows[2].seq + 1)
    forged = AuditEvent(
        seq=rows[2].seq, at=clock.now(), event="test.forged", subject="test:1", changes={}
    )
    forged.previous_hash = rows[1].hash
    forged.hash = event_hash(forged)
    forged.save()
    assert first_broken_link() == BrokenLink(rows[2].seq + 1, "does not follow the one before")


def test_the_first_of_several_breaks_is_named(unguarded: None, cast: Cast) -> None:
    rows = add(5, cast)
    rows[4].delete()
    AuditEvent.objects.filter(pk=rows[1].pk).update(event="test.other")
    rows[3].delete()
    assert first_broken_link() == BrokenLink(rows[1].seq, "altered")


def test_the_making_of_a_thing_is_marked(cast: Cast) -> None:
    record("test.made", "test:1", by=cast["system"], changes=CREATED | {"title": [None, "A"]})
    assert last()[0].changes == {"*": [None, "created"], "title": [None, "A"]}
