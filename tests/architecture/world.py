"""One of everything, so that every address can be asked for."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from certification.models import Scheme
from courses.models import Cohort, Lesson, Programme
from courses.operations.enrolling import reserve_place
from enquiries.models import CallImport, Enquiry, FollowUpRule, SavedFilter, Wording
from enquiries.operations.calling import open_call
from enquiries.operations.merging import merge
from enquiries.operations.working import promise
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.models import OutboundMessage
from institute.mail.operations import mailbox_of
from mentorship.models import Mentor, Party, Series, WaitlistEntry
from mentorship.operations.practising import start_practice
from mentorship.operations.recording import add_action, write_note
from tests import make
from tests.architecture import certified
from tests.courses import lessons, simulating, tables
from tests.mentorship import cv_cases, preparing

Arguments = dict[str, dict[str, Any]]


@dataclass
class World:
    """The people, by the part they play, and the arguments of every address that takes some."""

    people: dict[str, User | None]
    arguments: Arguments


def addresses() -> dict[str, URLPattern]:
    """Every named address outside Django's admin, as `app:name`."""
    return dict(_addresses(get_resolver().url_patterns, ""))


def _addresses(
    patterns: list[URLPattern | URLResolver], space: str
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield space + pattern.name, pattern
        elif pattern.namespace != "admin":
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _addresses(pattern.url_patterns, inner)


def built() -> World:
    """The owner has a place in a cohort the teacher teaches; the others are strangers to both."""
    owner, teacher = make.student(), make.instructor()
    roles = [Role.INSTRUCTOR, Role.EXAMINER, Role.MENTOR, Role.DESK, Role.MANAGER]
    people: dict[str, User | None] = {
        "visitor": None,
        "student": make.student(),
        "owner": owner,
        "teacher": teacher,
        **{role.value: make.staff(role) for role in roles},
        "admin": make.staff(Role.ADMIN, is_staff=True, is_superuser=True),
    }
    return World(people, _of_courses(owner, teacher) | _of_the_rest(owner))


def _of_courses(owner: User, teacher: User) -> Arguments:
    cohort = make.cohort(taught_by=teacher)
    place = reserve_place(student=owner, cohort=cohort)
    entry = make.waiting(_full(), who=owner)
    programme = Programme.objects.create(slug="path", title="Path", summary="A path.", lead="So.")
    of_course = {"slug": cohort.version.course.slug}
    of_class = {"pk": cohort.pk, "number": 1}
    in_lesson = {"pk": place.pk, "lesson": lessons.written(cohort).pk}
    by_lesson = ["agree", "captions", "done", "note", "post", "ticks", "video", "watched"]
    by_lesson = ["lesson", *(f"lesson_{name}" for name in by_lesson)]
    writing = ["edit", "preview", "publish", "import", "history", "files", "media", "questions"]
    learning = ["learn_course", "learn_notes", "learn_print", "learn_search"]
    by_cohort = ["cancel_cohort", "cohort_roster", "complete", "message", "roster_csv", "sponsor"]
    by_place = ["cancel", "calendar_file", "enrolment", "invoice", "payment", "place"]
    return {
        **dict.fromkeys(["courses:course", "courses:choose", "courses:syllabus"], of_course),
        **dict.fromkeys(
            ["courses:cohort", "courses:enrol", "courses:join_waitlist"],
            of_course | {"pk": cohort.pk},
        ),
        **{f"courses:{name}": {"pk": cohort.pk} for name in by_cohort},
        **{f"courses:{name}": {"pk": place.pk} for name in by_place},
        **dict.fromkeys(["courses:attendance", "courses:move_class"], of_class),
        **{f"courses:{name}": {"pk": place.pk} for name in learning},
        **{f"courses:{name}": in_lesson for name in by_lesson},
        "courses:lesson_answer": in_lesson | {"number": 1},
        "courses:lesson_file": {"pk": uuid.uuid4()},
        **_of_authors(cohort, in_lesson["lesson"], writing),
        **{f"courses:post_{name}": in_lesson | {"post": 1} for name in ("report", "moderate")},
        "courses:waitlist": {"pk": entry.pk},
        "courses:programme": {"slug": programme.slug},
        **_of_simulations(owner),
        **{f"courses:leaders{name}": {"pk": cohort.pk} for name in ("", "_show_me", "_hide_me")},
    }


def _of_authors(cohort: Cohort, lesson: int, names: list[str]) -> Arguments:
    """A lesson of the teacher's cohort with one question and no file."""
    of_page = {"pk": lesson}
    asked = lessons.single(Lesson.objects.get(pk=lesson))
    of_question = of_page | {"question": asked.pk}
    return {
        **{f"courses:lesson_{name}": of_page for name in names},
        "courses:lessons_version": {"pk": cohort.version_id},
        "courses:cohort_progress": {"pk": cohort.pk},
        "courses:lesson_wording": of_page | {"number": 1},
        "courses:lesson_file_remove": of_page | {"file": uuid.uuid4()},
        "courses:lesson_question_new": of_page | {"kind": "single"},
        **dict.fromkeys(["courses:lesson_question", "courses:lesson_question_act"], of_question),
    }


def _of_simulations(owner: User) -> Arguments:
    """A run of the owner in its first week, and one whose debrief nobody has read."""
    run = simulating.a_run(owner)
    ended = simulating.finished(simulating.a_run(owner))
    debrief = ["", "_again", "_guess", "_pdf", "_resolve", "_share", "_taught", "_unshare"]
    acts = ["run", "run_commit", "run_guide", "run_plan", "run_put_away"]
    of_team = ["agree", "ask", "close", "come_back", "free", "hand_over", "leave", "now", "open"]
    of_asked = ["accept", "decline"]
    by_slug = ["simulation", "simulation_start"]
    with_class = {"slug": simulating.FLAGSHIP, "place": uuid.uuid4()}
    of_file = ["file", "edit", "retire"]
    by_version = ["download", "publish", "measure", "try"]
    of_version = {"slug": simulating.FLAGSHIP, "number": run.version.number}
    return {
        **{f"courses:{name}": {"pk": run.pk} for name in acts},
        **{f"courses:team_{name}": {"pk": run.pk} for name in [*of_team, "take_lead"]},
        **{f"courses:team_{name}": {"pk": 999_999} for name in of_asked},
        "courses:team_join": {"token": tables.a_table(simulating.a_run(owner)).invite_token},
        **{f"courses:debrief{name}": {"pk": ended.pk} for name in debrief},
        **{f"courses:debrief_{name}": {"token": "closed"} for name in ("shared", "shared_pdf")},
        **{f"courses:{name}": {"slug": simulating.FLAGSHIP} for name in by_slug},
        "courses:simulation_start_with_class": with_class,
        **{f"courses:scenario_{name}": {"slug": simulating.FLAGSHIP} for name in of_file},
        **{f"courses:scenario_{name}": of_version for name in by_version},
    }


def _full() -> Cohort:
    cohort = make.cohort(places=1)
    reserve_place(student=make.student(), cohort=cohort)
    return cohort


def _of_the_rest(owner: User) -> Arguments:
    message = OutboundMessage.objects.filter(to_address=owner.email)[0]
    box = {"token": mailbox_of(owner.email).token}
    mentor = Mentor.objects.create(
        user=make.staff(Role.MENTOR), slug="someone", headline="A mentor.", bio="Long."
    )
    mentor.offers.add(make.offer())
    scheme = Scheme.objects.create(
        slug="associate", title="Associate", level="associate", summary="So.", lead="So.",
        for_whom="You.", renewal="Every three years.",
    )  # fmt: skip
    by_enquiry = ["convert", "enquiry", "invite", "send_syllabus", "write"]
    asked = {"public_id": make.enquiry().public_id}
    one, other = make.contact(), make.contact()
    someone = {"public_id": one.public_id}
    pair = someone | {"other_id": other.public_id}
    merged = merge(keep=make.contact(), gone=make.contact(), by=make.staff(Role.DESK))
    by_message = ["message", "preview", "retry", "cancel"]
    return {
        **{f"mail:{name}": {"pk": message.pk} for name in by_message},
        **{f"enquiries:{name}": asked for name in by_enquiry},
        **_of_follow_up(),
        **_of_imports(),
        **_of_the_pipeline(asked),
        **dict.fromkeys(["mail:preferences", "mail:topics", "mail:unsubscribe"], box),
        "enquiries:consent": box,
        **dict.fromkeys(["enquiries:contact", "enquiries:contact_everything"], someone),
        "enquiries:desk_caller": someone,
        "enquiries:confirm": {"token": "not-ours"},
        **_of_the_desk(),
        **_of_cvs(owner),
        **_of_interviews(owner),
        **_of_sessions(owner),
        **_of_waiting_and_series(owner),
        "enquiries:merge": pair,
        "enquiries:merge_undo": {"pk": merged.pk},
        **{
            f"mentorship:{name}": {"slug": mentor.slug}
            for name in ("ask", "book", "hold", "mentor", "series", "slots")
        },
        "certification:scheme": {"slug": scheme.slug},
        **certified.arguments(owner),  # each slice in its own module
        "policy": {"slug": "privacy"},
        "accounts:invitation": {"token": "expired"},
        "calendar_feed": {"token": owner.calendar_token},
        "account_reset_password_from_key": {"uidb36": "1", "key": "expired-link"},
        **{name: {"pk": 1} for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")},
    }


def _of_sessions(owner: User) -> Arguments:
    """A session of the owner with a mentor who is none of the people."""
    booked = make.booking(make.mentor(), owner)
    session = {"public_id": booked.public_id}
    pages = ["booking", "booking_answer", "booking_file", "cancel", "move"]
    acts = ["actions", "feedback", "goals", "late", "notes"]
    pages += ["attendance", "join", *(f"session_{act}" for act in acts)]
    wrote = write_note(booking=booked, by=owner, text="So.", is_private=False, key="one")
    agreed = add_action(
        booking=booked, by=owner, party=Party.STUDENT, text="Draw.", due_on=None, key="one"
    )
    return {
        **{f"mentorship:{name}": session for name in pages},
        "mentorship:session_note": session | {"pk": wrote.pk},
        "mentorship:session_action": session | {"pk": agreed.pk},
        "mentorship:student_record": {"pk": owner.pk},
    }


def _of_cvs(owner: User) -> Arguments:
    """A CV of the owner, with two versions, that a mentor who is none of the people reviews."""
    review = cv_cases.returned(cv_cases.document(owner), by=cv_cases.reviewer())
    cv_cases.send(review.document)
    cv, reads = {"public_id": review.document.public_id}, {"public_id": review.public_id}
    own = ["send", "changes", "ask", "withdraw", "resolved", "close", "vouch", "delete"]
    acts = ["claim", "begin", "hand_back", "comment", "verdict", "review_resolved", "review_close"]
    said = review.comments.earliest("pk")
    return {
        "mentorship:cv": cv,
        **{f"mentorship:cv_{name}": cv for name in own},
        "mentorship:cv_file": cv | {"number": 1},
        "mentorship:cv_review": reads,
        **{f"mentorship:cv_{name}": reads for name in acts},
        "mentorship:cv_comment_change": reads | {"pk": said.pk},
    }


def _of_interviews(owner: User) -> Arguments:
    """What the owner prepares for, and a mock interview a mentor of none of the people scored."""
    target = {"public_id": preparing.target(owner).public_id}
    session = preparing.mock(preparing.interviewer(), owner)
    preparing.scored(session)
    scored = {"public_id": session.public_id}
    by_target = ("interview", "interview_call_off", "interview_change", "interview_debrief")
    by_session = ("mock_result", "question_sheet", "scorecard")
    return {
        **{f"mentorship:{name}": target for name in by_target},
        **{f"mentorship:{name}": scored for name in by_session},
        "mentorship:practice_question": {"public_id": start_practice(student=owner).public_id},
    }


def _of_waiting_and_series(owner: User) -> Arguments:
    mentor, today = make.mentor(), timezone.now().date()
    known = {"student": owner, "mentor": mentor, "offer": mentor.offers.get()}
    entry = WaitlistEntry.objects.create(**known, earliest=today, latest=today)
    series = Series.objects.create(
        **known, pinned_to="mentor", zone="UTC", first=timezone.now(), count=2, request_key="one"
    )
    asked = make.booking(mentor, owner, make.free_at(days=9))
    return {
        "mentorship:wait": {"public_id": entry.public_id},
        "mentorship:series_booked": {"pk": series.pk},
        "mentorship:grants_of": {"pk": owner.pk},
        "mentorship:mentoring_answer": {"public_id": asked.public_id},
    }


def _of_follow_up() -> Arguments:
    FollowUpRule.objects.get_or_create(key="day-2", defaults={"days": 2, "wording": "day-2"})
    Wording.objects.get_or_create(
        key="day-2", version=1, defaults={"purpose": "email", "title": "Two days", "body": "So."}
    )
    by_key = ["follow_up_rule", "wording", "wording_read_as"]
    return {
        **{f"enquiries:{name}": {"key": "day-2"} for name in by_key},
        "enquiries:script_line": {"key": "desk-consent"},
        "enquiries:wording_use": {"key": "day-2", "version": 1},
    }


def _of_the_pipeline(asked: dict[str, Any]) -> Arguments:
    enquiry, someone = Enquiry.objects.get(**asked), make.staff(Role.DESK)
    at = timezone.now() + dt.timedelta(days=1)
    owed = promise(enquiry=enquiry, text="Write", due_at=at, by=someone)
    tab = SavedFilter.objects.create(owner=someone, name="Mine", query="owner=me")
    return {
        **{f"enquiries:{name}": asked for name in ("call_back", "done", "move", "snooze", "take")},
        "enquiries:bulk_done": {"token": uuid.uuid4()},
        "enquiries:change_filter": {"pk": tab.pk},
        "enquiries:promise_kept": {"pk": owed.pk},
    }


def _of_the_desk() -> Arguments:
    call = {"public_id": open_call(staff=make.staff(Role.DESK)).public_id}
    acts = ("draft", "save", "park", "resume", "hang_up", "stop")
    return {f"enquiries:desk_{act}": call for act in acts}


def _of_imports() -> Arguments:
    source = CallImport.objects.create(name="calls.csv", text="", by=make.staff(Role.DESK))
    return {
        **{f"enquiries:{name}": {"pk": source.pk} for name in ("calls_import", "retry_import")},
        "enquiries:insights_sheet": {"name": "funnel"},
    }
