"""The topic pool: proposals, drafts of one side, and what becomes of them (B9, R13)."""

import pytest

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.rounds.models import Discussion, Round
from alke.domain.topics import operations, pool_queries
from alke.domain.topics.models import Topic, TopicLineage
from tests.cast import Cast
from tests.factories.topics import make_meeting, make_owner, make_proposal, make_topic, publish


@pytest.fixture
def meeting(cast: Cast) -> Discussion:
    """The eastern discussion with its owner."""
    discussion = make_meeting()
    make_owner(discussion, cast.user("vastuuhenkilo-ita"))
    return discussion


def test_a_proposal_stands_in_the_proposers_name(meeting: Discussion, cast: Cast) -> None:
    topic = make_proposal(meeting, cast["kainuu"], title="Saavutettavuus")
    assert topic.proposed_by == cast.organisation("kainuu")
    assert (topic.state, topic.disposition, topic.number) == ("proposed", "open", None)


@pytest.mark.parametrize("account", ["kainuu", "kainuu-valmistelija", "lvm", "koordinaattori"])
def test_both_sides_propose_topics(meeting: Discussion, cast: Cast, account: str) -> None:
    assert make_proposal(meeting, cast[account]).pk


@pytest.mark.parametrize("account", ["lappi", "aune", "ely-lappi", "yllapito", "public"])
def test_who_does_not_take_part_proposes_nothing(
    meeting: Discussion, cast: Cast, account: str
) -> None:
    with pytest.raises(Refused):
        make_proposal(meeting, cast[account])


def test_nobody_proposes_in_another_organisations_name(meeting: Discussion, cast: Cast) -> None:
    with pytest.raises(Refused, match="oman organisaatiosi nimissä"):
        make_proposal(meeting, cast["kainuu"], organisation=cast.organisation("lappi"))


def test_a_draft_of_one_side_is_hidden_from_the_other(meeting: Discussion, cast: Cast) -> None:
    draft = make_proposal(meeting, cast["kainuu"], draft_side="mk")
    seen = {name: draft in Topic.objects.visible_to(cast[name]) for name in ("kainuu", "lvm")}
    assert seen == {"kainuu": True, "lvm": False}
    assert draft not in Topic.objects.visible_to(cast["aune"])
    assert draft not in Topic.objects.visible_to(cast["public"])


def test_nobody_drafts_for_the_other_side(meeting: Discussion, cast: Cast) -> None:
    with pytest.raises(Refused, match="oman puolen"):
        make_proposal(meeting, cast["kainuu"], draft_side="vn")


def test_a_shared_draft_is_seen_by_both(meeting: Discussion, cast: Cast) -> None:
    draft = make_proposal(meeting, cast["kainuu"], draft_side="mk")
    with pytest.raises(Refused):
        operations.share_topic(draft, by=cast["lvm"])
    operations.share_topic(draft, by=cast["pohjois-savo"])
    assert draft in Topic.objects.visible_to(cast["lvm"])


