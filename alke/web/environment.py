"""The Jinja2 environment of the pages."""

from typing import Any

from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    """Replaced soon."""
    return Environment(
        **{**options, "undefined": StrictUndefined, "extensions": ["jinja2.ext.i18n"]}
    )
