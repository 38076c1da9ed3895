"""A sheet as it stood at a moment (B15), and differences between versions."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alke.base import clock
from alke.domain.topics import operations, queries, text_queries
from alke.domain.topics.models import Topic
from alke.domain.topics.text_differences import combined, differences, excerpts
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.topics import make_meeting, make_topic


def moment(text: str) -> dt.datetime:
    """A moment in Helsinki."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=clock.HELSINKI)


@pytest.fixture
def topic(cast: Cast, at: SetClock) -> Topic:
    """A topic with a day of changes behind it."""
    at("2024-03-05 09:00")
    topic = make_topic(make_meeting(), title="Alku")
    for minute, text in ((10, "a"), (12, "ab"), (14, "abc")):
        at(f"2024-03-05 09:{minute}")
        version = topic.texts.filter(current=True).values_list("version", flat=True).first()
        operations.save_text(
            topic, "goals", "fi", text, by=cast["kainuu"], base_version=version or 0
        )
    at("2024-03-05 10:00")
    operations.set_opening(
        topic, "mk", by=cast["kainuu"], organisation=cast.organisation("kainuu"), speaker="johtaja"
    )
    at("2024-03-05 11:00")
    operations.confirm_topic(topic, "mk", by=cast["kainuu"])
    at("2024-03-05 12:00")
    operations.edit_topic(topic, by=cast["lvm"], base_version=1, title="Loppu", minutes=60)
    return topic


def past(topic: Topic, when: str, cast: Cast) -> queries.SheetPast:
    """The sheet at `when` in the eyes of Kainuu."""
    row = queries.topic_rows(cast["kainuu"]).get(pk=topic.pk)
    found = queries.sheet_as_of(row, moment(when), cast["kainuu"])
    assert found is not None
    return found


def test_a_state_between_two_saves_of_one_sitting_is_read_back(topic: Topic, cast: Cast) -> None:
    assert topic.texts.count() == 1
    texts = {
        when: [field.text() for field in past(topic, when, cast).fields if field.key == "goals"]
        for when in ("2024-03-05 09:11", "2024-03-05 09:13", "2024-03-05 09:15")
    }
    assert list(texts.values()) == [["a"], ["ab"], ["abc"]]


def test_title_minutes_and_openings_are_those_of_the_moment(topic: Topic, cast: Cast) -> None:
    before, after = past(topic, "2024-03-05 09:30", cast), past(topic, "2024-03-05 12:01", cast)
    assert (before.title, before.minutes, before.openings) == ("Alku", None, {})
    assert (after.title, after.minutes, after.openings["mk"].speaker) == ("Loppu", 60, "johtaja")


def test_a_confirmation_is_shown_only_while_it_held(topic: Topic, cast: Cast) -> None:
    sides = [
        [row.side for row in past(topic, when, cast).confirmations]
        for when in ("2024-03-05 10:59", "2024-03-05 11:30", "2024-03-05 12:30")
    ]
    assert sides == [[], ["mk"], []]


def test_before_it_was_made_there_is_no_sheet(topic: Topic, cast: Cast) -> None:
    row = queries.topic_rows(cast["kainuu"]).get(pk=topic.pk)
    assert queries.sheet_as_of(row, moment("2024-03-05 08:59"), cast["kainuu"]) is None


def test_a_past_draft_of_one_side_stays_hidden_from_the_other(cast: Cast, at: SetClock) -> None:
    at("2024-03-05 09:00")
    draft = operations.propose_topic(make_meeting(), by=cast["lvm"], title="Oma", draft_side="vn")
    at("2024-03-05 10:00")
    operations.share_topic(draft, by=cast["lvm"])
    row = queries.topic_rows(cast["kainuu"]).get(pk=draft.pk)
    then = moment("2024-03-05 09:30")
    assert queries.sheet_as_of(row, then, cast["kainuu"]) is None
    assert queries.sheet_as_of(row, then, cast["plm"]) is not None


def test_the_history_shows_what_each_version_changed(topic: Topic, cast: Cast) -> None:
    operations.save_text(topic, "goals", "fi", "abc ja d", by=cast["lvm"], base_version=3)
    rows = list(text_queries.versions(topic, "goals", "fi"))
    changes = text_queries.text_changes(rows)
    assert [(row.before, row.row.text) for row in changes] == [("abc", "abc ja d"), ("", "abc")]
    assert [(part.kind, part.text) for part in changes[0].parts] == [("", "abc"), ("ins", " ja d")]


TEXTS = st.text(st.sampled_from("ab \nä-"), max_size=40)


@given(TEXTS, TEXTS)
def test_differences_lead_from_one_text_to_the_other(before: str, after: str) -> None:
    parts = differences(before, after)
    assert "".join(part.text for part in parts if part.kind != "ins") == before
    assert "".join(part.text for part in parts if part.kind != "del") == after


@given(TEXTS, TEXTS)
def test_the_combined_text_holds_every_line_of_both(theirs: str, mine: str) -> None:
    lines = combined(theirs, mine).splitlines()
    for line in (*theirs.splitlines(), *mine.splitlines()):
        assert line in lines


def test_an_excerpt_leaves_out_what_did_not_change() -> None:
    before = " ".join(f"sana{n}" for n in range(100))
    after = before.replace("sana50", "uusi")
    text = "".join(part.text for part in excerpts(differences(before, after)))
    assert text == (
        " … sana42 sana43 sana44 sana45 sana46 sana47 sana48 sana49 sana50 uusi"
        " sana51 sana52 sana53 sana54 sana55 sana56 sana57 sana58 … "
    )
