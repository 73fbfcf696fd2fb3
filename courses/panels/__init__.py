"""What courses contribute to the roof: navigation, Today, the privacy file, the timeline."""

from courses import calendars
from courses.panels import (
    learned,
    lessons,
    past,
    privacy,
    scenarios,
    simulated,
    today,
    vouched,
    week,
)
from institute.accounts.models import User
from institute.accounts.roles import may_enter
from institute.learning import add_learning
from institute.panels import (
    NavEntry,
    Panel,
    add_calendar,
    add_evidence,
    add_export,
    add_history,
    add_nav,
    add_panel,
    add_timeline,
)


def everybody(_: User) -> bool:
    return True


def sees_rosters(user: User) -> bool:
    return may_enter("cohort rosters", user.roles)


def teaches(user: User) -> bool:
    return may_enter("teaching", user.roles)


add_nav(NavEntry("app", "Today", "dashboard", "calendar", 0, everybody))
add_nav(NavEntry("app", "Learn", "courses:learn", "book", 5, everybody))
add_nav(NavEntry("app", "Simulate", "courses:simulations", "net", 20, everybody))
add_nav(
    NavEntry(
        "staff",
        "Cohorts",
        "courses:cohorts_staff",
        "book",
        30,
        sees_rosters,
        covers="/staff/places/",
    )
)
add_nav(NavEntry("staff", "Teaching", "courses:teaching", "calendar", 20, teaches))

add_nav(simulated.IN_THE_RAIL)
add_nav(lessons.IN_THE_RAIL)
add_nav(scenarios.IN_THE_RAIL)
add_panel(Panel("courses-next", "courses/panels/_next.html", 10, today.next_up, "next"))
add_panel(Panel("courses-path", "courses/panels/_path.html", 10, today.path, "path"))
add_panel(Panel("courses-week", "courses/panels/_week.html", 10, week.this_week))
add_panel(Panel("courses-learn", "courses/panels/_learn.html", 5, lessons.go_on))
add_panel(Panel("courses-simulated", "courses/panels/_simulated.html", 15, simulated.picture))
add_panel(Panel("courses-places", "courses/panels/_places.html", 20, today.places))
add_panel(Panel("courses-lines", "courses/panels/_lines.html", 30, today.lines))
add_panel(Panel("courses-class", "courses/panels/_class.html", 10, today.next_class, "side"))
add_panel(Panel("courses-feed", "courses/panels/_feed.html", 90, today.feed, "side"))

add_export("courses", privacy.everything)
add_export("lessons", lessons.everything)
add_export("simulations", simulated.everything)
add_timeline(privacy.timeline)
add_timeline(simulated.timeline)
add_evidence(vouched.completed)
add_learning(learned.completed)
add_learning(simulated.learned)
add_calendar(calendars.entries)
add_history(past.history)
