"""What a service is told of its seal, as plain values that reach another process."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Setup:
    """The settings `ALKE_SEAL` and those that go with it."""

    seal: str = ""  # as sources.read_source takes it
    password: str = ""  # of a file, or the PIN of a token
    timestamps: str = ""  # the address of a service
    trust: str = ""  # a file or a folder of root certificates
    demo: str = ""  # in demo mode, a folder for a seal, timestamps and a root of its own

    @property
    def can_seal(self) -> bool:
        """Whether there is a seal at all."""
        return bool(self.seal or self.demo)

    def plain(self) -> dict[str, Any]:
        """For `Setup(**plain)` on the other side."""
        return asdict(self)
