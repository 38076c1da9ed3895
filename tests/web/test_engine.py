"""What templates write and call is what Jinja2 would, in the reader's language."""

from typing import Any

import pytest
from django.template import engines
from django.utils import translation
from django.utils.functional import lazystr
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup


def show(text: str, **context: Any) -> str:
    return str(engines["jinja2"].from_string(text).render(context))


def test_a_text_is_said_in_the_active_language() -> None:
    said = []
    for language in ("en", "fi", "sv", "en"):
        with translation.override(language):
            said.append(show('{{ _("Actions") }}'))
    assert said == ["Actions", "Toimenpiteet", "Åtgärder", "Actions"]


def test_what_is_put_into_a_text_is_escaped_and_what_is_safe_is_not() -> None:
    assert show('{{ _("Topic %(n)s", n=name) }}', name="<b>") == "Asiakokonaisuus &lt;b&gt;"
    assert show('{{ _("Topic %(n)s", n=name) }}', name=Markup("<b>")) == "Asiakokonaisuus <b>"


def test_a_percent_sign_is_written_twice_in_a_text() -> None:
    assert show('{{ _("100 %% of %(n)s", n=2) }} {{ _("50 %%") }}') == "100 % of 2 50 %"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("<i>&", "&lt;i&gt;&amp;"),
        (Markup("<i>&amp;"), "<i>&amp;"),
        (lazystr("<i>"), "&lt;i&gt;"),
        (7, "7"),
    ],
)
def test_only_what_is_marked_as_safe_is_written_as_it_is(value: Any, written: str) -> None:
    assert show("{{ value }}", value=value) == written
    assert show("{% macro m(x) %}{{ x }}{% endmacro %}{{ m(value) }}", value=value) == written


def test_a_function_gets_what_it_is_called_with_and_the_context_if_it_asks() -> None:
    @pass_context
    def reader(context: Context, word: str) -> str:
        return f"{word} {context['who']}"

    def plain(*args: Any, **named: Any) -> str:
        return f"{args} {named}"

    text = "{% for n in [1] %}{{ plain(n, b=2) }} {{ reader('Hei') }}{% endfor %}"
    shown = show(text, plain=plain, reader=reader, who="Kainuu")
    assert shown == "(1,) {&#39;b&#39;: 2} Hei Kainuu"
