"""The certificate as PDF and the badge as PNG, each with the credential inside."""

import datetime as dt
import io
from pathlib import Path

from django.conf import settings

from certification.badges import baking
from certification.models import Certification, Credential
from certification.verification.verdicts import last_day, written_day
from institute.figures.seals import seal
from institute.print import compile_pdf, compile_png

HERE = Path(__file__).resolve().parent
PIXELS_PER_INCH = 200  # 3 inches: 600 pixels square
INK, GOLD, PAPER, LINE = "#12241F", "#F6BD2B", "#FFFFFF", "#8FA098"
STYLE = f"""<style>
.seal-ring{{fill:none;stroke:{LINE};stroke-width:.75}}
.seal-tick{{fill:none;stroke:#43544D;stroke-width:1}}
.seal-edge{{fill:none;stroke:{LINE};stroke-width:1.75}}
.seal-node{{fill:{PAPER};stroke:{LINE};stroke-width:1.5}}
.seal-hi{{fill:none;stroke:{GOLD};stroke-width:13;stroke-linejoin:round;stroke-linecap:round}}
.seal-path{{fill:none;stroke:{INK};stroke-width:2.25;stroke-linejoin:round}}
.seal-pnode{{fill:{PAPER};stroke:{INK};stroke-width:2.25}}
.seal-ms{{fill:{GOLD};stroke:{INK};stroke-width:2.5}}
.seal-check{{fill:none;stroke:{INK};stroke-width:3.5}}
</style>"""


def certificate_pdf(credential: Credential) -> bytes:
    """The certificate on one Letter page; the same credential makes the same bytes."""
    certification = credential.certification
    pieces = [one["name"] for one in credential.achievement.get("resultDescription", [])]
    address = settings.SITE_URL + credential.get_absolute_url()
    return compile_pdf(
        HERE / "certificate.typ",
        {
            "name": credential.name,
            "sample": certification.is_demo,
            "title": credential.achievement["name"],
            "pieces": pieces,
            "number": certification.number,
            "public_id": credential.public_id,
            "awarded": written_day(_noon(certification)),
            "awarded_ymd": list(certification.awarded_on.timetuple()[:3]),
            "until": last_day(credential),
            "version": credential.achievement["version"],
            "address": address,
            "phone": settings.PHONE,
            "seal": styled_seal(certification.number),
            "qr": qr(address),
            "document": credential.document,
        },
    )


def _noon(certification: Certification) -> dt.datetime:
    return dt.datetime.combine(certification.awarded_on, dt.time(17), dt.UTC)


def badge_png(key: str, title: str) -> bytes:
    """The badge without a credential: the seal of this key, and what is certified."""
    facts = {"seal": styled_seal(key), "title": title}
    return compile_png(HERE / "badge.typ", facts, ppi=PIXELS_PER_INCH)


def baked_badge(credential: Credential) -> bytes:
    """The holder's own badge with the credential inside."""
    plain = badge_png(credential.certification.number, credential.achievement["name"])
    return baking.baked(plain, credential.document)


def styled_seal(key: str) -> str:
    """The seal as a file of its own: the colours that the page's style sheet gives it."""
    opening = '<svg class="seal" '
    drawn = seal(key).replace(opening, '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    head, rest = drawn.split(">", 1)
    return f"{head}>{STYLE}{rest}"


def qr(address: str) -> str:
    """The address as a QR code (SVG); a quarter of it may be dirty."""
    import segno

    drawn = io.BytesIO()
    segno.make(address, error="q", micro=False).save(drawn, kind="svg", border=0, dark=INK)
    return drawn.getvalue().decode()
