"""Scenarios in the navigation of staff."""

from institute.accounts.models import User
from institute.accounts.roles import may_enter
from institute.panels import NavEntry


def writes_scenarios(user: User) -> bool:
    return may_enter("scenarios", user.roles)


IN_THE_RAIL = NavEntry("staff", "Scenarios", "courses:scenarios", "net", 22, writes_scenarios)
