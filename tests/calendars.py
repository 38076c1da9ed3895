"""Calendar programs that we did not write, in an environment of their own (.venv-calendars)."""

import json
import subprocess
from pathlib import Path
from typing import Any

BIN = Path(__file__).parents[1] / ".venv-calendars" / "bin"
# read by vobject, an implementation of its own; the parameters and values as it understands them
_READER = """
import datetime, json, sys, vobject

def shown(line):
    value = line.value
    if isinstance(value, (datetime.date, datetime.datetime)):
        value = value.isoformat()
    return [str(value), {name: list(values) for name, values in line.params.items()}]

def told(part):
    lines = [line for line in part.getChildren() if not hasattr(line, "components")]
    found = {}
    for line in lines:
        found.setdefault(line.name, []).append(shown(line))
    return {"name": part.name, "lines": found, "parts": [told(each) for each in part.components()]}

made = vobject.readOne(sys.stdin.buffer.read().decode(), validate=True)
print(json.dumps(told(made)))
"""


def program(name: str, *args: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Runs one of the programs to its end; fails the test with what it said when it fails."""
    done = subprocess.run(
        [BIN / name, *map(str, args)], capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, f"{name}: {done.stdout}\n{done.stderr}"
    return done


def read_back(data: bytes) -> "Part":
    """The calendar object as vobject reads and validates it."""
    done = subprocess.run(
        [BIN / "python", "-c", _READER], input=data, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return Part(json.loads(done.stdout))


class Part:
    """A component: its lines by name, and what it consists of."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.name: str = told["name"]
        self.lines: dict[str, list[tuple[str, dict[str, list[str]]]]] = told["lines"]
        self.parts = [Part(each) for each in told["parts"]]

    def __getitem__(self, name: str) -> str:
        """The value of the one line of that name."""
        [(value, _params)] = self.lines[name]
        return value

    def params(self, name: str) -> dict[str, list[str]]:
        """The parameters of the one line of that name."""
        [(_value, params)] = self.lines[name]
        return params

    def all(self, name: str) -> list["Part"]:
        """Its components of that name."""
        return [each for each in self.parts if each.name == name]

    def one(self, name: str) -> "Part":
        """Its one component of that name."""
        [found] = self.all(name)
        return found
