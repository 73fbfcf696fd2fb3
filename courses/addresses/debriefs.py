"""Where debriefs are read, answered, shared and commented on."""

from django.urls import path

from courses.views.debriefing import acts, reading, sharing, teaching

urlpatterns = [
    path("simulations/runs/<uuid:pk>/debrief/", reading.debrief, name="debrief"),
    path("simulations/runs/<uuid:pk>/debrief/guess/", acts.guess, name="debrief_guess"),
    path("simulations/runs/<uuid:pk>/debrief/again/", acts.again, name="debrief_again"),
    path("simulations/runs/<uuid:pk>/debrief/resolve/", acts.resolve, name="debrief_resolve"),
    path("simulations/runs/<uuid:pk>/debrief/share/", sharing.share, name="debrief_share"),
    path("simulations/runs/<uuid:pk>/debrief/unshare/", sharing.unshare, name="debrief_unshare"),
    path("simulations/runs/<uuid:pk>/debrief.pdf", reading.debrief_pdf, name="debrief_pdf"),
    path("simulations/shared/<str:token>/", sharing.shared, name="debrief_shared"),
    path(
        "simulations/shared/<str:token>/debrief.pdf", sharing.shared_pdf, name="debrief_shared_pdf"
    ),
    path("teaching/simulations/", teaching.debriefs_taught, name="debriefs_taught"),
    path("teaching/simulations/<uuid:pk>/", teaching.debrief_taught, name="debrief_taught"),
]
