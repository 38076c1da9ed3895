"""Keys and references of a format that look sound one by one, and what must not be shown."""

import pytest

from tests.domain.rounds.formats_help import faults, small

HUGE = f"0x{'F' * 5000}"


@pytest.mark.parametrize("key", ["year = 2024", "max_topics = 2"])
@pytest.mark.parametrize("value", [HUGE, f"[{HUGE}]", f"{{ a = {HUGE} }}"])
def test_a_number_too_long_to_be_written_is_a_fault_like_any_other(key: str, value: str) -> None:
    found = faults(small(key, f"{key.split()[0]} = {value}"))
    assert "“…” is not a whole number" in found[0][2]


@pytest.mark.parametrize(
    ("key", "shown"),
    [("\\u001b[31m", "round.�[31m"), ("a\\u202eb", "round.a�b"), ("x" * 500, f"round.{'x' * 73}…")],
)
def test_an_unknown_key_is_shown_without_what_cannot_be_seen(key: str, shown: str) -> None:
    found = faults(small("year = 2024", f'year = 2024\n"{key}" = 1'))
    assert found == [(3, shown, "There is no such key here.")]


def test_a_key_is_not_too_long_with_the_discussion_either() -> None:
    long = "a" * 57  # and "-ita" is one too many
    assert faults(small("asialista", long[:56])) == []
    assert faults(small("asialista", long)) == [
        (
            26,
            "deadlines[1].key",
            f"With the discussion it becomes “{long}-ita”: at most 60 characters.",
        )
    ]


def test_a_key_that_becomes_anothers_with_the_discussion_is_a_fault() -> None:
    text = small(
        added='[[deadlines]]\nkey = "asialista-ita"\nname = { fi = "B" }\ndate = 2024-04-02\n'
    )
    assert faults(text) == [(26, "deadlines[1].key", "“asialista-ita” stands in the file twice.")]


FOLLOWUPS = """
[[followups]]
slug = "syksy"
name = { fi = "Syksy" }
scope = 2023
opens = 2024-03-02
deadline = "asialista-ita"
previous = "kevat"
[[followups]]
slug = "kevat"
name = { fi = "Kevät" }
scope = 2023
opens = 2024-03-01
deadline = "asialista-ita"
"""


def test_a_follow_up_may_follow_one_that_stands_later_in_the_file() -> None:
    assert faults(small(added=FOLLOWUPS)) == []


@pytest.mark.parametrize("name", ["syksy", "kevat"])
def test_a_follow_up_follows_one_that_opens_before_it(name: str) -> None:
    text = FOLLOWUPS.replace('"kevat"\n[', f'"{name}"\n[').replace("2024-03-01", "2024-03-02")
    assert faults(small(added=text)) == [
        (37, "followups[1].previous", f"“{name}” does not open before it.")
    ]
