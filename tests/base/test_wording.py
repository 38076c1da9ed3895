"""Texts with places that are filled in: what they may have, and why others are refused."""

import pytest

from alke.base.richtext import BadInput
from alke.base.wording import fill

VALUES = {
    "name": "Itä *ja* pohj_oinen|",
    "count": 2,
    "nothing": None,
    "rows": [{"day": "20. maaliskuuta"}, {"day": "- huhtikuu"}],
}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ name }}", r"Itä \*ja\* pohj\_oinen\|"),
        ("{{ count }}{{ nothing }}", "2"),
        ("{% if count == 2 %}kaksi{% elif count %}monta{% else %}ei{% endif %}", "kaksi"),
        ("{{ 'kaksi' if count > 1 else 'yksi' }}", "kaksi"),
        (
            "{% for row in rows %}\n- {{ row.day }}\n{% endfor %}",
            "- 20\\. maaliskuuta\n- \\- huhtikuu",
        ),
        ("{{ rows|length }} {{ (rows|first).day|upper }}", r"2 20\. MAALISKUUTA"),
        ("{% for r in rows %}{{ loop.index }}{% endfor %}", "12"),
        ("**{{ count }}**{# huomautus #}", "**2**"),
    ],
)
def test_places_are_filled_in_with_text_that_is_no_mark_up(template: str, text: str) -> None:
    assert fill(template, VALUES).strip() == text


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("alku\n{{ nmae }}", "Rivi 2: arvoa ”nmae” ei ole."),
        ("{% if nothing %}\n{{ nmae }}\n{% endif %}", "Rivi 2: arvoa ”nmae” ei ole."),
        ("\n\n{{ rows[0].dya }}", "Rivi 3: arvoa ”dya” ei ole."),
        ("{% for r in rows %}\n{{ r.dya }}\n{% endfor %}", "Rivi 2: arvoa ”dya” ei ole."),
        ("{% for r in rows %}{% endfor %}{{ r }}", "Rivi 1: arvoa ”r” ei ole."),
        ("a\n{% if name %}", "Riviä 2 ei voi lukea. Tarkista sen merkit {{ }} ja {% %}."),
        ("{{ name", "Riviä 1 ei voi lukea. Tarkista sen merkit {{ }} ja {% %}."),
        (
            "{{ name|replace('a', 'b') }}",
            "Riviä 1 ei voi lukea. Tarkista sen merkit {{ }} ja {% %}.",
        ),
        ("{{ rows }}", "Riviä 1 ei voi täyttää kierroksen tiedoilla."),
    ],
)
def test_what_cannot_be_filled_in_is_refused_with_its_line(template: str, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        fill(template, VALUES)
    assert str(caught.value) == says


@pytest.mark.parametrize(
    "template",
    [
        "{% set a = 1 %}",
        "{{ name.upper() }}",
        "{{ range(9) }}",
        "{{ name ~ name }}",
        "{{ 'x' * 999999999 }}",
        "{{ 9 ** 9 }}",
        "{% include 'layout.html' %}",
        "{% import 'layout.html' as x %}",
        "{% macro a() %}{% endmacro %}",
        "{% filter upper %}a{% endfilter %}",
        "{{ {'a': 1} }}",
        "{{ name.__class__ }}",
        "{{ name['__class__'] }}",
        "{{ ''.__class__.__mro__ }}",
    ],
)
def test_nothing_is_called_set_or_loaded(template: str) -> None:
    with pytest.raises(BadInput):
        fill(template, VALUES)


def test_loops_do_not_stand_deeper_than_three() -> None:
    loop, end = "{% for r in rows %}", "{% endfor %}"
    assert fill(loop * 3 + "x" + end * 3, VALUES) == "x" * 8
    with pytest.raises(BadInput, match="liian monen"):
        fill(loop * 4 + "x" + end * 4, VALUES)
