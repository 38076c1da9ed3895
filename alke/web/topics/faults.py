"""Where on a form of the sheet a refusal belongs."""

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.topics.rules import REASON_IS_MISSING

REASON = "perustelu"  # the field of a late change's reason


def wrong_parts(fault: Refused | BadInput) -> dict[str, str]:
    """What is wrong by the field that it is about; empty when it is about the whole."""
    if isinstance(fault, Refused):
        return {REASON: str(fault)} if fault.reason is REASON_IS_MISSING else {}
    return {fault.field: str(fault)} if fault.field else {}
