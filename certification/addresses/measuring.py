"""Addresses of blueprints, forms, cut scores and item health."""

from django.urls import path

from certification.views import blueprints, forms, health, standards

urlpatterns = [
    path("items/forms/", forms.forms, name="forms"),
    path("items/forms/new/", forms.form_new, name="form_new"),
    path("items/forms/apart/", forms.forms_apart, name="forms_apart"),
    path("items/forms/<uuid:public_id>/", forms.form, name="form"),
    path("items/forms/<uuid:public_id>/publish/", forms.form_publish, name="form_publish"),
    path("items/forms/<uuid:public_id>/retire/", forms.form_retire, name="form_retire"),
    path("items/forms/<uuid:public_id>/discard/", forms.form_discard, name="form_discard"),
    path("items/forms/<uuid:public_id>/panel/", standards.standard_new, name="standard_new"),
    path("items/blueprints/new/", blueprints.blueprint_new, name="blueprint_new"),
    path("items/blueprints/<int:pk>/", blueprints.blueprint, name="blueprint"),
    path("items/standards/", standards.standards, name="standards"),
    path("items/standards/<uuid:public_id>/", standards.standard, name="standard"),
    path("items/standards/<uuid:public_id>/rate/", standards.standard_rate, name="standard_rate"),
    path(
        "items/standards/<uuid:public_id>/finish/",
        standards.standard_finish,
        name="standard_finish",
    ),
    path(
        "items/standards/<uuid:public_id>/close/", standards.standard_close, name="standard_close"
    ),
    path("items/standards/<uuid:public_id>/sign/", standards.standard_sign, name="standard_sign"),
    path(
        "items/standards/<uuid:public_id>/abandon/",
        standards.standard_abandon,
        name="standard_abandon",
    ),
    path("items/health/", health.health_forms, name="health"),
    path("items/health/<uuid:public_id>/", health.form_health, name="form_health"),
    path("items/health/<uuid:public_id>/analyse/", health.health_analyse, name="health_analyse"),
    path("items/health/<uuid:public_id>/<int:position>/", health.health_item, name="health_item"),
    path(
        "items/health/<uuid:public_id>/<int:position>/rule/", health.health_rule, name="health_rule"
    ),
]
