"""Where staff write, check, try and publish scenarios."""

from django.urls import path

from courses.views.scenarios import acts, shelf, writing

urlpatterns = [
    path("staff/scenarios/", shelf.scenarios, name="scenarios"),
    path("staff/scenarios/new/", writing.scenario_new, name="scenario_new"),
    path("staff/scenarios/<slug:slug>/", shelf.scenario_file, name="scenario_file"),
    path("staff/scenarios/<slug:slug>/edit/", writing.scenario_edit, name="scenario_edit"),
    path("staff/scenarios/<slug:slug>/retire/", acts.scenario_retire, name="scenario_retire"),
    path(
        "staff/scenarios/<slug:slug>/<int:number>.toml",
        shelf.scenario_download,
        name="scenario_download",
    ),
    path(
        "staff/scenarios/<slug:slug>/<int:number>/publish/",
        acts.scenario_publish,
        name="scenario_publish",
    ),
    path(
        "staff/scenarios/<slug:slug>/<int:number>/measure/",
        acts.scenario_measure,
        name="scenario_measure",
    ),
    path("staff/scenarios/<slug:slug>/<int:number>/try/", acts.scenario_try, name="scenario_try"),
]
