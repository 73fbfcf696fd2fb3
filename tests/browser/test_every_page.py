"""Every kind of page, on a phone and on a desk, in light and in dark: nothing to complain about."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from courses.models import Cohort, CohortState, Enrolment, WaitlistEntry
from enquiries.emails.desk import token_of
from enquiries.models import Enquiry, Person
from enquiries.operations import calling
from institute.accounts.models import User
from institute.mail.operations.consenting import tokens_of
from tests.browser import (
    booking_on,
    bookings,
    credentials,
    cvs,
    debriefing,
    exams,
    governing,
    interviews,
    items,
    learning,
    marking,
    measuring,
    playing,
    renewing,
    sessions,
)
from tests.enquiries.following import all_rules
from tests.servers import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (390, 1440)
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# In the dark only the colours differ, so only they are measured again.
RULES = {"light": LEVELS, "dark": ["color-contrast", "link-in-text-block"]}
AXE = Axe().axe_script
WATCH = """addEventListener('securitypolicyviolation', event =>
    console.error(`${event.violatedDirective} stops ${event.blockedURI}`))"""
STUDENT, NEWCOMER, DESK = "student@example.com", "student9@example.com", "desk@example.com"
MENTOR, MANAGER = "mentor@example.com", "manager@example.com"
STAFF, OTHERS = {DESK, MANAGER}, {"", STUDENT, NEWCOMER, MENTOR}


def addresses() -> dict[str, list[str]]:
    """What each reader looks at, by the reader's email; a visitor has none."""
    cohort = Cohort.objects.filter(status=CohortState.OPEN, taken__gt=0, price_cents__gt=0).first()
    assert cohort
    slug, student = cohort.version.course.slug, User.objects.get(email=STUDENT)
    place = Enrolment.objects.filter(student=student, status="reserved").get()
    line = WaitlistEntry.objects.filter(student=student).first()
    assert line
    free = Cohort.objects.filter(status=CohortState.OPEN).exclude(
        enrolments__student__email=NEWCOMER
    )
    to_take = free.filter(price_cents__gt=0, taken=0).select_related("version__course")[0]
    talk = Enquiry.objects.filter(question__gt="", person__isnull=False).earliest("pk")
    assert talk.person
    done = Enquiry.objects.filter(status="converted").earliest("pk")
    one, other = Person.objects.order_by("pk")[:2]
    on_the_line = calling.open_call(staff=User.objects.get(email=MANAGER), enquiry=talk)
    to_confirm = token_of(on_the_line, STUDENT)
    return {
        "": [
            *("/", "/courses/", "/courses/?q=zzzz", "/courses/?q=risk&seats=open"),
            *("/courses/risk-and-escalation/", f"/courses/{slug}/cohorts/{cohort.pk}/"),
            *("/programmes/foundations/", "/mentorship/", "/mentorship/helene-tremblay/"),
            *("/certification/", "/certification/certified-tpm-professional/"),
            *("/enquire/", "/enquire/thanks/", "/about/terms/"),
            *("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/nowhere/"),
            "/accounts/invitation/expired/",
            reverse("mail:preferences", args=[tokens_of([STUDENT])[STUDENT]]),
            reverse("enquiries:consent", args=[tokens_of([STUDENT])[STUDENT]]),
            reverse("enquiries:confirm", args=[to_confirm]),
            *bookings.of_visitor(),
            *credentials.of_visitor(),
            *(*playing.of_visitor(), *debriefing.of_visitor()),
        ],
        STUDENT: [
            *("/dashboard/", "/accounts/profile/", "/accounts/2fa/"),
            *(f"/enrolments/{place.pk}/", f"/waitlist/{line.pk}/", "/staff/mail/"),
            *credentials.of_student(student),
            *cvs.of_student(student),
            *booking_on.of_student(student),
            *bookings.of_student(student),
            *interviews.of_student(student),
            *sessions.of_student(student),
            *exams.of_student(student),
            *(*renewing.of_student(student), *governing.of_student(student)),
            *(*playing.of_student(student), *debriefing.of_student(student)),
            *learning.of_student(student),
        ],
        MENTOR: [
            *("/mentoring/", "/mentoring/availability/"),
            *cvs.of_mentor(User.objects.get(email=MENTOR)),
            *booking_on.of_mentor(),
            *bookings.of_mentor(User.objects.get(email=MENTOR)),
            *interviews.of_mentor(User.objects.get(email=MENTOR)),
            *sessions.of_mentor(User.objects.get(email=MENTOR)),
            *exams.paused(User.objects.get(email=MENTOR)),
        ],
        MANAGER: [
            *("/desk/", "/mentoring/availability/"),  # a call is on
            *("/staff/scenarios/", "/staff/scenarios/new/", "/staff/scenarios/security-keys/"),
            "/staff/scenarios/security-keys/edit/",
            *items.of_manager(),
            *learning.of_author(User.objects.get(email=MANAGER), student),
            *debriefing.of_manager(student),
            *marking.of_manager(User.objects.get(email=MANAGER)),
            *(*booking_on.of_manager(), *sessions.of_manager()),
            *measuring.of_manager(User.objects.get(email=MANAGER)),
            *(*renewing.of_manager(), *governing.of_manager()),
            *exams.of_manager(User.objects.get(email=MANAGER)),
        ],
        NEWCOMER: [
            f"/courses/{to_take.version.course.slug}/cohorts/{to_take.pk}/enrol/",
            *interviews.of_newcomer(),
            *exams.of_newcomer(User.objects.get(email=NEWCOMER)),
        ],
        DESK: [
            *("/staff/cohorts/", f"/staff/cohorts/{cohort.pk}/", f"/staff/places/{place.pk}/"),
            *("/enquiries/follow-up/", "/enquiries/follow-up/rules/day-2/"),
            "/enquiries/follow-up/texts/follow-up-day-2/",
            "/enquiries/follow-up/said/desk-consent/",
            *(f"/staff/places/{place.pk}/payment/", "/staff/mail/", "/enquiries/"),
            "/enquiries/quarantine/",
            *("/insights/", "/insights/?days=365", "/desk/log/", "/desk/log/?q=416555"),
            *("/desk/", "/desk/imports/"),
            *booking_on.of_desk(student),
            *exams.on_a_break(User.objects.get(email=DESK)),
            *bookings.of_desk(student),
            *("/enquiries/?view=unassigned", "/enquiries/board/", "/enquiries/new/"),
            *("/enquiries/table/", "/enquiries/table/?source=web&owner=nobody&q=zzzz"),
            *(f"{talk.get_absolute_url()}{act}/" for act in ("done", "call-back")),
            *(talk.get_absolute_url(), f"{talk.get_absolute_url()}write/"),
            *(talk.person.get_absolute_url(), "/contacts/duplicates/"),
            f"{one.get_absolute_url()}merge/{other.public_id}/",
            *(f"{talk.get_absolute_url()}convert/", f"{done.get_absolute_url()}convert/"),
        ],
    }


