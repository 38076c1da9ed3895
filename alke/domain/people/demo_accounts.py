"""The accounts of the demo: who can be tried, in which role and organisation."""

from collections.abc import Iterator
from dataclasses import dataclass

from alke.domain.people.models import Membership

Role = Membership.Role
MINISTRIES = ("tem", "vnk", "sm", "plm", "vm", "okm", "mmm", "lvm", "stm", "ym")
REGIONS = (
    "uusimaa",
    "varsinais-suomi",
    "satakunta",
    "kanta-hame",
    "pirkanmaa",
    "paijat-hame",
    "kymenlaakso",
    "etela-karjala",
    "etela-savo",
    "pohjois-savo",
    "pohjois-karjala",
    "keski-suomi",
    "etela-pohjanmaa",
    "pohjanmaa",
    "keski-pohjanmaa",
    "pohjois-pohjanmaa",
    "kainuu",
    "lappi",
)
OWNERS = {
    "ita": ("ita-suomi", "TEM-vastuuhenkilö, Itä-Suomi"),
    "pohjoinen": ("pohjois-suomi", "TEM-vastuuhenkilö, Pohjois-Suomi"),
    "etela": ("etela-suomi", "TEM-vastuuhenkilö, Etelä-Suomi"),
    "lansi": ("lansi-suomi", "TEM-vastuuhenkilö, Länsi-Suomi"),
}
SWEDISH = {"pohjanmaa"}


@dataclass(frozen=True)
class DemoAccount:
    """An account by its name, with the role that it holds."""

    name: str
    organisation: str
    role: Role
    title: str
    language: str = "fi"
    address: str = ""

    @property
    def email(self) -> str:
        """`<account>@<organisation>.example`; the owners' as the letter gives them."""
        return f"{self.address or self.name}@{self.organisation}.example"


def demo_accounts() -> tuple[DemoAccount, ...]:
    """All accounts, coordinator first."""
    return tuple(_accounts())


def _accounts() -> Iterator[DemoAccount]:
    yield DemoAccount("koordinaattori", "tem", Role.COORDINATOR, "koordinaattori")
    for key, (address, title) in OWNERS.items():
        yield DemoAccount(f"vastuuhenkilo-{key}", "tem", Role.OWNER, title, address=address)
    for slug in MINISTRIES:
        yield DemoAccount(slug, slug, Role.MINISTRY_CONTACT, "yhteyshenkilö")
    for slug in REGIONS:
        swedish = slug in SWEDISH
        language = "sv" if swedish else "fi"
        contact, editor = (
            ("kontaktperson", "beredare") if swedish else ("yhteyshenkilö", "valmistelija")
        )
        yield DemoAccount(slug, slug, Role.COUNCIL_CONTACT, contact, language)
        yield DemoAccount(f"{slug}-valmistelija", slug, Role.EDITOR, editor, language)
    yield DemoAccount("ely-lappi", "ely-lappi", Role.GUEST, "asiantuntija")
    yield DemoAccount("aune", "aune", Role.READER, "sihteeristö")
    yield DemoAccount("yllapito", "tem", Role.ADMINISTRATOR, "ylläpito")
