"""Where on the signature page the seal goes: below a heading that the file knows by name."""

from typing import Final

NAME: Final = "alke-seal"  # of the heading's destination
WIDTH: Final = 255  # points, as all here
HEIGHT: Final = 74
BELOW: Final = 26.3  # from the heading's destination to the seal's top
