"""Where the table of access knocks among documents: papers of the East, filed and sent out."""

from collections.abc import Callable
from typing import Any

from alke.domain.documents.approval_operations import Approver, ask_approvals
from alke.domain.documents.delivery_link import token_of
from alke.domain.documents.delivery_models import Delivery
from alke.domain.documents.models import Document, DocumentVersion
from alke.domain.documents.operations import make_document, publish_version, register_version
from alke.domain.documents.work_operations import ask_work, run_work
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, User
from alke.domain.rounds.models import Discussion, Round
from tests.factories.deliveries import delivered
from tests.factories.documents import filed, new_file

Arguments = dict[str, Any]
EAST = {"year": 2024, "slug": "ita"}


def document(account: str, *, draft: bool = False) -> Callable[[], Arguments]:
    """A paper that the account has filed in the East's folder."""

    def place() -> Arguments:
        by = Actor.of(User.objects.get(demo_account=account))
        east = Discussion.objects.select_related("round").get(round__year=2024, slug="ita")
        return {"pk": filed(east, by, as_draft=draft).document_id}

    return place


def signing() -> Arguments:
    """A paper of the East that its owner is asked to approve."""
    east = Discussion.objects.select_related("round").get(round__year=2024, slug="ita")
    owner = User.objects.get(demo_account="vastuuhenkilo-ita")
    version = filed(east, Actor.of(owner))
    tem = Organisation.objects.get(slug="tem")
    ask_approvals(version, [Approver(owner, tem, "Vastuuhenkilö")])
    return {"pk": version.document_id}


def made() -> Arguments:
    """A paper of Alke that its owner has filed in the East's folder."""
    east = Discussion.objects.select_related("round").get(round__year=2024, slug="ita")
    owner = Actor.of(User.objects.get(demo_account="vastuuhenkilo-ita"))
    series = Document(
        kind="contacts", folder="participants", round=east.round, discussion=east, language="fi"
    )
    return {"pk": make_document(series, lambda: [new_file()], "", "", by=owner).document_id}


def folder() -> Arguments:
    """The East's folder of material, with something in it."""
    document("koordinaattori")()
    return {**EAST, "folder": "material"}


def registered() -> Arguments:
    """A paper of the coordinator in the East's folder, with its number and class."""
    place = document("koordinaattori")()
    version = DocumentVersion.objects.get(document=place["pk"])
    register_version(version, number="VN/1", publicity="public", by=Actor.system())
    return place


def published() -> Arguments:
    """The same, published."""
    place = registered()
    publish_version(DocumentVersion.objects.get(document=place["pk"]), by=Actor.system())
    return place


def sent_out() -> Arguments:
    """The same as registered, sent to the round's distribution list."""
    place = registered()
    delivered(DocumentVersion.objects.get(document=place["pk"]), Actor.system())
    return {**place, "number": 1}


def link() -> Arguments:
    """What the mail to the first recipient leads to."""
    version = DocumentVersion.objects.get(document=sent_out()["pk"])
    return {"token": token_of(version.deliveries.earliest("pk"))}


def returned() -> dict[str, str]:
    """What is sent when the mail to the last recipient has come back."""
    return {"toimitus": str(Delivery.objects.latest("pk").pk), "syy": "Osoitetta ei ole."}


def waiting_work() -> Arguments:
    """A bundle of the round that waits for the worker."""
    by = Actor.of(User.objects.get(demo_account="koordinaattori"))
    return {"year": 2024, "pk": ask_work(Round.objects.get(year=2024), "bundle", "fi", by=by).pk}


def done_work() -> Arguments:
    """An archive package that the worker has made."""
    by = Actor.of(User.objects.get(demo_account="koordinaattori"))
    work = ask_work(Round.objects.get(year=2024), "archive", "fi", by=by)
    run_work(work.pk)
    return {"year": 2024, "pk": work.pk}
