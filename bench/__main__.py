"""All measurements in one go: python -m bench [--full]

Makes the synthetic databases under ALKE_VAR (var/bench) where they are missing, then prints
server time per page at 1x (and with --full at 300 regions, 20 rounds, 100,000 actions),
the weight of a first visit, and requests a second.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(os.environ.get("ALKE_VAR", "var/bench"))
SIZES = {
    "one": ["--regions", "18", "--rounds", "2"],
    "full": ["--regions", "300", "--rounds", "20", "--actions", "100000"],
}
Row = dict[str, Any]


def main() -> None:
    """Loads, measures, prints."""
    wanted = ["one", "full"] if "--full" in sys.argv else ["one"]
    for name in wanted:
        if not (FOLDER / name).exists():
            run(name, str(Path(sys.executable).with_name("alke")), "demo-data", *SIZES[name])
    times = {name: json.loads(measure(name, "json")) for name in wanted}
    sys.stdout.write(table(times["one"], times.get("full")))
    sys.stdout.write("\n" + measure("one", "weight"))
    sys.stdout.write("\n" + measure("one", "wrk"))


def run(name: str, *command: str) -> str:
    """What a command prints that works on the database of that size."""
    env = os.environ | {"ALKE_VAR": str(FOLDER / name), "ALKE_DEMO": "1"}
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout


def measure(name: str, what: str) -> str:
    """One measurement of bench.pages."""
    return run(name, sys.executable, "-m", "bench.pages", what)


def table(small: list[Row], large: list[Row] | None) -> str:
    """Page by page; at full size beside it, and how many times as long it takes."""
    lines = [f"{'page':<18}{'for':<24}{'1x ms':>8}{'SQL':>5}{'kB':>8}"]
    if large:
        lines[0] += f"{'full ms':>10}{'SQL':>5}{'kB':>8}{'times':>7}"
    by_key = {(row["page"], row["kind"]): row for row in large or []}
    for row in small:
        line = (
            f"{row['page']:<18}{row['kind']:<24}{row['ms']:>8.1f}{row['sql']:>5}{row['kb']:>8.1f}"
        )
        if other := by_key.get((row["page"], row["kind"])):
            line += f"{other['ms']:>10.1f}{other['sql']:>5}{other['kb']:>8.1f}"
            line += f"{other['ms'] / row['ms']:>7.1f}"
        lines.append(line)
    if large:
        worst = max(large, key=lambda row: float(row["ms"]))
        lines.append(f"slowest at full size: {worst['page']} for {worst['kind']}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
