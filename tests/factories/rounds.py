"""Rounds from the shipped formats, as the operations load them."""

from pathlib import Path

from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Deadline, Discussion, Round
from alke.domain.rounds.operations import load_round

FORMATS = Path(__file__).resolve().parents[2] / "rounds"


def shipped(name: str) -> str:
    """The text of a shipped format: "2024"."""
    return (FORMATS / f"{name}.toml").read_text("utf-8")


def edited(name: str, *edits: tuple[str, str]) -> str:
    """A shipped format with texts replaced; each must be in it."""
    text = shipped(name)
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


def make_round(name: str = "2024", *edits: tuple[str, str]) -> Round:
    """A shipped round, loaded, with some texts of its file replaced before."""
    return load_round(edited(name, *edits), by=Actor.system()).round


def discussion(round: Round, slug: str) -> Discussion:
    """A discussion as it is in the database now."""
    return Discussion.objects.select_related("round", "region").get(round=round, slug=slug)


def deadline(round: Round, key: str) -> Deadline:
    """A deadline as it is in the database now."""
    return Deadline.objects.select_related("round").get(round=round, key=key)
