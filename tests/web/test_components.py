"""The parts that pages are built from."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.urls import reverse
from django.utils import translation

from alke.base.verdicts import Verdict
from alke.web import environment, sprite, states, timeline
from alke.web.addresses import addresses
from alke.web.site.styleguide_sample import sample

TEMPLATES = Path(__file__).resolve().parents[2] / "alke" / "templates"
TEM = {"short": "TEM", "name": "Työ- ja elinkeinoministeriö", "lead": True}
LVM = {"short": "LVM", "name": "Liikenne- ja viestintäministeriö"}


def show(part: str, names: str, text: str, **context: Any) -> str:
    """The rendered text, in English, runs of white space as one space."""
    source = f'{{% from "parts/{part}.html" import {names} %}}{text}'
    with translation.override("en"):
        html = engines["jinja2"].from_string(source).render(context)
    return re.sub(r"\s+", " ", html).strip()


def test_every_part_says_what_it_is() -> None:
    silent = [
        path.name
        for path in (TEMPLATES / "parts").glob("*.html")
        if not re.search(r"^\{# \w+(\(|:| )", path.read_text(), re.MULTILINE)
    ]
    assert silent == []


def test_a_state_is_a_shape_and_a_word() -> None:
    html = show("state", "state", '{{ state("ongoing") }}')
    assert 'icons.svg#s-half"/></svg>Under way</span>' in html
    assert "Topic 1: draft</span>" in show(
        "state", "state", '{{ state("draft", "Topic 1: draft") }}'
    )


def test_every_state_has_a_glyph_in_the_sprite() -> None:
    assert all("#s-" in sprite.glyph(code) for code in states.STATES)


def test_an_icon_that_is_not_in_the_sprite_is_refused() -> None:
    with pytest.raises(KeyError, match=r"i-unicorn is not in icons\.svg"):
        sprite.icon("unicorn")


def test_the_leading_body_comes_first_and_is_said_to_lead() -> None:
    html = show("org", "orgs", '{{ orgs(bodies, "vn") }}', bodies=[LVM, TEM])
    assert html.index("TEM") < html.index("LVM")
    assert html.count("(leads)") == 1
    assert '<li class="org vn pri"><abbr title="Työ- ja elinkeinoministeriö">TEM</abbr>' in html


def test_bodies_may_be_rows_with_their_organisation() -> None:
    rows = [{"organisation": TEM, "lead": False}]
    assert '<li class="org mk"><abbr' in show("org", "orgs", '{{ orgs(rows, "mk") }}', rows=rows)


def test_a_body_may_carry_a_button_of_its_own() -> None:
    html = show("org", "org", '{% call org(body, "vn") %}<button>x</button>{% endcall %}', body=LVM)
    assert html.endswith("LVM</abbr> <button>x</button></li>")
    assert html.startswith('<li class="org vn">')


def test_both_sides_of_the_panel_are_named() -> None:
    html = show(
        "sides", "pair", '{% call(s) pair() %}{{ "left" if s == "vn" else "right" }}{% endcall %}'
    )
    assert '<div class="vn">left</div> <div class="mk">right</div>' in html
    assert html.index(">VN<") < html.index(">Regions<")


def test_text_is_escaped_everywhere() -> None:
    html = show("note", "note", "{{ note(typed) }}", typed="<script>alert(1)</script>")
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_the_first_task_alone_is_primary_and_a_late_one_says_so() -> None:
    task = {"title": "A", "url": "/a/", "action": "Do"}
    html = show(
        "tasks", "tasks", "{{ tasks(items) }}", items=[task | {"days": 4}, task | {"days": -2}]
    )
    assert html.count('class="btn"') == 1
    assert html.count('class="btn alt"') == 1
    assert '<span class="left">4</span>' in html
    assert '<span class="big">2</span> d <strong class="late">late</strong>' in html


def test_a_bar_is_made_of_classes_and_words() -> None:
    parts = [{"ink": "2", "count": 1}, {"ink": "0", "count": 0}, {"ink": "1", "count": 3}]
    html = show("bar", "bar", '{{ bar(parts, 4, "One done, three under way") }}', parts=parts)
    assert html == (
        '<div class="bar" role="img" aria-label="One done, three under way">'
        '<i class="st-2 p-50"></i><i class="st-1 p-150"></i></div>'
    )


def test_a_blocked_button_stays_and_tells_why() -> None:
    html = show(
        "button",
        "button",
        '{{ button("Publish", verdict=no) }}',
        no=Verdict("Name an opener first."),
    )
    assert 'aria-disabled="true" aria-describedby="why-publish-r"' in html
    assert 'id="why-publish-r">Name an opener first.</span>' in html
    allowed = show("button", "button", '{{ button("Publish", verdict=yes) }}', yes=Verdict())
    assert allowed == '<button class="btn">Publish</button>'


def test_a_button_that_posts_carries_its_token_and_fields() -> None:
    html = show(
        "button",
        "post_button",
        '{{ post_button("/x/", "Accept", token, {"key": "a&b"}, kind="alt") }}',
        token="TOKEN",
    )
    assert html == (
        '<form novalidate method="post" action="/x/">TOKEN'
        '<input type="hidden" name="key" value="a&amp;b">'
        '<button class="btn alt">Accept</button></form>'
    )


def test_a_field_ties_hint_limit_and_error_to_its_input() -> None:
    html = show(
        "field",
        "field",
        '{{ field("goal", "Goal", value, "textarea", hint="Short", error="Too long.", limit=9) }}',
        value="a\n<b>",
    )
    assert '<label for="f-goal">Goal</label>' in html
    assert 'aria-describedby="f-goal-h f-goal-l f-goal-e" aria-invalid="true"' in html
    assert "At most 9 characters" in html
    assert "maxlength" not in html, "a text that is too long is refused with its reason, never cut"
    assert "a &lt;b&gt;</textarea>" in html


class SampleForm(forms.Form):
    """Fields of every sort."""

    title = forms.CharField(label="Title", max_length=20)
    day = forms.DateField(label="Day", widget=forms.DateInput({"type": "date"}))
    text = forms.CharField(label="Text", widget=forms.Textarea, required=False)
    state = forms.ChoiceField(label="State", choices=[("a", "A"), ("b", "B")])
    pick = forms.MultipleChoiceField(
        label="Pick", choices=[("x", "X"), ("y", "Y")], widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label="Sure", required=False)


def test_a_form_shows_its_own_fields_with_what_was_typed() -> None:
    form = SampleForm({"title": "", "day": "2024-02-30", "text": "t", "state": "b", "pick": ["y"]})
    html = show(
        "field", "form_field", "{% for f in form %}{{ form_field(f) }}{% endfor %}", form=form
    )
    assert 'value="2024-02-30" id="id_day" name="day" aria-describedby="id_day-e"' in html
    assert '<option value="b" selected>' in html
    assert 'name="pick" value="y" checked' in html
    assert 'name="pick" value="x">' in html
    assert html.count('aria-invalid="true"') == 2, "the title is missing, the day does not exist"
    assert '<input type="checkbox" name="sure" value="1" id="id_sure">' in html


def test_a_date_of_a_form_is_shown_in_the_form_that_inputs_take() -> None:
    form = SampleForm(initial={"day": dt.date(2024, 3, 8)})
    html = show("field", "form_field", '{{ form_field(form["day"]) }}', form=form)
    assert '<input class="in" type="date" value="2024-03-08"' in html


def test_pages_of_a_list_lead_to_the_ones_beside_them() -> None:
    page = Paginator(range(50), 10).page(2)
    html = show("pager", "pager", '{{ pager(page, "tila=open&") }}', page=page)
    assert '<a rel="prev" href="?tila=open&amp;sivu=1">' in html
    assert '<span aria-current="page">2</span>' in html
    assert '<a rel="next" href="?tila=open&amp;sivu=3">' in html
    assert show("pager", "pager", "{{ pager(page) }}", page=Paginator([1], 10).page(1)) == ""


def test_a_two_sided_table_ends_with_vn_and_the_regions() -> None:
    html = show("table", "sided_head", '{{ sided_head(["Action"], group="Responsible") }}')
    assert re.findall(r'class="(span|vn|mk)"', html) == ["span", "vn", "mk"]
    assert '<th scope="col" rowspan="2">Action</th>' in html


def test_a_dialog_has_a_name_and_its_opener_works_without_script() -> None:
    html = show(
        "dialog",
        "dialog, opener",
        '{% call dialog("d", "Versions") %}x{% endcall %}{{ opener("d", "Versions", "/v/") }}',
    )
    assert 'aria-labelledby="d-h"' in html
    assert '<a class="btn alt" href="/v/" data-open="d">' in html


def lane(events: list[dict[str, Any]], **more: Any) -> timeline.Lane:
    """The only lane of a calendar of twelve weeks."""
    plan = timeline.timeline(
        dt.date(2024, 2, 12),
        12,
        [{"title": "Itäinen Suomi", "events": events, **more}],
        [{"first": dt.date(2024, 3, 29), "last": dt.date(2024, 4, 1), "name": "Easter"}],
        dt.date(2024, 3, 4),
    )
    return plan.lanes[0]


def test_a_calendar_puts_points_at_their_share_of_the_span() -> None:
    points = lane([{"day": dt.date(2024, 4, 16), "text": "Discussion", "kind": "event"}]).points
    assert [point.at for point in points] == [154]  # 64.5 days of 84


def test_a_calendar_keeps_labels_apart_in_rows() -> None:
    close = [{"day": dt.date(2024, 4, day), "text": "Discussion"} for day in (2, 3, 4, 23)]
    found = lane(close)
    assert [point.row for point in found.points] == [0, 1, 2, 0]
    assert found.rows == 3


def test_a_label_of_several_lines_takes_one_more_row_of_its_lane() -> None:
    words = "Päätös yhteistyöasiakirjojen rahoituksesta"
    long = {"day": dt.date(2024, 4, 2), "text": words}
    assert lane([long]).rows == 2
    beside = [long, {"day": dt.date(2024, 4, 3), "text": "Discussion"}]
    assert [point.row for point in lane(beside).points] == [0, 2]


def test_the_list_form_keeps_the_two_weeks_and_easter_between_its_points() -> None:
    agenda, meeting = dt.date(2024, 3, 27), dt.date(2024, 4, 10)
    found = lane(
        [{"day": meeting, "text": "Discussion"}, {"day": agenda, "text": "Agenda"}],
        span=[agenda, meeting],
    )
    assert [(p.kind, p.inside) for p in found.points] == [
        ("deadline", True),
        ("span", True),
        ("off", True),
        ("deadline", False),
    ]
    html = show("gantt", "gantt", "{{ gantt(start, 12, lanes, bands, today) }}", **_calendar())
    assert html.count("14 days between") == 4
    assert '<li class="off btw"><time>29 Mar–1 Apr 2024</time><b>Easter</b></li>' in html


def _calendar() -> dict[str, Any]:
    with translation.override("en"):
        calendar = sample()["calendar"]
    return {key: calendar[key] for key in ("start", "lanes", "bands", "today")}


def test_numbers_and_shares_are_written_as_the_language_writes_them() -> None:
    with translation.override("fi"):
        assert environment.number(1234567) == "1\u00a0234\u00a0567"
        assert environment.number(1234.5) == "1\u00a0234,5"
        assert environment.percent(7, 12) == "58\u00a0%"
    with translation.override("en"):
        assert environment.number(1234567) == "1,234,567"
        assert environment.percent(1, 0) == "0%"


def test_the_addresses_of_a_list_are_those_of_its_rows_in_each_language() -> None:
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            address = addresses("discussion_detail", 2024)
            for slug in ("ita", "pohjois-savo"):
                assert address(slug) == reverse("discussion_detail", args=[2024, slug])
