"""Where lessons are written, and where instructors see how learners get on."""

from django.urls import path

from courses.views.authoring import files, history, outline, page, progress, questions

LESSON = "teaching/lessons/page/<int:pk>/"
QUESTION = f"{LESSON}questions/<int:question>/"
urlpatterns = [
    path("teaching/lessons/", outline.shelf, name="lessons_shelf"),
    path("teaching/lessons/<int:pk>/", outline.version, name="lessons_version"),
    path(LESSON, page.edit, name="lesson_edit"),
    path(f"{LESSON}preview/", page.preview, name="lesson_preview"),
    path(f"{LESSON}publish/", page.publish, name="lesson_publish"),
    path(f"{LESSON}import/", page.bring, name="lesson_import"),
    path(f"{LESSON}history/", history.wordings, name="lesson_history"),
    path(f"{LESSON}history/<int:number>/", history.wording, name="lesson_wording"),
    path(f"{LESSON}files/", files.files, name="lesson_files"),
    path(f"{LESSON}files/<uuid:file>/remove/", files.remove, name="lesson_file_remove"),
    path(f"{LESSON}video/", files.media, name="lesson_media"),
    path(f"{LESSON}questions/", questions.questions, name="lesson_questions"),
    path(f"{LESSON}questions/new/<slug:kind>/", questions.new, name="lesson_question_new"),
    path(QUESTION, questions.edit, name="lesson_question"),
    path(f"{QUESTION}act/", questions.act, name="lesson_question_act"),
    path("teaching/cohorts/<int:pk>/progress/", progress.cohort_progress, name="cohort_progress"),
]
