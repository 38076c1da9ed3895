"""One's own notices and mails, what one wants by mail, and the coordinator's list of mails."""

import re

import pytest
from django.core import mail as django_mail
from django.test import Client

from alke.domain.invitations.reply_operations import take_reply
from alke.domain.notices.gathering_operations import gather_urgent, write_digests
from alke.domain.notices.models import Mail, Notice, Preferences
from alke.domain.notices.operations import write_mail, write_notice
from alke.domain.notices.sending_operations import send_waiting
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.domain.invitations.test_replies import reply

pytestmark = pytest.mark.either_database
LINE = {"fi": "Asialista on julkaistu: Itä.", "sv": "Publicerad: Östra.", "en": "Published: East."}


def told(cast: Cast, account: str, kind: str = "agenda-published", *, urgent: bool) -> Notice:
    about = "discussion:1"
    user = cast.user(account)
    return write_notice(
        to=user, kind=kind, about=about, line=LINE, path="/2024/ita/", urgent=urgent
    )


def test_a_person_sees_what_it_was_told_and_by_which_mail(
    cast: Cast, client_for: ClientFor
) -> None:
    told(cast, "kainuu", urgent=True)
    told(cast, "lappi", urgent=True)
    gather_urgent()
    send_waiting({})
    client = client_for("kainuu")
    page = client.get("/ilmoitukset/").content.decode()
    assert page.count("Asialista on julkaistu: Itä.") == 1
    assert "Uusi" in page
    assert "Uusi</span>" not in client.get("/ilmoitukset/").content.decode()  # it has been seen
    mail = Mail.objects.get(to="kainuu@kainuu.example")
    page = client.get(f"/viestit/{mail.pk}/").content.decode()
    assert "- Asialista on julkaistu: Itä." in page
    assert mail.message_id in page
    other = Mail.objects.get(to="lappi@lappi.example")
    assert client.get(f"/viestit/{other.pk}/").status_code == 403
    assert client.get("/viestit/").status_code == 403


def test_replies_that_name_no_invitation_are_shown_to_the_coordinator(
    cast: Cast, client_for: ClientFor
) -> None:
    assert take_reply(reply(None, sender="vieras@kaupunki.example"))
    assert take_reply(reply(None, sender="toinen@kaupunki.example", calendar="BEGIN:VCALENDAR"))
    client = client_for("koordinaattori")
    page = client.get("/viestit/").content.decode().partition('id="vastaukset"')[2]
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    unknown, unreadable = (
        "vieras@kaupunki.example ma 4.3. klo 9 Vastaus kutsuun, joka ei ole meiltä.",
        "toinen@kaupunki.example ma 4.3. klo 9 Vastausta ei voitu lukea, eikä sitä kirjattu.",
    )
    assert unknown in shown.replace("\u00a0", " ")
    assert unreadable in shown.replace("\u00a0", " ")
    assert "vieras@" not in client.get("/viestit/?osoite=toinen").content.decode()
    assert "vieras@" not in client.get("/viestit/?tila=sent").content.decode()
    assert client_for("kainuu").get("/viestit/").status_code == 403


def test_the_swedish_page_leads_to_swedish_pages(cast: Cast, client_for: ClientFor) -> None:
    told(cast, "kainuu", urgent=False)
    page = client_for("kainuu").get("/sv/ilmoitukset/").content.decode()
    assert '<a href="/sv/2024/ita/">Publicerad: Östra.</a>' in page


