"""Where else a credential can be shown."""

import datetime as dt
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings

from certification.models import Credential

ADD = "https://www.linkedin.com/profile/add"


def add_to_profile(credential: Credential) -> str:
    """LinkedIn's form for a certification, filled in; nothing is sent until the holder says so."""
    awarded = credential.certification.awarded_on
    ends = credential.valid_until - dt.timedelta(seconds=1)
    until = ends.astimezone(ZoneInfo(settings.INSTITUTE_ZONE))
    facts = {
        "startTask": "CERTIFICATION_NAME",
        "name": credential.achievement["name"],
        "organizationName": settings.INSTITUTE_NAME,
        "issueYear": awarded.year,
        "issueMonth": awarded.month,
        "expirationYear": until.year,
        "expirationMonth": until.month,
        "certUrl": settings.SITE_URL + credential.get_absolute_url(),
        "certId": credential.certification.number,
    }
    return f"{ADD}?{urlencode(facts)}"
