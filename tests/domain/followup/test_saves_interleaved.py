"""No word is lost, in whatever order and from however many tabs people write one cell."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alke.base import clock
from alke.base.verdicts import Refused, Stale
from alke.domain.audit.models import AuditEvent
from alke.domain.followup import operations
from alke.domain.followup.models import ProgressReport, ReportDraft
from alke.domain.followup.queries import edit_version
from alke.domain.people.actors import Actor
from alke.domain.topics.action_models import Action
from tests.cast import Cast
from tests.conftest import DEMO_DAY
from tests.factories.followup import cell, make_actions, make_open

TABS = ("first", "second")
TEXTS = st.text(st.characters(categories=["Lu"], max_codepoint=90), min_size=1, max_size=6)
# A step: in which tab, what is done, the text, and whether the tab was loaded anew first.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(TABS),
        st.sampled_from(["save", "submit", "undo", "discard"]),
        TEXTS,
        st.booleans(),
    ),
    max_size=14,
)


def now(pk: int) -> tuple[ProgressReport, ReportDraft | None]:
    """The cell and its draft as they are."""
    row = ProgressReport.objects.select_related("followup", "organisation").get(pk=pk)
    return row, ReportDraft.objects.filter(report=row).first()


def recorded(row: ProgressReport) -> set[str]:
    """Every text that the record of changes holds of the cell."""
    found: set[str] = set()
    for changes in AuditEvent.objects.filter(subject=row.audit_key).values_list("changes"):
        for field in ("text", "draft.text"):
            found.update(changes[0].get(field, []))
    return found


def texts(pk: int) -> tuple[str, str]:
    """What is submitted, and what is drafted."""
    row, draft = now(pk)
    return row.text, draft.text if draft else ""


def attempt(step: str, row: ProgressReport, text: str, by: Actor, base: int) -> Stale | int | None:
    """Does the step: the new version, the refusal as stale, or None where it was not allowed."""
    try:
        if step == "undo":
            return operations.undo_report(row, by=by).version
        if step == "discard":
            return operations.discard_draft(row, by=by, base_version=base).version
        write = operations.save_draft if step == "save" else operations.submit_report
        return write(row, by=by, text=text, base_version=base).version
    except Stale as stale:
        return stale
    except Refused:
        assert step == "undo"
        return None


@pytest.mark.django_db
@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
@given(steps=STEPS)
def test_every_offered_text_is_kept_on_record_or_handed_back(
    cast: Cast, steps: list[tuple[str, str, str, bool]]
) -> None:
    Action.objects.filter(reports=None).delete()
    number = make_actions(1)[0].number
    pk = cell(make_open(slug=f"kierros-{number}"), "kainuu", number).pk
    seen = dict.fromkeys(TABS, 1)
    for tab, step, text, reloads in steps:
        row, draft = now(pk)
        before, version = texts(pk), edit_version(row)
        seen[tab] = version if reloads else seen[tab]
        result = attempt(step, row, text, cast["kainuu"], seen[tab])
        if isinstance(result, Stale):
            assert seen[tab] != version
            assert result.current.text == before[draft is not None]
            assert texts(pk) == before
        elif step in {"save", "submit"}:
            assert isinstance(result, int)
            seen[tab] = result
            assert text in texts(pk)
        assert recorded(row) >= {old for old in (*before, *texts(pk)) if old}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", [operations.submit_report, operations.save_draft])
def test_of_two_at_once_one_wins_and_the_other_gets_both_texts(
    cast: Cast, write: Callable[..., Any]
) -> None:
    make_actions(1)
    row = cell(make_open(), "kainuu")
    by = cast["kainuu"]
    barrier = threading.Barrier(2)
    results: dict[str, str] = {}

    def run(text: str) -> None:
        try:
            barrier.wait(timeout=10)
            with clock.at(DEMO_DAY):
                write(row, by=by, text=text, base_version=1)
            results[text] = "won"
        except Stale as stale:
            results[text] = f"{stale.current.text}, {stale.offered}"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(text,)) for text in ("Yksi", "Kaksi")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    [winner] = [text for text, result in results.items() if result == "won"]
    [loser] = [text for text in results if text != winner]
    assert results[loser] == f"{winner}, {loser}"


@pytest.mark.django_db(transaction=True)
def test_an_answer_comes_before_the_closing_or_not_at_all(cast: Cast) -> None:
    make_actions(1)
    followup = make_open()
    row = cell(followup, "kainuu")
    by = {name: cast[name] for name in ("kainuu", "koordinaattori")}
    barrier = threading.Barrier(2)
    results: dict[str, bool] = {}

    def run(name: str, act: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=10)
            with clock.at(DEMO_DAY):
                act()
            results[name] = True
        except Refused:
            results[name] = False
        finally:
            connection.close()

    acts: dict[str, Callable[[], Any]] = {
        "answer": lambda: operations.submit_report(
            row, by=by["kainuu"], text="Juuri", base_version=1
        ),
        "close": lambda: operations.close_followup(followup, by=by["koordinaattori"]),
    }
    threads = [threading.Thread(target=run, args=item) for item in acts.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert results["close"]
    events = list(
        AuditEvent.objects.filter(event__in=["report.submitted", "followup.closed"])
        .order_by("seq")
        .values_list("event", flat=True)
    )
    expected = ["report.submitted"] if results["answer"] else []
    assert events == [*expected, "followup.closed"]
    assert (ProgressReport.objects.get(pk=row.pk).text == "Juuri") == results["answer"]
