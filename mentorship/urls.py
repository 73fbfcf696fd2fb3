"""Addresses of mentorship."""

from django.urls import include, path

from mentorship.views import (
    interviews,
    mentoring,
    mentors,
    practice,
    progress,
    questions,
    scorecards,
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
urlpatterns = [
    path("mentorship/interviews/", include(of_interviews)),
    path("mentorship/practice/", include(of_practice)),
    path("mentoring/questions/", include(of_questions)),
    path("mentoring/scorecards/", include(of_scorecards)),
    path("mentorship/", mentors.mentors, name="mentors"),
    path("mentoring/", mentoring.mentoring, name="mentoring"),
    path("mentorship/<slug:slug>/", mentors.mentor, name="mentor"),
]
