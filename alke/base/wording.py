"""Texts with places that are filled in: a small part of Jinja2, for people who change wordings.

Values, conditions, loops over what there is, and a few filters; nothing that calls, sets or loads
anything. What is filled in is text, never mark-up.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from jinja2 import Template, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateError, UndefinedError
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from alke.base.richtext import BadInput

DEEPEST: Final = 3  # loops within loops
ALLOWED: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.CondExpr),
    *(nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.List, nodes.Tuple),
)
FILTERS: Final = ("capitalize", "default", "first", "join", "last", "length", "lower", "upper")
TESTS: Final = ("defined", "eq", "ge", "gt", "in", "le", "lt", "ne")
LOOP: Final = "loop"
_MARKS = re.compile(r"([\\`*_\[\]|])")
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_START = re.compile(r"^([-+#])(?=\s|#|$)")


class _Unknown(StrictUndefined):
    """Its message is the bare name."""

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)


def fill(template: str, values: Mapping[str, Any]) -> str:
    """The text with its places filled in, as Markdown.

    Raises `BadInput` with the line and what is wrong with it.
    """
    made = _made(template, values)
    try:
        return made.render(values)
    except UndefinedError as fault:
        raise _no_value(_line_of(fault), str(fault)) from fault
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as fault:
        raise BadInput(
            _("Line %(line)d cannot be filled in with what the round has.")
            % {"line": _line_of(fault)}
        ) from fault


def _made(template: str, values: Mapping[str, Any]) -> Template:
    environment = _environment()
    try:
        tree = environment.parse(template)
        _check(tree, values)
        return environment.from_string(tree)
    except TemplateSyntaxError as fault:
        raise BadInput(
            _("Line %(line)d cannot be read. Check the marks {{ }} and {%% %%} there.")
            % {"line": fault.lineno}
        ) from fault


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=_Unknown,
        finalize=_written,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # it becomes Markdown, whose marks `_written` guards
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.tests = {name: environment.tests[name] for name in TESTS}
    return environment


def _check(tree: nodes.Template, values: Mapping[str, Any]) -> None:
    """Refuses what is not of the small part, and names that mean nothing, wherever they stand."""
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, ALLOWED):
            raise BadInput(
                _(
                    "Line %(line)d has something that a wording cannot have. "
                    "Use values, if and for only."
                )
                % {"line": node.lineno}
            )
    _check_names(tree, frozenset(values), 0)


def _check_names(node: nodes.Node, known: frozenset[str], depth: int) -> None:
    if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in known:
        raise _no_value(node.lineno, node.name)
    if isinstance(node, nodes.For):
        if depth == DEEPEST:
            raise BadInput(
                _("Line %(line)d begins a loop within too many others.") % {"line": node.lineno}
            )
        _check_names(node.iter, known, depth)
        inside = {name.name for name in node.target.find_all(nodes.Name)} | {LOOP}
        if isinstance(node.target, nodes.Name):
            inside.add(node.target.name)
        for part in (*node.body, *([node.test] if node.test else [])):
            _check_names(part, known | inside, depth + 1)
        for part in node.else_:
            _check_names(part, known, depth)
        return
    for child in node.iter_child_nodes():
        _check_names(child, known, depth)


def _no_value(line: int, name: str) -> BadInput:
    return BadInput(
        _("Line %(line)d: there is no value “%(name)s”.") % {"line": line, "name": name}
    )


def _line_of(fault: BaseException) -> int:
    """Where in the template it happened."""
    line, trace = 1, fault.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _written(value: Any) -> str:
    """A value as text that is no mark-up; a list or an object is not one value."""
    if value is None:
        return ""
    if isinstance(value, StrictUndefined):
        return str(value)  # says which value there is not
    if not isinstance(value, str | int):
        raise TypeError("not one value")
    text = re.sub(r"\s*\n\s*", " ", str(value))
    text = _NUMBER.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text))
    return _START.sub(r"\\\1", text)
