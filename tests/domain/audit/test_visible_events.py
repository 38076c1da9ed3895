"""Events of a side's drafts are seen by that side only (R13)."""

import pytest

from alke.domain.audit.models import AuditEvent
from alke.domain.audit.operations import record
from tests.cast import Cast

SHARED, VN, MK = "shared", "vn", "mk"


@pytest.fixture
def _events(cast: Cast) -> None:
    for kind, side in ((SHARED, ""), (VN, "vn"), (MK, "mk")):
        record("test.made", f"test:{kind}", by=cast["system"], changes={}, draft_side=side)


@pytest.mark.usefixtures("_events")
@pytest.mark.parametrize(
    ("account", "seen"),
    [
        ("public", set()),
        ("aune", {SHARED}),
        ("ely-lappi", {SHARED}),
        ("yllapito", {SHARED}),
        ("koordinaattori", {SHARED, VN}),
        ("vastuuhenkilo-ita", {SHARED, VN}),
        ("okm", {SHARED, VN}),
        ("kainuu", {SHARED, MK}),
        ("kainuu-valmistelija", {SHARED, MK}),
        ("system", {SHARED, VN, MK}),
    ],
)
def test_events_are_seen_as_their_drafts_are(account: str, seen: set[str], cast: Cast) -> None:
    rows = AuditEvent.objects.filter(event="test.made").visible_to(cast[account])
    assert {row.subject.removeprefix("test:") for row in rows} == seen


@pytest.mark.usefixtures("_events")
def test_the_events_of_some_things_can_be_asked_for() -> None:
    rows = AuditEvent.objects.of("test:vn", "test:mk", "test:none")
    assert [row.subject for row in rows] == ["test:vn", "test:mk"]
