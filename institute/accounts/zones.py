"""Time zones as people choose them: grouped by region, and the one their browser reports."""

from functools import cache
from zoneinfo import available_timezones

from django.http import HttpRequest

KNOWN_ZONES = available_timezones()

# Most of our readers live here; they should not search a list of four hundred names.
NEAR = (
    "America/Toronto",
    "America/St_Johns",
    "America/Halifax",
    "America/Winnipeg",
    "America/Regina",
    "America/Edmonton",
    "America/Vancouver",
)
REGIONS = (
    "America",
    "Europe",
    "Asia",
    "Africa",
    "Australia",
    "Pacific",
    "Atlantic",
    "Indian",
    "Antarctica",
    "Arctic",
)

Choices = list[tuple[str, str]]


def detected_zone(request: HttpRequest) -> str | None:
    """The zone the reader's browser reported in the `zone` cookie; None when it did not."""
    name = request.COOKIES.get("zone", "").replace("%2F", "/")
    return name if name in KNOWN_ZONES else None


def city_of(name: str) -> str:
    """`America/Argentina/Buenos_Aires` as people write it: `Buenos Aires, Argentina`."""
    place = name.split("/")[1:] or [name]
    return ", ".join(part.replace("_", " ") for part in reversed(place))


@cache
def grouped_zones() -> list[tuple[str, Choices]]:
    """Every zone once under its region, Canada's first, for a select with groups."""
    groups = [("Canada", [(name, city_of(name)) for name in NEAR])]
    for region in REGIONS:
        names = sorted(n for n in KNOWN_ZONES if n.startswith(f"{region}/") and n not in NEAR)
        groups.append((region, [(name, city_of(name)) for name in names]))
    others = [("UTC", "Coordinated Universal Time (UTC)")]
    return [*groups, ("Other", others)]
