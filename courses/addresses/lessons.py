"""Where courses are learned."""

from django.urls import path

from courses.views.learning import courses, files, lesson, practising, writing

ONE = "learn/<int:pk>/lessons/<int:lesson>/"
urlpatterns = [
    path("learn/", courses.learn, name="learn"),
    path("learn/files/<uuid:pk>/", files.lesson_file, name="lesson_file"),
    path("learn/<int:pk>/", courses.course, name="learn_course"),
    path("learn/<int:pk>/search/", courses.find, name="learn_search"),
    path("learn/<int:pk>/notes/", courses.notes, name="learn_notes"),
    path("learn/<int:pk>/print/", courses.on_paper, name="learn_print"),
    path(ONE, lesson.lesson, name="lesson"),
    path(f"{ONE}done/", lesson.done, name="lesson_done"),
    path(f"{ONE}ticks/", lesson.ticks, name="lesson_ticks"),
    path(f"{ONE}watched/", lesson.watched, name="lesson_watched"),
    path(f"{ONE}agree/", lesson.agree, name="lesson_agree"),
    path(f"{ONE}video/", files.video, name="lesson_video"),
    path(f"{ONE}captions/", files.captions, name="lesson_captions"),
    path(f"{ONE}questions/<int:number>/", practising.answer, name="lesson_answer"),
    path(f"{ONE}note/", writing.note, name="lesson_note"),
    path(f"{ONE}posts/", writing.post, name="lesson_post"),
    path(f"{ONE}posts/<int:post>/report/", writing.report, name="post_report"),
    path(f"{ONE}posts/<int:post>/moderate/", writing.moderate, name="post_moderate"),
]
