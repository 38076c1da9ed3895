"""Verdicts: yes, or no with the reason."""

import dataclasses

import pytest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from alke.base.verdicts import Refused, Stale, allowed, first_refusal, refused

LAZY: Promise = _("This is not possible")


def test_an_allowing_verdict_is_true_and_lets_through() -> None:
    verdict = allowed()
    assert verdict
    assert verdict.reason is None
    verdict.require()


def test_a_refusing_verdict_is_false_and_raises_its_reason() -> None:
    verdict = refused("The agenda is published.")
    assert not verdict
    with pytest.raises(Refused) as fault:
        verdict.require()
    assert fault.value.reason == "The agenda is published."
    assert str(fault.value) == "The agenda is published."


def test_an_empty_reason_refuses_all_the_same() -> None:
    assert not refused("")


def test_a_reason_is_given_in_the_language_in_which_it_is_read() -> None:
    with pytest.raises(Refused) as fault:
        refused(LAZY).require()
    with override("sv"):
        assert str(fault.value) == "Detta är inte möjligt"
    with override("fi"):
        assert str(fault.value) == "Tämä ei ole mahdollista"


def test_a_verdict_cannot_be_changed() -> None:
    verdict = refused("No.")
    with pytest.raises(dataclasses.FrozenInstanceError):
        verdict.reason = None  # type: ignore[misc]
    assert not verdict


def test_the_first_refusal_of_several_is_given() -> None:
    first, second = refused("First."), refused("Second.")
    assert first_refusal(allowed(), first, second) is first


def test_several_that_allow_allow() -> None:
    assert first_refusal(allowed(), allowed())
    assert first_refusal()


def test_a_stale_write_keeps_both_texts() -> None:
    fault = Stale("Somebody was faster.", current="theirs", offered="mine")
    assert isinstance(fault, Refused)
    assert (str(fault), fault.current, fault.offered) == (
        "Somebody was faster.",
        "theirs",
        "mine",
    )