def window_of(browser: Browser, server: LiveServer, email: str) -> BrowserContext:
    """A browser that carries this reader's session and chosen colours."""
    window = browser.new_context(timezone_id="America/Toronto", locale="en-CA")
    window.add_cookies([{"name": "theme", "value": "light", "url": server.url}])
    if email:
        name, _, value = signed_in(User.objects.get(email=email)).partition("=")
        window.add_cookies([{"name": name, "value": value, "url": server.url}])
    window.add_init_script(WATCH)
    return window


def broken_rules(page: Page, theme: str) -> Iterator[str]:
    """What axe finds on the page as it stands."""
    options = {"runOnly": RULES[theme], "resultTypes": ["violations"]}
    run = "asked => axe.run(asked).then(found => found.violations)"
    found = page.evaluate(run, options)
    yield from (f"{rule['id']}: {rule['nodes'][0]['html']}" for rule in found)


def darken(page: Page) -> None:
    """The colours the server names in the same place; at once, not fading."""
    page.emulate_media(reduced_motion="reduce")
    theme = page.evaluate("document.documentElement.dataset.bsTheme")
    assert theme == "light", "The page does not carry its reader's colours."
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")


def flaws_of(page: Page) -> Iterator[str]:
    """What does not fit, or is not there."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        yield f"scrolls sideways by {wide} px"
    if page.locator("h1").count() != 1:
        yield "has no single h1"
    if not page.locator("a[href^='tel:']").count():
        yield "has no number to call"


def looked_at(page: Page, address: str) -> Iterator[str]:
    """Read a page at every width and in both colours; yields each flaw with its place."""
    said: list[str] = []

    def listen(line: ConsoleMessage) -> None:
        # The browser reports a refused page itself; that one is meant.
        if line.type == "error" and line.location["url"] != page.url:
            said.append(line.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        flaws = [*flaws_of(page), *broken_rules(page, "light")]
        yield from (f"{address} at {width}: {flaw}" for flaw in flaws)
    darken(page)
    yield from (f"{address} in the dark: {flaw}" for flaw in broken_rules(page, "dark"))
    yield from (f"{address} says: {words}" for words in said)


@pytest.mark.parametrize("readers", [STAFF, OTHERS], ids=["staff", "others"])
def test_every_page_is_accessible_fits_and_keeps_quiet(
    live_server: LiveServer, browser: Browser, readers: set[str], settings: Any
) -> None:
    settings.SITE_URL = live_server.url  # pictures of the letters shown come from here too
    call_command("seed_demo", stdout=StringIO())
    all_rules()  # the database may have been emptied since it was made
    found = addresses()
    assert set(found) == STAFF | OTHERS
    flaws: list[str] = []
    for email in sorted(readers):
        window = window_of(browser, live_server, email)
        for path in found[email]:
            page = window.new_page()
            flaws += looked_at(page, live_server.url + path)
            page.close()
        window.close()

    assert not flaws, "\n".join(flaws)


# A fault that only one of the widths or colours has, each in a page that is otherwise sound.
FAULTS = {
    "at 390: button-name": "@media (min-width: 400px) { .probe { display: none } }",
    "at 1440: button-name": "@media (max-width: 400px) { .probe { display: none } }",
    "at 390: scrolls": "@media (max-width: 400px) { .wide { width: 800px } }",
    "in the dark: color-contrast": "[data-bs-theme=dark] .words { color: #bbb }",
    "at 1440: color-contrast": "[data-bs-theme=light] .words { color: #bbb }",
}
SOUND = """<!doctype html><html lang="en-CA" data-bs-theme="light"><title>A page</title><style>
body { background: #fff; color: #000 } * { transition: color 2s }
@media (prefers-reduced-motion: reduce) { * { transition: none !important } }
.probe, .wide { width: 60px; height: 60px }"""
BODY = """</style><main><h1>A page</h1><p class="words">Words.</p><div class="wide"></div>
<p><a href="tel:+19052829318">Call</a></p>"""
PROBE = '<button class="probe"></button>'


@pytest.mark.parametrize("fault", ["", *FAULTS])
def test_faults_of_one_width_or_colour_are_found(page: Page, fault: str) -> None:
    probe = PROBE if "button" in fault else ""
    text = f"{SOUND} {FAULTS.get(fault, '')} {BODY}{probe}</main></html>"
    page.route("http://page/", lambda route: route.fulfill(body=text, content_type="text/html"))

    flaws = list(looked_at(page, "http://page/"))

    assert bool(flaws) == bool(fault)
    assert all(fault.partition(":")[2] in flaw for flaw in flaws), flaws
    assert not fault or any(fault in flaw for flaw in flaws), flaws
