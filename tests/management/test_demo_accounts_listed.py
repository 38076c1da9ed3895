"""What the demo prints when it starts: every account, once, in few lines."""

from alke.domain.people.demo_accounts import demo_accounts
from alke.management.commands.demo import GROUPS, WIDTH, accounts_listed


def test_every_demo_account_is_printed_once() -> None:
    label = max(len(str(what)) for what in GROUPS.values()) + 4
    names = ", ".join(line[label:] for line in accounts_listed()).replace(",,", ",").split(", ")
    assert sorted(names) == sorted(account.name for account in demo_accounts())


def test_the_list_is_short_and_narrow() -> None:
    lines = accounts_listed()
    assert len(lines) <= 20
    assert max(map(len, lines)) <= WIDTH
