"""The annex filled in somebody's own Word file, without any mark of ours, comes in too (B19)."""

import pytest

from alke.domain.imports.models import WordImport
from alke.domain.imports.operations import accept_import, begin_import
from alke.domain.imports.returned import Returned
from alke.domain.imports.word_compare import Difference, Kind, compare
from alke.domain.people.actors import Actor
from alke.domain.topics.action_models import Action
from tests.cast import Cast
from tests.domain.imports.old_papers import annex
from tests.domain.imports.test_word_round_trip import source_for, take, text_of

THEME = "Puhtaan siirtymän investoinnit ja energia"
EMPTY = ("", "", "")
OWN = (
    "Itäisen Suomen tilanne on muuttunut.\nRaja on kiinni.",
    "Kantaverkko\nLuvitus",
    "Rata ja verkko vuoteen 2030 mennessä",
)


def bring(actor: Actor, file: bytes) -> WordImport:
    """The paper as the council sends it in."""
    return begin_import(source_for(actor), file, "Teema 1 Itä.docx", by=actor, language="fi")


def found(import_: WordImport, actor: Actor) -> dict[str, Difference]:
    """What it would change, by key."""
    returned = Returned.from_json(import_.returned)
    return {row.key: row for row in compare(returned, source_for(actor), "fi").differences}


@pytest.fixture
def kainuu(sample: None, cast: Cast) -> Actor:
    """Who brings the paper."""
    return cast["kainuu"]


def test_texts_are_found_by_the_headings_of_the_letter(kainuu: Actor) -> None:
    import_ = bring(kainuu, annex(THEME, OWN, []))
    returned = Returned.from_json(import_.returned)
    assert returned.title == THEME
    assert returned.unplaced == ()
    assert returned.base == {}
    rows = found(import_, kainuu)
    texts = {key: row.word for key, row in rows.items() if row.field}
    assert texts == {
        "f.situation": "Itäisen Suomen tilanne on muuttunut.\n\nRaja on kiinni.",
        "f.challenges": "Kantaverkko\n\nLuvitus",
        "f.goals": "Rata ja verkko vuoteen 2030 mennessä",
    }
    assert {rows[key].kind for key in texts} == {Kind.DIFFERS}


def test_nothing_of_an_unknown_base_is_taken_unasked(kainuu: Actor) -> None:
    import_ = bring(kainuu, annex(THEME, OWN, []))
    rows = found(import_, kainuu)
    assert {row.default for row in rows.values() if row.field} == {""}
    choices = {key: "take" if key == "f.goals" else "keep" for key in rows}
    accept_import(import_, source_for(kainuu), take(rows, **choices), by=kainuu)
    assert text_of("goals").text == "Rata ja verkko vuoteen 2030 mennessä"
    assert "Raja on kiinni." not in text_of("situation").text


def test_actions_are_found_by_likeness_and_the_others_are_new(kainuu: Actor) -> None:
    known = Action.objects.get(number=45)
    slip = known.title.replace("a", "", 1)
    rows = [
        (slip, "TEM:n", "Pohjois-Karjalan maakuntaliitto", "Uusi kokeilu", "LVM", "Kainuun liitto"),
        (*EMPTY, "Toinen uusi kokeilu", "ministeriöt", "maakuntien liitot"),
        (*EMPTY, *EMPTY),
    ]
    returned = Returned.from_json(bring(kainuu, annex(THEME, EMPTY, rows)).returned)
    assert [(row.number, row.how, row.kind) for row in returned.actions] == [
        (45, "likeness", "ongoing"),
        (None, "new", "proposed"),
        (None, "new", "proposed"),
    ]
    like, new, both = returned.actions
    assert (like.bodies["vn"][0].slugs, like.bodies["vn"][0].certainty) == (("tem",), "certain")
    assert like.bodies["mk"][0].slugs == ("pohjois-karjala",)
    assert [name.slugs for side in ("vn", "mk") for name in new.bodies[side]] == [
        ("lvm",),
        ("kainuu",),
    ]
    assert both.bodies["mk"][0].certainty == "group"
    assert {"kainuu", "pohjois-savo", "etela-savo"} <= set(both.bodies["mk"][0].slugs)


def test_a_known_action_in_other_words_is_never_doubled(kainuu: Actor) -> None:
    known = Action.objects.get(number=45)
    rows = [(f"{known.number}. {known.title}, jatkuu", "TEM", "Kainuu", *EMPTY)]
    import_ = bring(kainuu, annex(THEME, EMPTY, rows))
    (row,) = Returned.from_json(import_.returned).actions
    assert (row.number, row.text) == (45, f"{known.title}, jatkuu")


def test_bodies_without_an_action_are_listed_and_taken_for_none(kainuu: Actor) -> None:
    rows = [("", "TEM", "Kainuu", *EMPTY)]
    returned = Returned.from_json(bring(kainuu, annex(THEME, EMPTY, rows)).returned)
    assert returned.actions == ()
    assert [row.text for row in returned.unplaced] == ["TEM", "Kainuu"]


def test_an_empty_annex_changes_nothing(kainuu: Actor) -> None:
    rows = found(bring(kainuu, annex(THEME, EMPTY, [])), kainuu)
    assert {key: row.default for key, row in rows.items() if row.default == "take"} == {}
