"""What keeps a seal from being set; for the one who runs the service, in one line."""


class SealTrouble(Exception):
    """No seal was set: the key, the timestamp service or the file is at fault."""
