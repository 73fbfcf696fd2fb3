"""Where simulations are found and played."""

from django.urls import path

from courses.views.simulating import catalogue, deciding, runs

urlpatterns = [
    path("simulations/", catalogue.simulations, name="simulations"),
    path("simulations/runs/<uuid:pk>/", runs.run, name="run"),
    path("simulations/runs/<uuid:pk>/plan/", deciding.plan, name="run_plan"),
    path("simulations/runs/<uuid:pk>/commit/", deciding.commit, name="run_commit"),
    path("simulations/runs/<uuid:pk>/guide/", deciding.guide, name="run_guide"),
    path("simulations/runs/<uuid:pk>/put-away/", deciding.put_away, name="run_put_away"),
    path("simulations/<slug:slug>/", catalogue.simulation, name="simulation"),
    path("simulations/<slug:slug>/start/", catalogue.start, name="simulation_start"),
    path(
        "simulations/<slug:slug>/start/<uuid:place>/",
        catalogue.start_with_class,
        name="simulation_start_with_class",
    ),
]