@pytest.mark.parametrize(
    ("title", "message"), [("", "Anna"), ("a" * 201, "1 merkin liian pitkä"), ("a\x07", "U\\+0007")]
)
def test_a_bad_title_is_refused(meeting: Discussion, cast: Cast, title: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        make_proposal(meeting, cast["kainuu"], title=title)


def test_the_proposer_rewrites_a_proposal_that_waits(meeting: Discussion, cast: Cast) -> None:
    topic = make_proposal(meeting, cast["kainuu"])
    topic = operations.edit_proposal(
        topic, by=cast["kainuu"], base_version=1, title="Uusi", proposal="Siksi"
    )
    assert (topic.title, topic.proposal, topic.version) == ("Uusi", "Siksi", 2)
    with pytest.raises(Refused):
        operations.edit_proposal(
            topic, by=cast["pohjois-savo"], base_version=2, title="Muu", proposal=""
        )


def test_a_stale_rewrite_carries_both_texts(meeting: Discussion, cast: Cast) -> None:
    topic = make_proposal(meeting, cast["kainuu"])
    operations.edit_proposal(topic, by=cast["kainuu"], base_version=1, title="A", proposal="a")
    with pytest.raises(Stale) as stale:
        operations.edit_proposal(
            topic, by=cast["kainuu-valmistelija"], base_version=1, title="B", proposal="b"
        )
    assert stale.value.current.title == "A"
    assert stale.value.offered["title"] == "B"


def test_what_becomes_of_a_proposal_is_told_with_its_reason(
    meeting: Discussion, cast: Cast
) -> None:
    topic = make_proposal(meeting, cast["kainuu"])
    with pytest.raises(BadInput, match="perustelu"):
        operations.dispose_topic(topic, "regional", "", by=cast["vastuuhenkilo-ita"])
    topic = operations.dispose_topic(
        topic, "regional", "Koskee yhtä maakuntaa.", by=cast["vastuuhenkilo-ita"]
    )
    assert (topic.disposition, topic.disposition_reason) == ("regional", "Koskee yhtä maakuntaa.")


def test_a_proposal_passed_to_the_regional_meeting_waits_in_its_pool(
    meeting: Discussion, cast: Cast
) -> None:
    regional = make_meeting(slug="kainuu", kind=Discussion.Kind.REGIONAL, max_topics=1)
    topic = make_proposal(meeting, cast["kainuu"], title="Kaivokset")
    operations.dispose_topic(
        topic, "regional", "Koskee yhtä maakuntaa.", by=cast["vastuuhenkilo-ita"], to=regional
    )
    copy = regional.topics.get()
    assert (copy.title, copy.proposed_by) == ("Kaivokset", cast.organisation("kainuu"))
    assert TopicLineage.objects.get(source=topic, target=copy).kind == "regional"


def test_another_reason_does_not_carry_the_proposal_again(meeting: Discussion, cast: Cast) -> None:
    regional = make_meeting(slug="kainuu", kind=Discussion.Kind.REGIONAL, max_topics=1)
    topic, by = make_proposal(meeting, cast["kainuu"]), cast["vastuuhenkilo-ita"]
    for disposition, reason in [
        ("regional", "A"),
        ("regional", "B"),
        ("open", ""),
        ("regional", "C"),
    ]:
        operations.dispose_topic(topic, disposition, reason, by=by, to=regional)
    assert regional.topics.count() == 1


def test_a_draft_is_not_decided_on(meeting: Discussion, cast: Cast) -> None:
    draft = make_proposal(meeting, cast["tem"], draft_side="vn")
    with pytest.raises(Refused, match="Jaa se ensin"):
        operations.dispose_topic(draft, "written", "x", by=cast["vastuuhenkilo-ita"])


def test_merged_proposals_lead_to_their_target(meeting: Discussion, cast: Cast) -> None:
    target = make_topic(meeting, title="Ohjelmatyö")
    sources = [make_proposal(meeting, title=title) for title in ("Raja", "Rata")]
    operations.merge_topics(sources, target, by=cast["vastuuhenkilo-ita"], reason="Samaa asiaa.")
    found = pool_queries.lineage(target, cast["kainuu"])
    assert [row.source.title for row in found.came_from] == ["Raja", "Rata"]
    assert {row.source.disposition for row in found.came_from} == {"merged"}
    with pytest.raises(Refused, match="yhdistetty tai jaettu"):
        operations.take_topic_to_agenda(sources[0], by=cast["vastuuhenkilo-ita"])


def test_a_proposal_is_not_merged_into_itself_or_another_discussion(
    meeting: Discussion, cast: Cast
) -> None:
    one = make_proposal(meeting)
    other = make_proposal(make_meeting(slug="pohjoinen"))
    for target in (one, other):
        with pytest.raises(Refused, match="saman keskustelun"):
            operations.merge_topics([one], target, by=cast["vastuuhenkilo-ita"])


def test_a_split_proposal_becomes_two_of_the_same_proposer(meeting: Discussion, cast: Cast) -> None:
    topic = make_proposal(meeting, cast["kainuu"], title="Liikenne ja matkailu")
    parts = operations.split_topic(topic, ["Liikenne", "Matkailu"], by=cast["vastuuhenkilo-ita"])
    assert [part.title for part in parts] == ["Liikenne", "Matkailu"]
    assert {part.proposed_by for part in parts} == {cast.organisation("kainuu")}
    topic.refresh_from_db()
    assert topic.disposition == "split"
    with pytest.raises(BadInput, match="kaksi"):
        operations.split_topic(parts[0], ["Vain yksi"], by=cast["vastuuhenkilo-ita"])


def test_a_published_agenda_closes_the_pool(meeting: Discussion, cast: Cast) -> None:
    publish(meeting)
    with pytest.raises(Refused, match="julkaistu"):
        make_proposal(meeting, cast["kainuu"])


def test_an_ended_round_takes_no_proposals(meeting: Discussion, cast: Cast) -> None:
    Round.objects.update(state=Round.State.ENDED)
    with pytest.raises(Refused, match="päättynyt"):
        make_proposal(Discussion.objects.get(), cast["kainuu"])


@pytest.mark.parametrize("places", [None, 0])
def test_an_occasion_without_topics_takes_no_proposals(cast: Cast, places: int | None) -> None:
    webinar = make_meeting(slug="webinaari", kind="webinar", outcome="none", max_topics=places)
    with pytest.raises(Refused, match="ei oteta asiakokonaisuuksia"):
        make_proposal(webinar, cast["kainuu"])


def test_an_event_with_places_for_topics_takes_proposals(cast: Cast) -> None:
    assert make_proposal(make_meeting(kind="event", outcome="none"), cast["kainuu"]).pk
