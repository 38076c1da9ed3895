"""Jinja2 as the pages use it: what it would find out anew for each call is settled here.

Every template has the same globals, and most of what a template calls is a plain function. What
is said here changes no page, only its time (docs/decisions/0010).
"""

from collections.abc import MutableMapping
from functools import lru_cache
from types import FunctionType
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as translated
from jinja2 import Environment, Template
from jinja2.runtime import Context
from markupsafe import Markup, escape


def escaped(value: Any) -> Markup:
    """As `escape`, which makes what is safe already anew."""
    return value if type(value) is Markup else escape(value)


class Page(Template):
    """A template that looks for no globals of its importer: there are none but the common ones."""

    @classmethod
    def _from_namespace(
        cls,
        environment: Environment,
        namespace: MutableMapping[str, Any],
        globals: Any,  # noqa: A002
    ) -> Any:
        namespace["escape"] = escaped
        return super()._from_namespace(environment, namespace, globals)

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        return super()._get_default_module()


class Calls(Context):
    """Calls plain functions without asking whether they want the context."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Anything else, such as a macro, is called as Jinja2 does."""
        if type(__obj) is not FunctionType or hasattr(__obj, "jinja_pass_arg"):
            return super().call(__obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return __obj(*args, **kwargs)


def gettext(text: str, /, **variables: Any) -> Markup:
    """The text in the active language, its places filled; "%%" is a percent sign."""
    if variables:
        return _translated(text, get_language()) % variables
    return _said(text, get_language())


@lru_cache(maxsize=4096)
def _translated(text: str, _language: str | None) -> Markup:
    return Markup(translated(text))  # noqa: S704 - the project's own texts


@lru_cache(maxsize=4096)
def _said(text: str, language: str | None) -> Markup:
    return _translated(text, language) % {}
