"""Two people work on one outcome at once: nothing lands after publication, nothing is lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from alke.base import clock
from alke.base.verdicts import Refused, Stale
from alke.domain.outcomes import operations, queries
from alke.domain.outcomes.models import Outcome, OutcomeConfirmation, OutcomeItem
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side
from alke.domain.topics.action_models import Action
from tests.cast import Cast
from tests.factories.outcomes import AFTER, confirm_both, decide_all, make_held, make_outcome

SYSTEM = Actor.system()
ROUNDS = 3
Write = Callable[[Outcome, OutcomeItem, Action], Any]


@pytest.fixture
def outcome(cast: Cast) -> Outcome:
    """Decided and confirmed by both sides."""
    made = make_outcome(make_held(cast.user("vastuuhenkilo-ita")))
    decide_all(made)
    confirm_both(made)
    return made


def read(outcome: Outcome) -> Outcome:
    """The outcome as somebody's page has read it."""
    return Outcome.objects.select_related("discussion__round").get(pk=outcome.pk)


def first_item(outcome: Outcome) -> OutcomeItem:
    """Its first item, as somebody's page has read it."""
    item = outcome.items.select_related("outcome__discussion__round").first()
    assert item is not None
    return item


WRITES: dict[str, Write] = {
    "recorded": lambda outcome, item, action: operations.record_item(
        outcome, by=SYSTEM, kind="note", text="Jälkikäteen."
    ),
    "edited": lambda outcome, item, action: operations.edit_item(
        item, by=SYSTEM, text="Jälkikäteen.", base_version=item.version
    ),
    "removed": lambda outcome, item, action: operations.remove_item(
        item, by=SYSTEM, base_version=item.version
    ),
    "decided": lambda outcome, item, action: operations.decide_action(
        outcome, action, by=SYSTEM, decision="later", reason="Jälkikäteen."
    ),
    "confirmed": lambda outcome, item, action: operations.confirm_outcome(
        outcome, Side.MK, by=SYSTEM
    ),
    "moved": lambda outcome, item, action: operations.set_outcome_state(
        outcome, "ready", by=SYSTEM
    ),
    "published": lambda outcome, item, action: operations.publish_outcome(outcome, by=SYSTEM),
}


@pytest.mark.django_db
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_what_was_begun_before_publication_does_not_land_after_it(
    outcome: Outcome, write: Write
) -> None:
    mine, item, action = read(outcome), first_item(outcome), Action.objects.get()
    publication = operations.publish_outcome(read(outcome), by=SYSTEM)
    with pytest.raises(Refused):
        write(mine, item, action)
    now = read(outcome)
    assert now.state == Outcome.State.PUBLISHED
    frozen = queries.frozen_contents(now)
    assert frozen["sections"][0]["items"] == publication.contents["sections"][0]["items"]
    assert OutcomeConfirmation.objects.filter(withdrawn_at=None).count() == len(Side)


@pytest.mark.django_db
def test_a_correction_is_begun_once(outcome: Outcome) -> None:
    operations.publish_outcome(read(outcome), by=SYSTEM)
    first, second = read(outcome), read(outcome)
    operations.reopen_outcome(first, by=SYSTEM, reason="Virhe.")
    with pytest.raises(Refused, match="has not been published"):
        operations.reopen_outcome(second, by=SYSTEM, reason="Toinen.")
    assert read(outcome).reopened_because == "Virhe."


@pytest.mark.django_db
def test_an_item_that_somebody_removed_is_not_written(outcome: Outcome) -> None:
    mine, theirs = first_item(outcome), first_item(outcome)
    operations.remove_item(theirs, by=SYSTEM, base_version=theirs.version)
    with pytest.raises(Refused, match="has removed this item"):
        operations.edit_item(mine, by=SYSTEM, text="Uusi.", base_version=mine.version)
    with pytest.raises(Refused, match="has removed this item"):
        operations.remove_item(mine, by=SYSTEM, base_version=mine.version)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", range(ROUNDS))
def test_a_text_that_is_saved_while_another_publishes_is_published_or_refused(
    outcome: Outcome, time: int
) -> None:
    item = first_item(outcome)
    results: dict[str, str] = {}
    barrier = threading.Barrier(2)

    def runs(name: str, act: Callable[[], Any]) -> threading.Thread:
        def run() -> None:
            try:
                barrier.wait(timeout=10)
                with clock.at(AFTER):
                    act()
                results[name] = "done"
            except (Refused, Stale):
                results[name] = "refused"
            finally:
                connection.close()

        return threading.Thread(target=run)

    mine = read(outcome)
    threads = [
        runs("publish", lambda: operations.publish_outcome(mine, by=SYSTEM)),
        runs("edit", lambda: operations.edit_item(item, by=SYSTEM, text="Uusi.", base_version=1)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    now = read(outcome)
    if results == {"publish": "done", "edit": "refused"}:
        assert now.state == Outcome.State.PUBLISHED
        assert first_item(now).text != "Uusi."
    else:
        assert results == {"publish": "refused", "edit": "done"}
        assert now.state != Outcome.State.PUBLISHED
        assert first_item(now).text == "Uusi."
        assert not OutcomeConfirmation.objects.filter(withdrawn_at=None).exists()
