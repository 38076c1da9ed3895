"""Runs a program of ours in a process of its own, which has little time and memory.

What reads foreign bytes may never end, unpack to anything, or take its process with it: there it
costs no more than its bounds. The program reads the standard input and writes its answer.
"""

import resource
import runpy
import subprocess
import sys
from collections.abc import Mapping
from typing import Final

# The clock lets a process wait this many times longer than it may work.
PATIENCE: Final = 3


class OutOfBounds(Exception):
    """The program came to no end of its own; says how."""


def answer_of(
    program: str,
    data: bytes,
    *,
    seconds: int,
    memory: int,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """What the module `program`, run by itself, answers to `data`.

    `seconds` are those of the processor, `memory` is in bytes; the environment is empty unless
    one is given. Raises `OutOfBounds` where it ends in any other way.
    """
    command = [sys.executable, "-I", "-X", "utf8", "-m", __name__, program]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [*command, str(seconds), str(memory)],
            input=data,
            capture_output=True,
            env=dict(environment or {}),
            timeout=seconds * PATIENCE,
            check=True,
        )
    except subprocess.TimeoutExpired as why:
        raise OutOfBounds("it took too long") from why
    except subprocess.CalledProcessError as why:
        last = why.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise OutOfBounds(f"the process ended with {why.returncode}: {last}") from why
    return done.stdout


def main(program: str, seconds: int, memory: int) -> None:
    """Sets the bounds, then becomes the program."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    runpy.run_module(program, run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
