"""A guest reads what is prepared where it is invited, and nothing of other discussions (R13)."""

from collections.abc import Iterator

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import reverse

from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Comment, Opening, Topic, TopicText
from tests.access.places import PLACES
from tests.access.table import ROWS
from tests.cast import ClientFor
from tests.test_visibility import ASKED, HTMX, STILL, seen

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample"),
    pytest.mark.either_database,
]
GUEST = "ely-lappi"  # invited to the North only


@pytest.fixture
def secrets() -> list[str]:
    """Words planted into what the two sides of the East share."""
    here = Discussion.objects.filter(round__year=2024, slug="ita").values("pk")
    topics = Topic.objects.filter(discussion__in=here)
    texts = TopicText.objects.filter(topic__in=topics)
    comments = Comment.objects.filter(topic__in=topics)
    openings = Opening.objects.filter(topic__in=topics)
    eastern = Action.objects.filter(origins__discussion__in=here)
    alone = eastern.exclude(origins__discussion__slug="pohjoinen")
    planted = {
        "Idänotsikko": topics.update(title=Concat(F("title"), Value(" Idänotsikko"))),
        "Idänehdotus": topics.update(proposal="Idänehdotus"),
        "Idänteksti": texts.update(text="Idänteksti"),
        "Idänkommentti": comments.update(text="Idänkommentti"),
        "Idänavaaja": openings.update(speaker="Idänavaaja"),
        "Idäntoimi": Action.objects.filter(pk__in=alone.values("pk")).update(title="Idäntoimi"),
    }
    assert all(planted.values())
    return list(planted)


def addresses() -> Iterator[str]:
    """Every page, and every action of the sample."""
    for row in ROWS:
        opens = set(row.statuses.values()) != {405}
        if row.method == "GET" and opens and not STILL.match(row.name):
            address = reverse(row.name, kwargs=PLACES[row.place]())
            yield address
            yield from (f"{address}?{name}" for name in queries(row.name))
    for number in Action.objects.values_list("number", flat=True):
        yield reverse("action_detail", args=[number])


def queries(name: str) -> Iterator[str]:
    for asked in ASKED.get(name, []):
        yield "&".join(f"{key}={value}" for key, value in asked.items())


def test_a_guest_reads_nothing_of_a_discussion_to_which_it_is_not_invited(
    secrets: list[str], client_for: ClientFor
) -> None:
    guest, member = client_for(GUEST), client_for("kainuu")
    pages = set(addresses())
    leaks = [
        f"{word} at {page}"
        for page in sorted(pages)
        for text in (seen(guest, page), seen(guest, page, **HTMX))
        for word in secrets
        if word in text
    ]
    assert leaks == []
    read = "".join(seen(member, page) for page in pages)
    assert [word for word in secrets if word not in read] == []  # so pages do show them


def test_a_guest_is_told_nothing_of_what_it_does_not_see(client_for: ClientFor) -> None:
    guest = client_for(GUEST)
    assert "Tarkistuksen havainnot" not in seen(guest, "/2024/")
    followup = seen(guest, "/2024/seuranta/helmikuu-2024/")
    assert "Keskusteluissa, joihin sinut on kutsuttu, ei ole toimenpiteitä" in followup
    assert "Annetut vastaukset" not in followup
