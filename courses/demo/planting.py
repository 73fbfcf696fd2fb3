"""The whole demo of courses, in order."""

from collections.abc import Callable

from courses.demo import tour
from courses.demo.dates import close_the_past, plant_cohorts
from courses.demo.going_on import plant_tour
from courses.demo.learners import plant_progress
from courses.demo.lessons import plant_lessons
from courses.demo.people import plant_people
from courses.demo.places import fill, live_through
from courses.demo.simulated import plant_runs
from courses.demo.syllabi import plant_competencies, plant_courses, plant_programmes
from courses.demo.teamed import plant_team
from courses.operations.scenario_files import plant_scenarios
from institute import mail

Say = Callable[[str], None]


def plant(say: Say) -> None:
    """Load what is missing. Planting again changes nothing. Call inside a transaction."""
    with mail.silenced():
        say(f"{plant_people()} people")
        say(f"{plant_competencies()} competencies")
        say(f"{plant_courses()} courses")
        say(f"{plant_programmes()} programmes")
        say(f"{plant_lessons()} new lessons")
        say(f"{plant_scenarios()} new scenarios")
        planted = plant_cohorts()
        say(f"{len(planted)} new cohorts")
        tour.take_running_place(planted)
        tour.take_own_time(planted)
        say(f"{fill(planted)} new places")
        tour.stand_first_in_line(planted)
        close_the_past(planted)
        live_through(planted)
        say(f"{plant_tour()} notes of the tour")
        say(f"{plant_progress(planted)} lessons done")
        say(f"{plant_runs()} new runs of simulations")
        say(f"{plant_team()} people at a table or on a leaderboard")
    tour.reserve_and_be_offered(planted)
