"""Who gets which answer where: the one written table, `table.txt` beside this file."""

from dataclasses import dataclass
from pathlib import Path

# The columns: the demo account whose answers stand there.
COLUMNS = {
    "pub": "public",
    "coo": "koordinaattori",
    "own": "vastuuhenkilo-ita",  # owner of the East
    "oth": "vastuuhenkilo-lansi",  # owner of another discussion
    "okm": "okm",
    "kai": "kainuu",  # takes part in North and East
    "lap": "lappi",  # takes part in the North only
    "edi": "kainuu-valmistelija",
    "gue": "ely-lappi",  # invited to the North
    "rea": "aune",
    "adm": "yllapito",
}


@dataclass(frozen=True)
class Row:
    """An address at a place, asked for (GET) or sent a form (POST), with everybody's answer."""

    name: str
    place: str
    method: str
    statuses: dict[str, int]  # by account


def _read(line: str, accounts: list[str]) -> Row:
    name, place, method, *statuses = line.split()
    return Row(name, place, method, dict(zip(accounts, map(int, statuses), strict=True)))


_head, *_lines = (Path(__file__).parent / "table.txt").read_text("utf-8").splitlines()
ROWS = [_read(line, [COLUMNS[column] for column in _head.split()[3:]]) for line in _lines]
