"""Mails and links of notices at which the table of access knocks."""

from alke.domain.notices.models import Mail
from alke.domain.notices.operations import write_mail
from alke.domain.notices.stop_link import stop_token
from alke.domain.people.models import User

Arguments = dict[str, int | str]


def _mail(kind: str) -> Mail:
    user = User.objects.get(demo_account="kainuu")
    return write_mail(
        to=user.email, user=user, language="fi", kind=kind, subject="Alke: koe", text="Hei."
    )


def mail() -> Arguments:
    """A mail to Kainuu's contact that waits."""
    return {"pk": _mail("urgent").pk}


def failed_mail() -> Arguments:
    """One that the mail server has refused."""
    found = _mail("urgent")
    Mail.objects.filter(pk=found.pk).update(state="failed")
    return {"pk": found.pk}


def stop_link() -> Arguments:
    """The link of a digest."""
    return {"token": stop_token(_mail("digest"))}


def awaited() -> dict[str, str]:
    """Kainuu's contact, who is asked for the booking."""
    return {"henkilo": str(User.objects.get(demo_account="kainuu").pk)}
