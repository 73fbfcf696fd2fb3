"""Every job that runs by the clock. Each is idempotent: two beats do no harm."""

from typing import Any

# name -> {task, schedule in seconds, options}
TIMETABLE: dict[str, dict[str, Any]] = {
    "heartbeat: the worker is alive": {
        "task": "institute.heartbeat",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "mail: deliver what is due": {
        "task": "institute.mail.tasks.sweep",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "courses: release holds that ran out": {
        "task": "courses.tasks.release_overdue_holds",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "courses: offer freed seats to the waiting list": {
        "task": "courses.tasks.offer_freed_seats",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "courses: start and complete cohorts": {
        "task": "courses.tasks.follow_the_calendar",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "courses: let the catalogue follow the clock": {
        "task": "courses.tasks.roll_catalogue",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "enquiries: go on with files of calls": {
        "task": "enquiries.tasks.read_on",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
}
