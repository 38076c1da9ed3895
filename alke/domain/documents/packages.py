"""What is packed little by little: the steps of a package, to be watched and stopped between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

Told = Callable[[int, int, str], None]  # how many steps are done, of how many, and what comes now


@dataclass(frozen=True)
class Step:
    """One document on its way into a package."""

    name: str  # as people know it; told while it is made, and if it fails
    act: Callable[[], None]


@dataclass(frozen=True)
class Plan:
    """All that is to be done, in its order; `close` ends the file, also one that is given up."""

    steps: Sequence[Step]
    close: Callable[[], None]


class Package(Protocol):
    """Something that is packed into one file."""

    @property
    def name(self) -> str:
        """How the file is called."""

    def plan(self, out: BinaryIO) -> Plan:
        """How it comes to stand in `out`."""


class Failed(Exception):
    """A document could not be put into a package; `name` tells which, the cause why."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def pack(package: Package, out: BinaryIO, told: Told) -> None:
    """Takes all steps; `told` hears of each before it, and stops everything by raising.

    Raises `Failed` from what went wrong with a document.
    """
    plan = package.plan(out)
    try:
        for number, step in enumerate(plan.steps):
            told(number, len(plan.steps), step.name)
            _take(step)
        told(len(plan.steps), len(plan.steps), "")
    finally:
        plan.close()


def _take(step: Step) -> None:
    try:
        step.act()
    except Exception as fault:
        raise Failed(step.name) from fault


def unwatched(_done: int, _of: int, _name: str) -> None:
    """Nobody watches."""
