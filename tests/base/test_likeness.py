"""How alike two texts are."""

from alke.base.likeness import likeness, most_alike


def test_the_same_text_is_wholly_alike_and_another_not_at_all() -> None:
    assert likeness("Lapin liitto", "Lapin liitto") == 100
    assert likeness("Lapin liitto", "XYZ") == 0


def test_the_most_alike_come_first_and_the_unlike_are_left_out() -> None:
    names = {"kainuun litto": 1, "kainuun liitto": 2, "uudenmaan liitto": 3}
    found = most_alike("kainuun liitto", names, at_least=90, limit=9)
    assert found == ["kainuun liitto", "kainuun litto"]
    assert most_alike("kainuun liitto", names, at_least=0, limit=1) == ["kainuun liitto"]
