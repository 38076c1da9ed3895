"""Making and altering organisations."""

import datetime as dt
from typing import Any

import pytest

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.people.models import Organisation, Region
from alke.domain.people.operations import create_organisation, edit_organisation
from alke.domain.people.organisation_operations import FIELDS
from alke.domain.people.queries import kin_of, named
from tests.cast import Cast

Kind = Organisation.Kind


def _made(cast: Cast, **values: Any) -> Organisation:
    return create_organisation(
        by=cast["yllapito"],
        kind=Kind.OTHER,
        values={"name_fi": "Äänekosken kaupunki", **values},
        regions=Region.objects.filter(slug="keski-suomi"),
    )


def _edited(cast: Cast, body: Organisation, **over: Any) -> Organisation:
    given: dict[str, Any] = {"regions": body.regions.all(), "aliases": (), "successors": ()}
    given |= {key: over.pop(key) for key in list(over) if key in given}
    values = {key: getattr(body, key) for key in FIELDS} | over
    return edit_organisation(body, by=cast["yllapito"], values=values, **given)


def test_a_new_body_gets_an_address_from_its_name(cast: Cast) -> None:
    body = _made(cast)
    assert body.slug == "aanekosken-kaupunki"
    assert body.short_fi == "Äänekosken kaupunki"
    assert [region.slug for region in body.regions.all()] == ["keski-suomi"]
    event = AuditEvent.objects.latest("seq")
    assert event.event == "organisation.created"
    assert event.changes["name_fi"] == [None, "Äänekosken kaupunki"]


def test_two_of_one_name_get_different_addresses(cast: Cast) -> None:
    assert [_made(cast).slug, _made(cast).slug][1] == "aanekosken-kaupunki-2"
    assert _made(cast, name_fi="Uusi").slug == "uusi-2"  # /organisaatiot/uusi/ is a page
    assert _made(cast, name_fi="你好").slug == "organisaatio"


@pytest.mark.parametrize(
    "values",
    [
        {"name_fi": "  "},
        {"name_fi": "x" * 201},
        {"short_sv": "x" * 81},
        {"name_en": "a\x07b"},
        {"registry_email": "kirjaamo"},
        {"valid_from": dt.date(2026, 1, 2), "valid_to": dt.date(2026, 1, 1)},
    ],
)
def test_what_is_no_organisation_is_not_taken(cast: Cast, values: dict[str, Any]) -> None:
    before = Organisation.objects.count()
    with pytest.raises(BadInput):
        _made(cast, **values)
    assert Organisation.objects.count() == before


def test_an_edit_records_each_change_with_before_and_after(cast: Cast) -> None:
    body = cast.organisation("ely-kainuu")
    _edited(
        cast,
        body,
        name_en="Kainuu Centre",
        aliases=["Kainuun ELY", " Kainuun  ELY ", ""],
        successors=[cast.organisation("evk-pohjois-suomi"), cast.organisation("evk-lappi")],
    )
    changes = AuditEvent.objects.latest("seq").changes
    assert changes["name_en"][1] == "Kainuu Centre"
    assert changes["aliases"] == [[], ["Kainuun ELY"]]
    assert changes["successors"] == [["evk-pohjois-suomi"], ["evk-lappi", "evk-pohjois-suomi"]]
    assert set(changes) == {"name_en", "aliases", "successors"}
    assert len(kin_of(body).successors) == 2


def test_a_body_gets_the_address_of_its_registry(cast: Cast) -> None:
    body = _edited(cast, cast.organisation("ely-kainuu"), registry_email=" kirjaamo@ely.example ")
    assert body.registry_email == "kirjaamo@ely.example"
    changes = AuditEvent.objects.latest("seq").changes
    assert changes["registry_email"] == ["", "kirjaamo@ely.example"]


def test_an_edit_that_changes_nothing_records_nothing(cast: Cast) -> None:
    body = _made(cast)
    events = AuditEvent.objects.count()
    _edited(cast, body)
    assert AuditEvent.objects.count() == events


def test_a_body_that_goes_on_has_no_successor(cast: Cast) -> None:
    with pytest.raises(BadInput, match="last day"):
        _edited(cast, _made(cast), successors=[cast.organisation("lappi")])


def test_no_body_goes_on_with_its_own_work(cast: Cast) -> None:
    body = _made(cast, valid_to=dt.date(2025, 1, 1))
    with pytest.raises(BadInput, match="its own work"):
        _edited(cast, body, successors=[body])
    centre = cast.organisation("evk-lappi")
    centre.valid_to = dt.date(2027, 1, 1)
    with pytest.raises(BadInput, match="one before it"):
        _edited(cast, centre, successors=[cast.organisation("ely-lappi")])


def test_a_body_is_named_exactly_by_any_of_its_names(cast: Cast) -> None:
    assert [row.slug for row in named("SATAKUNNAN LIITTO")] == ["satakunta"]
    assert [row.slug for row in named("österbottens förbund")] == ["pohjanmaa"]
    assert named("liitto") == []


def test_only_the_administrator_makes_or_alters_bodies(cast: Cast) -> None:
    for account in ("koordinaattori", "kainuu", "aune", "public"):
        with pytest.raises(Refused, match="Only the administrator"):
            create_organisation(by=cast[account], kind=Kind.OTHER, values={"name_fi": "X"})
