"""Addresses of mentorship."""

from django.urls import include, path

from mentorship.views import (
    availability,
    booking,
    booking_for,
    bookings,
    calendar_file,
    cv_files,
    cv_reviews,
    cvs,
    disputes,
    grants,
    interviews,
    matching,
    mentor,
    mentoring,
    mentors,
    moving,
    practice,
    progress,
    questions,
    records,
    scorecards,
    series,
    session_acts,
    slots,
    waiting,
)

app_name = "mentorship"
of_interviews = [
    path("", interviews.interviews, name="interviews"),
    path("new/", interviews.interview_new, name="interview_new"),
    path("progress/", progress.progress, name="progress"),
    path("mocks/<uuid:public_id>/", progress.mock_result, name="mock_result"),
    path("<uuid:public_id>/", interviews.interview, name="interview"),
    path("<uuid:public_id>/change/", interviews.interview_change, name="interview_change"),
    path("<uuid:public_id>/call-off/", interviews.interview_call_off, name="interview_call_off"),
    path("<uuid:public_id>/debrief/", interviews.interview_debrief, name="interview_debrief"),
]
of_practice = [
    path("", practice.practice, name="practice"),
    path("<uuid:public_id>/", practice.practice_question, name="practice_question"),
]
of_questions = [
    path("", questions.questions, name="questions"),
    path("sheet/<uuid:public_id>/", questions.question_sheet, name="question_sheet"),
]
of_scorecards = [
    path("", scorecards.scorecards, name="scorecards"),
    path("<uuid:public_id>/", scorecards.scorecard, name="scorecard"),
]
of_grants = [
    path("", grants.grants, name="grants"),
    path("courses/", grants.course_grants, name="course_grants"),
    path("<int:pk>/", grants.grants_of, name="grants_of"),
]
of_bookings = [
    path("", bookings.bookings, name="bookings"),
    path("<uuid:public_id>/", bookings.booking, name="booking"),
    path("<uuid:public_id>/answer/", bookings.booking_answer, name="booking_answer"),
    path("<uuid:public_id>/move/", moving.move, name="move"),
    path("<uuid:public_id>/cancel/", bookings.cancel, name="cancel"),
]
of_sessions = [
    path("record/", records.record, name="record"),
    path("<uuid:public_id>/join/", session_acts.join, name="join"),
    path("<uuid:public_id>/late/", session_acts.session_late, name="session_late"),
    path("<uuid:public_id>/attendance/", session_acts.attendance, name="attendance"),
    path("<uuid:public_id>/goals/", session_acts.session_goals, name="session_goals"),
    path("<uuid:public_id>/notes/", session_acts.session_notes, name="session_notes"),
    path("<uuid:public_id>/notes/<int:pk>/", session_acts.session_note, name="session_note"),
    path("<uuid:public_id>/actions/", session_acts.session_actions, name="session_actions"),
    path("<uuid:public_id>/actions/<int:pk>/", session_acts.session_action, name="session_action"),
    path("<uuid:public_id>/feedback/", session_acts.session_feedback, name="session_feedback"),
]
of_waiting = [
    path("", waiting.waits, name="waiting"),
    path("<uuid:public_id>/", waiting.wait, name="wait"),
]
of_cvs = [
    path("", cvs.cvs, name="cvs"),
    path("<uuid:public_id>/", cvs.cv, name="cv"),
    path("<uuid:public_id>/versions/", cvs.cv_send, name="cv_send"),
    path("<uuid:public_id>/<int:number>/file/", cv_files.cv_file, name="cv_file"),
    path("<uuid:public_id>/changes/", cv_files.cv_changes, name="cv_changes"),
    path("<uuid:public_id>/review/", cvs.cv_ask, name="cv_ask"),
    path("<uuid:public_id>/withdraw/", cvs.cv_withdraw, name="cv_withdraw"),
    path("<uuid:public_id>/resolved/", cvs.cv_resolved, name="cv_resolved"),
    path("<uuid:public_id>/close/", cvs.cv_close, name="cv_close"),
    path("<uuid:public_id>/vouch/", cvs.cv_vouch, name="cv_vouch"),
    path("<uuid:public_id>/delete/", cvs.cv_delete, name="cv_delete"),
]
of_cv_reviews = [
    path("", cv_reviews.cv_queue, name="cv_queue"),
    path("<uuid:public_id>/", cv_reviews.cv_review, name="cv_review"),
    path("<uuid:public_id>/claim/", cv_reviews.cv_claim, name="cv_claim"),
    path("<uuid:public_id>/begin/", cv_reviews.cv_begin, name="cv_begin"),
    path("<uuid:public_id>/hand-back/", cv_reviews.cv_hand_back, name="cv_hand_back"),
    path("<uuid:public_id>/comments/", cv_reviews.cv_comment, name="cv_comment"),
    path(
        "<uuid:public_id>/comments/<int:pk>/",
        cv_reviews.cv_comment_change,
        name="cv_comment_change",
    ),
    path("<uuid:public_id>/verdict/", cv_reviews.cv_verdict, name="cv_verdict"),
    path("<uuid:public_id>/resolved/", cv_reviews.cv_review_resolved, name="cv_review_resolved"),
    path("<uuid:public_id>/close/", cv_reviews.cv_review_close, name="cv_review_close"),
]
urlpatterns = [
    path("mentoring/grants/", include(of_grants)),
    path(
        "mentorship/bookings/<uuid:public_id>/session.ics",
        calendar_file.booking_file,
        name="booking_file",
    ),
    path("mentorship/bookings/series/<int:pk>/", series.series_booked, name="series_booked"),
    path("mentorship/bookings/", include(of_bookings)),
    path("mentorship/match/", matching.match, name="match"),
    path("mentorship/bookings/", include(of_sessions)),
    path("mentoring/students/<int:pk>/", records.student_record, name="student_record"),
    path("mentoring/disputes/", disputes.disputes, name="disputes"),
    path("cv/", include(of_cvs)),
    path("mentoring/cv/", include(of_cv_reviews)),
    path("mentorship/waiting/", include(of_waiting)),
    path("mentorship/interviews/", include(of_interviews)),
    path("mentorship/practice/", include(of_practice)),
    path("mentoring/questions/", include(of_questions)),
    path("mentoring/scorecards/", include(of_scorecards)),
    path("mentorship/", mentors.mentors, name="mentors"),
    path("mentoring/availability/", availability.availability, name="availability"),
    path("mentoring/", mentoring.mentoring, name="mentoring"),
    path("mentoring/requests/", mentoring.mentoring_requests, name="mentoring_requests"),
    path("mentoring/book/", booking_for.book_for, name="book_for"),
    path("mentoring/sessions/<uuid:public_id>/answer/", mentoring.answer, name="mentoring_answer"),
    path("mentorship/<slug:slug>/", mentor.mentor, name="mentor"),
    path("mentorship/<slug:slug>/slots/", slots.slots, name="slots"),
    path("mentorship/<slug:slug>/hold/", booking.hold, name="hold"),
    path("mentorship/<slug:slug>/book/", booking.book, name="book"),
    path("mentorship/<slug:slug>/ask/", booking.ask, name="ask"),
    path("mentorship/<slug:slug>/series/", series.series, name="series"),
]
