"""The round's themes, and which region speaks on which (F1, F2, F6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from alke.base.languages import active
from alke.domain.people.models import Region
from alke.domain.rounds.models import Discussion, Round


@dataclass(frozen=True)
class Theme:
    """A theme as pages show it, with those of its regions that take part."""

    key: str
    name: str
    language: str  # of the name
    regions: tuple[Region, ...]
    common: bool  # all regions speak on it, not this one alone
    cross_cutting: bool
    money: int | None = None  # euros tied to it


def themes_of(
    round_: Round, discussion: Discussion | None = None, known: Iterable[Region] = ()
) -> list[Theme]:
    """The themes of the round, or those on which the discussion's regions speak.

    `known`: the regions that take part, where they are at hand. One query where there are themes;
    none with them, nor for a discussion of one region.
    """
    stored: list[dict[str, Any]] = round_.settings.get("themes", [])
    if not stored or (discussion is not None and not discussion.max_topics):
        return []
    regions = {region.code: region for region in known or _regions(discussion)}
    return [
        _theme(row, regions)
        for row in stored
        if not row["regions"] or regions.keys() & set(row["regions"])
    ]


def _regions(discussion: Discussion | None) -> list[Region]:
    if discussion is not None and discussion.region is not None:
        return [discussion.region]
    if discussion is not None and discussion.group_id is not None:
        return list(Region.objects.filter(groups=discussion.group_id))
    return list(Region.objects.filter(mainland=True))


def _theme(row: dict[str, Any], regions: dict[str, Region]) -> Theme:
    language = active() if row["name"].get(active()) else "fi"
    return Theme(
        key=row["key"],
        name=row["name"][language],
        language=language,
        regions=tuple(regions[code] for code in row["regions"] if code in regions),
        common=len(row["regions"]) != 1 and regions.keys() <= set(row["regions"] or regions),
        cross_cutting=row["cross_cutting"],
        money=row.get("money"),
    )