def test_the_digest_is_previewed_and_stopped_by_kind(
    cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    told(cast, "kainuu", "outcome-published", urgent=False)
    client = client_for("kainuu")
    assert "Alke: 1 ilmoitus tänään" in client.get("/ilmoitukset/asetukset/").content.decode()
    answer = client.post("/ilmoitukset/asetukset/", {"tahti": "daily", "laji": ["reminder"]})
    assert answer.status_code == 302
    assert "outcome-published" in Preferences.objects.get(user=cast.user("kainuu")).stopped
    assert "Koosteeseen ei ole nyt mitään" in client.get(answer["Location"]).content.decode()
    assert client.post("/ilmoitukset/asetukset/", {"tahti": "x"}).status_code == 422
    at("2024-03-05 09:00")
    assert write_digests() == 0


def digest_of(cast: Cast, at: SetClock) -> str:
    """The address by which a mail program stops the digests."""
    told(cast, "kainuu", "outcome-published", urgent=False)
    at("2024-03-05 09:00")
    write_digests()
    send_waiting({})
    sent = django_mail.outbox[-1].message()
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<http://127.0.0.1:8000(/.*)>", sent["List-Unsubscribe"])
    assert found is not None
    assert f"http://127.0.0.1:8000{found[1]}" in str(django_mail.outbox[-1].body)
    return found[1]


def test_a_mail_program_stops_the_digests_with_one_click(cast: Cast, at: SetClock) -> None:
    address = digest_of(cast, at)
    outside = Client(enforce_csrf_checks=True)
    assert outside.get(address).status_code == 200
    assert not Preferences.objects.exists()  # looking changes nothing: programs follow links
    assert outside.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Preferences.objects.get(user=cast.user("kainuu")).rhythm == "never"


def test_the_link_of_a_digest_stops_nobody_elses(cast: Cast, at: SetClock) -> None:
    address = digest_of(cast, at)
    Mail.objects.update(user=cast.user("lappi"))
    assert Client().post(address).status_code == 404
    assert Client().post(address[:-3] + "AA/").status_code == 404


def test_the_coordinator_sees_what_went_to_a_body_and_sends_again_what_did_not(
    cast: Cast, client_for: ClientFor
) -> None:
    link = "https://alke.example/toimitus/" + "WzEsMSwxXQ.abcdefghijklmnopqrstuvwxyz0123456789/"
    mail = write_mail(
        to="kainuu@kainuu.example",
        user=cast.user("kainuu"),
        language="fi",
        kind="delivery",
        subject="Alke: teille on toimitettu asiakirja",
        text=f"Avaa: {link}",
    )
    Mail.objects.update(state="failed", fault="550 5.1.1 no such user", attempts=1)
    client = client_for("koordinaattori")
    page = client.get("/viestit/?taho=kainuu&tila=failed").content.decode()
    assert "550 5.1.1 no such user" in page
    assert "kainuu@" not in client.get("/viestit/?taho=lappi").content.decode()
    assert "kainuu@" in client.get("/viestit/?osoite=KAINUU").content.decode()
    assert "kainuu@" not in client.get("/viestit/?osoite=lappi").content.decode()
    address = f"/viestit/{mail.pk}/"
    for text in (client.get(at).content.decode() for at in (address, f"{address}html/")):
        assert "toimitus/WzEsMS…" in text  # opens nothing any more
        assert link not in text
    assert link in client_for("kainuu").get(address).content.decode()
    assert client.post(f"{address}uudelleen/").status_code == 302
    assert Mail.objects.get().state == "waiting"
    assert client.post(f"{address}uudelleen/").status_code == 403


def test_a_mail_as_html_can_do_nothing(cast: Cast, client_for: ClientFor) -> None:
    told(cast, "kainuu", urgent=True)
    gather_urgent()
    mail = Mail.objects.get()
    policy = client_for("kainuu").get(f"/viestit/{mail.pk}/html/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy


def test_bodies_stand_by_their_names_in_the_language_of_the_page(
    cast: Cast, client_for: ClientFor
) -> None:
    page = client_for("koordinaattori").get("/sv/viestit/").content.decode()
    box = page.partition('name="taho"')[2].partition("</select>")[0]
    names = re.findall(r"<option[^>]*>([^<]+)</option>", box)[1:]
    assert len(names) > 20
    assert names == sorted(names, key=str.casefold)
