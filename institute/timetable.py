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
    "courses: go on with reports on scenarios": {
        "task": "courses.tasks.go_on_measuring",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "courses: go on with debriefs of simulations": {
        "task": "courses.tasks.go_on_debriefing",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "courses: write to those whose vote a team waits for": {
        "task": "courses.tasks.ask_for_votes",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    "enquiries: go on with files of calls": {
        "task": "enquiries.tasks.read_on",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "enquiries: notice what was not answered, kept or delivered": {
        "task": "enquiries.tasks.look_after_answers",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "enquiries: write what follows an enquiry": {
        "task": "enquiries.tasks.follow_up",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "enquiries: ask for consent that is ending": {
        "task": "enquiries.tasks.ask_for_consent",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "enquiries: write to the desk at 8:00": {
        "task": "enquiries.tasks.good_morning",
        "schedule": 120.0,
        "options": {"expires": 120},
    },
    "mentorship: deal out CVs and remind their reviewers": {
        "task": "mentorship.tasks.look_after_cv_reviews",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    "mentorship: delete CVs after twelve months": {
        "task": "mentorship.tasks.keep_cvs_twelve_months",
        "schedule": 21_600.0,
        "options": {"expires": 21_600},
    },
    "mentorship: delete files no CV names": {
        "task": "mentorship.tasks.sweep_cv_files",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "mentorship: let go of holds, offers and requests that ran out": {
        "task": "mentorship.tasks.let_go_of_overdue",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "mentorship: end sessions both had time to speak of": {
        "task": "mentorship.tasks.settle_sessions",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "mentorship: compare hours with what was agreed": {
        "task": "mentorship.tasks.compare_agreed_times",
        "schedule": 3600.0,  # a letter a day, and only while there is something to say
        "options": {"expires": 3600},
    },
    "mentorship: offer free times to the waiting list": {
        "task": "mentorship.tasks.offer_times",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "mentorship: end waits that are over": {
        "task": "mentorship.tasks.end_waits",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "mentorship: give the sessions that come with places": {
        "task": "mentorship.tasks.follow_missed_places",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "mentorship: write off sessions that have run out": {
        "task": "mentorship.tasks.write_off_run_out",
        "schedule": 21_600.0,
        "options": {"expires": 21_600},
    },
    "certification: score what waits for nothing more": {
        "task": "certification.tasks.go_on_measuring",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "certification: take over files of questions": {
        "task": "certification.tasks.go_on_taking_over",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "certification: measure forms that were sat since": {
        "task": "certification.tasks.analyse_forms",
        "schedule": 21_600.0,
        "options": {"expires": 21_600},
    },
    "certification: hand papers to markers and on to their scores": {
        "task": "certification.tasks.look_after_marking",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "certification: hand in sittings whose time is over": {
        "task": "certification.tasks.hand_in_overdue",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "certification: look for what a person should look at": {
        "task": "certification.tasks.look_for_signals",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "certification: let certifications fall due, enter grace and lapse": {
        "task": "certification.tasks.follow_calendar",
        "schedule": 3600.0,  # days pass at midnight; an hour later everybody has moved
        "options": {"expires": 3600},
    },
    "certification: open cycles of renewal": {
        "task": "certification.tasks.open_cycles",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "certification: count hours nobody announced": {
        "task": "certification.tasks.post_missed_learning",
        "schedule": 21_600.0,
        "options": {"expires": 21_600},
    },
    "certification: release results that are due": {
        "task": "certification.tasks.release_results",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "mentorship: read the calendars that mentors share": {
        "task": "mentorship.tasks.read_calendars",
        "schedule": 60.0,  # each calendar every 15 minutes
        "options": {"expires": 60},
    },
}
