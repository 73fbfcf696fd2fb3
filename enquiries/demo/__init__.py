"""Two hundred invented people and a hundred and twenty questions, as if the desk had been open."""

from collections.abc import Sequence

from courses.models import Course
from enquiries.contact_points import ContactPoints
from enquiries.demo import ends, histories, people, questions
from enquiries.demo.people import person_of
from enquiries.demo.questions import Around, Told
from enquiries.demo.reading import Record, contacts, enquiries
from enquiries.models import Enquiry, Person, Source, Status, StatusChange
from enquiries.operations import asking
from institute import mail
from institute.accounts.models import User
from institute.mail.consent import Basis, Topic
from institute.mail.operations import record_consent

DESK, MANAGER = "desk@example.com", "manager@example.com"
NOBODY_YET = (Status.QUARANTINED, Status.SPAM)  # who sent these, nobody has looked into


def plant() -> int:
    """Plant people and questions, unless demo questions are there already; how many are new."""
    if Enquiry.objects.filter(is_demo=True).exists():
        return 0
    staff = {user.email: user for user in User.objects.filter(email__in=[DESK, MANAGER])}
    courses = {one.slug: one for one in Course.objects.select_related("current")}
    around, rows = Around(staff, courses), enquiries()
    past = [row for row in rows if not row.get("fresh")]
    with mail.silenced():
        ends.plant_shifts(staff)
        told, known = _ask_in_the_past(past, around)
        people.plant_contacts(contacts(), staff[DESK])
        people.suspect_pairs(Person.objects.filter(is_demo=True).with_points())
        _live_through(told, staff)
        people.merge_two(known, staff[MANAGER])
    for row in rows:
        if row.get("fresh"):
            _ask_now(row, around)
    return len(rows)


def _ask_in_the_past(
    rows: Sequence[Record], around: Around
) -> tuple[list[Told], dict[str, Person]]:
    """Every question with its person; whoever asked twice is one person."""
    known: dict[str, Person] = {}
    told: list[Told] = []
    for row in rows:
        if row["status"] not in NOBODY_YET and row["name"] not in known:
            known[row["name"]] = person_of(row)
        told.append(questions.tell(row, known.get(row["name"]), around))
    first = [one for one in told if one.row["status"] != Status.DUPLICATE]
    Enquiry.objects.bulk_create(one.enquiry for one in first)
    by_name = {one.row["name"]: one.enquiry for one in first}
    _join([one for one in told if one.row["status"] == Status.DUPLICATE], by_name)
    _date(told)
    return told, known


def _join(later: Sequence[Told], by_name: dict[str, Enquiry]) -> None:
    for one in later:
        first = by_name[one.row["name"]]
        one.enquiry.duplicate_of = first
        one.enquiry.email, one.enquiry.phone = first.email, first.phone
        one.enquiry.contact = first.contact
    Enquiry.objects.bulk_create(one.enquiry for one in later)
    ends.attach((one, by_name[one.row["name"]]) for one in later)


def _date(all_told: Sequence[Told]) -> None:
    """People are as old as their first question, and were last met when something last happened."""
    touched: dict[int, Person] = {}
    for told in all_told:
        person = told.enquiry.person
        if person:
            asked, last = told.enquiry.created_at, told.last
            person.created_at = min(person.created_at, asked)
            person.last_contact_at = max(person.last_contact_at or last, last)
            touched[person.pk] = person
    Person.objects.bulk_update(touched.values(), ["created_at", "last_contact_at"])


def _live_through(told: Sequence[Told], staff: dict[str, User]) -> None:
    StatusChange.objects.bulk_create(
        change for one in told for change in questions.changes_of(one, one.enquiry.duplicate_of)
    )
    histories.plant_calls(told, staff[DESK])
    histories.plant_promises(told, staff[DESK])
    ends.book(told)
    ends.convert(told)
    for one in told:
        _keep_ground(one.enquiry)


def _keep_ground(enquiry: Enquiry) -> None:
    """What a question by email or on the web lets us write."""
    suspect = enquiry.status in NOBODY_YET
    if suspect or not enquiry.email or enquiry.source not in {Source.WEB, Source.EMAIL}:
        return
    at, key = enquiry.created_at, str(enquiry.public_id)
    method = "enquiry form" if enquiry.source == Source.WEB else "email"
    record_consent(enquiry.email, Basis.INQUIRY, method=method, obtained_at=at, enquiry=key)
    if enquiry.consent_given:
        record_consent(
            enquiry.email, Basis.EXPRESS, method=method, topic=Topic.COURSE_NEWS, obtained_at=at,
            enquiry=key, words=asking.CONSENT_WORDS,
        )  # fmt: skip


def _ask_now(row: Record, around: Around) -> None:
    """One question arrives as we watch: it is acknowledged by email."""
    course = around.courses.get(row.get("course", ""))
    page = f"/courses/{course.slug}/" if course else "/enquire/"
    reach = ContactPoints(row.get("email", ""), row.get("phone", ""))
    contact = row["email"]
    asking.ask(
        asked=asking.Asked(
            name=row["name"],
            contact=contact,
            reach=reach,
            question=row["question"],
            topic="course",
            course=course,
            consent=row.get("consent", False),
        ),
        circumstances=asking.Circumstances(
            zone=people.HOME,
            page=page,
            utm=questions.CAME_FROM[row["came_from"]],
            as_sent={"name": row["name"], "contact": contact, "question": row["question"]},
            is_demo=True,
        ),
    )
